// Confidence intervals of means and probabilities.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace strife {

struct Interval {
    double low = 0;
    double high = 0;

    // Half the width, the precision that stopping rules look at.
    [[nodiscard]] double half_width() const { return (high - low) / 2; }
};

// The x with P(X <= x) = p for the standard normal law; p in (0, 1).
double normal_quantile(double p);
// The same for Student's t law with `degrees` > 0 degrees of freedom.
double student_t_quantile(double p, double degrees);

// Two-sided interval of a mean from n independent values with sample mean and standard deviation (divisor n - 1), by Student's t
// with n - 1 degrees of freedom; `level` in (0, 1), for example 0.95. NaN at both ends for n < 2.
Interval mean_interval(std::uint64_t n, double mean, double sd, double level);

// Wilson's score interval of a probability (1927, https://doi.org/10.1080/01621459.1927.10502953), 0 <= successes <= n. Its low
// end is exactly 0 without a success, its high end exactly 1 without a failure; n = 0 gives [0, 1].
Interval wilson_interval(std::uint64_t successes, std::uint64_t n, double level);
// The same from a share in [0, 1] of n > 0 values, which need not be whole numbers of them.
Interval wilson_interval_of_share(double share, double n, double level);

}  // namespace strife
