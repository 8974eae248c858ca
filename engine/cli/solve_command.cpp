// strife solve: the exact solution of a small scenario, or its deterministic limit.
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <ostream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/scenario_input.h"
#include "experiment/solve_experiment.h"
#include "hdf5_io/result_reader.h"
#include "hdf5_io/result_writer.h"
#include "report/summary_json.h"
#include "solve/solve_error.h"

namespace strife {
namespace {

struct SolveOptions {
    ScenarioOptions scenario;
    std::string output = "results.h5";
    std::vector<std::string> alternatives;  // empty: all
    bool stationary = false;
    bool mean_field = false;
    std::size_t max_states = 200'000;
    bool quiet = false;
    bool json = false;
};

// What is refused is told like a mistake in the scenario, what fails like a failed replication.
void explain(const SolveError& error, const LoadedModels& loaded, CommandContext& context) {
    const std::string process = error.process.empty() ? "" : fmt::format("in {}: ", error.process);
    if (error.kind == SolveError::Kind::refused) {
        Diagnostics diagnostics;
        diagnostics.error(DiagnosticCode::E821, error.place, process + error.what(), error.hint);
        context.err << render_all(diagnostics, *loaded.sources);
        context.status = kExitUsage;
        return;
    }
    std::string place = "strife";
    if (error.place.valid()) {
        const SourceLocation at = loaded.sources->locate(error.place);
        place = fmt::format("{}:{}:{}", at.file, at.line, at.column);
    }
    context.err << fmt::format("{}: {}{}\n", place, process, error.what());
    context.status = kExitFailures;
}

void tell(const SolvedExperiment& solved, const std::string& path, std::ostream& err) {
    for (const std::string& remark : solved.remarks) err << fmt::format("strife: {}\n", remark);
    for (const std::string& outcome : solved.left_out) err << fmt::format("strife: left out {}\n", outcome);
    if (solved.header.kind == ResultKind::mean_field) {
        err << fmt::format("{}: the deterministic limit, means alone, in {:.1f} s\n", path,
                           solved.footer.volatile_facts.wall_seconds);
        return;
    }
    for (std::size_t i = 0; i < solved.footer.solutions.size(); ++i) {
        const ExactSolution& solution = solved.footer.solutions[i];
        const bool rests = solved.header.kind == ResultKind::stationary;
        err << fmt::format("{}: {}{} states, {} transitions, {}{:.2g}, {:.1f} s\n", path,
                           i == 0 ? "" : solved.header.alternatives[i] + ": ", solution.stop_reasons.size(), solution.transitions,
                           rests ? "residual " : fmt::format("{} steps, error below ", solution.steps),
                           rests ? solution.error : std::max(solution.error, 1e-15), solved.footer.volatile_facts.wall_seconds);
    }
}

void solve(const SolveOptions& options, CommandContext& context) {
    check_output_is_free(options.output);
    const auto loaded = load_or_explain(options.scenario, options.alternatives, context.err);
    if (!loaded) {
        context.status = kExitUsage;
        return;
    }
    SolveSettings settings{.max_states = options.max_states, .command_line = {}};
    if (options.stationary) settings.kind = ResultKind::stationary;
    if (options.mean_field) settings.kind = ResultKind::mean_field;
    for (const std::string& argument : context.arguments) {
        settings.command_line += (settings.command_line.empty() ? "" : " ") + argument;
    }
    std::optional<SolvedExperiment> solved;
    try {
        Diagnostics diagnostics;
        solved = solve_experiment(*loaded, settings, diagnostics);
        context.err << render_all(diagnostics, *loaded->sources);
    } catch (const SolveError& error) {
        explain(error, *loaded, context);
        return;
    }
    if (!solved) {
        context.status = kExitUsage;
        return;
    }
    Hdf5ResultWriter writer(options.output);
    writer.begin(solved->header);
    writer.finish(solved->footer);
    if (!options.quiet) tell(*solved, writer.published_path(), context.err);
    if (options.json) context.out << summary_json(read_results(writer.published_path()));
}

}  // namespace

void add_solve_command(CLI::App& app, CommandContext& context) {
    auto options = std::make_shared<SolveOptions>();
    CLI::App* command = app.add_subcommand("solve", "Solve a small scenario exactly, without chance, into a result file");
    command->add_option("scenario", options->scenario.path, "Scenario file (YAML)")->required();
    command->add_option("-o,--output", options->output, "Result file; an existing one is never overwritten")
        ->capture_default_str();
    add_change_options(*command, options->scenario);
    command->add_option("--alternatives", options->alternatives, "Only these alternatives beside the baseline; `none` for none")
        ->delimiter(',')
        ->allow_extra_args(false);
    auto* stationary = command->add_flag("--stationary", options->stationary,
                                         "Outcomes as if the run began in the distribution in which it comes to rest");
    command
        ->add_flag("--mean-field", options->mean_field,
                   "The deterministic limit instead: the differential equations of the means, for a fast first look")
        ->excludes(stationary);
    command->add_option("--max-states", options->max_states, "Refuse a scenario with more states")
        ->capture_default_str()
        ->check(CLI::Range(std::size_t{1}, std::size_t{100'000'000}));
    command->add_flag("-q,--quiet", options->quiet, "Nothing on stderr but problems");
    command->add_flag("--json", options->json, "Print the summary as JSON on stdout");
    command->footer(
        "For scenarios with hazards only (`rate`, and the `upon`, `when` and `stop` that follow at once) and draws with "
        "finitely\n"
        "many values. Exit status: 0 done, 1 something fails in a state that can be reached, 2 usage, or a scenario that is\n"
        "invalid or cannot be solved, 6 file exists or input/output.");
    command->callback([options, &context] { solve(*options, context); });
}

}  // namespace strife
