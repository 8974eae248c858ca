// strife compare: whether two result files are the same run, bit for bit.
// SPDX-License-Identifier: Apache-2.0
#include <ostream>

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "hdf5_io/compare.h"

namespace strife {
namespace {

struct CompareOptions {
    std::string a;
    std::string b;
    bool identical = false;
};

void compare(const CompareOptions& options, CommandContext& context) {
    const std::vector<std::string> differences = compare_files(options.a, options.b);
    for (const std::string& difference : differences) context.out << difference << "\n";
    if (differences.empty()) {
        context.err << "identical outside /volatile\n";
    } else {
        context.err << differences.size() << (differences.size() == 1 ? " difference\n" : " differences\n");
        context.status = kExitFailures;
    }
}

}  // namespace

void add_compare_command(CLI::App& app, CommandContext& context) {
    auto options = std::make_shared<CompareOptions>();
    CLI::App* command = app.add_subcommand("compare", "Compare two result files; exit status 1 if they differ");
    command->add_option("a", options->a, "Result file")->required();
    command->add_option("b", options->b, "Result file")->required();
    command
        ->add_flag("--identical", options->identical,
                   "Compare names, types, shapes, attributes and stored bytes outside /volatile")
        ->required();
    command->callback([options, &context] { compare(*options, context); });
}

}  // namespace strife
