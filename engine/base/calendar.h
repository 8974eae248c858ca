// Calendar dates and the spans between them. Days have 86,400 s; dates are proleptic Gregorian, at midnight UTC.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace strife {

// A date as a number of days since 1970-01-01.
struct Date {
    std::int64_t days_since_epoch = 0;
    auto operator<=>(const Date&) const = default;
};

// "2022-01-31" (years 0001 to 9999, always ten characters); nothing if it is not an existing date.
std::optional<Date> parse_date(std::string_view text);
// "2022-01-31".
std::string format_date(Date date);
// "2022-01-31" plus a fraction of a day as "2022-01-31T06:00:00" (to the second); whole days give the date alone.
std::string format_instant(Date start, double days_after_start);

// A calendar step: months go by the calendar, days are exact.
struct CalendarStep {
    int months = 0;     // years count as 12 months
    double days = 0.0;  // weeks, days, hours, ... in days
    bool operator==(const CalendarStep&) const = default;
};

// The date `n` steps of months after `anchor`, from the anchor each time: 31 January, 28 February, 31 March.
Date add_months(Date anchor, std::int64_t months);

// The month a date is in: 1 to 12, and its first day.
struct CalendarMonth {
    int month = 1;
    Date begins;
};
CalendarMonth month_of(Date date);

// Days from `start` to the n-th step after `anchor_days` (days after `start`), counted from the anchor; a fraction of a day in
// the anchor is kept.
double calendar_time(Date start, double anchor_days, CalendarStep step, std::int64_t n);

}  // namespace strife
