// Pending events in their total order: time, priority, class, file order, sequence number.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace strife {

// Classes at one instant and priority, first to last.
enum class PendingClass : std::uint32_t {
    input,     // an input takes its next value
    expiry,    // an event leaves a window of `recent`
    crossing,  // a relaxing level crosses what a condition compares it with
    schedule,
    item_end,  // an activity's item ends
    timed,     // every, at
    deferred,  // after
    opening    // the window of an outcome over the state opens; last at its instant
};

struct PendingEvent {
    double time = 0.0;           // days after the start
    std::uint64_t rank = 0;      // priority, class and file order in one number
    std::uint64_t sequence = 0;  // order of posting
    PendingClass kind = PendingClass::timed;
    std::uint32_t owner = 0;  // recent, watch, timed process, item, deferred block
    std::uint32_t member = 0;
    std::uint32_t reserved = 0;  // no padding: saved replications are compared byte by byte
};

std::uint64_t pending_rank(std::int32_t priority, PendingClass kind, std::uint32_t file_order);

// A 4-ary heap over a pool of entries. An entry keeps its handle until it is popped or removed, and can be removed at any time:
// nothing stale stays behind. Posting and popping do not allocate once the pool has grown to what a model needs.
class PendingQueue {
  public:
    using Handle = std::uint32_t;

    void clear();
    Handle post(PendingEvent event);  // sets `sequence`
    void remove(Handle handle);
    [[nodiscard]] bool empty() const { return heap_.empty(); }
    [[nodiscard]] std::size_t size() const { return heap_.size(); }
    [[nodiscard]] const PendingEvent& front() const { return pool_[heap_[0]]; }
    PendingEvent pop();

    template <class Archive>
    void archive(Archive& a) {
        a(heap_, pool_, places_, free_, next_sequence_);
    }

  private:
    [[nodiscard]] bool before(Handle a, Handle b) const;
    void place(std::size_t i, Handle handle);
    void sift_up(std::size_t i);
    void sift_down(std::size_t i);

    std::vector<Handle> heap_;
    std::vector<PendingEvent> pool_;
    std::vector<std::uint32_t> places_;  // [pool] where in the heap
    std::vector<Handle> free_;
    std::uint64_t next_sequence_ = 0;
};

}  // namespace strife
