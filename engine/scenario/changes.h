// What an alternative or an overlay makes of a scenario: entries taken out, entries added, values set, in this order.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "scenario/yaml_tree.h"

namespace strife {

// Applies the `without` and `add` of an alternative, then its `set`: between them added mechanisms can be written out. Paths that
// do not exist, additions that do, and whatever cannot be changed are reported (E801, E802, E804); the rest is applied all the
// same. What is not of the form that the field tables demand is passed over: they report it. An alternative that begins at a date
// keeps what it goes without in the tree: see paths_without().
void apply_entries(YamlNode& root, const YamlNode& alternative, Diagnostics& diagnostics);
void apply_settings(YamlNode& root, const YamlNode& alternative, Diagnostics& diagnostics);

// Of an alternative that begins at a date: the paths of the processes, schedule entries and interrupts that it goes without, as
// they stand in the tree, names without their index. Everything else that it takes out is reported (E803).
std::vector<std::string> paths_without(YamlNode& root, const YamlNode& alternative, Diagnostics& diagnostics);

// Applies an overlay: a map in the form of a scenario whose values are set one by one by the rule of overrides, beside `without`
// and `add` as alternatives have them.
void apply_overlay(YamlNode& root, const YamlNode& overlay, Diagnostics& diagnostics);

}  // namespace strife
