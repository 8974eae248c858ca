// Tests of the counting samplers against exact laws.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/negative_binomial.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <boost/math/special_functions/zeta.hpp>

#include "law_checks.h"
#include "random/laws.h"

namespace strife {
namespace {

using boost::math::binomial_distribution;
using boost::math::negative_binomial_distribution;
using boost::math::poisson_distribution;

// Moments and distribution of n = 200,000 draws; see law_checks.h for the false alarms.
template <class Exact>
void expect_law(const Sampler& sampler, const Exact& exact, std::uint64_t key) {
    const auto values = draw(sampler, key);
    const MomentScores z = moment_scores(values, mean(exact), variance(exact), kurtosis(exact));
    EXPECT_LT(std::abs(z.mean), kLargestZ);
    EXPECT_LT(std::abs(z.variance), kLargestZ);
    // Start where the lower tail holds less than a thousandth of a draw.
    const double first = std::max(0.0, std::floor(mean(exact) - 8 * standard_deviation(exact)));
    EXPECT_GT(chi_square_p_value(values, [&](double k) { return pdf(exact, k); }, first), kSmallestPValue);
}

TEST(CountingLaws, PoissonOfAllMethods) {
    std::uint64_t key = 100;
    for (const double m : {0.01, 0.7, 9.99, 10.0, 40.0, 1000.0}) {
        SCOPED_TRACE(m);
        expect_law([m](DrawStream& s) { return sample_poisson(s, m); }, poisson_distribution<>(m), key++);
    }
}

TEST(CountingLaws, BinomialOfAllMethods) {
    std::uint64_t key = 110;
    for (const auto& [n, p] :
         {std::pair{1.0, 0.3}, {60.0, 0.03}, {21.0, 0.5}, {30.0, 0.4}, {1000.0, 0.3}, {1000.0, 0.97}, {1e6, 1e-5}}) {
        SCOPED_TRACE(n);
        const auto sampler = [trials = n, chance = p](DrawStream& s) { return sample_binomial(s, trials, chance); };
        expect_law(sampler, binomial_distribution<>(n, p), key++);
    }
}

TEST(CountingLaws, NegativeBinomialWithRealDispersion) {
    std::uint64_t key = 120;
    for (const auto& [m, k] : {std::pair{40.0, 0.4}, {14.0, 2.5}, {3.0, 1.0}, {5.0, 1e6}, {0.2, 0.1}}) {
        SCOPED_TRACE(m);
        const auto sampler = [mean = m, dispersion = k](DrawStream& s) { return sample_negative_binomial(s, mean, dispersion); };
        expect_law(sampler, negative_binomial_distribution<>(k, k / (k + m)), key++);
    }
}

TEST(CountingLaws, GeometricCountsFailures) {
    std::uint64_t key = 130;
    for (const double p : {0.02, 0.5, 0.95}) {
        SCOPED_TRACE(p);
        expect_law([p](DrawStream& s) { return sample_geometric(s, p); }, negative_binomial_distribution<>(1, p), key++);
    }
}

TEST(CountingLaws, Bernoulli) {
    expect_law([](DrawStream& s) { return sample_bernoulli(s, 0.3); }, binomial_distribution<>(1, 0.3), 140);
}

TEST(CountingLaws, DiscreteFollowsItsWeights) {
    const std::vector<double> weights{0, 2, 0, 5, 3, 0};
    const auto values = draw([&](DrawStream& s) { return sample_discrete(s, weights); }, 141);
    for (const double x : values) {
        ASSERT_GT(weights[static_cast<std::size_t>(x)], 0);
    }
    const std::vector<double> pmf{2, 5, 3};
    std::vector<double> ranks;
    ranks.reserve(values.size());
    for (const double x : values) {
        ranks.push_back(x == 1 ? 0 : x - 2);
    }
    EXPECT_GT(chi_square_p_value(ranks, [&](double k) { return pmf[static_cast<std::size_t>(k)] / 10; }, 0), kSmallestPValue);
}

// zeta(2.5) = 1.341487257: P(1) = 0.7454412963. Its variance is infinite, so the mean is tested cut at 1000.
TEST(CountingLaws, Zeta) {
    const double constant = boost::math::zeta(2.5);
    EXPECT_NEAR(1 / constant, 0.7454412963, 1e-9);
    EXPECT_NEAR(boost::math::zeta(1.5) / constant, 1.947372466, 1e-8);
    const auto pmf = [&](double k) { return std::pow(k, -2.5) / constant; };
    auto values = draw([](DrawStream& s) { return sample_zeta(s, 2.5); }, 142);
    EXPECT_GT(chi_square_p_value(values, pmf, 1), kSmallestPValue);
    double left = 1;
    double cut_mean = 0;
    double square = 0;
    for (double k = 1; k < 1000; ++k) {
        left -= pmf(k);
        cut_mean += k * pmf(k);
        square += k * k * pmf(k);
    }
    cut_mean += 1000 * left;
    square += 1e6 * left;
    for (double& x : values) {
        x = std::min(x, 1000.0);
    }
    EXPECT_LT(std::abs(moment_scores(values, cut_mean, square - cut_mean * cut_mean, 3).mean), kLargestZ);
}

TEST(CountingLaws, ZetaNearItsLimitsStaysWhole) {
    DrawStream stream(143, 1, 2);
    for (const double s : {1.0 + 1e-15, 1.001, 1.5, 3.0, 60.0, 2000.0, 1e300}) {
        for (int i = 0; i < 2000; ++i) {
            const double x = sample_zeta(stream, s);
            ASSERT_TRUE(x >= 1 && x <= 0x1p53 && x == std::floor(x)) << s << " " << x;
        }
    }
    EXPECT_EQ(sample_zeta(stream, 2000.0), 1);
}

TEST(CountingLaws, LimitsOfArgumentsAreExact) {
    DrawStream stream(144, 1, 2);
    for (int i = 0; i < 1000; ++i) {
        EXPECT_EQ(sample_poisson(stream, 0), 0);
        EXPECT_EQ(sample_binomial(stream, 0, 0.5), 0);
        EXPECT_EQ(sample_binomial(stream, 100, 0), 0);
        EXPECT_EQ(sample_binomial(stream, 100, 1), 100);
        EXPECT_EQ(sample_binomial(stream, 0x1p53, 1), 0x1p53);
        EXPECT_EQ(sample_negative_binomial(stream, 0, 0.4), 0);
        EXPECT_EQ(sample_geometric(stream, 1), 0);
        EXPECT_EQ(sample_bernoulli(stream, 0), 0);
        EXPECT_EQ(sample_bernoulli(stream, 1), 1);
    }
}

TEST(CountingLaws, ExtremeParametersGiveWholeCounts) {
    const std::vector<std::pair<Law, std::vector<double>>> cases{
        {Law::poisson, {1e15}},
        {Law::poisson, {1e-300}},
        {Law::binomial, {0x1p53, 0.5}},
        {Law::binomial, {0x1p53, 1e-16}},
        {Law::binomial, {0x1p53, 1 - 1e-16}},
        {Law::binomial, {1e12, 1e-11}},
        {Law::binomial, {5, 1e-300}},
        {Law::negative_binomial, {1e15, 1e-3}},
        {Law::negative_binomial, {1e15, 1e300}},
        {Law::negative_binomial, {1e-5, 1e308}},
        {Law::negative_binomial, {40, 1e-308}},
        {Law::geometric, {1e-320}},
        {Law::geometric, {1e-15}},
        {Law::geometric, {1 - 1e-16}},
        {Law::discrete, {1e-320, 0}},
        {Law::discrete, {1e307, 1, 1e307}},
    };
    for (const auto& [law, parameters] : cases) {
        ASSERT_EQ(explain_invalid(law, parameters), std::nullopt) << law_info(law).name;
        DrawStream stream(145, 1, 2);
        for (int i = 0; i < 2000; ++i) {
            const double x = sample(law, parameters, stream);
            ASSERT_TRUE(x >= 0 && x <= 0x1p53 && x == std::floor(x)) << law_info(law).name << " " << x;
            if (law == Law::binomial) {
                ASSERT_LE(x, parameters[0]);
            }
        }
    }
}

// n p = 0.9007 with p = 1e-16, where 1 - p rounds to 1 - 1.1e-16: a sampler that starts from it is 11 % off.
TEST(CountingLaws, BinomialWithTinyProbabilityIsPoisson) {
    const poisson_distribution<> limit(0x1p53 * 1e-16);
    const auto values = draw([](DrawStream& s) { return sample_binomial(s, 0x1p53, 1e-16); }, 146);
    EXPECT_GT(chi_square_p_value(values, [&](double k) { return pdf(limit, k); }, 0), kSmallestPValue);
}

TEST(CountingLaws, TheChecksFailOnPlantedErrors) {
    const poisson_distribution<> exact(40);
    const auto p_value = [&](const Sampler& sampler) {
        return chi_square_p_value(draw(sampler, 147), [&](double k) { return pdf(exact, k); }, 0);
    };
    EXPECT_LT(p_value([](DrawStream& s) { return sample_poisson(s, 40.2); }), kSmallestPValue);
    // Same mean, variance 2.5 % larger.
    EXPECT_LT(p_value([](DrawStream& s) { return sample_negative_binomial(s, 40, 1600); }), kSmallestPValue);
    const auto scores =
        moment_scores(draw([](DrawStream& s) { return sample_negative_binomial(s, 40, 1600); }, 148), 40, 40, kurtosis(exact));
    EXPECT_GT(std::abs(scores.variance), kLargestZ);
}

}  // namespace
}  // namespace strife
