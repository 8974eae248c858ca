// Tests of the functions with the same bits on every x86-64 CPU.
// SPDX-License-Identifier: Apache-2.0
#include "random/bit_consistent_math.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "random/philox_stream.h"

namespace strife {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(ConsistentMath, LimitsOfTheLogarithm) {
    EXPECT_EQ(consistent_log(0.0), -kInfinity);
    EXPECT_EQ(consistent_log(-0.0), -kInfinity);
    EXPECT_EQ(consistent_log(1.0), 0.0);
    EXPECT_EQ(consistent_log(kInfinity), kInfinity);
    EXPECT_TRUE(std::isnan(consistent_log(-1.0)));
    EXPECT_TRUE(std::isnan(consistent_log(-kInfinity)));
    EXPECT_TRUE(std::isnan(consistent_log(kNan)));
    EXPECT_NEAR(consistent_log(std::numeric_limits<double>::denorm_min()), -744.4400719213812, 1e-12);
}

TEST(ConsistentMath, LimitsOfTheExponential) {
    EXPECT_EQ(consistent_exp(0.0), 1.0);
    EXPECT_EQ(consistent_exp(-kInfinity), 0.0);
    EXPECT_EQ(consistent_exp(kInfinity), kInfinity);
    EXPECT_EQ(consistent_exp(710.0), kInfinity);
    EXPECT_EQ(consistent_exp(-800.0), 0.0);
    EXPECT_TRUE(std::isnan(consistent_exp(kNan)));
}

TEST(ConsistentMath, LimitsOfThePower) {
    EXPECT_EQ(consistent_pow(0.0, 0.0), 1.0);
    EXPECT_EQ(consistent_pow(kNan, 0.0), 1.0);
    EXPECT_EQ(consistent_pow(1.0, kNan), 1.0);
    EXPECT_EQ(consistent_pow(0.0, 2.0), 0.0);
    EXPECT_EQ(consistent_pow(0.0, -1.0), kInfinity);
    EXPECT_EQ(consistent_pow(kInfinity, 0.5), kInfinity);
    EXPECT_EQ(consistent_pow(-2.0, 3.0), -8.0);
    EXPECT_TRUE(std::isnan(consistent_pow(-2.0, 0.5)));
    EXPECT_EQ(consistent_pow(2.0, 10.0), 1024.0);
}

TEST(ConsistentMath, LimitsOfLog1pAndExpm1) {
    EXPECT_EQ(consistent_log1p(-1.0), -kInfinity);
    EXPECT_EQ(consistent_log1p(0.0), 0.0);
    EXPECT_TRUE(std::isnan(consistent_log1p(-2.0)));
    EXPECT_TRUE(std::isnan(consistent_log1p(kNan)));
    EXPECT_EQ(consistent_log1p(kInfinity), kInfinity);
    EXPECT_EQ(consistent_expm1(-kInfinity), -1.0);
    EXPECT_EQ(consistent_expm1(0.0), 0.0);
    EXPECT_EQ(consistent_expm1(800.0), kInfinity);
    EXPECT_TRUE(std::isnan(consistent_expm1(kNan)));
}

// Error in units of the last place of the exact value, from 80-bit arithmetic.
double ulps(double value, long double exact) {
    const auto rounded = static_cast<double>(exact);
    const double ulp = std::nextafter(std::abs(rounded), kInfinity) - std::abs(rounded);
    return static_cast<double>(std::abs((static_cast<long double>(value) - exact) / static_cast<long double>(ulp)));
}

TEST(ConsistentMath, ErrorsAreAtMostOneUnitInTheLastPlace) {
    DrawStream stream(1, 2, 3);
    for (int i = 0; i < 100'000; ++i) {
        const double x = uniform_open(stream);
        const double y = 40 * uniform_open(stream) - 20;
        const auto lx = static_cast<long double>(x);
        const auto ly = static_cast<long double>(y);
        ASSERT_LE(ulps(consistent_log(x), std::log(lx)), 1.0) << x;
        ASSERT_LE(ulps(consistent_exp(y), std::exp(ly)), 1.0) << y;
        ASSERT_LE(ulps(consistent_pow(x, y), std::pow(lx, ly)), 1.0) << x << " " << y;
        ASSERT_LE(ulps(consistent_log1p(-x), std::log1p(-lx)), 1.0) << x;
        ASSERT_LE(ulps(consistent_expm1(y), std::expm1(ly)), 1.0) << y;
    }
}

// Bits as SLEEF 3.5.1 gives them; a change means that results change.
TEST(ConsistentMath, BitsArePinned) {
    std::uint64_t digest = 0;
    DrawStream stream(4, 5, 6);
    for (int i = 0; i < 10'000; ++i) {
        const double x = uniform_open(stream);
        for (const double value : {consistent_log(x), consistent_exp(20 * x - 10), consistent_pow(x, 3.7 * x),
                                   consistent_log1p(-x), consistent_expm1(x)}) {
            digest = std::rotl(digest, 7) ^ std::bit_cast<std::uint64_t>(value);
            digest *= 0x9E3779B97F4A7C15U;
        }
    }
    EXPECT_EQ(digest, 1758409406578172126U);
}

}  // namespace
}  // namespace strife
