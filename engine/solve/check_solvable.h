// What a scenario uses that has no exact solution here, or no deterministic limit, found before anything is computed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/diagnostic.h"
#include "model/model.h"

namespace strife {

enum class SolveMethod : std::uint8_t {
    exact,      // the distribution over all states that can be reached
    mean_field  // the differential equations of the means, as if numbers were large
};

// Reports everything that stands in the way, each with its place. A model that gets no errors may still be refused for what shows
// only in its states.
void check_solvable(const Model& model, SolveMethod method, Diagnostics& diagnostics);

// Whether a program reads the clock.
bool reads_clock(const Model& model, const Program& program);

}  // namespace strife
