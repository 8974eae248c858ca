// The exact solution of a compiled scenario: all its states, their probabilities in time or at rest, and its outcomes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/model.h"
#include "results/exact_solution.h"
#include "solve/exact_outcomes.h"

namespace strife {

enum class SolvedStart : std::uint8_t {
    initial,    // the start of the scenario
    stationary  // as if the run began in the stationary distribution
};

struct ExactOptions {
    std::size_t max_states = 200'000;
    SolvedStart start = SolvedStart::initial;
};

struct ExactResult {
    SolvedOutcomes outcomes;
    ExactSolution solution;  // numbers of outcomes are those of the model
};

// The model must have passed check_solvable(). Throws SolveError.
ExactResult solve_exactly(const Model& model, const ExactOptions& options);

}  // namespace strife
