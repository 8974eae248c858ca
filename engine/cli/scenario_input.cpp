// SPDX-License-Identifier: Apache-2.0
#include "cli/scenario_input.h"

#include <ostream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "experiment/mechanism_folders.h"
#include "hdf5_io/layout.h"

namespace strife {
namespace {

// An outcome may have a name that the result file needs for itself.
void warn_of_other_names(const LoadedModels& loaded, Diagnostics& diagnostics) {
    const Layout layout(loaded.run);
    const auto warn = [&](const std::string& name, const std::string& variable, const char* group) {
        if (variable == name) return;
        for (const OutcomeAst& outcome : loaded.scenario.ast.outcomes) {
            if (outcome.name.name.text != name) continue;
            diagnostics.warning(
                DiagnosticCode::W909, outcome.name.name.span,
                fmt::format("in {} of the result file '{}' stands for something else, so this outcome is called '{}' there",
                            group, name, variable),
                "give it a name of its own");
        }
    };
    for (std::size_t i = 0; i < loaded.run.outcomes.size(); ++i)
        warn(loaded.run.outcomes[i].name, layout.runs_variable(i), "/runs");
    for (std::size_t i = 0; i < loaded.run.series.size(); ++i)
        warn(loaded.run.series[i].name, layout.series_variable(i), "/series");
}

}  // namespace

void add_change_options(CLI::App& command, ScenarioOptions& options) {
    command.add_option("--with", options.overlays, "Overlay: a YAML file of values to set, before --set (may be repeated)")
        ->type_name("FILE")
        ->option_text("FILE")  // without the dots that say several to CLI11: each takes one
        ->allow_extra_args(false);
    command.add_option("--set", options.overrides, "Override a value: path=value (may be repeated)")
        ->type_name("PATH=VALUE")
        ->option_text("PATH=VALUE")
        ->allow_extra_args(false);
}

std::optional<LoadedModels> load_or_explain(const ScenarioOptions& options, const std::vector<std::string>& wanted,
                                            std::ostream& err) {
    const auto sources = std::make_shared<SourceMap>();
    Diagnostics diagnostics;
    ScenarioOptions complete = options;
    complete.mechanism_folders = mechanism_folders();
    auto loaded = load_models(complete, wanted, sources, diagnostics);
    if (loaded) warn_of_other_names(*loaded, diagnostics);
    err << render_all(diagnostics, *sources);
    if (diagnostics.has_errors()) {
        const std::size_t n = diagnostics.error_count();
        err << fmt::format("strife: {} {} in {}\n", n, n == 1 ? "error" : "errors", options.path);
    }
    return loaded;
}

}  // namespace strife
