// SPDX-License-Identifier: Apache-2.0
#include "compile/compile.h"

#include "base/numbers.h"
#include "compile/build.h"

namespace strife {
namespace {

// Reached in seconds: a scenario whose processes set each other off without end is told so, not left to run.
constexpr std::uint64_t kDefaultMaxEvents = 10'000'000;

void read_budget(Build& build) {
    build.model.max_events = kDefaultMaxEvents;
    const auto& text = build.scenario.ensemble.max_events;
    if (!text) return;
    const auto value = parse_unsigned(text->text);
    if (value && *value > 0) {
        build.model.max_events = *value;
    } else {
        build.diagnostics.error(DiagnosticCode::E211, text->whole(), "`max_events` is a whole number greater than 0");
    }
}

std::optional<Model> run_passes(Build& build) {
    const Diagnostics& diagnostics = build.diagnostics;
    build.model.title = build.scenario.title;
    collect_symbols(build);
    collect_inputs(build);
    collect_actors(build);
    // What follows looks symbols up by their numbers; a name declared twice would shift them.
    const bool symbols_whole = !diagnostics.has_errors();
    build_parameters(build);
    build_correlations(build);
    build_states(build);
    if (symbols_whole || build.model.states.size() == build.symbols.states.size()) {
        build_activities(build);
        build_processes(build);
        build_perceptions(build);
        build_observers(build);
        build_outcomes(build);
        read_budget(build);
        check_unread_definitions(build);
    }
    if (diagnostics.has_errors()) return std::nullopt;
    build_dependencies(build);
    if (diagnostics.has_errors()) return std::nullopt;
    drop_unread_inputs(build);
    check_usage(build);
    return std::move(build.model);
}

}  // namespace

std::optional<Model> compile_scenario(const ScenarioAst& scenario, Diagnostics& diagnostics) {
    Build build(scenario, diagnostics);
    try {
        return run_passes(build);
    } catch (const ModelTooLarge&) {
        return std::nullopt;
    }
}

}  // namespace strife
