// Lays one tree over another as `include` does it, and gives the paths in a tree another folder to start from.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "scenario/fields.h"
#include "scenario/yaml_tree.h"

namespace strife {

// Lays the map `over` over the map `base`: maps are merged key by key (`heat` and `heat[province]` are one key), scalars and
// lists of `over` replace those of `base`. As with overrides, a parameter's value takes its prior out, and a plain value sets
// that of a parameter written as a map. Of keys that exclude each other those in `over` stay. `base` keeps its place in the
// sources.
void merge_over(YamlNode& base, YamlNode over, const MapShape& shape);

// Makes the files that the tree names (CSV) relative to the folder that `file` is relative to, where they were relative to the
// folder of `file`.
void rebase_paths(YamlNode& root, const MapShape& shape, const std::string& file);

// A scalar becomes a map that holds it under `key`.
void wrap_scalar(YamlNode& node, std::string_view key);

}  // namespace strife
