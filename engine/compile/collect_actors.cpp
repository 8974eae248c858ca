// Second pass: actors and what they have, and the events. Their names become symbols before any expression is read.
// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include <fmt/format.h>

#include "compile/build.h"
#include "language/parser.h"

namespace strife {
namespace {

bool declare_of_actor(Build& build, const std::string& actor, const NameAst& declared, SymbolRef ref) {
    const NameAst name = own_name(declared);
    if (is_reserved_word(name.text) || find_law_signature(name.text) != nullptr) {
        build.diagnostics.error(DiagnosticCode::E403, name.span, fmt::format("'{}' is a word of the language", name.text));
        return false;
    }
    warn_of_unit(build, name);
    if (build.symbols.declare(actor + "." + declared.text, ref)) return true;
    build.diagnostics.error(DiagnosticCode::E402, name.span,
                            fmt::format("'{}' is already declared for {}", declared.text, actor));
    return false;
}

std::vector<FieldSymbol> read_fields(Build& build, const std::vector<FieldAst>& fields, InstanceId instance = {}) {
    std::vector<FieldSymbol> symbols;
    for (const FieldAst& field : fields) symbols.push_back(read_field(build, field, FieldKinds::sets_or_unit, instance));
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
std::vector<SetId> read_value_sets(Build& build, const TextAst& text, InstanceId instance) {
    FieldAst field;
    field.type = text;
    return read_field(build, field, FieldKinds::sets, instance).type.sets;
}

void collect_states(Build& build, const ActorAst& actor, ActorId id) {
    for (const StateAst& state : actor.states) {
        StateSymbol symbol{.name = state.name.name.text,
                           .actor = id,
                           .sets = build.sets_of(state.name),
                           .kind = kind_of(state.kind),
                           .unit = {},
                           .relaxing = state.half_life.exist() || state.decay.exist(),
                           .values = {}};
        if (state.kind == StateKind::one_of) {
            symbol.values = read_value_sets(build, state.unit, build.symbols.instance_of(symbol.name));
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
        ActivitySymbol symbol{
            .name = activity.name.name.text,
            .actor = id,
            .sets = build.sets_of(activity.name),
            .fields = read_fields(build, activity.attributes, build.symbols.instance_of(activity.name.name.text))};
        if (declare_of_actor(build, actor.name.text, activity.name.name,
                             {SymbolKind::activity, build.symbols.activities.size()})) {
            build.symbols.activities.push_back(std::move(symbol));
        }
    }
}

// The second events of observers carry what the first carry.
void collect_observers(Build& build) {
    SymbolTable& symbols = build.symbols;
    for (const ObserverAst& observer : build.scenario.observers) {
        const auto of = symbols.find(observer.of.text);
        if (!of || of->kind != SymbolKind::event) {
            symbols.left_out.insert(observer.name.text);
            if (symbols.left_out.contains(observer.of.text)) continue;
            std::vector<std::string> names;
            for (const EventSymbol& event : symbols.events) names.push_back(event.name);
            build.diagnostics.error(DiagnosticCode::E401, observer.of.whole(),
                                    fmt::format("'{}' is not an event declared before", observer.of.text),
                                    did_you_mean(observer.of.text, names));
            continue;
        }
        if (!symbols.declare(observer.name.text, {SymbolKind::event, symbols.events.size()})) {
            build.diagnostics.error(DiagnosticCode::E402, observer.name.span,
                                    fmt::format("'{}' is already declared", observer.name.text));
            continue;
        }
        symbols.events.push_back({.name = observer.name.text, .fields = symbols.events[of->index].fields});
    }
}

// A perception is a level in the unit of what it is of, and beside it the instant of the look that it comes from.
void collect_perceptions(Build& build, const ActorAst& actor, ActorId id) {
    SymbolTable& symbols = build.symbols;
    for (const PerceptionAst& perception : actor.perceptions) {
        StateSymbol symbol{.name = perception.name.name.text,
                           .actor = id,
                           .sets = build.sets_of(perception.name),
                           .kind = StateSymbolKind::level,
                           .unit = {},
                           .relaxing = false};
        std::vector<IndexId> indices;
        CheckScope scope = build.scope_for(perception.name, symbol.sets, indices);
        scope.actor = id;
        scope.place = fmt::format("what '{}' is of", symbol.name);
        const ExprAstPtr ast = parse_expression(perception.of, build.units, build.diagnostics);
        const ExprPtr of = ast ? build.checker.check(*ast, scope) : nullptr;
        const bool is_number = of && of->type.is_number();
        if (of && !is_number) {
            build.diagnostics.error(DiagnosticCode::E503, perception.of.whole(), "only a number can be perceived");
        }
        if (is_number) {
            symbol.unit.dimension = of->type.dimension;
            symbol.unit.text = build.units.describe(of->type.dimension);
        } else {
            symbols.left_out.insert(symbol.name);
        }
        if (!declare_of_actor(build, actor.name.text, perception.name.name, {SymbolKind::state, symbols.states.size()})) continue;
        StateSymbol looked{.name = symbol.name + "'looked",
                           .actor = id,
                           .sets = symbol.sets,
                           .kind = StateSymbolKind::time,
                           .unit = {},
                           .relaxing = false};
        looked.unit.dimension = build.units.time();
        looked.unit.text = "day";
        symbols.states.push_back(std::move(symbol));
        symbols.states.push_back(std::move(looked));
    }
}

}  // namespace

FieldSymbol read_field(Build& build, const FieldAst& field, FieldKinds kinds, InstanceId instance) {
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
        if (const auto found = build.find_set(instance, text.substr(first, last - first))) {
            sets.push_back(*found);
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

void collect_actors(Build& build) {
    SymbolTable& symbols = build.symbols;
    std::size_t actor_number = 0;
    for (const ActorAst& actor : build.scenario.actors) {
        if (!symbols.declare(actor.name.text, {SymbolKind::actor, actor_number++})) {
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
    collect_observers(build);
    const std::size_t n = build.scenario.actors.size();
    for (std::size_t i = 0; i < n; ++i) {
        collect_states(build, build.scenario.actors[i], ActorId{i});
        collect_activities(build, build.scenario.actors[i], ActorId{i});
        collect_agents(build, build.scenario.actors[i], ActorId{i});
    }
    // Last: they may look at all of it.
    for (std::size_t i = 0; i < n; ++i) collect_perceptions(build, build.scenario.actors[i], ActorId{i});
    check_requirements(build);
}

}  // namespace strife
