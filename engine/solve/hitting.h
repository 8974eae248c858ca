// Whether and when a condition on the state holds for the first time.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include <Eigen/Core>

#include "solve/state_space.h"

namespace strife {

struct HittingResult {
    double probability = 0.0;  // that it holds at some instant of the window
    double mean_days = 0.0;    // mean of the first such instant, given that there is one [days after the start]
};

// `at_begin` is the distribution at `begin`, where the window opens; runs that have stopped before count as never looking. States
// in which the condition holds are made absorbing and the chain is followed to `end`.
HittingResult solve_hitting(const StateSpace& space, std::span<const std::uint8_t> holds, Eigen::VectorXd at_begin, double begin,
                            double end);

}  // namespace strife
