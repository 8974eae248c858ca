// How numbers look in tables.
// SPDX-License-Identifier: Apache-2.0
#include "report/number_text.h"

#include <limits>

#include <gtest/gtest.h>

namespace strife {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(NumberText, KeepsFourDigits) {
    EXPECT_EQ(number_text(0.0), "0");
    EXPECT_EQ(number_text(12.3456), "12.35");
    EXPECT_EQ(number_text(-0.5), "-0.5");
    EXPECT_EQ(number_text(999.94), "999.9");
    EXPECT_EQ(number_text(999.96), "1,000");
    EXPECT_EQ(number_text(-1234567.4), "-1,234,567");
    EXPECT_EQ(number_text(123456.0), "123,456");
    EXPECT_EQ(number_text(1.2345e12), "1.234e+12");
    EXPECT_EQ(number_text(1.2e-5), "1.200e-05");
    EXPECT_EQ(number_text(kNaN), "-");
    EXPECT_EQ(number_text(-std::numeric_limits<double>::infinity()), "-inf");
}

TEST(NumberText, GroupsCounts) {
    EXPECT_EQ(count_text(0), "0");
    EXPECT_EQ(count_text(999), "999");
    EXPECT_EQ(count_text(10000), "10,000");
    EXPECT_EQ(count_text(18446744073709551615U), "18,446,744,073,709,551,615");
}

TEST(NumberText, SharesGetMoreDigitsNearTheirEdges) {
    EXPECT_EQ(share_text(0.0), "0 %");
    EXPECT_EQ(share_text(1.0), "100 %");
    EXPECT_EQ(share_text(0.12345), "12.3 %");
    EXPECT_EQ(share_text(0.0044), "0.44 %");
    EXPECT_EQ(share_text(0.99995), "99.995 %");
    EXPECT_EQ(share_text(kNaN), "-");
}

TEST(NumberText, InstantsAreDatesWhereThereAreDates) {
    const Date start{.days_since_epoch = 18993};
    EXPECT_EQ(instant_text(start, 31.75), "2022-02-01");
    EXPECT_EQ(instant_text(start, kNaN), "-");
    EXPECT_EQ(instant_text(std::nullopt, 31.75), "31.75");
}

}  // namespace
}  // namespace strife
