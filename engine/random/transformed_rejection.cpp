// Loader's saddle-point probabilities and Hörmann's transformed rejection.
// SPDX-License-Identifier: Apache-2.0
#include "random/transformed_rejection.h"

#include <array>
#include <cmath>
#include <numbers>

#include "random/bit_consistent_math.h"

namespace strife {
namespace {

constexpr double kLogTwoPi = 1.8378770664093454836;

// log(k!) - log(sqrt(2 pi k) (k / e)^k), the error of Stirling's formula; 0 at 0.
double stirling_error(double k) {
    constexpr std::array<double, 16> kSmall{
        0.0,
        0.081061466795327258219670264,
        0.041340695955409294093822081,
        0.0276779256849983391487892927,
        0.020790672103765093111522771,
        0.0166446911898211921631948653,
        0.013876128823070747998745727,
        0.0118967099458917700950557241,
        0.010411265261972096497478567,
        0.0092554621827127329177286366,
        0.008330563433362871256469318,
        0.0075736754879518407949720242,
        0.006942840107209529865664152,
        0.0064089941880042070684396310,
        0.005951370112758847735624416,
        0.0055547335519628013710386899,
    };
    if (k < 16) {
        return kSmall[static_cast<std::size_t>(k)];
    }
    const double square = k * k;
    return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / square) / square) / square) / square) / k;
}

// x log(x / m) + m - x, without cancellation for x near m.
double deviance_part(double x, double m) {
    if (std::abs(x - m) >= 0.1 * (x + m)) {
        return x * consistent_log(x / m) + m - x;
    }
    double v = (x - m) / (x + m);
    double sum = (x - m) * v;
    double term = 2 * x * v;
    v *= v;
    for (double divisor = 3;; divisor += 2) {
        term *= v;
        const double next = sum + term / divisor;
        if (next == sum) {
            return next;
        }
        sum = next;
    }
}

}  // namespace

double log_poisson_probability(double k, double mean) {
    if (k == 0) {
        return -mean;
    }
    return -stirling_error(k) - deviance_part(k, mean) - 0.5 * (kLogTwoPi + consistent_log(k));
}

double log_binomial_probability(double k, double n, double p) {
    if (k == 0) {
        return n * consistent_log1p(-p);
    }
    if (k == n) {
        return n * consistent_log(p);
    }
    const double exponent = stirling_error(n) - stirling_error(k) - stirling_error(n - k) - deviance_part(k, n * p) -
                            deviance_part(n - k, n * (1 - p));
    return exponent - 0.5 * (kLogTwoPi + consistent_log(k) + consistent_log1p(-k / n));
}

double sample_poisson_by_rejection(DrawStream& stream, double mean) {
    const double b = 0.931 + 2.53 * std::sqrt(mean);
    const double a = -0.059 + 0.02483 * b;
    const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
    const double v_accept = 0.9277 - 3.6224 / (b - 2);
    while (true) {
        const double u = uniform_open(stream) - 0.5;
        const double v = uniform_open(stream);
        const double from_edge = 0.5 - std::abs(u);
        const double k = std::floor((2 * a / from_edge + b) * u + mean + 0.43);
        if (from_edge >= 0.07 && v <= v_accept) {
            return k;
        }
        if (k < 0 || (from_edge < 0.013 && v > from_edge)) {
            continue;
        }
        if (consistent_log(v * inverse_alpha / (a / (from_edge * from_edge) + b)) <= log_poisson_probability(k, mean)) {
            return k;
        }
    }
}

double sample_binomial_by_rejection(DrawStream& stream, double n, double p) {
    const double sd = std::sqrt(n * p * (1 - p));
    const double b = 1.15 + 2.53 * sd;
    const double a = -0.0873 + 0.0248 * b + 0.01 * p;
    const double centre = n * p + 0.5;
    const double alpha = (2.83 + 5.1 / b) * sd;
    const double v_accept = 0.92 - 4.2 / b;
    const double at_mode = log_binomial_probability(std::floor((n + 1) * p), n, p);
    while (true) {
        const double u = uniform_open(stream) - 0.5;
        const double v = uniform_open(stream);
        const double from_edge = 0.5 - std::abs(u);
        const double k = std::floor((2 * a / from_edge + b) * u + centre);
        if (from_edge >= 0.07 && v <= v_accept) {
            return k;
        }
        if (k < 0 || k > n) {
            continue;
        }
        if (consistent_log(v * alpha / (a / (from_edge * from_edge) + b)) <= log_binomial_probability(k, n, p) - at_mode) {
            return k;
        }
    }
}

}  // namespace strife
