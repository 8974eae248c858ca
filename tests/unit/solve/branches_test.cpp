// SPDX-License-Identifier: Apache-2.0
#include "solve/branches.h"

#include <array>
#include <cmath>
#include <vector>

#include <gmock/gmock.h>

#include "solve/finite_laws.h"

namespace strife {
namespace {

TEST(Branches, EveryWayIsFollowedOnce) {
    Branches branches;
    branches.clear();
    std::vector<double> sums;
    std::vector<double> probabilities;
    do {
        const double first = branches.choose([] { return std::vector<WeightedValue>{{1.0, 0.25}, {2.0, 0.75}}; });
        double sum = first;
        // The second draw happens on one branch of the first alone.
        if (first == 2.0) sum += branches.choose([] { return std::vector<WeightedValue>{{10.0, 0.5}, {20.0, 0.5}}; });
        sums.push_back(sum);
        probabilities.push_back(branches.probability());
    } while (branches.advance());
    EXPECT_THAT(sums, testing::ElementsAre(1.0, 12.0, 22.0));
    EXPECT_THAT(probabilities, testing::ElementsAre(0.25, 0.375, 0.375));
}

TEST(Branches, WithoutDrawsThereIsOneWay) {
    Branches branches;
    branches.clear();
    EXPECT_EQ(branches.probability(), 1.0);
    EXPECT_FALSE(branches.advance());
}

TEST(FiniteLaws, BinomialProbabilitiesAreThoseOfTheBook) {
    const auto options = binomial_support(4.0, 0.25);
    ASSERT_TRUE(options);
    ASSERT_EQ(options->size(), 5U);
    const std::array expected = {81.0 / 256, 108.0 / 256, 54.0 / 256, 12.0 / 256, 1.0 / 256};
    for (std::size_t k = 0; k < expected.size(); ++k) {
        EXPECT_EQ((*options)[k].value, static_cast<double>(k));
        EXPECT_NEAR((*options)[k].probability, expected[k], 1e-15);
    }
}

TEST(FiniteLaws, ProbabilitiesAddUpToOne) {
    for (const double n : {1.0, 17.0, 1000.0, 10'000.0}) {
        double sum = 0.0;
        const auto options = binomial_support(n, 0.3);
        for (const WeightedValue& option : *options) sum += option.probability;
        EXPECT_NEAR(sum, 1.0, 1e-12) << n;
    }
}

TEST(FiniteLaws, WhatIsCertainHasOneValue) {
    EXPECT_EQ(binomial_support(7.0, 1.0)->size(), 1U);
    EXPECT_EQ(binomial_support(7.0, 0.0)->front().value, 0.0);
    EXPECT_EQ(binomial_support(0.0, 0.3)->size(), 1U);
    const std::array<double, 3> weights = {0.0, 2.0, 6.0};
    const auto discrete = listed_support(Law::discrete, weights);
    ASSERT_EQ(discrete->size(), 2U);
    EXPECT_EQ((*discrete)[1].value, 2.0);
    EXPECT_EQ((*discrete)[1].probability, 0.75);
}

// Probabilities by their recurrences, from the first value up.
TEST(FiniteLaws, CountsAreListedUpToATailThatCannotBeSeen) {
    const auto poisson = listed_support(Law::poisson, std::array{3.0});
    double expected = std::exp(-3.0);
    for (std::size_t k = 0; k < 20; ++k) {
        EXPECT_NEAR((*poisson)[k].probability, expected, 1e-15) << k;
        expected *= 3.0 / static_cast<double>(k + 1);
    }
    EXPECT_LT(poisson->size(), 40U);
    const auto geometric = listed_support(Law::geometric, std::array{0.25});
    expected = 0.25;
    for (std::size_t k = 0; k < 60; ++k) {
        EXPECT_NEAR((*geometric)[k].probability, expected, 1e-15) << k;
        expected *= 0.75;
    }
    // Mean 6, dispersion 0.4: each probability is the last times (k + 0.4) / (k + 1) * 6 / 6.4.
    const auto negative_binomial = listed_support(Law::negative_binomial, std::array{6.0, 0.4});
    expected = std::pow(0.4 / 6.4, 0.4);
    double mean = 0.0;
    for (std::size_t k = 0; k < negative_binomial->size(); ++k) {
        EXPECT_NEAR((*negative_binomial)[k].probability, expected, 1e-14) << k;
        expected *= (static_cast<double>(k) + 0.4) / static_cast<double>(k + 1) * 6.0 / 6.4;
        mean += (*negative_binomial)[k].value * (*negative_binomial)[k].probability;
    }
    EXPECT_NEAR(mean, 6.0, 1e-12);
}

TEST(FiniteLaws, LargeCountsLeaveOutWhatCannotHappen) {
    const auto poisson = listed_support(Law::poisson, std::array{2000.0});
    double sum = 0.0;
    double mean = 0.0;
    for (const WeightedValue& option : *poisson) {
        sum += option.probability;
        mean += option.probability * option.value;
    }
    EXPECT_NEAR(sum, 1.0, 1e-13);
    EXPECT_NEAR(mean, 2000.0, 1e-8);
    EXPECT_GT(poisson->back().value, 2380.0);  // 8.5 standard deviations up
    EXPECT_EQ(listed_support(Law::poisson, std::array{0.0})->size(), 1U);
    EXPECT_EQ(listed_support(Law::geometric, std::array{1.0})->size(), 1U);
    EXPECT_EQ(listed_support(Law::negative_binomial, std::array{0.0, 0.4})->size(), 1U);
}

TEST(FiniteLaws, TooManyValuesAreNotListed) {
    EXPECT_FALSE(listed_support(Law::poisson, std::array{1e5}));
    EXPECT_FALSE(listed_support(Law::geometric, std::array{1e-4}));
    EXPECT_FALSE(listed_support(Law::zeta, std::array{2.5}));
    EXPECT_FALSE(listed_support(Law::normal, std::array{0.0, 1.0}));
    EXPECT_FALSE(binomial_support(1e6, 0.5));
}

TEST(FiniteLaws, MeansAreThoseOfTheLaws) {
    EXPECT_EQ(law_mean(Law::binomial, std::array{2.5, 0.2}), 0.5);
    EXPECT_EQ(law_mean(Law::geometric, std::array{0.25}), 3.0);
    EXPECT_NEAR(law_mean(Law::lognormal, std::array{0.0, 2.0}), std::exp(2.0), 1e-14);
    EXPECT_NEAR(law_mean(Law::weibull, std::array{1.0, 3.0}), 3.0, 1e-14);
    EXPECT_NEAR(law_mean(Law::discrete, std::array{1.0, 1.0, 2.0}), 1.25, 1e-15);
    EXPECT_TRUE(std::isinf(law_mean(Law::pareto, std::array{1.0, 0.5})));
}

}  // namespace
}  // namespace strife
