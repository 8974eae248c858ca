// What observers report, what actors perceive, inputs that change in steps, and priors whose ranks are correlated.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <tuple>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiled_scenario.h"
#include "exact_moments.h"

namespace strife {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

std::unique_ptr<CompiledScenario> compile_body(const std::string& body) {
    return compile_text("strife: 1\ntitle: Observation\n" + body);
}

class Observation : public testing::TestWithParam<Method> {};

constexpr const char* kTruth = R"yaml(time: {end: 20 day}
sets: {place: [east, west]}
actors:
  x:
    state:
      men[place]: {count: person, initial: 40}
      heat: {level: 1, half_life: 3 day}
    processes:
      strike[p in place]:
        rate: "(1 + heat) * men[p] / (40 person day)"
        do: |
          emit attack(where = p, deaths = poisson(2 person))
          heat += 0.2
          men[p] -= binomial(men[p], 0.01)
events:
  attack: {where: place, deaths: person}
outcomes:
  deaths: {sum: attack.deaths}
  first: {first: attack, where: event.where = west}
  heat: {state: x.heat}
)yaml";

// Bit for bit, with delays between the events of the truth.
TEST_P(Observation, AnObserverNeverChangesTheTruth) {
    const auto truth = compile_body(kTruth);
    const auto observed = compile_body(std::string(kTruth) + R"yaml(  seen: {count: report}
observe:
  report: {of: attack, chance: 0.6, delay: exponential(mean = 1 day), change: {deaths: event.deaths + poisson(1 person)}}
)yaml");
    for (std::uint64_t i = 0; i < 20; ++i) {
        const RunValues without = run_once(*truth, GetParam(), 7, i);
        const RunValues with = run_once(*observed, GetParam(), 7, i);
        for (const std::string name : {"deaths", "first", "heat"}) {
            EXPECT_EQ(without.scalars[truth->column(name)], with.scalars[observed->column(name)]) << name << " of " << i;
        }
        EXPECT_GT(with.scalars[observed->column("seen")], 0.0);
    }
}

// A thinned Poisson process, those still on their way left out: 3 a day x 0.4 x integral of 1 - exp(-(5 - t)) over 5 days.
TEST_P(Observation, ReportsAreThinnedAndLate) {
    const auto scenario = compile_body(R"yaml(time: {end: 5 day}
sets: {place: [east, west]}
actors:
  x: {processes: {strike: {rate: 3/day, do: "emit attack(where = east, deaths = 2 person)"}}}
  y: {processes: {strike: {rate: 1/day, do: "emit attack(where = west, deaths = 3 person)"}}}
events:
  attack: {where: place, deaths: person}
observe:
  report: {of: attack, if: event.where = east, chance: 0.4, delay: exponential(mean = 1 day), change: {deaths: 10 * event.deaths, where: west}}
outcomes:
  reports: {count: report}
  from_x: {count: report, where: event.actor = x and event.where = west}
  most: {max: report.deaths}
)yaml");
    const std::vector<double> reports = sample_outcome(*scenario, GetParam(), 501, scaled(20'000), "reports");
    expect_moments("reports", reports, poisson_moments(3.0 * 0.4 * (5.0 - (1.0 - std::exp(-5.0)))));
    const RunValues one = run_once(*scenario, GetParam(), 501, 0);
    EXPECT_GT(one.scalars[0], 0.0);
    EXPECT_EQ(one.scalars[1], one.scalars[0]);
    EXPECT_EQ(one.scalars[2], 20.0);
}

INSTANTIATE_TEST_SUITE_P(AllMethods, Observation, testing::Values(Method::linear, Method::tree, Method::coupled),
                         [](const auto& tested) { return std::string(method_name(tested.param)); });

// Looks at 2, 4, 6, 8 days; known half a day later; 60 % of what is so.
TEST(Perception, IsWhatWasSeenAtTheLastLookThatIsKnown) {
    const auto scenario = compile_body(R"yaml(time: {end: 8.2 day, record: 1 day}
actors:
  x:
    state: {men: {count: person, initial: 10}}
    processes: {grow: {every: 1 day, do: men += 10 person}}
  y:
    perceives:
      strength: {of: x.men, every: 2 day, delay: 0.5 day, bias: 0.6}
outcomes:
  strength: {state: y.strength, series: true}
)yaml");
    const RunValues run = run_once(*scenario, Method::linear);
    // What x has at 2 days includes what it gets on that day: processes at one instant go by the order of the file.
    EXPECT_THAT(run.series, ElementsAre(6.0, 6.0, 6.0, 18.0, 18.0, 30.0, 30.0, 42.0, 42.0));
}

// The look at 1 day is known at 5, that at 2 days already at 3: what is newer stays.
TEST(Perception, AnOlderLookThatArrivesLaterIsForgotten) {
    const auto scenario = compile_body(R"yaml(time: {end: 6 day}
actors:
  x:
    state: {men: {count: person, initial: 10}}
    processes: {grow: {every: 1 day, do: men += 10 person}}
  y:
    perceives:
      strength: {of: x.men, every: "if(now < 1.5 day, 1 day, 100 day)", first: 1 day, delay: "if(now < 1.5 day, 4 day, 1 day)"}
outcomes:
  strength: {state: y.strength}
)yaml");
    EXPECT_THAT(run_once(*scenario, Method::linear).scalars, ElementsAre(30.0));
}

TEST(Perception, ErrorsMultiplyOrAreAdded) {
    const auto scenario = compile_body(R"yaml(time: {end: 1 day}
actors:
  x: {state: {men: {count: person, initial: 100}}}
  y:
    perceives:
      scaled: {of: x.men, every: 1 day, error: "lognormal(mean = 1, sd = 0.2)"}
      shifted: {of: x.men, every: 1 day, error: "normal(0, 5) * 1 person", initial: 3}
outcomes:
  scaled: {state: y.scaled}
  shifted: {state: y.shifted}
)yaml");
    const std::size_t n = scaled(20'000);
    expect_moments("scaled", sample_outcome(*scenario, Method::linear, 502, n, "scaled"), {.mean = 100.0, .sd = 20.0});
    expect_moments("shifted", sample_outcome(*scenario, Method::linear, 502, n, "shifted"), {.mean = 100.0, .sd = 5.0});
}

// 1, then 3 from day 2, then 2 from day 4 a day, over 5 days: Poisson with mean 2 + 6 + 2.
TEST(Inputs, ARateFollowsTheStepsExactly) {
    const auto scenario = compile_body(R"yaml(time: {end: 5 day}
inputs:
  pace: {values: [1, 3, 2], unit: 1/day, step: 2 day}
actors:
  x:
    state: {hits: {count: event}}
    processes: {hit: {rate: pace, do: hits += 1 event}}
outcomes:
  hits: {state: x.hits}
)yaml");
    for (const Method method : {Method::linear, Method::coupled}) {
        expect_moments("hits", sample_outcome(*scenario, method, 503, scaled(20'000), "hits"), poisson_moments(10.0));
    }
}

TEST(Inputs, RepeatAndMonthsGoByTheCalendar) {
    const auto scenario = compile_body(R"yaml(time: {start: 2023-11-15, end: 2024-03-01, record: 15 day}
inputs:
  season: {values: [1, 2], step: 1 month, repeat: true}
outcomes:
  season: {state: season, series: true}
  month: {state: month_of_year(), series: true}
)yaml");
    const RunValues run = run_once(*scenario, Method::linear);
    // 15 and 30 November, 15 and 30 December, 14 and 29 January, 13 and 28 February; the season changes on the 15th.
    EXPECT_THAT(run.series, ElementsAre(1, 1, 2, 2, 2, 1, 1, 2, 11, 11, 12, 12, 1, 1, 2, 2));
}

double rank_correlation(const std::vector<double>& x, const std::vector<double>& y) {
    const auto ranks = [](const std::vector<double>& values) {
        std::vector<std::size_t> order(values.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
        std::vector<double> result(values.size());
        for (std::size_t i = 0; i < order.size(); ++i) result[order[i]] = static_cast<double>(i);
        return result;
    };
    const std::vector<double> a = ranks(x);
    const std::vector<double> b = ranks(y);
    const double middle = (static_cast<double>(a.size()) - 1.0) / 2.0;
    double both = 0.0;
    double one = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        both += (a[i] - middle) * (b[i] - middle);
        one += (a[i] - middle) * (a[i] - middle);
    }
    return both / one;
}

// Marginals stay what they are; a truncated one stays within its bounds and keeps its ranks.
TEST(CorrelatedPriors, HaveTheirMarginalsAndRankCorrelations) {
    const auto scenario = compile_body(R"yaml(time: {end: 1 day}
parameters:
  a: {value: 2/day, prior: "gamma(mean = 2, cv = 0.5)", source: assumed}
  b: {value: 10 person, prior: "lognormal(mean = 10, sd = 4)", source: assumed}
  c: {value: 0.5, prior: "beta(2, 2)", truncate: [0.3, 0.8], source: assumed}
  d: {value: 0.5, prior: "uniform(0, 1)", source: assumed}
correlations:
  - {between: [a, b], rank: 0.7}
  - {between: [b, c], rank: -0.5}
outcomes:
  a: {state: a * 1 day}
  b: {state: b}
  c: {state: c}
  d: {state: d}
)yaml");
    const std::size_t n = scaled(20'000);
    std::vector<std::vector<double>> drawn(4);
    for_each_replication(*scenario, Method::linear, 504, n, [&](const Replication& replication) {
        for (std::size_t i = 0; i < drawn.size(); ++i) drawn[i].push_back(replication.scalars()[i]);
    });
    const auto& [a, b, c, d] = std::tie(drawn[0], drawn[1], drawn[2], drawn[3]);
    expect_moments("a", a, {.mean = 2.0, .sd = 1.0, .k4 = 3.0 + 6.0 * 0.25});
    expect_moments("b", b, {.mean = 10.0, .sd = 4.0});
    EXPECT_GE(*std::min_element(c.begin(), c.end()), 0.3);
    EXPECT_LE(*std::max_element(c.begin(), c.end()), 0.8);
    const double error = kLargestZ / std::sqrt(static_cast<double>(n));  // more than the standard error of a rank correlation
    EXPECT_THAT(rank_correlation(a, b), DoubleNear(0.7, error));
    EXPECT_THAT(rank_correlation(b, c), DoubleNear(-0.5, error));
    EXPECT_THAT(rank_correlation(a, d), DoubleNear(0.0, error));
}

}  // namespace
}  // namespace strife
