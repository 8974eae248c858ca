// Moments of many numbers at once: one mean and variance for each cell of a recorded series.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>

#include "statistics/moments.h"

namespace strife {

// Cell by cell the same arithmetic, bit for bit, as a Moments for each cell; NaN cells are missing.
class ArrayMoments {
  public:
    explicit ArrayMoments(Eigen::Index cells);

    // Adds one replication's values [cells].
    void add(const Eigen::Ref<const Eigen::ArrayXd>& values);
    // Merges moments of as many cells.
    void merge(const ArrayMoments& other);

    [[nodiscard]] Eigen::Index cells() const { return n_.size(); }
    [[nodiscard]] Moments cell(Eigen::Index i) const;

    // The columns, each [cells]; undefined values are NaN.
    [[nodiscard]] const Eigen::ArrayXd& counts() const { return n_; }  // of values that are not missing
    [[nodiscard]] Eigen::ArrayXd means() const;
    [[nodiscard]] Eigen::ArrayXd standard_deviations() const;  // divisor n - 1

  private:
    Eigen::ArrayXd n_;  // whole, as doubles: exact up to 2^53, and what the update divides by
    Eigen::ArrayXd missing_;
    Eigen::ArrayXd mean_;
    Eigen::ArrayXd m2_;
    Eigen::ArrayXd min_;
    Eigen::ArrayXd max_;
};

}  // namespace strife
