// Reads actors: state, activities, agents, processes.
// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <utility>

#include "scenario/map_reader.h"
#include "scenario/mechanisms.h"

namespace strife {
namespace {

// The one kind of a state with its unit or sets; nothing if there are none or several.
std::optional<std::pair<StateKind, TextAst>> read_state_kind(const MapReader& map) {
    constexpr std::array<std::pair<std::string_view, StateKind>, 4> kKinds = {
        {{"count", StateKind::count}, {"level", StateKind::level}, {"one_of", StateKind::one_of}, {"time", StateKind::time}}};
    std::optional<std::pair<StateKind, TextAst>> found;
    for (const auto& [key, kind] : kKinds) {
        const std::optional<TextAst> text = map.text(key);
        if (!text) continue;
        if (found) return std::nullopt;
        found.emplace(kind, *text);
    }
    return found;
}

std::optional<StateAst> read_state(const YamlEntry& entry, ReaderContext& context) {
    const std::optional<IndexedNameAst> name = parse_indexed_name(entry.key, nullptr);
    if (!name || !entry.value.is_map()) return std::nullopt;
    const MapReader map(&entry.value, state_shape());
    const auto kind = read_state_kind(map);
    if (!kind) return std::nullopt;
    const auto values = [&](std::string_view key) {
        return read_values(map.find(key), name->indices.size(), name->name.text, context);
    };
    return StateAst{.name = *name,
                    .kind = kind->first,
                    .unit = kind->second,
                    .initial = values("initial"),
                    .minimum = values("min"),
                    .maximum = values("max"),
                    .half_life = values("half_life"),
                    .decay = values("decay"),
                    .rest = values("rest"),
                    .clamp = map.flag("clamp"),
                    .title = map.prose("title"),
                    .source = map.prose("source")};
}

std::optional<InterruptAst> read_interrupt(const YamlEntry& entry) {
    if (!entry.value.is_map()) return std::nullopt;
    const MapReader map(&entry.value, interrupt_shape());
    const std::optional<TextAst> rate = map.text("rate");
    if (!rate) return std::nullopt;
    return InterruptAst{.name = read_name(entry.key), .rate = *rate, .condition = map.text("if"), .body = map.text("do")};
}

std::optional<ActivityAst> read_activity(const YamlEntry& entry) {
    const std::optional<IndexedNameAst> name = parse_indexed_name(entry.key, nullptr);
    if (!name || !entry.value.is_map()) return std::nullopt;
    const MapReader map(&entry.value, activity_shape());
    ActivityAst activity{.name = *name,
                         .attributes = {},
                         .duration = map.text("duration"),
                         .finish = map.text("finish"),
                         .interrupts = {},
                         .priority = map.text("priority"),
                         .title = map.prose("title")};
    std::vector<const YamlEntry*> attributes;
    for (const YamlEntry& attribute : entries_of(map.map("attributes"))) attributes.push_back(&attribute);
    activity.attributes = read_attributes(attributes);
    for (const YamlEntry& interrupt : entries_of(map.map("interrupt"))) {
        if (std::optional<InterruptAst> read = read_interrupt(interrupt)) activity.interrupts.push_back(std::move(*read));
    }
    return activity;
}

AgentInitialAst read_initial_agents(const YamlNode& node) {
    const MapReader map(&node, initial_agents_shape());
    AgentInitialAst initial{.number = map.text("number"), .values = {}, .span = node.span};
    for (const YamlEntry* value : map.named()) {
        if (value->value.is_scalar()) initial.values.emplace_back(read_name(value->key), value->value.text);
    }
    return initial;
}

std::optional<AgentsAst> read_agents(const YamlEntry& entry) {
    if (!entry.value.is_map()) return std::nullopt;
    const MapReader map(&entry.value, agents_shape());
    AgentsAst agents{.name = read_name(entry.key), .attributes = {}, .initial = {}, .title = map.prose("title")};
    std::vector<const YamlEntry*> attributes;
    for (const YamlEntry& attribute : entries_of(map.map("attributes"))) attributes.push_back(&attribute);
    agents.attributes = read_attributes(attributes);
    const YamlNode* initial = map.find("initial");
    if (initial == nullptr) return agents;
    if (initial->is_map()) agents.initial.push_back(read_initial_agents(*initial));
    for (const YamlNode& item : initial->items) {
        if (item.is_map()) agents.initial.push_back(read_initial_agents(item));
    }
    return agents;
}

// The one trigger of a process; nothing if there are none or several.
std::optional<std::pair<TriggerKind, TextAst>> read_trigger(const MapReader& map) {
    constexpr std::array<std::pair<std::string_view, TriggerKind>, 5> kKinds = {{{"rate", TriggerKind::rate},
                                                                                 {"every", TriggerKind::every},
                                                                                 {"at", TriggerKind::at},
                                                                                 {"when", TriggerKind::when},
                                                                                 {"upon", TriggerKind::upon}}};
    std::optional<std::pair<TriggerKind, TextAst>> trigger;
    for (const auto& [key, kind] : kKinds) {
        if (map.find(key) == nullptr) continue;
        const std::optional<TextAst> text = map.text(key);
        if (trigger || !text) return std::nullopt;
        trigger.emplace(kind, *text);
    }
    return trigger;
}

std::optional<ProcessAst> read_process(const YamlEntry& entry) {
    const std::optional<IndexedNameAst> name = parse_indexed_name(entry.key, nullptr);
    if (!name || !entry.value.is_map()) return std::nullopt;
    const MapReader map(&entry.value, process_shape());
    const std::optional<std::pair<TriggerKind, TextAst>> trigger = read_trigger(map);
    const std::optional<TextAst> body = map.text("do");
    if (!trigger || !body) return std::nullopt;
    return ProcessAst{.name = *name,
                      .trigger = trigger->first,
                      .trigger_text = trigger->second,
                      .first = map.text("first"),
                      .at_start = map.flag("at_start"),
                      .only = map.text("for"),
                      .condition = map.text("if"),
                      .priority = map.text("priority"),
                      .body = *body,
                      .title = map.prose("title"),
                      .source = map.prose("source")};
}

template <class Thing>
void keep(std::optional<Thing> thing, const YamlEntry& entry, std::vector<Thing>& things, ReaderContext& context) {
    if (thing) {
        things.push_back(std::move(*thing));
    } else {
        context.left_out.emplace_back(name_part(entry.key.text));
    }
}

}  // namespace

std::vector<FieldAst> read_attributes(const std::vector<const YamlEntry*>& entries) {
    std::vector<FieldAst> fields;
    for (const YamlEntry* entry : entries) {
        if (entry->value.is_scalar() && !entry->value.text.text.empty()) {
            fields.push_back({.name = read_name(entry->key), .type = entry->value.text});
        }
    }
    return fields;
}

std::vector<ActorAst> read_actors(const YamlNode* node, ReaderContext& context) {
    std::vector<ActorAst> actors;
    for (const YamlEntry& entry : entries_of(node)) {
        if (!entry.value.is_map()) {
            context.left_out.push_back(entry.key.text);
            continue;
        }
        const MapReader map(&entry.value, actor_shape());
        const std::string role = map.prose("role");
        ActorAst actor{.name = read_name(entry.key),
                       .role = role.empty() ? std::string(actor_shape().find("role")->fallback) : role,
                       .title = map.prose("title"),
                       .states = {},
                       .perceptions = read_perceptions(map.map("perceives"), context),
                       .activities = {},
                       .agents = {},
                       .processes = {},
                       .instances = read_instances(map.map("instances"), context)};
        if (const YamlNode* uses = map.find("uses")) {  // those that could not be written out
            for (const YamlNode& item : uses->items) {
                if (const auto use = read_use(item)) context.left_out.push_back(use->name.text);
            }
        }
        for (const YamlEntry& state : entries_of(map.map("state")))
            keep(read_state(state, context), state, actor.states, context);
        for (const YamlEntry& activity : entries_of(map.map("activities")))
            keep(read_activity(activity), activity, actor.activities, context);
        for (const YamlEntry& agents : entries_of(map.map("agents"))) keep(read_agents(agents), agents, actor.agents, context);
        for (const YamlEntry& process : entries_of(map.map("processes")))
            keep(read_process(process), process, actor.processes, context);
        actors.push_back(std::move(actor));
    }
    return actors;
}

}  // namespace strife
