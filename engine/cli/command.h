// What the subcommands share: each registers itself and is run through a callback that yields the exit status.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "cli/cli.h"

namespace CLI {
class App;
}

namespace strife {

struct CommandContext {
    std::ostream& out;
    std::ostream& err;
    std::vector<std::string> arguments;  // as given, for the record of a run
    int status = kExitDone;
};

void add_check_command(CLI::App& app, CommandContext& context);
void add_run_command(CLI::App& app, CommandContext& context);
void add_show_command(CLI::App& app, CommandContext& context);
void add_solve_command(CLI::App& app, CommandContext& context);
void add_compare_command(CLI::App& app, CommandContext& context);
void add_schema_command(CLI::App& app, CommandContext& context);
void add_version_command(CLI::App& app, CommandContext& context);

}  // namespace strife
