// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "fixture.h"

namespace strife {
namespace {

TEST(Parser, ProductsBindTighterThanSums) {
    World world;
    EXPECT_EQ(world.check("1 + 2 * 3 - 4 / 2"), "((1 + (2 * 3)) - (4 / 2))");
}

TEST(Parser, ComparisonsBindTighterThanAndTighterThanOr) {
    World world;
    EXPECT_EQ(world.check("1 < 2 or 2 < 3 and not 3 < 4"), "((1 < 2) or ((2 < 3) and not (3 < 4)))");
}

TEST(Parser, PowersBindTighterThanTheSignBeforeThem) {
    World world;
    EXPECT_EQ(world.check("-2 ^ 2"), "-(2 ^ 2)");
}

TEST(Parser, AUnitRunsAsFarAsUnitWordsGo) {
    World world;
    EXPECT_EQ(world.check("fighters[p] / (900 person day)"), "(group.fighters[i0] / 900)");
    EXPECT_EQ(world.check("7 day / 1 week"), "(7 / 7)") << world.first_message();
    EXPECT_EQ(world.check("3 km^2 / 1 m^2"), "(3000000 / 1)") << world.first_message();
}

TEST(Parser, ANumberWithAUnitAfterADivisionNeedsParentheses) {
    World world;
    EXPECT_EQ(world.check("fighters[p] / 2/month"), "");
    EXPECT_EQ(world.codes(), "E305");
}

TEST(Parser, ChainedComparisonsAreRefused) {
    World world;
    world.check("1 < 2 < 3");
    EXPECT_EQ(world.codes(), "E301");
}

TEST(Parser, MissingParenthesisIsPlacedWhereItIsMissed) {
    World world;
    world.check("(1 + 2");
    EXPECT_EQ(world.codes(), "E303");
    EXPECT_EQ(world.first_place().column, 7U);
}

TEST(Parser, DeepNestingIsRefusedBeforeTheStackEnds) {
    World world;
    EXPECT_EQ(world.check(std::string(10'000, '(') + "1" + std::string(10'000, ')')), "");
    EXPECT_EQ(world.codes(), "E306");
    EXPECT_EQ(world.check(std::string(10'000, '-') + "1"), "");
    EXPECT_EQ(world.check("2" + std::string(5'000, '^') + "2"), "");
}

TEST(Parser, ALongChainIsRefusedBeforeTheStackEnds) {
    const auto chain = [](int operators, const std::string& sign) {
        std::string text = "1";
        for (int i = 0; i < operators; ++i) text += sign + "1";
        return text;
    };
    for (const std::string sign : {" + ", " - ", " * ", " / "}) {
        World good;
        EXPECT_NE(good.check(chain(999, sign)), "") << good.first_message();
        World world;
        EXPECT_EQ(world.check(chain(300'000, sign)), "");
        EXPECT_EQ(world.codes(), "E306") << sign;
    }
    World truths;
    EXPECT_EQ(truths.check("true" + std::string(chain(2000, " or 1 < ")).substr(1)), "");
    EXPECT_EQ(truths.codes(), "E306");
}

TEST(Parser, EachStatementMayHoldAsManyOperators) {
    World world;
    std::string text;
    for (int i = 0; i < 800; ++i) text += "funds += 1 USD + 2 USD\n";
    world.check_block(text);
    EXPECT_EQ(world.codes(), "");
}

TEST(Parser, LongFlatSumsAreRead) {
    World world;
    std::string sum = "1";
    for (int i = 0; i < 150; ++i) sum += " + 1";
    EXPECT_NE(world.check(sum), "");
}

TEST(Parser, WordsOfOtherLanguagesGetTheRightOnes) {
    World world;
    world.check("1 == 2 && 3 > 4");
    EXPECT_EQ(world.codes(), "E301 E301");
}

TEST(Parser, DatesMustExist) {
    World world;
    world.check("2022-02-30");
    EXPECT_NE(world.codes().find("E206"), std::string::npos);
}

TEST(Parser, LeadingZerosAreNoNumbers) {
    World world;
    world.check("014 + 1");
    EXPECT_EQ(world.codes(), "E304");
}

}  // namespace
}  // namespace strife
