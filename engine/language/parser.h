// Reads expressions and statements into trees; faults are collected with their place.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/diagnostic.h"
#include "base/source.h"
#include "base/units.h"
#include "language/syntax.h"

namespace strife {

// Expressions may nest this deep; deeper is E306. It bounds the stack that reading and checking need.
inline constexpr int kMaxExpressionDepth = 200;
// One expression may hold so many operators, because each makes the tree of a chain like a + b + c deeper by one; more is E306.
inline constexpr int kMaxOperators = 1000;

// One expression that fills the whole text. Null if it cannot be read; the reason is then in `diagnostics`.
ExprAstPtr parse_expression(const MappedText& source, const UnitSystem& units, Diagnostics& diagnostics);

// Statements, one a line or separated by `;`. What can be read of a faulty text is returned.
BlockAst parse_statements(const MappedText& source, const UnitSystem& units, Diagnostics& diagnostics);

// Words with a meaning of their own, which no declaration may use.
bool is_reserved_word(std::string_view word);

}  // namespace strife
