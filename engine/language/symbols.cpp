// SPDX-License-Identifier: Apache-2.0
#include "language/symbols.h"

#include <algorithm>

namespace strife {

bool SymbolTable::declare(const std::string& key, SymbolRef ref) {
    if (!by_key_.emplace(key, ref).second) return false;
    keys_.push_back(key);
    return true;
}

std::optional<SymbolRef> SymbolTable::find(const std::string& key) const {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return std::nullopt;
    return found->second;
}

std::optional<SymbolRef> SymbolTable::find_from(ActorId actor, const std::string& name) const {
    if (actor.valid()) {
        if (auto own = find(actors[actor.index()].name + "." + name)) return own;
    }
    if (auto found = find(name)) return found;
    return find_in_instance(name);
}

std::optional<SymbolRef> SymbolTable::find_in_instance(std::string_view name) const {
    for (const InstanceSymbol& instance : instances) {
        const std::string& actor = actors[instance.actor.index()].name;
        const bool is_within = name.size() > actor.size() && name.substr(0, actor.size()) == actor && name[actor.size()] == '.';
        const std::string_view rest = is_within ? name.substr(actor.size() + 1) : std::string_view();
        if (rest.substr(0, instance.name.size() + 1) == instance.name + ".") return find(std::string(rest));
    }
    return std::nullopt;
}

std::string SymbolTable::bound_name(InstanceId instance, const std::vector<std::string>& path) const {
    std::string name = dotted_name(path);
    if (!instance.valid()) return name;
    const InstanceSymbol& own = instances[instance.index()];
    const auto found = own.bound.find(path.front());
    if (found == own.bound.end()) return path.front() == kActorSet || path.front() == own.name ? name : std::string();
    return found->second + name.substr(path.front().size());
}

std::optional<SymbolRef> SymbolTable::find_from(ActorId actor, InstanceId instance, const std::vector<std::string>& path) const {
    if (instance.valid() && !instances[instance.index()].bound.contains(path.front())) {
        if (auto own = find_from(actor, instances[instance.index()].name + "." + dotted_name(path))) return own;
    }
    return find_from(actor, bound_name(instance, path));
}

std::string SymbolTable::requirement_hint(ActorId actor, InstanceId instance, const std::string& name) const {
    if (!instance.valid() || !find_from(actor, name)) return {};
    return "a mechanism sees what it requires: name it under `requires`";
}

InstanceId SymbolTable::instance_of(std::string_view name) const {
    const std::size_t dot = name.find('.');
    for (std::size_t i = 0; dot != std::string_view::npos && i < instances.size(); ++i) {
        if (instances[i].name == name.substr(0, dot)) return InstanceId{i};
    }
    return {};
}

void SymbolTable::leave_out(const std::string& name) {
    left_out.insert(name);
    left_out.insert(name.substr(name.find('.') + 1));  // as its instance calls it
}

std::optional<AttributeId> SymbolTable::find_attribute(const std::string& name, SetId set) const {
    for (std::size_t i = 0; i < attributes.size(); ++i) {
        if (attributes[i].set == set && attributes[i].name == name) return AttributeId{i};
    }
    return std::nullopt;
}

bool SymbolTable::is_left_out(const std::vector<std::string>& path) const {
    return std::any_of(path.begin(), path.end(), [&](const std::string& part) { return left_out.contains(part); });
}

bool SymbolTable::is_attribute(const std::string& name) const {
    return std::any_of(attributes.begin(), attributes.end(), [&](const AttributeSymbol& a) { return a.name == name; });
}

std::optional<std::size_t> SymbolTable::position(SetId set_id, const std::string& member) const {
    const auto& positions = set(set_id).positions;
    const auto found = positions.find(member);
    if (found == positions.end()) return std::nullopt;
    return found->second;
}

std::vector<std::string> SymbolTable::visible_names(ActorId actor, InstanceId instance) const {
    std::vector<std::string> names;
    if (instance.valid()) {
        const InstanceSymbol& symbol = instances[instance.index()];
        for (const auto& [name, bound] : symbol.bound) {
            names.push_back(name);
            for (const std::string& key : keys_) {
                if (key.starts_with(bound + ".")) names.push_back(name + key.substr(bound.size()));
            }
        }
        std::sort(names.begin(), names.end());
        for (const std::string& own : {symbol.name + ".", actors[symbol.actor.index()].name + "." + symbol.name + "."}) {
            for (const std::string& key : keys_) {
                if (key.starts_with(own)) names.push_back(key.substr(own.size()));
            }
        }
        for (const AttributeSymbol& attribute : attributes) names.push_back(attribute.name);
        return names;
    }
    const std::string prefix = actor.valid() ? actors[actor.index()].name + "." : std::string();
    for (const std::string& key : keys_) {
        if (!prefix.empty() && key.starts_with(prefix)) names.push_back(key.substr(prefix.size()));
        names.push_back(key);
    }
    for (const AttributeSymbol& attribute : attributes) names.push_back(attribute.name);
    return names;
}

Type SymbolTable::type_of(const StateSymbol& state) const {
    switch (state.kind) {
        case StateSymbolKind::one_of:
            return Type::member(state.values);
        case StateSymbolKind::time:
            return has_dates ? Type::date() : Type::number(state.unit.dimension);
        default:
            return Type::number(state.unit.dimension);
    }
}

std::string SymbolTable::qualified_name(const StateSymbol& state) const {
    return actors[state.actor.index()].name + "." + state.name;
}
std::string SymbolTable::qualified_name(const ActivitySymbol& activity) const {
    return actors[activity.actor.index()].name + "." + activity.name;
}
std::string SymbolTable::qualified_name(const AgentSymbol& kind) const {
    return actors[kind.actor.index()].name + "." + kind.name;
}

}  // namespace strife
