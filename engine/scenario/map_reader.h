// Reads the keys of one map by the names that its field table gives them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/contracts.h"
#include "scenario/ast.h"
#include "scenario/check_fields.h"
#include "scenario/csv.h"
#include "scenario/fields.h"
#include "scenario/names.h"
#include "scenario/yaml_tree.h"

namespace strife {

// What all section readers share.
struct ReaderContext {
    CsvFiles& csv;
    SourceMap& sources;
    Diagnostics& diagnostics;
    std::vector<std::string> left_out;
};

// A view of a map and its table. Values of the wrong form read as absent: check_fields has reported them.
class MapReader {
  public:
    // `node` may be null: a map that is left out.
    MapReader(const YamlNode* node, const MapShape& shape) : node_(node), shape_(&shape) {}

    [[nodiscard]] const YamlNode* find(std::string_view key) const {
        STRIFE_EXPECT(shape_->find(key) != nullptr);
        const YamlEntry* entry = node_ == nullptr ? nullptr : node_->find(key);
        return entry == nullptr || entry->value.kind == YamlKind::missing ? nullptr : &entry->value;
    }
    [[nodiscard]] std::optional<TextAst> text(std::string_view key) const {
        const YamlNode* value = find(key);
        if (value == nullptr || !value->is_scalar() || !is_scalar_valid(*value, shape_->find(key)->value)) return std::nullopt;
        return value->text;
    }
    [[nodiscard]] std::string prose(std::string_view key) const {
        const std::optional<TextAst> value = text(key);
        return value ? value->text : std::string();
    }
    [[nodiscard]] bool flag(std::string_view key) const { return prose(key) == "true"; }
    // Null unless the value is a map.
    [[nodiscard]] const YamlNode* map(std::string_view key) const {
        const YamlNode* value = find(key);
        return value != nullptr && value->is_map() ? value : nullptr;
    }
    // The entries under the writer's own keys.
    [[nodiscard]] std::vector<const YamlEntry*> named() const {
        std::vector<const YamlEntry*> entries;
        if (node_ == nullptr) return entries;
        for (const YamlEntry& entry : node_->entries) {
            if (shape_->find(entry.key.text) == nullptr) entries.push_back(&entry);
        }
        return entries;
    }

  private:
    const YamlNode* node_;
    const MapShape* shape_;
};

// The entries of a map that holds nothing but the writer's keys; none if `node` is null.
inline const std::vector<YamlEntry>& entries_of(const YamlNode* node) {
    static const std::vector<YamlEntry> none;
    return node == nullptr ? none : node->entries;
}

inline NameAst read_name(const MappedText& text) {
    return {.text = text.text, .span = text.whole()};
}

// A text, or a map by member as deep as there are indices. Values at other depths are reported and left out.
ValuesAst read_values(const YamlNode* node, std::size_t n_indices, std::string_view what, ReaderContext& context);

// Attributes with their units or sets; those of an event stand beside its title.
std::vector<FieldAst> read_attributes(const std::vector<const YamlEntry*>& entries);

// The column of that name; nothing and a report if the table, of the file `file`, has none.
std::optional<std::size_t> find_column(const CsvTable& table, const MappedText& name, const TextAst& file,
                                       ReaderContext& context);

std::vector<SetAst> read_sets(const YamlNode* node, ReaderContext& context);
std::vector<RelationAst> read_relations(const YamlNode* node, ReaderContext& context);
std::vector<ParameterAst> read_parameters(const YamlNode* node, ReaderContext& context);
std::vector<DefineAst> read_defines(const YamlNode* node, ReaderContext& context);
std::vector<ActorAst> read_actors(const YamlNode* node, ReaderContext& context);
std::vector<InstanceAst> read_instances(const YamlNode* node, ReaderContext& context);
std::vector<EventAst> read_events(const YamlNode* node, ReaderContext& context);
std::vector<PerceptionAst> read_perceptions(const YamlNode* node, ReaderContext& context);
std::vector<ObserverAst> read_observers(const YamlNode* node, ReaderContext& context);
std::vector<InputAst> read_inputs(const YamlNode* node, ReaderContext& context);
std::vector<CorrelationAst> read_correlations(const YamlNode* node);
std::vector<ScheduleAst> read_schedule(const YamlNode* node, ReaderContext& context);
std::vector<OutcomeAst> read_outcomes(const YamlNode* node, ReaderContext& context);
std::vector<AlternativeAst> read_alternatives(const YamlNode* node, ReaderContext& context);

}  // namespace strife
