// What an expression is worth before any run: the value of one that reads constants, attributes and parameters alone.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>

#include "compile/build.h"

namespace strife {

// Values that indices have, as positions in their sets.
using IndexPositions = std::unordered_map<std::uint32_t, std::uint32_t>;

// The value in canonical units; nothing if it depends on a draw, on state, on a parameter with a prior, or on an index that is
// not in `positions`. Good enough to find what no run can get right; the kernel's own arithmetic may differ in the last bits.
std::optional<double> fixed_value(const Build& build, const Expr& expr, const IndexPositions& positions);

// Binds the indices of a family to its member number `member`.
void bind_member(const Shape& shape, std::span<const IndexId> indices, std::uint32_t member, IndexPositions& positions);

// Reports a draw whose law has parameters that are fixed and impossible: E608.
void check_fixed_law(Build& build, const Expr& draw);

}  // namespace strife
