// What cannot be solved is refused with its place, and what would fail in a run fails here with its state.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "base/diagnostic.h"
#include "solve/check_solvable.h"
#include "solve/mean_field.h"
#include "solved_scenario.h"

namespace strife {
namespace {

using testing::HasSubstr;

std::string refusals(const std::string& text, SolveMethod method = SolveMethod::exact) {
    const auto scenario = compile_text(text);
    Diagnostics diagnostics;
    check_solvable(scenario->model, method, diagnostics);
    return render_all(diagnostics, scenario->sources);
}

std::string with_process(const std::string& process, const std::string& more = "") {
    return one_actor("n: {count: person, initial: 5}; heat: {level: 1, initial: 1}", "      act: " + process + "\n",
                     "  n: {state: g.n}\n", more);
}

TEST(Refusals, WhatIsNoHazardIsNamedWithItsPlace) {
    EXPECT_THAT(refusals(with_process("{every: 3 day, do: n += 1 person}")),
                testing::AllOf(HasSubstr("scenario.yaml:10:"), HasSubstr("error[E821]: 'g.act' runs at set times")));
    EXPECT_THAT(refusals(with_process("{rate: 1/day, do: \"after 2 day do n += 1 person end\"}")),
                HasSubstr("`after` runs something later"));
    EXPECT_THAT(refusals(with_process("{rate: 1/day, do: \"heat := now / (1 day)\"}")), HasSubstr("the clock is read"));
    EXPECT_THAT(
        refusals(with_process("{rate: 1/day, do: n += 1 person}", "schedule: {gift: {at: 5 day, do: g.n += 1 person}}\n")),
        HasSubstr("runs at set times"));
    EXPECT_THAT(refusals(with_process("{rate: \"recent(hit, 3 day) * 1/day\", do: emit hit}", "events: {hit: {}}\n")),
                HasSubstr("`recent` asks when 'hit' happened"));
}

TEST(Refusals, DrawsWhoseValuesCannotBeListedAreNamed) {
    const std::string text = refusals(with_process("{rate: 1/day, do: \"n += zeta(2.5) * (1 person)\"}"));
    EXPECT_THAT(
        text, testing::AllOf(HasSubstr("scenario.yaml:10:"), HasSubstr("a draw from zeta() has more values than can be listed")));
    EXPECT_EQ(refusals(with_process("{rate: 1/day, do: \"n -= poisson(2 person)\"}")), "");
    EXPECT_THAT(refusals(with_process("{rate: 1/day, do: \"heat := uniform(0, 1)\"}")), HasSubstr("uniform()"));
    EXPECT_EQ(refusals(with_process("{rate: 1/day, do: \"n -= binomial(n, 0.1)\"}")), "");
}

TEST(Refusals, ThingsWithMoreThanAStateAreNamed) {
    const auto with_state = [](const std::string& state, const std::string& more) {
        return "strife: 1\ntitle: x\ntime: {start: 0 day, end: 9 day}\nactors:\n  g:\n    state: {" + state + "}\n" + more +
               "outcomes: {n: {state: g.n}}\n";
    };
    EXPECT_THAT(refusals(with_state("n: {level: 1, half_life: 3 day}", "    processes: {a: {rate: 1/day, do: n += 1}}\n")),
                HasSubstr("'g.n' relaxes between events"));
    EXPECT_THAT(
        refusals(with_state("n: {count: person}",
                            "    activities: {trip: {duration: 3 day}}\n    processes: {a: {rate: 1/day, do: begin trip}}\n")),
        HasSubstr("'g.trip' is an activity"));
    EXPECT_THAT(refusals(with_state("n: {count: person}",
                                    "    agents: {cell: {attributes: {size: person}}}\n    processes: {a: {rate: 1/day, do: "
                                    "spawn cell(size = 1 person)}}\n")),
                HasSubstr("'g.cell' are agents"));
}

TEST(Refusals, MeanFieldsHaveNoConditionsAndNoEnd) {
    EXPECT_THAT(refusals(with_process("{when: n > 3 person, do: n -= 1 person}"), SolveMethod::mean_field),
                HasSubstr("has no deterministic limit"));
    EXPECT_THAT(refusals(with_process("{rate: 1/day, do: stop \"x\"}"), SolveMethod::mean_field),
                HasSubstr("`stop` has no deterministic limit"));
    EXPECT_EQ(refusals(with_process("{rate: 1/day, do: \"n += poisson(2 person)\"}"), SolveMethod::mean_field), "");
}

SolveError failure(const std::string& text, const ExactOptions& options = {}) {
    try {
        solve_text(text, options);
    } catch (const SolveError& error) {
        return error;
    }
    throw std::runtime_error("it was solved");
}

TEST(Refusals, TooManyStatesNameWhatGrows) {
    const SolveError error = failure(with_process("{rate: 1/day, do: n += 1 person}"), {.max_states = 50});
    EXPECT_EQ(error.kind, SolveError::Kind::refused);
    EXPECT_STREQ(error.what(), "there are more than 50 states");
    EXPECT_THAT(error.hint, HasSubstr("'g.n' takes the most values"));
    EXPECT_TRUE(error.place.valid());
}

TEST(Refusals, AFaultIsToldWithItsProcessAndState) {
    const SolveError below = failure(with_process("{rate: 1/day, do: n -= 2 person}"));
    EXPECT_EQ(below.kind, SolveError::Kind::fault);
    EXPECT_EQ(below.process, "g.act");
    EXPECT_STREQ(below.what(), "'g.n' becomes -1 person, below its minimum of 0 person (in the state g.n = 1 person)");
    const SolveError rate = failure(with_process("{rate: (n - 2 person) / (1 person day), do: n -= 2 person}"));
    EXPECT_THAT(rate.what(), HasSubstr("the rate is negative: -1 per day (in the state g.n = 1 person)"));
    const SolveError endless =
        failure(one_actor("n: {count: person}", "      start: {rate: 1/day, do: emit a}\n      echo: {upon: a, do: emit a}\n",
                          "  n: {state: g.n}\n", "events: {a: {}}\n"));
    EXPECT_THAT(endless.what(), HasSubstr("processes set each other off without end"));
}

// Real numbers are equal by chance alone: the limit would leave such a rate at 0 without a word.
TEST(Refusals, TheMeanFieldDoesNotAskWhetherNumbersAreEqual) {
    const char* told = "whether numbers that change are equal is asked";
    const auto limit = [](const std::string& text) { return refusals(text, SolveMethod::mean_field); };
    const std::string direct = with_process("{rate: 1/day, if: n = 0 person, do: n += 1 person}");
    EXPECT_THAT(limit(direct), testing::AllOf(HasSubstr("scenario.yaml:10:"), HasSubstr(told)));
    EXPECT_EQ(refusals(direct), "");
    EXPECT_THAT(limit(with_process("{rate: 1/day, do: \"if n != 3 person then n += 1 person end\"}")), HasSubstr(told));
    EXPECT_THAT(limit(with_process("{rate: 1/day, do: \"let k = n + 2 person; n += if(k = 4 person, 1 person, 2 person)\"}")),
                HasSubstr(told));
    EXPECT_THAT(limit(with_process("{rate: 1/day, do: \"let k = binomial(n, 0.5); if k = 0 person then n += 1 person end\"}")),
                HasSubstr(told));
    const std::string families =
        "strife: 1\ntitle: x\ntime: {start: 0 day, end: 9 day}\nsets: {place: [north, south]}\nactors:\n  g:\n    state:\n"
        "      m[place]: {count: person}\n      fixed[place]: {count: person, initial: 2}\n    processes:\n      a[p in place]:\n"
        "        rate: 1/day\n        if: CONDITION\n        do: m[p] += 1 person\noutcomes: {m: {state: \"g.m[north]\"}}\n";
    const auto family = [&](const std::string& condition) {
        std::string text = families;
        return limit(text.replace(text.find("CONDITION"), 9, condition));
    };
    EXPECT_THAT(family("m[p] = 0 person"), HasSubstr(told));
    EXPECT_THAT(family("sum(m) = 0 person"), HasSubstr(told));
    EXPECT_THAT(family("sum(m[q] + fixed[q] for q in place if q != p) != 3 person"), HasSubstr(told));
    for (const char* condition :
         {"p = north", "fixed[p] = 2 person", "sum(fixed) = 4 person", "m[p] < 3 person and p != south"}) {
        EXPECT_EQ(family(condition), "") << condition;
    }
    EXPECT_EQ(limit(with_process("{rate: 1/day, do: \"if bernoulli(0.3) = 1 then n += 1 person end\"}")), "");
}

}  // namespace
}  // namespace strife
