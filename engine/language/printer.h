// Prints checked expressions back as text: for `check --model`, and as a key by which equal expressions are found.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "language/expr.h"
#include "language/symbols.h"

namespace strife {

// The expression as text, in canonical units. `index_name` names an index variable.
std::string print_expr(const Expr& expr, const SymbolTable& symbols, const std::function<std::string(IndexId)>& index_name);

}  // namespace strife
