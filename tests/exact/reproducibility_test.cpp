// The same bits however a replication is run: in pieces, saved and restored, after others; and what alternatives share.
// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "compiled_scenario.h"
#include "kernel/trace.h"
#include "rich_scenario.h"

namespace strife {
namespace {

class Reproducibility : public testing::TestWithParam<Method> {};

TEST_P(Reproducibility, ARestoredReplicationGoesOnBitForBit) {
    const auto scenario = compile_text(rich_scenario("120 day"));
    const PreparedModel prepared(scenario->model, 7, GetParam());
    for (std::uint64_t index = 0; index < 3; ++index) {
        Replication whole(prepared);
        whole.start(index);
        whole.run();
        EXPECT_GT(whole.scalars()[scenario->column("attacks")], 10.0);
        for (const double at : {0.0, 5.0, 13.37, 60.0, 119.9}) {
            Replication first(prepared);
            first.start(index);
            first.run_until(at);
            const std::vector<std::byte> saved = first.save();
            Replication second(prepared);
            second.start(index + 17);  // working space that another replication has used
            second.run();
            second.restore(saved);
            EXPECT_EQ(second.save(), saved);
            second.run();
            EXPECT_TRUE(same_bits(run_values(whole), run_values(second))) << "saved at " << at;
            EXPECT_EQ(whole.save(), second.save());
        }
    }
}

TEST_P(Reproducibility, PausesLeaveNoTrace) {
    const auto scenario = compile_text(rich_scenario("60 day"));
    const PreparedModel prepared(scenario->model, 8, GetParam());
    Replication whole(prepared);
    whole.start(3);
    whole.run();
    Replication pieces(prepared);
    pieces.start(3);
    for (double t = 0.0; !pieces.run_until(t); t += 0.73) {
    }
    EXPECT_TRUE(same_bits(run_values(whole), run_values(pieces)));
}

TEST_P(Reproducibility, ReplicationsDiffer) {
    const auto scenario = compile_text(rich_scenario("60 day"));
    EXPECT_FALSE(same_bits(run_once(*scenario, GetParam(), 1, 0), run_once(*scenario, GetParam(), 1, 1)));
    EXPECT_FALSE(same_bits(run_once(*scenario, GetParam(), 1, 0), run_once(*scenario, GetParam(), 2, 0)));
}

INSTANTIATE_TEST_SUITE_P(Methods, Reproducibility, testing::Values(Method::linear, Method::tree, Method::coupled),
                         [](const auto& tested) { return std::string(method_name(tested.param)); });

// The instants at which bodies with a given name fired.
class Firings : public TraceSink {
  public:
    Firings(const Model& model, std::string name) : model_(model), name_(std::move(name)) {}
    void fired(const TraceFiring& firing) override {
        if (model_.bodies[firing.body].name == name_) times.emplace_back(firing.time, firing.member);
    }
    void changed(std::uint32_t, std::uint32_t, double, double) override {}
    void emitted(double, std::uint32_t, std::span<const double>) override {}
    void began(double, std::uint32_t, std::uint32_t, double) override {}
    std::vector<std::pair<double, std::uint32_t>> times;

  private:
    const Model& model_;
    std::string name_;
};

std::vector<std::pair<double, std::uint32_t>> firings(const std::string& text, const std::string& body) {
    const auto scenario = compile_text(text);
    const PreparedModel prepared(scenario->model, 11, Method::coupled);
    Firings trace(scenario->model, body);
    Replication replication(prepared);
    replication.follow(&trace);
    replication.start(4);
    replication.run();
    return trace.times;
}

std::string two_actors(const std::string& other_rate, const std::string& more = "") {
    return R"yaml(strife: 1
title: Shared clocks
time: {end: 100 day}
actors:
  other:
    state:
      y: {count: person}
      z: {level: 1, half_life: 2 day}
    activities:
      task: {duration: "uniform(0 day, 9 day)", finish: y += 1 person}
    processes:
      busy: {rate: )yaml" +
           other_rate + R"yaml(, do: "y += poisson(3 person); begin task; cancel 1 of task; z += 1"}
)yaml" + more +
           R"yaml(  one:
    state:
      x: {count: person, initial: 10}
      heat: {level: 1, half_life: 5 day}
      drawn: {count: person}
    activities:
      plots: {duration: "gamma(mean = 8 day, cv = 1)", finish: drawn += poisson(4 person), interrupt: {foiled: {rate: 0.1/day}}}
    processes:
      act: {rate: 0.1/person/day * x, do: "drawn += poisson(5 person); begin plots; begin plots"}
      react: {rate: "(0.2 + heat) / (1 day)", do: "heat += 0.1; cancel 1 of plots"}
outcomes:
  drawn: {state: one.drawn}
  react: {state: one.heat}
  y: {state: other.y}
)yaml";
}

TEST(SharedClocks, AnUnrelatedChangeLeavesAChannelsFiringsAlone) {
    const std::string slow = two_actors("0.5/day");
    const std::string fast = two_actors("3/day", "      idle: {rate: 4/day, do: z += 1}\n");
    for (const char* body : {"one.act", "one.react", "one.plots.foiled", "one.plots"}) {
        const auto a = firings(slow, body);
        EXPECT_EQ(a, firings(fast, body)) << body;
    }
    EXPECT_GT(firings(slow, "one.act").size(), 50U);
    EXPECT_GT(firings(slow, "one.react").size(), 10U);
    EXPECT_NE(firings(slow, "other.busy"), firings(fast, "other.busy"));
}

TEST(SharedClocks, EffectsDrawTheSameWhereOtherThingsDiffer) {
    const auto slow = compile_text(two_actors("0.5/day"));
    const auto fast = compile_text(two_actors("3/day"));
    const std::size_t drawn = slow->column("drawn");
    EXPECT_EQ(run_once(*slow, Method::coupled).scalars[drawn], run_once(*fast, Method::coupled).scalars[drawn]);
    EXPECT_NE(run_once(*slow, Method::coupled).scalars[slow->column("y")],
              run_once(*fast, Method::coupled).scalars[slow->column("y")]);
}

// While its rate is 0 a channel's internal clock stands still: the gap between firings is the same without the pause.
TEST(SharedClocks, AChannelsClockStandsStillWhileItsRateIsNought) {
    const auto text = [](const std::string& pause) {
        return R"yaml(strife: 1
title: Pause
time: {end: 200 day}
actors:
  a:
    state:
      open: {count: event, initial: 1}
      n: {count: event}
    processes:
      act: {rate: 0.3/day, if: open = 1 event, do: n += 1 event}
schedule:
  close: {at: 40 day, do: "a.open := 0 event"}
  again: {at: )yaml" +
               pause + R"yaml( day, do: "a.open := 1 event"}
outcomes:
  n: {state: a.n}
)yaml";
    };
    const auto brief = firings(text("41"), "a.act");
    const auto lengthy = firings(text("91"), "a.act");
    ASSERT_GT(lengthy.size(), 20U);
    ASSERT_GE(brief.size(), lengthy.size());
    for (std::size_t i = 0; i < lengthy.size(); ++i) {
        const double shift = lengthy[i].first > 40.0 ? 50.0 : 0.0;
        EXPECT_NEAR(lengthy[i].first, brief[i].first + shift, 1e-9);
    }
}

}  // namespace
}  // namespace strife
