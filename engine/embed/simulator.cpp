// SPDX-License-Identifier: Apache-2.0
#include "strife/simulator.h"

#include <algorithm>
#include <atomic>

#include "embed/contents.h"
#include "embed/public_values.h"
#include "ensemble/simulate_block.h"
#include "experiment/prepare_run.h"

namespace strife {

// Members refer to those before them; the whole stays in its place.
struct Simulator::Contents {
    Contents(std::shared_ptr<const Scenario::Contents> of, const RunSettings& run_settings, const std::string& wanted)
        : scenario(std::move(of)),
          settings(run_settings),
          run(prepare_run(scenario->loaded, settings)),
          alternative(static_cast<std::uint32_t>(find_alternative(run.names, wanted))),
          simulator(run.alternatives, *scenario->loaded.sources, false) {}

    std::shared_ptr<const Scenario::Contents> scenario;
    RunSettings settings;
    PreparedRun run;
    std::uint32_t alternative;
    BlockSimulator simulator;
    std::atomic<bool> stop = false;
};

Simulator::Simulator(const Scenario& scenario, const SimulatorSettings& settings) {
    const auto& contents = EmbedAccess::contents(scenario);
    const RequestedSettings requested{.seed = settings.seed, .method = settings.method};
    contents_ = std::make_unique<Contents>(contents, usable_settings(requested, contents->loaded), settings.alternative);
}
Simulator::Simulator(Simulator&&) noexcept = default;
Simulator& Simulator::operator=(Simulator&&) noexcept = default;
Simulator::~Simulator() = default;

ReplicationValues Simulator::run(std::uint64_t replication) {
    bool cancelled = false;
    const SampleBlock block = contents_->simulator.simulate(
        {.first = replication, .size = 1, .alternative = contents_->alternative}, contents_->stop, cancelled);
    if (!block.failures.empty()) throw SimulationError(describe_failure(block.failures.front(), contents_->run.names));
    ReplicationValues values;
    values.outcomes.assign(block.scalars.data(), block.scalars.data() + block.scalars.size());
    values.series.assign(block.series.data(), block.series.data() + block.series.size());
    values.event_count = block.event_counts.front();
    values.clamping_count = block.clampings.front();
    values.end_days = block.end_times.front();
    const std::int32_t reason = block.stop_reasons.front();
    if (reason >= 0) values.stop_reason = contents_->scenario->run.stop_reasons[static_cast<std::size_t>(reason)];
    return values;
}

std::uint64_t Simulator::seed() const {
    return contents_->settings.seed;
}

}  // namespace strife
