// Declaring units, and what a unit system tells about dimensions.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/units.h"

namespace strife {
namespace {

using testing::Contains;

TEST(UnitSystem, DeclaredCountingUnitIsANewDimension) {
    UnitSystem units;
    EXPECT_FALSE(units.find_word("outpost").has_value());
    ASSERT_TRUE(units.declare_counting("outpost"));
    const std::optional<Unit> outpost = units.find_word("outpost");
    ASSERT_TRUE(outpost.has_value());
    EXPECT_TRUE(units.is_counting(outpost->dimension));
    EXPECT_NE(outpost->dimension, units.find_word("person").value().dimension);
    EXPECT_EQ(units.find_word("outposts").value().dimension, outpost->dimension);
}

TEST(UnitSystem, FormsRegularPlurals) {
    UnitSystem units;
    for (const char* const word : {"facility", "convoy", "mosque", "bus", "box", "church"})
        ASSERT_TRUE(units.declare_counting(word)) << word;
    for (const char* const word : {"facilities", "convoys", "mosques", "buses", "boxes", "churches"}) {
        EXPECT_TRUE(units.find_word(word).has_value()) << word;
    }
}

TEST(UnitSystem, APluralNeverHidesAnotherUnit) {
    UnitSystem units;
    ASSERT_TRUE(units.declare_counting("yard_post"));
    ASSERT_TRUE(units.declare_currency("tokens"));
    ASSERT_TRUE(units.declare_counting("token"));
    EXPECT_TRUE(units.is_currency(units.find_word("tokens").value().dimension));
    EXPECT_TRUE(units.is_counting(units.find_word("token").value().dimension));
}

TEST(UnitSystem, WordsThatAreUnitsCannotBeDeclared) {
    UnitSystem units;
    for (const char* const word : {"day", "people", "km", "EUR", "celsius"}) {
        EXPECT_FALSE(units.declare_counting(word)) << word;
        EXPECT_FALSE(units.declare_currency(word)) << word;
        EXPECT_FALSE(units.declare_derived(word, 2.0, Unit{})) << word;
    }
    EXPECT_EQ(units.find_word("day").value().scale, 1.0);
}

TEST(UnitSystem, ARefusedNameOfUdunitsMayBeDeclared) {
    UnitSystem units;
    ASSERT_TRUE(units.declare_derived("ton", 1000.0, units.parse("kg").value()));
    EXPECT_EQ(units.find_word("ton").value().scale, 1000.0);
}

TEST(UnitSystem, DerivedUnitsScaleTheirUnit) {
    UnitSystem units;
    ASSERT_TRUE(units.declare_derived("afghani", 0.0138, units.parse("USD").value()));
    EXPECT_DOUBLE_EQ(units.parse("afghani/week").value().scale, 0.0138 / 7.0);
    EXPECT_TRUE(units.is_currency(units.find_word("afghani").value().dimension));
    ASSERT_TRUE(units.declare_derived("platoon", 30.0, units.parse("person").value()));
    EXPECT_TRUE(units.is_counting(units.find_word("platoon").value().dimension));
}

TEST(UnitSystem, CurrenciesDoNotConvert) {
    UnitSystem units;
    ASSERT_TRUE(units.declare_currency("PKR"));
    EXPECT_NE(units.find_word("PKR").value().dimension, units.find_word("USD").value().dimension);
    EXPECT_TRUE(units.is_currency(units.find_word("PKR").value().dimension));
    EXPECT_FALSE(units.is_counting(units.find_word("PKR").value().dimension));
}

TEST(UnitSystem, OnlyOneCountingUnitToThePowerOneCounts) {
    const UnitSystem units;
    EXPECT_TRUE(units.is_counting(units.parse("event").value().dimension));
    for (const char* const text : {"1", "person^2", "person day", "person event", "1/person", "day", "meter", "USD"}) {
        EXPECT_FALSE(units.is_counting(units.parse(text).value().dimension)) << text;
    }
}

TEST(UnitSystem, EveryBuiltInCountingUnitIsOne) {
    const UnitSystem units;
    for (const std::string& word : UnitSystem::built_in_counting_units()) {
        const std::optional<Unit> unit = units.find_word(word);
        ASSERT_TRUE(unit.has_value()) << word;
        EXPECT_TRUE(units.is_counting(unit->dimension)) << word;
        EXPECT_TRUE(units.find_word(word + "s").has_value()) << word;
    }
}

TEST(UnitSystem, TimeIsTheDimensionOfTheDay) {
    const UnitSystem units;
    EXPECT_EQ(units.time(), units.find_word("month").value().dimension);
    EXPECT_EQ(units.describe(units.time()), "day");
}

TEST(UnitSystem, DescriptionsAreUnitsThemselves) {
    const UnitSystem units;
    for (const char* const text : {"1", "person/month", "1/day", "USD/person/month", "m^2 kg/s^3", "m^-2", "person^2 day"}) {
        const Dimension dimension = units.parse(text).value().dimension;
        const std::optional<Unit> again = units.parse(units.describe(dimension));
        ASSERT_TRUE(again.has_value()) << text;
        EXPECT_EQ(again->dimension, dimension) << text;
        EXPECT_EQ(again->scale, 1.0) << text;
    }
}

TEST(UnitSystem, EverySuggestionIsAUnit) {
    UnitSystem units;
    ASSERT_TRUE(units.declare_counting("outpost"));
    const std::vector<std::string> suggestions = units.suggestions();
    EXPECT_THAT(suggestions, Contains("outpost"));
    EXPECT_THAT(suggestions, Contains("month"));
    for (const std::string& word : suggestions) EXPECT_TRUE(units.find_word(word).has_value()) << word;
}

TEST(UnitSystem, NamesOfScenariosAreNotUnits) {
    const UnitSystem units;
    for (const char* const word : {"fighters", "heat", "funds", "lethality", "population", "p", "c", "x", "effort"}) {
        EXPECT_FALSE(units.find_word(word).has_value()) << word;
    }
}

TEST(UnitSystem, MovesKeepItsUnits) {
    UnitSystem first;
    ASSERT_TRUE(first.declare_counting("outpost"));
    const UnitSystem second = std::move(first);
    EXPECT_TRUE(second.find_word("outpost").has_value());
}

}  // namespace
}  // namespace strife
