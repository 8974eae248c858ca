// Runs an ensemble: blocks of replications on threads, reduced and written in order, whatever the number of threads.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/source.h"
#include "ensemble/simulate_block.h"
#include "results/descriptors.h"
#include "results/ports.h"

namespace strife {

struct EnsembleProgress {
    std::uint64_t replications_done = 0;  // of all alternatives
    std::uint64_t replications_total = 0;
    std::uint64_t events = 0;
};

struct EnsembleOptions {
    std::uint64_t replications = 0;
    std::uint64_t replications_per_point = 0;  // 0 unless the design is nested
    unsigned threads = 1;
    std::uint64_t max_failures = 0;
    bool keep_events = false;
    const std::atomic<bool>* interrupted = nullptr;                 // set from outside to end the run early
    std::function<void(const EnsembleProgress&)> on_progress = {};  // called by the thread that runs the ensemble
};

struct EnsembleResult {
    Completion completion = Completion::complete;
    std::uint64_t replications_kept = 0;
    std::uint64_t failed = 0;  // replications, of all alternatives
    std::uint64_t events = 0;
    std::vector<FailureRecord> first_failures;  // at most ten
    std::vector<AlternativeSummary> summaries;
};

// Replications are cut into blocks of this size; failures and interruptions take effect at their boundaries.
inline constexpr std::size_t kBlockReplications = 32;

// Runs all alternatives and hands their blocks to `sink` in order (the sink's begin() and finish() are the caller's). All must
// have the columns that `run` describes. Throws what the sink throws.
EnsembleResult run_ensemble(const std::vector<PreparedAlternative>& alternatives, const std::vector<std::string>& names,
                            const RunDescriptor& run, const SourceMap& sources, const EnsembleOptions& options, ResultSink& sink);

}  // namespace strife
