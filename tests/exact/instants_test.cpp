// What happens at one instant and in which order; exact instants of crossings and windows; stopping and censoring.
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiled_scenario.h"

namespace strife {
namespace {

using testing::ElementsAre;

RunValues run_text(const std::string& text, Method method = Method::linear) {
    return run_once(*compile_text("strife: 1\ntitle: Instants\n" + text), method);
}

// A level with a half-life of 10 days falls from 8 to 1 in 30.
TEST(When, ADecayingLevelCrossesAtItsInstant) {
    for (const char* condition : {"fear < 1", "fear <= 1", "not fear > 1"}) {
        const RunValues run = run_text(std::string(R"yaml(time: {end: 100 day}
actors:
  a:
    state:
      fear: {level: 1, initial: 8, half_life: 10 day}
      crossed: {level: day, initial: -1}
      times: {count: event}
    processes:
      calm:
        when: )yaml") + condition + R"yaml(
        do: "crossed := now; times += 1 event"
outcomes:
  crossed: {state: a.crossed}
  times: {state: a.times}
  first: {first: {when: a.fear <= 1}}
  ever: {ever: a.fear < 0.001}
  below_half: {first: {when: a.fear < 0.5}}
)yaml");
        EXPECT_NEAR(run.scalars[0], 30.0, 1e-12) << condition;
        EXPECT_EQ(run.scalars[1], 1.0);
        EXPECT_NEAR(run.scalars[2], 30.0, 1e-12);
        EXPECT_EQ(run.scalars[3], 0.0);  // 129.7 days
        EXPECT_NEAR(run.scalars[4], 40.0, 1e-12);
    }
}

TEST(When, EachCrossingOfALevelThatIsPushedUpFires) {
    const RunValues run = run_text(R"yaml(time: {end: 100 day}
actors:
  a:
    state:
      fear: {level: 1, initial: 8, half_life: 10 day}
      last: {level: day, initial: -1}
      times: {count: event}
    processes:
      calm: {when: fear < 1, do: "last := now; times += 1 event"}
schedule:
  scare: {at: 40 day, do: "a.fear := 4"}
outcomes:
  last: {state: a.last}
  times: {state: a.times}
)yaml");
    EXPECT_NEAR(run.scalars[0], 60.0, 1e-12);
    EXPECT_EQ(run.scalars[1], 2.0);
}

TEST(When, WhatIsTrueAtTheStartFiresOnlyIfAsked) {
    const RunValues run = run_text(R"yaml(time: {end: 10 day}
actors:
  a:
    state:
      x: {count: person, initial: 1}
      asked: {count: event}
      unasked: {count: event}
    processes:
      one: {when: x > 0 person, at_start: true, do: asked += 1 event}
      two: {when: x > 0 person, do: unasked += 1 event}
outcomes:
  asked: {state: a.asked}
  unasked: {state: a.unasked}
)yaml");
    EXPECT_THAT(run.scalars, ElementsAre(1.0, 0.0));
}

// The order is written as the digits of a number.
TEST(Order, AtOneInstantScheduleThenItemEndThenCalendarThenDeferred) {
    const RunValues run = run_text(R"yaml(time: {end: 10 day}
actors:
  a:
    state:
      order: {level: 1}
    activities:
      task: {duration: 5 day, finish: order := order * 10 + 2}
    processes:
      tick: {every: 5 day, do: order := order * 10 + 3}
      date: {at: 5 day, do: order := order * 10 + 4}
      launch:
        at: 0 day
        do: |
          after 5 day do
            order := order * 10 + 5
          end
          begin task
      urgent: {at: 5 day, priority: 1, do: order := order * 10 + 9}
      late: {at: 5 day, priority: -1, do: order := order * 10 + 8}
schedule:
  entry: {at: 5 day, do: a.order := a.order * 10 + 1}
outcomes:
  order: {state: a.order, at: 9 day}
)yaml");
    EXPECT_THAT(run.scalars, ElementsAre(9123458.0));
}

TEST(Order, ACascadeRunsFirstInFirstOutThenConditionsThenTheirCascade) {
    const RunValues run = run_text(R"yaml(time: {end: 10 day}
actors:
  a:
    state:
      order: {level: 1}
      armed: {count: event}
    processes:
      late_in_file: {when: armed > 0 event, do: "order := order * 10 + 7; emit second"}
      spark: {at: 1 day, do: "order := order * 10 + 1; emit first; emit second; armed += 1 event"}
      hear_first: {upon: first, do: "order := order * 10 + 2; emit second"}
      hear_first_too: {upon: first, do: order := order * 10 + 3}
      hear_second: {upon: second, do: order := order * 10 + 4}
events:
  first: {}
  second: {}
outcomes:
  order: {state: a.order}
  seconds: {count: second}
)yaml");
    EXPECT_THAT(run.scalars, ElementsAre(1234474.0, 3.0));
}

TEST(Recent, CountsEventsAfterTMinusWindowUpToT) {
    const RunValues run = run_text(R"yaml(time: {end: 20 day, record: 1 day}
actors:
  a:
    processes:
      attack: {every: 4 day, do: emit attack}
events:
  attack: {}
outcomes:
  recent: {state: "recent(attack, 8 day)", series: true}
)yaml");
    EXPECT_THAT(run.series, ElementsAre(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2));
}

TEST(Recent, ExpiresBeforeAnythingElseAtTheInstant) {
    const RunValues run = run_text(R"yaml(time: {end: 20 day}
actors:
  a:
    state:
      seen: {level: 1, initial: -1}
    processes:
      look: {at: 7 day, priority: 1000, do: "seen := recent(attack, 5 day)"}
schedule:
  attack: {at: 2 day, do: emit attack}
events:
  attack: {}
outcomes:
  seen: {state: a.seen}
)yaml");
    EXPECT_THAT(run.scalars, ElementsAre(0.0));
}

TEST(Record, HoldsTheStateAfterEverythingAtTheInstant) {
    const RunValues run = run_text(R"yaml(time: {end: 4 day, record: 1 day}
actors:
  a:
    state:
      x: {count: person}
    processes:
      tick: {every: 2 day, do: x += 1 person}
      cascade: {upon: told, do: x += 10 person}
schedule:
  tell: {at: 2 day, do: emit told}
  last: {at: 4 day, do: emit told}
events:
  told: {}
outcomes:
  x: {state: a.x, series: true}
  at_two: {state: a.x, at: 2 day}
)yaml");
    EXPECT_THAT(run.series, ElementsAre(0.0, 0.0, 11.0, 11.0, 22.0));
    EXPECT_THAT(run.scalars, ElementsAre(22.0, 11.0));
}

TEST(Clamp, PutsAStateOnItsBoundAndCounts) {
    const auto scenario = compile_text(R"yaml(strife: 1
title: Clamp
time: {end: 10 day}
actors:
  a:
    state:
      effort: {level: 1, initial: 0.5, min: 0, max: 1, clamp: true}
      double: {level: 1}
    processes:
      push: {at: 1 day, do: effort += 3}
      fall: {at: 2 day, do: effort -= 0.25}
      sink: {at: 3 day, do: effort -= 2}
outcomes:
  high: {state: a.effort, at: 1 day}
  less: {state: a.effort, at: 2 day}
  low: {state: a.effort, at: 3 day}
)yaml");
    const PreparedModel prepared(scenario->model, 1, Method::linear);
    Replication replication(prepared);
    replication.start(0);
    replication.run();
    EXPECT_THAT(std::vector<double>(replication.scalars().begin(), replication.scalars().end()), ElementsAre(1.0, 0.75, 0.0));
    EXPECT_EQ(replication.clamping_count(), 2U);
}

TEST(Stop, HoldsSeriesCensorsAndLetsOutcomesSeeTheStateItEndsIn) {
    const RunValues run = run_text(R"yaml(time: {end: 6 day, record: 1 day}
actors:
  a:
    state:
      x: {count: person, initial: 5}
      y: {level: 1, initial: 8, half_life: 1 day}
    processes:
      lose: {every: 1 day, do: x -= 1 person}
      hear: {upon: told, do: x -= 1 person}
      tell: {at: 3 day, do: emit told}
      over: {when: x <= 1 person, do: stop "beaten"}
events:
  told: {}
outcomes:
  x: {state: a.x, series: true}
  y: {state: a.y}
  beaten: {ever: a.x <= 1 person}
  when_beaten: {first: {when: a.x <= 1 person}}
  never: {first: {when: a.x <= 0 person}}
  told: {count: told}
  lowest: {max: -a.x}
  later: {state: a.x, at: 5 day}
)yaml");
    EXPECT_THAT(run.series, ElementsAre(5.0, 4.0, 3.0, 1.0, 1.0, 1.0, 1.0));
    ASSERT_EQ(run.scalars.size(), 8U);
    EXPECT_EQ(run.scalars[0], 1.0);
    EXPECT_NEAR(run.scalars[1], 1.0, 1e-12);
    EXPECT_EQ(run.scalars[2], 1.0) << "`ever` must see the state at the stop";
    EXPECT_EQ(run.scalars[3], 3.0) << "`first` must see the state at the stop";
    EXPECT_TRUE(std::isnan(run.scalars[4]));
    EXPECT_EQ(run.scalars[5], 1.0);
    EXPECT_EQ(run.scalars[6], -1.0) << "`max` must see the state at the stop";
    EXPECT_EQ(run.scalars[7], 1.0);
}

TEST(Outcomes, CountByPeriodFromAndUntil) {
    const RunValues run = run_text(R"yaml(time: {end: 10 day}
actors:
  a:
    processes:
      attack: {every: 1 day, do: emit attack}
events:
  attack: {}
outcomes:
  all: {count: attack}
  by_period: {count: attack, per: 4 day}
  from: {count: attack, from: 3 day}
  until: {count: attack, until: 3 day}
  between: {count: attack, from: 3 day, until: 6 day}
)yaml");
    EXPECT_THAT(run.series, ElementsAre(4.0, 4.0, 2.0));
    EXPECT_EQ(run.scalars[0], 10.0);
    // Neighbouring windows share no event.
    EXPECT_EQ(run.scalars[1] + run.scalars[2], 10.0);
    EXPECT_EQ(run.scalars[3], 3.0);
}

TEST(Outcomes, AWindowOverTheStateSeesWhatHoldsWhenItOpens) {
    const RunValues run = run_text(R"yaml(time: {end: 10 day}
actors:
  a:
    state:
      x: {count: person, initial: 3}
    processes:
      fall: {at: 6 day, do: "x := 1 person"}
outcomes:
  ever: {ever: a.x = 3 person, from: 2 day}
  first: {first: {when: a.x = 3 person}, from: 2 day}
  highest: {max: a.x, from: 2 day}
  before: {ever: a.x = 1 person, until: 5 day}
)yaml");
    EXPECT_THAT(run.scalars, ElementsAre(1.0, 2.0, 3.0, 0.0));
}

TEST(Outcomes, ALevelThatFallsIsHighestAtTheOpeningOfTheWindow) {
    const RunValues run = run_text(R"yaml(time: {end: 40 day}
actors:
  a:
    state:
      fear: {level: 1, initial: 8, half_life: 10 day}
outcomes:
  highest: {max: a.fear, from: 10 day}
)yaml");
    EXPECT_NEAR(run.scalars[0], 4.0, 1e-12);
}

TEST(Levels, RelaxToTheirRestExactly) {
    const RunValues run = run_text(R"yaml(time: {end: 40 day, record: 10 day}
actors:
  a:
    state:
      fear: {level: 1, initial: 9, rest: 1, half_life: 10 day}
    processes:
      push: {at: 15 day, do: fear += 0}
outcomes:
  fear: {state: a.fear, series: true}
)yaml");
    const std::vector<double> exact = {9.0, 5.0, 3.0, 2.0, 1.5};
    ASSERT_EQ(run.series.size(), exact.size());
    for (std::size_t i = 0; i < exact.size(); ++i) EXPECT_NEAR(run.series[i], exact[i], 1e-13);
}

TEST(Levels, EachMemberMayRelaxInItsOwnWay) {
    const RunValues run = run_text(R"yaml(time: {end: 40 day}
sets: {town: [a, b, c]}
parameters:
  base[town]: {value: {a: 1, b: 2, c: 4}}
  memory[town]: {value: {a: 10 day, b: 20 day, c: 40 day}}
actors:
  people:
    state:
      fear[t in town]: {level: 1, initial: 0, rest: "base[t]", half_life: "memory[t]"}
      calm[t in town]: {level: 1, initial: {default: 4, b: 2}, rest: {a: 0, b: 2, c: "base[a]"}, decay: {default: 0.1/day, c: 0.2/day}}
      still[t in town]: {level: 1, rest: "base[t]", half_life: "memory[t]"}
      when_half[t in town]: {time: instant}
    processes:
      half[t in town]: {when: "fear[t] >= base[t] / 2", do: "when_half[t] := now"}
outcomes:
  fear[t in town]: {state: "people.fear[t]"}
  calm[t in town]: {state: "people.calm[t]"}
  still[t in town]: {state: "people.still[t]"}
  when_half[t in town]: {state: "people.when_half[t]"}
  mean[t in town]: {mean: "people.fear[t]"}
)yaml");
    const double log_two = std::numbers::ln2;
    std::vector<double> exact;
    const std::vector<double> base = {1.0, 2.0, 4.0};
    const std::vector<double> memory = {10.0, 20.0, 40.0};
    for (std::size_t i = 0; i < 3; ++i) exact.push_back(base[i] * (1.0 - std::exp2(-40.0 / memory[i])));
    exact.insert(exact.end(), {4.0 * std::exp(-4.0), 2.0, 1.0 + 3.0 * std::exp(-8.0)});
    exact.insert(exact.end(), base.begin(), base.end());
    exact.insert(exact.end(), memory.begin(), memory.end());
    for (std::size_t i = 0; i < 3; ++i) {
        const double decay = log_two / memory[i];
        exact.push_back(base[i] * (1.0 - -std::expm1(-decay * 40.0) / (decay * 40.0)));
    }
    ASSERT_EQ(run.scalars.size(), exact.size());
    for (std::size_t i = 0; i < exact.size(); ++i) EXPECT_NEAR(run.scalars[i], exact[i], 1e-9) << i;
}

TEST(Clamp, EachMemberMayHaveItsOwnBounds) {
    const RunValues run = run_text(R"yaml(time: {end: 10 day}
sets: {town: [a, b]}
parameters: {room: 3 person}
actors:
  people:
    state:
      living[t in town]: {count: person, max: {a: room, b: 2 * room}, clamp: true}
    processes:
      come[t in town]: {every: 1 day, do: "living[t] += 1 person"}
outcomes:
  living[t in town]: {state: "people.living[t]"}
)yaml");
    EXPECT_EQ(run.scalars, (std::vector<double>{3.0, 6.0}));
}

// What is due at the start belongs to the start, in whatever order it comes, also for those that only look at changes.
TEST(Start, TheStateIsLookedAtFirstWhenTheStartIsDone) {
    const RunValues run = run_text(R"yaml(time: {end: 10 day}
actors:
  a:
    state:
      men: {count: person}
      guns: {count: item, initial: 5 item}
      heat: {level: 1, initial: 4, half_life: 2 day}
    activities: {trip: {duration: 3 day}}
    processes:
      arm: {when: men > 0 person, at_start: true, do: guns -= 1 item}
schedule:
  come: {at: 0 day, do: "begin a.trip"}
  more: {at: 0 day, do: "a.men += 7 person; a.heat := 1"}
outcomes:
  ever_none: {ever: a.men = 0 person}
  none: {first: {when: a.men = 0 person}}
  fewest: {min: a.men}
  most: {max: a.guns}
  hottest: {max: a.heat}
  ever_idle_first: {ever: active(a.trip) = 0, until: 3 day}
  idle: {first: {when: active(a.trip) = 0}}
  hot: {ever: a.heat > 2}
  always: {fraction_of_time: a.men = 7 person}
)yaml");
    EXPECT_EQ(run.scalars[0], 0.0);           // ever_none
    EXPECT_TRUE(std::isnan(run.scalars[1]));  // none
    EXPECT_EQ(run.scalars[2], 7.0);           // fewest
    EXPECT_EQ(run.scalars[3], 4.0);           // most
    EXPECT_EQ(run.scalars[4], 1.0);           // hottest
    EXPECT_EQ(run.scalars[5], 0.0);           // ever_idle_first
    EXPECT_EQ(run.scalars[6], 3.0);           // idle
    EXPECT_EQ(run.scalars[7], 0.0);           // hot
    EXPECT_EQ(run.scalars[8], 1.0);           // always
}

TEST(Start, AStopAtTheStartHasBeenLookedAt) {
    const RunValues run = run_text(R"yaml(time: {end: 10 day}
actors: {a: {state: {men: {count: person, initial: 3}}}}
schedule:
  halve: {at: 0 day, do: a.men -= 1 person}
  end: {at: 0 day, do: stop "over"}
outcomes:
  two: {ever: a.men = 2 person}
  three: {ever: a.men = 3 person}
  fewest: {min: a.men}
  over: {stopped: over}
)yaml");
    EXPECT_EQ(run.scalars[0], 1.0);  // two
    EXPECT_EQ(run.scalars[1], 0.0);  // three
    EXPECT_EQ(run.scalars[2], 2.0);  // fewest
    EXPECT_EQ(run.scalars[3], 1.0);  // over
}

}  // namespace
}  // namespace strife
