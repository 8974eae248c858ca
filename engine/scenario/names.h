// Names as they stand in keys: with indices, and as members of sets.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "base/diagnostic.h"
#include "scenario/ast.h"
#include "scenario/yaml_tree.h"

namespace strife {

// "fighters[province]", "plots[c in abroad]", "flow[a in province, b in province]", "north.heat[province]". Nothing if it is
// malformed, which is reported where `diagnostics` is given.
std::optional<IndexedNameAst> parse_indexed_name(const MappedText& text, Diagnostics* diagnostics);

// A name, or nothing and a report.
bool check_name(const MappedText& text, YamlStyle style, std::string_view what, Diagnostics& diagnostics);

// A member of a set: a name, or in quotes (or a CSV cell) any text on one line without the characters . , [ ] { } | = " ' and
// without blanks at its ends.
bool check_member(const MappedText& text, YamlStyle style, Diagnostics& diagnostics);
bool is_member_text(std::string_view text);

// Whether YAML 1.1 reads this plain text as something else than text: yes, no, on, off, null, 0123, 12:30, a date. Its `y` and
// `n` are let through: common readers take them as text, and they are good names.
bool is_read_otherwise(std::string_view text);

// The instance that a declared name belongs to: "north" of "north.heat[province]"; empty for other names.
std::string_view instance_part(std::string_view key);
// Names joined by dots: "insurgents.fighters".
bool is_dotted_name(std::string_view text);
// The name of a mechanism: dotted, in small letters, digits and '_', so that it can lead nowhere but to its file.
bool is_mechanism_name(std::string_view text);

// The text before a '[', without blanks at its end: "fighters" of "fighters[province]".
std::string_view name_part(std::string_view key);

}  // namespace strife
