// Places inside every style of scalar.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenario_texts.h"

namespace strife {
namespace {

using testing::ElementsAre;

// The value under `key` of the top map.
const YamlNode& value_of(const YamlNode& root, std::string_view key) {
    return root.find(key)->value;
}

// Where the first byte of `part` stands.
std::string place_of(const ScenarioTexts& texts, const MappedText& text, std::string_view part) {
    const std::size_t at = text.text.find(part);
    return at == std::string::npos ? "absent" : texts.place(text, at);
}

TEST(YamlScalar, PlainTextKnowsItsPlaceAfterNonAsciiText) {
    ScenarioTexts texts;
    const auto root = texts.read_tree("# Größe 😀\nа: é x + foo   # rest\n");
    ASSERT_TRUE(root);
    const YamlNode& node = root->entries[0].value;
    EXPECT_EQ(node.text.text, "é x + foo");
    EXPECT_EQ(node.style, YamlStyle::plain);
    EXPECT_EQ(place_of(texts, node.text, "foo"), "2:10");
    EXPECT_EQ(texts.bytes(node.text.whole()), "é x + foo");
    EXPECT_EQ(texts.place(root->entries[0].key, 0), "2:1");
}

TEST(YamlScalar, SingleQuotesAreUndoubledInPlace) {
    ScenarioTexts texts;
    const auto root = texts.read_tree("ü: 1\na: 'it''s x + y'\n");
    ASSERT_TRUE(root);
    const YamlNode& node = value_of(*root, "a");
    EXPECT_EQ(node.text.text, "it's x + y");
    EXPECT_EQ(node.style, YamlStyle::quoted);
    EXPECT_EQ(place_of(texts, node.text, "s x"), "2:9");
    EXPECT_EQ(place_of(texts, node.text, "y"), "2:15");
    EXPECT_EQ(texts.bytes(node.span), "'it''s x + y'");
}

TEST(YamlScalar, EscapesKeepTheTextAfterThemInPlace) {
    ScenarioTexts texts;
    const auto root = texts.read_tree("a: \"\\u00e9\\x41 \\U0001F600\\tz\\\"\\\\q\"\n");
    ASSERT_TRUE(root);
    const YamlNode& node = value_of(*root, "a");
    EXPECT_EQ(node.text.text, "éA 😀\tz\"\\q");
    EXPECT_EQ(place_of(texts, node.text, "A"), "1:11");
    EXPECT_EQ(place_of(texts, node.text, "z"), "1:28");
    EXPECT_EQ(place_of(texts, node.text, "q"), "1:33");
    EXPECT_TRUE(texts.diagnostics.empty()) << texts.messages();
}

TEST(YamlScalar, QuotedLinesFoldAndKeepTheirPlaces) {
    ScenarioTexts texts;
    const auto root = texts.read_tree("a: \"one  \n    two\n\n    three \\\n    four\"\nb: 'x\n  y'\n");
    ASSERT_TRUE(root);
    EXPECT_EQ(value_of(*root, "a").text.text, "one two\nthree four");
    EXPECT_EQ(place_of(texts, value_of(*root, "a").text, "two"), "2:5");
    EXPECT_EQ(place_of(texts, value_of(*root, "a").text, "four"), "5:5");
    EXPECT_EQ(value_of(*root, "b").text.text, "x y");
    EXPECT_EQ(place_of(texts, value_of(*root, "b").text, "y"), "7:3");
}

TEST(YamlScalar, LiteralBlockLosesItsIndentationOnly) {
    ScenarioTexts texts;
    const auto root = texts.read_tree("é:\n  do: |   # body\n    x += 1 é y\n      deeper\n\n    z -= 2\nb: 1\n");
    ASSERT_TRUE(root);
    const YamlNode& node = root->entries[0].value.find("do")->value;
    EXPECT_EQ(node.text.text, "x += 1 é y\n  deeper\n\nz -= 2\n");
    EXPECT_EQ(node.style, YamlStyle::block);
    EXPECT_EQ(place_of(texts, node.text, "x"), "3:5");
    EXPECT_EQ(place_of(texts, node.text, "y"), "3:14");
    EXPECT_EQ(place_of(texts, node.text, "deeper"), "4:7");
    EXPECT_EQ(place_of(texts, node.text, "z"), "6:5");
    EXPECT_EQ(texts.bytes(node.text.span(node.text.text.find("z -="), node.text.text.find("z -=") + 6)), "z -= 2");
}

TEST(YamlScalar, BlockChompingAndIndentationIndicators) {
    ScenarioTexts texts;
    const auto root = texts.read_tree("a: |-\n  x\nb: |+\n  y\n\nc: |2-\n   z\n  w\nd: |\n  last");
    ASSERT_TRUE(root);
    EXPECT_EQ(value_of(*root, "a").text.text, "x");
    EXPECT_EQ(value_of(*root, "b").text.text, "y\n\n");
    EXPECT_EQ(value_of(*root, "c").text.text, " z\nw");
    EXPECT_EQ(place_of(texts, value_of(*root, "c").text, "z"), "7:4");
    EXPECT_EQ(value_of(*root, "d").text.text, "last");
}

TEST(YamlScalar, FoldedBlockFoldsAndKeepsItsPlaces) {
    ScenarioTexts texts;
    const auto root = texts.read_tree("a: >\n  one é\n  two\n\n  three\n    more\n  four\n");
    ASSERT_TRUE(root);
    const YamlNode& node = value_of(*root, "a");
    EXPECT_EQ(node.text.text, "one é two\nthree\n  more\nfour\n");
    EXPECT_EQ(place_of(texts, node.text, "two"), "3:3");
    EXPECT_EQ(place_of(texts, node.text, "more"), "6:5");
    EXPECT_EQ(place_of(texts, node.text, "four"), "7:3");
}

TEST(YamlScalar, CrLfFilesReadLikeLfFiles) {
    ScenarioTexts texts;
    const auto root = texts.read_tree("a: 1\r\nb: |\r\n  x\r\n  y\r\nc: \"p\r\n  q\"\r\nd: >\r\n  f\r\n  g\r\n");
    ASSERT_TRUE(root);
    EXPECT_EQ(value_of(*root, "b").text.text, "x\ny\n");
    EXPECT_EQ(place_of(texts, value_of(*root, "b").text, "y"), "4:3");
    EXPECT_EQ(value_of(*root, "c").text.text, "p q");
    EXPECT_EQ(place_of(texts, value_of(*root, "c").text, "q"), "6:3");
    EXPECT_EQ(value_of(*root, "d").text.text, "f g\n");
    EXPECT_TRUE(texts.diagnostics.empty()) << texts.messages();
}

TEST(YamlScalar, AnchorsAreNotPartOfTheText) {
    ScenarioTexts texts;
    const auto root = texts.read_tree("a: &x  value\nb: &y\n  # comment\n  'quoted'\nc: *x\n");
    ASSERT_TRUE(root);
    EXPECT_EQ(place_of(texts, value_of(*root, "a").text, "value"), "1:8");
    EXPECT_EQ(place_of(texts, value_of(*root, "b").text, "quoted"), "4:4");
    EXPECT_EQ(value_of(*root, "c").text.text, "value");
    EXPECT_EQ(place_of(texts, value_of(*root, "c").text, "value"), "1:8");
}

TEST(YamlScalar, WordsForNothingAreText) {
    ScenarioTexts texts;
    const auto root = texts.read_tree("a: null\nb: ~\nc: &x null\nd:\nnull: 3\ne: {f: , g: 1}\n");
    ASSERT_TRUE(root);
    EXPECT_EQ(value_of(*root, "a").text.text, "null");
    EXPECT_EQ(value_of(*root, "b").text.text, "~");
    EXPECT_EQ(value_of(*root, "c").text.text, "null");
    EXPECT_EQ(value_of(*root, "d").kind, YamlKind::missing);
    EXPECT_EQ(value_of(*root, "null").text.text, "3");
    EXPECT_EQ(value_of(*root, "e").entries[0].value.kind, YamlKind::missing);
}

TEST(YamlScalar, EveryUnescapedByteIsTheByteAtItsPlace) {
    ScenarioTexts texts;
    const auto root =
        texts.read_tree("a: plain é\nb: 'o''ne\n  two'\nc: |\n   x ü\n    y\nd: >-\n  f\n  g\ne: {k: [v, \"w w\"]}\n");
    ASSERT_TRUE(root);
    std::size_t n_checked = 0;
    const auto check = [&](const YamlNode& node) {
        const std::string_view file = texts.sources.text(node.span.file);
        ASSERT_EQ(node.text.offsets.size(), node.text.text.size() + 1);
        for (std::size_t i = 0; i < node.text.text.size(); ++i) {
            const char byte = node.text.text[i];
            if (byte == ' ' || byte == '\n') continue;
            EXPECT_EQ(file[node.text.offsets[i]], byte) << node.text.text << " at " << i;
            ++n_checked;
        }
    };
    for (const YamlEntry& entry : root->entries) {
        if (entry.value.is_scalar()) check(entry.value);
    }
    for (const YamlNode& item : value_of(*root, "e").entries[0].value.items) check(item);
    EXPECT_GT(n_checked, 20U);
}

TEST(YamlScalar, EscapedControlCharactersAreRefused) {
    ScenarioTexts texts;
    texts.read_tree("a: \"x\\0y\"\nb: \"\\e\"\nc: \"\\x7f\"\n");
    EXPECT_THAT(texts.codes(), ElementsAre("E102 1:6", "E102 2:5", "E102 3:5"));
}

}  // namespace
}  // namespace strife
