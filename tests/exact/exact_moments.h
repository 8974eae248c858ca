// Compares samples with the exact moments of their law.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace strife {

// At most 1,000 two-sided checks share a false-alarm probability of 1e-4: 1e-7 each under the normal law. Seeds are fixed.
inline constexpr double kLargestZ = 5.33;

// The number of replications, a twentieth with STRIFE_TEST_SCALE=small (for builds with sanitizers).
inline std::size_t scaled(std::size_t n) {
    const char* scale = std::getenv("STRIFE_TEST_SCALE");
    return scale != nullptr && std::string_view(scale) == "small" ? n / 20 : n;
}

struct ExactMoments {
    double mean = 0.0;
    double sd = 0.0;  // of one value
    double k4 = 0.0;  // fourth standardised moment; 0: the variance is not checked
};

// Z = sqrt(n) (mean - mu) / sd and Y = sqrt(n) (S^2 / sd^2 - 1) / sqrt(k4 - 1), S^2 about the exact mean: as in the Discrete
// Stochastic Models Test Suite (Evans, Gillespie, Wilkinson 2008, https://doi.org/10.1093/bioinformatics/btm566), with the exact
// fourth moment in place of the normal one. The standard error of the mean is sd / sqrt(n).
inline void expect_moments(const std::string& what, std::span<const double> values, const ExactMoments& exact) {
    const auto n = static_cast<double>(values.size());
    double sum = 0.0;
    double squares = 0.0;
    for (const double value : values) {
        sum += value - exact.mean;
        squares += (value - exact.mean) * (value - exact.mean);
    }
    if (exact.sd == 0.0) {
        EXPECT_EQ(squares, 0.0) << what << ": must always be " << exact.mean;
        return;
    }
    const double z = sum / n / exact.sd * std::sqrt(n);
    EXPECT_LT(std::abs(z), kLargestZ) << what << ": mean " << exact.mean + sum / n << ", exact " << exact.mean << ", n " << n;
    if (exact.k4 == 0.0) return;
    const double y = (squares / n / (exact.sd * exact.sd) - 1.0) * std::sqrt(n) / std::sqrt(exact.k4 - 1.0);
    EXPECT_LT(std::abs(y), kLargestZ) << what << ": variance " << squares / n << ", exact " << exact.sd * exact.sd << ", n " << n;
}

// A probability: n draws have the standard error sqrt(p (1 - p) / n).
inline ExactMoments chance(double p) {
    return {.mean = p, .sd = std::sqrt(p * (1.0 - p)), .k4 = 0.0};
}
inline ExactMoments poisson_moments(double mean) {
    return {.mean = mean, .sd = std::sqrt(mean), .k4 = 3.0 + 1.0 / mean};
}
inline ExactMoments binomial_moments(double n, double p) {
    const double variance = n * p * (1.0 - p);
    return {.mean = n * p, .sd = std::sqrt(variance), .k4 = 3.0 + (1.0 - 6.0 * p * (1.0 - p)) / variance};
}

}  // namespace strife
