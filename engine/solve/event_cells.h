// Into which cells of outcomes over events an event falls, and with what value.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "model/model.h"
#include "solve/instant_machine.h"

namespace strife {

// The cells of all outcomes over events whose expected value is an integral of fluxes: counts, sums, histograms.
class EventCells {
  public:
    explicit EventCells(const Model& model);

    [[nodiscard]] std::size_t size() const { return size_; }
    // The first cell of an outcome; nothing if it is none of those.
    [[nodiscard]] std::optional<std::size_t> first_of(std::size_t outcome) const { return first_[outcome]; }
    // Calls `add(cell, value)` for everything that the events of the instant at hand add to outcomes.
    void observe(InstantMachine& machine, const std::function<void(std::size_t, double)>& add) const;

  private:
    void observe_event(InstantMachine& machine, std::uint32_t outcome, std::size_t first, const InstantMachine::Event& event,
                       const std::function<void(std::size_t, double)>& add) const;

    const Model& model_;
    std::vector<std::optional<std::size_t>> first_;  // [outcomes]
    std::size_t size_ = 0;
};

}  // namespace strife
