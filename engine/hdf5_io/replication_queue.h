// Puts the blocks of all alternatives into one order, replication by replication, so that a file does not depend on their sizes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "results/sample_block.h"

namespace strife {

// What one alternative had in one replication. The views hold until the next push or pop.
struct ReplicationView {
    const SampleBlock* block = nullptr;
    std::size_t row = 0;  // of the replication in the block
    std::span<const LoggedEvent> events;
    std::span<const FailureRecord> failures;
};

// Holds what some alternatives have delivered and others not yet: with one block of each in turn, at most one block of each.
class ReplicationQueue {
  public:
    // What is not to be stored is not held either.
    enum class Series { held, dropped };
    ReplicationQueue(std::size_t alternatives, Series series) : lanes_(alternatives), series_(series) {}

    // Takes a copy. Returns false, taking nothing, if the block does not continue where its alternative ended.
    [[nodiscard]] bool push(const SampleBlock& block);
    // The next replication that every alternative has delivered, as one view an alternative; empty if there is none.
    std::span<const ReplicationView> pop();
    // How many replications were popped.
    [[nodiscard]] std::uint64_t popped() const { return popped_; }

  private:
    struct Lane {
        std::deque<SampleBlock> blocks;
        std::size_t row = 0;  // next row of the front block, and its next event and failure
        std::size_t event = 0;
        std::size_t failure = 0;
        std::uint64_t delivered = 0;
    };
    static ReplicationView take_row(Lane& lane);

    std::vector<Lane> lanes_;
    Series series_;
    std::vector<ReplicationView> views_;
    std::uint64_t popped_ = 0;
};

}  // namespace strife
