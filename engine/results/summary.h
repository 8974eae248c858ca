// Summaries of a run: what the result file holds at its root and `strife show` prints.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace strife {

// The levels of the quantiles that every summary carries.
inline constexpr std::array kQuantileLevels = {0.05, 0.25, 0.50, 0.75, 0.95};
inline constexpr std::size_t kQuantileCount = kQuantileLevels.size();

// The distribution of one number over the finished replications of one alternative. NaN where undefined.
struct Summary {
    std::uint64_t n = 0;          // replications in which the number is defined
    std::uint64_t n_missing = 0;  // replications in which it is missing (undefined, censored)
    double mean = 0.0;
    double sd = 0.0;  // with n - 1
    // 95 % confidence limits of the mean (Student's t); of a probability by Wilson's method. Of a nested design by points.
    double lower = 0.0;
    double upper = 0.0;
    double minimum = 0.0;
    double maximum = 0.0;
    // For first_time: of all replications, censored ones counting as later than the end.
    std::array<double, kQuantileCount> quantiles = {};
    // The median without the rounding of `quantiles`, which come from the histogram. Readers of a result file take it from the
    // single replications where a bound of an observed value lies within that rounding; elsewhere, and if it is beyond the end,
    // NaN.
    double exact_median = std::numeric_limits<double>::quiet_NaN();
    double probability = 0.0;        // for first_time: share of replications in which it happened
    double probability_lower = 0.0;  // its 95 % limits by Wilson's method
    double probability_upper = 0.0;
    // Of a nested design: what differs between points and what within them, as standard deviations; else NaN.
    double sd_between = std::numeric_limits<double>::quiet_NaN();
    double sd_within = std::numeric_limits<double>::quiet_NaN();
    // Histogram by the exact buckets of statistics/quantile_histogram.h: lower edges in rising order and counts.
    std::vector<double> bucket_lower;
    std::vector<std::uint64_t> bucket_count;
};

// Summaries of one alternative: one for each scalar column and each series column of the RunDescriptor.
struct AlternativeSummary {
    std::string name;
    std::uint64_t replications = 0;  // finished replications
    std::uint64_t failed = 0;
    std::uint64_t events = 0;  // executed events in all of them
    std::uint64_t clampings = 0;
    std::vector<std::uint64_t> stop_counts;  // [RunDescriptor::stop_reasons]
    std::vector<Summary> scalars;            // [RunDescriptor::scalar_columns()]
    std::vector<Summary> series;             // [RunDescriptor::series_columns()], without buckets
};

}  // namespace strife
