// Tests of confidence intervals against published values.
// SPDX-License-Identifier: Apache-2.0
#include "statistics/intervals.h"

#include <gtest/gtest.h>

#include <cmath>

namespace strife {
namespace {

TEST(Quantiles, OfTheNormalLaw) {
    EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-14);
    EXPECT_NEAR(normal_quantile(0.995), 2.575829303548901, 1e-14);
    EXPECT_EQ(normal_quantile(0.5), 0);
    EXPECT_NEAR(normal_quantile(0.025), -1.959963984540054, 1e-14);
}

// The usual table of Student's t.
TEST(Quantiles, OfStudentsLaw) {
    EXPECT_NEAR(student_t_quantile(0.975, 1), 12.7062047362, 1e-9);
    EXPECT_NEAR(student_t_quantile(0.975, 4), 2.7764451052, 1e-9);
    EXPECT_NEAR(student_t_quantile(0.975, 29), 2.0452296421, 1e-9);
    EXPECT_NEAR(student_t_quantile(0.95, 10), 1.8124611228, 1e-9);
    EXPECT_NEAR(student_t_quantile(0.975, 1e9), 1.9599639, 1e-7);
}

TEST(MeanInterval, LiteralExample) {
    // n = 5, mean 10, sd 2: 10 -+ 2.7764451052 * 2 / sqrt(5).
    const Interval interval = mean_interval(5, 10, 2, 0.95);
    EXPECT_NEAR(interval.low, 7.516672, 1e-6);
    EXPECT_NEAR(interval.high, 12.483328, 1e-6);
    EXPECT_NEAR(interval.half_width(), 2.483328, 1e-6);
}

TEST(MeanInterval, Limits) {
    EXPECT_TRUE(std::isnan(mean_interval(0, 0, 0, 0.95).low));
    EXPECT_TRUE(std::isnan(mean_interval(1, 3, 0, 0.95).high));
    EXPECT_EQ(mean_interval(10, 3, 0, 0.95).low, 3);
    EXPECT_EQ(mean_interval(10, 3, 0, 0.95).high, 3);
    EXPECT_LT(mean_interval(10, 3, 1, 0.9).half_width(), mean_interval(10, 3, 1, 0.99).half_width());
}

// R. G. Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3 (Wilson's score), 95 %.
TEST(WilsonInterval, PublishedExamples) {
    const auto expect = [](std::uint64_t successes, std::uint64_t n, double low, double high) {
        const Interval interval = wilson_interval(successes, n, 0.95);
        EXPECT_NEAR(interval.low, low, 5e-5) << successes << "/" << n;
        EXPECT_NEAR(interval.high, high, 5e-5) << successes << "/" << n;
    };
    expect(81, 263, 0.2553, 0.3662);
    expect(15, 148, 0.0624, 0.1605);
    expect(0, 20, 0, 0.1611);
    expect(1, 29, 0.0061, 0.1718);
}

TEST(WilsonInterval, EndsAreExact) {
    EXPECT_EQ(wilson_interval(0, 10'000, 0.95).low, 0);
    EXPECT_EQ(wilson_interval(10'000, 10'000, 0.95).high, 1);
    EXPECT_EQ(wilson_interval(0, 1, 0.95).low, 0);
    EXPECT_LT(wilson_interval(0, 1, 0.95).high, 1);
    EXPECT_EQ(wilson_interval(0, 0, 0.95).low, 0);
    EXPECT_EQ(wilson_interval(0, 0, 0.95).high, 1);
    // z^2 / (n + z^2) with n = 10.
    const double z = 1.959963984540054;
    EXPECT_NEAR(wilson_interval(0, 10, 0.95).high, z * z / (10 + z * z), 1e-15);
}

TEST(WilsonInterval, MirrorsFailuresAndStaysInside) {
    for (std::uint64_t n = 1; n < 40; ++n) {
        for (std::uint64_t k = 0; k <= n; ++k) {
            const Interval interval = wilson_interval(k, n, 0.95);
            const Interval mirrored = wilson_interval(n - k, n, 0.95);
            EXPECT_NEAR(interval.low, 1 - mirrored.high, 1e-14);
            EXPECT_TRUE(interval.low >= 0 && interval.high <= 1);
            const double share = static_cast<double>(k) / static_cast<double>(n);
            EXPECT_TRUE(interval.low <= share && share <= interval.high);
        }
    }
}

}  // namespace
}  // namespace strife
