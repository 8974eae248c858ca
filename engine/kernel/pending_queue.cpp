// SPDX-License-Identifier: Apache-2.0
#include "kernel/pending_queue.h"

#include <tuple>

#include "base/contracts.h"

namespace strife {
namespace {
constexpr std::size_t kArity = 4;
}

std::uint64_t pending_rank(std::int32_t priority, PendingClass kind, std::uint32_t file_order) {
    // Windows and crossings come before everything at their instant, whatever its priority.
    const bool first = kind == PendingClass::expiry || kind == PendingClass::crossing;
    const bool last = kind == PendingClass::opening;
    const auto urgency = static_cast<std::uint64_t>(first ? 0 : last ? 0xFFFFFF : 100'000 - priority);
    return (urgency << 40U) | (static_cast<std::uint64_t>(kind) << 32U) | file_order;
}

void PendingQueue::clear() {
    heap_.clear();
    pool_.clear();
    places_.clear();
    free_.clear();
    next_sequence_ = 0;
}

bool PendingQueue::before(Handle a, Handle b) const {
    const PendingEvent& x = pool_[a];
    const PendingEvent& y = pool_[b];
    return std::tie(x.time, x.rank, x.sequence) < std::tie(y.time, y.rank, y.sequence);
}

void PendingQueue::place(std::size_t i, Handle handle) {
    heap_[i] = handle;
    places_[handle] = static_cast<std::uint32_t>(i);
}

PendingQueue::Handle PendingQueue::post(PendingEvent event) {
    event.sequence = next_sequence_++;
    Handle handle = 0;
    if (free_.empty()) {
        handle = static_cast<Handle>(pool_.size());
        pool_.push_back(event);
        places_.push_back(0);
    } else {
        handle = free_.back();
        free_.pop_back();
        pool_[handle] = event;
    }
    heap_.push_back(handle);
    places_[handle] = static_cast<std::uint32_t>(heap_.size() - 1);
    sift_up(heap_.size() - 1);
    return handle;
}

void PendingQueue::remove(Handle handle) {
    const std::size_t i = places_[handle];
    STRIFE_EXPECT(i < heap_.size() && heap_[i] == handle);
    const Handle last = heap_.back();
    heap_.pop_back();
    free_.push_back(handle);
    if (last == handle) return;
    place(i, last);
    sift_up(i);
    sift_down(places_[last]);
}

PendingEvent PendingQueue::pop() {
    STRIFE_EXPECT(!heap_.empty());
    const PendingEvent event = pool_[heap_[0]];
    remove(heap_[0]);
    return event;
}

void PendingQueue::sift_up(std::size_t i) {
    const Handle moving = heap_[i];
    while (i > 0) {
        const std::size_t parent = (i - 1) / kArity;
        if (!before(moving, heap_[parent])) break;
        place(i, heap_[parent]);
        i = parent;
    }
    place(i, moving);
}

void PendingQueue::sift_down(std::size_t i) {
    const Handle moving = heap_[i];
    for (;;) {
        const std::size_t first = i * kArity + 1;
        if (first >= heap_.size()) break;
        const std::size_t end = first + kArity < heap_.size() ? first + kArity : heap_.size();
        std::size_t best = first;
        for (std::size_t c = first + 1; c < end; ++c) {
            if (before(heap_[c], heap_[best])) best = c;
        }
        if (!before(heap_[best], moving)) break;
        place(i, heap_[best]);
        i = best;
    }
    place(i, moving);
}

}  // namespace strife
