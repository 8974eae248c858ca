// A replication ten times as long allocates as often: what it needs is there once it is warm.
// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>

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

INSTANTIATE_TEST_SUITE_P(Methods, Allocation, testing::Values(Method::linear, Method::tree, Method::coupled),
                         [](const auto& tested) { return std::string(method_name(tested.param)); });

}  // namespace
}  // namespace strife
