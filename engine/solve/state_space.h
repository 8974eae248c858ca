// All states that a model can reach, and the generator of its Markov chain over them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <Eigen/Core>
#include <Eigen/SparseCore>

#include "model/model.h"
#include "solve/event_cells.h"
#include "solve/instant_machine.h"

namespace strife {

using SparseRows = Eigen::SparseMatrix<double, Eigen::RowMajor>;

// A quiet state is the values of what bodies may change, and for one in which the replication ended the reason why. Which
// conditions hold follows from the values, so it is no part of a state.
struct StateSpace {
    std::vector<Slot> slots;                 // that differ between states
    std::vector<double> values;              // [states x slots]
    std::vector<std::int32_t> stop_reasons;  // [states] -1 where it goes on
    Eigen::VectorXd initial;                 // [states] probability at the start
    SparseRows inflow;                       // [to x from] rate of passing from one state to another [1/day]
    Eigen::VectorXd exit_rates;              // [states] of passing to any other
    SparseRows fluxes;                       // [event cells x states] what events add to outcomes [1/day]
    Eigen::VectorXd initial_counts;          // [event cells] what the events of the start add

    [[nodiscard]] std::size_t size() const { return stop_reasons.size(); }
    [[nodiscard]] std::span<const double> state(std::size_t i) const {
        return std::span(values).subspan(i * slots.size(), slots.size());
    }
    [[nodiscard]] bool can_stop() const;
};

// Breadth first from the start. Throws SolveError: for more than `max_states` states, and for what fails in one that can be
// reached, with the state in the message.
StateSpace explore_states(const Model& model, InstantMachine& machine, const EventCells& cells, std::size_t max_states);

// "group.members" or "front.men[east]" of a slot; "group.members = 3 person" with a value.
std::string slot_name(const Model& model, Slot slot);
std::string slot_text(const Model& model, Slot slot, double value);

}  // namespace strife
