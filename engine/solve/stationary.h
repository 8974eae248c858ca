// The distribution in which a chain comes to rest.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include <Eigen/Core>

#include "model/model.h"
#include "solve/state_space.h"

namespace strife {

// The closed classes of states, each of which is never left once it was entered, by Tarjan's algorithm (1972,
// https://doi.org/10.1137/0201010). States of a class in rising order.
std::vector<std::vector<std::uint32_t>> recurrent_classes(const SparseRows& inflow);

struct StationaryResult {
    Eigen::VectorXd distribution;  // [states]; 0 for those that are left for good
    double residual = 0.0;         // largest rate at which a state's probability would still change, over the largest exit rate
};

// Solves pi Q = 0, sum pi = 1 by sparse LU factors, or by iteration where there are too many states. Throws SolveError if there
// is more than one recurrent class, or if the chain ends in a single state for good.
StationaryResult solve_stationary(const Model& model, const StateSpace& space);

}  // namespace strife
