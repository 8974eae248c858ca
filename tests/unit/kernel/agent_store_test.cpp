// Agents come and go; handles tell one in a place from the next, and groups hold who belongs to them.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "kernel/agent_store.h"
#include "model/agent_handle.h"

namespace strife {
namespace {

constexpr double kNobody = -1.0;

// A size, and a member of a set of three (values 10 to 12) or of one of two (values 40 and 41).
ModelAgents cells() {
    ModelAgents kind;
    kind.name = "rebels.cell";
    kind.fields = {{"size", "person", 1.0, false}, {"place", "", 1.0, true}};
    kind.groupings.resize(2);
    kind.groupings[1] = {.field = 1, .ranges = {{10, 3}, {40, 2}}, .n_groups = 5};
    return kind;
}

std::uint32_t add(AgentStore& store, double size, double place) {
    return store.add(std::array{size, place});
}

TEST(AgentStore, AHandleNamesOneAgentAndNotTheNextInItsPlace) {
    const ModelAgents kind = cells();
    AgentStore store;
    store.reset(kind);
    const std::uint32_t first = add(store, 3.0, 10.0);
    const double handle = store.handle(first);
    std::uint32_t found = 99;
    EXPECT_TRUE(store.find(handle, found));
    EXPECT_EQ(found, first);
    store.remove(first);
    EXPECT_FALSE(store.find(handle, found));
    const std::uint32_t second = add(store, 4.0, 10.0);
    EXPECT_EQ(second, first);  // the place is used again
    EXPECT_FALSE(store.find(handle, found));
    EXPECT_TRUE(store.find(store.handle(second), found));
    EXPECT_EQ(store.fields(second)[0], 4.0);
    EXPECT_FALSE(store.find(agent_handle(7, 1), found));  // a place that was never taken
    EXPECT_FALSE(store.find(0.0, found));
}

TEST(AgentStore, HandlesAreExact) {
    for (const std::uint32_t slot : {0U, 1U, 19'999'999U, 0xFFFFFFFEU}) {
        for (const std::uint32_t generation : {1U, 2U, kAgentGenerations - 1}) {
            EXPECT_EQ(agent_slot(agent_handle(slot, generation)), slot);
            EXPECT_EQ(agent_generation(agent_handle(slot, generation)), generation);
        }
    }
}

TEST(AgentStore, GenerationsBeginAnewAndAreNeverZero) {
    const ModelAgents kind = cells();
    AgentStore store;
    store.reset(kind);
    for (std::uint32_t i = 1; i < kAgentGenerations; ++i) store.remove(add(store, 1.0, kNobody));
    EXPECT_EQ(agent_generation(store.handle(add(store, 1.0, kNobody))), 1U);
}

TEST(AgentStore, MembersHaveGroupsAndOthersNone) {
    const ModelAgents kind = cells();
    AgentStore store;
    store.reset(kind);
    EXPECT_EQ(store.group_of_member(0, kNobody), 0U);
    EXPECT_EQ(store.group_of_member(1, 10.0), 0U);
    EXPECT_EQ(store.group_of_member(1, 12.0), 2U);
    EXPECT_EQ(store.group_of_member(1, 40.0), 3U);
    EXPECT_EQ(store.group_of_member(1, 41.0), 4U);
    for (const double other : {kNobody, 9.0, 13.0, 39.0, 42.0}) EXPECT_EQ(store.group_of_member(1, other), AgentStore::kNoGroup);
}

TEST(AgentStore, GroupsHoldWhoBelongsToThemAfterManyChanges) {
    const ModelAgents kind = cells();
    AgentStore store;
    store.reset(kind);
    std::mt19937_64 random(6);
    constexpr std::array<double, 6> kPlaces = {10.0, 11.0, 12.0, 40.0, 41.0, kNobody};
    std::vector<std::uint32_t> there;
    for (int step = 0; step < 20'000; ++step) {
        const std::uint64_t what = random() % 3;
        const double place = kPlaces[random() % kPlaces.size()];
        if (there.empty() || (what == 0 && there.size() < 200)) {
            there.push_back(add(store, static_cast<double>(step), place));
            continue;
        }
        const auto i = static_cast<std::size_t>(random() % there.size());
        if (what == 1) {
            store.remove(there[i]);
            there.erase(there.begin() + static_cast<std::ptrdiff_t>(i));
        } else {
            store.leave_group(1, there[i]);
            store.set_field(there[i], 1, place);
            store.enter_group(1, there[i]);
        }
        std::size_t grouped = 0;
        for (std::uint32_t g = 0; g < 5; ++g) {
            const std::vector<std::uint32_t>& list = store.list(1, g);
            grouped += list.size();
            for (std::uint32_t p = 0; p < list.size(); ++p) {
                ASSERT_EQ(store.group(1, list[p]), g);
                ASSERT_EQ(store.position(1, list[p]), p);
            }
        }
        const auto homeless = static_cast<std::size_t>(
            std::count_if(there.begin(), there.end(), [&](std::uint32_t slot) { return store.fields(slot)[1] == kNobody; }));
        ASSERT_EQ(grouped + homeless, there.size());
        ASSERT_EQ(store.size(), there.size());
    }
}

}  // namespace
}  // namespace strife
