// strife show: the summary of a result file.
// SPDX-License-Identifier: Apache-2.0
#include <ostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/console.h"
#include "hdf5_io/result_reader.h"
#include "report/select_outcomes.h"
#include "report/summary_json.h"
#include "report/summary_table.h"

namespace strife {
namespace {

struct ShowOptions {
    std::string path;
    bool json = false;
    std::vector<std::string> outcomes;
    std::vector<std::string> alternatives;
};

void show(const ShowOptions& options, CommandContext& context) {
    StoredRun run = read_results(options.path);
    try {
        select_outcomes(run, options.outcomes, options.alternatives);
    } catch (const SelectionError& error) {
        context.err << "strife: error: " << options.path << ": " << error.what() << "\n";
        context.status = kExitUsage;
        return;
    }
    if (options.json) {
        context.out << summary_json(run);
        return;
    }
    SummaryTableOptions table;
    table.color = use_color() ? TextColor::on : TextColor::off;
    table.width = terminal_width();
    context.out << format_summary(run, table);
}

}  // namespace

void add_show_command(CLI::App& app, CommandContext& context) {
    auto options = std::make_shared<ShowOptions>();
    CLI::App* command = app.add_subcommand("show", "Print the summary of a result file");
    command->add_option("results", options->path, "Result file (HDF5)")->required();
    command->add_option("--outcomes", options->outcomes, "Only these outcomes")
        ->option_text("NAME,...")
        ->delimiter(',')
        ->allow_extra_args(false);
    command->add_option("--alternatives", options->alternatives, "Only these alternatives")
        ->option_text("NAME,...")
        ->delimiter(',')
        ->allow_extra_args(false);
    command->add_flag("--json", options->json, "As JSON");
    command->callback([options, &context] { show(*options, context); });
}

}  // namespace strife
