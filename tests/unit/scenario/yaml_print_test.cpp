// A printed tree reads back as itself.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "scenario/yaml_tree.h"
#include "scenario_texts.h"

namespace strife {
namespace {

void expect_round_trip(const std::string& text) {
    ScenarioTexts texts;
    const auto root = texts.read_tree(text);
    ASSERT_TRUE(root) << texts.messages();
    const std::string printed = print_yaml(*root);
    const auto again = texts.read_tree(printed);
    ASSERT_TRUE(again) << printed << texts.messages();
    EXPECT_TRUE(same_content(*root, *again)) << printed;
    EXPECT_TRUE(texts.diagnostics.empty()) << texts.messages();
}

TEST(YamlPrint, PlainMapsAndLists) {
    expect_round_trip("a: 1\nb: {c: [x, y, {z: w}], d: {}, e: []}\nf:\n  - - 1\n    - 2\n  - g: h\n    i: j\n");
}

TEST(YamlPrint, TextsThatNeedQuotes) {
    expect_round_trip(
        "a: \"x: y\"\nb: 'true'\nc: \"\"\nd: \" lead\"\ne: \"tab\\tq\"\nf: '# no'\ng: \"q\\\"\\\\\"\n\"k: l\": m\n\"no\": n\n'': "
        "o\n");
}

TEST(YamlPrint, BlocksWithEveryEnding) {
    expect_round_trip(
        "a: |\n  x\n    y\n\n  z\nb: |-\n  x\n  y\nc: |+\n  x\n\n\nd: >\n  f\n  g\n\n  h\ne: \"  lead\\nx\"\nf: \"x \\ny\"\ng: "
        "\"\\n\"\nh: \"\\nx\"\n");
}

TEST(YamlPrint, NonAsciiAndWordsForNothing) {
    expect_round_trip("ключ: значение é 😀\na: null\nb: ~\nc: -5\nd: -x\n");
}

TEST(YamlPrint, AliasesAreWrittenOut) {
    expect_round_trip("a: &x {k: v}\nb: *x\n");
}

TEST(YamlPrint, MissingValuesStayMissing) {
    expect_round_trip("a:\nb: {c: , d: 1}\ne:\n  - \n  - f\n");
}

TEST(YamlPrint, SameContentSeesDifferences) {
    ScenarioTexts texts;
    const auto a = texts.read_tree("a: true\n");
    const auto b = texts.read_tree("a: 'true'\n");
    const auto c = texts.read_tree("b: true\n");
    EXPECT_TRUE(same_content(*a, *a));
    EXPECT_FALSE(same_content(*a, *b));
    EXPECT_FALSE(same_content(*a, *c));
}

TEST(YamlPrint, PlainSafety) {
    for (const char* safe : {"a b", "x[y]", "a, b", "-5", "3 person/month", "x != y", "a:b", "é"})
        EXPECT_TRUE(is_plain_safe(safe)) << safe;
    for (const char* unsafe : {"", " a", "a ", "a: b", "a #b", "- a", "-", "[a]", "{a", "#a", "'a", "|", "? a", "%a",
                               "a:", "a\nb", "--- x", "!x", "*x"}) {
        EXPECT_FALSE(is_plain_safe(unsafe)) << unsafe;
    }
}

}  // namespace
}  // namespace strife
