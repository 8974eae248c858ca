// SPDX-License-Identifier: Apache-2.0
#include "solve/finite_laws.h"

#include <cmath>
#include <limits>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/geometric.hpp>
#include <boost/math/distributions/negative_binomial.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/zeta.hpp>

namespace strife {
namespace {

std::vector<WeightedValue> weighted(std::span<const double> values, std::span<const double> weights) {
    double total = 0.0;
    for (const double weight : weights) total += weight;
    std::vector<WeightedValue> options;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (weights[i] > 0.0) options.push_back({values[i], weights[i] / total});
    }
    return options;
}

double mean_of(std::span<const double> values) {
    double sum = 0.0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

double mean_index(std::span<const double> weights) {
    double sum = 0.0;
    double total = 0.0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        sum += weights[i] * static_cast<double>(i);
        total += weights[i];
    }
    return sum / total;
}

// The values of a law over 0, 1, 2, ... without the tail.
template <class Distribution>
std::optional<std::vector<WeightedValue>> counts(const Distribution& law) {
    using boost::math::complement;
    if (!(boost::math::cdf(complement(law, kLargestListed)) <= kTail)) return std::nullopt;
    std::vector<WeightedValue> options;
    double sum = 0.0;
    for (double k = 0.0; k <= kLargestListed; k += 1.0) {
        const double probability = boost::math::pdf(law, k);
        if (probability > 0.0) options.push_back({k, probability});
        sum += probability;
        if (sum > 0.5 && boost::math::cdf(complement(law, k)) <= kTail) break;
    }
    for (WeightedValue& option : options) option.probability /= sum;
    return options;
}

std::vector<WeightedValue> only(double value) {
    return {{value, 1.0}};
}

}  // namespace

bool has_finite_support(Law law) {
    return law == Law::bernoulli || law == Law::binomial || law == Law::discrete || law == Law::empirical;
}

bool stands_at_mean(Law law) {
    return !has_finite_support(law) || law == Law::binomial;
}

bool can_be_listed(Law law) {
    return has_finite_support(law) || law == Law::poisson || law == Law::negative_binomial || law == Law::geometric;
}

std::optional<std::vector<WeightedValue>> binomial_support(double n, double p) {
    if (n > kLargestListed) return std::nullopt;
    if (n == 0.0 || p == 0.0) return only(0.0);
    if (p == 1.0) return only(n);
    const boost::math::binomial_distribution<double> law(n, p);
    std::vector<WeightedValue> options;
    for (double k = 0.0; k <= n; k += 1.0) {
        const double probability = boost::math::pdf(law, k);
        if (probability > 0.0) options.push_back({k, probability});
    }
    return options;
}

std::optional<std::vector<WeightedValue>> listed_support(Law law, std::span<const double> p) {
    switch (law) {
        case Law::bernoulli:
            return binomial_support(1.0, p[0]);
        case Law::binomial:
            return binomial_support(p[0], p[1]);
        case Law::discrete: {
            std::vector<double> indices;
            for (std::size_t i = 0; i < p.size(); ++i) indices.push_back(static_cast<double>(i));
            return weighted(indices, p);
        }
        case Law::empirical:
            return weighted(p, std::vector<double>(p.size(), 1.0));
        case Law::poisson:
            if (p[0] == 0.0) return only(0.0);
            return counts(boost::math::poisson_distribution<double>(p[0]));
        case Law::negative_binomial:
            if (p[0] == 0.0) return only(0.0);
            return counts(boost::math::negative_binomial_distribution<double>(p[1], p[1] / (p[1] + p[0])));
        case Law::geometric:
            if (p[0] == 1.0) return only(0.0);
            return counts(boost::math::geometric_distribution<double>(p[0]));
        default:
            return std::nullopt;
    }
}

double law_mean(Law law, std::span<const double> p) {
    constexpr double kNone = std::numeric_limits<double>::infinity();
    switch (law) {
        case Law::uniform:
            return p[0] + (p[1] - p[0]) / 2.0;
        case Law::normal:
        case Law::exponential:
        case Law::poisson:
        case Law::negative_binomial:
        case Law::bernoulli:
            return p[0];
        case Law::lognormal:
            return std::exp(p[0] + p[1] * p[1] / 2.0);
        case Law::gamma:
        case Law::binomial:
            return p[0] * p[1];
        case Law::weibull:
            return p[1] * boost::math::tgamma(1.0 + 1.0 / p[0]);
        case Law::beta:
            return p[0] / (p[0] + p[1]);
        case Law::geometric:
            return (1.0 - p[0]) / p[0];
        case Law::discrete:
            return mean_index(p);
        case Law::zeta:
            return p[0] > 2.0 ? boost::math::zeta(p[0] - 1.0) / boost::math::zeta(p[0]) : kNone;
        case Law::pareto:
            return p[1] > 1.0 ? p[0] * p[1] / (p[1] - 1.0) : kNone;
        case Law::triangular:
            return (p[0] + p[1] + p[2]) / 3.0;
        case Law::empirical:
            return mean_of(p);
    }
    return kNone;
}

}  // namespace strife
