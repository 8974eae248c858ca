// SPDX-License-Identifier: Apache-2.0
#include "base/calendar.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

#include "base/contracts.h"

namespace strife {
namespace {

constexpr double kSecondsPerDay = 86'400.0;

// The Gregorian calendar repeats itself after 400 years; <chrono> is asked about one such cycle only, since its years have 16
// bits.
constexpr std::int64_t kYearsPerCycle = 400;
constexpr std::int64_t kMonthsPerCycle = kYearsPerCycle * 12;
constexpr std::int64_t kDaysPerCycle = 146'097;

struct Split {
    std::int64_t cycles;
    std::int64_t rest;  // in [0, length)
};

Split split(std::int64_t value, std::int64_t length) {
    const std::int64_t rest = ((value % length) + length) % length;
    return {.cycles = (value - rest) / length, .rest = rest};
}

std::chrono::year_month_day to_civil(std::int64_t days_since_epoch) {
    return {std::chrono::sys_days(std::chrono::days(days_since_epoch))};
}

std::int64_t to_days(std::chrono::year_month_day civil) {
    return std::chrono::sys_days(civil).time_since_epoch().count();
}

// The number that `text` spells with digits alone, or nothing.
std::optional<unsigned> digits(std::string_view text) {
    unsigned value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return value;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const std::optional<unsigned> year = digits(text.substr(0, 4));
    const std::optional<unsigned> month = digits(text.substr(5, 2));
    const std::optional<unsigned> day = digits(text.substr(8, 2));
    if (!year || !month || !day || *year == 0) return std::nullopt;
    const std::chrono::year_month_day civil(std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month),
                                            std::chrono::day(*day));
    if (!civil.ok()) return std::nullopt;
    return Date{.days_since_epoch = to_days(civil)};
}

std::string format_date(Date date) {
    const Split days = split(date.days_since_epoch, kDaysPerCycle);
    const std::chrono::year_month_day civil = to_civil(days.rest);
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(civil.year()) + kYearsPerCycle * days.cycles,
                       static_cast<unsigned>(civil.month()), static_cast<unsigned>(civil.day()));
}

std::string format_instant(Date start, double days_after_start) {
    STRIFE_EXPECT(std::isfinite(days_after_start));
    double whole = std::floor(days_after_start);
    auto seconds = static_cast<int>(std::lround((days_after_start - whole) * kSecondsPerDay));
    if (seconds == static_cast<int>(kSecondsPerDay)) {  // half a second before midnight or less
        seconds = 0;
        whole += 1.0;
    }
    std::string date = format_date({start.days_since_epoch + static_cast<std::int64_t>(whole)});
    if (seconds == 0) return date;
    return fmt::format("{}T{:02}:{:02}:{:02}", date, seconds / 3600, seconds / 60 % 60, seconds % 60);
}

CalendarMonth month_of(Date date) {
    const Split days = split(date.days_since_epoch, kDaysPerCycle);
    const std::chrono::year_month_day civil = to_civil(days.rest);
    const auto day = static_cast<unsigned>(civil.day());
    return {.month = static_cast<int>(static_cast<unsigned>(civil.month())),
            .begins = {.days_since_epoch = date.days_since_epoch - (day - 1)}};
}

Date add_months(Date anchor, std::int64_t months) {
    const Split days = split(anchor.days_since_epoch, kDaysPerCycle);
    const Split steps = split(months, kMonthsPerCycle);
    const std::chrono::year_month_day civil = to_civil(days.rest);
    const std::chrono::year_month month = civil.year() / civil.month() + std::chrono::months(steps.rest);
    const std::chrono::day last = (month / std::chrono::last).day();
    const std::int64_t within = to_days(month / std::min(civil.day(), last));
    return {.days_since_epoch = within + (days.cycles + steps.cycles) * kDaysPerCycle};
}

double calendar_time(Date start, double anchor_days, CalendarStep step, std::int64_t n) {
    const double exact_days = step.days * static_cast<double>(n);
    if (step.months == 0) return anchor_days + exact_days;
    const double whole = std::floor(anchor_days);
    const Date anchor{start.days_since_epoch + static_cast<std::int64_t>(whole)};
    const Date date = add_months(anchor, n * step.months);
    // The fraction is added last, so that whole days stay whole.
    return static_cast<double>(date.days_since_epoch - start.days_since_epoch) + (anchor_days - whole) + exact_days;
}

}  // namespace strife
