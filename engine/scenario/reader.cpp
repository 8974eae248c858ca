// SPDX-License-Identifier: Apache-2.0
#include "scenario/reader.h"

#include "scenario/map_reader.h"

namespace strife {
namespace {

TimeAst read_time(const YamlNode* node, SourceSpan fallback) {
    const MapReader map(node, time_shape());
    return {.start = map.text("start"),
            .end = map.text("end"),
            .record = map.text("record"),
            .span = node == nullptr ? fallback : node->span};
}

std::vector<UnitAst> read_units(const YamlNode* node, ReaderContext& context) {
    std::vector<UnitAst> units;
    for (const YamlEntry& entry : entries_of(node)) {
        if (entry.value.is_scalar() && !entry.value.text.text.empty()) {
            units.push_back({.name = read_name(entry.key), .meaning = entry.value.text});
        } else {
            context.left_out.push_back(entry.key.text);
        }
    }
    return units;
}

EnsembleAst read_ensemble(const YamlNode* node, SourceSpan fallback) {
    const MapReader map(node, ensemble_shape());
    return {.replications = map.text("replications"),
            .points = map.text("points"),
            .seed = map.text("seed"),
            .method = map.text("method"),
            .max_failures = map.text("max_failures"),
            .max_events = map.text("max_events"),
            .span = node == nullptr ? fallback : node->span};
}

}  // namespace

std::optional<ScenarioAst> read_scenario(const YamlNode& root, CsvFiles& csv, SourceMap& sources, Diagnostics& diagnostics) {
    check_fields(root, scenario_shape(), diagnostics);
    if (!root.is_map()) return std::nullopt;
    ReaderContext context{.csv = csv, .sources = sources, .diagnostics = diagnostics, .left_out = {}};
    const MapReader map(&root, scenario_shape());
    ScenarioAst ast;
    ast.span = root.span;
    ast.title = map.prose("title");
    ast.about = map.prose("about");
    ast.time = read_time(map.map("time"), root.span);
    ast.units = read_units(map.map("units"), context);
    ast.sets = read_sets(map.map("sets"), context);
    ast.relations = read_relations(map.map("relations"), context);
    ast.parameters = read_parameters(map.map("parameters"), context);
    ast.correlations = read_correlations(map.find("correlations"));
    ast.inputs = read_inputs(map.map("inputs"), context);
    ast.defines = read_defines(map.map("define"), context);
    ast.actors = read_actors(map.map("actors"), context);
    ast.events = read_events(map.map("events"), context);
    ast.observers = read_observers(map.map("observe"), context);
    ast.schedule = read_schedule(map.map("schedule"), context);
    ast.outcomes = read_outcomes(map.map("outcomes"), context);
    ast.alternatives = read_alternatives(map.map("alternatives"), context);
    ast.ensemble = read_ensemble(map.map("ensemble"), root.span);
    ast.left_out = std::move(context.left_out);
    return ast;
}

}  // namespace strife
