// Compiled alternatives made ready for the ensemble under one seed and method.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ensemble/simulate_block.h"
#include "experiment/load_models.h"
#include "experiment/run_settings.h"
#include "kernel/prepared_model.h"
#include "results/provenance.h"

namespace strife {

// Refers to the models that it was prepared from, which must outlive it.
struct PreparedRun {
    std::vector<std::unique_ptr<PreparedModel>> models;  // [alternatives]
    std::vector<PreparedAlternative> alternatives;       // "baseline" first; they point to `models`
    std::vector<std::string> names;                      // [alternatives]
};

PreparedRun prepare_run(const LoadedModels& loaded, const RunSettings& settings);

// All that is needed to make the results of a run again; `used` is the method that was chosen in the end.
Provenance describe_provenance(const LoadedModels& loaded, const RunSettings& settings, Method used);

}  // namespace strife
