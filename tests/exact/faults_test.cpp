// Faults of a running model: they name the process and its place, and leave the next replication alone.
// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiled_scenario.h"

namespace strife {
namespace {

using testing::HasSubstr;

struct Fault {
    std::string message;
    std::string process;
    double time = 0.0;
    std::uint32_t line = 0;
};

class Faults : public testing::TestWithParam<Method> {
  protected:
    static std::optional<Fault> fault_of(const std::string& text) {
        const auto scenario = compile_text("strife: 1\ntitle: Faults\ntime: {end: 10 day}\n" + text);
        const PreparedModel prepared(scenario->model, 1, GetParam());
        Replication replication(prepared);
        try {
            replication.start(0);
            replication.run();
        } catch (const ReplicationError& error) {
            Fault fault{error.what(), error.process, error.time_days, 0};
            if (error.place.valid()) fault.line = scenario->sources.locate(error.place).line;
            return fault;
        }
        return std::nullopt;
    }
};

TEST_P(Faults, ARateThatGoesNegative) {
    const auto fault = fault_of(R"yaml(sets:
  place: [north, south]
actors:
  a:
    state:
      x[place]: {count: person, initial: 1}
    processes:
      leave[p in place]:
        rate: (x[p] - 0.5 person) * 0.000001/person/day
        do: x[p] += 1 person
schedule:
  empty: {at: 4 day, do: "a.x[south] := 0 person"}
)yaml");
    ASSERT_TRUE(fault);
    EXPECT_THAT(fault->message, HasSubstr("negative"));
    EXPECT_EQ(fault->process, "a.leave[south]");
    EXPECT_EQ(fault->time, 4.0);
    EXPECT_EQ(fault->line, 12U);
}

TEST_P(Faults, ADurationThatReadsWhatAnotherSetHas) {
    const auto fault = fault_of(R"yaml(sets:
  place: [north, south]
  abroad: [here, there]
relations:
  near: {between: [abroad, abroad], pairs: [[here, there], [there, here]]}
actors:
  a:
    activities:
      trip:
        attributes: {goal: place | abroad}
        duration: exponential(1 day + sum(1 day for q in near[own.goal]))
schedule:
  first: {at: 2 day, do: "begin a.trip(goal = here)"}
  second: {at: 4 day, do: "begin a.trip(goal = north)"}
)yaml");
    ASSERT_TRUE(fault);
    EXPECT_THAT(fault->message, HasSubstr("a member of another set stands as an index"));
    EXPECT_EQ(fault->time, 4.0);
}

TEST_P(Faults, AnUndefinedRate) {
    const auto fault = fault_of(R"yaml(actors:
  a:
    state:
      x: {count: person, initial: 1}
    processes:
      act: {rate: x / x / (1000 day), do: x += 1 person}
schedule:
  empty: {at: 4 day, do: "a.x := 0 person"}
)yaml");
    ASSERT_TRUE(fault);
    EXPECT_THAT(fault->message, HasSubstr("undefined"));
    EXPECT_EQ(fault->process, "a.act");
}

// `min` and `max` of something undefined are undefined, on either side: they must not turn a fault into a number.
TEST_P(Faults, AnUndefinedValueWithinMinAndMax) {
    for (const char* value : {"min(1, x / x)", "min(x / x, 1)", "max(1, x / x)", "max(x / x, 1)"}) {
        const auto fault =
            fault_of(std::string("actors:\n  a:\n    state:\n      x: {count: person, initial: 1}\n      y: {level: 1}\n") +
                     "    processes:\n      act: {every: 3 day, do: \"x := 0 person; y := " + value + "\"}\n");
        ASSERT_TRUE(fault) << value;
        EXPECT_EQ(fault->process, "a.act");
    }
}

TEST_P(Faults, AHazardIsNoughtWhileItsConditionIsFalseWhateverItsRateWouldBe) {
    EXPECT_FALSE(fault_of(R"yaml(sets:
  place: [north, south]
actors:
  a:
    state:
      x[place]: {count: person, initial: {north: 0, south: 3}}
      open: {level: 1, initial: 0}
      n: {count: 1}
    processes:
      own[p in place]: {rate: "2 person / x[p] / (1 day)", if: "x[p] > 0 person", do: n += 1}
      shared[p in place]: {rate: "x[p] / (1 person) / open / (1 day)", if: open > 0, do: n += 1}
      lone: {rate: 1 / open / (1 day), if: open > 0, do: n += 1}
      both[p in place]: {rate: "2 person / x[p] / open / (1 day)", if: "x[p] > 0 person and open > 0", do: n += 1}
)yaml"));
}

TEST_P(Faults, AnUndefinedRateOnceItsConditionTurnsTrue) {
    const auto fault = fault_of(R"yaml(sets:
  place: [north, south]
actors:
  a:
    state:
      x[place]: {count: person, initial: {north: 0, south: 3}}
      open: {level: 1, initial: 0}
      n: {count: 1}
    processes:
      own[p in place]: {rate: "1e-9 person / x[p] / (1 day)", if: open > 0, do: n += 1}
schedule:
  opening: {at: 4 day, do: "a.open := 1"}
)yaml");
    ASSERT_TRUE(fault);
    EXPECT_THAT(fault->message, HasSubstr("infinite"));
    EXPECT_EQ(fault->process, "a.own[north]");
    EXPECT_EQ(fault->time, 4.0);
}

TEST_P(Faults, TwoNegativePartsMakeAHazardAndOneMakesAFault) {
    const auto with = [](const char* sign) {
        return fault_of(std::string(R"yaml(sets:
  place: [north, south]
actors:
  a:
    state:
      x[place]: {level: 1, initial: {north: 0, south: -3}}
      sign: {level: 1, initial: )yaml") +
                        sign + R"yaml(}
      n: {count: 1}
    processes:
      act[p in place]: {rate: "sign * x[p] / (1 day)", do: n += 1}
)yaml");
    };
    EXPECT_FALSE(with("-1"));
    EXPECT_FALSE(with("0"));
    const auto fault = with("1");
    ASSERT_TRUE(fault);
    EXPECT_THAT(fault->message, HasSubstr("negative"));
    EXPECT_EQ(fault->process, "a.act[south]");
}

TEST_P(Faults, AMemberOfAnotherSetAsAnIndexOfACondition) {
    const auto fault = fault_of(R"yaml(sets:
  place: [north, south]
  abroad: [far, farther]
parameters:
  w[abroad]: {value: 3}
actors:
  a:
    state:
      n: {count: 1}
    processes:
      act: {at: 4 day, do: emit hit(place = north)}
      hear: {upon: hit, do: n += 1}
events:
  hit: {place: place | abroad}
outcomes:
  hits:
    count: hit
    where: w[event.place] > 2
  n: {state: a.n}
)yaml");
    ASSERT_TRUE(fault);
    EXPECT_THAT(fault->message, HasSubstr("an index must be a member of abroad, it is 'north' of place"));
    EXPECT_EQ(fault->time, 4.0);
    EXPECT_EQ(fault->line, 21U);
}

TEST_P(Faults, ACountDrivenBelowNought) {
    const auto fault = fault_of(R"yaml(sets:
  place: [north, south]
actors:
  a:
    state:
      x[place]: {count: person, initial: 2}
    processes:
      leave:
        every: 1 day
        do: |
          x[north] += 1 person
          x[south] -= 1 person
)yaml");
    ASSERT_TRUE(fault);
    EXPECT_THAT(fault->message, HasSubstr("'a.x[south]' becomes -1 person, below its minimum of 0 person"));
    EXPECT_EQ(fault->process, "a.leave");
    EXPECT_EQ(fault->time, 3.0);
    EXPECT_EQ(fault->line, 11U);
}

TEST_P(Faults, AStateMayBeBelowItsMinimumWithinABody) {
    EXPECT_FALSE(fault_of(R"yaml(actors:
  a:
    state:
      x: {count: person, initial: 1}
    processes:
      move: {every: 1 day, do: "x -= 3 person; x += 3 person"}
)yaml"));
}

TEST_P(Faults, ACountThatIsNoWholeNumber) {
    const auto fault = fault_of(R"yaml(actors:
  a:
    state:
      x: {count: person, initial: 1}
    processes:
      halve: {at: 1 day, do: "x := x / 2"}
)yaml");
    ASSERT_TRUE(fault);
    EXPECT_THAT(fault->message, HasSubstr("no whole number"));
}

TEST_P(Faults, ProcessesThatSetEachOtherOffWithoutEnd) {
    const auto fault = fault_of(R"yaml(actors:
  a:
    processes:
      spark: {at: 1 day, do: emit ping}
      answer: {upon: ping, do: emit pong}
      again: {upon: pong, do: emit ping}
events:
  ping: {}
  pong: {}
)yaml");
    ASSERT_TRUE(fault);
    EXPECT_THAT(fault->message, HasSubstr("at one instant"));
    EXPECT_EQ(fault->time, 1.0);
}

TEST_P(Faults, AFailedReplicationLeavesNoTraceInTheNext) {
    const auto scenario = compile_text(R"yaml(strife: 1
title: Poison
time: {end: 10 day, record: 1 day}
actors:
  a:
    state:
      x: {count: person, initial: 3}
      heat: {level: 1, decay: 1/day}
    activities:
      task: {duration: "uniform(0 day, 5 day)", finish: "x += 1 person; emit done"}
    processes:
      leave: {rate: 2.5 person/day, do: "x -= 1 person; heat += 1; begin task; emit done"}
      recall: {rate: "heat / (1 day)", do: "x += 1 person"}
      lucky: {when: "recent(done, 1 day) > 2", do: heat += 1}
events:
  done: {}
outcomes:
  x: {state: a.x, series: true}
  done: {count: done}
)yaml");
    const PreparedModel prepared(scenario->model, 5, GetParam());
    Replication used(prepared);
    int failed = 0;
    int finished = 0;
    for (std::uint64_t i = 0; i < 200; ++i) {
        Replication fresh(prepared);
        std::string first_fault;
        std::string second_fault;
        try {
            fresh.start(i);
            fresh.run();
        } catch (const ReplicationError& error) {
            first_fault = error.what();
        }
        try {
            used.start(i);
            used.run();
        } catch (const ReplicationError& error) {
            second_fault = error.what();
        }
        EXPECT_EQ(first_fault, second_fault);
        ++(first_fault.empty() ? finished : failed);
        if (!first_fault.empty()) continue;
        EXPECT_TRUE(same_bits(run_values(fresh), run_values(used))) << "replication " << i;
    }
    EXPECT_GT(failed, 5);
    EXPECT_GT(finished, 5);
}

INSTANTIATE_TEST_SUITE_P(Methods, Faults, testing::Values(Method::linear, Method::tree, Method::coupled),
                         [](const auto& tested) { return std::string(method_name(tested.param)); });

}  // namespace
}  // namespace strife
