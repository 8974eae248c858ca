// What a program sees while it runs: the memory, its index registers, the clock, the event and the item at hand.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "model/model.h"
#include "random/bit_consistent_math.h"

namespace strife {

using IndexFile = std::array<std::uint32_t, kIndexRegisters>;

struct Frame {
    double* m = nullptr;
    std::uint32_t* x = nullptr;
    double now = 0.0;
    const double* event = nullptr;  // attributes of the event, null where there is none
    const double* own = nullptr;    // attributes of the item, null where there is none
};

// The value at time t of element `i` of a relaxing level.
inline double level_value(const RelaxingLevel& level, const double* m, std::uint32_t i, double t) {
    const double rest = m[level.rest.at(i)];
    const double away = m[level.first + i] - rest;
    if (away == 0.0) return rest;
    return rest + away * consistent_exp(-m[level.decay.at(i)] * (t - m[level.since + i]));
}

// The largest rate at which an element of the level relaxes [1/day].
inline double fastest_decay(const Model& model, const RelaxingLevel& level, const double* m) {
    const std::uint32_t n = level.decay.of_each ? model.states[level.state].shape.size : 1;
    double fastest = 0.0;
    for (std::uint32_t i = 0; i < n; ++i) fastest = std::max(fastest, m[level.decay.at(i)]);
    return fastest;
}

}  // namespace strife
