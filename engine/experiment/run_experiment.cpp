// SPDX-License-Identifier: Apache-2.0
#include "experiment/run_experiment.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "experiment/prepare_run.h"

namespace strife {
namespace {

std::string host_name() {
    std::array<char, 256> name{};
    return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

}  // namespace

ExperimentResult run_experiment(const LoadedModels& loaded, const RunSettings& settings, const ExperimentOptions& options,
                                ResultSink& sink) {
    const PreparedRun run = prepare_run(loaded, settings);
    RunHeader header;
    header.run = loaded.run;
    header.alternatives = run.names;
    header.replications = settings.replications;
    header.replications_per_point = settings.replications_per_point;
    header.keep_series = options.keep_series;
    header.keep_events = options.keep_events;
    header.provenance = describe_provenance(loaded, settings, run.models.front()->method);
    sink.begin(header);

    const unsigned threads = options.threads > 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
    const auto start = std::chrono::steady_clock::now();
    const auto started_at = std::chrono::system_clock::now();
    ExperimentResult result;
    result.ensemble = run_ensemble(run.alternatives, run.names, header.run, *loaded.sources,
                                   {.replications = settings.replications,
                                    .replications_per_point = settings.replications_per_point,
                                    .threads = threads,
                                    .max_failures = settings.max_failures,
                                    .keep_events = options.keep_events,
                                    .interrupted = options.interrupted,
                                    .on_progress = options.on_progress},
                                   sink);
    result.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    RunFooter footer;
    footer.completion = result.ensemble.completion;
    footer.replications_kept = result.ensemble.replications_kept;
    footer.summaries = result.ensemble.summaries;
    footer.volatile_facts = {
        .started_utc = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(started_at))),
        .host = host_name(),
        .command_line = options.command_line,
        .threads = threads,
        .wall_seconds = result.wall_seconds};
    sink.finish(footer);
    return result;
}

}  // namespace strife
