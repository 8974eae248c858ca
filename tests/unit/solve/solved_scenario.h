// Small chains as scenario texts, solved, and access to what came out by name.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>

#include "compiled_scenario.h"
#include "solve/solve_exactly.h"

namespace strife {

// A whole scenario of one actor `g` that is observed every 10 days for 40 days. States are separated by semicolons.
inline std::string one_actor(const std::string& state, const std::string& processes, const std::string& outcomes,
                             const std::string& more = "") {
    std::string states;
    for (std::size_t begin = 0; begin < state.size();) {
        const std::size_t end = std::min(state.find(';', begin), state.size());
        states += "      " + state.substr(begin, end - begin) + "\n";
        begin = end + 2;
    }
    return "strife: 1\ntitle: A chain\ntime: {start: 0 day, end: 40 day, record: 10 day}\n" + more +
           "actors:\n  g:\n    state:\n" + states + "    processes:\n" + processes + "outcomes:\n" + outcomes;
}

struct SolvedScenario {
    std::unique_ptr<CompiledScenario> scenario;
    ExactResult result;

    [[nodiscard]] const Summary& scalar(const std::string& outcome, std::size_t member = 0) const {
        return result.outcomes.scalars[scenario->column(outcome) + member];
    }
    [[nodiscard]] const Summary& series(const std::string& outcome, std::size_t time) const {
        return result.outcomes.series[scenario->series_column(outcome) + time];
    }
    // The probability of each value of a scalar outcome.
    [[nodiscard]] std::map<double, double> distribution(const std::string& outcome) const {
        std::map<double, double> masses;
        for (const SolvedDistribution& distribution : result.solution.distributions) {
            if (scenario->model.outcomes[distribution.outcome].name != outcome) continue;
            for (std::size_t i = 0; i < distribution.values.size(); ++i) {
                masses[distribution.values[i]] = distribution.probabilities[i];
            }
        }
        return masses;
    }
};

inline SolvedScenario solve_text(const std::string& text, const ExactOptions& options = {}) {
    SolvedScenario solved{compile_text(text), {}};
    solved.result = solve_exactly(solved.scenario->model, options);
    return solved;
}

}  // namespace strife
