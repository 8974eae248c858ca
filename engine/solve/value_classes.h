// The distinct values of a number over the states of a chain, and what a distribution over the states makes of it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <Eigen/Core>

#include "results/summary.h"

namespace strife {

// What is smaller is taken for 0: the truncation and rounding of uniformisation.
inline constexpr double kLeastProbability = 1e-12;

class ValueClasses {
  public:
    // A value for each state; NaN where it is undefined.
    explicit ValueClasses(std::span<const double> values);

    [[nodiscard]] const std::vector<double>& values() const { return values_; }  // rising
    // The probability of each value; states in which there is none are left out.
    [[nodiscard]] std::vector<double> masses(const Eigen::VectorXd& distribution) const;
    // Mean, standard deviation, extremes and quantiles given that there is a value; n stays 0, since nothing was repeated.
    [[nodiscard]] Summary summarise(const Eigen::VectorXd& distribution) const;

  private:
    static constexpr std::uint32_t kNone = 0xFFFFFFFFU;
    std::vector<double> values_;
    std::vector<std::uint32_t> class_of_;  // [states]
};

// Of a number of which nothing but the mean is known. Its confidence limits are the mean itself: it is exact.
Summary mean_alone(double mean);

// Of something that happens with this probability.
Summary of_probability(double probability);

}  // namespace strife
