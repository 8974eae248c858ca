// Turns a scenario as written into the compiled model.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "model/model.h"
#include "scenario/ast.h"

namespace strife {

// The model of `scenario`, or nothing if there are errors; all of them are in `diagnostics`, with warnings.
std::optional<Model> compile_scenario(const ScenarioAst& scenario, Diagnostics& diagnostics);

// "the run lasts from 2025-01-01 to 2026-01-01", "the run lasts from 0 to 90 day".
std::string run_extent(const Model& model);

}  // namespace strife
