// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "fixture.h"

namespace strife {
namespace {

TEST(Statements, LinesAndSemicolonsSeparate) {
    World world;
    EXPECT_EQ(world.check_block("funds += 5 USD; funds -= 1 USD\nfunds *= 2").size(), 3U);
    EXPECT_EQ(world.codes(), "");
}

TEST(Statements, ACountCannotBeMultiplied) {
    World world;
    world.check_block("fighters[p] *= 0.9");
    EXPECT_EQ(world.codes(), "E605");
    EXPECT_NE(world.diagnostics.sorted()[0].hint.find("binomial(fighters, 0.1)"), std::string::npos);
}

TEST(Statements, OneFaultDoesNotHideTheNext) {
    World world;
    world.check_block("funds += 5 person\nfunds = 3 USD\nunknown += 1\nfighters[p] += 1 person");
    EXPECT_EQ(world.codes(), "E501 E307 E401");
}

TEST(Statements, BlocksMustBeClosed) {
    World world;
    world.check_block("if funds > 0 USD then\n  funds -= 1 USD\n");
    EXPECT_EQ(world.codes(), "E308");
}

TEST(Statements, NamesOfABlockEndWithIt) {
    World world;
    world.check_block("if funds > 0 USD then\n  let n = 3 USD\nend\nfunds += n");
    EXPECT_EQ(world.codes(), "E401");
}

TEST(Statements, EventsNeedAllTheirAttributes) {
    World world;
    world.check_block("emit attack(place = p)");
    EXPECT_EQ(world.codes(), "E506");
    world.check_block("emit attack(place = p, deaths = 3 person, colour = 2)");
    EXPECT_EQ(world.codes(), "E506 E407");
}

TEST(Statements, ParametersCannotBeAssigned) {
    World world;
    world.check_block("pay := 3 USD/person");
    EXPECT_EQ(world.codes(), "E606");
}

TEST(Statements, ItemsAreNamedAndCancelled) {
    World world;
    EXPECT_EQ(world.check_block("begin plots[p] as x\ncancel x\ncancel 2 of plots[p]\ncancel plots[p]").size(), 4U);
    EXPECT_EQ(world.codes(), "");
}

}  // namespace
}  // namespace strife
