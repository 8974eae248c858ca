// Welford's update and Chan's merge.
// SPDX-License-Identifier: Apache-2.0
#include "statistics/moments.h"

#include <algorithm>
#include <cmath>

namespace strife {

void Moments::add(double value) {
    if (std::isnan(value)) {
        ++missing_;
        return;
    }
    ++n_;
    const double delta = value - mean_;
    mean_ += delta / static_cast<double>(n_);
    m2_ += delta * (value - mean_);
    min_ = std::min(min_, value);
    max_ = std::max(max_, value);
}

void Moments::merge(const Moments& other) {
    missing_ += other.missing_;
    if (other.n_ == 0) {
        return;
    }
    if (n_ == 0) {
        const std::uint64_t missing = missing_;
        *this = other;
        missing_ = missing;
        return;
    }
    const auto here = static_cast<double>(n_);
    const auto there = static_cast<double>(other.n_);
    const double delta = other.mean_ - mean_;
    mean_ += delta * (there / (here + there));
    m2_ += other.m2_ + delta * delta * (here * there / (here + there));
    n_ += other.n_;
    min_ = std::min(min_, other.min_);
    max_ = std::max(max_, other.max_);
}

double Moments::variance() const {
    return n_ < 2 ? kUndefined : m2_ / static_cast<double>(n_ - 1);
}

double Moments::sd() const {
    return std::sqrt(variance());
}

double Moments::standard_error() const {
    return sd() / std::sqrt(static_cast<double>(n_));
}

}  // namespace strife
