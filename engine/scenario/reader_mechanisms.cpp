// Reads the instances of mechanisms that actors hold: what each requires and what is bound.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "scenario/map_reader.h"

namespace strife {
namespace {

std::optional<RequirementAst> read_requirement(const YamlEntry& entry) {
    constexpr std::array<std::pair<std::string_view, RequirementKind>, 8> kKinds = {{{"set", RequirementKind::set},
                                                                                     {"relation", RequirementKind::relation},
                                                                                     {"count", RequirementKind::count},
                                                                                     {"level", RequirementKind::level},
                                                                                     {"number", RequirementKind::number},
                                                                                     {"event", RequirementKind::event},
                                                                                     {"activity", RequirementKind::activity},
                                                                                     {"actor", RequirementKind::actor}}};
    const std::optional<IndexedNameAst> name = parse_indexed_name(entry.key, nullptr);
    if (!name || !entry.value.is_map()) return std::nullopt;
    const MapReader map(&entry.value, requirement_shape());
    const auto* kind = std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& k) { return map.find(k.first) != nullptr; });
    if (kind == kKinds.end()) return std::nullopt;
    RequirementAst requirement{.name = *name, .kind = kind->second, .unit = {}, .attributes = {}, .bound = {}};
    requirement.has_default = map.find("default") != nullptr;
    std::vector<const YamlEntry*> attributes;
    for (const YamlEntry& attribute : entries_of(map.map(kind->first))) attributes.push_back(&attribute);
    requirement.attributes = read_attributes(attributes);
    const bool has_unit = kind->second == RequirementKind::count || kind->second == RequirementKind::level ||
                          kind->second == RequirementKind::number;
    if (has_unit) requirement.unit = map.text(kind->first);
    if (has_unit && !requirement.unit) return std::nullopt;
    return requirement;
}

// Gives the requirements what is bound to them; bindings of what is not required are reported.
void read_bindings(const YamlNode* bind, InstanceAst& instance, ReaderContext& context) {
    std::vector<std::string> known;
    for (const RequirementAst& requirement : instance.requirements) known.push_back(requirement.name.name.text);
    for (const YamlEntry& entry : entries_of(bind)) {
        if (!entry.value.is_scalar() || entry.value.text.text.empty()) continue;
        const auto found = std::find(known.begin(), known.end(), entry.key.text);
        if (found == known.end()) {
            std::string hint = did_you_mean(entry.key.text, known);
            if (hint.empty()) hint = fmt::format("it requires {}", fmt::join(known, ", "));
            if (known.empty()) hint = "it requires nothing";
            context.diagnostics.error(DiagnosticCode::E407, entry.key.whole(),
                                      fmt::format("{} requires no '{}'", instance.mechanism.text, entry.key.text),
                                      std::move(hint));
        } else if (!is_dotted_name(entry.value.text.text)) {
            context.diagnostics.error(DiagnosticCode::E210, entry.value.span,
                                      fmt::format("'{}' is not a name that can be bound", entry.value.text.text),
                                      "a binding is a name alone, without index; give an expression a name under `define`");
            context.left_out.push_back(entry.key.text);
        } else {
            instance.requirements[static_cast<std::size_t>(found - known.begin())].bound = entry.value.text;
        }
    }
}

}  // namespace

std::vector<InstanceAst> read_instances(const YamlNode* node, ReaderContext& context) {
    std::vector<InstanceAst> instances;
    for (const YamlEntry& entry : entries_of(node)) {
        const MapReader map(&entry.value, instance_shape());
        const std::optional<TextAst> mechanism = map.text("mechanism");
        if (!mechanism) {
            context.left_out.push_back(entry.key.text);
            continue;
        }
        InstanceAst instance{.name = read_name(entry.key), .mechanism = read_name(*mechanism), .requirements = {}};
        for (const YamlEntry& required : entries_of(map.map("requires"))) {
            if (auto requirement = read_requirement(required)) {
                instance.requirements.push_back(std::move(*requirement));
            } else {
                context.left_out.emplace_back(name_part(required.key.text));
            }
        }
        read_bindings(map.map("bind"), instance, context);
        instances.push_back(std::move(instance));
    }
    return instances;
}

}  // namespace strife
