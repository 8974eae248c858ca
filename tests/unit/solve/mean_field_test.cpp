// The deterministic limit is exact in the mean where rates and bodies are linear.
// SPDX-License-Identifier: Apache-2.0
#include "solve/mean_field.h"

#include <cmath>

#include <gtest/gtest.h>

#include "solved_scenario.h"

namespace strife {
namespace {

struct Limit {
    std::unique_ptr<CompiledScenario> scenario;
    SolvedOutcomes outcomes;

    [[nodiscard]] double mean(const std::string& outcome) const { return outcomes.scalars[scenario->column(outcome)].mean; }
    [[nodiscard]] double mean(const std::string& outcome, std::size_t time) const {
        return outcomes.series[scenario->series_column(outcome) + time].mean;
    }
};

Limit limit_of(const std::string& text) {
    Limit limit{compile_text(text), {}};
    limit.outcomes = solve_mean_field(limit.scenario->model);
    return limit;
}

TEST(MeanField, ImmigrationAndDeath) {
    const Limit limit = limit_of(
        one_actor("n: {count: person, initial: 3}",
                  "      come: {rate: 4 person/day, do: \"n += 1 person; emit came\"}\n      die: {rate: 0.05/person/day * n, "
                  "do: n -= 1 person}\n",
                  "  n: {state: g.n, series: true}\n  came: {count: came, from: 10 day}\n  monthly: {count: came, per: 15 day}\n",
                  "events: {came: {}}\n"));
    const auto exact = [](double t) { return 80.0 - 77.0 * std::exp(-0.05 * t); };
    for (std::size_t i = 0; i <= 4; ++i) EXPECT_NEAR(limit.mean("n", i), exact(10.0 * static_cast<double>(i)), 1e-6) << i;
    EXPECT_NEAR(limit.mean("n"), exact(40.0), 1e-6);
    EXPECT_NEAR(limit.mean("came"), 120.0, 1e-6);
    EXPECT_NEAR(limit.mean("monthly", 0), 60.0, 1e-6);
    EXPECT_NEAR(limit.mean("monthly", 2), 40.0, 1e-6);
}

// Draws of every kind, in bodies that are linear in them: against the exact means of the same chain.
TEST(MeanField, LinearBodiesWithDraws) {
    const std::string text =
        one_actor("a: {count: person, initial: 6}; b: {count: person}; c[place]: {count: person}",
                  "      split: {rate: 0.02/person/day * a, do: \"a -= 1 person; if bernoulli(0.3) = 1 then b += 1 person else "
                  "emit lost end\"}\n"
                  "      raid: {rate: 0.03/day, do: \"let gone = binomial(a, 0.4); a -= gone; b += gone\"}\n"
                  "      settle: {rate: 0.04/person/day * b, do: \"b -= 1 person; pick p from place by if(p = north, 3, 1); c[p] "
                  "+= 1 person\"}\n"
                  "      react: {upon: lost, do: \"emit mourned\"}\n",
                  "  a: {state: g.a}\n  b: {state: g.b}\n  c[p in place]: {state: \"g.c[p]\"}\n  mourned: {count: mourned}\n",
                  "sets: {place: [north, south]}\nevents: {lost: {}, mourned: {}}\n");
    const Limit limit = limit_of(text);
    const SolvedScenario exact = solve_text(text);
    for (const char* outcome : {"a", "b", "c", "mourned"}) {
        EXPECT_NEAR(limit.mean(outcome), exact.scalar(outcome).mean, 1e-7) << outcome;
    }
    EXPECT_NEAR(limit.outcomes.scalars[limit.scenario->column("c") + 1].mean, exact.scalar("c", 1).mean, 1e-7);
}

// Contacts are not linear: the limit is the logistic curve.
TEST(MeanField, LogisticGrowth) {
    const Limit limit =
        limit_of(one_actor("s: {count: person, initial: 990}; i: {count: person, initial: 10}",
                           "      infect: {rate: 0.0003/person^2/day * s * i, do: \"s -= 1 person; i += 1 person\"}\n",
                           "  i: {state: g.i, at: 20 day}\n"));
    EXPECT_NEAR(limit.mean("i"), 1000.0 / (1.0 + 99.0 * std::exp(-6.0)), 1e-4);
}

TEST(MeanField, LawsWithInfinitelyManyValuesStandAtTheirMean) {
    const Limit limit = limit_of(
        one_actor("n: {count: person}", "      come: {rate: 0.5/day, do: \"n += poisson(3 person)\"}\n", "  n: {state: g.n}\n"));
    EXPECT_NEAR(limit.mean("n"), 60.0, 1e-6);
    EXPECT_EQ(averaged_laws(limit.scenario->model), (std::vector<std::string>{"poisson"}));
}

// Lanchester's square law: B² - (a / b) R² stays what it is until one side is gone, and then nothing changes any more.
TEST(MeanField, GuardsAtABoundEndADuel) {
    const Limit limit =
        limit_of(one_actor("blue: {count: person, initial: 1000}; red: {count: person, initial: 600}",
                           "      hit_red: {rate: 0.3/day/person * blue, if: red > 0 person, do: red -= 1 person}\n"
                           "      hit_blue: {rate: 0.4/day/person * red, if: blue > 0 person, do: blue -= 1 person}\n",
                           "  blue: {state: g.blue}\n  red: {state: g.red}\n  early: {state: g.blue, at: 1 day}\n"));
    EXPECT_NEAR(limit.mean("blue"), std::sqrt(1e6 - 0.4 / 0.3 * 360'000.0), 1e-4);
    EXPECT_NEAR(limit.mean("red"), 0.0, 1e-6);
    const double k = std::sqrt(0.12);
    EXPECT_NEAR(limit.mean("early"), 1000.0 * std::cosh(k) - 600.0 * std::sqrt(0.4 / 0.3) * std::sinh(k), 1e-5);
}

// A Hawkes process from an empty start: h' = -b h + a (v + h), whose mean is exact since all is linear.
TEST(MeanField, RelaxingLevelsFollowTheirLaw) {
    const Limit limit =
        limit_of(one_actor("heat: {level: 1, decay: 2/day, rest: 0.25}; cold: {level: 1, decay: 0.1/day, initial: 5}",
                           "      strike: {rate: \"(0.5 + heat) * 1/day\", do: \"emit struck; heat += 0.5\"}\n",
                           "  heat: {state: g.heat, series: true}\n  cold: {state: g.cold}\n  struck: {count: struck}\n"
                           "  warmth: {mean: g.heat, from: 10 day, until: 20 day}\n",
                           "events: {struck: {}}\n"));
    // heat' = -2 (heat - 1/4) + (1/2 + heat) / 2 = 3/4 - 3/2 heat.
    const auto heat = [](double t) { return 0.5 + (0.25 - 0.5) * std::exp(-1.5 * t); };
    for (std::size_t i = 0; i <= 4; ++i) EXPECT_NEAR(limit.mean("heat", i), heat(10.0 * static_cast<double>(i)), 1e-7) << i;
    EXPECT_NEAR(limit.mean("struck"), 40.0 - 0.25 / 1.5 * -std::expm1(-60.0), 1e-6);
    EXPECT_NEAR(limit.mean("cold"), 5.0 * std::exp(-4.0), 1e-8);
    EXPECT_NEAR(limit.mean("warmth"), 0.5, 1e-7);
}

TEST(MeanField, AveragesOverTime) {
    const Limit limit = limit_of(one_actor("n: {count: person, initial: 5}; m[place]: {count: person, initial: 2}",
                                           "      join: {rate: 2 person/day, do: n += 1 person}\n"
                                           "      leave: {rate: 0.1/person/day * n, do: n -= 1 person}\n",
                                           "  all: {mean: g.n}\n  late: {mean: g.n, from: 10 day, until: 30 day}\n"
                                           "  m[p in place]: {mean: \"g.m[p] + g.n\"}\n  after: {state: g.n}\n",
                                           "sets: {place: [north, south]}\n"));
    const auto integral = [](double t) { return 20.0 * t + 150.0 * std::expm1(-0.1 * t); };
    EXPECT_NEAR(limit.mean("all"), integral(40.0) / 40.0, 1e-6);
    EXPECT_NEAR(limit.mean("late"), (integral(30.0) - integral(10.0)) / 20.0, 1e-6);
    EXPECT_NEAR(limit.outcomes.scalars[limit.scenario->column("m") + 1].mean, 2.0 + integral(40.0) / 40.0, 1e-6);
    EXPECT_NEAR(limit.mean("after"), 20.0 - 15.0 * std::exp(-4.0), 1e-6);
}

}  // namespace
}  // namespace strife
