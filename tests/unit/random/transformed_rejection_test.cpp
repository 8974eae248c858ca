// Tests of the counts too large for Boost.Random.
// SPDX-License-Identifier: Apache-2.0
#include "random/transformed_rejection.h"

#include <gtest/gtest.h>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/poisson.hpp>

#include "law_checks.h"
#include "random/laws.h"

namespace strife {
namespace {

using boost::math::binomial_distribution;
using boost::math::poisson_distribution;

TEST(LogProbability, AgreesWithTheExactPoissonLaw) {
    for (const double m : {0.5, 10.0, 123.4, 5000.0}) {
        for (const double z : {-6.0, -2.0, 0.0, 0.5, 3.0, 8.0}) {
            const double k = std::max(0.0, std::round(m + z * std::sqrt(m)));
            const double exact = std::log(pdf(poisson_distribution<>(m), k));
            EXPECT_NEAR(log_poisson_probability(k, m), exact, 1e-11 * (1 + std::abs(exact))) << m << " " << k;
        }
    }
}

TEST(LogProbability, AgreesWithTheExactBinomialLaw) {
    for (const auto& [n, p] : {std::pair{7.0, 0.3}, {40.0, 0.5}, {1000.0, 0.02}, {20000.0, 0.4}}) {
        for (const double z : {-4.0, -1.0, 0.0, 2.0, 6.0}) {
            const double k = std::clamp(std::round(n * p + z * std::sqrt(n * p * (1 - p))), 0.0, n);
            const double exact = std::log(pdf(binomial_distribution<>(n, p), k));
            EXPECT_NEAR(log_binomial_probability(k, n, p), exact, 1e-11 * (1 + std::abs(exact))) << n << " " << k;
        }
    }
}

// The ratio of neighbouring probabilities is known exactly: mean / k, and (n - k + 1) / k * p / (1 - p).
TEST(LogProbability, DoesNotCancelForHugeCounts) {
    const double m = 1e15;
    const double k = m + 2e7;
    EXPECT_NEAR(log_poisson_probability(k, m) - log_poisson_probability(k - 1e6, m), -(2e7 * 2e7 - 1.9e7 * 1.9e7) / (2 * m),
                1e-5);
    EXPECT_NEAR(log_binomial_probability(5e14 + 2e7, 1e15, 0.5) - log_binomial_probability(5e14, 1e15, 0.5), -2 * 4e14 / 1e15,
                1e-6);
}

TEST(TransformedRejection, PoissonFollowsItsLaw) {
    std::uint64_t key = 200;
    for (const double m : {10.0, 33.3, 2000.0}) {
        const poisson_distribution<> exact(m);
        const auto values = draw([m](DrawStream& s) { return sample_poisson_by_rejection(s, m); }, key++);
        const double first = std::max(0.0, std::floor(m - 8 * std::sqrt(m)));
        EXPECT_GT(chi_square_p_value(values, [&](double k) { return pdf(exact, k); }, first), kSmallestPValue) << m;
    }
}

TEST(TransformedRejection, BinomialFollowsItsLaw) {
    std::uint64_t key = 210;
    for (const auto& [n, p] : {std::pair{20.0, 0.5}, {100.0, 0.13}, {5000.0, 0.4}, {1e6, 2e-5}}) {
        const binomial_distribution<> exact(n, p);
        const auto values =
            draw([trials = n, chance = p](DrawStream& s) { return sample_binomial_by_rejection(s, trials, chance); }, key++);
        const double first = std::max(0.0, std::floor(n * p - 8 * std::sqrt(n * p * (1 - p))));
        EXPECT_GT(chi_square_p_value(values, [&](double k) { return pdf(exact, k); }, first), kSmallestPValue) << n;
    }
}

// At these sizes the laws differ from the normal one by less than 1 / (6 sd) < 2e-5 in distribution, far below what n = 200,000
// draws resolve (0.006 at the bound).
TEST(TransformedRejection, HugeCountsAreNearlyNormal) {
    const boost::math::normal_distribution<> unit;
    const auto p_value = [&](const Sampler& sampler, double mean, double sd, std::uint64_t key) {
        return ks_p_value(draw(sampler, key), [&](double x) { return cdf(unit, (x + 0.5 - mean) / sd); });
    };
    EXPECT_GT(p_value([](DrawStream& s) { return sample_poisson(s, 1e9); }, 1e9, std::sqrt(1e9), 220), kSmallestPValue);
    EXPECT_GT(p_value([](DrawStream& s) { return sample_poisson(s, 1e15); }, 1e15, std::sqrt(1e15), 221), kSmallestPValue);
    EXPECT_GT(p_value([](DrawStream& s) { return sample_binomial(s, 1e12, 0.3); }, 3e11, std::sqrt(2.1e11), 222),
              kSmallestPValue);
    EXPECT_GT(p_value([](DrawStream& s) { return sample_binomial(s, 0x1p53, 0.8); }, 0x1p53 * 0.8, std::sqrt(0x1p53 * 0.16), 223),
              kSmallestPValue);
    // A standard deviation 5 % off is found.
    EXPECT_LT(p_value([](DrawStream& s) { return sample_poisson(s, 1e9); }, 1e9, 1.05 * std::sqrt(1e9), 220), kSmallestPValue);
}

// Large n with a moderate mean: P(k) against the exact law.
TEST(TransformedRejection, RareEventsAmongManyTrials) {
    const binomial_distribution<> exact(1e12, 3e-11);
    const auto values = draw([](DrawStream& s) { return sample_binomial(s, 1e12, 3e-11); }, 230);
    EXPECT_GT(chi_square_p_value(values, [&](double k) { return pdf(exact, k); }, 0), kSmallestPValue);
}

}  // namespace
}  // namespace strife
