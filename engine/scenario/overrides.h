// Sets single values in a tree by paths of names: the rule that `--set`, alternatives and sweeps share.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "base/diagnostic.h"
#include "scenario/fields.h"
#include "scenario/yaml_tree.h"

namespace strife {

struct Override {
    MappedText path;
    YamlNode value;  // a scalar, or of an overlay a list
};

// An entry under a name of the writer's own.
struct NamedEntry {
    YamlNode* owner = nullptr;  // the map that holds it
    std::size_t index = 0;      // in owner->entries
    const ValueShape* shape = nullptr;
    std::string_view what;  // "a process"
};

// Takes "path=value" in as a source of its own, named `--set`. Nothing and E802 if it is malformed.
std::optional<Override> parse_override(std::string_view argument, SourceMap& sources, Diagnostics& diagnostics);

// Sets the value at the path, in the tree of a whole scenario. Fixed keys that the file leaves out may be set, names of the
// writer's own must exist and stand without their index, members of an indexed value follow its key (`initial.east`).
// A parameter's value takes its prior out. False and a report (E801, E802) if there is no such place.
bool apply_override(YamlNode& root, const Override& setting, Diagnostics& diagnostics);

// The entry that a path of the same kind leads to. Nothing and a report (E801, E802) if there is none, or if the path ends at a
// fixed key.
std::optional<NamedEntry> find_named_entry(YamlNode& root, const MappedText& path, Diagnostics& diagnostics);

}  // namespace strife
