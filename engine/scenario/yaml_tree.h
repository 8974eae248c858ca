// A YAML document as a tree that knows where every byte of it stands; scalars stay text.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"

namespace strife {

enum class YamlKind { missing, scalar, list, map };  // `missing`: a key or list item without a value
enum class YamlStyle { plain, quoted, block };

struct YamlEntry;

struct YamlNode {
    YamlKind kind = YamlKind::missing;
    SourceSpan span;
    bool flow = false;                   // written between { } or [ ], or inside such
    YamlStyle style = YamlStyle::plain;  // of a scalar
    MappedText text;                     // of a scalar, each byte with its place in the file
    std::vector<YamlNode> items;         // of a list
    std::vector<YamlEntry> entries;      // of a map, in file order

    [[nodiscard]] bool is_scalar() const { return kind == YamlKind::scalar; }
    [[nodiscard]] bool is_list() const { return kind == YamlKind::list; }
    [[nodiscard]] bool is_map() const { return kind == YamlKind::map; }
    // The entry with this key, or null; null for other kinds than maps.
    [[nodiscard]] const YamlEntry* find(std::string_view key) const;
    [[nodiscard]] YamlEntry* find(std::string_view key);
    // Takes out the entry with this key, if there is one.
    void erase(std::string_view key);
};

struct YamlEntry {
    MappedText key;
    YamlStyle key_style = YamlStyle::plain;
    YamlNode value;
};

struct YamlLimits {
    std::size_t depth = 64;
    std::size_t nodes = 1'000'000;
    std::size_t alias_nodes = 10'000;  // nodes that aliases may stand for, together
};

// Reads the one document of a text whose bytes check_text has passed. Faults are reported with their place; nothing is given
// back if no tree can be made of the text. What is well-formed but not used in scenarios (tags, merge keys, multi-line plain
// scalars, keys that are not text, repeated keys) is reported too and the rest is read on.
std::optional<YamlNode> read_yaml(SourceFileId file, const SourceMap& sources, Diagnostics& diagnostics,
                                  const YamlLimits& limits = {});

// The tree as YAML that reads back as the same tree (same_content), all maps and lists one entry a line.
std::string print_yaml(const YamlNode& node);

// Whether a text may stand in a block map as a plain scalar and read back as itself.
bool is_plain_safe(std::string_view text);

// Whether two trees hold the same, wherever it stands. A block text equals a quoted one.
bool same_content(const YamlNode& a, const YamlNode& b);

}  // namespace strife
