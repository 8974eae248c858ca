// strife schema: the JSON Schema of scenarios, for editors.
// SPDX-License-Identifier: Apache-2.0
#include <ostream>

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "scenario/schema.h"

namespace strife {

void add_schema_command(CLI::App& app, CommandContext& context) {
    CLI::App* command = app.add_subcommand("schema", "Print the JSON Schema (draft-07) of scenarios");
    command->callback([&context] { context.out << json_schema(); });
}

}  // namespace strife
