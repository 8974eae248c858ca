// SPDX-License-Identifier: Apache-2.0
#include "solve/stationary.h"

#include <cmath>

#include <gmock/gmock.h>

#include "solved_scenario.h"

namespace strife {
namespace {

constexpr ExactOptions kAtRest{.max_states = 1000, .start = SolvedStart::stationary};

TEST(Stationary, AQueueWithLimitedRoom) {
    const SolvedScenario solved =
        solve_text(one_actor("n: {count: person}",
                             "      come: {rate: 2 person/day, if: n < 20 person, do: n += 1 person}\n"
                             "      serve: {rate: 3 person/day, if: n > 0 person, do: \"n -= 1 person; emit served\"}\n",
                             "  n: {state: g.n, series: true}\n  served: {count: served}\n", "events: {served: {}}\n"),
                   kAtRest);
    // M/M/1/K: in proportion to rho^n.
    const double rho = 2.0 / 3.0;
    const double total = (1.0 - std::pow(rho, 21)) / (1.0 - rho);
    for (const auto& [n, mass] : solved.distribution("n")) EXPECT_NEAR(mass, std::pow(rho, n) / total, 1e-14) << n;
    EXPECT_NEAR(solved.scalar("served").mean, 40.0 * 3.0 * (1.0 - 1.0 / total), 1e-10);
    EXPECT_EQ(solved.series("n", 0).mean, solved.series("n", 4).mean);
}

// Arrivals and departures one by one: a Poisson law cut at the cap, from a start that is very unlikely under it.
TEST(Stationary, ImmigrationAndDeath) {
    const SolvedScenario solved = solve_text(one_actor("n: {count: person, initial: 60}",
                                                       "      come: {rate: 5 person/day, if: n < 60 person, do: n += 1 person}\n"
                                                       "      die: {rate: 1/person/day * n, do: n -= 1 person}\n",
                                                       "  n: {state: g.n}\n"),
                                             kAtRest);
    for (const auto& [n, mass] : solved.distribution("n")) {
        EXPECT_NEAR(mass, std::exp(n * std::log(5.0) - 5.0 - std::lgamma(n + 1.0)), 1e-14) << n;
    }
    EXPECT_LT(solved.result.solution.error, 1e-14);
}

// So long a climb that a few hundred jumps do not show where the chain stays.
TEST(Stationary, FromAWrongGuessOfWhereItStays) {
    const SolvedScenario solved = solve_text(one_actor("n: {count: person}",
                                                       "      up: {rate: 3 person/day, if: n < 900 person, do: n += 1 person}\n"
                                                       "      down: {rate: 2 person/day, if: n > 0 person, do: n -= 1 person}\n"
                                                       "      flicker: {rate: 500/day, if: n = 0 person, do: n += 1 person}\n",
                                                       "  n: {state: g.n}\n"),
                                             kAtRest);
    std::map<double, double> masses = solved.distribution("n");
    for (const double n : {900.0, 890.0, 850.0}) {
        EXPECT_NEAR(masses[n] / (std::pow(2.0 / 3.0, 900.0 - n) / 3.0), 1.0, 1e-9) << n;
    }
}

// Two queues that do not know of each other: 25,600 states, which are solved by iteration.
TEST(Stationary, ManyStates) {
    const SolvedScenario solved =
        solve_text(one_actor("n[place]: {count: person}",
                             "      come[p in place]: {rate: \"if(p = a, 2.9, 2.8) * 1 person/day\", if: \"n[p] < 159 person\", "
                             "do: \"n[p] += 1 person\"}\n"
                             "      serve[p in place]: {rate: 3 person/day, if: \"n[p] > 0 person\", do: \"n[p] -= 1 person\"}\n",
                             "  a: {state: \"g.n[a]\"}\n  b: {state: \"g.n[b]\"}\n", "sets: {place: [a, b]}\n"),
                   {.max_states = 30'000, .start = SolvedStart::stationary});
    EXPECT_EQ(solved.result.solution.stop_reasons.size(), 25'600U);
    for (const auto& [outcome, rho] : {std::pair<std::string, double>{"a", 2.9 / 3.0}, {"b", 2.8 / 3.0}}) {
        for (const auto& [n, mass] : solved.distribution(outcome)) {
            EXPECT_NEAR(mass, std::pow(rho, n) * (1.0 - rho) / (1.0 - std::pow(rho, 160)), 1e-10) << outcome << n;
        }
    }
}

TEST(Stationary, StatesThatAreLeftForGoodHaveNoWeight) {
    const SolvedScenario solved =
        solve_text(one_actor("young: {count: person, initial: 2}; n: {count: person}",
                             "      age: {rate: 1/person/day * young, do: \"young -= 1 person; n += 1 person\"}\n"
                             "      up: {rate: 1/day, if: n < 3 person, do: n += 1 person}\n"
                             "      down: {rate: 2/day, if: n > 0 person, do: n -= 1 person}\n",
                             "  young: {state: g.young}\n  n: {state: g.n}\n"),
                   kAtRest);
    EXPECT_EQ(solved.scalar("young").mean, 0.0);
    EXPECT_NEAR(solved.distribution("n")[0.0], 8.0 / 15.0, 1e-14);
}

std::string refusal(const std::string& text) {
    try {
        solve_text(text, kAtRest);
    } catch (const SolveError& error) {
        EXPECT_EQ(error.kind, SolveError::Kind::refused);
        return error.what();
    }
    return {};
}

TEST(Stationary, SeveralEndsAndASingleOneAreRefused) {
    const std::string up = "      up: {rate: 1/day, if: n > 0 person and n < 3 person, do: n += 1 person}\n";
    const std::string down = "      down: {rate: 1/day, if: n > 0 person and n < 3 person, do: n -= 1 person}\n";
    EXPECT_THAT(refusal(one_actor("n: {count: person, initial: 1}", up + down, "  n: {state: g.n}\n")),
                testing::AllOf(testing::HasSubstr("one of 2 sets"), testing::HasSubstr("g.n = 0 person"),
                               testing::HasSubstr("g.n = 3 person")));
    EXPECT_THAT(refusal(one_actor("n: {count: person, initial: 2}",
                                  "      down: {rate: 1/day, if: n > 0 person, do: n -= 1 person}\n", "  n: {state: g.n}\n")),
                testing::HasSubstr("ends for good in g.n = 0 person"));
}

TEST(RecurrentClasses, AreTheComponentsThatAreNeverLeft) {
    // 0 -> 1 <-> 2, 0 -> 3.
    SparseRows inflow(4, 4);
    inflow.insert(1, 0) = 1.0;
    inflow.insert(2, 1) = 1.0;
    inflow.insert(1, 2) = 1.0;
    inflow.insert(3, 0) = 1.0;
    inflow.makeCompressed();
    EXPECT_THAT(recurrent_classes(inflow), testing::ElementsAre(testing::ElementsAre(1U, 2U), testing::ElementsAre(3U)));
}

TEST(RecurrentClasses, LongChainsNeedNoDeepStack) {
    constexpr int kStates = 300'000;
    SparseRows inflow(kStates, kStates);
    for (int i = 1; i < kStates; ++i) inflow.insert(i, i - 1) = 1.0;
    inflow.makeCompressed();
    EXPECT_THAT(recurrent_classes(inflow), testing::ElementsAre(testing::ElementsAre(static_cast<std::uint32_t>(kStates - 1))));
}

}  // namespace
}  // namespace strife
