// How often, from which seed and by which method a scenario is run: what the caller asks for, else what the scenario says.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "experiment/load_models.h"
#include "kernel/prepared_model.h"

namespace strife {

// What is missing is taken from the scenario.
struct RequestedSettings {
    std::optional<std::uint64_t> replications = {};  // of each point, where there are points
    std::optional<std::uint64_t> points = {};        // draws of the priors
    std::optional<std::uint64_t> seed = {};
    std::optional<std::uint64_t> max_failures = {};
    std::optional<std::string> method = {};
};

struct RunSettings {
    std::uint64_t replications = 0;            // of all points together
    std::uint64_t replications_per_point = 0;  // 0 unless the design is nested
    std::uint64_t seed = 0;
    std::uint64_t max_failures = 0;
    Method method = Method::automatic;
};

// The settings of a run, or nothing after reporting those that cannot be used.
std::optional<RunSettings> read_settings(const RequestedSettings& requested, const LoadedModels& loaded,
                                         Diagnostics& diagnostics);

}  // namespace strife
