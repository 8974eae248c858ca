// Quantiles by Boost.Math and the intervals made of them.
// SPDX-License-Identifier: Apache-2.0
#include "statistics/intervals.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

#include "base/contracts.h"

namespace strife {

double normal_quantile(double p) {
    STRIFE_EXPECT(p > 0 && p < 1);
    return boost::math::quantile(boost::math::normal_distribution<double>(), p);
}

double student_t_quantile(double p, double degrees) {
    STRIFE_EXPECT(p > 0 && p < 1 && degrees > 0);
    return boost::math::quantile(boost::math::students_t_distribution<double>(degrees), p);
}

Interval mean_interval(std::uint64_t n, double mean, double sd, double level) {
    if (n < 2) {
        const double undefined = std::numeric_limits<double>::quiet_NaN();
        return {undefined, undefined};
    }
    const auto count = static_cast<double>(n);
    const double half = student_t_quantile(0.5 + level / 2, count - 1) * sd / std::sqrt(count);
    return {mean - half, mean + half};
}

Interval wilson_interval(std::uint64_t successes, std::uint64_t n, double level) {
    STRIFE_EXPECT(successes <= n);
    if (n == 0) {
        return {0, 1};
    }
    const auto count = static_cast<double>(n);
    return wilson_interval_of_share(static_cast<double>(successes) / count, count, level);
}

Interval wilson_interval_of_share(double share, double count, double level) {
    STRIFE_EXPECT(share >= 0 && share <= 1 && count > 0);
    const double z = normal_quantile(0.5 + level / 2);
    const double shrink = 1 + z * z / count;
    const double centre = (share + z * z / (2 * count)) / shrink;
    const double half = z * std::sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / shrink;
    return {share == 0 ? 0 : std::max(0.0, centre - half), share == 1 ? 1 : std::min(1.0, centre + half)};
}

}  // namespace strife
