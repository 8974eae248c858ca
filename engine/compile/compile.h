// Turns a scenario as written into the compiled model.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "base/diagnostic.h"
#include "model/model.h"
#include "scenario/ast.h"

namespace strife {

// The model of `scenario`, or nothing if there are errors; all of them are in `diagnostics`, with warnings.
std::optional<Model> compile_scenario(const ScenarioAst& scenario, Diagnostics& diagnostics);

}  // namespace strife
