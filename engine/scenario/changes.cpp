// SPDX-License-Identifier: Apache-2.0
#include "scenario/changes.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "scenario/check_fields.h"
#include "scenario/fields.h"
#include "scenario/mechanisms.h"
#include "scenario/names.h"
#include "scenario/overrides.h"

namespace strife {
namespace {

constexpr std::size_t kMaxPath = 1000;  // bytes of a path in an overlay
constexpr std::size_t kMaxFaults = 50;  // of one overlay: each looks for the nearest names

// The texts in a list; null and other forms have none.
std::vector<MappedText> texts_of(const YamlEntry* list) {
    std::vector<MappedText> texts;
    if (list == nullptr) return texts;
    for (const YamlNode& item : list->value.items) {
        if (item.is_scalar() && !item.text.text.empty()) texts.push_back(item.text);
    }
    return texts;
}

// Takes the entries for which `gone` holds out of the map under a key, and the key with the last of them.
template <class Gone>
void erase_entries(YamlNode& map, std::string_view key, Gone gone) {
    YamlEntry* section = map.find(key);
    if (section == nullptr || !section->value.is_map()) return;
    if (std::erase_if(section->value.entries, gone) > 0 && section->value.entries.empty()) map.erase(key);
}

// Correlations with parameters that are gone.
template <class Gone>
void erase_correlations(YamlNode& root, Gone gone) {
    YamlEntry* correlations = root.find("correlations");
    if (correlations == nullptr) return;
    const auto names_gone = [&](const YamlNode& item) {
        const YamlEntry* between = item.find("between");
        if (between == nullptr) return false;
        const auto& names = between->value.items;
        return std::any_of(names.begin(), names.end(), [&](const YamlNode& name) { return gone(name.text.text); });
    };
    if (std::erase_if(correlations->value.items, names_gone) > 0 && correlations->value.items.empty()) {
        root.erase("correlations");
    }
}

// The instances that an entry is or holds: with them goes all that their mechanisms brought.
std::vector<std::string> instances_in(const YamlEntry& entry, const MapShape* shape) {
    if (shape == &instance_shape()) return {entry.key.text};
    std::vector<std::string> names;
    const YamlEntry* instances = shape == &actor_shape() ? entry.value.find("instances") : nullptr;
    if (instances == nullptr) return names;
    for (const YamlEntry& instance : instances->value.entries) names.push_back(instance.key.text);
    return names;
}

void erase_owned(YamlNode& root, const std::string& instance) {
    const auto owned = [&](const YamlEntry& entry) { return instance_part(entry.key.text) == instance; };
    if (YamlEntry* actors = root.find("actors")) {
        for (YamlEntry& actor : actors->value.entries) {
            for (const std::string_view section : kOwnedSections) erase_entries(actor.value, section, owned);
        }
    }
    erase_entries(root, "parameters", owned);
    erase_entries(root, "define", owned);
    erase_correlations(root, [&](const std::string& name) { return instance_part(name) == instance; });
}

void take_out(YamlNode& root, const YamlEntry* without, Diagnostics& diagnostics) {
    for (const MappedText& path : texts_of(without)) {
        const auto found = find_named_entry(root, path, diagnostics);
        if (!found) continue;
        const auto place = found->owner->entries.begin() + static_cast<std::ptrdiff_t>(found->index);
        const YamlEntry entry = std::move(*place);
        found->owner->entries.erase(place);
        for (const std::string& instance : instances_in(entry, found->shape->map)) erase_owned(root, instance);
        if (found->shape->map == &parameter_shape()) {
            erase_correlations(root, [&](const std::string& name) { return name == name_part(entry.key.text); });
        }
    }
}

// Whether maps of this shape hold entries of the writer's own, or maps that do: to those something can be added.
bool takes_entries(const ValueShape& shape) {
    if (shape.map == nullptr) return false;
    if (shape.map->named != nullptr) return true;
    return std::any_of(shape.map->fields.begin(), shape.map->fields.end(),
                       [](const FieldShape& field) { return field.value.map != nullptr && field.value.map->named != nullptr; });
}

// Adds the entries of `additions` to a map with this shape; `path` is where that map stands.
void add_entries(YamlNode& base, const YamlNode& additions, const MapShape& shape, const std::string& path,
                 Diagnostics& diagnostics) {
    for (const YamlEntry& entry : additions.entries) {
        const FieldShape* field = shape.find(entry.key.text);
        const ValueShape* value = field != nullptr ? &field->value : shape.named;
        if (value == nullptr) continue;
        const std::string_view name = field != nullptr ? field->key : name_part(entry.key.text);
        const auto same = [&](const YamlEntry& there) { return name_part(there.key.text) == name; };
        const auto found = std::find_if(base.entries.begin(), base.entries.end(), same);
        if (found == base.entries.end()) {
            base.entries.push_back(entry);
            continue;
        }
        const std::string here = path.empty() ? std::string(name) : fmt::format("{}.{}", path, name);
        if (entry.value.is_map() && found->value.is_map() && takes_entries(*value)) {
            add_entries(found->value, entry.value, *value->map, here, diagnostics);
            continue;
        }
        // Items that say for themselves what they are: correlations, mechanisms.
        if (entry.value.is_list() && found->value.is_list() && value->item != nullptr && value->item->map != nullptr) {
            found->value.items.insert(found->value.items.end(), entry.value.items.begin(), entry.value.items.end());
            continue;
        }
        const std::string what = field != nullptr ? fmt::format("'{}' exists already", here)
                                                  : fmt::format("there is {} '{}' already", shape.named_what, name);
        const std::string hint = found->value.is_list() ? "a list is replaced whole: take it out with 'without' as well"
                                 : found->value.is_map()
                                     ? fmt::format("'set' changes what is there, by paths that begin with {}", here)
                                     : fmt::format("'set' changes what is there: {}", here);
        diagnostics.error(DiagnosticCode::E804, entry.key.whole(), what, hint);
    }
}

// An instance whose name is taken is one fault, not one for each thing that it brings.
bool brings_new_instances(const YamlNode& root, const YamlNode& additions, Diagnostics& diagnostics) {
    bool good = true;
    for (const YamlEntry* added : instances_of(additions)) {
        const std::string& name = added->key.text;
        const auto there = instances_of(root);
        if (std::none_of(there.begin(), there.end(), [&](const YamlEntry* other) { return other->key.text == name; })) continue;
        diagnostics.error(DiagnosticCode::E402, added->key.whole(), fmt::format("there is an instance '{}' already", name),
                          fmt::format("give this one another name: as: {}_2", name));
        good = false;
    }
    return good;
}

void add_all(YamlNode& root, const YamlEntry* add, Diagnostics& diagnostics) {
    if (add == nullptr || !add->value.is_map() || !brings_new_instances(root, add->value, diagnostics)) return;
    add_entries(root, add->value, additions_shape(), {}, diagnostics);
}

// Calls `leaf` with the path and value of everything in a map that is no map itself.
class OverlayLeaves {
  public:
    OverlayLeaves(YamlNode& root, Diagnostics& diagnostics) : root_(root), diagnostics_(diagnostics) {}

    void apply_map(const YamlNode& map, const MappedText& path) {
        // A value takes the prior of a parameter out, and a prior its truncation: what takes out goes first.
        for (const std::string_view first : {"value", "prior"}) {
            if (const YamlEntry* entry = map.find(first)) apply_entry(*entry, path);
        }
        for (const YamlEntry& entry : map.entries) {
            const std::string& key = entry.key.text;
            const bool special = path.text.empty() && (key == "without" || key == "add");
            if (key != "value" && key != "prior" && !special) apply_entry(entry, path);
        }
    }

  private:
    void apply_entry(const YamlEntry& entry, const MappedText& path) {
        if (n_faults_ >= kMaxFaults) return;
        const YamlNode& value = entry.value;
        MappedText whole = joined(path, entry.key);
        if (whole.text.size() > kMaxPath) {
            fault(DiagnosticCode::E802, entry.key.whole(), "the path to this key is too long");
        } else if (value.kind == YamlKind::missing || (value.is_map() && value.entries.empty())) {
            fault(DiagnosticCode::E208, entry.key.whole(),
                  value.is_map() ? fmt::format("'{}' is an empty map, which sets nothing", whole.text)
                                 : fmt::format("'{}' has no value", whole.text));
        } else if (value.is_map()) {
            apply_map(value, whole);
        } else if (!apply_override(root_, {.path = std::move(whole), .value = value}, diagnostics_)) {
            ++n_faults_;
        }
    }

    void fault(DiagnosticCode code, SourceSpan place, std::string message) {
        ++n_faults_;
        diagnostics_.error(code, place, std::move(message));
    }

    static MappedText joined(const MappedText& path, const MappedText& key) {
        if (path.text.empty()) return key;
        MappedText whole = path;
        whole.text += '.' + key.text;
        whole.offsets.insert(whole.offsets.end(), key.offsets.begin(), key.offsets.end());
        return whole;
    }

    YamlNode& root_;
    Diagnostics& diagnostics_;
    std::size_t n_faults_ = 0;
};

}  // namespace

void apply_entries(YamlNode& root, const YamlNode& alternative, Diagnostics& diagnostics) {
    if (alternative.find("from") == nullptr) take_out(root, alternative.find("without"), diagnostics);
    add_all(root, alternative.find("add"), diagnostics);
}

void apply_settings(YamlNode& root, const YamlNode& alternative, Diagnostics& diagnostics) {
    const YamlEntry* set = alternative.find("set");
    if (set == nullptr) return;
    for (const YamlEntry& entry : set->value.entries) {
        if (entry.value.is_scalar()) apply_override(root, {.path = entry.key, .value = entry.value}, diagnostics);
    }
}

std::vector<std::string> paths_without(YamlNode& root, const YamlNode& alternative, Diagnostics& diagnostics) {
    std::vector<std::string> paths;
    if (alternative.find("from") == nullptr) return paths;
    for (const MappedText& path : texts_of(alternative.find("without"))) {
        const auto found = find_named_entry(root, path, diagnostics);
        if (!found) continue;
        const MapShape* shape = found->shape->map;
        if (shape == &process_shape() || shape == &schedule_shape() || shape == &interrupt_shape()) {
            paths.push_back(path.text);
            continue;
        }
        diagnostics.error(DiagnosticCode::E803, path.whole(),
                          fmt::format("'{}' is {}, which cannot end at a date", path.text, found->what),
                          "from a date on it goes without processes, schedule entries and interrupts; name those");
    }
    return paths;
}

void apply_overlay(YamlNode& root, const YamlNode& overlay, Diagnostics& diagnostics) {
    if (!overlay.is_map()) {
        diagnostics.error(DiagnosticCode::E203, overlay.span,
                          "an overlay is a map in the form of a scenario, with the values that it sets");
        return;
    }
    const YamlEntry* without = overlay.find("without");
    if (without != nullptr && !without->value.is_list()) {
        diagnostics.error(DiagnosticCode::E203, without->key.whole(), "'without' is a list of paths");
    }
    take_out(root, without, diagnostics);
    if (const YamlEntry* add = overlay.find("add")) {
        if (add->value.is_map()) {
            check_fields(add->value, additions_shape(), diagnostics);
        } else {
            diagnostics.error(DiagnosticCode::E203, add->key.whole(), "'add' is a map in the form of a scenario");
        }
        add_all(root, add, diagnostics);
    }
    OverlayLeaves(root, diagnostics).apply_map(overlay, {});
}

}  // namespace strife
