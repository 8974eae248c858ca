// Jump processes with known laws: parallel decays, binding, extinction, an exhausted stock, self-excitation, zero rates.
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "compiled_scenario.h"
#include "exact_moments.h"

namespace strife {
namespace {

class JumpProcess : public testing::TestWithParam<Method> {
  protected:
    static std::vector<double> values(const std::string& text, std::uint64_t seed, std::size_t n, const std::string& outcome) {
        return sample_outcome(*compile_text(text), GetParam(), seed, n, outcome);
    }
};

TEST_P(JumpProcess, SixteenParallelDecaysAreOneFasterDecay) {
    std::string members;
    std::string rates;
    for (int i = 1; i <= 16; ++i) {
        const std::string separator = i > 1 ? ", " : "";
        members += separator + "c" + std::to_string(i);
        rates += separator + "c" + std::to_string(i) + ": " + std::to_string(i) + "e-1";
    }
    const std::string text = R"yaml(strife: 1
title: Decays
time: {end: 0.1 day}
sets:
  way: [)yaml" + members + R"yaml(]
parameters:
  speed[way]:
    unit: 1/day
    value: {)yaml" + rates + R"yaml(}
actors:
  a:
    state:
      x: {count: person, initial: 100}
    processes:
      decay[w in way]: {rate: "speed[w] * x", do: x -= 1 person}
outcomes:
  left: {state: a.x}
)yaml";
    expect_moments("left", values(text, 201, scaled(20'000), "left"), binomial_moments(100.0, std::exp(-1.36)));
}

// A + B <-> C from 500, 500, 0 with rates 0.1 A B and 1.0 C: mean and sd of A at 5 by the master equation.
TEST_P(JumpProcess, ReversibleBinding) {
    const std::string text = R"yaml(strife: 1
title: Binding
time: {end: 5 day}
actors:
  a:
    state:
      x: {count: person, initial: 500}
      y: {count: person, initial: 500}
      bound: {count: person}
    processes:
      bind: {rate: 0.1/person/day * x * y, do: "x -= 1 person; y -= 1 person; bound += 1 person"}
      part: {rate: 1/day * bound, do: "x += 1 person; y += 1 person; bound -= 1 person"}
outcomes:
  free: {state: a.x}
)yaml";
    expect_moments("free", values(text, 202, scaled(1000), "free"), {.mean = 65.67081, .sd = 5.53502, .k4 = 3.0});
}

// The maximum of 100,000 exponential times: mean the harmonic number, variance the sum of 1 / i^2.
TEST_P(JumpProcess, ExtinctionEndsWithoutFurtherEvents) {
    const auto scenario = compile_text(R"yaml(strife: 1
title: Extinction
time: {end: 400 day}
actors:
  a:
    state:
      x: {count: person, initial: 100000}
    processes:
      death: {rate: 1/day * x, do: x -= 1 person}
outcomes:
  gone: {first: {when: a.x = 0 person}}
)yaml");
    std::vector<double> times;
    for_each_replication(*scenario, GetParam(), 203, std::max<std::size_t>(2, scaled(20)), [&](const Replication& r) {
        times.push_back(r.scalars()[0]);
        EXPECT_EQ(r.event_count(), 100'000U);
        EXPECT_EQ(r.state_value(0, 0), 0.0);
    });
    expect_moments("gone", times, {.mean = 12.0901461, .sd = std::sqrt(1.6449340668 - 1e-5), .k4 = 0.0});
}

TEST_P(JumpProcess, AStockThatRunsOutStaysAtNought) {
    const std::string text = R"yaml(strife: 1
title: Stock
time: {end: 5 day}
actors:
  a:
    state:
      x: {count: person, initial: 5}
    processes:
      draw_down: {rate: 1 person/day, if: x >= 1 person, do: x -= 1 person}
outcomes:
  left: {state: a.x}
  empty: {ever: a.x = 0 person}
)yaml";
    expect_moments("empty", values(text, 204, scaled(20'000), "empty"), chance(0.5595067149));
    double mean = 0.0;
    double square = 0.0;
    double p = std::exp(-5.0);
    for (int fired = 0; fired < 5; ++fired) {
        mean += p * (5 - fired);
        square += p * (5 - fired) * (5 - fired);
        p *= 5.0 / (fired + 1);
    }
    expect_moments("left", values(text, 205, scaled(20'000), "left"),
                   {.mean = mean, .sd = std::sqrt(square - mean * mean), .k4 = 0.0});
}

// Hawkes process with exponential kernel from an empty start: intensity 0.5 + sum of 0.5 exp(-2 age), over 200 days. The mean
// solves m' = nu + (alpha - beta) ...; the variance is that of an empty start, not of a stationary one (Hawkes 1971,
// https://doi.org/10.1093/biomet/58.1.83). The fourth moment is taken larger than it is.
TEST_P(JumpProcess, SelfExcitationThatFadesIsThinnedExactly) {
    const std::string text = R"yaml(strife: 1
title: Hawkes
time: {end: 200 day}
actors:
  a:
    state:
      heat: {level: 1, decay: 2/day}
      n: {count: event}
    processes:
      act: {rate: (0.5 + 0.5 * heat) / (1 day), do: "heat += 1; n += 1 event"}
outcomes:
  n: {state: a.n}
)yaml";
    expect_moments("n", values(text, 206, scaled(10'000), "n"),
                   {.mean = 133.2222222222, .sd = std::sqrt(236.4691358), .k4 = 4.0});
}

// The same law where the heat is one of a member's own and one that all share.
TEST_P(JumpProcess, SelfExcitationOfAFamilyIsThatOfItsMembers) {
    const std::string text = R"yaml(strife: 1
title: Hawkes
time: {end: 200 day}
sets:
  place: [north, south]
actors:
  a:
    state:
      heat[place]: {level: 1, decay: 2/day}
      n[place]: {count: event}
    processes:
      act[p in place]: {rate: "(0.5 + 0.5 * heat[p]) / (1 day)", do: "heat[p] += 1; n[p] += 1 event"}
outcomes:
  n: {state: "a.n[south]"}
)yaml";
    expect_moments("n", values(text, 207, scaled(5000), "n"), {.mean = 133.2222222222, .sd = std::sqrt(236.4691358), .k4 = 4.0});
}

// A hazard c exp(-d t) from a level that decays without jumps: a Poisson count with its integral.
TEST_P(JumpProcess, AFadingHazardGivesPoissonCounts) {
    const std::string text = R"yaml(strife: 1
title: Fading
time: {end: 20 day}
actors:
  a:
    state:
      heat: {level: 1, initial: 4, rest: 1, decay: 0.25/day}
      n: {count: event}
    processes:
      act: {rate: heat / (1 day), do: n += 1 event}
outcomes:
  n: {state: a.n}
)yaml";
    const double integral = 20.0 + 3.0 / 0.25 * (1.0 - std::exp(-5.0));
    expect_moments("n", values(text, 208, scaled(20'000), "n"), poisson_moments(integral));
}

TEST_P(JumpProcess, HazardsFadeByMember) {
    const std::string text = R"yaml(strife: 1
title: Fading by member
time: {end: 20 day}
sets: {town: [a, b]}
parameters: {"base[town]": {value: {a: 1, b: 2}}}
actors:
  x:
    state:
      heat[t in town]: {level: 1, initial: 4, rest: "base[t]", decay: {a: 0.25/day, b: 0.5/day}}
      n[town]: {count: event}
    processes:
      act[t in town]: {rate: "heat[t] / (1 day)", do: "n[t] += 1 event"}
outcomes:
  a: {state: "x.n[a]"}
  b: {state: "x.n[b]"}
)yaml";
    const double a = 20.0 + 3.0 / 0.25 * (1.0 - std::exp(-5.0));
    const double b = 40.0 + 2.0 / 0.5 * (1.0 - std::exp(-10.0));
    expect_moments("a", values(text, 209, scaled(20'000), "a"), poisson_moments(a));
    expect_moments("b", values(text, 209, scaled(20'000), "b"), poisson_moments(b));
}

TEST_P(JumpProcess, SumsMayBeReadByParametersPriorsAndInitialValues) {
    const auto scenario = compile_text(R"yaml(strife: 1
title: Sums before the start
time: {end: 1 day}
sets:
  place: [north, south]
parameters:
  weight[place]: {value: {north: 1, south: 3}}
  total: {value: sum(weight)}
  drawn[place]: {value: 1, prior: "uniform(2, 3)"}
  drawn_total: {value: 0, prior: "uniform(sum(drawn), sum(drawn) + 1e-9)"}
actors:
  a:
    state:
      share[p in place]: {level: 1, initial: "weight[p] / sum(weight)"}
      total_state: {level: 1, initial: total}
      drawn_state: {level: 1, initial: "drawn_total - drawn[north] - drawn[south]"}
outcomes:
  north: {state: "a.share[north]"}
  total: {state: a.total_state}
  rest: {state: a.drawn_state}
)yaml");
    EXPECT_EQ(sample_outcome(*scenario, GetParam(), 1, 1, "north"), std::vector<double>{0.25});
    EXPECT_EQ(sample_outcome(*scenario, GetParam(), 1, 1, "total"), std::vector<double>{4.0});
    EXPECT_NEAR(sample_outcome(*scenario, GetParam(), 1, 1, "rest").front(), 0.0, 2e-9);
}

TEST_P(JumpProcess, WithAllRatesNoughtNothingHappens) {
    const auto scenario = compile_text(R"yaml(strife: 1
title: Nothing
time: {end: 1000 day, record: 100 day}
parameters:
  speed: 0/day
actors:
  a:
    state:
      x: {count: person, initial: 7}
      y: {count: person}
    processes:
      never: {rate: speed * x, do: x -= 1 person}
      nobody: {rate: 1/day * y, do: y -= 1 person}
      minus: {rate: -speed * x, do: x -= 1 person}
outcomes:
  x: {state: a.x, series: true}
)yaml");
    const RunValues run = run_once(*scenario, GetParam());
    EXPECT_EQ(run.events, 0U);
    EXPECT_EQ(run.series, std::vector<double>(11, 7.0));
}

TEST_P(JumpProcess, AChannelOfRateNoughtNeverFiresBesideOthers) {
    const auto scenario = compile_text(R"yaml(strife: 1
title: One of three
time: {end: 10 day}
sets:
  way: [first, middle, last]
parameters:
  speed[way]: {unit: 1/day, value: {first: 0, middle: 100, last: 0}}
actors:
  a:
    state:
      n[way]: {count: person}
    processes:
      act[w in way]: {rate: "speed[w]", do: "n[w] += 1 person"}
outcomes:
  wrong: {state: "a.n[first] + a.n[last]"}
  right: {state: "a.n[middle]"}
)yaml");
    for_each_replication(*scenario, GetParam(), 209, 50, [&](const Replication& r) {
        EXPECT_EQ(r.scalars()[0], 0.0);
        EXPECT_GT(r.scalars()[1], 800.0);
    });
}

INSTANTIATE_TEST_SUITE_P(Methods, JumpProcess, testing::Values(Method::linear, Method::tree, Method::coupled),
                         [](const auto& tested) { return std::string(method_name(tested.param)); });

}  // namespace
}  // namespace strife
