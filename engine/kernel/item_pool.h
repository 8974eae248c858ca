// Items under way of all activities, and for each activity and member the list of them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "kernel/pending_queue.h"

namespace strife {

struct Item {
    std::uint32_t activity = 0;
    std::uint32_t member = 0;
    std::uint32_t place = 0;       // in its list
    std::uint32_t generation = 0;  // grows at each reuse, so that old handles are known
    PendingQueue::Handle end = 0;  // its pending end
    std::uint32_t has_end = 0;     // whether it has one
};

class ItemPool {
  public:
    // Lists for `n_lists` (activity, member) pairs; items have up to `n_fields` attributes.
    void reset(std::size_t n_lists, std::size_t n_fields);

    // A new item at the end of its list; returns its number.
    std::uint32_t add(std::uint32_t list, std::uint32_t activity, std::uint32_t member);
    void remove(std::uint32_t list, std::uint32_t item);

    [[nodiscard]] Item& operator[](std::uint32_t item) { return items_[item]; }
    [[nodiscard]] const Item& operator[](std::uint32_t item) const { return items_[item]; }
    [[nodiscard]] double* fields(std::uint32_t item) { return fields_.data() + item * n_fields_; }
    [[nodiscard]] const double* fields(std::uint32_t item) const { return fields_.data() + item * n_fields_; }
    [[nodiscard]] const std::vector<std::uint32_t>& list(std::uint32_t list) const { return lists_[list]; }

    // A handle that fits a memory slot, and the item it names if that is still under way.
    [[nodiscard]] double handle(std::uint32_t item) const;
    [[nodiscard]] bool find(double handle, std::uint32_t& item) const;

    template <class Archive>
    void archive(Archive& a) {
        a(items_, fields_, free_, live_);
        a.nested(lists_);
    }

  private:
    std::size_t n_fields_ = 0;
    std::vector<Item> items_;
    std::vector<double> fields_;
    std::vector<std::uint32_t> free_;
    std::vector<std::uint8_t> live_;
    std::vector<std::vector<std::uint32_t>> lists_;
};

}  // namespace strife
