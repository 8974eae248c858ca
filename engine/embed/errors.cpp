// The exceptions of the public headers; their destructors stand here so that their type information exists once.
// SPDX-License-Identifier: Apache-2.0
#include "strife/errors.h"

#include <utility>

#include <fmt/format.h>

namespace strife {

ScenarioError::ScenarioError(const std::string& rendered, std::vector<ScenarioFault> faults)
    : Error(rendered), faults_(std::move(faults)) {}
ScenarioError::~ScenarioError() = default;

FileError::FileError(std::string path, const std::string& message) : Error(message), path_(std::move(path)) {}
FileError::~FileError() = default;

SimulationError::SimulationError(ReplicationFailure failure)
    : Error(fmt::format("{}: replication {} failed on day {:.6g} in {}: {}", failure.place.empty() ? "strife" : failure.place,
                        failure.replication, failure.time_days, failure.process.empty() ? "the run" : failure.process,
                        failure.message)),
      failure_(std::move(failure)) {}
SimulationError::~SimulationError() = default;

}  // namespace strife
