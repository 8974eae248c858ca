// Variance between and within groups, by hand and by simulation.
// SPDX-License-Identifier: Apache-2.0
#include "statistics/nested_moments.h"

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace strife {
namespace {

NestedMoments moments_of(const std::vector<std::vector<double>>& groups) {
    NestedMoments moments;
    for (const auto& group : groups) {
        for (const double value : group) moments.add(value);
        moments.close_group();
    }
    return moments;
}

// Group means 2, 5, 11 about 6: between 3 (16 + 1 + 25) / 2 = 63; within (2 + 2 + 8) / 6 = 2; (63 - 2) / 3.
TEST(NestedMoments, BalancedGroupsByHand) {
    const NestedMoments moments = moments_of({{1, 2, 3}, {4, 5, 6}, {9, 11, 13}});
    EXPECT_EQ(moments.groups(), 3U);
    EXPECT_DOUBLE_EQ(moments.mean(), 6.0);
    EXPECT_DOUBLE_EQ(moments.variance_within(), 2.0);
    EXPECT_DOUBLE_EQ(moments.variance_between(), 61.0 / 3.0);
    EXPECT_DOUBLE_EQ(moments.variance_of_mean(), 21.0 / 3.0);  // variance of 2, 5, 11 over their number
    const Interval limits = moments.mean_interval(0.95);
    const double t = 0.95 / std::sqrt(2.0 * 0.975 * 0.025);  // Student's of 2 degrees, in closed form
    EXPECT_NEAR(limits.low, 6.0 - t * std::sqrt(7.0), 1e-12);
    EXPECT_NEAR(limits.high, 6.0 + t * std::sqrt(7.0), 1e-12);
}

// Sizes 1, 2, 3 with means 0, 3, 6 about 4: between (16 + 2 + 12) / 2 = 15; within (2 + 2) / 3; n0 = (6 - 14/6) / 2 = 11/6.
TEST(NestedMoments, UnequalGroupsByHand) {
    const NestedMoments moments = moments_of({{0}, {2, 4}, {5, 6, 7}});
    EXPECT_DOUBLE_EQ(moments.mean(), 4.0);
    EXPECT_DOUBLE_EQ(moments.variance_within(), 4.0 / 3.0);
    EXPECT_DOUBLE_EQ(moments.variance_between(), (15.0 - 4.0 / 3.0) / (11.0 / 6.0));
    // (1 x 16 + 4 x 1 + 9 x 4) / 36, times 3/2.
    EXPECT_DOUBLE_EQ(moments.variance_of_mean(), 1.5 * 56.0 / 36.0);
}

TEST(NestedMoments, WhatIsMissingEntersNothing) {
    const double missing = std::numeric_limits<double>::quiet_NaN();
    const NestedMoments moments = moments_of({{0, missing}, {missing, missing}, {2, 4}, {5, missing, 6, 7}});
    EXPECT_EQ(moments.groups(), 3U);
    EXPECT_DOUBLE_EQ(moments.variance_between(), (15.0 - 4.0 / 3.0) / (11.0 / 6.0));
}

TEST(NestedMoments, LittleIsKnownOfFewGroups) {
    EXPECT_TRUE(std::isnan(moments_of({}).variance_between()));
    EXPECT_TRUE(std::isnan(moments_of({{1, 2}}).variance_between()));
    EXPECT_TRUE(std::isnan(moments_of({{1, 2}}).mean_interval(0.95).low));
    EXPECT_TRUE(std::isnan(moments_of({{1}, {2}}).variance_within()));
    EXPECT_TRUE(std::isnan(moments_of({{1}, {2}}).variance_between()));
}

TEST(NestedMoments, GroupsThatAreAlikeGiveANegativeEstimate) {
    EXPECT_DOUBLE_EQ(moments_of({{0, 2}, {0, 2}}).variance_between(), -1.0);
}

TEST(NestedMoments, SharesGoByWhatTheirVarianceIsWorth) {
    // All of a group alike: as good as one value a group.
    const Interval groups = moments_of({{0, 0, 0, 0}, {1, 1, 1, 1}, {0, 0, 0, 0}, {1, 1, 1, 1}}).share_interval(0.95);
    const Interval three = wilson_interval_of_share(0.5, 3.0, 0.95);  // 0.25 over a variance of 1/12
    EXPECT_NEAR(groups.low, three.low, 1e-12);
    EXPECT_NEAR(groups.high, three.high, 1e-12);
    // Never once: each group counts as one value.
    const Interval never = moments_of({{0, 0}, {0, 0}, {0, 0}}).share_interval(0.95);
    EXPECT_EQ(never.low, 0.0);
    EXPECT_EQ(never.high, wilson_interval(0, 3, 0.95).high);
}

// Both estimators are unbiased: 4,000 designs of 5 groups of unequal sizes, variances 4 between and 9 within. The standard errors
// are those of the 4,000 estimates; five of them are exceeded with a probability below 1e-6.
TEST(NestedMoments, EstimatesAreUnbiased) {
    std::mt19937_64 engine(20240322);
    std::normal_distribution<double> normal;
    Moments between;
    Moments within;
    for (int design = 0; design < 4000; ++design) {
        NestedMoments moments;
        for (const int size : {2, 3, 4, 6, 9}) {
            const double centre = 10.0 + 2.0 * normal(engine);
            for (int i = 0; i < size; ++i) moments.add(centre + 3.0 * normal(engine));
            moments.close_group();
        }
        between.add(moments.variance_between());
        within.add(moments.variance_within());
    }
    EXPECT_LT(std::abs(between.mean() - 4.0), 5.0 * between.standard_error());
    EXPECT_LT(std::abs(within.mean() - 9.0), 5.0 * within.standard_error());
}

}  // namespace
}  // namespace strife
