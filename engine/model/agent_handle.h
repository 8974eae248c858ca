// Handles of agents: the place of an agent and how often that place was taken, in one number that a memory slot holds exactly.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>

namespace strife {

// generation * 2^32 + slot. Generations go from 1 to 2^21 - 1 and then begin anew; 0 names nobody.
inline constexpr double kAgentSlots = 4294967296.0;
inline constexpr std::uint32_t kAgentGenerations = 1U << 21U;

inline double agent_handle(std::uint32_t slot, std::uint32_t generation) {
    return kAgentSlots * generation + slot;
}
inline std::uint32_t agent_generation(double handle) {
    return static_cast<std::uint32_t>(std::floor(handle / kAgentSlots));
}
inline std::uint32_t agent_slot(double handle) {
    return static_cast<std::uint32_t>(handle - kAgentSlots * agent_generation(handle));
}

}  // namespace strife
