// Reading units: words, scales, compound texts and what is wrong with the others.
// SPDX-License-Identifier: Apache-2.0
#include "base/units.h"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace strife {
namespace {

class UnitsTest : public testing::Test {
  protected:
    double scale(std::string_view text) const {
        const std::optional<Unit> unit = units_.parse(text);
        return unit ? unit->scale : std::numeric_limits<double>::quiet_NaN();
    }
    std::string dimension(std::string_view text) const {
        const std::optional<Unit> unit = units_.parse(text);
        return unit ? units_.describe(unit->dimension) : "no unit";
    }
    UnitError error(std::string_view text) const {
        UnitError result;
        EXPECT_FALSE(units_.parse(text, &result).has_value()) << text;
        return result;
    }

    UnitSystem units_;
};

TEST_F(UnitsTest, TimeIsInDaysExactly) {
    EXPECT_EQ(scale("day"), 1.0);
    EXPECT_EQ(scale("hour"), 1.0 / 24.0);
    EXPECT_EQ(scale("minute"), 1.0 / 1440.0);
    EXPECT_EQ(scale("second"), 1.0 / 86'400.0);
    EXPECT_EQ(scale("week"), 7.0);
}

TEST_F(UnitsTest, MonthsAndYearsAreMeanOnes) {
    EXPECT_NEAR(scale("year"), 365.242198781, 1e-8);
    EXPECT_NEAR(scale("month"), 365.242198781 / 12.0, 1e-9);
}

TEST_F(UnitsTest, PluralsAreTheSameUnit) {
    for (const char* const word : {"days", "months", "persons", "people", "events", "camps", "kilometers"}) {
        EXPECT_TRUE(units_.find_word(word).has_value()) << word;
    }
    EXPECT_EQ(dimension("people"), "person");
    EXPECT_EQ(scale("days"), 1.0);
}

TEST_F(UnitsTest, ShortSymbolsMeanTheirLongNames) {
    struct Pair {
        const char* symbol;
        const char* name;
    };
    for (const Pair pair : {Pair{"s", "second"},
                            {"min", "minute"},
                            {"h", "hour"},
                            {"d", "day"},
                            {"mm", "millimeter"},
                            {"cm", "centimeter"},
                            {"m", "meter"},
                            {"km", "kilometer"},
                            {"ha", "hectare"},
                            {"L", "liter"},
                            {"g", "gram"},
                            {"kg", "kilogram"},
                            {"t", "tonne"},
                            {"%", "percent"}}) {
        EXPECT_EQ(scale(pair.symbol), scale(pair.name)) << pair.symbol;
        EXPECT_EQ(dimension(pair.symbol), dimension(pair.name)) << pair.symbol;
    }
    EXPECT_EQ(UnitSystem::short_symbols().size(), 14U);
}

TEST_F(UnitsTest, OtherSymbolsOfUdunitsAreNoUnits) {
    for (const char* const word : {"a", "l", "M", "y", "yr", "C", "F", "K", "T", "G", "b", "u", "e", "pi", "hr", "Pa"}) {
        EXPECT_FALSE(units_.find_word(word).has_value()) << word;
    }
}

TEST_F(UnitsTest, LongPrefixesScaleLongNamesOnly) {
    EXPECT_DOUBLE_EQ(scale("kilometer"), 1000.0);
    EXPECT_DOUBLE_EQ(scale("megawatts"), 1e6 * scale("watt"));
    EXPECT_DOUBLE_EQ(scale("milliliter"), 1e-3 * scale("liter"));
    EXPECT_FALSE(units_.find_word("kiloperson").has_value());
    EXPECT_FALSE(units_.find_word("kilom").has_value());
    EXPECT_FALSE(units_.find_word("kilo").has_value());
    EXPECT_FALSE(units_.find_word("kilokilometer").has_value());
}

TEST_F(UnitsTest, LongNamesAreSpelledInLowerCase) {
    EXPECT_FALSE(units_.find_word("Day").has_value());
    EXPECT_THAT(error("Day").hint, testing::HasSubstr("'day'"));
}

TEST_F(UnitsTest, PercentAndOneArePureNumbers) {
    EXPECT_EQ(scale("1"), 1.0);
    EXPECT_EQ(dimension("1"), "1");
    EXPECT_EQ(scale("percent"), 0.01);
    EXPECT_EQ(dimension("%"), "1");
    EXPECT_EQ(dimension("radian"), "1");
}

TEST_F(UnitsTest, CompoundUnitsMultiplyAndDivide) {
    EXPECT_EQ(dimension("person/month"), "person/day");
    EXPECT_EQ(scale("person/month"), 1.0 / scale("month"));
    EXPECT_EQ(dimension("person day"), "person day");
    EXPECT_EQ(dimension("day person"), "person day");
    EXPECT_EQ(dimension("1/day"), "1/day");
    EXPECT_EQ(dimension("USD*day"), "USD day");
    EXPECT_EQ(dimension("km^2"), "meter^2");
    EXPECT_DOUBLE_EQ(scale("km^2"), 1e6);
    EXPECT_EQ(dimension("m^-2"), "1/meter^2");
    EXPECT_DOUBLE_EQ(scale("cm^-2"), 1e4);
    EXPECT_EQ(scale("day^-2"), 1.0);
}

TEST_F(UnitsTest, SlashAppliesToTheNextFactorOnly) {
    EXPECT_EQ(dimension("person/day km"), "person meter/day");
    EXPECT_EQ(dimension("person/day/km^2"), "person/meter^2/day");
}

TEST_F(UnitsTest, SpacesAreFreeAndTheTextIsKept) {
    const std::optional<Unit> unit = units_.parse("  person / month ");
    ASSERT_TRUE(unit.has_value());
    EXPECT_EQ(unit->text, "person / month");
    EXPECT_EQ(unit->dimension, units_.parse("person/month").value().dimension);
    EXPECT_EQ(dimension("km ^ 2"), "meter^2");
}

TEST_F(UnitsTest, ReciprocalsDiffer) {
    EXPECT_NE(units_.parse("day").value().dimension, units_.parse("1/day").value().dimension);
    EXPECT_EQ(units_.parse("hertz").value().dimension, units_.parse("1/day").value().dimension);
    EXPECT_EQ(scale("hertz"), 86'400.0);
}

TEST_F(UnitsTest, DerivedUnitsOfUdunitsKeepTimeInDays) {
    EXPECT_EQ(dimension("watt"), "meter^2 kilogram/day^3");
    EXPECT_DOUBLE_EQ(scale("watt"), 86'400.0 * 86'400.0 * 86'400.0);
    EXPECT_DOUBLE_EQ(scale("knot"), 1852.0 * 24.0);
}

TEST_F(UnitsTest, UnknownWordsArePlacedWithASuggestion) {
    const UnitError fault = error("person/mont");
    EXPECT_EQ(fault.reason, UnitError::Reason::unknown_word);
    EXPECT_EQ(fault.begin, 7U);
    EXPECT_EQ(fault.end, 11U);
    EXPECT_EQ(fault.message, "'mont' is not a unit");
    EXPECT_EQ(fault.hint, "did you mean 'month'?");
}

TEST_F(UnitsTest, UnitsThatAreNoMultiplesAreRefusedAsSuch) {
    for (const char* const word : {"celsius", "fahrenheit", "degree_celsius"}) {
        EXPECT_FALSE(units_.find_word(word).has_value()) << word;
        EXPECT_EQ(error(word).reason, UnitError::Reason::offset) << word;
    }
    EXPECT_TRUE(units_.find_word("kelvin").has_value());
}

TEST_F(UnitsTest, AmbiguousTonIsRefusedWithTheChoice) {
    for (const char* const word : {"ton", "tons", "kiloton"}) {
        EXPECT_EQ(error(word).hint, "write tonne (1000 kg), short_ton or long_ton") << word;
    }
    EXPECT_DOUBLE_EQ(scale("tonne"), 1000.0);
    EXPECT_DOUBLE_EQ(scale("short_ton"), 907.18474);
}

TEST_F(UnitsTest, MalformedTextsArePlaced) {
    struct Case {
        const char* text;
        std::size_t begin;
        std::size_t end;
    };
    for (const Case& c : {Case{"", 0, 0},
                          {"   ", 0, 3},
                          {"person/", 7, 7},
                          {"person//day", 7, 8},
                          {"/day", 0, 1},
                          {"5 person", 0, 1},
                          {"person 2", 7, 8},
                          {"km^", 2, 3},
                          {"km^x", 2, 3},
                          {"km^0", 2, 4},
                          {"km^21", 2, 5},
                          {"km^99999999999", 2, 14},
                          {"km^-", 2, 4},
                          {"day-1", 3, 4},
                          {"1x", 0, 2},
                          {"1.5", 0, 3},
                          {"person/\xC3\xA9t\xC3\xA9", 7, 9}}) {
        const UnitError fault = error(c.text);
        EXPECT_EQ(fault.reason, UnitError::Reason::syntax) << c.text;
        EXPECT_EQ(fault.begin, c.begin) << c.text;
        EXPECT_EQ(fault.end, c.end) << c.text;
        EXPECT_FALSE(fault.message.empty()) << c.text;
    }
}

TEST_F(UnitsTest, ScalesThatLeaveTheDoublesAreErrors) {
    std::string text = "km^20";
    for (int i = 0; i < 9; ++i) text += " km^20";
    EXPECT_EQ(error(text).reason, UnitError::Reason::syntax);
}

TEST_F(UnitsTest, TruncatedUtf8StaysInsideTheText) {
    EXPECT_EQ(error("person/\xE2").end, 8U);
}

}  // namespace
}  // namespace strife
