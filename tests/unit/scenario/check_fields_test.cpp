// The field tables and what is checked by them.
// SPDX-License-Identifier: Apache-2.0
#include "scenario/check_fields.h"

#include <functional>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenario_texts.h"

namespace strife {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

ScenarioTexts check(const std::string& text) {
    ScenarioTexts texts;
    const auto root = texts.read_tree(text);
    if (root) check_fields(*root, scenario_shape(), texts.diagnostics);
    return texts;
}

// Calls `visit` for each table of the language, once.
void visit_tables(const MapShape& shape, std::set<std::string_view>& seen, const std::function<void(const MapShape&)>& visit) {
    if (!seen.insert(shape.id).second) return;
    visit(shape);
    const auto enter = [&](const ValueShape& value) {
        if (value.map != nullptr) visit_tables(*value.map, seen, visit);
    };
    for (const FieldShape& field : shape.fields) enter(field.value);
    if (shape.named != nullptr) enter(*shape.named);
}

TEST(FieldTables, KeysThatTheyNameExist) {
    std::set<std::string_view> seen;
    visit_tables(scenario_shape(), seen, [](const MapShape& shape) {
        std::set<std::string_view> keys;
        for (const FieldShape& field : shape.fields) {
            EXPECT_TRUE(keys.insert(field.key).second) << shape.id << " " << field.key;
            EXPECT_FALSE(field.doc.empty() || field.doc.ends_with('.')) << shape.id << " " << field.key;
        }
        const auto expect_key = [&](std::string_view key) { EXPECT_TRUE(keys.contains(key)) << shape.id << " " << key; };
        for (const FieldShape& field : shape.fields) {
            for (const std::string_view key : field.needs) expect_key(key);
            for (const std::string_view key : field.unset) expect_key(key);
        }
        for (const KeyGroup& group : shape.groups) {
            for (const std::string_view key : group.keys) expect_key(key);
        }
        if (!shape.scalar_key.empty()) expect_key(shape.scalar_key);
        EXPECT_EQ(shape.named != nullptr, shape.key_kind != KeyKind::none) << shape.id;
        EXPECT_FALSE(shape.doc.empty() || shape.what.empty()) << shape.id;
    });
    EXPECT_GT(seen.size(), 25U);
}

TEST(CheckFields, TheSmallestScenarioIsGood) {
    EXPECT_TRUE(check(small_scenario("")).diagnostics.empty());
}

TEST(CheckFields, UnknownKeysGetTheNearestName) {
    const ScenarioTexts texts = check(small_scenario("actors:\n  a:\n    rol: other\n    stat: {}\n"));
    EXPECT_THAT(texts.codes(), ElementsAre("E201 5:5", "E201 6:5"));
    EXPECT_THAT(texts.messages(), HasSubstr("did you mean 'role'?"));
}

TEST(CheckFields, MissingKeysAreShownAtWhatLacksThem) {
    const ScenarioTexts texts = check("title: x\ntime: {start: 1}\nactors: {a: {processes: {p: {rate: 1/day}}}}\n");
    EXPECT_THAT(texts.codes(), ElementsAre("E202 1:1", "E202 2:1", "E202 3:26"));
}

TEST(CheckFields, OneTriggerIsNeeded) {
    const ScenarioTexts texts =
        check(small_scenario("actors:\n  a:\n    processes:\n      p: {do: x}\n      q: {rate: 1, every: 2, do: x}\n"));
    EXPECT_THAT(texts.codes(), ElementsAre("E602 6:7", "E602 7:20"));
}

TEST(CheckFields, FormsAreChecked) {
    const ScenarioTexts texts = check(small_scenario("actors: [a]\nsets: {s: x}\noutcomes: text\ntitle: {a: b}\n"));
    EXPECT_THAT(texts.codes(), ElementsAre("E203 3:1", "E203 4:11", "E203 5:11", "E203 6:1"));
}

TEST(CheckFields, BooleansAreTrueAndFalseWithoutQuotes) {
    const ScenarioTexts texts = check(small_scenario(
        "outcomes:\n  a: {state: x, series: yes}\n  b: {state: x, series: \"true\"}\n  c: {state: x, series: false}\n"));
    EXPECT_THAT(texts.codes(), ElementsAre("E205 4:25", "E205 5:25"));
}

TEST(CheckFields, WordsAndWholeNumbers) {
    const ScenarioTexts texts =
        check(small_scenario("actors: {a: {role: insurgnt}}\nensemble: {replications: 0, seed: 1e3, max_failures: -1}\n"));
    EXPECT_THAT(texts.codes(), ElementsAre("E207 3:20", "E211 4:26", "E204 4:35", "E204 4:54"));
    EXPECT_THAT(texts.messages(), HasSubstr("did you mean 'insurgent'?"));
}

TEST(CheckFields, OtherVersionsOfTheLanguageAreRefused) {
    EXPECT_THAT(check("strife: 2\ntime: {end: 1}\n").codes(), ElementsAre("E211 1:9"));
    EXPECT_THAT(check("strife: '1.0'\ntime: {end: 1}\n").codes(), ElementsAre("E211 1:9"));
}

TEST(CheckFields, KeysThatNeedOthers) {
    const ScenarioTexts texts =
        check(small_scenario("actors:\n  a:\n    state:\n      x: {count: person, half_life: 1 day}\n      y: {level: 1, rest: "
                             "2}\n    processes:\n      p: {rate: 1, at_start: true, do: x}\n"));
    EXPECT_THAT(texts.codes(), ElementsAre("E202 6:26", "E202 7:21", "E202 9:20"));
}

TEST(CheckFields, KeysWithoutAValue) {
    const ScenarioTexts texts = check(small_scenario("title:\nactors:\n  a:\n"));
    EXPECT_THAT(texts.codes(), ElementsAre("E208 3:1", "E208 5:3"));
    const ScenarioTexts flow = check(small_scenario("events: {e: {a: x, b}}\nschedule: {s: {at: 1, do: y, z}}\n"));
    EXPECT_THAT(flow.codes(), ElementsAre("E208 3:20", "E208 4:30"));
    EXPECT_THAT(flow.messages(), HasSubstr("must be quoted"));
}

TEST(CheckFields, NamesAreChecked) {
    const ScenarioTexts texts = check(small_scenario("actors:\n  my actor: {}\n  no: {}\n  \"off\": {}\n  a[b]: {}\n"));
    EXPECT_THAT(texts.codes(), ElementsAre("E210 4:3", "E212 5:3", "E210 7:3"));
}

TEST(CheckFields, OneNameWithTwoIndices) {
    const ScenarioTexts texts = check(small_scenario("actors:\n  a:\n    state:\n      x: {level: 1}\n      x[s]: {level: 1}\n"));
    EXPECT_THAT(texts.codes(), ElementsAre("E402 7:7"));
}

TEST(CheckFields, DefaultStandsAtTheTopOnly) {
    const ScenarioTexts texts =
        check(small_scenario("parameters:\n  p[a, b]:\n    value: {default: 1, x: {default: 2, y: 3}}\n"));
    EXPECT_THAT(texts.codes(), ElementsAre("E203 5:29"));
}

TEST(CheckFields, SourcesAreFree) {
    EXPECT_TRUE(check(small_scenario("sources: {any: [thing, {at: all}], other:}\n")).diagnostics.empty());
}

}  // namespace
}  // namespace strife
