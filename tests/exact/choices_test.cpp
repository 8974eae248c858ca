// Choices by weight, multinomial shares, random orders, members and instants as state, against their exact laws.
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiled_scenario.h"
#include "exact_moments.h"

namespace strife {
namespace {

using testing::Each;
using testing::ElementsAre;

constexpr const char* kTwenty = "[m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14, m15, m16, m17, m18, m19, m20]";

std::unique_ptr<CompiledScenario> compile_body(const std::string& body) {
    return compile_text("strife: 1\ntitle: Choices\n" + body);
}

RunValues run_body(const std::string& body) {
    return run_once(*compile_body(body), Method::linear);
}

class Choices : public testing::TestWithParam<Method> {};

// 50 fall to members with weights 1, 2, 0 and 7: binomial each, all of them somewhere, none where the weight is 0.
TEST_P(Choices, ScatterIsMultinomial) {
    const auto scenario = compile_body(R"yaml(time: {end: 1 day}
sets: {place: [a, b, c, d]}
parameters:
  weight[place]: {value: {a: 1, b: 2, c: 0, d: 7}, source: assumed}
actors:
  x:
    state:
      men[place]: {count: person}
schedule:
  now: {at: 0.5 day, do: scatter 50 person over x.men by weight}
outcomes:
  b: {state: "x.men[b]"}
  c: {state: "x.men[c]"}
  all: {state: sum(x.men)}
)yaml");
    const std::size_t n = scaled(20'000);
    expect_moments("b", sample_outcome(*scenario, GetParam(), 401, n, "b"), binomial_moments(50.0, 0.2));
    EXPECT_THAT(sample_outcome(*scenario, GetParam(), 401, 200, "c"), Each(0.0));
    EXPECT_THAT(sample_outcome(*scenario, GetParam(), 401, 200, "all"), Each(50.0));
}

TEST_P(Choices, ScatterOverPartnersAndUnderACondition) {
    const auto scenario = compile_body(R"yaml(time: {end: 1 day}
sets: {place: [a, b, c, d]}
relations:
  near: {between: [place, place], pairs: [[a, b, 3], [a, c, 1], [a, d, 9]]}
actors:
  x:
    state:
      men[place]: {count: person}
schedule:
  now: {at: 0.5 day, do: "scatter 40 person over x.men[q] for q in near[a] by near[a, q] if q != d"}
outcomes:
  a: {state: "x.men[a] + x.men[d]"}
  b: {state: "x.men[b]"}
)yaml");
    expect_moments("b", sample_outcome(*scenario, GetParam(), 402, scaled(20'000), "b"), binomial_moments(40.0, 0.75));
    EXPECT_THAT(sample_outcome(*scenario, GetParam(), 402, 200, "a"), Each(0.0));
}

// Few members are listed, many are kept in a tree; both draw in proportion to weights that change.
TEST_P(Choices, PickIsInProportionToTheWeight) {
    const auto picked = [&](const std::string& members, std::uint64_t seed) {
        const auto scenario = compile_body("time: {end: 1 day}\nsets: {place: " + members + R"yaml(}
actors:
  x:
    state:
      men[place]: {count: person, initial: {default: 1, m3: 4}}
      hit[place]: {count: event}
schedule:
  grow: {at: 0.2 day, do: "x.men[m2] += 6 person; x.men[m1] -= 1 person"}
  now:
    at: 0.5 day
    do: |
      pick p from place by x.men[p] if p != m4
      x.hit[p] += 1 event
outcomes:
  never: {state: "x.hit[m1] + x.hit[m4]"}
  third: {state: "x.hit[m3]"}
)yaml");
        EXPECT_THAT(sample_outcome(*scenario, GetParam(), seed, 200, "never"), Each(0.0));
        return sample_outcome(*scenario, GetParam(), seed, scaled(20'000), "third");
    };
    expect_moments("of five", picked("[m1, m2, m3, m4, m5]", 403), chance(4.0 / 12.0));
    expect_moments("of twenty", picked(kTwenty, 404), chance(4.0 / 27.0));
}

TEST(Pick, WithNoCandidateTheElseRunsInPlaceOfTheRest) {
    for (const std::string members : {"[m1, m2]", kTwenty}) {
        const RunValues run = run_body("time: {end: 1 day}\nsets: {place: " + members + R"yaml(}
actors:
  x:
    state:
      men[place]: {count: person}
      log: {level: 1}
schedule:
  now:
    at: 0.5 day
    do: |
      repeat 2 do
        pick p from place by x.men[p] else x.log := x.log * 10 + 1 end
        x.log := x.log * 10 + 2
      end
      x.log := x.log * 10 + 3
outcomes:
  log: {state: x.log}
)yaml");
        EXPECT_THAT(run.scalars, ElementsAre(113.0));
    }
}

TEST(Pick, WithNoCandidateAndNoElseTheReplicationEnds) {
    const auto scenario = compile_body(R"yaml(time: {end: 1 day}
sets: {place: [m1, m2]}
actors:
  x:
    state:
      men[place]: {count: person}
schedule:
  now: {at: 0.5 day, do: "pick p from place by x.men[p]; x.men[p] += 1 person"}
)yaml");
    EXPECT_THROW(run_once(*scenario, Method::linear), ReplicationError);
}

// The first two of five in random order: each is among them with probability 2/5; the condition is looked at in its turn.
TEST_P(Choices, AShuffledLoopTakesEachMemberFirstAlike) {
    const auto scenario = compile_body(R"yaml(time: {end: 1 day}
sets: {place: [a, b, c, d, e]}
actors:
  x:
    state:
      seen[place]: {count: event}
schedule:
  now:
    at: 0.5 day
    do: |
      for p in place if sum(x.seen) < 2 event shuffled limit 4 do
        x.seen[p] += 1 event
      end
outcomes:
  d: {state: "x.seen[d]"}
  all: {state: sum(x.seen)}
)yaml");
    expect_moments("d", sample_outcome(*scenario, GetParam(), 405, scaled(20'000), "d"), chance(0.4));
    EXPECT_THAT(sample_outcome(*scenario, GetParam(), 405, 200, "all"), Each(2.0));
}

// Two states with rates a and b: P(second at t) = a / (a + b) (1 - exp(-(a + b) t)).
TEST_P(Choices, AStateThatIsOneOfTwoIsATelegraph) {
    const auto scenario = compile_body(R"yaml(time: {end: 3 day}
sets: {side: [ours, theirs]}
actors:
  x:
    state: {holder: {one_of: side, initial: ours}}
    processes:
      lose: {rate: 0.4/day, if: holder = ours, do: "holder := theirs"}
      win: {rate: "if(holder = theirs, 0.7/day, 0/day)", do: "holder := ours"}
outcomes:
  theirs: {state: "if(x.holder = theirs, 1, 0)"}
)yaml");
    expect_moments("theirs", sample_outcome(*scenario, GetParam(), 406, scaled(40'000), "theirs"),
                   chance(0.4 / 1.1 * (1.0 - std::exp(-1.1 * 3.0))));
}

// A rate that reads a family at a member which is state must follow both: here 0, then 2 a day where the state points, for 1 day.
TEST_P(Choices, ARateFollowsWhatItsComputedIndexPointsAt) {
    const auto scenario = compile_body(R"yaml(time: {end: 3 day}
sets: {place: [east, west]}
actors:
  x:
    state:
      aim: {one_of: place, initial: east}
      danger[place]: {level: 1}
      hits: {count: event}
    processes:
      hit: {rate: "danger[aim] / (1 day)", do: hits += 1 event}
schedule:
  first: {at: 1 day, do: "x.danger[west] := 2"}
  move: {at: 1.5 day, do: "x.aim := west"}
  over: {at: 2.5 day, do: "x.danger[west] := 0"}
outcomes:
  hits: {state: x.hits}
)yaml");
    expect_moments("hits", sample_outcome(*scenario, GetParam(), 407, scaled(20'000), "hits"), poisson_moments(2.0));
}

INSTANTIATE_TEST_SUITE_P(AllMethods, Choices, testing::Values(Method::linear, Method::tree, Method::coupled),
                         [](const auto& tested) { return std::string(method_name(tested.param)); });

TEST(Members, AnEventForOneMemberRunsThatInstanceAlone) {
    const RunValues run = run_body(R"yaml(time: {end: 1 day}
sets: {place: [a, b, c], abroad: [far]}
actors:
  x:
    state:
      seen[place]: {count: event}
    processes:
      see[p in place]: {upon: hit, for: event.where, do: "seen[p] += 1 event"}
events:
  hit: {where: place | abroad}
schedule:
  one: {at: 0.1 day, do: emit hit(where = b)}
  two: {at: 0.2 day, do: emit hit(where = far)}
  three: {at: 0.3 day, do: "emit hit(where = b); emit hit(where = c)"}
outcomes:
  a: {state: "x.seen[a]"}
  b: {state: "x.seen[b]"}
  c: {state: "x.seen[c]"}
)yaml");
    EXPECT_THAT(run.scalars, ElementsAre(0.0, 2.0, 1.0));
}

TEST(Members, LogicDecidesWhetherWhatIsReadAtAForeignMemberCounts) {
    const RunValues run = run_body(R"yaml(time: {end: 1 day}
sets: {place: [a, b], abroad: [far]}
actors:
  x:
    state:
      men[place]: {count: person, initial: 5}
      weak: {count: event}
      strong: {count: event}
    processes:
      see_strong: {upon: hit, if: "event.where in place and men[event.where] > 3 person", do: strong += 1 event}
      see_weak: {upon: hit, do: "if event.where in abroad or men[event.where] < 3 person then weak += 1 event end"}
events:
  hit: {where: place | abroad}
schedule:
  one: {at: 0.1 day, do: emit hit(where = b)}
  two: {at: 0.2 day, do: emit hit(where = far)}
outcomes:
  weak: {state: x.weak}
  strong: {state: x.strong}
)yaml");
    EXPECT_THAT(run.scalars, ElementsAre(1.0, 1.0));
}

TEST(Members, NoneIsNoMemberOfAnySet) {
    const RunValues run = run_body(R"yaml(time: {end: 1 day}
sets: {place: [a, b], side: [ours, theirs]}
actors:
  x:
    state:
      holder[place]: {one_of: side, initial: {default: none, b: theirs}}
      last: {time: instant, initial: 0.25 day}
schedule:
  one: {at: 0.5 day, do: "x.holder[b] := none; x.holder[a] := ours; x.last := now"}
outcomes:
  held: {state: "count(p in place if x.holder[p] != none)"}
  ours: {state: "count(p in place if x.holder[p] = ours)"}
  later: {ever: "x.last > 0.4 day"}
)yaml");
    EXPECT_THAT(run.scalars, ElementsAre(1.0, 1.0, 1.0));
}

}  // namespace
}  // namespace strife
