// Includes: what is taken in, in which order, and what is refused.
// SPDX-License-Identifier: Apache-2.0
#include "scenario/includes.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenario_texts.h"

namespace strife {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Texts beside dir/s.yaml, read with their includes.
struct IncludedTexts : ScenarioTexts {
    MemoryFiles files;

    void add(const std::string& name, std::string text) { files.add("dir/" + name, std::move(text)); }
    std::optional<IncludedTree> read(const IncludeLimits& limits = {}) {
        return read_with_includes(files, "dir/s.yaml", sources, diagnostics, limits);
    }
    // The whole as YAML; empty after a fault.
    std::string print() {
        const auto read_in = read();
        return read_in ? print_yaml(read_in->tree) : std::string();
    }
};

TEST(ReadWithIncludes, LaterFilesLieOverEarlierOnesAndTheFileItselfOverAll) {
    IncludedTexts texts;
    texts.add("s.yaml", "include: [a.yaml, b.yaml]\nparameters: {z: 3}\n");
    texts.add("a.yaml", "parameters: {x: 1, y: 1, z: 1}\nsets: {place: [north, south]}\n");
    texts.add("b.yaml", "parameters: {y: 2, z: 2}\nsets: {place: [east]}\n");
    EXPECT_EQ(texts.print(), "parameters:\n  x: 1\n  y: 2\n  z: 3\nsets:\n  place:\n    - east\n");
    EXPECT_TRUE(texts.diagnostics.empty()) << texts.messages();
}

TEST(ReadWithIncludes, AFileReachedByTwoWaysIsTakenInOnce) {
    IncludedTexts texts;
    texts.add("s.yaml", "include: [b.yaml, sub/c.yaml]\n");
    texts.add("b.yaml", "include: d.yaml\nparameters: {x: 2}\n");
    texts.add("sub/c.yaml", "include: ../d.yaml\nparameters: {y: 3}\n");
    texts.add("d.yaml", "parameters: {x: 1, y: 1, z: 1}\n");
    EXPECT_EQ(texts.print(), "parameters:\n  x: 2\n  y: 3\n  z: 1\n");
    EXPECT_EQ(texts.read()->files.size(), 4U);
}

TEST(ReadWithIncludes, CsvFilesStayBesideTheFileThatNamesThem) {
    IncludedTexts texts;
    texts.add("s.yaml", "include: sub/a.yaml\nsets: {own: {csv: o.csv, key: name}}\n");
    texts.add("sub/a.yaml", "include: deep/b.yaml\nsets: {p: {csv: p.csv, key: name}}\n");
    texts.add("sub/deep/b.yaml", "relations: {r: {between: [p, p], csv: ../r.csv, keys: [a, b]}}\n");
    EXPECT_THAT(texts.print(), testing::AllOf(HasSubstr("csv: o.csv"), HasSubstr("csv: sub/p.csv"), HasSubstr("csv: sub/r.csv")));
}

TEST(ReadWithIncludes, NamesWithAndWithoutTheirIndexAreOneKey) {
    IncludedTexts texts;
    texts.add("s.yaml", "include: a.yaml\nactors:\n  g:\n    state:\n      men: {initial: 3}\n      heat[place]: {initial: 2}\n");
    texts.add("a.yaml", "actors:\n  g:\n    state:\n      men[place]: {count: person, initial: 1}\n      heat: {level: 1}\n");
    EXPECT_EQ(texts.print(),
              "actors:\n  g:\n    state:\n      men[place]:\n        count: person\n        initial: 3\n"
              "      heat[place]:\n        level: 1\n        initial: 2\n");
}

TEST(ReadWithIncludes, AValueTakesThePriorOutAndExclusiveKeysMakeWay) {
    IncludedTexts texts;
    texts.add("s.yaml",
              "include: a.yaml\nparameters: {x: {value: 2}, y: 4 person, z: {source: later}}\n"
              "actors: {g: {processes: {p: {every: 1 month}}}}\n");
    texts.add("a.yaml",
              "parameters: {x: {value: 1, prior: 'uniform(0, 1)', source: a}, y: {value: 1, unit: person}, z: 7}\n"
              "actors: {g: {processes: {p: {rate: 1/day, do: stop}}}}\n");
    EXPECT_EQ(texts.print(),
              "parameters:\n  x:\n    value: 2\n    source: a\n  y:\n    value: 4 person\n    unit: person\n"
              "  z:\n    value: 7\n    source: later\n"
              "actors:\n  g:\n    processes:\n      p:\n        do: stop\n        every: 1 month\n");
}

TEST(ReadWithIncludes, FaultsLieInTheFileThatHasThem) {
    ScenarioTexts texts;
    texts.load("strife: 1\ninclude: a.yaml\ntime: {end: 3 day}\n", {}, {{"a.yaml", "outcomes:\n  x: {cuont: attack}\n"}});
    EXPECT_THAT(texts.messages(), HasSubstr("dir/a.yaml:2:7: error[E201]"));
}

TEST(ReadWithIncludes, ACircleIsNamed) {
    IncludedTexts texts;
    texts.add("s.yaml", "include: a.yaml\n");
    texts.add("a.yaml", "include: b.yaml\n");
    texts.add("b.yaml", "include: ./a.yaml\n");
    EXPECT_FALSE(texts.read());
    EXPECT_THAT(texts.codes(), ElementsAre("E706 1:10"));
    EXPECT_THAT(texts.messages(), HasSubstr("a.yaml -> b.yaml -> a.yaml"));
}

TEST(ReadWithIncludes, TheNumberOfFilesAndTheirDepthHaveBounds) {
    const auto chain = [](std::size_t n) {
        IncludedTexts texts;
        texts.add("s.yaml", "include: f1.yaml\n");
        for (std::size_t i = 1; i < n; ++i) {
            texts.add("f" + std::to_string(i) + ".yaml",
                      i + 1 < n ? "include: f" + std::to_string(i + 1) + ".yaml\n" : "about: x\n");
        }
        const bool good = texts.read().has_value();
        return std::pair(good, texts.codes());
    };
    EXPECT_TRUE(chain(32).first);
    EXPECT_EQ(chain(34), std::pair(false, std::vector<std::string>{"E707 1:10"}));
    const auto many = [](std::size_t n) {
        IncludedTexts texts;
        std::string list = "include: [";
        for (std::size_t i = 1; i < n; ++i) {
            texts.add("f" + std::to_string(i) + ".yaml", "about: x\n");
            list += (i > 1 ? ", f" : "f") + std::to_string(i) + ".yaml";
        }
        texts.add("s.yaml", list + "]\n");
        const bool good = texts.read().has_value();
        return std::pair(good, texts.diagnostics.error_count());
    };
    EXPECT_TRUE(many(64).first);
    EXPECT_EQ(many(65), std::pair(false, std::size_t{1}));
}

TEST(ReadWithIncludes, AllFilesTogetherHaveTheBoundsOfOne) {
    IncludedTexts texts;
    texts.add("s.yaml", "include: [a.yaml, b.yaml]\n");
    texts.add("a.yaml", "sources: [1, 2, 3, 4, 5, 6]\n");
    texts.add("b.yaml", "sources: [1, 2, 3, 4, 5, 6]\n");
    EXPECT_TRUE(texts.read({.nodes = 25}));
    EXPECT_FALSE(texts.read({.nodes = 12}));
    EXPECT_TRUE(texts.read({.bytes = 90}));
    EXPECT_FALSE(texts.read({.bytes = 60}));
}

TEST(ReadWithIncludes, TheResolvedTextNeedsNoInclude) {
    ScenarioTexts texts;
    const auto loaded =
        texts.load("strife: 1\ninclude: sub/a.yaml\ntime: {end: 3 day}\n", {},
                   {{"sub/a.yaml", "sets: {p: {csv: p.csv, key: name}}\n"}, {"sub/p.csv", "name\nnorth\nsouth\n"}});
    ASSERT_TRUE(loaded);
    EXPECT_TRUE(texts.diagnostics.empty()) << texts.messages();
    std::vector<std::string> names;
    auto memory = std::make_shared<MemoryFiles>();
    for (const auto& [name, file] : loaded->files()) {
        names.push_back(name);
        memory->add(name, std::string(texts.sources.text(file)));
    }
    EXPECT_THAT(names, ElementsAre("s.yaml", "sub/a.yaml", "sub/p.csv"));
    ScenarioTexts again;
    const auto from_files = load_scenario({.path = "s.yaml", .files = memory}, again.sources, again.diagnostics);
    memory->add("s.yaml", loaded->resolved_yaml);
    const auto resolved = load_scenario({.path = "s.yaml", .files = memory}, again.sources, again.diagnostics);
    ASSERT_TRUE(from_files && resolved);
    EXPECT_THAT(again.codes(), IsEmpty());
    EXPECT_EQ(from_files->resolved_yaml, loaded->resolved_yaml);
    EXPECT_EQ(resolved->resolved_yaml, loaded->resolved_yaml);
    EXPECT_EQ(resolved->ast.sets.at(0).members.size(), 2U);
}

}  // namespace
}  // namespace strife
