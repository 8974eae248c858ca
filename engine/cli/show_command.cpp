// strife show: the summary of a result file.
// SPDX-License-Identifier: Apache-2.0
#include <ostream>

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/console.h"
#include "hdf5_io/result_reader.h"
#include "report/summary_json.h"
#include "report/summary_table.h"

namespace strife {
namespace {

struct ShowOptions {
    std::string path;
    bool json = false;
};

void show(const ShowOptions& options, CommandContext& context) {
    const StoredRun run = read_results(options.path);
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
    command->add_flag("--json", options->json, "As JSON");
    command->callback([options, &context] { show(*options, context); });
}

}  // namespace strife
