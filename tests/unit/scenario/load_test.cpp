// Loading as a whole: from memory, resolved, repeated.
// SPDX-License-Identifier: Apache-2.0
#include "scenario/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenario_texts.h"

namespace strife {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kLanguageScenario = STRIFE_SOURCE_DIR "/tests/scenarios/language/scenario.yaml";

TEST(LoadScenario, TheResolvedTextReadsBackAsTheSame) {
    ScenarioTexts texts;
    const auto loaded = load_scenario(
        {.path = kLanguageScenario,
         .overrides = {"actors.insurgent_group.state.fighters.initial.east=400", "parameters.recruitment=12 person/day",
                       "about=a: b # c", "actors.sponsor.processes.pay.do=let x = 1; y += max(x, 2)"}},
        texts.sources, texts.diagnostics);
    ASSERT_TRUE(loaded);
    EXPECT_TRUE(texts.diagnostics.empty()) << texts.messages();
    const auto again = texts.read_tree(loaded->resolved_yaml);
    ASSERT_TRUE(again);
    EXPECT_TRUE(same_content(loaded->tree, *again)) << loaded->resolved_yaml;
    EXPECT_EQ(print_yaml(*again), loaded->resolved_yaml);
}

TEST(LoadScenario, FilesReadAreEnoughToLoadAgain) {
    ScenarioTexts texts;
    const auto first = load_scenario({.path = kLanguageScenario}, texts.sources, texts.diagnostics);
    ASSERT_TRUE(first);
    auto memory = std::make_shared<MemoryFiles>();
    std::vector<std::string> names;
    for (const auto& [name, file] : first->files()) {
        memory->add(name, std::string(texts.sources.text(file)));
        names.push_back(name);
    }
    EXPECT_THAT(names, ElementsAre("scenario.yaml", "provinces.csv"));
    ScenarioTexts other;
    const auto second = load_scenario({.path = "scenario.yaml", .files = memory}, other.sources, other.diagnostics);
    ASSERT_TRUE(second);
    EXPECT_TRUE(other.diagnostics.empty());
    EXPECT_EQ(first->resolved_yaml, second->resolved_yaml);
    EXPECT_EQ(second->ast.sets[0].members.size(), first->ast.sets[0].members.size());
}

TEST(LoadScenario, AlternativesFindTheSameCsvSources) {
    ScenarioTexts texts;
    const auto loaded = load_scenario({.path = kLanguageScenario}, texts.sources, texts.diagnostics);
    const std::size_t n_sources = texts.sources.size();
    const auto surge = read_alternative(*loaded, "surge", texts.sources, texts.diagnostics);
    ASSERT_TRUE(surge);
    EXPECT_EQ(texts.sources.size(), n_sources);
    EXPECT_EQ(surge->actors[1].states[0].initial.all->text, "1");
    EXPECT_TRUE(texts.diagnostics.empty()) << texts.messages();
}

TEST(LoadScenario, MissingFilesAndFolders) {
    ScenarioTexts texts;
    EXPECT_FALSE(load_scenario({.path = "/nowhere/s.yaml"}, texts.sources, texts.diagnostics));
    EXPECT_THAT(texts.messages(), HasSubstr("error[E701]: the file '/nowhere/s.yaml' does not exist"));
    ScenarioTexts folder;
    EXPECT_FALSE(load_scenario({.path = STRIFE_SOURCE_DIR "/tests"}, folder.sources, folder.diagnostics));
    EXPECT_THAT(folder.messages(), HasSubstr("is a directory"));
}

TEST(LoadScenario, ByteOrderMarkAndCrLf) {
    ScenarioTexts texts;
    std::string text = "\xEF\xBB\xBF" + small_scenario("titel: x\n");
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2)) text.insert(at, "\r");
    EXPECT_TRUE(texts.load(text));
    EXPECT_THAT(texts.codes(), ElementsAre("E201 3:1"));
}

TEST(LoadScenario, FaultsOfAllKindsInOnePass) {
    ScenarioTexts texts;
    const auto loaded = texts.load(
        "strife: 1\ntime: {end: 1, end: 2}\nactors:\n  a: !t {rle: other}\nsets: {s: {csv: none.csv, key: k}}\nalternatives:\n  "
        "x:\n    set: {actors.b.title: 1}\n",
        {"time.edn=3"});
    EXPECT_TRUE(loaded);
    EXPECT_THAT(texts.codes(), ElementsAre("E106 2:16", "E108 4:6", "E201 4:10", "E701 5:17", "E801 8:18", "E801 1:6"));
}

TEST(LoadScenario, AWholeThatIsNoMap) {
    ScenarioTexts texts;
    EXPECT_FALSE(texts.load("- a\n- b\n"));
    EXPECT_THAT(texts.codes(), ElementsAre("E203 1:1"));
}

}  // namespace
}  // namespace strife
