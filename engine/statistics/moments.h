// Mean, variance and extremes of a stream of numbers, mergeable.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>

namespace strife {

// Updates by B. P. Welford (1962, https://doi.org/10.1080/00401706.1962.10490022), merges by T. F. Chan et al. (1983,
// https://doi.org/10.1080/00031305.1983.10483115). The same values added and merged in the same order give the same bits; another
// order may differ in rounding. NaN means missing: it is counted apart and enters nothing else.
class Moments {
  public:
    Moments() = default;
    // Restores stored moments; the members are those of the accessors of the same names.
    Moments(std::uint64_t n, std::uint64_t missing, double mean, double sum_of_squares, double min, double max)
        : n_(n), missing_(missing), mean_(mean), m2_(sum_of_squares), min_(min), max_(max) {}

    void add(double value);
    void merge(const Moments& other);

    [[nodiscard]] std::uint64_t n() const { return n_; }
    [[nodiscard]] std::uint64_t missing() const { return missing_; }
    // NaN where no value was added.
    [[nodiscard]] double mean() const { return n_ == 0 ? kUndefined : mean_; }
    // Sum of the squared deviations from the mean; 0 where no value was added.
    [[nodiscard]] double sum_of_squares() const { return m2_; }
    // With divisor n - 1; NaN for fewer than two values.
    [[nodiscard]] double variance() const;
    [[nodiscard]] double sd() const;
    // Of the mean: sd / sqrt(n).
    [[nodiscard]] double standard_error() const;
    // +inf and -inf where no value was added.
    [[nodiscard]] double min() const { return min_; }
    [[nodiscard]] double max() const { return max_; }

    bool operator==(const Moments&) const = default;

  private:
    static constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

    std::uint64_t n_ = 0;
    std::uint64_t missing_ = 0;
    double mean_ = 0;
    double m2_ = 0;
    double min_ = std::numeric_limits<double>::infinity();
    double max_ = -std::numeric_limits<double>::infinity();
};

}  // namespace strife
