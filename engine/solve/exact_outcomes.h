// What a Markov chain makes of the outcomes of its scenario: distributions of what is read from states, means of what adds up.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "model/model.h"
#include "results/exact_solution.h"
#include "results/summary.h"
#include "solve/event_cells.h"
#include "solve/instant_machine.h"
#include "solve/state_space.h"
#include "solve/value_classes.h"

namespace strife {

// Outcomes by their numbers in Model::outcomes; columns are those of the model.
struct SolvedOutcomes {
    std::vector<Summary> scalars;
    std::vector<Summary> series;
    std::vector<bool> solved;                // [outcomes]
    std::vector<std::string> reasons;        // [outcomes] why it was left out
    std::vector<SolvedDistribution> masses;  // of scalar outcomes, by their numbers in Model::outcomes
};

// Collects while the distribution is followed through the times that it asks for.
class ExactOutcomes {
  public:
    ExactOutcomes(const Model& model, const StateSpace& space, InstantMachine& machine, const EventCells& cells);

    // The distribution at one of the asked_times(), and the time spent in each state up to then.
    void look(double time, const Eigen::VectorXd& distribution, const Eigen::VectorXd& spent);
    // After the last of them.
    SolvedOutcomes finish();

  private:
    enum class Way : std::uint8_t { left_out, state, flux, average, hitting, stopped, difference };
    // Of one outcome.
    struct Asked {
        Way way = Way::left_out;
        std::vector<ValueClasses> classes;             // state: [members]
        Eigen::MatrixXd values;                        // average: [members x states]
        std::vector<std::vector<std::uint8_t>> holds;  // hitting: [members x states]
        Eigen::VectorXd before;                        // flux, average: [members] up to where the window or the period began
    };

    void prepare(std::size_t outcome, InstantMachine& machine, const EventCells& cells);
    [[nodiscard]] std::string why_not(const ModelOutcome& outcome, const EventCells& cells, std::size_t id) const;
    [[nodiscard]] static Way way_of(OutcomeSource source);
    std::vector<double> values_over_states(const ModelOutcome& outcome, const Program& program, InstantMachine& machine,
                                           std::uint32_t member) const;
    [[nodiscard]] const Program& condition_of(std::size_t outcome) const;
    void look_at_states(std::size_t outcome, double time, const Eigen::VectorXd& distribution);
    void look_at_totals(std::size_t outcome, double time, const Eigen::VectorXd& spent);
    void look_at_periods(const ModelOutcome& outcome, Asked& asked, const Eigen::VectorXd& total, double time);
    void look_at_hitting(std::size_t outcome, double time, const Eigen::VectorXd& distribution);
    void look_at_stops(const ModelOutcome& outcome, const Eigen::VectorXd& distribution);
    void derive(const ModelOutcome& outcome, std::size_t id);
    [[nodiscard]] std::size_t series_length(const ModelOutcome& outcome) const;

    const Model& model_;
    const StateSpace& space_;
    std::vector<Asked> asked_;                            // [outcomes]
    std::vector<std::optional<std::size_t>> first_cell_;  // [outcomes]
    SolvedOutcomes result_;
};

}  // namespace strife
