// strife run --replication N --trace: one replication, step by step.
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <fstream>
#include <ostream>

#include <fmt/format.h>

#include "cli/run_options.h"
#include "cli/trace_printer.h"
#include "hdf5_io/output_file.h"
#include "hdf5_io/result_file_error.h"
#include "kernel/replication.h"

namespace strife {

void trace_replication(const RunOptions& options, const LoadedModels& loaded, const RunSettings& settings,
                       CommandContext& context) {
    // Alternatives are followed one at a time: the baseline, or the one alternative asked for.
    const CompiledAlternative& chosen = options.alternatives.empty() ? loaded.alternatives.front() : loaded.alternatives.back();
    const PreparedModel baseline(loaded.alternatives.front().model, settings.seed, settings.method,
                                 settings.replications_per_point);
    const PreparedModel prepared(chosen.model, settings.seed, settings.method, settings.replications_per_point);
    std::ofstream csv;
    if (!options.trace_csv.empty()) {
        check_output_is_free(options.trace_csv);
        csv.open(options.trace_csv);
    }
    TracePrinter printer(chosen.model, context.out, options.trace_csv.empty() ? nullptr : &csv);
    Replication replication(chosen.from_days ? baseline : prepared);
    replication.follow(&printer);
    try {
        replication.start(options.replication.value_or(0));
        if (chosen.from_days && !replication.run_until(std::nextafter(*chosen.from_days, -1.0))) {
            replication.switch_to(prepared, *chosen.from_days, chosen.restarted);
        }
        replication.run();
    } catch (const ReplicationError& error) {
        const std::string place = error.place.valid() ? [&] {
            const SourceLocation at = loaded.sources->locate(error.place);
            return fmt::format("{}:{}:{}", at.file, at.line, at.column);
        }()
                                                      : std::string("strife");
        context.err << fmt::format("{}: the replication failed on {} in {}: {}\n", place,
                                   time_of_failure(loaded.run, error.time_days),
                                   error.process.empty() ? "the run" : error.process, error.what());
        context.status = kExitFailures;
    }
    if (!options.trace_csv.empty()) {
        csv.close();
        if (!csv) throw ResultFileError(options.trace_csv, "writing the trace", "the disk may be full");
    }
}

}  // namespace strife
