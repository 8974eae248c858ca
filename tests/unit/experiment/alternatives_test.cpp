// Alternatives with other things in them than the baseline: what they share with it, and how their results line up.
// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <cmath>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ensemble/run_ensemble.h"
#include "experiment/load_models.h"
#include "experiment/prepare_run.h"

namespace strife {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// A group that grows, is raided and attacks; `more` is added at the end, to the outcomes. No hazard changes between events: such
// ones keep most of their draws in common between alternatives, not all.
std::string scenario_text(const std::string& more) {
    return "strife: 1\n"
           "title: Raids\n"
           "time: {start: 2025-01-01, end: 2026-01-01, record: 1 month}\n"
           "sets: {place: [north, south]}\n"
           "actors:\n"
           "  idle:\n"
           "    state: {ticks: {count: event}}\n"
           "    processes:\n"
           "      tick: {rate: 1/day, do: ticks += 1 event}\n"
           "  group:\n"
           "    state:\n"
           "      men[place]: {count: person, initial: 30}\n"
           "      heat: {level: 1, half_life: 20 day}\n"
           "    activities:\n"
           "      plots:\n"
           "        duration: gamma(mean = 30 day, cv = 0.5)\n"
           "        finish: \"emit attack(place = south, deaths = poisson(8 person))\"\n"
           "        interrupt: {foiled: {rate: 0.02/day, do: heat += 1}}\n"
           "    processes:\n"
           "      join[p in place]: {rate: \"3 person/month + 0.05/month * men[p]\", do: \"men[p] += 1 person\"}\n"
           "      plan: {rate: 0.1/day, do: begin plots}\n"
           "      strike[p in place]:\n"
           "        rate: 0.1/person/month * men[p]\n"
           "        do: \"emit attack(place = p, deaths = poisson(3 person))\"\n"
           "      mourn: {upon: attack, do: heat += 0.1}\n"
           "  army:\n"
           "    processes:\n"
           "      raid[p in place]: {every: 1 month, do: \"group.men[p] -= binomial(group.men[p], 0.1)\"}\n"
           "      alarm: {when: group.heat > 2, do: \"group.men[north] -= binomial(group.men[north], 0.5)\"}\n"
           "events:\n"
           "  attack: {place: place, deaths: person}\n"
           "schedule:\n"
           "  amnesty: {at: 2025-09-01, do: \"group.men[north] -= binomial(group.men[north], 0.3)\"}\n"
           "outcomes:\n"
           "  attacks: {count: attack}\n"
           "  men: {state: sum(group.men), series: true}\n"
           "  monthly: {count: attack, per: 1 month}\n" +
           more;
}

// A loaded scenario and one block of each of its alternatives.
class Blocks {
  public:
    Blocks(const std::string& text, Method method, std::size_t n = 16) {
        auto files = std::make_shared<MemoryFiles>();
        files->add("s.yaml", text);
        auto sources = std::make_shared<SourceMap>();
        Diagnostics diagnostics;
        auto loaded = load_models({.path = "s.yaml", .files = files}, {}, sources, diagnostics);
        if (!loaded) throw std::runtime_error(render_all(diagnostics, *sources));
        loaded_ = std::make_unique<LoadedModels>(std::move(*loaded));
        run_ = prepare_run(*loaded_, {.replications = n, .seed = 5, .max_failures = 0, .method = method});
        BlockSimulator simulator(run_.alternatives, *sources, true);
        const std::atomic<bool> stop = false;
        for (std::uint32_t a = 0; a < run_.alternatives.size(); ++a) {
            bool cancelled = false;
            blocks_.push_back(simulator.simulate({.first = 0, .size = n, .alternative = a}, stop, cancelled));
        }
    }

    [[nodiscard]] const SampleBlock& block(std::size_t alternative) const { return blocks_.at(alternative); }
    [[nodiscard]] const RunDescriptor& run() const { return loaded_->run; }
    [[nodiscard]] std::vector<double> outcome(std::size_t alternative, const std::string& name) const {
        for (const OutcomeDescriptor& outcome : run().outcomes) {
            if (outcome.name != name) continue;
            const auto column = blocks_.at(alternative).scalars.col(static_cast<Eigen::Index>(outcome.offset));
            return {column.begin(), column.end()};
        }
        throw std::runtime_error("no outcome " + name);
    }
    // The first `n` instants of a series, of all replications.
    [[nodiscard]] std::vector<double> series(std::size_t alternative, const std::string& name, Eigen::Index n) const {
        for (const SeriesDescriptor& series : run().series) {
            if (series.name != name) continue;
            const RowMajorArray part = blocks_.at(alternative).series.middleCols(static_cast<Eigen::Index>(series.offset), n);
            return {part.data(), part.data() + part.size()};
        }
        throw std::runtime_error("no series " + name);
    }
    [[nodiscard]] EnsembleResult reduce(std::uint64_t replications_per_point = 0) const {
        struct NoSink final : ResultSink {
            void begin(const RunHeader& /*header*/) override {}
            void write(const SampleBlock& /*block*/) override {}
            void finish(const RunFooter& /*footer*/) override {}
        } sink;
        return run_ensemble(run_.alternatives, run_.names, run(), *loaded_->sources,
                            {.replications = 32, .replications_per_point = replications_per_point, .threads = 1}, sink);
    }

  private:
    std::unique_ptr<LoadedModels> loaded_;
    PreparedRun run_;
    std::vector<SampleBlock> blocks_;
};

std::string errors_of(const std::string& text) {
    try {
        const Blocks blocks(text, Method::automatic, 1);
        return {};
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

TEST(Alternatives, WithoutAProcessOfNoEffectAllElseIsTheSameBitForBit) {
    const Blocks blocks(scenario_text("alternatives:\n  less: {without: [actors.idle.processes.tick]}\n"), Method::coupled);
    EXPECT_TRUE((blocks.block(0).scalars == blocks.block(1).scalars).all());
    EXPECT_TRUE((blocks.block(0).series == blocks.block(1).series).all());
    EXPECT_GT(blocks.outcome(0, "attacks").front(), 10.0);
    EXPECT_GT(blocks.block(0).event_counts.front(), blocks.block(1).event_counts.front() + 300);
}

TEST(Alternatives, WithAProcessOfNoEffectAddedAllElseIsTheSameBitForBit) {
    const Blocks blocks(
        scenario_text("alternatives:\n  more:\n    add:\n      actors:\n        idle:\n          state: {tocks: {count: event}}\n"
                      "          processes: {tock: {rate: 0.5/day, do: tocks += 1 event}}\n"
                      "        watcher: {processes: {look: {upon: attack, do: \"let x = uniform(0, 1)\"}}}\n"),
        Method::coupled);
    EXPECT_TRUE((blocks.block(0).scalars == blocks.block(1).scalars).all());
    EXPECT_TRUE((blocks.block(0).series == blocks.block(1).series).all());
    EXPECT_LT(blocks.block(0).event_counts.front() + 100, blocks.block(1).event_counts.front());
}

TEST(Alternatives, FromADateWithoutProcessesTheyAreIdenticalBeforeAndDifferAfter) {
    const std::string text = scenario_text(
        "alternatives:\n"
        "  calm:\n"
        "    from: 2025-07-01\n"
        "    without: [actors.group.processes.strike, actors.group.processes.join, actors.army.processes.raid,"
        " actors.army.processes.alarm, actors.group.processes.mourn, actors.group.activities.plots.interrupt.foiled,"
        " schedule.amnesty]\n");
    std::string thinned = text;
    thinned.replace(thinned.find("3 person/month +"), 16, "3 person/month * (1 + heat) +");
    for (const auto& [scenario, method] :
         {std::pair(text, Method::linear), std::pair(text, Method::tree), std::pair(text, Method::coupled),
          std::pair(thinned, Method::linear), std::pair(thinned, Method::coupled)}) {
        const Blocks blocks(scenario, method);
        // The grid of `record`: 1 January to 1 July are its first seven instants, the last of them after the change.
        EXPECT_EQ(blocks.series(0, "men", 6), blocks.series(1, "men", 6));
        EXPECT_EQ(blocks.series(0, "monthly", 6), blocks.series(1, "monthly", 6));
        for (Eigen::Index r = 0; r < 16; ++r) {
            const auto row = [&](std::size_t alternative, Eigen::Index instant) {
                return blocks.series(alternative, "men", 13)[static_cast<std::size_t>(r * 13 + instant)];
            };
            // Nobody joins, leaves or is killed from then on.
            for (Eigen::Index i = 7; i < 13; ++i) EXPECT_EQ(row(1, i), row(1, 6));
        }
        EXPECT_NE(blocks.outcome(0, "men"), blocks.outcome(1, "men"));
    }
}

TEST(Alternatives, TakenOutFromTheStartOrFromTheFirstInstantIsTheSame) {
    const std::string paths = "without: [actors.army.processes.raid, actors.group.activities.plots.interrupt.foiled]";
    const Blocks blocks(scenario_text("alternatives:\n  never: {" + paths +
                                      "}\n"
                                      "  later: {from: 2025-01-02, " +
                                      paths + "}\n"),
                        Method::coupled);
    // The first raid is due on 1 February, and on the first day hardly a plot is foiled.
    const std::vector<double> never = blocks.outcome(1, "men");
    const std::vector<double> later = blocks.outcome(2, "men");
    std::size_t n_same = 0;
    for (std::size_t r = 0; r < never.size(); ++r) n_same += never[r] == later[r] ? 1 : 0;
    EXPECT_GE(n_same, never.size() - 1);
    EXPECT_NE(never, blocks.outcome(0, "men"));
}

TEST(Alternatives, OutcomesThatNotAllHaveLineUpAndAreMissingElsewhere) {
    const Blocks blocks(
        scenario_text(
            "  first_deadly: {first: attack, where: event.deaths > 1 person}\n"
            "alternatives:\n"
            "  peace:\n"
            "    without: [outcomes.first_deadly, outcomes.monthly]\n"
            "    add:\n"
            "      events: {talk: {}}\n"
            "      actors:\n"
            "        envoy:\n"
            "          state: {trust: {count: event}}\n"
            "          processes:\n"
            "            talk: {rate: 0.2/day, do: \"emit talk\"}\n"
            "            listen: {upon: talk, do: \"trust += 1 event\\nif trust > 20 event then stop \\\"peace\\\" end\"}\n"
            "      outcomes:\n"
            "        talks: {count: talk}\n"
            "        first_talk: {first: talk}\n"
            "        trust: {state: envoy.trust, series: true}\n"),
        Method::coupled, 32);
    std::vector<std::string> names;
    for (const OutcomeDescriptor& outcome : blocks.run().outcomes) names.push_back(outcome.name);
    EXPECT_THAT(names, ElementsAre("attacks", "men", "first_deadly", "talks", "first_talk", "trust"));
    EXPECT_THAT(blocks.run().event_types, ElementsAre("attack", "talk"));
    EXPECT_THAT(blocks.run().stop_reasons, ElementsAre("peace"));
    EXPECT_TRUE(std::isnan(blocks.outcome(0, "talks").front()));
    EXPECT_TRUE(std::isnan(blocks.outcome(1, "first_deadly").front()));
    EXPECT_EQ(blocks.outcome(1, "talks").front(), 21.0);
    EXPECT_EQ(blocks.block(1).stop_reasons.front(), 0);
    EXPECT_EQ(blocks.block(0).stop_reasons.front(), -1);
    EXPECT_TRUE(std::isnan(blocks.series(1, "monthly", 1).front()));
    EXPECT_TRUE(std::isnan(blocks.series(0, "trust", 1).front()));
    bool talked = false;
    for (const LoggedEvent& event : blocks.block(1).events) talked = talked || event.type == 1;
    EXPECT_TRUE(talked);

    const EnsembleResult result = blocks.reduce();
    const auto summary = [&](std::size_t alternative, std::size_t outcome) {
        return result.summaries.at(alternative).scalars.at(blocks.run().outcomes.at(outcome).offset);
    };
    EXPECT_EQ(summary(0, 3).n, 0U);
    EXPECT_EQ(summary(1, 3).n, 32U);
    // A first time that an alternative does not have is not one that never came.
    EXPECT_TRUE(std::isnan(summary(1, 2).probability));
    EXPECT_TRUE(std::isnan(summary(0, 4).probability));
    EXPECT_EQ(summary(1, 4).probability, 1.0);
    const EnsembleResult nested = blocks.reduce(4);
    const std::size_t first_deadly = blocks.run().outcomes.at(2).offset;
    EXPECT_TRUE(std::isnan(nested.summaries.at(1).scalars.at(first_deadly).probability_lower));
    EXPECT_FALSE(std::isnan(nested.summaries.at(0).scalars.at(first_deadly).probability_lower));
}

TEST(Alternatives, AnOutcomeOfTheSameNameMustBeTheSameKindOfThing) {
    EXPECT_THAT(errors_of(scenario_text("alternatives:\n  other:\n    without: [outcomes.attacks]\n"
                                        "    add: {outcomes: {attacks: {sum: attack.deaths}}}\n")),
                HasSubstr("error[E803]: the outcome 'attacks' of 'other' differs"));
}

// Without a `rest` a level relaxes to a constant, which may lie elsewhere in a model that has other constants.
TEST(Alternatives, FromADateOnConstantsMayLieElsewhere) {
    for (const char* value : {"0", "1", "30", "1000"}) {
        const Blocks blocks(
            "strife: 1\ntime: {start: 2025-01-01, end: 2025-04-02, record: 1 day}\nparameters: {w: 1000, v: 0}\n"
            "actors:\n  a:\n    state: {x: {level: 1}, heat: {level: 1, initial: 8, half_life: 30 day}}\n"
            "    processes: {p: {every: 100 day, do: x += w + v}}\n"
            "outcomes: {heat: {state: a.heat, series: true}, x: {state: a.x}}\n"
            "alternatives: {other: {from: 2025-04-01, set: {parameters.w: " +
                std::string(value) + ", parameters.v: 7}}}\n",
            Method::automatic, 1);
        EXPECT_EQ(blocks.series(0, "heat", 92), blocks.series(1, "heat", 92)) << value;
    }
}

TEST(Alternatives, TimeIsOfTheWholeRun) {
    for (const char* setting : {"time.record: 7 day", "time.end: 2025-06-01"}) {
        EXPECT_THAT(errors_of(scenario_text("alternatives:\n  other: {set: {" + std::string(setting) + "}}\n")),
                    HasSubstr("holds for the whole run, not for one of its alternatives"));
    }
}

TEST(Alternatives, WithAnActorOrAnInstanceGoesAllThatItsMechanismsBrought) {
    auto files = std::make_shared<MemoryFiles>();
    files->add("mechanisms/arming.yaml",
               "mechanism: Arms\n"
               "parameters:\n"
               "  pace: {unit: 1/day, value: 1, prior: \"uniform(0.5, 1.5)\"}\n"
               "  size: {unit: '1', value: 2, prior: \"uniform(1, 3)\"}\n"
               "define: {speed: pace * size}\n"
               "state: {arms: {count: event}}\n"
               "processes: {arm: {rate: speed, do: arms += 1 event}}\n");
    files->add("s.yaml",
               "strife: 1\n"
               "time: {end: 100 day}\n"
               "actors:\n"
               "  rebels: {uses: [{arming: {as: first}}, {arming: {as: second}}]}\n"
               "  army: {uses: [arming]}\n"
               "parameters: {other: {value: 1, prior: \"uniform(0, 1)\"}}\n"
               "correlations: [{between: [first.pace, other], rank: 0.5}, {between: [second.size, arming.size], rank: 0.5}]\n"
               "outcomes:\n"
               "  army_arms: {state: army.arming.arms * other}\n"
               "  rebel_arms: {state: rebels.first.arms}\n"
               "  more_arms: {state: rebels.second.arms}\n"
               "alternatives:\n"
               "  no_second: {without: [actors.rebels.instances.second, outcomes.more_arms]}\n"
               "  no_rebels: {without: [actors.rebels, outcomes.rebel_arms, outcomes.more_arms]}\n"
               "  others:\n"
               "    without: [actors.army.instances.arming, outcomes.army_arms]\n"
               "    add: {actors: {army: {uses: [{arming: {as: third}}]}}, outcomes: {third_arms: {state: army.third.arms}}}\n");
    auto sources = std::make_shared<SourceMap>();
    Diagnostics diagnostics;
    const auto loaded = load_models({.path = "s.yaml", .files = files}, {}, sources, diagnostics);
    ASSERT_TRUE(loaded) << render_all(diagnostics, *sources);
    const auto states = [&](std::size_t alternative) {
        std::vector<std::string> names;
        for (const ModelState& state : loaded->alternatives[alternative].model.states) names.push_back(state.name);
        return names;
    };
    EXPECT_THAT(states(1), ElementsAre("rebels.first.arms", "army.arming.arms"));
    EXPECT_THAT(states(2), ElementsAre("army.arming.arms"));
    EXPECT_THAT(states(3), ElementsAre("rebels.first.arms", "rebels.second.arms", "army.third.arms"));
    EXPECT_EQ(loaded->alternatives[1].model.prior_groups.size(), 1U);
    // What is written out stands for the mechanisms of alternatives as well.
    EXPECT_THAT(loaded->scenario.resolved_yaml, testing::Not(HasSubstr("uses")));
}

TEST(Alternatives, WhatIsMissingOnlyThereIsToldWithTheAlternative) {
    EXPECT_THAT(errors_of(scenario_text("alternatives:\n  silent: {without: [events.attack]}\n")),
                HasSubstr("s.yaml:17:23: error[E401]: in alternative 'silent': 'attack' is not a declared event"));
}

TEST(Alternatives, NothingIsAddedFromADateOn) {
    EXPECT_THAT(errors_of(scenario_text("alternatives:\n  late: {from: 2025-03-01, add: {events: {talk: {}}}}\n")),
                HasSubstr("error[E803]: 'late' begins at a date, at which nothing can be added"));
}

// Inputs, correlated priors, observers, perceptions and outcomes of other outcomes beside the rest.
std::string rich_text(const std::string& alternatives) {
    std::string text = scenario_text(
        "  per_attack: {ratio: [deaths, attacks]}\n"
        "  deaths: {sum: attack.deaths}\n"
        "  sizes: {histogram: attack.deaths, edges: [1, 5]}\n"
        "  by_place: {count: attack, by: event.place}\n"
        "  typical: {median: attack.deaths}\n"
        "  warmth: {mean: group.heat}\n"
        "inputs: {season: {values: [1, 3, 2], step: 1 month, repeat: true}}\n"
        "parameters:\n"
        "  pace: {value: 1/month, prior: \"uniform(0.5, 1.5)\"}\n"
        "  size: {value: 4 person, prior: \"uniform(2, 6)\"}\n"
        "correlations: [{between: [pace, size], rank: 0.7}]\n"
        "observe: {seen: {of: attack, chance: 0.5}}\n" +
        alternatives);
    const std::string army = "  army:\n";
    text.insert(text.find(army) + army.size(), "    perceives: {strength: {of: sum(group.men), every: 1 month}}\n");
    const std::string raid = "      raid[p in place]:";
    text.insert(text.find(raid),
                "      ambush: {rate: \"pace * season\", do: \"emit attack(place = north, deaths = poisson(size))\"}\n"
                "      patrol: {rate: \"0.001/person/day * strength\", do: \"group.heat += 0.01\"}\n");
    return text;
}

TEST(Alternatives, InputsPriorsAndDerivedOutcomesGoOnUnderOneThatBeginsAtADate) {
    for (const Method method : {Method::linear, Method::coupled}) {
        const Blocks blocks(rich_text("alternatives:\n"
                                      "  same: {from: 2025-07-15, set: {actors.idle.state.ticks.initial: 0}}\n"
                                      "  calm: {from: 2025-07-15, without: [actors.army.processes.ambush]}\n"),
                            method);
        for (const char* name : {"attacks", "per_attack", "sizes", "typical", "deaths"}) {
            EXPECT_EQ(blocks.outcome(0, name), blocks.outcome(1, name)) << name;
        }
        EXPECT_EQ(blocks.series(0, "men", 13), blocks.series(1, "men", 13));
        EXPECT_EQ(blocks.series(0, "monthly", 6), blocks.series(2, "monthly", 6));
        EXPECT_NE(blocks.outcome(0, "deaths"), blocks.outcome(2, "deaths"));
    }
}

TEST(Alternatives, AFixedParameterLeavesWhatItIsCorrelatedWithAsItWas) {
    const Blocks blocks(rich_text("alternatives: {fixed: {set: {parameters.size: 4 person}}}\n"), Method::coupled);
    EXPECT_EQ(blocks.outcome(0, "attacks"), blocks.outcome(1, "attacks"));
    EXPECT_NE(blocks.outcome(0, "deaths"), blocks.outcome(1, "deaths"));
}

TEST(Alternatives, WithOtherInputsPriorsAndObserversWhatIsSharedIsTheSame) {
    const Blocks blocks(
        rich_text(
            "alternatives:\n"
            "  less: {without: [observe.seen, outcomes.per_attack, outcomes.sizes]}\n"
            "  more:\n"
            "    add:\n"
            "      inputs: {price: {values: [1, 2], step: 1 week}}\n"
            "      parameters: {third: {value: 1, prior: \"uniform(0, 1)\"}, fourth: {value: 1, prior: \"uniform(0, 1)\"}}\n"
            "      correlations: [{between: [third, fourth], rank: -0.5}]\n"
            "      observe: {heard: {of: attack, chance: 0.1}}\n"
            "      actors: {idle: {state: {tocks: {count: event}},"
            " processes: {tock: {rate: 1/day * third * fourth * price, do: tocks += 1 event}}}}\n"
            "      outcomes: {heard: {count: heard}, gap: {difference: [attacks, heard]}}\n"),
        Method::coupled);
    for (const std::size_t alternative : {1U, 2U}) {
        for (const char* name : {"attacks", "deaths", "typical", "men"}) {
            EXPECT_EQ(blocks.outcome(0, name), blocks.outcome(alternative, name)) << name;
        }
        EXPECT_EQ(blocks.series(0, "men", 13), blocks.series(alternative, "men", 13));
    }
    EXPECT_TRUE(std::isnan(blocks.outcome(1, "per_attack").front()));
    EXPECT_EQ(blocks.outcome(0, "per_attack"), blocks.outcome(2, "per_attack"));
    EXPECT_TRUE(std::isnan(blocks.outcome(0, "gap").front()));
    EXPECT_EQ(blocks.outcome(2, "gap").front(), blocks.outcome(2, "attacks").front() - blocks.outcome(2, "heard").front());
}

TEST(Alternatives, ObservedValuesAreOfTheMembersThatTheOutcomeHas) {
    const Blocks blocks(
        scenario_text("  by_place: {count: attack, by: event.place, observed: {member: south, value: 7, source: a}}\n"
                      "  sizes:\n"
                      "    {histogram: attack.deaths, edges: [1, 5], by: event.place,"
                      " observed: {member: [south, \"1 to under 5\"], high: 9, source: a}}\n"
                      "  strength: {mean: sum(group.men), observed: {low: 10 person, source: a}}\n"
                      "  pace: {ratio: [by_place, strength], observed: {member: north, value: 2/person, source: a}}\n"),
        Method::automatic, 1);
    std::vector<std::pair<std::string, std::size_t>> members;
    for (const OutcomeDescriptor& outcome : blocks.run().outcomes) {
        for (const Observation& observed : outcome.observed) members.emplace_back(outcome.name, observed.member);
    }
    EXPECT_THAT(members,
                ElementsAre(std::pair("by_place", 1), std::pair("sizes", 4), std::pair("strength", 0), std::pair("pace", 0)));
    EXPECT_EQ(blocks.run().outcomes.at(4).observed.at(0).low, 10.0);
    EXPECT_EQ(blocks.run().outcomes.at(5).observed.at(0).value, 2.0);
    EXPECT_THAT(
        errors_of(scenario_text("  deadly: {share: attack, of: event.deaths > 3 person, observed: {high: 30, source: a}}\n")),
        HasSubstr("'deadly' is a share, which lies between 0 and 1"));
}

}  // namespace
}  // namespace strife
