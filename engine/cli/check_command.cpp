// strife check: reads and compiles a scenario without running it.
// SPDX-License-Identifier: Apache-2.0
#include <ostream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/scenario_input.h"

namespace strife {
namespace {

struct CheckOptions {
    ScenarioOptions scenario;
    bool show_model = false;
    bool show_resolved = false;
    bool quiet = false;
};

void check(const CheckOptions& options, CommandContext& context) {
    const auto loaded = load_or_explain(options.scenario, {}, context.err);
    if (!loaded) {
        context.status = kExitUsage;
        return;
    }
    const Model& model = loaded->alternatives.front().model;
    if (options.show_resolved) context.out << loaded->scenario.resolved_yaml;
    if (options.show_model) context.out << dump_model(model, *loaded->sources);
    if (options.quiet || options.show_model || options.show_resolved) return;
    context.err << fmt::format("{}: good: {} states, {} processes, {} channels, {} outcomes, {} alternatives\n",
                               options.scenario.path, model.states.size(), model.bodies.size(), model.channel_count,
                               model.outcomes.size(), loaded->alternatives.size() - 1);
}

}  // namespace

void add_check_command(CLI::App& app, CommandContext& context) {
    auto options = std::make_shared<CheckOptions>();
    CLI::App* command = app.add_subcommand("check", "Check a scenario: names, units, sets, meaning");
    command->add_option("scenario", options->scenario.path, "Scenario file (YAML)")->required();
    add_change_options(*command, options->scenario);
    command->add_flag("--model", options->show_model, "Print the compiled model");
    command->add_flag("--resolved", options->show_resolved,
                      "Print the scenario with mechanisms written out and overrides applied");
    command->add_flag("-q,--quiet", options->quiet, "Say nothing if all is well");
    command->callback([options, &context] { check(*options, context); });
}

}  // namespace strife
