// Overlays and alternatives: what they take out, add and set.
// SPDX-License-Identifier: Apache-2.0
#include "scenario/changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenario_texts.h"

namespace strife {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kScenario = R"yaml(strife: 1
time: {end: 10 day}
sets: {place: [north, south]}
parameters: {speed: {value: 1, prior: "uniform(0, 2)", source: a}}
actors:
  g:
    state:
      men[place]: {count: person, initial: 5}
    activities:
      plots: {interrupt: {foiled: {rate: 1/day}}}
    processes:
      join: {rate: 1/day, do: "men[north] += 1 person"}
schedule: {gift: {at: 3 day, do: "men_north += 1"}}
)yaml";

// The tree of kScenario after an overlay.
struct Overlaid : ScenarioTexts {
    YamlNode tree;
    explicit Overlaid(const std::string& overlay) {
        tree = *read_tree(kScenario);
        apply_overlay(tree, *read_tree(overlay), diagnostics);
    }
    [[nodiscard]] std::string at(const std::vector<std::string>& path) const {
        const YamlNode* node = &tree;
        for (const std::string& key : path) {
            const YamlEntry* entry = node->find(key);
            if (entry == nullptr) return "nothing";
            node = &entry->value;
        }
        return node->is_scalar() ? node->text.text : print_yaml(*node);
    }
};

TEST(ApplyOverlay, SetsValuesOneByOneByTheRuleOfOverrides) {
    const Overlaid overlaid("actors: {g: {state: {men: {initial: {south: 7}}}}}\nparameters: {speed: 3}\ntitle: Other\n");
    EXPECT_THAT(overlaid.codes(), IsEmpty());
    EXPECT_EQ(overlaid.at({"actors", "g", "state", "men[place]", "initial"}), "default: 5\nsouth: 7\n");
    EXPECT_EQ(overlaid.at({"parameters", "speed"}), "value: 3\nsource: a\n");
    EXPECT_EQ(overlaid.at({"title"}), "Other");
}

TEST(ApplyOverlay, AValueDoesNotTakeOutThePriorBesideIt) {
    const Overlaid overlaid("parameters: {speed: {prior: 'uniform(1, 2)', value: 1.5}}\n");
    EXPECT_EQ(overlaid.at({"parameters", "speed", "prior"}), "uniform(1, 2)");
    EXPECT_EQ(overlaid.at({"parameters", "speed", "value"}), "1.5");
}

TEST(ApplyOverlay, ListsAreReplacedWhole) {
    const Overlaid overlaid("sets: {place: [east]}\n");
    EXPECT_EQ(overlaid.at({"sets", "place"}), "\n- east\n");
    EXPECT_THAT(overlaid.codes(), IsEmpty());
}

TEST(ApplyOverlay, TakesOutAndAdds) {
    const Overlaid overlaid(
        "without: [schedule.gift, actors.g.processes.join]\n"
        "add:\n  actors:\n    g:\n      processes:\n        join: {rate: 2/day, do: stop}\n    h: {role: other}\n");
    EXPECT_THAT(overlaid.codes(), IsEmpty()) << overlaid.messages();
    EXPECT_EQ(overlaid.at({"schedule"}), "{}\n");
    EXPECT_EQ(overlaid.at({"actors", "g", "processes", "join", "rate"}), "2/day");
    EXPECT_EQ(overlaid.at({"actors", "h", "role"}), "other");
}

TEST(ApplyOverlay, CorrelationsAreAddedToThoseThatAreThere) {
    const std::string one = "correlations: [{between: [speed, haste], rank: 0.5}]\n";
    ScenarioTexts texts;
    YamlNode tree = *texts.read_tree(one);
    apply_overlay(tree, *texts.read_tree("add: {correlations: [{between: [speed, noise], rank: 0.2}]}\n"), texts.diagnostics);
    EXPECT_THAT(texts.codes(), IsEmpty()) << texts.messages();
    ASSERT_EQ(tree.find("correlations")->value.items.size(), 2U);
    EXPECT_EQ(tree.find("correlations")->value.items[1].find("rank")->value.text.text, "0.2");
}

TEST(ApplyOverlay, FaultsLieInTheOverlay) {
    EXPECT_THAT(Overlaid("parameters: {sped: 3}\n").codes(), ElementsAre("E801 1:14"));
    EXPECT_THAT(Overlaid("parameters: {sped: 3}\n").messages(), HasSubstr("did you mean 'speed'?"));
    EXPECT_THAT(Overlaid("sets:\n  place: north\n").codes(), ElementsAre("E802 2:3"));
    EXPECT_THAT(Overlaid("time: {end: }\n").codes(), ElementsAre("E208 1:8"));
    EXPECT_THAT(Overlaid("- a\n").codes(), ElementsAre("E203 1:1"));
    EXPECT_THAT(Overlaid("add: {parameters: {speed: 3}}\n").codes(), ElementsAre("E804 1:20"));
    EXPECT_THAT(Overlaid("without: [parameters.speed.value]\n").codes(), ElementsAre("E802 1:11"));
}

TEST(ApplyOverlay, EndlessKeysAndFaultsEnd) {
    std::string overlay = "parameters:\n";
    for (int i = 0; i < 5000; ++i) overlay += "  p" + std::to_string(i) + ": 3\n";
    EXPECT_LE(Overlaid(overlay).diagnostics.error_count(), 60U);
    const std::string long_name(600, 'x');
    EXPECT_THAT(Overlaid("parameters: {" + long_name + ": {" + long_name + ": 3}}\n").codes(), ElementsAre("E802 1:617"));
}

TEST(LoadScenario, OverlaysComeBeforeOverridesAndInOrder) {
    auto files = std::make_shared<MemoryFiles>();
    files->add("dir/s.yaml", "strife: 1\ntime: {end: 3 day}\nparameters: {a: 1, b: 1, c: 1}\n");
    files->add("one.yaml", "parameters: {a: 2, b: 2, c: 2}\n");
    files->add("dir/two.yaml", "parameters: {b: 3, c: 3}\n");
    ScenarioTexts texts;
    const auto loaded = load_scenario(
        {.path = "dir/s.yaml", .overlays = {"one.yaml", "dir/two.yaml"}, .overrides = {"parameters.c=4"}, .files = files},
        texts.sources, texts.diagnostics);
    ASSERT_TRUE(loaded);
    EXPECT_THAT(texts.codes(), IsEmpty());
    EXPECT_THAT(loaded->resolved_yaml, HasSubstr("  a: 2\n  b: 3\n  c: 4\n"));
    EXPECT_THAT(loaded->overlays, ElementsAre("../one.yaml", "two.yaml"));
    EXPECT_EQ(loaded->files().size(), 3U);
}

TEST(ReadAlternative, FromADateWhatItGoesWithoutIsThereButDisabled) {
    ScenarioTexts texts;
    const auto loaded = texts.load(std::string(kScenario) +
                                   "alternatives:\n"
                                   "  later: {from: 2025-01-01, without: [actors.g.processes.join, schedule.gift,"
                                   " actors.g.activities.plots.interrupt.foiled]}\n"
                                   "  never: {without: [actors.g.processes.join]}\n");
    ASSERT_TRUE(loaded);
    const auto later = read_alternative(*loaded, "later", texts.sources, texts.diagnostics);
    const auto never = read_alternative(*loaded, "never", texts.sources, texts.diagnostics);
    ASSERT_TRUE(later && never);
    EXPECT_TRUE(later->actors[0].processes.at(0).disabled);
    EXPECT_TRUE(later->schedule.at(0).disabled);
    EXPECT_TRUE(later->actors[0].activities.at(0).interrupts.at(0).disabled);
    EXPECT_THAT(never->actors[0].processes, IsEmpty());
    EXPECT_FALSE(never->schedule.at(0).disabled);
    EXPECT_FALSE(loaded->ast.actors[0].processes.at(0).disabled);
}

}  // namespace
}  // namespace strife
