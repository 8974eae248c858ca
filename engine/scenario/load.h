// Loads a scenario: its file, the CSV files beside it, overrides, and each alternative on demand.
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
#include "scenario/yaml_tree.h"

namespace strife {

struct ScenarioOptions {
    std::string path;
    std::vector<std::string> overrides = {};          // "path=value", later ones win
    std::vector<std::string> mechanism_folders = {};  // looked through after the folders beside and above the scenario
    std::shared_ptr<const FileProvider> files = std::make_shared<const DiskFiles>();
};

struct LoadedScenario {
    ScenarioAst ast;
    std::string resolved_yaml;  // mechanisms written out, overrides applied; reads back to the same AST beside the same CSV files
    SourceFileId file;          // the scenario as given
    std::string file_name;      // without its folder
    YamlNode tree;              // mechanisms written out, overrides applied
    std::shared_ptr<CsvFiles> csv;
    std::vector<std::pair<std::string, SourceFileId>> mechanism_files;

    // Every file read so far: the scenario, mechanisms by their paths beside it, then CSV files by the names that the scenario
    // gives them. In a MemoryFiles with these names the scenario loads again.
    [[nodiscard]] std::vector<std::pair<std::string, SourceFileId>> files() const;
};

// Loads the scenario at `options.path`. Faults are reported; what can be read is given back even then, so that a compilation may
// find more of them: look at `diagnostics.has_errors()`. Nothing is given back if the file is missing or no YAML map.
// Paths that alternatives set are checked here already.
std::optional<LoadedScenario> load_scenario(const ScenarioOptions& options, SourceMap& sources, Diagnostics& diagnostics);

// The scenario with the settings of one of its alternatives applied, read in the same way; diagnostics point into the
// alternative's text. Its `from` is not looked at. Nothing if there is no such alternative (E801).
std::optional<ScenarioAst> read_alternative(const LoadedScenario& scenario, std::string_view alternative, SourceMap& sources,
                                            Diagnostics& diagnostics);

}  // namespace strife
