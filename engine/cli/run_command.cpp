// strife run: simulates an ensemble and writes its result file.
// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <ostream>
#include <thread>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/build_info.h"
#include "base/numbers.h"
#include "cli/console.h"
#include "cli/interrupt.h"
#include "cli/load_models.h"
#include "cli/progress.h"
#include "cli/run_options.h"
#include "ensemble/run_ensemble.h"
#include "hdf5_io/result_reader.h"
#include "hdf5_io/result_writer.h"
#include "kernel/describe_run.h"
#include "report/summary_json.h"

namespace strife {
namespace {

constexpr std::uint64_t kDefaultReplications = 1000;
constexpr std::uint64_t kMaxReplications = 1'000'000'000;

// The settings, or nothing after complaining about those that cannot be used.
std::optional<RunSettings> read_settings(const RunOptions& options, const LoadedModels& loaded, std::ostream& err) {
    const EnsembleAst& ast = loaded.scenario.ast.ensemble;
    RunSettings settings;
    Diagnostics diagnostics;
    const auto number = [&](const std::optional<TextAst>& text, std::uint64_t otherwise, const char* what) {
        if (!text) return otherwise;
        const auto value = parse_unsigned(text->text);
        if (!value) diagnostics.error(DiagnosticCode::E204, text->whole(), fmt::format("`{}` is a whole number from 0 up", what));
        return value.value_or(otherwise);
    };
    settings.replications = options.replications.value_or(number(ast.replications, kDefaultReplications, "replications"));
    settings.seed = options.seed.value_or(number(ast.seed, 1, "seed"));
    settings.max_failures = options.max_failures.value_or(number(ast.max_failures, 0, "max_failures"));
    const std::string method = options.method.value_or(ast.method ? ast.method->text : "auto");
    if (const auto found = find_method(method)) {
        settings.method = *found;
    } else {
        diagnostics.error(DiagnosticCode::E207, ast.method && !options.method ? ast.method->whole() : SourceSpan{},
                          fmt::format("'{}' is not a method; there are auto, linear, tree and coupled", method));
    }
    if (settings.replications == 0 || settings.replications > kMaxReplications) {
        diagnostics.error(DiagnosticCode::E211,
                          ast.replications && !options.replications ? ast.replications->whole() : SourceSpan{},
                          fmt::format("the number of replications is between 1 and {}", kMaxReplications));
    }
    err << render_all(diagnostics, *loaded.sources);
    if (diagnostics.has_errors()) return std::nullopt;
    // What-ifs are compared channel by channel, unless something else is asked for.
    if (settings.method == Method::automatic && loaded.alternatives.size() > 1) settings.method = Method::coupled;
    return settings;
}

std::string host_name() {
    std::array<char, 256> name{};
    return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

Provenance describe_provenance(const LoadedModels& loaded, const RunOptions& options, const RunSettings& settings, Method used) {
    Provenance provenance;
    for (const auto& [name, file] : loaded.scenario.files()) {
        provenance.sources.push_back({name, std::string(loaded.sources->text(file))});
    }
    provenance.resolved_scenario = loaded.scenario.resolved_yaml;
    provenance.overrides = options.scenario.overrides;
    provenance.seed = settings.seed;
    provenance.replications = settings.replications;
    provenance.method = method_name(used);
    provenance.generator = "philox4x32-10";
    provenance.version = version();
    provenance.git_commit = git_commit();
    provenance.compiler = compiler();
    provenance.build_flags = build_flags();
    provenance.cpu_features = cpu_features();
    for (const auto& [name, number] : base_libraries()) provenance.libraries.push_back({name, number});
    return provenance;
}

std::string command_line(const CommandContext& context) {
    std::string text;
    for (const std::string& argument : context.arguments) text += (text.empty() ? "" : " ") + argument;
    return text;
}

struct PreparedRun {
    std::vector<std::unique_ptr<PreparedModel>> models;
    std::vector<PreparedAlternative> alternatives;
    std::vector<std::string> names;
};

PreparedRun prepare(const LoadedModels& loaded, const RunSettings& settings) {
    PreparedRun run;
    for (const CompiledAlternative& alternative : loaded.alternatives) {
        run.models.push_back(std::make_unique<PreparedModel>(alternative.model, settings.seed, settings.method));
        PreparedAlternative prepared;
        prepared.prepared = run.models.back().get();
        if (alternative.from_days) {
            prepared.baseline = run.models.front().get();
            prepared.from_days = *alternative.from_days;
            prepared.restarted = alternative.restarted;
        }
        run.alternatives.push_back(std::move(prepared));
        run.names.push_back(alternative.name);
    }
    return run;
}

void report_failures(const EnsembleResult& result, const RunSettings& settings, std::ostream& err) {
    if (result.failed == 0) return;
    for (const FailureRecord& failure : result.first_failures) {
        err << fmt::format("{}: replication {} failed on day {} in {}: {}\n", failure.place.empty() ? "strife" : failure.place,
                           failure.replication, format_number(failure.time_days),
                           failure.process.empty() ? "the run" : failure.process, failure.message);
        if (&failure - result.first_failures.data() == 2) break;
    }
    err << fmt::format("strife: {} of the replications failed; --max-failures allows {}\n", result.failed, settings.max_failures);
}

void run_to_file(const RunOptions& options, const LoadedModels& loaded, const RunSettings& settings, CommandContext& context) {
    PreparedRun run = prepare(loaded, settings);
    Hdf5ResultWriter writer(options.output);
    const auto keeps = [&](const char* what) {
        return std::find(options.keep.begin(), options.keep.end(), what) != options.keep.end();
    };
    RunHeader header;
    header.run = describe_run(loaded.alternatives.front().model);
    header.alternatives = run.names;
    header.replications = settings.replications;
    header.keep_series = keeps("series");
    header.keep_events = keeps("events");
    header.provenance = describe_provenance(loaded, options, settings, run.models.front()->method);
    writer.begin(header);

    const unsigned threads = options.threads > 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
    const bool bar = !options.quiet && stderr_is_terminal();
    ProgressDisplay progress(context.err, options.quiet ? ProgressDisplay::Style::silent
                                          : bar         ? ProgressDisplay::Style::bar
                                                        : ProgressDisplay::Style::lines);
    const InterruptGuard interrupt;
    const auto start = std::chrono::steady_clock::now();
    const auto started_at = std::chrono::system_clock::now();
    const EnsembleResult result = run_ensemble(run.alternatives, run.names, header.run, *loaded.sources,
                                               {.replications = settings.replications,
                                                .threads = threads,
                                                .max_failures = settings.max_failures,
                                                .keep_events = header.keep_events,
                                                .interrupted = &interrupt.flag(),
                                                .on_progress = [&](const EnsembleProgress& p) { progress.update(p); }},
                                               writer);
    progress.finish();
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    RunFooter footer;
    footer.completion = result.completion;
    footer.replications_kept = result.replications_kept;
    footer.summaries = result.summaries;
    footer.volatile_facts = {
        .started_utc = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(started_at))),
        .host = host_name(),
        .command_line = command_line(context),
        .threads = threads,
        .wall_seconds = seconds};
    writer.finish(footer);

    report_failures(result, settings, context.err);
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
                                   writer.published_path(), result.replications_kept, run.names.size(),
                                   run.names.size() == 1 ? "alternative" : "alternatives", result.events, seconds,
                                   static_cast<double>(result.events) / seconds / 1e6, state);
        if (result.completion == Completion::interrupted) {
            context.err << "what was finished is kept there; run the same command again for all of it\n";
        }
    }
    if (options.json) context.out << summary_json(read_results(writer.published_path()));
}

void plan(const LoadedModels& loaded, const RunSettings& settings, CommandContext& context) {
    const RunDescriptor run = describe_run(loaded.alternatives.front().model);
    context.out << fmt::format("{} replications of {} alternatives, seed {}, {} outcomes, {} series values each\n",
                               settings.replications, loaded.alternatives.size(), settings.seed, run.scalar_columns(),
                               run.series_columns());
}

void run(const RunOptions& options, CommandContext& context) {
    const auto loaded = load_models(options.scenario, options.alternatives, context.err);
    if (!loaded) {
        context.status = kExitUsage;
        return;
    }
    const auto settings = read_settings(options, *loaded, context.err);
    if (!settings) {
        context.status = kExitUsage;
        return;
    }
    if (options.dry_run) return plan(*loaded, *settings, context);
    if (options.trace) return trace_replication(options, *loaded, *settings, context);
    run_to_file(options, *loaded, *settings, context);
}

}  // namespace

void add_run_command(CLI::App& app, CommandContext& context) {
    auto options = std::make_shared<RunOptions>();
    CLI::App* command = app.add_subcommand("run", "Run a scenario and write its result file");
    command->add_option("scenario", options->scenario.path, "Scenario file (YAML)")->required();
    command->add_option("-o,--output", options->output, "Result file; an existing one is never overwritten")
        ->capture_default_str();
    command->add_option("-n,--replications", options->replications,
                        "Number of replications (default: the scenario's, else 1000)");
    command->add_option("--seed", options->seed, "Seed (default: the scenario's, else 1)");
    command->add_option("--set", options->scenario.overrides, "Override a value: path=value (may be repeated)")
        ->type_name("PATH=VALUE")
        ->allow_extra_args(false);
    command->add_option("-j,--threads", options->threads, "Threads (default: all cores); results do not depend on it");
    command->add_option("--method", options->method, "auto, linear, tree or coupled: how the next event is drawn");
    command->add_option("--max-failures", options->max_failures,
                        "Failed replications to go on with (default 0: the first ends the run)");
    command->add_option("--alternatives", options->alternatives, "Only these alternatives beside the baseline; `none` for none")
        ->delimiter(',')
        ->allow_extra_args(false);
    command->add_option("--keep", options->keep, "Keep of every replication: series, events")
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
