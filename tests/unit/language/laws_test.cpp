// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "fixture.h"
#include "random/laws.h"

namespace strife {
namespace {

// The compiled model carries a law as its number, so the two tables must agree.
TEST(Laws, NamesAndNumbersAreThoseOfTheSamplers) {
    const auto names = law_names();
    ASSERT_EQ(names.size(), law_table().size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        EXPECT_EQ(names[i], law_table()[i].name);
        EXPECT_EQ(static_cast<std::size_t>(law_table()[i].law), i);
    }
}

TEST(Laws, GammaTakesAnyTwoThatFixIt) {
    for (const char* text :
         {"gamma(mean = 6 day, cv = 0.5)", "gamma(mean = 6 day, sd = 3 day)", "gamma(shape = 4, scale = 1.5 day)",
          "gamma(mean = 6 day, shape = 4)", "gamma(mean = 6 day, scale = 1.5 day)", "gamma(cv = 0.5, scale = 1.5 day)",
          "gamma(sd = 3 day, shape = 4)", "gamma(cv = 0.5, sd = 3 day)", "gamma(sd = 3 day, scale = 1.5 day)"}) {
        World world;
        world.scope.may_draw = true;
        EXPECT_NE(world.check(text), "") << text << ": " << world.first_message();
    }
    World world;
    world.scope.may_draw = true;
    EXPECT_EQ(world.check("gamma(cv = 0.5, shape = 4)"), "");
    EXPECT_EQ(world.codes(), "E506");
}

TEST(Laws, CountingLawsRefuseOtherUnits) {
    World world;
    world.scope.may_draw = true;
    EXPECT_NE(world.check("poisson(6.8 person)"), "");
    EXPECT_EQ(world.check("poisson(6.8 USD)"), "");
    EXPECT_EQ(world.codes(), "E508");
}

TEST(Laws, ArgumentsShareTheirUnit) {
    World world;
    world.scope.may_draw = true;
    EXPECT_EQ(world.check("normal(mean = 3 day, sd = 2 person)"), "");
    EXPECT_EQ(world.codes(), "E501");
}

TEST(Laws, UnknownArgumentsGetTheKnownOnes) {
    World world;
    world.scope.may_draw = true;
    EXPECT_EQ(world.check("gamma(maen = 3, cv = 2)"), "");
    EXPECT_EQ(world.diagnostics.sorted()[0].hint, "did you mean 'mean'?");
}

}  // namespace
}  // namespace strife
