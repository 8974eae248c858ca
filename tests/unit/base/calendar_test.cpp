// Dates, instants and calendar steps.
// SPDX-License-Identifier: Apache-2.0
#include "base/calendar.h"

#include <gtest/gtest.h>

namespace strife {
namespace {

Date date(std::string_view text) {
    return parse_date(text).value();
}

TEST(ParseDate, CountsDaysFrom1970) {
    EXPECT_EQ(date("1970-01-01").days_since_epoch, 0);
    EXPECT_EQ(date("1969-12-31").days_since_epoch, -1);
    EXPECT_EQ(date("2022-01-01").days_since_epoch, 18'993);
    EXPECT_EQ(date("0001-01-01").days_since_epoch, -719'162);
    EXPECT_EQ(date("9999-12-31").days_since_epoch, 2'932'896);
}

TEST(ParseDate, KnowsLeapYears) {
    EXPECT_TRUE(parse_date("2024-02-29").has_value());
    EXPECT_TRUE(parse_date("2000-02-29").has_value());
    EXPECT_FALSE(parse_date("2023-02-29").has_value());
    EXPECT_FALSE(parse_date("1900-02-29").has_value());
}

TEST(ParseDate, RefusesWhatIsNotADateOfTenCharacters) {
    for (const char* const text : {"", "2022-1-1", "2022-01-1", "22-01-01", "2022-13-01", "2022-00-01", "2022-01-00",
                                   "2022-01-32", "2022-04-31", "0000-01-01", "2022/01/01", "2022-01-01 ", " 2022-01-0",
                                   "2022-01-01T00", "+022-01-01", "2022--1-01", "20220101", "-001-01-01"}) {
        EXPECT_FALSE(parse_date(text).has_value()) << text;
    }
}

TEST(FormatDate, ReadsBack) {
    for (const char* const text :
         {"0001-01-01", "1582-10-15", "1969-12-31", "1970-01-01", "2024-02-29", "2400-02-29", "9999-12-31"}) {
        EXPECT_EQ(format_date(date(text)), text);
    }
}

TEST(FormatInstant, LeavesMidnightOut) {
    EXPECT_EQ(format_instant(date("2022-01-31"), 0.0), "2022-01-31");
    EXPECT_EQ(format_instant(date("2022-01-31"), 1.0), "2022-02-01");
    EXPECT_EQ(format_instant(date("2022-01-31"), -1.0), "2022-01-30");
}

TEST(FormatInstant, WritesTheTimeOfDayToTheSecond) {
    EXPECT_EQ(format_instant(date("2022-01-31"), 0.25), "2022-01-31T06:00:00");
    EXPECT_EQ(format_instant(date("2022-01-31"), -0.25), "2022-01-30T18:00:00");
    EXPECT_EQ(format_instant(date("2022-01-31"), 1.0 / 86'400.0), "2022-01-31T00:00:01");
    EXPECT_EQ(format_instant(date("2022-01-31"), 86'399.0 / 86'400.0), "2022-01-31T23:59:59");
}

TEST(FormatInstant, RoundsUpIntoTheNextDay) {
    EXPECT_EQ(format_instant(date("2022-12-31"), 0.999'999), "2023-01-01");
}

TEST(AddMonths, StaysAtTheEndOfShorterMonths) {
    const Date anchor = date("2022-01-31");
    EXPECT_EQ(format_date(add_months(anchor, 0)), "2022-01-31");
    EXPECT_EQ(format_date(add_months(anchor, 1)), "2022-02-28");
    EXPECT_EQ(format_date(add_months(anchor, 2)), "2022-03-31");
    EXPECT_EQ(format_date(add_months(anchor, 3)), "2022-04-30");
    EXPECT_EQ(format_date(add_months(anchor, 25)), "2024-02-29");
}

TEST(AddMonths, GoesBackward) {
    EXPECT_EQ(format_date(add_months(date("2022-01-15"), -1)), "2021-12-15");
    EXPECT_EQ(format_date(add_months(date("2020-02-29"), -12)), "2019-02-28");
}

TEST(AddMonths, ReachesBeyondTheYearsOfChrono) {
    EXPECT_EQ(format_date(add_months(date("2022-01-31"), 12'000'001)), "1002022-02-28");
    EXPECT_EQ(add_months(date("1970-01-01"), 4800).days_since_epoch, 146'097);
    EXPECT_EQ(add_months(date("1970-01-01"), -4800).days_since_epoch, -146'097);
}

TEST(AddMonths, AgreesWithStepsOfSingleMonthsFromTheFirst) {
    Date by_single = date("1890-01-01");
    for (int n = 1; n <= 4900; ++n) {
        by_single = add_months(by_single, 1);
        ASSERT_EQ(by_single, add_months(date("1890-01-01"), n)) << n;
    }
}

TEST(CalendarTime, CountsMonthsFromTheAnchorEachTime) {
    const Date start = date("2022-01-01");
    const CalendarStep month{.months = 1, .days = 0.0};
    EXPECT_EQ(calendar_time(start, 30.0, month, 0), 30.0);         // 31 January
    EXPECT_EQ(calendar_time(start, 30.0, month, 1), 31.0 + 27.0);  // 28 February
    EXPECT_EQ(calendar_time(start, 30.0, month, 2), 59.0 + 30.0);  // 31 March
}

TEST(CalendarTime, KeepsTheFractionOfADay) {
    const CalendarStep month{.months = 1, .days = 0.0};
    EXPECT_EQ(calendar_time(date("2022-01-01"), 0.75, month, 1), 31.75);
    EXPECT_EQ(calendar_time(date("2022-01-01"), -0.25, month, 1), 30.75);  // 31 December 18:00 to 31 January 18:00
}

TEST(CalendarTime, MultipliesStepsOfDays) {
    EXPECT_EQ(calendar_time(date("2022-01-01"), 2.0, {.months = 0, .days = 7.0}, 3), 23.0);
    EXPECT_EQ(calendar_time(date("2022-01-01"), 0.0, {.months = 0, .days = 0.1}, 30),
              0.1 * 30.0);  // one product, no sum that drifts
}

TEST(CalendarTime, AddsDaysAfterMonths) {
    EXPECT_EQ(calendar_time(date("2022-01-31"), 0.0, {.months = 1, .days = 2.0}, 1), 28.0 + 2.0);
}

}  // namespace
}  // namespace strife
