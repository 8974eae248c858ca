// Outcomes of chains with closed forms.
// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include <gtest/gtest.h>

#include "solved_scenario.h"

namespace strife {
namespace {

TEST(SolvedOutcomes, CountsAreIntegralsOfFluxes) {
    const SolvedScenario solved = solve_text(
        one_actor("n: {count: person, initial: 5}",
                  "      leave: {rate: 0.1/person/day * n, do: \"n -= 1 person; emit left(place = n, size = 2)\"}\n"
                  "      pulse: {rate: 0.25/day, do: \"emit pulse\"}\n",
                  "  left: {count: left}\n  late: {count: left, from: 10 day, until: 25 day}\n  sizes: {sum: left.size}\n"
                  "  last: {count: left, where: \"event.place = 0 person\"}\n  pulses: {count: pulse, per: 15 day}\n"
                  "  windowed: {count: pulse, per: 10 day, from: 15 day, until: 32 day}\n"
                  "  by_size: {histogram: left.size, edges: [1, 3]}\n  gap: {difference: [left, late]}\n",
                  "events: {left: {place: person, size: 1}, pulse: {}}\n"));
    const auto gone = [](double t) { return -5.0 * std::expm1(-0.1 * t); };
    EXPECT_NEAR(solved.scalar("left").mean, gone(40.0), 1e-11);
    EXPECT_NEAR(solved.scalar("late").mean, gone(25.0) - gone(10.0), 1e-11);
    EXPECT_NEAR(solved.scalar("sizes").mean, 2.0 * gone(40.0), 1e-11);
    EXPECT_NEAR(solved.scalar("last").mean, std::pow(-std::expm1(-4.0), 5), 1e-11);
    EXPECT_NEAR(solved.scalar("gap").mean, gone(40.0) - gone(25.0) + gone(10.0), 1e-11);
    EXPECT_EQ(solved.scalar("by_size", 0).mean, 0.0);
    EXPECT_NEAR(solved.scalar("by_size", 1).mean, gone(40.0), 1e-11);
    EXPECT_NEAR(solved.series("pulses", 0).mean, 3.75, 1e-11);
    EXPECT_NEAR(solved.series("pulses", 2).mean, 2.5, 1e-11);
    EXPECT_EQ(solved.series("windowed", 0).mean, 0.0);
    EXPECT_NEAR(solved.series("windowed", 1).mean, 1.25, 1e-11);
    EXPECT_NEAR(solved.series("windowed", 2).mean, 2.5, 1e-11);
    EXPECT_NEAR(solved.series("windowed", 3).mean, 0.5, 1e-11);
    EXPECT_TRUE(std::isnan(solved.scalar("left").sd));
    EXPECT_EQ(solved.scalar("left").n, 0U);
}

// One person leaves after an exponential time.
TEST(SolvedOutcomes, FirstMomentsAndChances) {
    const SolvedScenario solved = solve_text(
        one_actor("n: {count: person, initial: 1}", "      leave: {rate: 0.05/person/day * n, do: n -= 1 person}\n",
                  "  gone: {ever: g.n = 0 person}\n  gone_early: {ever: g.n = 0 person, until: 10 day}\n"
                  "  there_late: {ever: g.n = 1 person, from: 30 day}\n"
                  "  leaves: {first: {when: g.n = 0 person}}\n  leaves_late: {first: {when: g.n = 0 person}, from: 20 day}\n"
                  "  held: {fraction_of_time: g.n = 1 person}\n  mean: {mean: g.n, from: 10 day, until: 20 day}\n"));
    const double gone = -std::expm1(-2.0);
    EXPECT_NEAR(solved.scalar("gone").mean, gone, 1e-12);
    EXPECT_NEAR(solved.scalar("gone").sd, std::sqrt(gone * (1.0 - gone)), 1e-12);
    EXPECT_NEAR(solved.scalar("gone_early").mean, -std::expm1(-0.5), 1e-12);
    EXPECT_NEAR(solved.scalar("there_late").mean, std::exp(-1.5), 1e-12);
    EXPECT_NEAR(solved.scalar("leaves").probability, gone, 1e-12);
    EXPECT_NEAR(solved.scalar("leaves").mean, 20.0 - 40.0 * std::exp(-2.0) / gone, 1e-10);
    // Who left before counts from the opening of the window.
    const double before = -std::expm1(-1.0);
    const double between = std::exp(-1.0) - std::exp(-2.0);
    const double within = 20.0 * between + 20.0 * std::exp(-1.0) * (1.0 - 2.0 * std::exp(-1.0));
    EXPECT_NEAR(solved.scalar("leaves_late").mean, (20.0 * before + within) / gone, 1e-10);
    EXPECT_NEAR(solved.scalar("held").mean, 20.0 * gone / 40.0, 1e-12);
    EXPECT_NEAR(solved.scalar("mean").mean, 2.0 * (std::exp(-0.5) - std::exp(-1.0)), 1e-12);
}

TEST(SolvedOutcomes, DistributionsHaveTheirMoments) {
    const SolvedScenario solved = solve_text(one_actor(
        "n: {count: person, initial: 8}", "      leave: {rate: 0.0173286795139986/person/day * n, do: n -= 1 person}\n",
        "  n: {state: g.n, series: true}\n  each: {state: \"if(g.n > 0 person, (8 person) / g.n, 0 / (g.n / (1 person)))\"}\n"));
    // ln 2 / 40 a day: Binomial(8, 1/2) at the end.
    const Summary& n = solved.scalar("n");
    EXPECT_NEAR(n.mean, 4.0, 1e-12);
    EXPECT_NEAR(n.sd, std::sqrt(2.0), 1e-12);
    EXPECT_EQ(n.minimum, 0.0);
    EXPECT_EQ(n.maximum, 8.0);
    EXPECT_EQ(n.quantiles, (std::array{2.0, 3.0, 4.0, 5.0, 6.0}));
    EXPECT_EQ(n.lower, n.mean);
    EXPECT_EQ(solved.series("n", 0).sd, 0.0);
    EXPECT_NEAR(solved.series("n", 4).mean, 4.0, 1e-12);
    // Undefined in one state: of the others.
    double expected = 0.0;
    double mass = 0.0;
    for (const auto& [k, p] : solved.distribution("n")) {
        if (k > 0.0) expected += p * 8.0 / k;
        if (k > 0.0) mass += p;
    }
    EXPECT_NEAR(solved.scalar("each").mean, expected / mass, 1e-12);
}

TEST(SolvedOutcomes, StatesAreListedInTheirUnits) {
    const SolvedScenario solved = solve_text(one_actor("n: {count: person, initial: 2}; whereabouts: {one_of: place, initial: b}",
                                                       "      move: {rate: 1/day, do: \"whereabouts := a\"}\n",
                                                       "  n: {state: g.n}\n", "sets: {place: [a, b]}\n"));
    const ExactSolution& solution = solved.result.solution;
    ASSERT_EQ(solution.variables.size(), 1U);  // nothing changes n
    EXPECT_EQ(solution.variables[0].name, "g.whereabouts");
    ASSERT_EQ(solution.states.size(), 2U);
    EXPECT_EQ(solution.members.at(static_cast<std::size_t>(solution.states[0])), "b");
    EXPECT_EQ(solution.members.at(static_cast<std::size_t>(solution.states[1])), "a");
    EXPECT_EQ(solution.times, (std::vector{0.0, 10.0, 20.0, 30.0, 40.0}));
    EXPECT_NEAR(solution.probabilities[2], std::exp(-10.0), 1e-12);
}

// Outcomes look first when the start is quiet, so that what a condition does there belongs to it.
TEST(SolvedOutcomes, ConditionsThatAreTrueAtTheStart) {
    const SolvedScenario solved = solve_text(
        one_actor("n: {count: person, initial: 1}",
                  "      fill: {when: n < 2 person, at_start: true, do: n := 4 person}\n"
                  "      leave: {rate: 0.1/person/day * n, if: n > 2 person, do: n -= 1 person}\n",
                  "  one: {ever: g.n = 1 person}\n  three: {ever: g.n = 3 person}\n  four: {first: {when: g.n = 4 person}}\n"));
    EXPECT_EQ(solved.scalar("one").mean, 0.0);
    EXPECT_NEAR(solved.scalar("three").mean, -std::expm1(-16.0), 1e-11);
    EXPECT_EQ(solved.scalar("four").probability, 1.0);
    EXPECT_EQ(solved.scalar("four").mean, 0.0);
}

}  // namespace
}  // namespace strife
