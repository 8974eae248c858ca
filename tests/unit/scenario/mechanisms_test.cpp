// Mechanisms found and written out into the tree of a scenario.
// SPDX-License-Identifier: Apache-2.0
#include "scenario/mechanisms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenario_texts.h"

namespace strife {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string kSpread = R"yaml(mechanism: Unrest that spreads
source: [one, two]
requires:
  place: {set: "where people are"}
  mood[place]: {number: 1, default: pace * 1 month}
parameters:
  pace: {unit: 1/month, value: 3, prior: gamma(mean = 3), source: a paper}
  weight[place]: {unit: 1}
define:
  double[p in place]: 2 * weight[p]
state:
  heat[place]: {level: 1}
processes:
  rise[p in place]: {rate: "pace * mood[p]", do: "heat[p] += double[p]"}
)yaml";

std::string using_spread(const std::string& settings) {
    return small_scenario(
        "sets: {town: [a, b]}\nactors:\n  crowd:\n    processes:\n      own: {rate: 1/day, do: stop}\n    uses:\n"
        "      - group.spread: " +
        settings + "\n");
}

std::optional<LoadedScenario> load(ScenarioTexts& texts, const std::string& settings, std::vector<std::string> overrides = {}) {
    return texts.load(using_spread(settings), std::move(overrides), {{"mechanisms/group/spread.yaml", kSpread}});
}

std::vector<std::string> names_of(const ActorAst& actor) {
    std::vector<std::string> names;
    for (const StateAst& state : actor.states) names.push_back(state.name.name.text);
    for (const ProcessAst& process : actor.processes) names.push_back(process.name.name.text);
    return names;
}

TEST(Mechanisms, WhatTheyBringBelongsToTheInstance) {
    ScenarioTexts texts;
    const auto loaded = load(texts, "{as: north, bind: {place: town}, weight: 1}");
    ASSERT_TRUE(loaded);
    EXPECT_TRUE(texts.diagnostics.empty()) << texts.messages();
    EXPECT_THAT(names_of(loaded->ast.actors[0]), ElementsAre("north.heat", "own", "north.rise"));
    ASSERT_EQ(loaded->ast.parameters.size(), 2U);
    EXPECT_EQ(loaded->ast.parameters[1].name.name.text, "north.weight");
    EXPECT_EQ(loaded->ast.parameters[1].name.indices[0].set.text, "place");
    ASSERT_EQ(loaded->ast.defines.size(), 2U);
    EXPECT_EQ(loaded->ast.defines[0].name.name.text, "north.mood");
    EXPECT_EQ(loaded->ast.defines[1].name.name.text, "north.double");
    ASSERT_EQ(loaded->ast.actors[0].instances.size(), 1U);
    const InstanceAst& instance = loaded->ast.actors[0].instances[0];
    EXPECT_EQ(instance.mechanism.text, "group.spread");
    EXPECT_EQ(instance.requirements[0].kind, RequirementKind::set);
    EXPECT_EQ(instance.requirements[0].bound->text, "town");
    EXPECT_FALSE(instance.requirements[1].bound);
}

TEST(Mechanisms, PlacesStayInTheirFile) {
    ScenarioTexts texts;
    const auto loaded = load(texts, "{bind: {place: town}, weight: 1}");
    ASSERT_TRUE(loaded);
    const StateAst& heat = loaded->ast.actors[0].states[0];
    EXPECT_EQ(texts.sources.name(heat.name.span.file), "dir/mechanisms/group/spread.yaml");
    EXPECT_EQ(texts.bytes(heat.name.name.span), "heat");
    EXPECT_EQ(texts.bytes(loaded->ast.parameters[1].value.all->whole()), "1");
    EXPECT_EQ(texts.sources.name(loaded->ast.parameters[1].value.all->file), "dir/s.yaml");
}

TEST(Mechanisms, AGivenValueTakesPriorAndSourceOutAndKeepsTheUnit) {
    ScenarioTexts texts;
    const auto loaded = load(texts, "{bind: {place: town}, weight: 1, pace: 5}");
    ASSERT_TRUE(loaded);
    const ParameterAst& pace = loaded->ast.parameters[0];
    EXPECT_EQ(pace.value.all->text, "5");
    EXPECT_EQ(pace.unit->text, "1/month");
    EXPECT_FALSE(pace.prior);
    EXPECT_EQ(pace.source, "");
    ScenarioTexts other;
    const auto part = load(other, "{bind: {place: town}, weight: {value: {a: 1, b: 2}}, pace: {prior: \"uniform(1, 2)\"}}");
    ASSERT_TRUE(part);
    EXPECT_TRUE(other.diagnostics.empty()) << other.messages();
    EXPECT_EQ(part->ast.parameters[0].value.all->text, "3");
    EXPECT_EQ(part->ast.parameters[0].source, "a paper");
    EXPECT_EQ(part->ast.parameters[0].prior->law.text, "uniform(1, 2)");
    EXPECT_EQ(part->ast.parameters[1].value.by_member.size(), 2U);
}

TEST(Mechanisms, TheResolvedTextReadsBackWithoutTheirFiles) {
    ScenarioTexts texts;
    const auto loaded = load(texts, "{as: north, bind: {place: town}, weight: 1}", {"parameters.north.pace=4/month"});
    ASSERT_TRUE(loaded);
    EXPECT_THAT(loaded->resolved_yaml, Not(HasSubstr("uses:")));
    ScenarioTexts alone;
    const auto again = alone.load(loaded->resolved_yaml);
    ASSERT_TRUE(again);
    EXPECT_TRUE(alone.diagnostics.empty()) << alone.messages();
    EXPECT_EQ(again->resolved_yaml, loaded->resolved_yaml);
    EXPECT_TRUE(same_content(loaded->tree, again->tree));
}

TEST(Mechanisms, FilesReadAreEnoughToLoadAgain) {
    ScenarioTexts texts;
    const auto first = load(texts, "{bind: {place: town}, weight: 1}");
    ASSERT_TRUE(first);
    auto memory = std::make_shared<MemoryFiles>();
    for (const auto& [name, file] : first->files()) memory->add(name, std::string(texts.sources.text(file)));
    ScenarioTexts other;
    const auto second = load_scenario({.path = "s.yaml", .files = memory}, other.sources, other.diagnostics);
    ASSERT_TRUE(second) << other.messages();
    EXPECT_EQ(first->resolved_yaml, second->resolved_yaml);
}

TEST(Mechanisms, OverridesReachWhatTheyBring) {
    ScenarioTexts texts;
    const auto loaded = load(texts, "{as: north, bind: {place: town}, weight: 1}",
                             {"parameters.north.pace=7", "actors.crowd.state.north.heat.initial.a=2",
                              "actors.crowd.processes.north.rise.if=true", "define.north.double=3"});
    ASSERT_TRUE(loaded);
    EXPECT_TRUE(texts.diagnostics.empty()) << texts.messages();
    EXPECT_EQ(loaded->ast.parameters[0].value.all->text, "7");
    EXPECT_FALSE(loaded->ast.parameters[0].prior);
    EXPECT_EQ(loaded->ast.actors[0].states[0].initial.by_member[0].value.text, "2");
    EXPECT_EQ(loaded->ast.actors[0].processes[1].condition->text, "true");
    EXPECT_EQ(loaded->ast.defines[1].value.text, "3");
}

TEST(Mechanisms, PathsThatMissAreToldWithTheNearestName) {
    ScenarioTexts texts;
    load(texts, "{as: north, bind: {place: town}, weight: 1}", {"parameters.north.pase=7", "actors.crowd.state.nort.heat=1"});
    EXPECT_THAT(texts.messages(), HasSubstr("there is no parameter 'north.pase'"));
    EXPECT_THAT(texts.messages(), HasSubstr("did you mean 'north.pace'?"));
    EXPECT_THAT(texts.messages(), HasSubstr("there is no state 'nort'"));
}

TEST(Mechanisms, TheNearestFolderWins) {
    const std::string other = "mechanism: Another\nstate: {cold: {level: 1}}\n";
    for (const char* place : {"mechanisms/group/spread.yaml", "../mechanisms/group/spread.yaml"}) {
        ScenarioTexts texts;
        auto files = std::make_shared<MemoryFiles>();
        files->add("a/b/s.yaml", using_spread("{}"));
        files->add(std::string("a/b/") + place, other);
        files->add("mechanisms/group/spread.yaml", "mechanism: Too far\n");
        files->add("installed/group/spread.yaml", "mechanism: Farther\n");
        const auto loaded = load_scenario({.path = "a/b/s.yaml", .mechanism_folders = {"installed"}, .files = files},
                                          texts.sources, texts.diagnostics);
        ASSERT_TRUE(loaded) << texts.messages();
        EXPECT_THAT(names_of(loaded->ast.actors[0]), ElementsAre("spread.cold", "own"));
    }
    ScenarioTexts texts;
    auto files = std::make_shared<MemoryFiles>();
    files->add("a/b/s.yaml", using_spread("{}"));
    files->add("installed/group/spread.yaml", other);
    const auto loaded = load_scenario({.path = "a/b/s.yaml", .mechanism_folders = {"nowhere", "installed"}, .files = files},
                                      texts.sources, texts.diagnostics);
    ASSERT_TRUE(loaded) << texts.messages();
    EXPECT_EQ(loaded->ast.actors[0].states.size(), 1U);
}

TEST(Mechanisms, NamesLeadNowhereButToTheirFiles) {
    for (const char* name : {"../secret", "/etc/passwd", "a..b", ".a", "a.", "A", "a/b", "a b", "é"}) {
        ScenarioTexts texts;
        texts.load(small_scenario("actors:\n  crowd:\n    uses:\n      - \"" + std::string(name) + "\"\n"));
        EXPECT_THAT(texts.messages(), HasSubstr("error[E210]")) << name;
    }
}

TEST(Mechanisms, ManyUsesReadAFileOnce) {
    ScenarioTexts texts;
    const auto loaded = texts.load(small_scenario("sets: {town: [a, b]}\nactors:\n  crowd:\n    uses:\n"
                                                  "      - group.spread: {as: one, bind: {place: town}, weight: 1}\n"
                                                  "      - group.spread: {as: two, bind: {place: town}, weight: 2}\n"),
                                   {}, {{"mechanisms/group/spread.yaml", kSpread}});
    ASSERT_TRUE(loaded) << texts.messages();
    EXPECT_EQ(loaded->files().size(), 2U);
    EXPECT_THAT(names_of(loaded->ast.actors[0]), ElementsAre("one.heat", "two.heat", "one.rise", "two.rise"));
}

TEST(DiskFiles, FoldersAboveEndAtTheRoot) {
    const std::vector<std::string> absolute = DiskFiles().folders_above("/usr/share/x/s.yaml");
    EXPECT_THAT(absolute, ElementsAre("/usr/share/x", "/usr/share", "/usr", "/"));
    const std::vector<std::string> relative = DiskFiles("/usr/share").folders_above("x/s.yaml");
    EXPECT_THAT(relative, ElementsAre("x", "", "..", "../.."));
    EXPECT_THAT(DiskFiles("/usr/share").folders_above("../s.yaml"), ElementsAre("..", "../.."));
    EXPECT_THAT(MemoryFiles().folders_above("a/b/s.yaml"), ElementsAre("a/b", "a", ""));
}

// What is added under `add` uses a mechanism as what stands in the file does.
constexpr const char* kAdded = "add: {actors: {crowd: {uses: [{group.spread: {as: south, bind: {place: town}, weight: 2}}]}}}";

TEST(Mechanisms, AnOverlayAddsThemAndReachesThem) {
    auto files = std::make_shared<MemoryFiles>();
    files->add("dir/s.yaml", using_spread("{as: north, bind: {place: town}, weight: 1}"));
    files->add("dir/mechanisms/group/spread.yaml", kSpread);
    files->add("more.yaml", std::string(kAdded) + "\nparameters: {north.weight: 3}\n");
    files->add("less.yaml", "without: [actors.crowd.processes.north.rise]\nparameters: {south: {weight: 4}}\n");
    ScenarioTexts texts;
    const auto loaded = load_scenario({.path = "dir/s.yaml",
                                       .overlays = {"more.yaml", "less.yaml"},
                                       .overrides = {"parameters.south.pace=7/month"},
                                       .files = files},
                                      texts.sources, texts.diagnostics);
    ASSERT_TRUE(loaded);
    EXPECT_THAT(texts.codes(), ElementsAre()) << texts.messages();
    EXPECT_THAT(names_of(loaded->ast.actors[0]), ElementsAre("north.heat", "south.heat", "own", "south.rise"));
    std::vector<std::string> values;
    for (const ParameterAst& parameter : loaded->ast.parameters) {
        values.push_back(parameter.name.name.text + " " + parameter.value.all->text);
    }
    EXPECT_THAT(values, ElementsAre("north.pace 3", "north.weight 3", "south.pace 7/month", "south.weight 4"));
    std::vector<std::string> names;
    for (const auto& [name, file] : loaded->files()) names.push_back(name);
    EXPECT_THAT(names, ElementsAre("s.yaml", "../more.yaml", "../less.yaml", "mechanisms/group/spread.yaml"));
}

TEST(Mechanisms, AnAlternativeAddsThemAndSetsTheirParameters) {
    ScenarioTexts texts;
    const auto loaded = texts.load(small_scenario("sets: {town: [a, b]}\nactors: {crowd: {role: other}}\nalternatives:\n"
                                                  "  unrest:\n    " +
                                                  std::string(kAdded) + "\n    set: {parameters.south.weight: 5}\n"),
                                   {}, {{"mechanisms/group/spread.yaml", kSpread}});
    ASSERT_TRUE(loaded);
    EXPECT_THAT(texts.codes(), ElementsAre()) << texts.messages();
    EXPECT_TRUE(loaded->ast.parameters.empty());
    const auto unrest = read_alternative(*loaded, "unrest", texts.sources, texts.diagnostics);
    ASSERT_TRUE(unrest);
    EXPECT_THAT(names_of(unrest->actors[0]), ElementsAre("south.heat", "south.rise"));
    EXPECT_EQ(unrest->parameters.at(1).value.all->text, "5");
    EXPECT_EQ(loaded->files().back().first, "mechanisms/group/spread.yaml");
}

TEST(Mechanisms, AnIncludedFileUsesThoseBesideTheScenario) {
    ScenarioTexts texts;
    const auto loaded = texts.load(small_scenario("include: parts/crowd.yaml\nparameters: {speed: 2}\n"), {},
                                   {{"mechanisms/group/spread.yaml", kSpread},
                                    {"parts/crowd.yaml",
                                     "sets: {town: [a]}\n"
                                     "actors: {crowd: {uses: [{group.spread: {bind: {place: town}, weight: 1}}]}}\n"}});
    ASSERT_TRUE(loaded);
    EXPECT_THAT(texts.codes(), ElementsAre()) << texts.messages();
    EXPECT_THAT(names_of(loaded->ast.actors[0]), ElementsAre("spread.heat", "spread.rise"));
}

}  // namespace
}  // namespace strife
