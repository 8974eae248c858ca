// The deterministic limit of a compiled scenario: how its means would move if numbers were large.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "model/model.h"
#include "solve/exact_outcomes.h"

namespace strife {

// dx/dt = sum of rate(x) times the mean change of x, over all channels, by the method of Dormand and Prince (1980,
// https://doi.org/10.1016/0771-050X(80)90013-3) with tolerances of 1e-9. Gives the state's outcomes at and along the limit, and
// the integrals of fluxes of counts and sums. The model must have passed check_solvable(). Throws SolveError.
SolvedOutcomes solve_mean_field(const Model& model);

// Names of the laws whose draws in bodies stand at their mean there; of others every value is followed.
std::vector<std::string> averaged_laws(const Model& model);

}  // namespace strife
