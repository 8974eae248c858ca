// strife run: simulates an ensemble and writes its result file.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/calendar.h"
#include "base/numbers.h"
#include "cli/console.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/run_options.h"
#include "cli/scenario_input.h"
#include "experiment/run_experiment.h"
#include "hdf5_io/result_reader.h"
#include "hdf5_io/result_writer.h"
#include "report/summary_json.h"

namespace strife {
namespace {

std::string command_line(const CommandContext& context) {
    std::string text;
    for (const std::string& argument : context.arguments) text += (text.empty() ? "" : " ") + argument;
    return text;
}

// A word of a command as a shell reads it.
std::string shell_word(const std::string& text) {
    const auto is_plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("_-./=:,+%@").find(c) != std::string_view::npos;
    };
    if (!text.empty() && std::ranges::all_of(text, is_plain)) return text;
    std::string quoted = "'";
    for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

// The command that tells, step by step, what happened in a replication of this run.
std::string trace_of(const FailureRecord& failure, const RunOptions& options, const LoadedModels& loaded, bool nested) {
    std::string command = "strife run " + shell_word(options.scenario.path);
    for (const std::string& overlay : options.scenario.overlays) command += " --with " + shell_word(overlay);
    for (const std::string& setting : options.scenario.overrides) command += " --set " + shell_word(setting);
    const RequestedSettings& settings = options.settings;
    if (settings.replications && nested) command += fmt::format(" -n {}", *settings.replications);
    if (settings.points) command += fmt::format(" --points {}", *settings.points);
    if (settings.seed) command += fmt::format(" --seed {}", *settings.seed);
    if (settings.method) command += " --method " + shell_word(*settings.method);
    command += fmt::format(" --trace --replication {}", failure.replication);
    const std::string& alternative = loaded.alternatives[failure.alternative].name;
    return failure.alternative == 0 ? command : command + " --alternatives " + shell_word(alternative);
}

void report_failures(const EnsembleResult& result, const RunOptions& options, const LoadedModels& loaded,
                     const RunSettings& settings, std::ostream& err) {
    if (result.failed == 0) return;
    for (const FailureRecord& failure : result.first_failures) {
        const std::string alternative =
            loaded.alternatives.size() > 1 ? fmt::format(" of '{}'", loaded.alternatives[failure.alternative].name) : "";
        err << fmt::format("{}: replication {}{} failed on {} in {}: {}\n", failure.place.empty() ? "strife" : failure.place,
                           failure.replication, alternative, time_of_failure(loaded.run, failure.time_days),
                           failure.process.empty() ? "the run" : failure.process, failure.message);
        if (&failure - result.first_failures.data() == 2) break;
    }
    const FailureRecord& first = result.first_failures.front();
    err << fmt::format("strife: {} {} failed; --max-failures allows {}\n", result.failed,
                       result.failed == 1 ? "replication" : "replications", settings.max_failures)
        << "  to see what happened" << (result.failed == 1 ? "" : " in the first") << ": "
        << trace_of(first, options, loaded, settings.replications_per_point > 0) << "\n";
}

void run_to_file(const RunOptions& options, const LoadedModels& loaded, const RunSettings& settings, CommandContext& context) {
    Hdf5ResultWriter writer(options.output);
    const auto keeps = [&](const char* what) {
        return std::find(options.keep.begin(), options.keep.end(), what) != options.keep.end();
    };
    const bool bar = !options.quiet && stderr_is_terminal();
    ProgressDisplay progress(context.err, options.quiet ? ProgressDisplay::Style::silent
                                          : bar         ? ProgressDisplay::Style::bar
                                                        : ProgressDisplay::Style::lines);
    const InterruptGuard interrupt;
    const ExperimentResult run = run_experiment(loaded, settings,
                                                {.threads = options.threads,
                                                 .keep_series = keeps("series"),
                                                 .keep_events = keeps("events"),
                                                 .interrupted = &interrupt.flag(),
                                                 .on_progress = [&](const EnsembleProgress& p) { progress.update(p); },
                                                 .command_line = command_line(context)},
                                                writer);
    progress.finish();
    const EnsembleResult& result = run.ensemble;

    report_failures(result, options, loaded, settings, context.err);
    switch (result.completion) {
        case Completion::complete:
            context.status = result.failed > 0 ? kExitSomeFailures : kExitDone;
            break;
        case Completion::interrupted:
            context.status = kExitInterrupted;
            break;
        case Completion::failed:
            context.status = kExitFailures;
            break;
    }
    if (!options.quiet) {
        const char* state = result.completion == Completion::complete      ? ""
                            : result.completion == Completion::interrupted ? ", interrupted"
                                                                           : ", incomplete";
        context.err << fmt::format("{}: {} replications of {} {}, {} events in {:.1f} s ({:.2f} million/s){}\n",
                                   writer.published_path(), result.replications_kept, loaded.alternatives.size(),
                                   loaded.alternatives.size() == 1 ? "alternative" : "alternatives", result.events,
                                   run.wall_seconds, static_cast<double>(result.events) / run.wall_seconds / 1e6, state);
        if (result.completion == Completion::interrupted) {
            context.err << "what was finished is kept there; run the same command again for all of it\n";
        }
    }
    if (options.json) context.out << summary_json(read_results(writer.published_path()));
}

void plan(const LoadedModels& loaded, const RunSettings& settings, CommandContext& context) {
    const RunDescriptor& run = loaded.run;
    context.out << fmt::format("{} replications of {} alternatives, seed {}, {} outcomes, {} series values each\n",
                               settings.replications, loaded.alternatives.size(), settings.seed, run.scalar_columns(),
                               run.series_columns());
}

void run(const RunOptions& options, CommandContext& context) {
    const auto loaded = load_or_explain(options.scenario, options.alternatives, context.err);
    if (!loaded) {
        context.status = kExitUsage;
        return;
    }
    Diagnostics diagnostics;
    const auto settings = read_settings(options.settings, *loaded, diagnostics);
    context.err << render_all(diagnostics, *loaded->sources);
    if (!settings) {
        context.status = kExitUsage;
        return;
    }
    if (options.dry_run) return plan(*loaded, *settings, context);
    if (options.trace) return trace_replication(options, *loaded, *settings, context);
    run_to_file(options, *loaded, *settings, context);
}

}  // namespace

std::string time_of_failure(const RunDescriptor& run, double days) {
    return run.start_date ? format_instant(*run.start_date, days) : "day " + format_number(days);
}

void add_run_command(CLI::App& app, CommandContext& context) {
    auto options = std::make_shared<RunOptions>();
    CLI::App* command = app.add_subcommand("run", "Run a scenario and write its result file");
    command->add_option("scenario", options->scenario.path, "Scenario file (YAML)")->required();
    command->add_option("-o,--output", options->output, "Result file; an existing one is never overwritten")
        ->capture_default_str();
    command->add_option("-n,--replications", options->settings.replications,
                        "Number of replications (default: the scenario's, else 1000), of each point where there are points");
    command->add_option("--points", options->settings.points,
                        "Draws of the priors, each for as many replications (default: the scenario's, else anew for each)");
    command->add_option("--seed", options->settings.seed, "Seed (default: the scenario's, else 1)");
    add_change_options(*command, options->scenario);
    command->add_option("-j,--threads", options->threads, "Threads (default: all cores); results do not depend on it");
    command->add_option("--method", options->settings.method, "auto, linear, tree or coupled: how the next event is drawn");
    command->add_option("--max-failures", options->settings.max_failures,
                        "Failed replications to go on with (default 0: the first ends the run)");
    command->add_option("--alternatives", options->alternatives, "Only these alternatives beside the baseline; `none` for none")
        ->option_text("NAME,...")
        ->delimiter(',')
        ->allow_extra_args(false);
    command->add_option("--keep", options->keep, "Keep of every replication: series, events, or both")
        ->option_text("WHAT,...")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(CLI::IsMember({"series", "events"}));
    command->add_flag("-q,--quiet", options->quiet, "Nothing on stderr but problems");
    command->add_flag("--json", options->json, "Print the summary as JSON on stdout");
    command->add_flag("--dry-run", options->dry_run, "Say what would be run, and stop");
    auto* replication = command->add_option("--replication", options->replication, "With --trace: this replication");
    auto* trace =
        command->add_flag("--trace", options->trace, "Print what happens in one replication, and why; writes no result file");
    command->add_option("--trace-csv", options->trace_csv, "With --trace: the same as a CSV file")->needs(trace);
    replication->needs(trace);
    command->callback([options, &context] { run(*options, context); });
}

}  // namespace strife
