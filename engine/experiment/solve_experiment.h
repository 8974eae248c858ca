// Solves a compiled scenario with its alternatives instead of running it, and writes what comes out like any other result.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "experiment/load_models.h"
#include "results/ports.h"

namespace strife {

struct SolveSettings {
    ResultKind kind = ResultKind::exact;
    std::size_t max_states = 200'000;
    std::string command_line = {};  // how it was asked for, for the record
};

struct SolvedExperiment {
    RunHeader header;
    RunFooter footer;
    std::vector<std::string> left_out;  // outcomes that cannot be given, each with the reason
    std::vector<std::string> remarks;   // what stands at other values than in a run
};

// Reports what cannot be solved at all and gives nothing then. Throws SolveError for what shows only in states that are reached.
std::optional<SolvedExperiment> solve_experiment(const LoadedModels& loaded, const SolveSettings& settings,
                                                 Diagnostics& diagnostics);

}  // namespace strife
