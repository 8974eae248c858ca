// The samples of a block of consecutive replications: the only thing that passes from simulating to reducing and writing.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <Eigen/Core>

namespace strife {

// A replication that could not be finished: what happened, and where in the scenario.
struct FailureRecord {
    std::uint64_t replication = 0;
    std::uint32_t alternative = 0;
    double time_days = 0.0;         // simulated time [days after the start]
    std::uint64_t event_count = 0;  // events executed before
    std::string process;            // qualified name and members, "insurgents.bomb[kabul]"
    std::string message;            // problem and values
    std::string place;              // "file:line:column" of the scenario text
};

// One line of the event log of one replication.
struct LoggedEvent {
    std::uint64_t replication = 0;
    double time_days = 0.0;
    std::uint32_t type = 0;  // index into RunDescriptor::event_types
    std::string actor;       // who emitted it; empty for the schedule
    std::string attributes;  // "place=kabul deaths=12", units as declared
};

using RowMajorArray = Eigen::Array<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// Samples of replications [first, first + n_replications) of one alternative. A missing value (undefined, censored) is NaN. The
// row of a failed replication is NaN throughout, and `finished` tells it apart.
struct SampleBlock {
    std::uint64_t first = 0;
    std::size_t n_replications = 0;
    std::uint32_t alternative = 0;
    RowMajorArray scalars;                    // [n_replications x RunDescriptor::scalar_columns()]
    RowMajorArray series;                     // [n_replications x RunDescriptor::series_columns()]
    std::vector<std::uint8_t> finished;       // [n_replications] 1 where the replication reached its end
    std::vector<std::uint64_t> event_counts;  // [n_replications] executed events (bodies)
    std::vector<std::uint64_t> clampings;     // [n_replications] values brought back into their range
    std::vector<std::int32_t> stop_reasons;   // [n_replications] index of the reason, -1 where it ran to the end
    std::vector<double> end_times;            // [n_replications] when it ended [days after the start]
    std::vector<FailureRecord> failures;
    std::vector<LoggedEvent> events;  // empty unless the event log is kept
};

}  // namespace strife
