// Welford's update over cells.
// SPDX-License-Identifier: Apache-2.0
#include "statistics/array_moments.h"

#include <cmath>
#include <limits>

#include "base/contracts.h"

namespace strife {

using Eigen::ArrayXd;
using Eigen::Index;

ArrayMoments::ArrayMoments(Index cells)
    : n_(ArrayXd::Zero(cells)),
      missing_(ArrayXd::Zero(cells)),
      mean_(ArrayXd::Zero(cells)),
      m2_(ArrayXd::Zero(cells)),
      min_(ArrayXd::Constant(cells, std::numeric_limits<double>::infinity())),
      max_(ArrayXd::Constant(cells, -std::numeric_limits<double>::infinity())) {}

void ArrayMoments::add(const Eigen::Ref<const ArrayXd>& values) {
    STRIFE_EXPECT(values.size() == cells());
    for (Index i = 0; i < cells(); ++i) {
        const double value = values[i];
        if (std::isnan(value)) {
            missing_[i] += 1;
            continue;
        }
        n_[i] += 1;
        const double delta = value - mean_[i];
        mean_[i] += delta / n_[i];
        m2_[i] += delta * (value - mean_[i]);
        min_[i] = std::min(min_[i], value);
        max_[i] = std::max(max_[i], value);
    }
}

void ArrayMoments::merge(const ArrayMoments& other) {
    STRIFE_EXPECT(other.cells() == cells());
    for (Index i = 0; i < cells(); ++i) {
        Moments merged = cell(i);
        merged.merge(other.cell(i));
        n_[i] = static_cast<double>(merged.n());
        missing_[i] = static_cast<double>(merged.missing());
        mean_[i] = merged.n() == 0 ? 0 : merged.mean();
        m2_[i] = merged.sum_of_squares();
        min_[i] = merged.min();
        max_[i] = merged.max();
    }
}

Moments ArrayMoments::cell(Index i) const {
    return {static_cast<std::uint64_t>(n_[i]), static_cast<std::uint64_t>(missing_[i]), mean_[i], m2_[i], min_[i], max_[i]};
}

ArrayXd ArrayMoments::means() const {
    return (n_ > 0).select(mean_, std::numeric_limits<double>::quiet_NaN());
}

ArrayXd ArrayMoments::standard_deviations() const {
    return (n_ > 1).select((m2_ / (n_ - 1)).sqrt(), std::numeric_limits<double>::quiet_NaN());
}

}  // namespace strife
