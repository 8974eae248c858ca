// From the tree to the AST.
// SPDX-License-Identifier: Apache-2.0
#include "scenario/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenario_texts.h"

namespace strife {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> names_of(const std::vector<NameAst>& names) {
    std::vector<std::string> texts;
    for (const NameAst& name : names) texts.push_back(name.text);
    return texts;
}

TEST(Reader, TheScenarioOfTheLanguagePageReadsUnchanged) {
    ScenarioTexts texts;
    const auto loaded =
        load_scenario({.path = STRIFE_SOURCE_DIR "/tests/scenarios/language/scenario.yaml"}, texts.sources, texts.diagnostics);
    ASSERT_TRUE(loaded) << texts.messages();
    EXPECT_TRUE(texts.diagnostics.empty()) << texts.messages();
    const ScenarioAst& ast = loaded->ast;
    EXPECT_THAT(ast.left_out, IsEmpty());
    EXPECT_EQ(ast.title, "A governing power, an insurgent affiliate and its sponsor");
    EXPECT_EQ(ast.time.record->text, "1 month");
    ASSERT_EQ(ast.sets.size(), 2U);
    EXPECT_THAT(names_of(ast.sets[0].members), testing::Contains("east"));
    ASSERT_EQ(ast.sets[0].attributes.size(), 1U);
    EXPECT_EQ(ast.sets[0].attributes[0].values.size(), ast.sets[0].members.size());
    EXPECT_THAT(names_of(ast.sets[1].members), ElementsAre("neighbour", "distant"));
    ASSERT_EQ(ast.parameters.size(), 3U);
    EXPECT_EQ(ast.parameters[0].prior->law.text, "lognormal(mean = 40, sd = 12)");
    EXPECT_EQ(ast.parameters[2].value.all->text, "150e3 USD");
    ASSERT_EQ(ast.actors.size(), 4U);
    const ActorAst& group = ast.actors[0];
    EXPECT_EQ(group.role, "insurgent");
    ASSERT_EQ(group.states.size(), 3U);
    EXPECT_EQ(group.states[0].kind, StateKind::count);
    EXPECT_EQ(group.states[0].name.indices[0].set.text, "province");
    EXPECT_EQ(group.states[2].half_life.all->text, "20 day");
    ASSERT_EQ(group.activities.size(), 1U);
    EXPECT_EQ(group.activities[0].interrupts[0].name.text, "foiled");
    ASSERT_EQ(group.processes.size(), 3U);
    EXPECT_EQ(group.processes[0].body.text, "fighters[p] += 1 person\nfunds -= 300 USD\n");
    EXPECT_EQ(ast.actors[2].processes[0].trigger, TriggerKind::every);
    EXPECT_EQ(ast.actors[3].processes[0].trigger, TriggerKind::upon);
    ASSERT_EQ(ast.events.size(), 2U);
    EXPECT_EQ(ast.events[0].attributes[0].type.text, "province | abroad");
    EXPECT_EQ(ast.schedule[0].at.text, "2022-08-01");
    ASSERT_EQ(ast.outcomes.size(), 7U);
    EXPECT_EQ(ast.outcomes[4].verb, OutcomeVerb::first);
    EXPECT_FALSE(ast.outcomes[4].first_when);
    EXPECT_TRUE(ast.outcomes[5].series);
    ASSERT_EQ(ast.alternatives.size(), 2U);
    EXPECT_EQ(ast.alternatives[1].settings[0].path.text, "actors.authorities.state.effort.initial");
    EXPECT_EQ(ast.ensemble.seed->text, "20240322");
}

TEST(Reader, SetsInEveryForm) {
    ScenarioTexts texts;
    const auto loaded = texts.load(
        small_scenario(
            "sets:\n  a: [x, \"no\", \"0123\"]\n  b: {members: [y]}\n  c: {csv: c.csv, key: id, columns: {n: person, m: 1}}\n"),
        {}, {{"c.csv", "id,other,n,m\nSar-e Pol,q,1,2\n\"z\", ,3.5,-4\n"}});
    ASSERT_TRUE(loaded);
    EXPECT_TRUE(texts.diagnostics.empty()) << texts.messages();
    const auto& sets = loaded->ast.sets;
    ASSERT_EQ(sets.size(), 3U);
    EXPECT_THAT(names_of(sets[0].members), ElementsAre("x", "no", "0123"));
    EXPECT_THAT(names_of(sets[2].members), ElementsAre("Sar-e Pol", "z"));
    ASSERT_EQ(sets[2].attributes.size(), 2U);
    EXPECT_EQ(sets[2].attributes[0].name.text, "n");
    EXPECT_EQ(sets[2].attributes[0].unit.text, "person");
    EXPECT_EQ(sets[2].attributes[1].values[1].value, -4.0);
    EXPECT_EQ(texts.bytes(sets[2].attributes[1].values[1].span), "-4");
}

TEST(Reader, MembersThatOtherReadersChange) {
    ScenarioTexts texts;
    texts.load(small_scenario("sets:\n  a: [no, on, 0123, 12:30, ok, null]\n  b: [two words, x, x]\n"));
    EXPECT_THAT(texts.codes(),
                ElementsAre("E212 4:7", "E212 4:11", "E212 4:15", "E212 4:21", "E212 4:32", "E210 5:7", "E402 5:21"));
}

TEST(Reader, FaultyCsvSets) {
    ScenarioTexts texts;
    const auto loaded = texts.load(small_scenario("sets:\n  a: {csv: a.csv, key: nam, columns: {n: person}}\n  b: {csv: "
                                                  "none.csv, key: name}\n  c: {csv: a.csv, key: name, columns: {n: 1}}\n"),
                                   {}, {{"a.csv", "name,n\nx,1\nx,014\n,nan\n"}});
    EXPECT_THAT(texts.codes(), ElementsAre("E703 4:24", "E701 5:12", "E705 3:1", "E704 3:3", "E705 4:1", "E704 4:2"));
    EXPECT_THAT(loaded->ast.left_out, ElementsAre("a", "b", "c"));
}

TEST(Reader, RelationsFromPairsAndCsv) {
    ScenarioTexts texts;
    const auto loaded = texts.load(
        small_scenario("sets: {p: [a, b, c]}\nrelations:\n  near: {between: [p, p], pairs: [[a, b], [a, c, 0.5]], symmetric: "
                       "true}\n  far:\n    between: [p, p]\n    csv: f.csv\n    keys: [from, to]\n    weight: w\n"),
        {}, {{"f.csv", "from,to,w\na,b,2\nb,a,3\n"}});
    ASSERT_TRUE(loaded);
    EXPECT_TRUE(texts.diagnostics.empty()) << texts.messages();
    ASSERT_EQ(loaded->ast.relations.size(), 2U);
    const RelationAst& near = loaded->ast.relations[0];
    EXPECT_TRUE(near.symmetric);
    EXPECT_EQ(near.entries[0].weight, 1.0);
    EXPECT_EQ(near.entries[1].to.text, "c");
    EXPECT_EQ(near.entries[1].weight, 0.5);
    EXPECT_FALSE(loaded->ast.relations[1].symmetric);
    EXPECT_EQ(loaded->ast.relations[1].entries[1].weight, 3.0);
}

TEST(Reader, FaultyRelations) {
    ScenarioTexts texts;
    texts.load(
        small_scenario("relations:\n  r: {between: [p, p], pairs: [[a, b], [b, a]], symmetric: true}\n  s: {between: [p], pairs: "
                       "[[a]]}\n  t: {between: [p, p], pairs: [[a, b, x]]}\n  u: {between: [p, p]}\n"));
    EXPECT_THAT(texts.codes(), ElementsAre("E402 4:41", "E203 5:16", "E203 5:29", "E204 6:39", "E202 7:3"));
}

TEST(Reader, ParametersInEveryForm) {
    ScenarioTexts texts;
    const auto loaded = texts.load(small_scenario(
        "parameters:\n  a: 3 person\n  b: {value: 4, unit: person/day, prior: gamma(mean = 4), truncate: [1, 9], shared: true}\n"
        "  c: {value: 1, prior: {law: beta(2), truncate: [0, 1]}, source: assumed, title: C}\n"
        "  d[p]:\n    value: {default: 2, east: 3}\n  e[p, q]:\n    value: {x: {y: 1, z: 2}}\n"));
    ASSERT_TRUE(loaded);
    EXPECT_TRUE(texts.diagnostics.empty()) << texts.messages();
    const auto& parameters = loaded->ast.parameters;
    ASSERT_EQ(parameters.size(), 5U);
    EXPECT_EQ(parameters[1].unit->text, "person/day");
    EXPECT_EQ(parameters[1].prior->lower->text, "1");
    EXPECT_EQ(parameters[1].prior->upper->text, "9");
    EXPECT_TRUE(parameters[1].prior->shared);
    EXPECT_EQ(parameters[2].prior->law.text, "beta(2)");
    EXPECT_EQ(parameters[2].prior->upper->text, "1");
    EXPECT_FALSE(parameters[2].prior->shared);
    EXPECT_EQ(parameters[2].source, "assumed");
    EXPECT_EQ(parameters[3].value.all->text, "2");
    ASSERT_EQ(parameters[3].value.by_member.size(), 1U);
    EXPECT_EQ(parameters[3].value.by_member[0].members[0].text, "east");
    ASSERT_EQ(parameters[4].value.by_member.size(), 2U);
    EXPECT_THAT(names_of(parameters[4].value.by_member[1].members), ElementsAre("x", "z"));
}

TEST(Reader, ValuesByMemberAreAsDeepAsTheIndices) {
    ScenarioTexts texts;
    texts.load(small_scenario(
        "parameters:\n  a:\n    value: {x: 1}\n  b[p]:\n    value: {x: {y: 1}}\n  c[p, q]:\n    value: {default: 0, x: 1}\n"));
    EXPECT_THAT(texts.codes(), ElementsAre("E505 5:13", "E505 7:17", "E505 9:25"));
}

TEST(Reader, DefinesUnitsAndAttributes) {
    ScenarioTexts texts;
    const auto loaded =
        texts.load(small_scenario("units: {leader: counting, AFN: 0.0138 USD, GBP: currency}\ndefine:\n  total: sum(x)\n  "
                                  "share[p in province]: x[p] / total\n"
                                  "actors:\n  a:\n    activities:\n      t: {attributes: {amount: USD, to: province | abroad}, "
                                  "priority: 2, title: T}\nevents:\n  e: {title: An event, n: person}\n  f: {}\n"));
    ASSERT_TRUE(loaded);
    EXPECT_TRUE(texts.diagnostics.empty()) << texts.messages();
    EXPECT_EQ(loaded->ast.units[1].meaning.text, "0.0138 USD");
    EXPECT_EQ(loaded->ast.defines[1].name.indices[0].variable->text, "p");
    const ActivityAst& activity = loaded->ast.actors[0].activities[0];
    EXPECT_EQ(activity.attributes[1].type.text, "province | abroad");
    EXPECT_FALSE(activity.duration);
    EXPECT_EQ(activity.priority->text, "2");
    EXPECT_EQ(loaded->ast.actors[0].role, "other");
    EXPECT_EQ(loaded->ast.events[0].title, "An event");
    EXPECT_EQ(loaded->ast.events[0].attributes.size(), 1U);
}

TEST(Reader, ProcessesAndOutcomesOfEveryKind) {
    ScenarioTexts texts;
    const auto loaded =
        texts.load(small_scenario("actors:\n  a:\n    processes:\n      p: {every: 1 day, first: 3 day, do: x}\n      q: {when: "
                                  "x > 3, at_start: true, if: y, priority: 1, do: z}\n"
                                  "      r: {at: 2022-01-01, do: x}\noutcomes:\n  strength[p in province]: {state: x, at: 3 "
                                  "day}\n  f: {first: {when: x > 2}, from: 1 day}\n  m: {max: e.n, where: y}\n"));
    ASSERT_TRUE(loaded);
    EXPECT_TRUE(texts.diagnostics.empty()) << texts.messages();
    const auto& processes = loaded->ast.actors[0].processes;
    EXPECT_EQ(processes[0].first->text, "3 day");
    EXPECT_TRUE(processes[1].at_start);
    EXPECT_EQ(processes[1].condition->text, "y");
    EXPECT_EQ(processes[2].trigger, TriggerKind::at);
    EXPECT_EQ(loaded->ast.outcomes[0].name.indices[0].variable->text, "p");
    EXPECT_TRUE(loaded->ast.outcomes[1].first_when);
    EXPECT_EQ(loaded->ast.outcomes[1].text.text, "x > 2");
    EXPECT_EQ(loaded->ast.outcomes[2].verb, OutcomeVerb::max);
}

TEST(Reader, WhatHasFaultsIsLeftOutAndNamed) {
    ScenarioTexts texts;
    const auto loaded =
        texts.load(small_scenario("actors:\n  a:\n    state:\n      x[p]: {min: 1}\n      y: {level: 1}\n    processes:\n      "
                                  "go: {do: y += 1}\noutcomes:\n  o: {}\n"));
    ASSERT_TRUE(loaded);
    EXPECT_THAT(texts.codes(), ElementsAre("E202 6:7", "E602 9:7", "E202 11:3"));
    EXPECT_THAT(loaded->ast.left_out, ElementsAre("x", "go", "o"));
    EXPECT_EQ(loaded->ast.actors[0].states.size(), 1U);
}

}  // namespace
}  // namespace strife
