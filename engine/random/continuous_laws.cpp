// Samplers of the continuous laws, on the normal and exponential distributions of Boost.Random.
//
// What of Boost 1.74 is not used, and why:
// - uniform_01, uniform_real: may give 0 exactly; ours are open at both ends.
// - weibull, lognormal: give 0 or infinity where the power or exponential leaves the range of a double.
// - gamma: right in law, but its test subtracts terms of the size of shape * 1e-16, so it loses all digits for large shapes,
//   and it gives 0 for small ones where only the product with a large scale would be in range; it also costs a tan, an exp
//   and a log a trial.
// - beta: the ratio of two gammas, 0/0 = NaN when both shapes are small.
// Values are made by arithmetic and by the bit-consistent functions only; Boost's calls of exp decide acceptance close to a
// bound, so they could differ between CPUs about once in 1e16 draws.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <boost/random/exponential_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <limits>

#include "random/bit_consistent_math.h"
#include "random/laws.h"

namespace strife {
namespace {

constexpr double kLargest = std::numeric_limits<double>::max();
constexpr double kSmallest = std::numeric_limits<double>::min();

// Values of positive laws stay positive and finite.
double positive_finite(double x) {
    return std::clamp(x, kSmallest, kLargest);
}

double unit_normal(DrawStream& stream) {
    return boost::random::normal_distribution<double>()(stream);
}
double unit_exponential(DrawStream& stream) {
    return boost::random::exponential_distribution<double>()(stream);
}

// Gamma with shape >= 1 and scale 1 by G. Marsaglia and W. W. Tsang, 2000, https://doi.org/10.1145/358407.358414.
double large_shape_gamma(DrawStream& stream, double shape) {
    const double d = shape - 1.0 / 3.0;
    const double c = 1.0 / std::sqrt(9.0 * d);
    while (true) {
        const double x = unit_normal(stream);
        const double w = c * x;
        if (w <= -1) {
            continue;
        }
        const double v = (1 + w) * (1 + w) * (1 + w);
        const double u = uniform_open(stream);
        // Their 1 - v + log(v), written so that nothing cancels for large d.
        if (u < 1 - 0.0331 * (x * x) * (x * x) ||
            consistent_log(u) < 0.5 * x * x + d * (3 * (consistent_log1p(w) - w) - w * w * (3 + w))) {
            return d * v;
        }
    }
}

// The logarithm of a gamma variable with scale 1: the whole range of shapes stays in range.
double log_gamma_variate(DrawStream& stream, double shape) {
    if (shape >= 1) {
        return consistent_log(large_shape_gamma(stream, shape));
    }
    // Gamma(shape) = Gamma(shape + 1) U^(1 / shape). Below 1e-300 the quotient would overflow, and the law is no longer told
    // apart.
    const double boost = unit_exponential(stream) / std::max(shape, 1e-300);
    return consistent_log(large_shape_gamma(stream, shape + 1)) - boost;
}

}  // namespace

double sample_uniform(DrawStream& stream, double low, double high) {
    return std::clamp(low + (high - low) * uniform_open(stream), low, high);
}

double sample_normal(DrawStream& stream, double mean, double sd) {
    return std::clamp(mean + sd * unit_normal(stream), -kLargest, kLargest);
}

double sample_lognormal(DrawStream& stream, double meanlog, double sdlog) {
    return positive_finite(consistent_exp(meanlog + sdlog * unit_normal(stream)));
}

double sample_gamma(DrawStream& stream, double shape, double scale) {
    if (shape >= 1) {
        return positive_finite(scale * large_shape_gamma(stream, shape));
    }
    return positive_finite(consistent_exp(log_gamma_variate(stream, shape) + consistent_log(scale)));
}

double sample_exponential(DrawStream& stream, double mean) {
    return positive_finite(mean * unit_exponential(stream));
}

double sample_weibull(DrawStream& stream, double shape, double scale) {
    return positive_finite(scale * consistent_pow(unit_exponential(stream), 1 / shape));
}

double sample_beta(DrawStream& stream, double a, double b) {
    double ratio = 0;  // of the two gamma variables, the second over the first
    if (a >= 1 && b >= 1) {
        const double x = large_shape_gamma(stream, a);
        ratio = large_shape_gamma(stream, b) / x;
    } else {
        const double x = log_gamma_variate(stream, a);
        ratio = consistent_exp(log_gamma_variate(stream, b) - x);
    }
    return std::clamp(1 / (1 + ratio), kSmallest, 1 - 0x1p-53);
}

double sample_pareto(DrawStream& stream, double minimum, double shape) {
    return positive_finite(minimum * consistent_exp(unit_exponential(stream) / shape));
}

double sample_triangular(DrawStream& stream, double low, double mode, double high) {
    const double width = high - low;
    const double below = (mode - low) / width;  // probability of the part below the mode
    const double u = uniform_open(stream);
    const double x = u < below ? low + width * std::sqrt(u * below) : high - width * std::sqrt((1 - u) * (1 - below));
    return std::clamp(x, low, high);
}

double sample_empirical(DrawStream& stream, std::span<const double> values) {
    const double place = uniform_open(stream) * static_cast<double>(values.size());
    return values[std::min(static_cast<std::size_t>(place), values.size() - 1)];
}

}  // namespace strife
