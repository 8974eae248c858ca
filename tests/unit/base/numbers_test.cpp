// Strict reading of numbers, booleans and names, and writing numbers.
// SPDX-License-Identifier: Apache-2.0
#include "base/numbers.h"

#include <bit>
#include <cmath>
#include <limits>
#include <random>

#include <gtest/gtest.h>

namespace strife {
namespace {

TEST(ParseNumber, ReadsDecimals) {
    EXPECT_EQ(parse_number("0"), 0.0);
    EXPECT_EQ(parse_number("-0.5"), -0.5);
    EXPECT_EQ(parse_number("+3"), 3.0);
    EXPECT_EQ(parse_number("250e3"), 250'000.0);
    EXPECT_EQ(parse_number("1.5E-3"), 0.0015);
    EXPECT_EQ(parse_number("1e+2"), 100.0);
    EXPECT_EQ(parse_number("10_000"), 10'000.0);
    EXPECT_EQ(parse_number("1_000.000_5"), 1000.0005);
    EXPECT_EQ(parse_number("0.1"), 0.1);
}

TEST(ParseNumber, KeepsTheSignOfZero) {
    EXPECT_TRUE(std::signbit(parse_number("-0").value()));
}

TEST(ParseNumber, RefusesEverythingElse) {
    for (const char* const text :
         {"",     " 1",   "1 ",   "014",   "-014", "00",  "0x10",     "inf",   "nan",   "-inf", ".5", "5.",
          "1.e3", "1e",   "1e+",  "e5",    "+",    "-",   "--1",      "+-1",   "1,5",   "1_",   "_1", "1__0",
          "1_.5", "1._5", "1e_5", "1 000", "1f",   "1d3", "\xD9\xA1", "1.2.3", "1e5.0", "true"}) {
        EXPECT_FALSE(parse_number(text).has_value()) << text;
    }
    EXPECT_FALSE(parse_number(std::string_view("1\0", 2)).has_value());
}

TEST(ParseNumber, RefusesWhatADoubleCannotHold) {
    EXPECT_FALSE(parse_number("1e309").has_value());
    EXPECT_FALSE(parse_number("-1e309").has_value());
    EXPECT_FALSE(parse_number("1e-400").has_value());
    EXPECT_EQ(parse_number("0e-400"), 0.0);
    EXPECT_EQ(parse_number("0.000e999"), 0.0);
    EXPECT_EQ(parse_number("1.7976931348623157e308"), std::numeric_limits<double>::max());
    EXPECT_EQ(parse_number("5e-324"), std::numeric_limits<double>::denorm_min());
}

TEST(ParseInteger, ReadsTheWholeRange) {
    EXPECT_EQ(parse_integer("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(parse_integer("-9223372036854775808"), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(parse_integer("+1_000"), 1000);
    EXPECT_FALSE(parse_integer("9223372036854775808").has_value());
    for (const char* const text : {"", "1.0", "1e3", "01", "-", "0x1", "1 ", "1_"})
        EXPECT_FALSE(parse_integer(text).has_value()) << text;
}

TEST(ParseUnsigned, ReadsTheWholeRange) {
    EXPECT_EQ(parse_unsigned("18446744073709551615"), std::numeric_limits<std::uint64_t>::max());
    EXPECT_FALSE(parse_unsigned("18446744073709551616").has_value());
    EXPECT_FALSE(parse_unsigned("-1").has_value());
    EXPECT_EQ(parse_unsigned("20_240_322"), 20'240'322U);
}

TEST(ParseBoolean, KnowsTwoWords) {
    EXPECT_EQ(parse_boolean("true"), true);
    EXPECT_EQ(parse_boolean("false"), false);
    for (const char* const text : {"", "True", "TRUE", "yes", "no", "on", "1", "true "})
        EXPECT_FALSE(parse_boolean(text).has_value()) << text;
}

TEST(IsName, BeginsWithALetter) {
    for (const char* const text : {"a", "A1", "insurgent_group", "x_"}) EXPECT_TRUE(is_name(text)) << text;
    for (const char* const text : {"", "_a", "1a", "a-b", "a b", "a.b", "\xC3\xA9t\xC3\xA9"}) EXPECT_FALSE(is_name(text)) << text;
}

TEST(FormatNumber, WritesWholeNumbersPlainly) {
    EXPECT_EQ(format_number(0.0), "0");
    EXPECT_EQ(format_number(150e3), "150000");
    EXPECT_EQ(format_number(-7.0), "-7");
    EXPECT_EQ(format_number(1e15), "1000000000000000");
    EXPECT_EQ(format_number(1e16), "1e+16");
}

TEST(FormatNumber, WritesTheShortestFraction) {
    EXPECT_EQ(format_number(0.1), "0.1");
    EXPECT_EQ(format_number(1.0 / 3.0), "0.3333333333333333");
    EXPECT_EQ(format_number(1e-7), "1e-07");
}

TEST(FormatNumber, NamesWhatIsNotFinite) {
    EXPECT_EQ(format_number(std::numeric_limits<double>::infinity()), "inf");
    EXPECT_EQ(format_number(-std::numeric_limits<double>::infinity()), "-inf");
    EXPECT_EQ(format_number(std::numeric_limits<double>::quiet_NaN()), "nan");
}

TEST(FormatNumber, ReadsBackAsTheSameDouble) {
    std::mt19937_64 bits(20240322);
    int finite = 0;
    for (int i = 0; i < 20'000; ++i) {
        const auto value = std::bit_cast<double>(bits());
        if (!std::isfinite(value)) continue;
        ++finite;
        ASSERT_EQ(parse_number(format_number(value)), value) << format_number(value);
    }
    EXPECT_GT(finite, 19'000);
    for (const double value : {0.1, -0.0, 5e-324, 1e15, 999'999'999'999'999.9, 1e22})
        EXPECT_EQ(parse_number(format_number(value)), value);
}

}  // namespace
}  // namespace strife
