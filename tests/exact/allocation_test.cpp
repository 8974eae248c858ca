// A replication ten times as long allocates as often: what it needs is there once it is warm. A million agents fit beside each
// other. SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string>

#include <gtest/gtest.h>

#include "compiled_scenario.h"
#include "counted_allocations.h"
#include "rich_scenario.h"

namespace strife {
namespace {

class Allocation : public testing::TestWithParam<Method> {};

TEST_P(Allocation, StopsOnceAReplicationIsWarm) {
    const auto scenario = compile_text(rich_scenario("2200 day"));
    const PreparedModel prepared(scenario->model, 3, GetParam());
    Replication replication(prepared);
    replication.start(0);
    replication.run();  // grows what grows with the busiest instant
    replication.start(1);
    replication.run_until(200.0);
    const std::size_t at_200 = allocation_count();
    const std::uint64_t events_at_200 = replication.event_count();
    replication.run_until(2200.0);
    const std::size_t later = allocation_count() - at_200;
    const std::uint64_t events = replication.event_count() - events_at_200;
    EXPECT_GT(events, 5'000U);
    EXPECT_LE(later, 100U) << "allocations in " << events << " events";
}

std::string agents(const std::string& number, const std::string& days) {
    return R"yaml(strife: 1
title: Agents
time: {end: )yaml" +
           days + R"yaml(}
actors:
  a:
    agents:
      cell: {attributes: {size: person}, initial: {number: )yaml" +
           number + R"yaml(, size: 1 + poisson(3 person)}}
    processes:
      go[c of cell]:
        rate: 0.1/day * c.size / (4 person)
        do: |
          remove c
          spawn cell(size = 1 person)
          pick other from cell by other.size
          other.size += 1 person
outcomes:
  number: {state: count(a.cell)}
  strength: {state: sum(c.size for c of a.cell)}
)yaml";
}

TEST_P(Allocation, AMillionAgentsTakeLessThanAHundredBytesEach) {
    const auto scenario = compile_text(agents("1000000", "0.1 day"));
    const PreparedModel prepared(scenario->model, 3, GetParam());
    const std::size_t before = bytes_in_use();
    Replication replication(prepared);
    replication.start(0);
    replication.run();
    const std::size_t taken = bytes_in_use() - before;
    EXPECT_EQ(replication.scalars()[scenario->column("number")], 1e6);
    EXPECT_GT(replication.event_count(), 5'000U);
    EXPECT_LT(static_cast<double>(taken) / 1e6, 60.0);
    EXPECT_GT(static_cast<double>(taken) / 1e6, 20.0);  // what they hold cannot take less: else nothing was measured
}

TEST_P(Allocation, StopsOnceAgentsComeAndGoInEqualNumbers) {
    const auto scenario = compile_text(agents("500", "400 day"));
    const PreparedModel prepared(scenario->model, 3, GetParam());
    Replication replication(prepared);
    replication.start(0);
    replication.run_until(200.0);  // sizes and with them the clustering of draws have settled
    const std::size_t at_20 = allocation_count();
    replication.run();
    EXPECT_GT(replication.event_count(), 5'000U);
    EXPECT_LE(allocation_count() - at_20, 10U);
}

INSTANTIATE_TEST_SUITE_P(Methods, Allocation, testing::Values(Method::linear, Method::tree, Method::coupled),
                         [](const auto& tested) { return std::string(method_name(tested.param)); });

}  // namespace
}  // namespace strife
