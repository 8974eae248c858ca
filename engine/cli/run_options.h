// The knobs of `strife run`, and the trace of one replication that is a run of its own.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "experiment/load_models.h"
#include "experiment/run_settings.h"
#include "scenario/load.h"

namespace strife {

struct RunOptions {
    ScenarioOptions scenario;
    std::string output = "results.h5";
    RequestedSettings settings;
    unsigned threads = 0;                   // 0: as many as the machine has
    std::vector<std::string> alternatives;  // empty: all
    std::vector<std::string> keep;          // "series", "events"
    bool quiet = false;
    bool json = false;
    bool dry_run = false;
    std::optional<std::uint64_t> replication;  // with trace
    bool trace = false;
    std::string trace_csv;
};

// "2025-03-01T06:30:00", or "day 12.5" without dates.
std::string time_of_failure(const RunDescriptor& run, double days);

// Prints the event log of one replication in words, and as CSV if asked for.
void trace_replication(const RunOptions& options, const LoadedModels& loaded, const RunSettings& settings,
                       CommandContext& context);

}  // namespace strife
