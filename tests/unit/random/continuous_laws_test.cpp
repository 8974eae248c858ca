// Tests of the continuous samplers against exact laws.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/pareto.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <boost/math/distributions/uniform.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <limits>

#include "law_checks.h"
#include "random/laws.h"

namespace strife {
namespace {

using namespace boost::math;

// Moments and distribution of n = 200,000 draws; see law_checks.h for the false alarms.
template <class Exact>
void expect_law(const Sampler& sampler, const Exact& exact, std::uint64_t key) {
    const auto values = draw(sampler, key);
    const MomentScores z = moment_scores(values, mean(exact), variance(exact), kurtosis(exact));
    EXPECT_LT(std::abs(z.mean), kLargestZ);
    EXPECT_LT(std::abs(z.variance), kLargestZ);
    EXPECT_GT(ks_p_value(values, [&](double x) { return cdf(exact, x); }), kSmallestPValue);
}

TEST(ContinuousLaws, Uniform) {
    expect_law([](DrawStream& s) { return sample_uniform(s, -2, 5); }, uniform_distribution<>(-2, 5), 1);
}

TEST(ContinuousLaws, Normal) {
    expect_law([](DrawStream& s) { return sample_normal(s, 3, 2); }, normal_distribution<>(3, 2), 2);
}

TEST(ContinuousLaws, Lognormal) {
    expect_law([](DrawStream& s) { return sample_lognormal(s, 1, 0.3); }, lognormal_distribution<>(1, 0.3), 3);
}

TEST(ContinuousLaws, Exponential) {
    expect_law([](DrawStream& s) { return sample_exponential(s, 4); }, exponential_distribution<>(0.25), 4);
}

TEST(ContinuousLaws, GammaOfAllShapes) {
    std::uint64_t key = 10;
    for (const double shape : {0.05, 0.4, 0.99, 1.0, 2.8, 50.0, 1e6}) {
        SCOPED_TRACE(shape);
        expect_law([shape](DrawStream& s) { return sample_gamma(s, shape, 3); }, gamma_distribution<>(shape, 3), key++);
    }
}

TEST(ContinuousLaws, Weibull) {
    expect_law([](DrawStream& s) { return sample_weibull(s, 1.5, 2); }, weibull_distribution<>(1.5, 2), 20);
    expect_law([](DrawStream& s) { return sample_weibull(s, 0.7, 2); }, weibull_distribution<>(0.7, 2), 21);
}

TEST(ContinuousLaws, BetaOfAllShapes) {
    std::uint64_t key = 30;
    for (const auto& [a, b] : {std::pair{0.5, 0.5}, {2.0, 3.0}, {0.3, 4.0}, {5.0, 0.2}, {200.0, 300.0}, {1.0, 1.0}}) {
        SCOPED_TRACE(a);
        const auto sampler = [first = a, second = b](DrawStream& s) { return sample_beta(s, first, second); };
        expect_law(sampler, beta_distribution<>(a, b), key++);
    }
}

// The fourth moment of a Pareto law of shape 5 exists, its estimate's variance does not: only mean and distribution are tested.
TEST(ContinuousLaws, Pareto) {
    const pareto_distribution<> exact(2, 5);
    const auto values = draw([](DrawStream& s) { return sample_pareto(s, 2, 5); }, 40);
    EXPECT_LT(std::abs(moment_scores(values, mean(exact), variance(exact), kurtosis(exact)).mean), kLargestZ);
    EXPECT_GT(ks_p_value(values, [&](double x) { return cdf(exact, x); }), kSmallestPValue);
}

TEST(ContinuousLaws, Triangular) {
    std::uint64_t key = 50;
    for (const double mode : {1.0, 2.5, 4.0}) {
        SCOPED_TRACE(mode);
        expect_law([mode](DrawStream& s) { return sample_triangular(s, 1, mode, 4); }, triangular_distribution<>(1, mode, 4),
                   key++);
    }
}

TEST(ContinuousLaws, EmpiricalTakesEachValueEquallyOften) {
    const std::vector<double> values{0, 1, 2, 3, 4, 5, 6};
    const auto drawn = draw([&](DrawStream& s) { return sample_empirical(s, values); }, 60);
    EXPECT_GT(chi_square_p_value(drawn, [](double) { return 1.0 / 7; }, 0), kSmallestPValue);
    DrawStream stream(1, 1, 1);
    const std::vector<double> one{-3.5};
    EXPECT_EQ(sample_empirical(stream, one), -3.5);
}

TEST(ContinuousLaws, TheMomentCheckFailsOnPlantedErrors) {
    const gamma_distribution<> exact(2.8, 3);
    const auto scores = [&](const Sampler& sampler) {
        return moment_scores(draw(sampler, 70), mean(exact), variance(exact), kurtosis(exact));
    };
    EXPECT_GT(std::abs(scores([](DrawStream& s) { return sample_gamma(s, 2.8 * 1.01, 3); }).mean), kLargestZ);
    // Same mean, the variance 3 % larger.
    EXPECT_GT(std::abs(scores([](DrawStream& s) { return sample_gamma(s, 2.8 / 1.03, 3 * 1.03); }).variance), kLargestZ);
}

TEST(ContinuousLaws, TheDistributionCheckFailsOnPlantedErrors) {
    // A normal law with the same mean and variance as the gamma law, and a gamma law with its shape 6 % off.
    const gamma_distribution<> exact(2.8, 3);
    const auto p_value = [&](const Sampler& sampler) {
        return ks_p_value(draw(sampler, 71), [&](double x) { return cdf(exact, std::max(x, 0.0)); });
    };
    EXPECT_LT(p_value([](DrawStream& s) { return sample_normal(s, 8.4, std::sqrt(25.2)); }), kSmallestPValue);
    EXPECT_LT(p_value([](DrawStream& s) { return sample_gamma(s, 2.8 * 1.06, 3 / 1.06); }), kSmallestPValue);
}

// Every law at the ends of its parameters, through `sample`: finite, and positive where the law is.
TEST(ContinuousLaws, ExtremeParametersGiveFiniteValues) {
    const double largest = std::numeric_limits<double>::max();
    const double smallest = std::numeric_limits<double>::denorm_min();
    const std::vector<std::pair<Law, std::vector<double>>> cases{
        {Law::uniform, {-1, largest / 2}},     {Law::uniform, {0, smallest}},       {Law::normal, {largest, largest}},
        {Law::normal, {0, smallest}},          {Law::lognormal, {1e308, 1e308}},    {Law::lognormal, {-1e308, 1}},
        {Law::gamma, {smallest, largest}},     {Law::gamma, {1e-3, 1e300}},         {Law::gamma, {largest, largest}},
        {Law::gamma, {1e15, smallest}},        {Law::exponential, {largest}},       {Law::exponential, {smallest}},
        {Law::weibull, {smallest, 1}},         {Law::weibull, {largest, largest}},  {Law::beta, {smallest, smallest}},
        {Law::beta, {largest, largest}},       {Law::beta, {smallest, largest}},    {Law::beta, {1e-3, 1e-3}},
        {Law::pareto, {1, smallest}},          {Law::pareto, {largest, 1e-3}},      {Law::pareto, {smallest, 1e300}},
        {Law::triangular, {-1e307, 0, 1e307}}, {Law::triangular, {0, smallest, 1}},
    };
    for (const auto& [law, parameters] : cases) {
        ASSERT_EQ(explain_invalid(law, parameters), std::nullopt) << law_info(law).name;
        DrawStream stream(80, 1, 2);
        for (int i = 0; i < 2000; ++i) {
            const double x = sample(law, parameters, stream);
            ASSERT_TRUE(std::isfinite(x)) << law_info(law).name;
            if (law != Law::uniform && law != Law::normal && law != Law::triangular) {
                ASSERT_GT(x, 0) << law_info(law).name;
            }
            if (law == Law::beta) {
                ASSERT_LT(x, 1);
            }
        }
    }
}

// P(X < 1) of gamma(0.001, scale 1e300): half the draws lie below 1, where a sampler that multiplies late would give 0.
TEST(ContinuousLaws, SmallShapesKeepTheirTailUnderALargeScale) {
    const auto values = draw([](DrawStream& s) { return sample_gamma(s, 0.001, 1e300); }, 90);
    const auto below = std::count_if(values.begin(), values.end(), [](double x) { return x < 1; });
    const double exact = cdf(gamma_distribution<>(0.001, 1e300), 1.0);
    const double sd = std::sqrt(exact * (1 - exact) / kDraws);
    EXPECT_NEAR(static_cast<double>(below) / kDraws, exact, kLargestZ * sd);
}

TEST(ContinuousLaws, SamplesStayInTheirBounds) {
    DrawStream stream(91, 1, 2);
    for (int i = 0; i < 100'000; ++i) {
        const double u = sample_uniform(stream, 0.1, 0.1 + 1e-16);
        ASSERT_TRUE(u >= 0.1 && u <= 0.1 + 1e-16);
        const double t = sample_triangular(stream, -0.3, 0.1, 0.7);
        ASSERT_TRUE(t >= -0.3 && t <= 0.7);
        ASSERT_GE(sample_pareto(stream, 0.7, 2), 0.7);
    }
}

}  // namespace
}  // namespace strife
