// The exact solution of one alternative, beside the summaries that it has like any other result: its states and their
// probabilities. SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace strife {

struct SolvedVariable {
    std::string name;  // with members, "front.men[east]"
    std::string units;
};

// All values of a scalar outcome and the probability of each, for every member of its sets.
struct SolvedDistribution {
    std::size_t outcome = 0;            // index into RunDescriptor::outcomes
    std::vector<double> values;         // rising
    std::vector<double> probabilities;  // [members x values]; they add up to less than 1 where the outcome is undefined
};

struct ExactSolution {
    std::vector<SolvedVariable> variables;  // that differ between states
    std::vector<double> states;             // [states x variables]; a member of a set by its number in `members`
    std::vector<std::string> members;       // of all sets, in order; empty if no variable is a member
    std::vector<std::int32_t>
        stop_reasons;                   // [states] index of the reason for which the run has ended in it, -1 where it goes on
    std::vector<double> exit_rates;     // [states] [1/day]
    std::vector<double> times;          // [days after the start]
    std::vector<double> probabilities;  // [times x states]
    std::vector<SolvedDistribution> distributions;
    std::uint64_t transitions = 0;  // between different states
    std::uint64_t steps = 0;        // of uniformisation
    double error = 0.0;             // bound of what uniformisation leaves out, or the residual of the stationary equations
};

}  // namespace strife
