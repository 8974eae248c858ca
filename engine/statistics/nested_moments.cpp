// Running sums of squares between and within groups, by weighted updates that lose no digits.
// SPDX-License-Identifier: Apache-2.0
#include "statistics/nested_moments.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace strife {
namespace {
constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
}

void NestedMoments::close_group() {
    const Moments group = group_;
    group_ = {};
    if (group.n() == 0) return;
    const auto size = static_cast<double>(group.n());
    const double group_mean = group.mean();
    ++n_groups_;
    squares_within_ += group.sum_of_squares();
    n_ += size;
    const double away = group_mean - mean_;
    mean_ += away * (size / n_);
    squares_between_ += size * away * (group_mean - mean_);
    const double weight = size * size;
    weight_ += weight;
    const double weighted_away = group_mean - weighted_mean_;
    weighted_mean_ += weighted_away * (weight / weight_);
    weighted_squares_ += weight * weighted_away * (group_mean - weighted_mean_);
}

double NestedMoments::variance_within() const {
    const double degrees = n_ - static_cast<double>(n_groups_);
    return degrees > 0.0 ? squares_within_ / degrees : kUndefined;
}

double NestedMoments::variance_between() const {
    if (n_groups_ < 2) return kUndefined;
    const double degrees = static_cast<double>(n_groups_) - 1.0;
    const double group_size = (n_ - weight_ / n_) / degrees;  // n0: the size itself where all groups are equal
    return (squares_between_ / degrees - variance_within()) / group_size;
}

double NestedMoments::variance_of_mean() const {
    if (n_groups_ < 2) return kUndefined;
    const auto groups = static_cast<double>(n_groups_);
    const double shift = weighted_mean_ - mean_;
    return groups / (groups - 1.0) * (weighted_squares_ + weight_ * shift * shift) / (n_ * n_);
}

Interval NestedMoments::mean_interval(double level) const {
    if (n_groups_ < 2) return {kUndefined, kUndefined};
    const double half = student_t_quantile(0.5 + level / 2, static_cast<double>(n_groups_) - 1.0) * std::sqrt(variance_of_mean());
    return {mean_ - half, mean_ + half};
}

Interval NestedMoments::share_interval(double level) const {
    if (n_groups_ < 2) return {kUndefined, kUndefined};
    const double binomial = mean_ * (1.0 - mean_);
    const double variance = variance_of_mean();
    auto n = static_cast<double>(n_groups_);
    if (binomial > 0.0) n = variance > 0.0 ? std::min(n_, binomial / variance) : n_;
    return wilson_interval_of_share(mean_, n, level);
}

}  // namespace strife
