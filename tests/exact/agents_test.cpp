// Agents: exact laws of individual hazards, births and choices; sums that stay equal to what a loop adds up; saving and errors.
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "compiled_scenario.h"
#include "exact_moments.h"
#include "kernel/replication_error.h"

namespace strife {
namespace {

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    const std::size_t at = text.find(what);
    if (at == std::string::npos) throw std::runtime_error("no " + what);
    return text.replace(at, what.size(), by);
}

class Agents : public testing::TestWithParam<Method> {
  protected:
    static std::vector<double> values(const std::string& text, std::uint64_t seed, std::size_t n, const std::string& outcome) {
        return sample_outcome(*compile_text(text), GetParam(), seed, n, outcome);
    }
};

// 20 agents with hazard 0.1, 10 with 0.2 and 5 with 0.5 a day: those left are a sum of independent Bernoulli variables.
constexpr const char* kDeaths = R"yaml(strife: 1
title: Deaths
time: {end: 4 day}
parameters: {hazard: {value: 0.1/day, source: assumed}}
actors:
  a:
    agents:
      cell:
        attributes: {size: person}
        initial: [{number: 20, size: 1}, {number: 10, size: 2 person}, {number: 5, size: 5}]
    processes:
      die[c of cell]: {rate: hazard * c.size / (1 person), do: remove c}
outcomes:
  left: {state: count(a.cell)}
  large: {state: count(c of a.cell if c.size > 1.5 person)}
  strength: {state: sum(c.size for c of a.cell)}
)yaml";

ExactMoments bernoulli_sum(const std::vector<double>& chances) {
    ExactMoments exact;
    double variance = 0.0;
    double fourth = 0.0;  // cumulant
    for (const double p : chances) {
        exact.mean += p;
        variance += p * (1.0 - p);
        fourth += p * (1.0 - p) * (1.0 - 6.0 * p * (1.0 - p));
    }
    exact.sd = std::sqrt(variance);
    exact.k4 = 3.0 + fourth / (variance * variance);
    return exact;
}

TEST_P(Agents, EachDiesByAHazardOfItsOwn) {
    const auto scenario = compile_text(kDeaths);
    std::vector<double> left;
    std::vector<double> large;
    std::vector<double> strength;
    for_each_replication(*scenario, GetParam(), 301, scaled(20'000), [&](const Replication& r) {
        left.push_back(r.scalars()[scenario->column("left")]);
        large.push_back(r.scalars()[scenario->column("large")]);
        strength.push_back(r.scalars()[scenario->column("strength")]);
    });
    std::vector<double> chances(5, std::exp(-2.0));
    chances.insert(chances.end(), 10, std::exp(-0.8));
    expect_moments("large", large, bernoulli_sum(chances));
    chances.insert(chances.end(), 20, std::exp(-0.4));
    expect_moments("left", left, bernoulli_sum(chances));
    const double mean = 25.0 * std::exp(-2.0) + 20.0 * std::exp(-0.8) + 20.0 * std::exp(-0.4);
    const auto spread = [](double h) { return std::exp(-h) * (1.0 - std::exp(-h)); };
    const double variance = 5 * 25.0 * spread(2.0) + 10 * 4.0 * spread(0.8) + 20 * spread(0.4);
    expect_moments("strength", strength, {.mean = mean, .sd = std::sqrt(variance), .k4 = 0.0});
}

TEST(AgentChecks, AWrongHazardWouldShow) {
    const auto scenario = compile_text(replaced(kDeaths, "value: 0.1/day", "value: 0.105/day"));
    const std::vector<double> left = sample_outcome(*scenario, Method::automatic, 301, 20'000, "left");
    double mean = 0.0;
    for (const double value : left) mean += value / 20'000.0;
    const double exact = 5.0 * std::exp(-2.0) + 10.0 * std::exp(-0.8) + 20.0 * std::exp(-0.4);
    EXPECT_GT((exact - mean) / 2.74 * std::sqrt(20'000.0), 2.0 * kLargestZ);  // sd of `left` is 2.74
}

// A Yule process from 3: the number at t is 3 plus a negative binomial, mean 3 e^(rt).
TEST_P(Agents, BirthsGiveAYuleProcess) {
    const std::string text = R"yaml(strife: 1
title: Yule
time: {end: 10 day}
actors:
  a:
    agents:
      cell: {attributes: {size: person}, initial: {number: 3, size: 1}}
    processes:
      split[c of cell]: {rate: 0.15/day, do: spawn cell(size = c.size)}
outcomes: {number: {state: count(a.cell)}}
)yaml";
    const double p = std::exp(-1.5);
    const double r = 3.0;
    expect_moments("number", values(text, 302, scaled(20'000), "number"),
                   {.mean = r / p, .sd = std::sqrt(r * (1.0 - p)) / p, .k4 = 3.0 + 6.0 / r + p * p / (r * (1.0 - p))});
}

// Agents with weights 1 to 4 in the north and one of 10 in the south; 200 choices a replication, each way of choosing.
std::string choices(const std::string& pick) {
    return R"yaml(strife: 1
title: Choices
time: {end: 200.5 day}
sets: {place: [north, south]}
actors:
  a:
    agents:
      cell:
        attributes: {size: person, hits: 1, place: place}
        initial:
          - {size: 1 person, hits: 0, place: north}
          - {size: 2 person, hits: 0, place: north}
          - {size: 3 person, hits: 0, place: north}
          - {size: 4 person, hits: 0, place: north}
          - {size: 10 person, hits: 0, place: south}
    processes:
      choose:
        every: 1 day
        do: |
          let one = 1
)yaml" + pick +
           R"yaml(
          c.hits += one
outcomes:
  two: {state: sum(c.hits for c of a.cell if c.size = 2 person)}
  ten: {state: sum(c.hits for c of a.cell if c.size = 10 person)}
)yaml";
}

TEST_P(Agents, ChoicesFollowTheirWeights) {
    const auto check = [&](const std::string& pick, double chance_of_two, double chance_of_ten) {
        const auto scenario = compile_text(choices("          " + pick));
        std::vector<double> two;
        std::vector<double> ten;
        for_each_replication(*scenario, GetParam(), 303, scaled(1'000), [&](const Replication& r) {
            two.push_back(r.scalars()[scenario->column("two")]);
            ten.push_back(r.scalars()[scenario->column("ten")]);
        });
        expect_moments(pick + ": two", two, binomial_moments(200.0, chance_of_two));
        if (chance_of_ten == 0.0) {
            expect_moments(pick + ": ten", ten, {});
        } else {
            expect_moments(pick + ": ten", ten, binomial_moments(200.0, chance_of_ten));
        }
    };
    check("pick c from cell by c.size", 0.1, 0.5);
    check("pick c from cell by c.size * one", 0.1, 0.5);  // a `let`: the candidates are listed
    check("pick c from cell by c.size if c.place = north", 0.2, 0.0);
    check("pick c from cell by c.size if c.place = north and c.size * one > 1.5 person", 2.0 / 9.0, 0.0);
    check("pick c from cell if c.place = north and c.size > 1.5 person", 1.0 / 3.0, 0.0);
    check("pick c from cell", 0.2, 0.2);
    check("pick c from cell if c.place = north", 0.25, 0.0);
    check("let c = draw d from cell by d.size", 0.1, 0.5);
}

INSTANTIATE_TEST_SUITE_P(Methods, Agents, testing::Values(Method::linear, Method::tree, Method::coupled),
                         [](const auto& tested) { return std::string(method_name(tested.param)); });

// Agents come, grow, move and go at random; an audit adds up by loops what is kept up by increments. Sizes are whole, so that any
// order of adding gives the same bits.
std::string churn(const std::string& end) {
    return R"yaml(strife: 1
title: Churn
time: {end: )yaml" +
           end + R"yaml(, record: 10 day}
sets: {place: [north, south, east, west]}
actors:
  a:
    state:
      bonus: {count: person, initial: 2}
      wrong: {count: event}
      audits: {count: event}
      late: {count: event}
    agents:
      cell:
        attributes: {size: person, place: place}
        initial: {number: 60, size: "1 + poisson(3 person)", place: "draw p from place by if(p = north, 3, 1)"}
    processes:
      come: {rate: 2/day, do: "pick p from place; spawn cell(size = 1 person, place = p)"}
      grow[c of cell]: {rate: "0.05/day * (1 + audits / (1e9 event))", if: "c.place != east", do: c.size += 1 person}
      move[c of cell]:
        rate: 0.002/day * c.size / (1 person) + 0.01/day
        do: |
          pick p from place if p != c.place
          c.place := p
          if bernoulli(0.02) then c.place := none end
      go[c of cell]: {rate: 0.03/day, if: bonus > 0 person and c.size > 1 person, do: remove c}
      merge:
        every: 3 day
        do: |
          pick c from cell by c.size if c.place = west else stop "west is empty" end
          pick d from cell by c.size + d.size if d != c
          c.size += d.size
          remove d
          after 2 day do
            if c in cell then c.size += 1 person else late += 1 event end
          end
          for e of cell if e.place = south limit 2 shuffled do
            if e.size > 3 person then e.size -= 2 person else remove e end
          end
      raise: {every: 17 day, do: "bonus := 5 person - bonus"}
      audit:
        every: 1 day
        do: |
          let one = 1
          audits += 1 event
          for p in place do
            let sum_loop = 0 person
            let number = 0
            for c of cell if c.place = p do
              sum_loop += c.size
              number += 1
            end
            if sum_loop != sum(c.size for c of cell if c.place = p) then wrong += 1 event end
            if number != count(c of cell if c.place = p) then wrong += 1 event end
            if max(c.size * one for c of cell if p = c.place) != max(c.size for c of cell if p = c.place) then wrong += 1 event end
            if min(c.size * one for c of cell if c.place = p) != min(c.size for c of cell if c.place = p) then wrong += 1 event end
          end
          if sum(c.size * one for c of cell) != sum(c.size for c of cell) then wrong += 1 event end
          if sum((c.size + bonus) * one for c of cell) != loose then wrong += 1 event end
          if count(c.size * one > 3 person for c of cell) != count(c of cell if c.size > 3 person) then wrong += 1 event end
          if count(cell) != count(c of cell if one = 1) then wrong += 1 event end
define:
  loose: sum(c.size + a.bonus for c of a.cell)
outcomes:
  number: {state: count(a.cell), series: true}
  strength: {state: sum(c.size for c of a.cell), series: true}
  by_place[p in place]: {state: sum(c.size for c of a.cell if c.place = p), series: true}
  with_bonus: {state: loose, series: true}
  without_loop: {state: sum(c.size for c of a.cell) + a.bonus * count(a.cell), series: true}
  wrong: {state: a.wrong}
  audits: {state: a.audits}
  late: {state: a.late}
  crowded: {ever: count(a.cell) > 100}
  most: {max: "max(c.size for c of a.cell if c.place = north)"}
)yaml";
}

class AgentChurn : public testing::TestWithParam<Method> {};

TEST_P(AgentChurn, KeptSumsEqualWhatALoopAddsUp) {
    const auto scenario = compile_text(churn("1000 day"));
    const PreparedModel prepared(scenario->model, 9, GetParam());
    Replication replication(prepared);
    for (std::uint64_t index = 0; index < 3; ++index) {
        replication.start(index);
        replication.run();
        const auto scalar = [&](const char* name) { return replication.scalars()[scenario->column(name)]; };
        EXPECT_EQ(scalar("wrong"), 0.0);
        EXPECT_GT(scalar("audits"), 300.0);
        EXPECT_GT(scalar("late"), 0.0);
        EXPECT_GT(scalar("most"), 1.0);
        EXPECT_GT(replication.event_count(), 3'000U);
        const std::size_t with = scenario->series_column("with_bonus");
        const std::size_t without = scenario->series_column("without_loop");
        for (std::size_t t = 0; t < scenario->model.record_days.size(); ++t) {
            EXPECT_EQ(replication.series()[with + t], replication.series()[without + t]);
        }
    }
}

TEST_P(AgentChurn, ARestoredReplicationGoesOnBitForBit) {
    const auto scenario = compile_text(churn("120 day"));
    const PreparedModel prepared(scenario->model, 7, GetParam());
    for (std::uint64_t index = 0; index < 3; ++index) {
        Replication whole(prepared);
        whole.start(index);
        whole.run();
        for (const double at : {0.0, 7.5, 60.0, 119.9}) {
            Replication first(prepared);
            first.start(index);
            first.run_until(at);
            const std::vector<std::byte> saved = first.save();
            Replication second(prepared);
            second.start(index + 17);  // working space that another replication has used
            second.run();
            second.restore(saved);
            EXPECT_TRUE(second.save() == saved) << "saved at " << at;
            second.run();
            EXPECT_TRUE(same_bits(run_values(whole), run_values(second))) << "saved at " << at;
            EXPECT_TRUE(whole.save() == second.save()) << "saved at " << at;
        }
    }
}

TEST_P(AgentChurn, ThreadsGiveTheSameBits) {
    const auto scenario = compile_text(churn("60 day"));
    const PreparedModel prepared(scenario->model, 8, GetParam());
    constexpr std::uint64_t kReplications = 6;
    const auto run = [&](std::vector<RunValues>& values, std::uint64_t first, std::uint64_t step) {
        Replication replication(prepared);
        for (std::uint64_t i = first; i < kReplications; i += step) {
            replication.start(i);
            replication.run();
            values[i] = run_values(replication);
        }
    };
    std::vector<RunValues> alone(kReplications);
    run(alone, 0, 1);
    std::vector<RunValues> together(kReplications);
    {
        const std::jthread other([&] { run(together, 1, 2); });
        run(together, 0, 2);
    }
    for (std::uint64_t i = 0; i < kReplications; ++i) EXPECT_TRUE(same_bits(alone[i], together[i])) << i;
    EXPECT_FALSE(same_bits(alone[0], alone[1]));
}

TEST_P(AgentChurn, AgentsStayWhereAnotherModelGoesOn) {
    const std::string text = churn("60 day");
    const auto scenario = compile_text(text);
    const auto other = compile_text(replaced(text, "number: 60", "number: 1"));
    const PreparedModel prepared(scenario->model, 8, GetParam());
    const PreparedModel prepared_other(other->model, 8, GetParam());
    Replication whole(prepared);
    whole.start(0);
    whole.run();
    Replication replication(prepared);
    replication.start(0);
    replication.run_until(30.0);
    replication.switch_to(prepared_other, 30.0, {});  // only the start differs, and that is over
    replication.run();
    RunValues expected = run_values(whole);
    RunValues found = run_values(replication);
    expected.memory = found.memory = {};  // the numbers at the start are constants in it
    EXPECT_TRUE(same_bits(expected, found));
}

INSTANTIATE_TEST_SUITE_P(Methods, AgentChurn, testing::Values(Method::linear, Method::tree, Method::coupled),
                         [](const auto& tested) { return std::string(method_name(tested.param)); });

std::string fault_of(const std::string& body, const std::string& more = "") {
    const auto scenario = compile_text(R"yaml(strife: 1
title: Faults
time: {end: 10 day}
actors:
  a:
    state: {x: {level: person}, y: {level: 1, initial: 1}}
    agents:
      cell: {attributes: {size: person}, initial: [{number: 2, size: 4}, {size: 1}]}
    processes:
      act:
        at: 2 day
        do: |
)yaml" + body + more + R"yaml(outcomes: {x: {state: a.x}, y: {state: a.y}, n: {state: count(a.cell)}}
)yaml");
    try {
        run_once(*scenario, Method::automatic);
    } catch (const ReplicationError& error) {
        return error.process + ": " + error.what();
    }
    return "none";
}

TEST(AgentStart, WhatIsBelievedOfAgentsStartsWithThoseThere) {
    const auto scenario = compile_text(R"yaml(strife: 1
title: Believed
time: {end: 5 day}
sets: {place: [north, south]}
parameters:
  share[place]: {value: {north: 3, south: 1}, source: assumed}
actors:
  a:
    agents:
      cell: {attributes: {place: place}, initial: {number: "4 + poisson(3)", place: "draw p from place by share[p]"}}
  b:
    perceives:
      number: {of: count(a.cell), every: 10 day, bias: 0.5}
      northern: {of: "sum(count(c of a.cell if c.place = p) * share[p] for p in place)", every: 10 day}
outcomes:
  number: {state: count(a.cell)}
  believed: {state: b.number}
  weighted: {state: "3 * count(c of a.cell if c.place = north) + count(c of a.cell if c.place = south)"}
  believed_weighted: {state: b.northern}
)yaml");
    double total = 0.0;
    for_each_replication(*scenario, Method::automatic, 5, 50, [&](const Replication& r) {
        const auto scalar = [&](const char* name) { return r.scalars()[scenario->column(name)]; };
        EXPECT_EQ(scalar("believed"), 0.5 * scalar("number"));
        EXPECT_EQ(scalar("believed_weighted"), scalar("weighted"));
        total += scalar("number");
    });
    EXPECT_GT(total, 50.0 * 6.0);  // mean 7, sd of the sum 12
    EXPECT_LT(total, 50.0 * 8.0);
}

TEST(AgentFaults, NameTheAgent) {
    const std::string pick = "          pick c from cell by c.size if c.size < 2 person\n";
    EXPECT_EQ(fault_of(pick + "          remove c\n          x := c.size\n"), "a.act: 'a.cell#3' is gone: it cannot be read");
    EXPECT_EQ(fault_of(pick + "          remove c\n          c.size += 1 person\n"),
              "a.act: 'a.cell#3' is gone: it cannot be changed");
    EXPECT_EQ(fault_of(pick + "          remove c\n          remove c\n"), "a.act: 'a.cell#3' is gone: it cannot be removed");
    EXPECT_EQ(
        fault_of(pick +
                 "          remove c\n          spawn cell(size = 1 person) as d\n          remove d\n          x := d.size\n"),
        "a.act: 'a.cell#3.2' is gone: it cannot be read");
    EXPECT_EQ(fault_of(pick + "          remove c\n          if c in cell and c.size > 0 person then x := 1 person end\n"),
              "none");
    EXPECT_EQ(fault_of(pick + "          c.size := 1 person / (y - 1)\n"), "a.act: 'size' of 'a.cell#3' becomes infinite");
    EXPECT_EQ(fault_of("          pick c from cell by c.size - 2 person\n          remove c\n"),
              "a.act: the weight of 'a.cell#3' is -1, where a finite number of at least 0 is needed");
    EXPECT_EQ(fault_of("          pick c from cell by c.size if c.size > 9 person\n          remove c\n"),
              "a.act: no agent of 'a.cell' has a weight above 0: none can be drawn");
    EXPECT_EQ(fault_of("          spawn cell(size = 0 person / (y - 1))\n"),
              "a.act: 'size' of a new agent of 'a.cell' is undefined (NaN)");
    EXPECT_EQ(
        fault_of("          y := 2\n", "      rate[c of cell]: {rate: (c.size - 2 person) / (1 person day), do: remove c}\n"),
        "a.rate: the rate of 'a.cell#3' is negative: -1 per day");
    // While all share a condition that is false, hazards are 0 whatever the agents' parts are.
    EXPECT_EQ(fault_of("          x := 1 person\n",
                       "      rate[c of cell]: {rate: (c.size - 2 person) / (1 person day), if: y > 5, do: remove c}\n"),
              "none");
    EXPECT_EQ(fault_of("          x := 1 person\n",
                       "      rate[c of cell]: {rate: (c.size - 2 person) / (1 person day), if: c.size > 2 person, do: c.size := "
                       "1 person / (y - 1)}\n")
                  .substr(0, 14),
              "a.rate[a.cell#");
}

TEST(AgentFaults, AHalfAgentCannotStart) {
    EXPECT_THROW(
        {
            const auto scenario = compile_text(replaced(kDeaths, "number: 20", "number: 20 * 0.33"));
            run_once(*scenario, Method::automatic);
        },
        ReplicationError);
}

}  // namespace
}  // namespace strife
