// An ensemble: many replications of every alternative on several threads, with or without a result file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "strife/results.h"
#include "strife/scenario.h"

namespace strife {

/// How far an ensemble is.
struct RunProgress {
    std::uint64_t replications_done = 0;   ///< of all alternatives
    std::uint64_t replications_total = 0;  ///< of all alternatives
    std::uint64_t events = 0;              ///< executed so far
};

/// How an ensemble is run. What is missing among the first four is taken from the scenario's `ensemble`.
struct EnsembleSettings {
    std::optional<std::uint64_t> replications = {};  ///< of each alternative, from 1; 1000 where the scenario names none either
    std::optional<std::uint64_t> seed = {};          ///< 1 where the scenario names none either
    std::optional<std::uint64_t> max_failures =
        {};                                  ///< failed replications to go on with; 0 where the scenario names none either
    std::optional<std::string> method = {};  ///< "auto", "linear", "tree" or "coupled": how the next event is drawn

    unsigned threads = 0;  ///< 0 for as many as the machine has; results do not depend on it

    /// The result file (HDF5), written as the replications come and there only once it is whole. An existing file is refused
    /// before anything is computed. Empty for none.
    std::string output = {};
    bool keep_series = false;  ///< the file keeps all series of every replication; without `output` of no effect
    bool keep_events = false;  ///< the file keeps the log of events; without `output` of no effect
    /// Without `output`: keeps the outcomes of every replication in memory, for Results::samples(). A file always has them.
    bool keep_samples = false;

    /// Called now and then by the thread that called run_ensemble(). What it throws ends the run, leaves no file and is thrown
    /// on.
    std::function<void(const RunProgress&)> on_progress = {};
    /// Set by another thread, a signal handler or `on_progress` to end the run early; what is finished is kept. May be null, is
    /// owned by the caller and must live as long as the run.
    const std::atomic<bool>* interrupt = nullptr;
};

/// Runs the baseline and all alternatives of `scenario`. Memory does not grow with the number of replications unless
/// `keep_samples` is set. An interrupted run and one that failed too often are no exceptions: see Results::ending(); the
/// file of an interrupted run has `.partial` before its extension (Results::path()).
/// @throws ScenarioError for settings that cannot be used
/// @throws FileError     if `output` exists or cannot be written
[[nodiscard]] Results run_ensemble(const Scenario& scenario, const EnsembleSettings& settings = {});

}  // namespace strife
