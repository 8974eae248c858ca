// What of YAML a scenario may use, and what a bad file gets.
// SPDX-License-Identifier: Apache-2.0
#include "scenario/yaml_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenario_texts.h"

namespace strife {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> codes_of(const std::string& text) {
    ScenarioTexts texts;
    texts.read_tree(text);
    return texts.codes();
}

TEST(YamlTree, MapsListsAndTheirSpans) {
    ScenarioTexts texts;
    const auto root = texts.read_tree("# é\na: {k: v, l: [1, \"2\"]}\nb:\n  - x\n  - y: z\n");
    ASSERT_TRUE(root);
    ASSERT_TRUE(root->is_map());
    const YamlNode& flow = root->find("a")->value;
    EXPECT_TRUE(flow.flow);
    EXPECT_EQ(texts.bytes(flow.span), "{k: v, l: [1, \"2\"]}");
    EXPECT_EQ(texts.bytes(flow.find("l")->value.span), "[1, \"2\"]");
    const YamlNode& list = root->find("b")->value;
    ASSERT_EQ(list.items.size(), 2U);
    EXPECT_FALSE(list.flow);
    EXPECT_EQ(texts.bytes(list.span), "- x\n  - y: z");
    EXPECT_EQ(texts.bytes(list.items[1].find("y")->key.whole()), "y");
    EXPECT_EQ(root->find("missing"), nullptr);
}

TEST(YamlTree, RefusesInvalidUtf8WithItsPlace) {
    EXPECT_THAT(codes_of("a: b\nc: \xC3(\n"), ElementsAre("E101 2:4"));
    EXPECT_THAT(codes_of("a: \xC0\xAF\n"), ElementsAre("E101 1:4", "E101 1:5"));
    EXPECT_THAT(codes_of("a: \xED\xA0\x80\n"), testing::Not(testing::IsEmpty()));
}

TEST(YamlTree, RefusesNulAndControlCharacters) {
    EXPECT_THAT(codes_of(std::string("a: b\0c\n", 7)), ElementsAre("E102 1:5"));
    EXPECT_THAT(codes_of("a: b\x1B[0m\n"), ElementsAre("E102 1:5"));
    EXPECT_THAT(codes_of("a: b\rc: d\n"), ElementsAre("E102 1:5"));
    EXPECT_THAT(codes_of("a: b\xEF\xBB\xBF\n"), ElementsAre("E102 1:5"));
}

TEST(YamlTree, DepthUpTo64) {
    const auto nested = [](std::size_t n) { return "a: " + std::string(n, '[') + std::string(n, ']') + "\n"; };
    EXPECT_THAT(codes_of(nested(63)), testing::IsEmpty());
    EXPECT_THAT(codes_of(nested(64)), ElementsAre("E104 1:67"));
    EXPECT_THAT(codes_of(std::string(100000, '[')), ElementsAre(HasSubstr("E104")));
    EXPECT_THAT(codes_of(std::string(100000, '{')), ElementsAre(HasSubstr("E104")));
}

TEST(YamlTree, AliasesWithinTheirBudget) {
    EXPECT_THAT(codes_of("a: &x {k: [1, 2]}\nb: *x\nc: *x\n"), testing::IsEmpty());
    std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 9; ++i) {
        const std::string alias = "*a" + std::to_string(i - 1);
        bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + alias;
        for (int j = 1; j < 10; ++j) bomb += ", " + alias;
        bomb += "]\n";
    }
    ScenarioTexts texts;
    EXPECT_FALSE(texts.read_tree(bomb));
    ASSERT_EQ(texts.codes().size(), 1U);
    EXPECT_THAT(texts.codes()[0], HasSubstr("E105"));
}

TEST(YamlTree, AnAliasInsideItsOwnAnchorIsRefused) {
    EXPECT_THAT(codes_of("a: &x [1, *x]\n"), ElementsAre("E103 1:11"));
    EXPECT_THAT(codes_of("a: *x\n"), ElementsAre("E103 1:4"));
}

TEST(YamlTree, AliasesCountForDepth) {
    std::string text = "a0: &a0 [x]\n";
    for (int i = 1; i < 70; ++i) {
        text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + "]\n";
    }
    ScenarioTexts texts;
    EXPECT_FALSE(texts.read_tree(text));
    ASSERT_EQ(texts.codes().size(), 1U);
    EXPECT_THAT(texts.codes()[0], HasSubstr("E104"));
}

TEST(YamlTree, NodesUpToTheirLimit) {
    ScenarioTexts texts;
    EXPECT_FALSE(texts.read_tree("a: [1, 2, 3, 4]\n", {.nodes = 5}));
    EXPECT_THAT(texts.codes(), ElementsAre("E110 1:11"));
}

TEST(YamlTree, RepeatedKeysNameTheFirst) {
    ScenarioTexts texts;
    const auto root = texts.read_tree("a: 1\nb: 2\n\"a\": 3\nc: {x: 1, x: 2}\n");
    EXPECT_THAT(texts.codes(), ElementsAre("E106 3:2", "E106 4:11"));
    EXPECT_THAT(texts.messages(), HasSubstr("first in line 1"));
    ASSERT_TRUE(root);
    EXPECT_EQ(root->find("a")->value.text.text, "1");
}

TEST(YamlTree, RefusesSecondDocuments) {
    EXPECT_THAT(codes_of("a: 1\n---\nb: 2\n"), ElementsAre("E107 2:1"));
    EXPECT_THAT(codes_of("a: 1\n...\nb: 2\n"), ElementsAre("E107 3:1"));
    EXPECT_THAT(codes_of("---\na: 1\n...\n"), testing::IsEmpty());
}

TEST(YamlTree, RefusesWhatScenariosDoNotUse) {
    EXPECT_THAT(codes_of("a: !foo 1\nb: !!str x\nc: &k !t [1]\nd: !\n"),
                ElementsAre("E108 1:4", "E108 2:4", "E108 3:7", "E108 4:4"));
    EXPECT_THAT(codes_of("a: &k {x: 1}\nb:\n  <<: *k\n"), ElementsAre("E108 3:3"));
    EXPECT_THAT(codes_of("? [a, b]\n: c\n"), ElementsAre("E108 1:3"));
    EXPECT_THAT(codes_of("? a\n: c\n"), ElementsAre("E108 1:3"));
    EXPECT_THAT(codes_of("%YAML 1.1\n---\na: 1\n"), ElementsAre("E108 1:1"));
}

TEST(YamlTree, RefusesPlainTextsOverSeveralLines) {
    EXPECT_THAT(codes_of("do: x += 1\n  y -= 2\nb: 1\n"), ElementsAre("E108 1:5"));
    EXPECT_THAT(codes_of("a: {k: v\n  w}\n"), ElementsAre("E108 1:8"));
}

TEST(YamlTree, AnEmptyFileHasItsOwnMessage) {
    EXPECT_THAT(codes_of(""), ElementsAre("E109 1:1"));
    EXPECT_THAT(codes_of("# only\n\n"), ElementsAre("E109 1:1"));
}

TEST(YamlTree, UnclosedQuotesAreShownWhereTheyOpen) {
    EXPECT_THAT(codes_of("a: \"unclosed\nb: 2\n"), ElementsAre("E103 1:4"));
    EXPECT_THAT(codes_of("a: 'unclosed\nb: 'x'\n"), ElementsAre("E103 1:4"));
    EXPECT_THAT(codes_of("a: 1\nb: \"x\n  y\n"), ElementsAre("E103 2:4"));
}

TEST(YamlTree, OpenBracketsAreShownWhereTheyOpen) {
    EXPECT_THAT(codes_of("a: [1, 2\nb: 2\n"), ElementsAre("E103 1:4"));
    EXPECT_THAT(codes_of("x: 1\n{a: 1\n"), testing::Not(testing::IsEmpty()));
    EXPECT_THAT(codes_of("a: {b: [1, 2}\n"), ElementsAre("E103 1:8"));
    EXPECT_THAT(codes_of("a: 1\nb: ]\n"), ElementsAre("E103 2:4"));
}

TEST(YamlTree, TabsInTheIndentationAreRefused) {
    EXPECT_THAT(codes_of("a:\n\tb: 2\n"), ElementsAre("E103 2:1"));
    EXPECT_THAT(codes_of("a:\n  - x\n  \t- y\n"), ElementsAre("E103 3:3"));
    EXPECT_THAT(codes_of("a: |\n  x\n  \ty\n"), testing::IsEmpty());
    EXPECT_THAT(codes_of("a: 1\n\t\nb: 2\n"), ElementsAre("E103 2:1"));
    EXPECT_THAT(codes_of("a: 1 \t# comment\nb: 2\t\n"), testing::IsEmpty());
}

TEST(YamlTree, ATextCutAtItsCommaIsPutTogetherAndReportedOnce) {
    ScenarioTexts texts;
    const auto root = texts.read_tree("a: {rate: f(x, y, z), do: w}\nb: [g(1, 2), h]\n");
    EXPECT_THAT(texts.codes(), ElementsAre("E303 1:11", "E303 2:5"));
    EXPECT_THAT(texts.messages(), HasSubstr("quote the text"));
    ASSERT_TRUE(root);
    EXPECT_EQ(root->find("a")->value.find("rate")->value.text.text, "f(x, y, z)");
    EXPECT_EQ(root->find("a")->value.entries.size(), 2U);
    EXPECT_EQ(root->find("b")->value.items.size(), 2U);
}

TEST(YamlTree, ABracketInsideAFlowTextGetsTheHintToQuote) {
    ScenarioTexts texts;
    EXPECT_FALSE(texts.read_tree("a: {rate: f[x], do: z}\n"));
    EXPECT_THAT(texts.codes(), ElementsAre("E103 1:12"));
    EXPECT_THAT(texts.messages(), HasSubstr("must be quoted"));
}

TEST(YamlTree, YamlFaultsBecomeDiagnostics) {
    EXPECT_THAT(codes_of("a: b: c\n"), ElementsAre("E103 1:5"));
    EXPECT_THAT(codes_of("x:\n  a: 1\n b: 2\n"), ElementsAre("E103 3:2"));
    EXPECT_THAT(codes_of("a: @x\n"), ElementsAre("E103 1:4"));
    EXPECT_THAT(codes_of("a: \"x\\q\"\n"), ElementsAre("E103 1:8"));
    EXPECT_THAT(codes_of("a: \"\\ud800\"\n"), testing::Not(testing::IsEmpty()));
    EXPECT_THAT(codes_of("a: \"x\" y\n"), ElementsAre("E103 1:8"));
}

TEST(YamlTree, NoCutOfAScenarioMakesItThrow) {
    const std::string whole =
        "a: &x {k: [1, \"t\\u00e9 q\"], l: 'it''s'}\nb: |\n  x é\n\n   y\nc: >-\n  f\n  g\nd: *x\ne:\n  - p: q # r\n  - \"a\n    "
        "b\"\n";
    std::size_t n_good = 0;
    for (std::size_t length = 0; length <= whole.size(); ++length) {
        ScenarioTexts texts;
        const auto root = texts.read_tree(whole.substr(0, length));
        EXPECT_TRUE(root || texts.diagnostics.has_errors()) << length;
        n_good += root && texts.diagnostics.empty() ? 1U : 0U;
    }
    EXPECT_GT(n_good, 10U);
}

TEST(YamlTree, NoChangedByteMakesItThrow) {
    const std::string whole =
        "a: &x {k: [1, \"t\\n q\"], l: 'it''s'}\nb: |\n  x\n   y\nc: >-\n  f\n  g\nd: *x\ne:\n  - p: q # r\n";
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (const char c :
             {'[', ']', '{', '}', '"', '\'', ':', ',', '\n', ' ', '\t', '&', '*', '!', '|', '>', '#', '-', '?', '%', '~'}) {
            ScenarioTexts texts;
            std::string changed = whole;
            changed[at] = c;
            const auto root = texts.read_tree(changed);
            EXPECT_TRUE(root || texts.diagnostics.has_errors()) << changed;
            if (!texts.diagnostics.empty()) {
                EXPECT_FALSE(texts.messages().empty());
            }
        }
    }
}

}  // namespace
}  // namespace strife
