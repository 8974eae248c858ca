// Loads and compiles the scenario of a command, and tells the user what is wrong with it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "experiment/load_models.h"

namespace CLI {
class App;
}

namespace strife {

// --with and --set, for every command that takes a scenario.
void add_change_options(CLI::App& command, ScenarioOptions& options);

// As load_models(); diagnostics are printed to `err`.
std::optional<LoadedModels> load_or_explain(const ScenarioOptions& options, const std::vector<std::string>& wanted,
                                            std::ostream& err);

}  // namespace strife
