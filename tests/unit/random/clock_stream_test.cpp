// Tests of the stream of event times and choices.
// SPDX-License-Identifier: Apache-2.0
#include "random/clock_stream.h"

#include <gtest/gtest.h>

#include <cmath>
#include <type_traits>

namespace strife {
namespace {

constexpr std::uint64_t kKey = 0x0123456789ABCDEFU;
constexpr std::uint64_t kReplication = (std::uint64_t{5} << 32U) | 9U;

// The words come from a second implementation in Python.
TEST(ClockStream, CountersAreBlockAndReplication) {
    ClockStream stream(kKey, kReplication);
    EXPECT_EQ(stream.uniform(), open_unit(0x5CF78579F5048601U));
    EXPECT_EQ(stream.uniform(), open_unit(0x74269DF63CE05141U));
}

TEST(ClockStream, GoesOnBeyondItsBuffer) {
    ClockStream stream(kKey, kReplication);
    for (int i = 0; i < 256; ++i) {
        stream.uniform();
    }
    EXPECT_EQ(stream.position(), 256U);
    EXPECT_EQ(stream.uniform(), open_unit(0x29B27001EFDB278EU));
    EXPECT_EQ(stream.uniform(), open_unit(0xB6C3C73EF00EC416U));
    EXPECT_EQ(stream.position(), 258U);
}

TEST(ClockStream, PassesTwoToTheThirtyThirdWords) {
    ClockStream stream(kKey, kReplication);
    stream.set_position((std::uint64_t{3} << 33U) + 2);  // block 3 * 2^32 + 1
    EXPECT_EQ(stream.uniform(), open_unit(0xEEF83F0530E51531U));
    EXPECT_EQ(stream.uniform(), open_unit(0x0BC629B9D6E1A97BU));
}

TEST(ClockStream, AnExponentialIsMinusTheLogOfTheUniform) {
    ClockStream a(kKey, 3);
    ClockStream b(kKey, 3);
    for (int i = 0; i < 1000; ++i) {
        EXPECT_EQ(a.exponential(), -consistent_log(b.uniform()));
    }
    EXPECT_EQ(a.position(), 1000U);
}

TEST(ClockStream, APositionRestoresTheStream) {
    for (const std::uint64_t position : {0U, 1U, 255U, 256U, 257U, 511U, 512U, 1000U, 70'001U}) {
        ClockStream straight(kKey, 8);
        for (std::uint64_t i = 0; i < position; ++i) {
            straight.uniform();
        }
        ASSERT_EQ(straight.position(), position);
        ClockStream restored(kKey, 8);
        restored.uniform();
        restored.set_position(position);
        EXPECT_EQ(restored.position(), position);
        for (int i = 0; i < 600; ++i) {
            ASSERT_EQ(restored.uniform(), straight.uniform()) << position << " + " << i;
        }
        EXPECT_EQ(restored.position(), straight.position());
    }
}

TEST(ClockStream, GoesBack) {
    ClockStream stream(kKey, 8);
    const double first = stream.uniform();
    for (int i = 0; i < 300; ++i) {
        stream.uniform();
    }
    stream.set_position(0);
    EXPECT_EQ(stream.uniform(), first);
}

TEST(ClockStream, ACopyGoesOnAlone) {
    ClockStream stream(kKey, 8);
    stream.uniform();
    ClockStream copy = stream;
    const double next = stream.uniform();
    stream.uniform();
    EXPECT_EQ(copy.uniform(), next);
    EXPECT_EQ(copy.position(), 2U);
    EXPECT_TRUE(std::is_trivially_copyable_v<ClockStream>);
}

TEST(ClockStream, ReplicationsDiffer) {
    ClockStream a(kKey, 8);
    ClockStream b(kKey, 9);
    for (int i = 0; i < 1000; ++i) {
        EXPECT_NE(a.uniform(), b.uniform());
    }
}

// n = 2,000,000. sd of the mean: 1 / sqrt(n) = 7.07e-4; of the mean square (exact 2, sd sqrt(20)): 3.16e-3; bound 5 sd each:
// false alarm 1.2e-6.
TEST(ClockStream, ExponentialsHaveUnitMeanAndMeanSquareTwo) {
    ClockStream stream(kKey, 77);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 2'000'000; ++i) {
        const double x = stream.exponential();
        sum += x;
        squares += x * x;
    }
    EXPECT_NEAR(sum / 2e6, 1.0, 5 * 7.08e-4);
    EXPECT_NEAR(squares / 2e6, 2.0, 5 * 3.17e-3);
}

TEST(ClockStream, UniformsAndExponentialsStayInside) {
    ClockStream stream(kKey, 78);
    for (int i = 0; i < 100'000; ++i) {
        const double u = stream.uniform();
        EXPECT_TRUE(u > 0 && u < 1);
        EXPECT_GT(stream.exponential(), 0);
    }
    EXPECT_GT(-consistent_log(open_unit(~std::uint64_t{0})), 1.1e-16);
    EXPECT_LT(-consistent_log(open_unit(0)), 36.8);
}

}  // namespace
}  // namespace strife
