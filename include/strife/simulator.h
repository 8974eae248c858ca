// Single replications of a scenario, one after another.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "strife/outcomes.h"
#include "strife/scenario.h"

namespace strife {

/// What the replications of a Simulator have in common. What is missing is taken from the scenario's `ensemble`.
struct SimulatorSettings {
    std::optional<std::uint64_t> seed = {};  ///< 1 where the scenario names none either
    std::optional<std::string> method = {};  ///< "auto", "linear", "tree" or "coupled": how the next event is drawn
    std::string alternative = "baseline";
};

/// What came of one replication. A plain value.
struct ReplicationValues {
    std::vector<double> outcomes;            ///< [sum of OutcomeInfo::size]; NaN where undefined or not happened
    std::vector<double> series;              ///< [sum of SeriesInfo::size]; NaN where undefined
    std::uint64_t event_count = 0;           ///< executed events
    std::uint64_t clamping_count = 0;        ///< values that were brought back into their range
    double end_days = 0.0;                   ///< when it ended [days after the start]
    std::optional<std::string> stop_reason;  ///< of the `stop` that ended it early
};

/// Simulates replications of one alternative. A replication is a pure function of scenario, alternative, seed, method and number:
/// it equals, bit for bit, the one of the same number in an ensemble of the same settings. Each thread needs a simulator of its
/// own; it keeps the scenario's contents alive. A moved-from simulator may only be assigned to or destroyed.
class Simulator {
  public:
    /// @throws ScenarioError for settings that cannot be used
    /// @throws LookupError   if the scenario has no such alternative
    explicit Simulator(const Scenario& scenario, const SimulatorSettings& settings = {});
    Simulator(Simulator&&) noexcept;
    Simulator& operator=(Simulator&&) noexcept;
    ~Simulator();

    /// Runs replication number `replication` (from 0) to its end. After a failure the simulator may be used on.
    /// @throws SimulationError if the replication fails
    [[nodiscard]] ReplicationValues run(std::uint64_t replication);

    /// The seed in use.
    [[nodiscard]] std::uint64_t seed() const;

  private:
    struct Contents;
    std::unique_ptr<Contents> contents_;
};

}  // namespace strife
