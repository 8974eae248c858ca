// Waits for the slowest alternative and hands out whole replications.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/replication_queue.h"

#include <algorithm>

namespace strife {

namespace {

// The records of `replication` from `next` on; moves `next` behind them.
template <class Record>
std::span<const Record> take_records(const std::vector<Record>& records, std::size_t& next, std::uint64_t replication) {
    const std::size_t begin = next;
    while (next < records.size() && records[next].replication == replication) ++next;
    return {records.data() + begin, next - begin};
}

}  // namespace

bool ReplicationQueue::push(const SampleBlock& block) {
    if (block.alternative >= lanes_.size() || block.first != lanes_[block.alternative].delivered) return false;
    if (block.n_replications == 0) return true;
    Lane& lane = lanes_[block.alternative];
    lane.delivered += block.n_replications;
    SampleBlock& copy = lane.blocks.emplace_back(SampleBlock{.first = block.first,
                                                             .n_replications = block.n_replications,
                                                             .alternative = block.alternative,
                                                             .scalars = block.scalars,
                                                             .series = series_ == Series::held ? block.series : RowMajorArray(),
                                                             .finished = block.finished,
                                                             .event_counts = block.event_counts,
                                                             .clampings = block.clampings,
                                                             .stop_reasons = block.stop_reasons,
                                                             .end_times = block.end_times,
                                                             .failures = block.failures,
                                                             .events = block.events});
    // Within a replication events keep the order in which they happened.
    std::ranges::stable_sort(copy.events, {}, &LoggedEvent::replication);
    std::ranges::stable_sort(copy.failures, {}, &FailureRecord::replication);
    return true;
}

ReplicationView ReplicationQueue::take_row(Lane& lane) {
    if (lane.row == lane.blocks.front().n_replications) {  // kept until now for the views of the row before
        lane.blocks.pop_front();
        lane.row = lane.event = lane.failure = 0;
    }
    const SampleBlock& block = lane.blocks.front();
    const std::uint64_t replication = block.first + lane.row;
    return {.block = &block,
            .row = lane.row++,
            .events = take_records(block.events, lane.event, replication),
            .failures = take_records(block.failures, lane.failure, replication)};
}

std::span<const ReplicationView> ReplicationQueue::pop() {
    const auto behind = [&](const Lane& lane) { return lane.delivered <= popped_; };
    views_.clear();
    if (lanes_.empty() || std::ranges::any_of(lanes_, behind)) return {};
    for (Lane& lane : lanes_) views_.push_back(take_row(lane));
    ++popped_;
    return views_;
}

}  // namespace strife
