// The distribution over states as time goes by, by uniformisation.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include <Eigen/Core>

#include "solve/state_space.h"

namespace strife {

// Probabilities of the numbers of jumps of a Poisson process in a window that holds all but a negligible part of them.
struct PoissonWindow {
    std::uint64_t first = 0;
    std::vector<double> weights;  // of first, first + 1, ...; they add up to 1
    double outside = 0.0;         // bound of the mass left out
};
// By recursion from the mode outwards, so that nothing under- or overflows (Fox and Glynn 1988,
// https://doi.org/10.1145/42404.42409).
PoissonWindow poisson_window(double mean);

// A generator: rates between states as rows of what flows in, and the rate of leaving each.
struct GeneratorView {
    const SparseRows& inflow;
    const Eigen::VectorXd& exit_rates;
};

struct TransientCost {
    double error = 0.0;       // bound of the L1 distance to the exact distribution, rounding aside
    std::uint64_t steps = 0;  // products of the generator and a vector
};

// Called with the index of a time, the distribution then, and the time spent in each state since the first of the times [day].
using TransientVisit = std::function<void(std::size_t, const Eigen::VectorXd&, const Eigen::VectorXd&)>;

// Follows a distribution that stands at `times[0]` [day], at rising times (Jensen 1953; Stewart 1994, Introduction to the
// Numerical Solution of Markov Chains, 8.1). A step costs one product, and there are about as many as the fastest state would be
// left in the time; fewer where the distribution comes to rest.
TransientCost follow_transient(const GeneratorView& generator, Eigen::VectorXd distribution, std::span<const double> times,
                               const TransientVisit& visit);

}  // namespace strife
