// SPDX-License-Identifier: Apache-2.0
#include "scenario/merge_trees.h"

#include <algorithm>
#include <filesystem>
#include <unordered_map>
#include <utility>

#include "scenario/files.h"
#include "scenario/names.h"

namespace strife {
namespace {

// What an entry of a map with this shape holds; null where the tables do not say.
const ValueShape* shape_of_entry(const MapShape& shape, std::string_view key) {
    if (const FieldShape* field = shape.find(key)) return &field->value;
    return shape.named;
}

// Takes out of `base` what the keys of `over` set aside.
void make_way(YamlNode& base, const YamlNode& over, const MapShape& shape) {
    for (const FieldShape& field : shape.fields) {
        if (over.find(field.key) == nullptr) continue;
        for (const std::string_view key : field.unset) base.erase(key);
    }
    for (const KeyGroup& group : shape.groups) {
        const auto stands = [&](std::string_view key) { return over.find(key) != nullptr; };
        if (std::none_of(group.keys.begin(), group.keys.end(), stands)) continue;
        for (const std::string_view key : group.keys) {
            if (!stands(key)) base.erase(key);
        }
    }
}

void merge_value(YamlNode& base, YamlNode over, const ValueShape* shape);

void merge_maps(YamlNode& base, YamlNode over, const MapShape* shape, const ValueShape* of_members) {
    if (shape != nullptr) make_way(base, over, *shape);
    std::unordered_map<std::string, std::size_t> positions;
    for (std::size_t i = 0; i < base.entries.size(); ++i) positions.emplace(name_part(base.entries[i].key.text), i);
    for (YamlEntry& entry : over.entries) {
        const auto found = positions.find(std::string(name_part(entry.key.text)));
        if (found == positions.end()) {
            base.entries.push_back(std::move(entry));
            continue;
        }
        YamlEntry& target = base.entries[found->second];
        const ValueShape* value = shape != nullptr ? shape_of_entry(*shape, entry.key.text) : of_members;
        if (entry.key.text.find('[') != std::string::npos) {
            target.key = std::move(entry.key);
            target.key_style = entry.key_style;
        }
        merge_value(target.value, std::move(entry.value), value);
    }
}

void merge_value(YamlNode& base, YamlNode over, const ValueShape* shape) {
    const MapShape* map = shape == nullptr ? nullptr : shape->map;
    if (map != nullptr && base.is_map() && over.is_scalar() && map->override_sets_key) wrap_scalar(over, map->scalar_key);
    if (base.is_scalar() && over.is_map()) {
        if (map != nullptr && !map->scalar_key.empty()) wrap_scalar(base, map->scalar_key);
        if (map == nullptr && shape != nullptr && shape->by_member) wrap_scalar(base, "default");
    }
    if (base.is_map() && over.is_map() && (shape == nullptr || !shape->anything)) {
        merge_maps(base, std::move(over), map, shape);
    } else {
        base = std::move(over);
    }
}

void rebase_value(YamlNode& node, const ValueShape& shape, const std::string& file);

void rebase_map(YamlNode& node, const MapShape& shape, const std::string& file) {
    for (YamlEntry& entry : node.entries) {
        if (const ValueShape* value = shape_of_entry(shape, entry.key.text)) rebase_value(entry.value, *value, file);
    }
}

void rebase_value(YamlNode& node, const ValueShape& shape, const std::string& file) {
    if (node.is_map() && shape.map != nullptr) return rebase_map(node, *shape.map, file);
    if (node.is_list() && shape.item != nullptr) {
        for (YamlNode& item : node.items) rebase_value(item, *shape.item, file);
        return;
    }
    if (!node.is_scalar() || shape.scalar != ScalarKind::path || node.text.text.empty()) return;
    const SourceSpan place = node.text.whole();
    node.text.text = path_beside(file, node.text.text);
    std::vector<std::uint32_t>& offsets = node.text.offsets;
    offsets.assign(node.text.text.size() + 1, place.begin);
    offsets.back() = place.end;
    offsets[offsets.size() - 2] = place.end - 1;  // so that the whole of it stands where the whole of it was written
}

}  // namespace

void wrap_scalar(YamlNode& node, std::string_view key) {
    YamlNode scalar = std::move(node);
    node = YamlNode{};
    node.kind = YamlKind::map;
    node.span = scalar.span;
    MappedText name = MappedText::contiguous(key, scalar.span.file, scalar.span.begin);
    std::fill(name.offsets.begin(), name.offsets.end(), scalar.span.begin);
    node.entries.push_back({.key = std::move(name), .key_style = YamlStyle::plain, .value = std::move(scalar)});
}

void merge_over(YamlNode& base, YamlNode over, const MapShape& shape) {
    merge_maps(base, std::move(over), &shape, nullptr);
}

void rebase_paths(YamlNode& root, const MapShape& shape, const std::string& file) {
    if (std::filesystem::path(file).has_parent_path()) rebase_map(root, shape, file);
}

}  // namespace strife
