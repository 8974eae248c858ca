// Quantile functions of the continuous laws, for draws whose ranks are correlated.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "random/laws.h"

namespace strife {

// Whether the law has a quantile function here: all continuous laws but `empirical`.
bool has_quantile(Law law);

// The value below which a share `u`, within (0, 1), of a law with valid parameters lies.
double quantile(Law law, std::span<const double> parameters, double u);

// The share of the standard normal law below `z`.
double normal_share(double z);

}  // namespace strife
