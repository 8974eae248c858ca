// Runs a compiled scenario with its alternatives from the first block to the record of what was run, into any sink.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "ensemble/run_ensemble.h"
#include "experiment/load_models.h"
#include "experiment/run_settings.h"
#include "results/ports.h"

namespace strife {

struct ExperimentOptions {
    unsigned threads = 0;  // 0: as many as the machine has
    bool keep_series = false;
    bool keep_events = false;
    const std::atomic<bool>* interrupted = nullptr;                 // set from outside to end the run early
    std::function<void(const EnsembleProgress&)> on_progress = {};  // called by the calling thread
    std::string command_line = {};                                  // how the run was asked for, for the record
};

struct ExperimentResult {
    EnsembleResult ensemble;
    double wall_seconds = 0.0;
};

// Calls begin(), write() and finish() of `sink`. Throws what the sink and the callback throw.
ExperimentResult run_experiment(const LoadedModels& loaded, const RunSettings& settings, const ExperimentOptions& options,
                                ResultSink& sink);

}  // namespace strife
