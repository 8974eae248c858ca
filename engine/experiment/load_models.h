// From a scenario file to compiled models: the baseline and its alternatives, with all diagnostics.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "ensemble/simulate_block.h"
#include "model/model.h"
#include "results/descriptors.h"
#include "scenario/load.h"

namespace strife {

struct CompiledAlternative {
    std::string name;  // "baseline" first
    Model model;
    std::optional<double> from_days;       // begins at this date
    std::vector<std::uint32_t> restarted;  // states whose initial value it sets
    std::optional<RunColumns> columns;     // nothing where they are those of the run
};

struct LoadedModels {
    std::shared_ptr<SourceMap> sources;  // diagnostics and failures point into it
    LoadedScenario scenario;
    std::vector<std::string> overrides;             // `--set` as given, for the record of a run
    std::vector<CompiledAlternative> alternatives;  // the baseline, then those asked for in the order of the file
    RunDescriptor run;                              // what all of them produce together
};

// Loads and compiles; `wanted` names alternatives (empty: all, "none": no other than the baseline). All faults are in
// `diagnostics` and point into `sources`. Nothing if there are errors.
std::optional<LoadedModels> load_models(const ScenarioOptions& options, const std::vector<std::string>& wanted,
                                        std::shared_ptr<SourceMap> sources, Diagnostics& diagnostics);

}  // namespace strife
