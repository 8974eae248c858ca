// Outcomes of known histories by hand, and of processes with known laws.
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "compiled_scenario.h"
#include "exact_moments.h"

namespace strife {
namespace {

// Six attacks on known days: deaths 3, 12, 7 in the east, 5, 0 in the west, 40 abroad.
std::string known_attacks(const std::string& outcomes) {
    return R"yaml(strife: 1
title: Known attacks
time: {end: 95 day}
sets: {province: [east, west, north], abroad: [near, far]}
actors:
  a:
    state: {men: {count: person, initial: 10}}
schedule:
  s1: {at: 5 day, do: "emit attack(place = east, deaths = 3 person)"}
  s2: {at: 10 day, do: "emit attack(place = west, deaths = 5 person); a.men := 20 person"}
  s3: {at: 15 day, do: "emit attack(place = east, deaths = 12 person)"}
  s4: {at: 40 day, do: "emit attack(place = far, deaths = 40 person); a.men := 4 person"}
  s5: {at: 70 day, do: "emit attack(place = west, deaths = 0 person)"}
  s6: {at: 80 day, do: "emit attack(place = east, deaths = 7 person)"}
events:
  attack: {place: province | abroad, deaths: person}
outcomes:
  men: {state: a.men}
)yaml" + outcomes;
}

class Known : public testing::Test {
  protected:
    void run(const std::string& text) {
        scenario_ = compile_text(text);
        values_ = run_once(*scenario_, Method::linear);
    }
    // `n` values of an outcome, from its first.
    [[nodiscard]] std::vector<double> numbers(const std::string& outcome, std::size_t n = 1) const {
        const auto first = values_.scalars.begin() + static_cast<std::ptrdiff_t>(scenario_->column(outcome));
        return {first, first + static_cast<std::ptrdiff_t>(n)};
    }
    [[nodiscard]] double number(const std::string& outcome) const { return numbers(outcome).front(); }
    [[nodiscard]] std::vector<double> series(const std::string& outcome, std::size_t n) const {
        const auto first = values_.series.begin() + static_cast<std::ptrdiff_t>(scenario_->series_column(outcome));
        return {first, first + static_cast<std::ptrdiff_t>(n)};
    }

  private:
    std::unique_ptr<CompiledScenario> scenario_;
    RunValues values_;
};

using Numbers = std::vector<double>;

TEST_F(Known, EventsAreSummarisedByTheirAttributes) {
    run(known_attacks(R"yaml(
  mean: {mean: attack.deaths}
  median: {median: attack.deaths}
  tenth: {quantile: attack.deaths, q: 0.9}
  lowest: {quantile: attack.deaths, q: 0}
  highest: {quantile: attack.deaths, q: 1}
  least: {min: attack.deaths, where: event.place = east}
  most: {max: attack.deaths, until: 40 day}
  deadly: {share: attack, of: event.deaths >= 7 person}
  deadly_in_east: {share: attack, of: event.deaths >= 7 person, where: event.place = east}
)yaml"));
    EXPECT_DOUBLE_EQ(number("mean"), 67.0 / 6.0);
    EXPECT_EQ(number("median"), 6.0);             // between 5 and 7 of 0 3 5 7 12 40
    EXPECT_EQ(number("tenth"), 12.0 + 0.5 * 28);  // place 0.9 * 5 = 4.5
    EXPECT_EQ(number("lowest"), 0.0);
    EXPECT_EQ(number("highest"), 40.0);
    EXPECT_EQ(number("least"), 3.0);
    EXPECT_EQ(number("most"), 12.0);  // the one at day 40 is outside
    EXPECT_EQ(number("deadly"), 0.5);
    EXPECT_DOUBLE_EQ(number("deadly_in_east"), 2.0 / 3.0);
}

TEST_F(Known, ClassesBeginAtTheirEdges) {
    run(known_attacks("  sizes: {histogram: attack.deaths, edges: [3, 12, 40]}\n"));
    EXPECT_EQ(numbers("sizes", 4), (Numbers{1, 3, 1, 1}));  // 0 | 3 5 7 | 12 | 40
}

TEST_F(Known, EventsAreSplitByMember) {
    run(known_attacks(R"yaml(
  attacks: {count: attack, by: event.place in province}
  abroad: {count: attack, by: event.place in abroad}
  mean: {mean: attack.deaths, by: event.place in province}
  first: {first: attack, by: event.place in province}
  sizes: {histogram: attack.deaths, edges: [5], by: event.place in province}
  monthly: {count: attack, by: event.place in province, per: 30 day}
)yaml"));
    EXPECT_EQ(numbers("attacks", 3), (Numbers{3, 2, 0}));
    EXPECT_EQ(numbers("abroad", 2), (Numbers{0, 1}));
    EXPECT_DOUBLE_EQ(numbers("mean", 3)[0], 22.0 / 3.0);
    EXPECT_EQ(numbers("mean", 3)[1], 2.5);
    EXPECT_TRUE(std::isnan(numbers("mean", 3)[2]));  // the mean of none
    EXPECT_EQ(numbers("first", 2), (Numbers{5, 10}));
    EXPECT_TRUE(std::isnan(numbers("first", 3)[2]));
    EXPECT_EQ(numbers("sizes", 6), (Numbers{1, 2, 1, 1, 0, 0}));
    EXPECT_EQ(series("monthly", 12), (Numbers{2, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0}));
}

TEST_F(Known, PeriodsWithoutEventsHaveNoMean) {
    run(known_attacks(R"yaml(
  monthly: {mean: attack.deaths, per: 30 day}
  shares: {share: attack, of: event.place in abroad, per: 30 day}
  medians: {median: attack.deaths, per: 30 day}
)yaml"));
    const Numbers means = series("monthly", 4);
    EXPECT_DOUBLE_EQ(means[0], 20.0 / 3.0);
    EXPECT_EQ(means[1], 40.0);
    EXPECT_EQ(means[2], 3.5);
    EXPECT_TRUE(std::isnan(means[3]));
    EXPECT_EQ(series("shares", 3), (Numbers{0, 1, 0}));
    EXPECT_TRUE(std::isnan(series("shares", 4)[3]));
    EXPECT_EQ(series("medians", 3), (Numbers{5, 40, 3.5}));
}

TEST_F(Known, OutcomesAreTakenTogetherWhateverTheirOrder) {
    run(known_attacks(R"yaml(
  share_abroad: {ratio: [abroad, attacks]}
  share_of_each: {ratio: [by_place, attacks]}
  twice: {difference: [share_of_each, share_abroad]}
  nothing: {ratio: [attacks, none]}
  delay: {difference: [first_abroad, first]}
  never: {difference: [first_in_north, first]}
  per_attack: {ratio: [monthly_deaths, monthly]}
  clustering: {dispersion: monthly}
  attacks: {count: attack}
  abroad: {count: attack, where: event.place in abroad}
  none: {count: attack, where: event.deaths > 100 person}
  by_place: {count: attack, by: event.place in province}
  first: {first: attack}
  first_abroad: {first: attack, where: event.place in abroad}
  first_in_north: {first: attack, where: event.place = north}
  monthly: {count: attack, per: 30 day}
  monthly_deaths: {sum: attack.deaths, per: 30 day}
)yaml"));
    EXPECT_DOUBLE_EQ(number("share_abroad"), 1.0 / 6.0);
    EXPECT_EQ(numbers("share_of_each", 3), (Numbers{3.0 / 6.0, 2.0 / 6.0, 0.0}));
    EXPECT_EQ(numbers("twice", 3), (Numbers{3.0 / 6.0 - 1.0 / 6.0, 2.0 / 6.0 - 1.0 / 6.0, -1.0 / 6.0}));
    EXPECT_TRUE(std::isnan(number("nothing")));  // divided by nothing
    EXPECT_EQ(number("delay"), 35.0);
    EXPECT_TRUE(std::isnan(number("never")));  // censored
    EXPECT_DOUBLE_EQ(series("per_attack", 4)[0], 20.0 / 3.0);
    EXPECT_TRUE(std::isnan(series("per_attack", 4)[3]));
    // 3, 1, 2; the last period is cut off by the end and does not count.
    EXPECT_DOUBLE_EQ(number("clustering"), 1.0 / 2.0);
}

TEST_F(Known, ConstantStretchesAreAveragedExactly) {
    run(known_attacks(R"yaml(
  mean: {mean: a.men}
  in_window: {mean: a.men, from: 35 day, until: 45 day}
  many: {fraction_of_time: a.men >= 10 person}
  many_in_window: {fraction_of_time: a.men >= 10 person, from: 35 day, until: 60 day}
  least: {min: a.men}
  least_early: {min: a.men, until: 40 day}
)yaml"));
    EXPECT_DOUBLE_EQ(number("mean"), (10.0 * 10 + 20.0 * 30 + 4.0 * 55) / 95);
    EXPECT_DOUBLE_EQ(number("in_window"), 12.0);
    EXPECT_DOUBLE_EQ(number("many"), 40.0 / 95.0);
    EXPECT_DOUBLE_EQ(number("many_in_window"), 5.0 / 25.0);
    EXPECT_EQ(number("least"), 4.0);
    EXPECT_EQ(number("least_early"), 10.0);
}

// A level that is 8 at the start, halves in a day and is raised by 8 on day 3, where it has fallen to 1.
TEST_F(Known, RelaxingLevelsAreIntegratedExactly) {
    run(R"yaml(strife: 1
title: Relaxing
time: {end: 6 day}
actors:
  a:
    state:
      heat: {level: 1, initial: 8, half_life: 1 day}
      hope: {level: 1, initial: 0, half_life: 1 day, rest: 2}
      lit: {count: 1, initial: 1}
schedule:
  raise: {at: 3 day, do: a.heat += 8}
  dim: {at: 4 day, do: a.lit := 0}
outcomes:
  mean: {mean: a.heat}
  late: {mean: a.heat, from: 1 day, until: 2 day}
  twice: {mean: 2 * a.heat}
  square: {mean: a.heat * a.heat, until: 3 day}
  product: {mean: a.heat * a.hope, until: 3 day}
  gated: {mean: "if(a.lit = 1, a.heat, 0)"}
  hot: {fraction_of_time: a.heat > 4}
  hope: {mean: a.hope}
  most_hope: {max: a.hope, until: 1 day}
  least: {min: a.heat, until: 4 day}
  most_late: {max: a.heat, from: 1 day, until: 3 day}
)yaml");
    const double k = std::numbers::ln2;
    const double first = 7.0 / k;                 // from 8 to 1
    const double second = (9.0 - 9.0 / 8.0) / k;  // from 9 to 9/8
    EXPECT_NEAR(number("mean"), (first + second) / 6.0, 1e-14);
    EXPECT_NEAR(number("late"), 2.0 / k, 1e-14);
    EXPECT_NEAR(number("twice"), (first + second) / 3.0, 1e-14);
    EXPECT_NEAR(number("square"), 63.0 / (2.0 * k) / 3.0, 1e-13);
    // 8 x 2 (1 - x) with x = 2^-t.
    EXPECT_NEAR(number("product"), (16.0 * (7.0 / 8.0) / k - 16.0 * (63.0 / 64.0) / (2.0 * k)) / 3.0, 1e-13);
    EXPECT_NEAR(number("gated"), (first + 4.5 / k) / 6.0, 1e-14);
    EXPECT_NEAR(number("hot"), (1.0 + std::log2(9.0 / 4.0)) / 6.0, 1e-12);
    EXPECT_NEAR(number("hope"), (12.0 - 2.0 * (1.0 - 1.0 / 64.0) / k) / 6.0, 1e-14);
    EXPECT_NEAR(number("most_hope"), 1.0, 1e-15);  // its end, where nothing happens
    EXPECT_NEAR(number("least"), 1.0, 1e-15);      // just before it is raised
    EXPECT_NEAR(number("most_late"), 4.0, 1e-15);  // not the 9 of the instant at which the window closes
}

TEST_F(Known, AfterAStopSeriesHoldAndAveragesEnd) {
    run(R"yaml(strife: 1
title: Stopped
time: {end: 100 day, record: 10 day}
actors:
  a: {state: {men: {count: person, initial: 10}}}
schedule:
  grow: {at: 10 day, do: "a.men := 30 person; emit attack"}
  halt: {at: 25 day, do: "a.men := 50 person; emit attack; stop \"enough\""}
  other: {at: 50 day, do: "emit attack; stop \"too late\""}
events: {attack: {}}
outcomes:
  men: {state: a.men, series: true}
  mean: {mean: a.men}
  many: {fraction_of_time: a.men > 20 person}
  later: {mean: a.men, from: 30 day}
  first: {first: {when: a.men > 60 person}}
  enough: {stopped: enough}
  too_late: {stopped: too late}
  early: {stopped: true}
  attacks: {count: attack, per: 10 day}
  clustering: {dispersion: attacks}
  spread: {dispersion: men}
)yaml");
    EXPECT_EQ(series("men", 11), (Numbers{10, 30, 30, 50, 50, 50, 50, 50, 50, 50, 50}));
    EXPECT_DOUBLE_EQ(number("mean"), (10.0 * 10 + 30.0 * 15) / 25);
    EXPECT_DOUBLE_EQ(number("many"), 15.0 / 25.0);
    EXPECT_TRUE(std::isnan(number("later")));  // none of the window was run
    EXPECT_TRUE(std::isnan(number("first")));
    EXPECT_EQ(number("enough"), 1.0);
    EXPECT_EQ(number("too_late"), 0.0);
    EXPECT_EQ(number("early"), 1.0);
    EXPECT_EQ(series("attacks", 10), (Numbers{1, 0, 1, 0, 0, 0, 0, 0, 0, 0}));
    EXPECT_DOUBLE_EQ(number("clustering"), 0.5 / 0.5);                 // 1 and 0: whole periods before the stop
    EXPECT_DOUBLE_EQ(number("spread"), (400.0 / 3.0) / (70.0 / 3.0));  // 10, 30, 30
}

// Half-lives of 1 day up to day 2, then of 2 days: an alternative that begins at a date. Averages cross it without a seam.
TEST(SwitchedModel, AveragesGoOnUnderTheOtherModel) {
    const auto text = [](const std::string& half_life) {
        return R"yaml(strife: 1
title: Switched
time: {end: 6 day}
parameters:
  fading: {value: )yaml" +
               half_life + R"yaml( day}
actors:
  a:
    state:
      heat: {level: 1, initial: 8, half_life: fading}
      men: {count: person, initial: 10}
schedule:
  grow: {at: 1 day, do: a.men := 30 person}
outcomes:
  heat: {mean: a.heat}
  both: {mean: a.heat + a.heat}
  warm: {fraction_of_time: a.heat > 1}
  men: {mean: a.men}
)yaml";
    };
    const auto before = compile_text(text("1"));
    const auto after = compile_text(text("2"));
    const PreparedModel first(before->model, 1, Method::linear);
    const PreparedModel second(after->model, 1, Method::linear);
    Replication replication(first);
    replication.start(0);
    replication.run_until(std::nextafter(2.0, 0.0));
    replication.switch_to(second, 2.0, {});
    replication.run();
    const double k = std::numbers::ln2;
    const double integral = 6.0 / k + 2.0 * (2.0 - 0.5) / k;  // 8 to 2 in two days, 2 to 1/2 in four
    const auto value = [&](const char* outcome) { return replication.scalars()[before->column(outcome)]; };
    EXPECT_NEAR(value("heat"), integral / 6.0, 1e-14);
    EXPECT_NEAR(value("both"), integral / 3.0, 1e-14);
    EXPECT_NEAR(value("warm"), 4.0 / 6.0, 1e-12);
    EXPECT_DOUBLE_EQ(value("men"), (10.0 + 30.0 * 5.0) / 6.0);
}

class Law : public testing::TestWithParam<Method> {
  protected:
    static std::vector<double> values(const std::string& text, std::size_t n, const std::string& outcome) {
        return sample_outcome(*compile_text(text), GetParam(), 301, n, outcome);
    }
};

// A place that customers take at rate 2 a day and leave at rate 3 a day, empty at first. Its expected state at t is
// p (1 - exp(-5 t)) with p = 2/5, and the covariance of s < t is p (1 - p) exp(-5 (t - s)) in equilibrium, less before.
TEST_P(Law, ASingleServerIsBusyTwoFifthsOfTheTime) {
    const std::string text = R"yaml(strife: 1
title: Server
time: {end: 20 day}
actors:
  a:
    state: {busy: {count: person}}
    processes:
      come: {rate: 2 person/day, if: busy = 0 person, do: busy := 1 person}
      go: {rate: 3/day * busy, do: busy := 0 person}
outcomes:
  fraction: {fraction_of_time: a.busy = 1 person}
  mean: {mean: a.busy}
)yaml";
    const double p = 2.0 / 5.0;
    const double relaxed = (1.0 - std::exp(-100.0)) / 100.0;
    const double sd = std::sqrt(2.0 * p * (1.0 - p) / 100.0);  // at most this: that of long runs
    const std::size_t n = scaled(20'000);
    const std::vector<double> fractions = values(text, n, "fraction");
    expect_moments("fraction", fractions, {.mean = p * (1.0 - relaxed), .sd = sd, .k4 = 0.0});
    EXPECT_EQ(fractions, values(text, n, "mean"));
}

// Given their number, Poisson events fall into equal periods as a multinomial draw, of which Pearson's statistic has the exact
// mean k - 1 and variance 2 (k - 1) (1 - 1/N); the dispersion is that statistic over k - 1. Events in pairs have exactly twice as
// much.
TEST_P(Law, PoissonEventsHaveDispersionOne) {
    const auto text = [](const std::string& body) {
        return "strife: 1\ntitle: Poisson\ntime: {end: 100 day}\nactors: {a: {processes: {act: {rate: 2/day, do: \"" + body +
               "\"}}}}\nevents: {attack: {}}\noutcomes: {n: {count: attack, per: 10 day}, clustering: {dispersion: n}}\n";
    };
    const double sd = std::sqrt(2.0 / 9.0 * (1.0 - 1.0 / 199.0));  // E[1/N] is about 1/(200 - 1)
    const std::size_t n = scaled(20'000);
    expect_moments("single", values(text("emit attack"), n, "clustering"), {.mean = 1.0, .sd = sd, .k4 = 0.0});
    expect_moments("pairs", values(text("emit attack; emit attack"), n, "clustering"), {.mean = 2.0, .sd = 2.0 * sd, .k4 = 0.0});
}

// What lies outside `from` and `until` counts nothing there, and is no part of the series' variance: 6 periods of 10 are left,
// with about 120 events.
TEST_P(Law, DispersionIsThatOfThePeriodsWithinTheWindow) {
    constexpr const char* kText =
        "strife: 1\ntitle: Poisson\ntime: {end: 100 day}\nactors: {a: {processes: {act: {rate: 2/day, do: emit attack}}}}\n"
        "events: {attack: {}}\noutcomes: {n: {count: attack, per: 10 day, from: 20 day, until: 80 day}, clustering: {dispersion: "
        "n}}\n";
    const double sd = std::sqrt(2.0 / 5.0 * (1.0 - 1.0 / 119.0));
    expect_moments("windowed", values(kText, scaled(20'000), "clustering"), {.mean = 1.0, .sd = sd, .k4 = 0.0});
}

INSTANTIATE_TEST_SUITE_P(Methods, Law, testing::Values(Method::linear, Method::coupled),
                         [](const auto& tested) { return std::string(method_name(tested.param)); });

// Replications of one point share what priors give, and nothing else.
TEST(NestedDesign, ReplicationsOfAPointShareTheirParameters) {
    const auto scenario = compile_text(R"yaml(strife: 1
title: Points
time: {end: 10 day}
parameters:
  pace: {value: 1/day, prior: "gamma(mean = 1, cv = 0.5)"}
actors:
  a:
    state: {men: {count: person, initial: "poisson(20 person)"}}
    processes: {act: {rate: pace, do: men += 1 person}}
outcomes:
  men: {state: a.men}
)yaml");
    const auto paces = [&](std::uint64_t per_point, std::vector<double>* men) {
        const PreparedModel prepared(scenario->model, 5, Method::linear, per_point);
        Replication replication(prepared);
        std::vector<double> result;
        for (std::uint64_t i = 0; i < 12; ++i) {
            replication.start(i);
            result.push_back(replication.memory()[scenario->model.parameters[0].first]);
            replication.run();
            if (men != nullptr) men->push_back(replication.scalars()[0]);
        }
        return result;
    };
    const std::vector<double> alone = paces(1, nullptr);
    std::vector<double> men;
    const std::vector<double> nested = paces(4, &men);
    for (std::size_t i = 0; i < nested.size(); ++i) EXPECT_EQ(nested[i], alone[i / 4]) << i;  // keyed by the point's number
    EXPECT_NE(alone[0], alone[1]);
    for (std::size_t i = 1; i < men.size(); ++i) EXPECT_FALSE(men[i] == men[i - 1] && men[i] == men[0]) << i;
}

}  // namespace
}  // namespace strife
