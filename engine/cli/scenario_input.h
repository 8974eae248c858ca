// Loads and compiles the scenario of a command, and tells the user what is wrong with it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "experiment/load_models.h"

namespace strife {

// As load_models(); diagnostics are printed to `err`.
std::optional<LoadedModels> load_or_explain(const ScenarioOptions& options, const std::vector<std::string>& wanted,
                                            std::ostream& err);

}  // namespace strife
