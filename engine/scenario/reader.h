// Reads a tree into the AST: what each key says, still without a meaning for expressions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "base/diagnostic.h"
#include "scenario/ast.h"
#include "scenario/csv.h"
#include "scenario/yaml_tree.h"

namespace strife {

// Checks the whole tree against the field tables and reads it. What has faults is reported and left out; its name stands in
// ScenarioAst::left_out. Nothing is given back only if the tree is no map at all.
std::optional<ScenarioAst> read_scenario(const YamlNode& root, CsvFiles& csv, SourceMap& sources, Diagnostics& diagnostics);

}  // namespace strife
