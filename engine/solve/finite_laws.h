// The values of laws that can be listed, and the means of all laws.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "random/laws.h"
#include "solve/branches.h"

namespace strife {

inline constexpr double kLargestListed = 10'000;  // value of a count that is listed
inline constexpr double kTail = 1e-18;            // probability of the values that are left out of an infinite list

// Whether a law has finitely many values, whatever its parameters.
bool has_finite_support(Law law);

// Whether its draws stand at their mean in the deterministic limit, where every value of others is followed.
bool stands_at_mean(Law law);

// Whether its values can be listed: those of poisson, negative_binomial and geometric up to a tail of kTail, which is far below
// the rounding of the sum of all others.
bool can_be_listed(Law law);

// All values that a law with valid parameters takes with a probability above 0, rising, but such a tail; nothing if it cannot be
// listed, or if there are values above kLargestListed.
std::optional<std::vector<WeightedValue>> listed_support(Law law, std::span<const double> parameters);

// The number that falls to one of several by `p`, of `n`: as above for the binomial law.
std::optional<std::vector<WeightedValue>> binomial_support(double n, double p);

// The mean of a law, where `n` of the binomial law need not be whole; infinite or NaN where there is none.
double law_mean(Law law, std::span<const double> parameters);

}  // namespace strife
