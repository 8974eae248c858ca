// SPDX-License-Identifier: Apache-2.0
#include "scenario/load.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "scenario/changes.h"
#include "scenario/check_fields.h"
#include "scenario/includes.h"
#include "scenario/overrides.h"
#include "scenario/reader.h"

namespace strife {
namespace {

// `include` is of the files as written; nothing may bring it in afterwards.
void refuse_include(YamlNode& tree, Diagnostics& diagnostics) {
    const YamlEntry* include = tree.find("include");
    if (include == nullptr) return;
    diagnostics.error(DiagnosticCode::E802, include->key.whole(), "files are included before anything is set or added",
                      "write 'include' into the scenario");
    tree.erase("include");
}

// Each alternative is a scenario of its own to be checked and compiled: nobody compares more than so many.
void limit_alternatives(YamlNode& tree, Diagnostics& diagnostics) {
    constexpr std::size_t kMost = 1000;
    YamlEntry* alternatives = tree.find("alternatives");
    if (alternatives == nullptr || alternatives->value.entries.size() <= kMost) return;
    diagnostics.error(
        DiagnosticCode::E612, alternatives->key.whole(),
        fmt::format("a scenario has at most {} alternatives, but this has {}", kMost, alternatives->value.entries.size()),
        "give values that vary with --set");
    alternatives->value.entries.resize(kMost);
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

// Writes out the mechanisms of a scenario and those that its alternatives add, so that the tree needs no other file for them.
void expand_all(YamlNode& tree, MechanismFiles& mechanisms, SourceMap& sources, Diagnostics& diagnostics) {
    expand_mechanisms(tree, mechanisms, sources, diagnostics);
    YamlEntry* alternatives = tree.find("alternatives");
    if (alternatives == nullptr) return;
    for (YamlEntry& alternative : alternatives->value.entries) {
        if (YamlEntry* add = alternative.value.find("add")) expand_mechanisms(add->value, mechanisms, sources, diagnostics);
    }
}

// Makes an alternative of the scenario; gives back the paths of what is in it still, and never happens.
std::vector<std::string> change(YamlNode& tree, const YamlNode& alternative, Diagnostics& diagnostics) {
    std::vector<std::string> disabled = paths_without(tree, alternative, diagnostics);
    apply_entries(tree, alternative, diagnostics);
    apply_settings(tree, alternative, diagnostics);
    refuse_include(tree, diagnostics);
    return disabled;
}

// Faults of all alternatives that can be found without reading them.
void check_alternatives(const YamlNode& tree, Diagnostics& diagnostics) {
    const YamlEntry* alternatives = tree.find("alternatives");
    if (alternatives == nullptr) return;
    for (const YamlEntry& alternative : alternatives->value.entries) {
        if (!alternative.value.is_map()) continue;
        YamlNode changed = tree;
        change(changed, alternative.value, diagnostics);
    }
}

// Marks the entries at these paths as never happening.
void disable(ScenarioAst& ast, const std::vector<std::string>& paths) {
    const auto listed = [&](const std::string& path) { return std::find(paths.begin(), paths.end(), path) != paths.end(); };
    for (ActorAst& actor : ast.actors) {
        const std::string path = "actors." + actor.name.text;
        for (ProcessAst& process : actor.processes) {
            if (listed(path + ".processes." + process.name.name.text)) process.disabled = true;
        }
        for (ActivityAst& activity : actor.activities) {
            for (InterruptAst& interrupt : activity.interrupts) {
                if (listed(path + ".activities." + activity.name.name.text + ".interrupt." + interrupt.name.text))
                    interrupt.disabled = true;
            }
        }
    }
    for (ScheduleAst& entry : ast.schedule) {
        if (listed("schedule." + entry.name.text)) entry.disabled = true;
    }
}

// The name of an overlay among the files of the scenario: its path from the folder of the scenario, or as given where it has
// none.
std::string overlay_name(const std::string& scenario_path, const std::string& overlay) {
    const std::filesystem::path folder = std::filesystem::path(scenario_path).parent_path().lexically_normal();
    const std::filesystem::path given = std::filesystem::path(overlay).lexically_normal();
    const std::filesystem::path name = folder.empty() ? given : given.lexically_relative(folder);
    return (name.empty() ? given : name).generic_string();
}

void apply_overlays(const ScenarioOptions& options, IncludedTree& into, std::vector<std::string>& names,
                    MechanismFiles& mechanisms, SourceMap& sources, Diagnostics& diagnostics) {
    for (const std::string& path : options.overlays) {
        const std::optional<SourceFileId> file = read_source(*options.files, path, {}, sources, diagnostics);
        if (!file) continue;
        names.push_back(overlay_name(options.path, path));
        into.files.emplace_back(names.back(), *file);
        const std::optional<YamlNode> overlay = read_yaml(*file, sources, diagnostics);
        if (!overlay || !into.tree.is_map()) continue;
        apply_overlay(into.tree, *overlay, diagnostics);
        expand_all(into.tree, mechanisms, sources, diagnostics);
    }
}

}  // namespace

std::vector<std::pair<std::string, SourceFileId>> LoadedScenario::files() const {
    std::vector<std::pair<std::string, SourceFileId>> all = yaml_files;
    all.insert(all.end(), mechanisms->read().begin(), mechanisms->read().end());
    all.insert(all.end(), csv->read().begin(), csv->read().end());
    return all;
}

bool LoadedScenario::is_in_alternative(SourceSpan place, std::string_view alternative) const {
    const YamlEntry* alternatives = tree.find("alternatives");
    const YamlEntry* found = alternatives == nullptr ? nullptr : alternatives->value.find(alternative);
    if (found == nullptr || !place.valid()) return false;
    const SourceSpan name = found->key.whole();
    const SourceSpan text = found->value.span;
    return place.file == text.file && place.begin >= std::min(name.begin, text.begin) && place.end <= text.end;
}

std::optional<LoadedScenario> load_scenario(const ScenarioOptions& options, SourceMap& sources, Diagnostics& diagnostics) {
    std::optional<IncludedTree> read = read_with_includes(*options.files, options.path, sources, diagnostics);
    if (!read) return std::nullopt;
    YamlNode& tree = read->tree;
    if (refuse_mechanism(tree, diagnostics)) return std::nullopt;
    auto mechanisms = std::make_shared<MechanismFiles>(options.files, options.path, options.mechanism_folders);
    expand_all(tree, *mechanisms, sources, diagnostics);
    std::vector<std::string> overlays;
    apply_overlays(options, *read, overlays, *mechanisms, sources, diagnostics);
    for (const std::string& argument : options.overrides) {
        const std::optional<Override> setting = parse_override(argument, sources, diagnostics);
        if (setting && tree.is_map()) apply_override(tree, *setting, diagnostics);
    }
    refuse_include(tree, diagnostics);
    limit_alternatives(tree, diagnostics);
    auto csv = std::make_shared<CsvFiles>(options.files, options.path);
    std::optional<ScenarioAst> ast = read_scenario(tree, *csv, sources, diagnostics);
    if (!ast) return std::nullopt;
    check_alternatives(tree, diagnostics);
    LoadedScenario loaded{.ast = std::move(*ast),
                          .resolved_yaml = print_yaml(tree),
                          .yaml_files = std::move(read->files),
                          .overlays = std::move(overlays),
                          .tree = std::move(tree),
                          .csv = std::move(csv),
                          .mechanisms = std::move(mechanisms)};
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
    const std::vector<std::string> disabled = change(changed, found->value, diagnostics);
    std::optional<ScenarioAst> ast = read_scenario(changed, *scenario.csv, sources, diagnostics);
    if (ast) disable(*ast, disabled);
    return ast;
}

}  // namespace strife
