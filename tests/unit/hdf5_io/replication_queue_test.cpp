// The order in which replications leave the queue.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/replication_queue.h"

#include <gmock/gmock.h>

#include "example_run.h"

namespace strife {
namespace {

ReplicationQueue make_queue() {
    return {2, ReplicationQueue::Series::held};
}

TEST(ReplicationQueue, WaitsForEveryAlternative) {
    ReplicationQueue queue = make_queue();
    ASSERT_TRUE(queue.push(example_block({}, 0, 0, 3)));
    EXPECT_TRUE(queue.pop().empty());
    ASSERT_TRUE(queue.push(example_block({}, 1, 0, 2)));
    EXPECT_EQ(queue.pop().size(), 2U);
    EXPECT_EQ(queue.pop().size(), 2U);
    EXPECT_TRUE(queue.pop().empty());
    EXPECT_EQ(queue.popped(), 2U);
}

TEST(ReplicationQueue, GivesRowsAndRecordsOfTheSameReplication) {
    ReplicationQueue queue = make_queue();
    ASSERT_TRUE(queue.push(example_block({}, 0, 0, 3)));
    ASSERT_TRUE(queue.push(example_block({}, 1, 0, 1)));
    ASSERT_TRUE(queue.push(example_block({}, 1, 1, 2)));
    for (std::uint64_t replication = 0; replication < 3; ++replication) {
        const auto views = queue.pop();
        ASSERT_EQ(views.size(), 2U);
        for (const ReplicationView& view : views) {
            EXPECT_EQ(view.block->first + view.row, replication);
            ASSERT_EQ(view.events.size(), 2U);
            EXPECT_EQ(view.events[0].replication, replication);
        }
        EXPECT_EQ(views[1].failures.size(), replication == 2 ? 1U : 0U);
    }
}

TEST(ReplicationQueue, SortsRecordsByReplicationAndKeepsTheirOrderWithinOne) {
    SampleBlock block = example_block({}, 0, 0, 2);
    block.events = {{.replication = 1, .time_days = 5.0, .type = 0, .actor = "", .attributes = ""},
                    {.replication = 0, .time_days = 2.0, .type = 0, .actor = "a", .attributes = ""},
                    {.replication = 0, .time_days = 2.0, .type = 0, .actor = "b", .attributes = ""}};
    ReplicationQueue queue(1, ReplicationQueue::Series::held);
    ASSERT_TRUE(queue.push(block));
    const auto first = queue.pop();
    ASSERT_EQ(first[0].events.size(), 2U);
    EXPECT_EQ(first[0].events[0].actor, "a");
    EXPECT_EQ(first[0].events[1].actor, "b");
    EXPECT_EQ(queue.pop()[0].events.size(), 1U);
}

TEST(ReplicationQueue, RefusesAGapARepetitionAndAnUnknownAlternative) {
    ReplicationQueue queue = make_queue();
    EXPECT_FALSE(queue.push(example_block({}, 0, 1, 1)));
    EXPECT_TRUE(queue.push(example_block({}, 0, 0, 1)));
    EXPECT_FALSE(queue.push(example_block({}, 0, 0, 1)));
    SampleBlock block = example_block({}, 1, 0, 1);
    block.alternative = 2;
    EXPECT_FALSE(queue.push(block));
}

TEST(ReplicationQueue, DropsSeriesThatAreNotStored) {
    ReplicationQueue queue(1, ReplicationQueue::Series::dropped);
    ASSERT_TRUE(queue.push(example_block({}, 0, 0, 1)));
    EXPECT_EQ(queue.pop()[0].block->series.size(), 0);
}

}  // namespace
}  // namespace strife
