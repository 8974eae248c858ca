// Samplers of the counting laws: inversion where the mean is small, Boost.Random in the middle, transformed rejection above.
//
// What of Boost 1.74 is not used, and why:
// - poisson with mean < 10 inverts by subtraction without an end: a uniform within rounding of 1 never ends the loop.
// - binomial with n p < 11 starts from pow(1 - p, n), which is wrong for n near 1 / epsilon (1 - p has rounded).
// - poisson and binomial of large size test acceptance with terms of the size of mean * 1e-16; above 1e8 ours do not cancel.
// - default IntType int overflows at 2^31: int64 throughout.
// - their uniforms may be 0, which converts an infinity to an integer: they get OpenWords.
// - geometric, negative_binomial, discrete: int only, integer k only, and allocation a draw.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <boost/random/binomial_distribution.hpp>
#include <boost/random/exponential_distribution.hpp>
#include <boost/random/poisson_distribution.hpp>
#include <cmath>
#include <limits>
#include <numbers>

#include "random/bit_consistent_math.h"
#include "random/laws.h"
#include "random/transformed_rejection.h"

namespace strife {
namespace {

constexpr double kLargestCount = 0x1p53;
constexpr double kLargestForBoost = 1e8;  // mean, or number of trials
// Above any count whose probability matters when the mean is at most 11: P(X > 110) < 1e-60. A uniform that rounding carries
// there is drawn again.
constexpr double kInversionEnd = 110;

// A DrawStream whose words Boost's uniform_01 maps to the values of open_unit: never 0, never 1.
class OpenWords {
  public:
    using result_type = std::uint64_t;
    explicit OpenWords(DrawStream& stream) : stream_(stream) {}
    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return ~result_type{0}; }
    result_type operator()() { return (stream_() & ~result_type{0xFFF}) | 0x800U; }

  private:
    DrawStream& stream_;
};

double invert_poisson(DrawStream& stream, double mean) {
    const double none = consistent_exp(-mean);
    while (true) {
        double u = uniform_open(stream);
        double probability = none;
        for (double k = 0; k <= kInversionEnd; ++k) {
            if (u < probability) {
                return k;
            }
            u -= probability;
            probability *= mean / (k + 1);
        }
    }
}

double invert_binomial(DrawStream& stream, double n, double p) {
    const double none = consistent_exp(n * consistent_log1p(-p));
    const double odds = p / (1 - p);
    while (true) {
        double u = uniform_open(stream);
        double probability = none;
        for (double k = 0; k <= std::min(n, kInversionEnd); ++k) {
            if (u < probability) {
                return k;
            }
            u -= probability;
            probability *= odds * (n - k) / (k + 1);
        }
    }
}

}  // namespace

double sample_poisson(DrawStream& stream, double mean) {
    if (mean == 0) {
        return 0;
    }
    if (mean < 10) {
        return invert_poisson(stream, mean);
    }
    if (mean <= kLargestForBoost) {
        OpenWords words(stream);
        return static_cast<double>(boost::random::poisson_distribution<std::int64_t, double>(mean)(words));
    }
    return std::min(sample_poisson_by_rejection(stream, mean), kLargestCount);
}

double sample_binomial(DrawStream& stream, double n, double p) {
    if (n == 0 || p == 0) {
        return 0;
    }
    if (p > 0.5) {
        return n - sample_binomial(stream, n, 1 - p);
    }
    if ((n + 1) * p < 11) {
        return invert_binomial(stream, n, p);
    }
    if (n <= kLargestForBoost) {
        OpenWords words(stream);
        const boost::random::binomial_distribution<std::int64_t, double> law(static_cast<std::int64_t>(n), p);
        return static_cast<double>(law(words));
    }
    return sample_binomial_by_rejection(stream, n, p);
}

double sample_negative_binomial(DrawStream& stream, double mean, double dispersion) {
    if (mean == 0) {
        return 0;
    }
    // A Poisson count whose mean is gamma with shape `dispersion` and mean `mean`; each branch keeps the scale in range.
    const double intensity =
        dispersion >= 1 ? mean * (sample_gamma(stream, dispersion, 1) / dispersion)
                        : sample_gamma(stream, dispersion, std::min(mean / dispersion, std::numeric_limits<double>::max()));
    return intensity >= kLargestCount ? kLargestCount : sample_poisson(stream, intensity);
}

double sample_geometric(DrawStream& stream, double p) {
    if (p == 1) {
        return 0;
    }
    // The whole part of an exponential variable: P(X >= x) = (1 - p)^x.
    const double waiting = boost::random::exponential_distribution<double>()(stream);
    return std::min(std::floor(waiting / -consistent_log1p(-p)), kLargestCount);
}

double sample_bernoulli(DrawStream& stream, double p) {
    return uniform_open(stream) < p ? 1 : 0;
}

double sample_discrete(DrawStream& stream, std::span<const double> weights) {
    double total = 0;
    for (const double weight : weights) {
        total += weight;
    }
    const double target = uniform_open(stream) * total;
    std::size_t last = 0;
    double sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (weights[i] > 0) {
            last = i;
            sum += weights[i];
            if (target < sum) {
                break;
            }
        }
    }
    return static_cast<double>(last);
}

// L. Devroye, "Non-Uniform Random Variate Generation", 1986, section X.6.1, https://doi.org/10.1007/978-1-4613-8643-8. The
// candidate is cut at 2^53 before its test, so that value stands for all beyond.
double sample_zeta(DrawStream& stream, double s) {
    const double power = s - 1;
    const double acceptance = -consistent_expm1(-power * std::numbers::ln2);  // (b - 1) / b with b = 2^power
    while (true) {
        const double waiting = boost::random::exponential_distribution<double>()(stream);
        const double x = std::min(std::floor(consistent_exp(waiting / power)), kLargestCount);
        const double excess = power * consistent_log1p(1 / x);  // log of Devroye's T
        // V X (T - 1) / (b - 1) <= T / b, divided by T.
        if (uniform_open(stream) * x * -consistent_expm1(-excess) <= acceptance) {
            return x;
        }
    }
}

}  // namespace strife
