// From the engine's types to the values and exceptions of the public headers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "experiment/run_settings.h"
#include "hdf5_io/result_file_error.h"
#include "results/descriptors.h"
#include "results/sample_block.h"
#include "results/summary.h"
#include "strife/errors.h"
#include "strife/outcomes.h"
#include "strife/results.h"

namespace strife {

std::vector<ScenarioFault> list_faults(const Diagnostics& diagnostics, const SourceMap& sources);
[[noreturn]] void throw_scenario_error(const Diagnostics& diagnostics, const SourceMap& sources);
// The settings of a run; throws ScenarioError for those that cannot be used.
RunSettings usable_settings(const RequestedSettings& requested, const LoadedModels& loaded);
ReplicationFailure describe_failure(const FailureRecord& failure, const std::vector<std::string>& alternatives);

std::vector<OutcomeInfo> list_outcomes(const RunDescriptor& run);
std::vector<SeriesInfo> list_series(const RunDescriptor& run);
Distribution describe_distribution(const Summary& summary, OutcomeKind kind);

// The number of an alternative, and of a combination of members (row-major) of an outcome or series. Throw LookupError.
std::size_t find_alternative(const std::vector<std::string>& alternatives, const std::string& name);
std::size_t find_member(const RunDescriptor& run, const std::string& name, const std::vector<std::size_t>& axes,
                        const std::vector<std::string>& members);
const OutcomeDescriptor& find_outcome(const RunDescriptor& run, const std::string& name);
const SeriesDescriptor& find_series(const RunDescriptor& run, const std::string& name);

// Calls `action`; a ResultFileError leaves as the FileError of the public headers.
template <class Action>
auto with_file_errors(Action action) {
    try {
        return action();
    } catch (const ResultFileError& error) {
        throw FileError(error.path(), error.what());
    }
}

}  // namespace strife
