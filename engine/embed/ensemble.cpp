// SPDX-License-Identifier: Apache-2.0
#include "strife/ensemble.h"

#include <algorithm>

#include "embed/contents.h"
#include "embed/public_values.h"
#include "experiment/run_experiment.h"
#include "hdf5_io/layout.h"
#include "hdf5_io/result_writer.h"

namespace strife {
namespace {

// Keeps what a result file would tell of a run, and the outcomes of every replication if asked for.
class MemorySink final : public ResultSink {
  public:
    explicit MemorySink(bool keep_samples) : keep_samples_(keep_samples) {}

    void begin(const RunHeader& header) override {
        contents_.run.header = header;
        contents_.run.format_version = format_version();
        if (keep_samples_) contents_.samples.resize(header.alternatives.size());
    }

    void write(const SampleBlock& block) override {
        contents_.run.failures.insert(contents_.run.failures.end(), block.failures.begin(), block.failures.end());
        if (!keep_samples_) return;
        std::vector<double>& samples = contents_.samples[block.alternative];
        samples.insert(samples.end(), block.scalars.data(), block.scalars.data() + block.scalars.size());
    }

    void finish(const RunFooter& footer) override { contents_.run.footer = footer; }

    [[nodiscard]] Results::Contents take() { return std::move(contents_); }

  private:
    bool keep_samples_;
    Results::Contents contents_;
};

RunProgress public_progress(const EnsembleProgress& progress) {
    return {.replications_done = progress.replications_done,
            .replications_total = progress.replications_total,
            .events = progress.events};
}

}  // namespace

Results run_ensemble(const Scenario& scenario, const EnsembleSettings& settings) {
    const LoadedModels& loaded = EmbedAccess::contents(scenario)->loaded;
    const RunSettings run_settings = usable_settings({.replications = settings.replications,
                                                      .seed = settings.seed,
                                                      .max_failures = settings.max_failures,
                                                      .method = settings.method},
                                                     loaded);
    ExperimentOptions options;
    options.threads = settings.threads;
    options.interrupted = settings.interrupt;
    if (settings.on_progress) {
        options.on_progress = [&settings](const EnsembleProgress& progress) { settings.on_progress(public_progress(progress)); };
    }
    if (settings.output.empty()) {
        MemorySink sink(settings.keep_samples);
        run_experiment(loaded, run_settings, options, sink);
        return EmbedAccess::make_results(sink.take());
    }
    options.keep_series = settings.keep_series;
    options.keep_events = settings.keep_events;
    return with_file_errors([&] {
        Hdf5ResultWriter writer(settings.output);
        run_experiment(loaded, run_settings, options, writer);
        return Results::read(writer.published_path());
    });
}

}  // namespace strife
