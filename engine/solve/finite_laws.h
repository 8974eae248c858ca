// The values of laws that have finitely many of them, and the means of all laws.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "random/laws.h"
#include "solve/branches.h"

namespace strife {

inline constexpr double kLargestBinomial = 10'000;  // trials whose outcomes are listed

// Whether a law has finitely many values, whatever its parameters.
bool has_finite_support(Law law);

// All values that a law with valid parameters takes with a probability above 0, rising; nothing if they are infinitely many, or
// more than kLargestBinomial + 1.
std::optional<std::vector<WeightedValue>> finite_support(Law law, std::span<const double> parameters);

// The number that falls to one of several by `p`, of `n`: as above for the binomial law.
std::optional<std::vector<WeightedValue>> binomial_support(double n, double p);

// The mean of a law, where `n` of the binomial law need not be whole; infinite or NaN where there is none.
double law_mean(Law law, std::span<const double> parameters);

}  // namespace strife
