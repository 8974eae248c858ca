// A port for those who want to follow one replication step by step.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "model/model.h"

namespace strife {

// Why a body ran.
enum class FiringCause : std::uint8_t { hazard, interrupt, timed, item_end, condition, event, deferred };

struct TraceFiring {
    double time = 0.0;
    FiringCause cause = FiringCause::hazard;
    std::uint32_t body = 0;  // in Model::bodies
    std::uint32_t member = 0;
    double rate = 0.0;        // of the channel [1/day], for hazards
    double total_rate = 0.0;  // of all channels [1/day], for hazards
    double agent = 0.0;       // of a process over agents: the handle of the one at hand
};

// Called during a run, in order of simulated time; must not change the replication.
class TraceSink {
  public:
    virtual ~TraceSink() = default;
    virtual void fired(const TraceFiring& firing) = 0;
    // A state's slot got a new value through the body just fired.
    virtual void changed(std::uint32_t state, std::uint32_t element, double before, double after) = 0;
    // The body just fired emitted an event; its attributes, the actor last, are members or numbers in canonical units.
    virtual void emitted(double time, std::uint32_t event, std::span<const double> attributes) = 0;
    // What the body just fired does to agents, by their handles.
    virtual void spawned(std::uint32_t /*kind*/, double /*agent*/, std::span<const double> /*attributes*/) {}
    virtual void removed(std::uint32_t /*kind*/, double /*agent*/) {}
    virtual void changed_agent(std::uint32_t /*kind*/, double /*agent*/, std::uint32_t /*field*/, double /*before*/,
                               double /*after*/) {}
    virtual void began(double time, std::uint32_t activity, std::uint32_t member, double duration) = 0;
};

}  // namespace strife
