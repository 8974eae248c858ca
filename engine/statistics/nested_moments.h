// Variance between and within groups of a stream of numbers: what a nested design tells of parameters and of chance.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "statistics/intervals.h"
#include "statistics/moments.h"

namespace strife {

// Groups come one after the other. Estimates are those of the one-way random-effects model by the analysis of variance, also
// for groups of unequal size (S. R. Searle, G. Casella and C. E. McCulloch, Variance Components, 1992, section 3.6,
// https://doi.org/10.1002/9780470316856). NaN means missing: it enters nothing.
class NestedMoments {
  public:
    void add(double value) { group_.add(value); }
    // Ends the group at hand; one without values does not count.
    void close_group();

    [[nodiscard]] std::uint64_t groups() const { return n_groups_; }
    // Of all values in closed groups.
    [[nodiscard]] double n() const { return n_; }
    [[nodiscard]] double mean() const { return mean_; }

    // Mean square within groups; NaN where no group has two values.
    [[nodiscard]] double variance_within() const;
    // (mean square between - mean square within) / n0; unbiased, so negative now and then. NaN for fewer than two groups, or
    // where there is no variance within to take off.
    [[nodiscard]] double variance_between() const;
    // Of the mean of all values, when groups are the independent observations: that of a ratio of group sums to group sizes
    // (W. G. Cochran, Sampling Techniques, 1977, section 6.3 with the ratio as the mean). NaN for fewer than two groups.
    [[nodiscard]] double variance_of_mean() const;

    // The mean with Student's t of groups - 1 degrees of freedom. NaN at both ends for fewer than two groups.
    [[nodiscard]] Interval mean_interval(double level) const;
    // Of 0 and 1: Wilson's interval with as many independent values as would have the variance of this mean (at most n). Where
    // all values are alike that says nothing, and each group counts as one value.
    [[nodiscard]] Interval share_interval(double level) const;

  private:
    Moments group_;
    std::uint64_t n_groups_ = 0;
    double n_ = 0.0;
    double mean_ = 0.0;
    double squares_within_ = 0.0;
    double squares_between_ = 0.0;  // sum of n_i (mean_i - mean)^2
    // The group means again, with weights n_i^2.
    double weight_ = 0.0;
    double weighted_mean_ = 0.0;
    double weighted_squares_ = 0.0;
};

}  // namespace strife
