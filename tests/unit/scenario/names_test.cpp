// Names, indices and members.
// SPDX-License-Identifier: Apache-2.0
#include "scenario/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenario_texts.h"

namespace strife {
namespace {

std::optional<IndexedNameAst> parse(ScenarioTexts& texts, const std::string& key) {
    const SourceFileId file = texts.sources.add("k", "  " + key);
    return parse_indexed_name(MappedText::contiguous(key, file, 2), &texts.diagnostics);
}

TEST(IndexedName, WithoutIndex) {
    ScenarioTexts texts;
    const auto name = parse(texts, "heat");
    ASSERT_TRUE(name);
    EXPECT_EQ(name->name.text, "heat");
    EXPECT_TRUE(name->indices.empty());
}

TEST(IndexedName, SetsAndVariablesKnowTheirPlaces) {
    ScenarioTexts texts;
    const auto name = parse(texts, "flow[a in province, abroad]");
    ASSERT_TRUE(name);
    ASSERT_EQ(name->indices.size(), 2U);
    EXPECT_EQ(name->indices[0].variable->text, "a");
    EXPECT_EQ(name->indices[0].set.text, "province");
    EXPECT_EQ(texts.bytes(name->indices[0].set.span), "province");
    EXPECT_FALSE(name->indices[1].variable);
    EXPECT_EQ(texts.bytes(name->indices[1].set.span), "abroad");
    EXPECT_EQ(texts.bytes(name->name.span), "flow");
}

TEST(IndexedName, AgentsAreNamedWithOf) {
    ScenarioTexts texts;
    const auto name = parse(texts, "arrest[c of rebels.cell]");
    ASSERT_TRUE(name);
    ASSERT_EQ(name->indices.size(), 1U);
    EXPECT_TRUE(name->indices[0].of_agents);
    EXPECT_EQ(name->indices[0].variable->text, "c");
    EXPECT_EQ(texts.bytes(name->indices[0].set.span), "rebels.cell");
    EXPECT_FALSE(parse(texts, "flow[a in province]")->indices[0].of_agents);
}

TEST(IndexedName, MalformedOnesAreReported) {
    for (const char* key : {"", "1a", "a b", "a[", "a[]", "a[b", "a[b]c", "a[b][c]", "a[1]", "a[x in ]", "a[b,]", "[b]",
                            "a[x at s]", "a[x of ]", "a[x of s.]", "a[x in b.s]"}) {
        ScenarioTexts texts;
        EXPECT_FALSE(parse(texts, key)) << key;
        EXPECT_EQ(texts.diagnostics.error_count(), 1U) << key;
    }
}

TEST(Names, WhatYaml11ReadsOtherwise) {
    for (const char* text : {"no",    "No",  "NO", "yes", "on",         "off",  "true", "null",  "~",    "0123",
                             "12:30", "1.5", "-3", "1e5", "2022-01-01", "0x1F", ".inf", "-.inf", ".nan", "1_000"}) {
        EXPECT_TRUE(is_read_otherwise(text)) << text;
    }
    for (const char* text : {"north", "y", "n", "nO", "noo", "x1", "none", "a-b", "", "-", "e5", "1st"})
        EXPECT_FALSE(is_read_otherwise(text)) << text;
}

TEST(Names, MemberTexts) {
    for (const char* text : {"east", "Sar-e Pol", "0123", "12:30", "Île-de-France"}) EXPECT_TRUE(is_member_text(text)) << text;
    for (const char* text : {"", " a", "a ", "a.b", "a,b", "a[b", "a\nb", "a=b", "a|b", "a\"b"})
        EXPECT_FALSE(is_member_text(text)) << text;
    EXPECT_FALSE(is_member_text(std::string(201, 'x')));
}

}  // namespace
}  // namespace strife
