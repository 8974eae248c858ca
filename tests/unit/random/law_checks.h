// Statistical checks of a sampler against an exact law.
//
// Every check has a false-alarm probability of at most 1e-6 on a right sampler; with fewer than 100 of them in this folder the
// whole family raises a false alarm with probability below 1e-4. Seeds are fixed. The normal approximation of the variance check
// is rough for heavy tails; there the checks of the whole distribution carry the weight.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "random/philox_stream.h"

namespace strife {

constexpr double kSmallestPValue = 1e-6;
constexpr double kLargestZ = 4.9;  // two-sided probability 9.6e-7
constexpr int kDraws = 200'000;

using Sampler = std::function<double(DrawStream&)>;

inline std::vector<double> draw(const Sampler& sampler, std::uint64_t key, int n = kDraws) {
    DrawStream stream(key, 1, 2);
    std::vector<double> values;
    values.reserve(static_cast<std::size_t>(n));
    for (int i = 0; i < n; ++i) {
        values.push_back(sampler(stream));
    }
    return values;
}

struct MomentScores {
    double mean = 0;      // z score of the mean: exact sd of the mean is sqrt(variance / n)
    double variance = 0;  // z score of the mean square about the exact mean: sd sqrt((fourth moment - variance^2) / n)
};

inline MomentScores moment_scores(const std::vector<double>& values, double mean, double variance, double kurtosis) {
    double sum = 0;
    double squares = 0;
    for (const double x : values) {
        sum += x - mean;
        squares += (x - mean) * (x - mean);
    }
    const auto n = static_cast<double>(values.size());
    return {sum / n / std::sqrt(variance / n), (squares / n - variance) / (variance * std::sqrt((kurtosis - 1) / n))};
}

// Asymptotic p-value of the Kolmogorov-Smirnov distance: 2 exp(-2 n D^2). The distance is taken at each tenth of the sorted
// values, which misses at most 10 / n of it (5e-5 where the bound is at 6e-3).
template <class Cdf>
double ks_p_value(std::vector<double> values, Cdf cdf) {
    std::sort(values.begin(), values.end());
    const auto n = static_cast<double>(values.size());
    double distance = 0;
    for (std::size_t i = 0; i < values.size(); i += 10) {
        const double exact = cdf(values[i]);
        distance = std::max({distance, exact - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - exact});
    }
    return std::min(1.0, 2 * std::exp(-2 * n * distance * distance));
}

// p-value of Pearson's chi-square on whole values from `first`; neighbours are joined until 25 are expected, the last cell takes
// the rest.
template <class Pmf>
double chi_square_p_value(const std::vector<double>& values, Pmf pmf, double first) {
    std::map<double, double> counts;
    for (const double x : values) {
        counts[x] += 1;
    }
    const auto n = static_cast<double>(values.size());
    double statistic = 0;
    double cells = 0;
    double expected = 0;
    double seen = 0;
    double left = n;
    double left_seen = n;
    for (double k = first; left - expected > 25; ++k) {
        expected += n * pmf(k);
        const auto found = counts.find(k);
        seen += found == counts.end() ? 0 : found->second;
        if (expected >= 25 && left - expected > 25) {
            statistic += (seen - expected) * (seen - expected) / expected;
            cells += 1;
            left -= expected;
            left_seen -= seen;
            expected = 0;
            seen = 0;
        }
    }
    statistic += (left_seen - left) * (left_seen - left) / left;
    return boost::math::cdf(complement(boost::math::chi_squared(cells), statistic));
}

}  // namespace strife
