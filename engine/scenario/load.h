// Loads a scenario: its file with those that it includes, mechanisms, the CSV files beside them, overlays, overrides, and each
// alternative on demand.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "scenario/ast.h"
#include "scenario/csv.h"
#include "scenario/files.h"
#include "scenario/mechanisms.h"
#include "scenario/yaml_tree.h"

namespace strife {

struct ScenarioOptions {
    std::string path;
    std::vector<std::string> overlays = {};           // files whose values are set before the overrides, later ones win
    std::vector<std::string> overrides = {};          // "path=value", later ones win
    std::vector<std::string> mechanism_folders = {};  // looked through after the folders beside and above the scenario
    std::shared_ptr<const FileProvider> files = std::make_shared<const DiskFiles>();
};

struct LoadedScenario {
    ScenarioAst ast;
    // With includes, mechanisms written out, overlays and overrides; reads back to the same AST beside the same CSV files.
    std::string resolved_yaml;
    // The scenario as given, under its name without its folder, then what it includes and the overlays, by paths from its folder.
    std::vector<std::pair<std::string, SourceFileId>> yaml_files;
    std::vector<std::string> overlays;  // their names in yaml_files
    YamlNode tree;                      // what resolved_yaml is the text of
    std::shared_ptr<CsvFiles> csv;
    std::shared_ptr<MechanismFiles> mechanisms;

    // Every file read so far: the YAML files, mechanisms by their paths beside the scenario, then CSV files, all by paths from
    // its folder. In a MemoryFiles with these names the scenario loads again.
    [[nodiscard]] std::vector<std::pair<std::string, SourceFileId>> files() const;
    // Whether a place lies in the text of this alternative.
    [[nodiscard]] bool is_in_alternative(SourceSpan place, std::string_view alternative) const;
};

// Loads the scenario at `options.path`: includes first, then mechanisms are written out, then come overlays and overrides. Faults
// are reported; what can be read is given back even then, so that a compilation may find more of them: look at
// `diagnostics.has_errors()`. Nothing is given back if the file is missing or no YAML map. Paths that alternatives set are
// checked here already.
std::optional<LoadedScenario> load_scenario(const ScenarioOptions& options, SourceMap& sources, Diagnostics& diagnostics);

// The scenario with the changes of one of its alternatives, read in the same way; diagnostics point into the alternative's text.
// One that begins at a date keeps the processes, schedule entries and interrupts that it goes without, disabled, so that it has
// the same things in it as the baseline. Nothing if there is no such alternative (E801).
std::optional<ScenarioAst> read_alternative(const LoadedScenario& scenario, std::string_view alternative, SourceMap& sources,
                                            Diagnostics& diagnostics);

}  // namespace strife
