// Reads a scenario file with the files that it includes into one tree.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "scenario/files.h"
#include "scenario/yaml_tree.h"

namespace strife {

struct IncludeLimits {
    std::size_t depth = 32;             // files one through another
    std::size_t files = 64;             // the scenario itself among them
    std::size_t bytes = kMaxFileBytes;  // of all files together
    std::size_t nodes = YamlLimits{}.nodes;
};

struct IncludedTree {
    YamlNode tree;  // without `include`; files that it names are relative to the folder of the scenario
    // Every file read, the scenario first, by its path from the folder of the scenario.
    std::vector<std::pair<std::string, SourceFileId>> files;
};

// Included files come first, in order and each once, then what the file itself says over them (merge_over). Nothing if a file is
// missing or no YAML map, or if they go in circles (E706) or are too many (E707, E110); the reason is reported.
std::optional<IncludedTree> read_with_includes(const FileProvider& files, const std::string& path, SourceMap& sources,
                                               Diagnostics& diagnostics, const IncludeLimits& limits = {});

}  // namespace strife
