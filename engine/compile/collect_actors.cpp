// Second pass: actors and what they have, and the events. Their names become symbols before any expression is read.
// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include <fmt/format.h>

#include "compile/build.h"
#include "language/parser.h"

namespace strife {
namespace {

bool declare_of_actor(Build& build, const std::string& actor, const NameAst& name, SymbolRef ref) {
    if (is_reserved_word(name.text) || find_law_signature(name.text) != nullptr) {
        build.diagnostics.error(DiagnosticCode::E403, name.span, fmt::format("'{}' is a word of the language", name.text));
        return false;
    }
    warn_of_unit(build, name);
    if (build.symbols.declare(actor + "." + name.text, ref)) return true;
    build.diagnostics.error(DiagnosticCode::E402, name.span, fmt::format("'{}' is already declared for {}", name.text, actor));
    return false;
}

// The type of an attribute: sets that its value belongs to (`province | abroad`), else a unit.
enum class FieldKinds { sets_or_unit, sets };
FieldSymbol read_field(Build& build, const FieldAst& field, FieldKinds kinds) {
    FieldSymbol symbol{.name = field.name.text, .type = Type::number(), .unit = {}};
    std::vector<SetId> sets;
    std::size_t begin = 0;
    const std::string& text = field.type.text;
    bool all_sets = true;
    while (begin <= text.size()) {
        const std::size_t bar = std::min(text.find('|', begin), text.size());
        std::size_t first = begin;
        std::size_t last = bar;
        while (first < last && text[first] == ' ') ++first;
        while (last > first && text[last - 1] == ' ') --last;
        const auto ref = build.symbols.find(text.substr(first, last - first));
        if (ref && ref->kind == SymbolKind::set) {
            sets.emplace_back(ref->index);
        } else {
            all_sets = false;
            if (kinds == FieldKinds::sets || text.find('|') != std::string::npos) {
                std::vector<std::string> names;
                for (const SetSymbol& set : build.symbols.sets) names.push_back(set.name);
                build.diagnostics.error(DiagnosticCode::E401, field.type.span(first, last),
                                        fmt::format("'{}' is not a declared set", text.substr(first, last - first)),
                                        did_you_mean(text.substr(first, last - first), names));
            }
        }
        begin = bar + 1;
    }
    if (all_sets) {
        symbol.type = Type::member(std::move(sets));
    } else if (kinds == FieldKinds::sets_or_unit && text.find('|') == std::string::npos) {
        if (const auto unit = build.read_unit(field.type)) {
            symbol.unit = *unit;
            symbol.type = Type::number(unit->dimension);
        }
    }
    return symbol;
}

std::vector<FieldSymbol> read_fields(Build& build, const std::vector<FieldAst>& fields) {
    std::vector<FieldSymbol> symbols;
    for (const FieldAst& field : fields) symbols.push_back(read_field(build, field, FieldKinds::sets_or_unit));
    return symbols;
}

StateSymbolKind kind_of(StateKind kind) {
    switch (kind) {
        case StateKind::count:
            return StateSymbolKind::count;
        case StateKind::level:
            return StateSymbolKind::level;
        case StateKind::one_of:
            return StateSymbolKind::one_of;
        default:
            return StateSymbolKind::time;
    }
}

// The sets of a state that is one_of; reported if they are none.
std::vector<SetId> read_value_sets(Build& build, const TextAst& text) {
    FieldAst field;
    field.type = text;
    return read_field(build, field, FieldKinds::sets).type.sets;
}

void collect_states(Build& build, const ActorAst& actor, ActorId id) {
    for (const StateAst& state : actor.states) {
        StateSymbol symbol{.name = state.name.name.text,
                           .actor = id,
                           .sets = build.sets_of(state.name),
                           .kind = kind_of(state.kind),
                           .unit = {},
                           .relaxing = state.half_life.has_value() || state.decay.has_value(),
                           .values = {}};
        if (state.kind == StateKind::one_of) {
            symbol.values = read_value_sets(build, state.unit);
        } else if (state.kind == StateKind::time) {
            symbol.unit.dimension = build.units.time();
            symbol.unit.text = "day";
        } else {
            symbol.unit = build.read_unit(state.unit).value_or(Unit{});
        }
        const bool count = state.kind == StateKind::count;
        if (count && !(symbol.unit.dimension.is_none() || build.units.is_counting(symbol.unit.dimension))) {
            build.diagnostics.error(DiagnosticCode::E509, state.unit.whole(),
                                    fmt::format("a count is of a counting unit, not of [{}]", symbol.unit.text),
                                    "declare it as `level`, or the unit under `units:` as counting");
        } else if (count && symbol.unit.scale != 1.0) {
            build.diagnostics.error(DiagnosticCode::E509, state.unit.whole(), "a count is in single units");
        }
        if (declare_of_actor(build, actor.name.text, state.name.name, {SymbolKind::state, build.symbols.states.size()})) {
            build.symbols.states.push_back(std::move(symbol));
        }
    }
}

void collect_agents(Build& build, const ActorAst& actor, ActorId id) {
    for (const AgentsAst& agents : actor.agents) {
        AgentSymbol symbol{.name = agents.name.text, .actor = id, .fields = read_fields(build, agents.attributes)};
        std::erase_if(symbol.fields, [](const FieldSymbol& field) { return field.name == "number"; });
        for (const FieldAst& field : agents.attributes) {
            if (field.name.text != "number") continue;
            build.diagnostics.error(DiagnosticCode::E402, field.name.span,
                                    "no attribute of agents can be called `number`: in `initial` it says how many there are");
        }
        if (declare_of_actor(build, actor.name.text, agents.name, {SymbolKind::agents, build.symbols.agents.size()})) {
            build.symbols.agents.push_back(std::move(symbol));
        }
    }
}

void collect_activities(Build& build, const ActorAst& actor, ActorId id) {
    for (const ActivityAst& activity : actor.activities) {
        ActivitySymbol symbol{.name = activity.name.name.text,
                              .actor = id,
                              .sets = build.sets_of(activity.name),
                              .fields = read_fields(build, activity.attributes)};
        if (declare_of_actor(build, actor.name.text, activity.name.name,
                             {SymbolKind::activity, build.symbols.activities.size()})) {
            build.symbols.activities.push_back(std::move(symbol));
        }
    }
}

}  // namespace

void collect_actors(Build& build) {
    SymbolTable& symbols = build.symbols;
    for (const ActorAst& actor : build.scenario.actors) {
        const ActorId id{symbols.actors.size()};
        symbols.actors.push_back({actor.name.text});
        if (!symbols.declare(actor.name.text, {SymbolKind::actor, id.index()})) {
            build.diagnostics.error(DiagnosticCode::E402, actor.name.span,
                                    fmt::format("'{}' is already declared", actor.name.text));
        }
    }
    for (const EventAst& event : build.scenario.events) {
        EventSymbol symbol{.name = event.name.text, .fields = read_fields(build, event.attributes)};
        for (const FieldAst& field : event.attributes) {
            if (field.name.text != "actor") continue;
            build.diagnostics.error(DiagnosticCode::E402, field.name.span,
                                    "every event has an attribute `actor`: who emitted it");
        }
        symbol.fields.push_back({.name = "actor", .type = Type::member({symbols.actor_set}), .unit = {}});
        if (!symbols.declare(event.name.text, {SymbolKind::event, symbols.events.size()})) {
            build.diagnostics.error(DiagnosticCode::E402, event.name.span,
                                    fmt::format("'{}' is already declared", event.name.text));
            continue;
        }
        symbols.events.push_back(std::move(symbol));
    }
    std::size_t i = 0;
    for (const ActorAst& actor : build.scenario.actors) {
        collect_states(build, actor, ActorId{i});
        collect_activities(build, actor, ActorId{i});
        collect_agents(build, actor, ActorId{i});
        ++i;
    }
}

}  // namespace strife
