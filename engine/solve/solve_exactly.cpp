// SPDX-License-Identifier: Apache-2.0
#include "solve/solve_exactly.h"

#include <algorithm>
#include <utility>

#include "solve/asked_times.h"
#include "solve/stationary.h"
#include "solve/transient.h"

namespace strife {
namespace {

constexpr std::size_t kMostKept = 20'000'000;  // probabilities that a solution keeps over all times

void describe_states(const Model& model, const StateSpace& space, ExactSolution& solution) {
    bool any_member = false;
    std::vector<double> scales;
    for (const Slot slot : space.slots) {
        const ModelState& state = model.states[model.slot_states[slot]];
        const bool is_member = state.kind == ModelStateKind::member;
        any_member = any_member || is_member;
        solution.variables.push_back({slot_name(model, slot), is_member ? "1" : state.unit});
        scales.push_back(is_member ? 1.0 : state.unit_scale);
    }
    solution.states.reserve(space.values.size());
    for (std::size_t i = 0; i < space.values.size(); ++i) solution.states.push_back(space.values[i] / scales[i % scales.size()]);
    solution.stop_reasons = space.stop_reasons;
    solution.exit_rates.assign(space.exit_rates.begin(), space.exit_rates.end());
    solution.transitions = static_cast<std::uint64_t>(space.inflow.nonZeros());
    if (!any_member) return;
    for (const ModelSet& set : model.sets) {
        solution.members.resize(std::max<std::size_t>(solution.members.size(), set.first_member + set.members.size()));
        std::ranges::copy(set.members, solution.members.begin() + set.first_member);
    }
}

// At the instants of `record` and at the end; only at the end where that would be too much to keep.
std::vector<double> kept_times(const Model& model, std::size_t n_states) {
    std::vector<double> times(model.record_days);
    if (std::ranges::find(times, model.end_days) == times.end()) times.push_back(model.end_days);
    if (times.size() * n_states > kMostKept) times = {model.end_days};
    return times;
}

}  // namespace

ExactResult solve_exactly(const Model& model, const ExactOptions& options) {
    InstantMachine machine(model, InstantMachine::Draws::listed);
    const EventCells cells(model);
    StateSpace space = explore_states(model, machine, cells, options.max_states);
    ExactResult result;
    ExactSolution& solution = result.solution;
    if (options.start == SolvedStart::stationary) {
        StationaryResult stationary = solve_stationary(model, space);
        space.initial = std::move(stationary.distribution);
        space.initial_counts.setZero();
        solution.error = stationary.residual;
    }
    describe_states(model, space, solution);
    ExactOutcomes outcomes(model, space, machine, cells);
    const std::vector<double> times = asked_times(model);
    solution.times = kept_times(model, space.size());
    const auto look = [&](std::size_t i, const Eigen::VectorXd& distribution, const Eigen::VectorXd& spent) {
        outcomes.look(times[i], distribution, spent);
        if (std::ranges::find(solution.times, times[i]) == solution.times.end()) return;
        solution.probabilities.insert(solution.probabilities.end(), distribution.begin(), distribution.end());
    };
    if (options.start == SolvedStart::stationary) {
        for (std::size_t i = 0; i < times.size(); ++i) look(i, space.initial, space.initial * times[i]);
    } else {
        const TransientCost cost = follow_transient({space.inflow, space.exit_rates}, space.initial, times, look);
        solution.steps = cost.steps;
        solution.error = cost.error;
    }
    result.outcomes = outcomes.finish();
    solution.distributions = std::move(result.outcomes.masses);
    return result;
}

}  // namespace strife
