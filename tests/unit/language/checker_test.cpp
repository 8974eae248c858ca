// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "fixture.h"

namespace strife {
namespace {

TEST(Checker, AddingDifferentUnitsIsPlacedAndNamed) {
    World world;
    EXPECT_EQ(world.check("funds + fighters[p]"), "");
    EXPECT_EQ(world.codes(), "E501");
    EXPECT_NE(world.first_message().find("[USD] and [person]"), std::string::npos) << world.first_message();
}

TEST(Checker, UnitsAreConvertedToCanonicalOnes) {
    World world;
    EXPECT_EQ(world.check_rate("24/day + 1/hour"), "(24 + 24)") << world.first_message();
}

TEST(Checker, ARateIsPerTimeOrACountPerTime) {
    World world;
    EXPECT_NE(world.check_rate("0.2/day"), "");
    EXPECT_NE(world.check_rate("40 person/day"), "");
    EXPECT_EQ(world.check_rate("5 USD/day"), "");
    EXPECT_EQ(world.check_rate("5"), "");
    EXPECT_EQ(world.codes(), "E507 E507");
}

TEST(Checker, ParametersCarryTheirUnits) {
    World world;
    EXPECT_EQ(world.check("pay * fighters[p] < funds"), "((pay * group.fighters[i0]) < group.funds)");
}

TEST(Checker, AStateWithoutItsIndexIsRefusedWithTheSumAsHint) {
    World world;
    EXPECT_EQ(world.check("fighters > 3 person"), "");
    EXPECT_EQ(world.codes(), "E505");
    EXPECT_NE(world.diagnostics.sorted()[0].hint.find("sum(fighters)"), std::string::npos);
}

TEST(Checker, SumsRunOverAllMembers) {
    World world;
    EXPECT_EQ(world.check("sum(fighters)"), "sum(group.fighters[i1] for i1 in province)");
    EXPECT_EQ(world.check("sum(fighters[q] for q in near[p] if population[q] > 5 person)"),
              "sum(group.fighters[i2] for i2 in near[i0] if (population[i2] > 5))");
}

TEST(Checker, MembersAreFoundByTheSetThatIsExpected) {
    World world;
    EXPECT_EQ(world.check("fighters[east]"), "group.fighters[east]");
    EXPECT_EQ(world.check("fighters[north]"), "");
    EXPECT_EQ(world.codes(), "E405");
}

TEST(Checker, UnknownNamesGetTheNearestOnes) {
    World world;
    EXPECT_EQ(world.check("fihgters[p]"), "");
    EXPECT_EQ(world.codes(), "E401");
    EXPECT_EQ(world.diagnostics.sorted()[0].hint, "did you mean 'fighters'?");
}

TEST(Checker, NothingIsDrawnInARate) {
    World world;
    EXPECT_EQ(world.check_rate("poisson(3) * 1/day"), "");
    EXPECT_EQ(world.codes(), "E603");
}

TEST(Checker, TheClockIsNotReadInARate) {
    World world;
    EXPECT_EQ(world.check_rate("now * 1/day"), "");
    EXPECT_EQ(world.codes(), "E607");
}

TEST(Checker, EventAttributesAreKnownOnlyWhereThereIsAnEvent) {
    World world;
    EXPECT_EQ(world.check("event.deaths"), "");
    EXPECT_EQ(world.codes(), "E404");
    world.scope.event = EventTypeId{0};
    EXPECT_EQ(world.check("fighters[event.place]"), "group.fighters[event.0]");
}

TEST(Checker, ActivitiesAreCounted) {
    World world;
    EXPECT_EQ(world.check("active(plots[p])"), "active(group.plots[i0])");
    EXPECT_EQ(world.check("active(plots)"), "sum(active(group.plots[i1]) for i1 in province)");
}

TEST(Checker, FunctionsOfPureNumbersRefuseUnits) {
    World world;
    EXPECT_EQ(world.check("exp(funds)"), "");
    EXPECT_EQ(world.codes(), "E501");
}

// The name of a chain of definitions, each made of the one before by `text`, in which `_` stands for its name.
std::string define_chain(World& world, std::size_t length, const std::string& text) {
    for (std::size_t i = 0; i < length; ++i) {
        std::string body = i == 0 ? "1" : text;
        const std::string before = "d" + std::to_string(i - 1);
        for (std::size_t at = body.find('_'); at != std::string::npos; at = body.find('_', at)) body.replace(at, 1, before);
        const std::string name = "d" + std::to_string(i);
        world.symbols.declare(name, {SymbolKind::define, world.symbols.defines.size()});
        world.symbols.defines.push_back({.name = name,
                                         .sets = {},
                                         .variables = {},
                                         .body = parse_expression(world.text(body), world.units, world.diagnostics)});
    }
    return "d" + std::to_string(length - 1);
}

TEST(Definitions, LongChainsAreRefusedBeforeTheStackEnds) {
    World good;
    EXPECT_NE(good.check(define_chain(good, 400, "_ + 1")), "") << good.first_message();
    World world;
    EXPECT_EQ(world.check(define_chain(world, 20'000, "_ + 1")), "");
    EXPECT_EQ(world.codes(), "E306");
}

TEST(Definitions, DoublingOnesAreRefusedBeforeMemoryEnds) {
    World good;
    EXPECT_NE(good.check(define_chain(good, 10, "_ + _")), "") << good.first_message();
    World world;
    EXPECT_EQ(world.check(define_chain(world, 60, "_ + _")), "");
    EXPECT_EQ(world.codes(), "E306");
    EXPECT_NE(world.check("1 + 2"), "");  // it is a fault of one expression
}

}  // namespace
}  // namespace strife
