// SPDX-License-Identifier: Apache-2.0
#include "scenario/load.h"

#include <filesystem>

#include <fmt/format.h>

#include "scenario/check_fields.h"
#include "scenario/mechanisms.h"
#include "scenario/overrides.h"
#include "scenario/reader.h"

namespace strife {
namespace {

// The settings of one alternative; those that are not texts are reported when the tree is checked.
std::vector<Override> settings_of(const YamlNode& alternative) {
    std::vector<Override> settings;
    const YamlEntry* set = alternative.find("set");
    if (set == nullptr) return settings;
    for (const YamlEntry& entry : set->value.entries) {
        if (entry.value.is_scalar()) settings.push_back({.path = entry.key, .value = entry.value});
    }
    return settings;
}

void check_alternatives(const YamlNode& tree, Diagnostics& diagnostics) {
    const YamlEntry* alternatives = tree.find("alternatives");
    if (alternatives == nullptr) return;
    for (const YamlEntry& alternative : alternatives->value.entries) {
        YamlNode changed = tree;
        for (const Override& setting : settings_of(alternative.value)) apply_override(changed, setting, diagnostics);
    }
}

// The file of a mechanism is checked as far as it can be alone, and refused.
bool refuse_mechanism(const YamlNode& tree, Diagnostics& diagnostics) {
    const YamlEntry* mechanism = tree.find("mechanism");
    if (mechanism == nullptr || tree.find("strife") != nullptr) return false;
    check_fields(tree, mechanism_shape(), diagnostics);
    diagnostics.error(DiagnosticCode::E813, mechanism->key.whole(),
                      "this file holds a mechanism, which runs only within a scenario",
                      "name it under `uses` of an actor; `strife check` of that scenario checks both");
    return true;
}

}  // namespace

std::vector<std::pair<std::string, SourceFileId>> LoadedScenario::files() const {
    std::vector<std::pair<std::string, SourceFileId>> all = {{file_name, file}};
    all.insert(all.end(), mechanism_files.begin(), mechanism_files.end());
    all.insert(all.end(), csv->read().begin(), csv->read().end());
    return all;
}

std::optional<LoadedScenario> load_scenario(const ScenarioOptions& options, SourceMap& sources, Diagnostics& diagnostics) {
    const std::optional<SourceFileId> file = read_source(*options.files, options.path, {}, sources, diagnostics);
    if (!file) return std::nullopt;
    std::optional<YamlNode> tree = read_yaml(*file, sources, diagnostics);
    if (!tree) return std::nullopt;
    if (refuse_mechanism(*tree, diagnostics)) return std::nullopt;
    MechanismFiles mechanisms(options.files, options.path, options.mechanism_folders);
    expand_mechanisms(*tree, mechanisms, sources, diagnostics);
    for (const std::string& argument : options.overrides) {
        const std::optional<Override> setting = parse_override(argument, sources, diagnostics);
        if (setting && tree->is_map()) apply_override(*tree, *setting, diagnostics);
    }
    auto csv = std::make_shared<CsvFiles>(options.files, options.path);
    std::optional<ScenarioAst> ast = read_scenario(*tree, *csv, sources, diagnostics);
    if (!ast) return std::nullopt;
    check_alternatives(*tree, diagnostics);
    LoadedScenario loaded{.ast = std::move(*ast),
                          .resolved_yaml = print_yaml(*tree),
                          .file = *file,
                          .file_name = std::filesystem::path(options.path).filename().generic_string(),
                          .tree = std::move(*tree),
                          .csv = std::move(csv),
                          .mechanism_files = mechanisms.read()};
    return loaded;
}

std::optional<ScenarioAst> read_alternative(const LoadedScenario& scenario, std::string_view alternative, SourceMap& sources,
                                            Diagnostics& diagnostics) {
    const YamlEntry* alternatives = scenario.tree.find("alternatives");
    const YamlEntry* found = alternatives == nullptr ? nullptr : alternatives->value.find(alternative);
    if (found == nullptr) {
        std::vector<std::string> known;
        known.reserve(scenario.ast.alternatives.size());
        for (const AlternativeAst& other : scenario.ast.alternatives) known.push_back(other.name.text);
        diagnostics.error(DiagnosticCode::E801, {}, fmt::format("there is no alternative '{}'", alternative),
                          did_you_mean(alternative, known));
        return std::nullopt;
    }
    YamlNode changed = scenario.tree;
    for (const Override& setting : settings_of(found->value)) apply_override(changed, setting, diagnostics);
    return read_scenario(changed, *scenario.csv, sources, diagnostics);
}

}  // namespace strife
