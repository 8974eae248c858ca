// strife version: what this program is made of.
// SPDX-License-Identifier: Apache-2.0
#include <ostream>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "base/build_info.h"
#include "cli/command.h"

namespace strife {
namespace {

void print_version(bool json, std::ostream& out) {
    if (json) {
        nlohmann::ordered_json object;
        object["version"] = version();
        object["git_commit"] = git_commit();
        object["compiler"] = compiler();
        object["build_flags"] = build_flags();
        object["cpu_features"] = cpu_features();
        for (const auto& [name, number] : base_libraries()) object["libraries"][name] = number;
        out << object.dump(2) << "\n";
        return;
    }
    out << "strife " << version() << "\ncommit " << git_commit() << "\ncompiler " << compiler() << "\nflags " << build_flags()
        << "\ncpu " << cpu_features() << "\n";
}

}  // namespace

void add_version_command(CLI::App& app, CommandContext& context) {
    auto json = std::make_shared<bool>(false);
    CLI::App* command = app.add_subcommand("version", "Print version, commit, compiler and processor features");
    command->add_flag("--json", *json, "As JSON");
    command->callback([json, &context] { print_version(*json, context.out); });
}

}  // namespace strife
