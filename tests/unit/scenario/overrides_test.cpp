// Setting single values by path.
// SPDX-License-Identifier: Apache-2.0
#include "scenario/overrides.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenario_texts.h"

namespace strife {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kScenario = small_scenario(R"(sets: {province: [east, west]}
parameters:
  plain: 3 person
  full: {value: 4, unit: person, prior: gamma(mean = 4), truncate: [1, 9], source: assumed}
  by[province]: {value: {default: 1, east: 2}, prior: {law: beta(2), truncate: [0, 1]}}
actors:
  army:
    state:
      fighters[province]: {count: person, initial: 60}
      heat: {level: 1}
    processes:
      raid[p in province]: {rate: 1/day, do: heat += 1}
outcomes:
  first_raid: {first: attack}
alternatives:
  strong:
    set: {actors.army.state.fighters.initial.east: 500, parameters.full: 7 person}
  odd:
    set: {actors.army.state.fihters.initial: 1}
)");

ScenarioTexts set(const std::string& override, std::optional<LoadedScenario>& loaded) {
    ScenarioTexts texts;
    std::string good = kScenario;
    good.erase(good.find("  odd:"));
    loaded = texts.load(good, {override});
    return texts;
}

std::string resolved(const std::string& override) {
    std::optional<LoadedScenario> loaded;
    const ScenarioTexts texts = set(override, loaded);
    EXPECT_TRUE(texts.diagnostics.empty()) << texts.messages();
    return loaded ? loaded->resolved_yaml : "";
}

std::string messages(const std::string& override) {
    std::optional<LoadedScenario> loaded;
    return set(override, loaded).messages();
}

TEST(Overrides, AParameterAsATextIsReplaced) {
    EXPECT_THAT(resolved("parameters.plain=5 person"), HasSubstr("plain: 5 person\n"));
}

TEST(Overrides, AParametersValueTakesItsPriorOut) {
    for (const char* path : {"parameters.full=5", "parameters.full.value=5"}) {
        std::optional<LoadedScenario> loaded;
        const ScenarioTexts texts = set(path, loaded);
        EXPECT_TRUE(texts.diagnostics.empty()) << texts.messages();
        const ParameterAst& parameter = loaded->ast.parameters[1];
        EXPECT_EQ(parameter.value.all->text, "5");
        EXPECT_FALSE(parameter.prior);
        EXPECT_EQ(parameter.unit->text, "person");
        EXPECT_EQ(parameter.source, "assumed");
    }
}

TEST(Overrides, OneMemberOfAParameterTakesItsPriorOut) {
    std::optional<LoadedScenario> loaded;
    const ScenarioTexts texts = set("parameters.by.value.west=9", loaded);
    EXPECT_TRUE(texts.diagnostics.empty()) << texts.messages();
    const ParameterAst& parameter = loaded->ast.parameters[2];
    ASSERT_EQ(parameter.value.by_member.size(), 2U);
    EXPECT_EQ(parameter.value.by_member[1].value.text, "9");
    EXPECT_EQ(parameter.value.all->text, "1");
    EXPECT_FALSE(parameter.prior);
}

TEST(Overrides, APriorIsSetByItsOwnPath) {
    std::optional<LoadedScenario> loaded;
    set("parameters.plain.prior=gamma(mean = 3, cv = 1)", loaded);
    EXPECT_EQ(loaded->ast.parameters[0].value.all->text, "3 person");
    EXPECT_EQ(loaded->ast.parameters[0].prior->law.text, "gamma(mean = 3, cv = 1)");
    set("parameters.full.prior=beta(2, 3)", loaded);
    EXPECT_EQ(loaded->ast.parameters[1].prior->law.text, "beta(2, 3)");
    EXPECT_FALSE(loaded->ast.parameters[1].prior->lower);
}

TEST(Overrides, StateIsNamedWithoutItsIndex) {
    std::optional<LoadedScenario> loaded;
    const ScenarioTexts texts = set("actors.army.state.fighters.initial=70", loaded);
    EXPECT_TRUE(texts.diagnostics.empty()) << texts.messages();
    EXPECT_EQ(loaded->ast.actors[0].states[0].initial.all->text, "70");
    EXPECT_THAT(messages("actors.army.state.fighters[province].initial=70"), HasSubstr("without their index"));
}

TEST(Overrides, OneMemberLeavesTheOthers) {
    std::optional<LoadedScenario> loaded;
    const ScenarioTexts texts = set("actors.army.state.fighters.initial.east=400", loaded);
    EXPECT_TRUE(texts.diagnostics.empty()) << texts.messages();
    const ValuesAst& initial = loaded->ast.actors[0].states[0].initial;
    EXPECT_EQ(initial.all->text, "60");
    ASSERT_EQ(initial.by_member.size(), 1U);
    EXPECT_EQ(initial.by_member[0].members[0].text, "east");
    EXPECT_EQ(initial.by_member[0].value.text, "400");
}

TEST(Overrides, FixedKeysThatAreLeftOutMayBeSet) {
    EXPECT_THAT(resolved("actors.army.state.heat.initial=2"), HasSubstr("initial: 2\n"));
    EXPECT_THAT(resolved("ensemble.seed=7"), HasSubstr("ensemble:\n  seed: 7\n"));
    EXPECT_THAT(resolved("time.start=2 day"), HasSubstr("start: 2 day\n"));
    EXPECT_THAT(resolved("about=What: it is"), HasSubstr("about: \"What: it is\"\n"));
}

TEST(Overrides, ProcessesAreSetByName) {
    EXPECT_THAT(resolved("actors.army.processes.raid.rate=2/day"), HasSubstr("rate: 2/day\n"));
}

TEST(Overrides, NamesThatDoNotExistGetTheNearest) {
    EXPECT_THAT(messages("actors.amry.state.heat.initial=1"), HasSubstr("--set:1:8: error[E801]: there is no actor 'amry'"));
    EXPECT_THAT(messages("actors.amry.state.heat.initial=1"), HasSubstr("did you mean 'army'?"));
    EXPECT_THAT(messages("actors.army.state.heat.initil=1"), HasSubstr("--set:1:24: error[E801]"));
    EXPECT_THAT(messages("parameters.zz=1"), HasSubstr("there are plain, full, by"));
    EXPECT_THAT(messages("actors.army.activities.x.duration=1"), HasSubstr("E801"));
    EXPECT_THAT(messages("nonsense=1"), HasSubstr("E801"));
}

TEST(Overrides, MapsListsAndTextsAreWhatTheyAre) {
    EXPECT_THAT(messages("actors=1"), HasSubstr("--set:1:1: error[E802]: 'actors' is a map"));
    EXPECT_THAT(messages("actors.army.state.heat=1"), HasSubstr("E802"));
    EXPECT_THAT(messages("sets.province=x"), HasSubstr("is a list"));
    EXPECT_THAT(messages("sets.province.east=x"), HasSubstr("lists are changed in the file"));
    EXPECT_THAT(messages("title.x=1"), HasSubstr("E801"));
    EXPECT_THAT(messages("outcomes.first_raid.first.when=1"), HasSubstr("E801"));
}

TEST(Overrides, MalformedOnes) {
    for (const char* text : {"", "x", "=1", "a..b=1", ".a=1", "a.=1", "time.end=", "a b=1"}) {
        EXPECT_THAT(messages(text), HasSubstr("E802")) << text;
    }
    EXPECT_THAT(messages("time.end=\x01"), HasSubstr("E102"));
}

TEST(Overrides, FaultsInValuesPointIntoTheArgument) {
    std::optional<LoadedScenario> loaded;
    EXPECT_THAT(messages("ensemble.replications=many"), HasSubstr("--set:1:23: error[E204]"));
    EXPECT_THAT(messages("actors.army.processes.raid.every=1 day"), HasSubstr("--set:1:28: error[E602]"));
    set("time.end=3 day", loaded);
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->ast.time.end->text, "3 day");
}

TEST(Overrides, LaterOnesWin) {
    ScenarioTexts texts;
    const auto loaded = texts.load(small_scenario(""), {"time.end=3 day", "time.end=4 day"});
    EXPECT_EQ(loaded->ast.time.end->text, "4 day");
}

TEST(Overrides, AFailedOneLeavesNoTrace) {
    std::optional<LoadedScenario> loaded;
    set("ensemble.sed=7", loaded);
    EXPECT_THAT(loaded->resolved_yaml, testing::Not(HasSubstr("ensemble")));
}

TEST(Alternatives, SettingsApplyByTheSameRule) {
    ScenarioTexts texts;
    const auto loaded = texts.load(kScenario);
    ASSERT_TRUE(loaded);
    EXPECT_THAT(texts.codes(), ElementsAre("E801 21:29"));
    const auto strong = read_alternative(*loaded, "strong", texts.sources, texts.diagnostics);
    ASSERT_TRUE(strong);
    const ValuesAst& initial = strong->actors[0].states[0].initial;
    EXPECT_EQ(initial.all->text, "60");
    EXPECT_EQ(initial.by_member[0].value.text, "500");
    EXPECT_EQ(texts.bytes(initial.by_member[0].value.whole()), "500");
    EXPECT_EQ(texts.sources.locate(initial.by_member[0].value.whole()).line, 19U);
    EXPECT_FALSE(strong->parameters[1].prior);
    EXPECT_TRUE(loaded->ast.parameters[1].prior);
    read_alternative(*loaded, "odd", texts.sources, texts.diagnostics);
    EXPECT_THAT(texts.codes(), ElementsAre("E801 21:29"));
}

TEST(Alternatives, UnknownOnesAreReported) {
    ScenarioTexts texts;
    const auto loaded = texts.load(small_scenario("alternatives: {strong: {}}\n"));
    EXPECT_FALSE(read_alternative(*loaded, "strng", texts.sources, texts.diagnostics));
    EXPECT_THAT(texts.messages(), HasSubstr("did you mean 'strong'?"));
}

}  // namespace
}  // namespace strife
