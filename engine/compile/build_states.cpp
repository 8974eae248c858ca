// States: where they lie in the memory, their bounds, how they relax, and their values at the start.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "base/numbers.h"
#include "compile/lowering.h"
#include "compile/values.h"
#include "language/parser.h"

namespace strife {
namespace {

ModelStateKind model_kind(StateSymbolKind kind) {
    switch (kind) {
        case StateSymbolKind::count:
            return ModelStateKind::count;
        case StateSymbolKind::level:
            return ModelStateKind::level;
        case StateSymbolKind::one_of:
            return ModelStateKind::member;
        default:
            return ModelStateKind::instant;
    }
}

// Whether an expression names anything, so that it may be another value for each member.
bool names_something(const ExprAst& ast) {
    if (ast.kind == ExprAstKind::name) return true;
    const auto in_child = [](const ExprAstPtr& child) { return child && names_something(*child); };
    return std::any_of(ast.children.begin(), ast.children.end(), in_child) ||
           std::any_of(ast.arguments.begin(), ast.arguments.end(), [&](const auto& a) { return in_child(a.value); });
}

struct ElementValueKind {
    Unit unit;  // that bare numbers take
    std::string_view place;
    bool bare_numbers = true;
    bool is_half_life = false;
};

// The fixed values of a state's elements: one for all if they are constants of all, else one of each.
ElementValue add_element_value(Build& build, const StateAst& state, const StateSymbol& symbol, const ValuesAst& values,
                               const ElementValueKind& kind) {
    if (!values.exist()) return {};
    bool of_each = !values.by_member.empty();
    if (!symbol.sets.empty() && values.all) {
        const ExprAstPtr ast = parse_expression(*values.all, build.units, build.diagnostics);
        if (!ast) return {};
        of_each = of_each || names_something(*ast);
    }
    static const std::vector<SetId> kNoSets;
    IndexedNameAst name = state.name;
    if (!of_each) name.indices.clear();
    const std::vector<SetId>& sets = of_each ? symbol.sets : kNoSets;
    ElementValue result{.first = build.allocate(build.shape_of(sets).size, false), .of_each = of_each};
    add_values(build, values,
               {.name = name,
                .sets = sets,
                .first = result.first,
                .unit = kind.unit,
                .place = kind.place,
                .qualified_name = {},
                .may_read_state = false,
                .may_draw = false,
                .needs_all = true,
                .bare_numbers = kind.bare_numbers,
                .is_half_life = kind.is_half_life,
                .actor = symbol.actor});
    return result;
}

void build_level(Build& build, const StateAst& state, const StateSymbol& symbol, ModelState& model) {
    RelaxingLevel level;
    level.state = static_cast<std::uint32_t>(build.model.states.size());
    level.first = model.first;
    level.since = build.allocate(model.shape.size, false);
    Unit time;
    time.dimension = build.units.time();
    Unit per_time;
    per_time.dimension = Dimension{}.over(time.dimension);
    level.decay =
        state.half_life.exist()
            ? add_element_value(build, state, symbol, state.half_life,
                                {.unit = time, .place = "a half-life", .bare_numbers = false, .is_half_life = true})
            : add_element_value(build, state, symbol, state.decay, {.unit = per_time, .place = "a decay", .bare_numbers = false});
    level.rest = add_element_value(build, state, symbol, state.rest, {.unit = symbol.unit, .place = "`rest`"});
    if (!level.rest.exists()) level.rest.first = build.constant(0.0);
    if (!level.decay.exists()) level.decay.first = build.constant(0.0);
    model.level = static_cast<std::uint32_t>(build.model.levels.size());
    build.model.levels.push_back(level);
}

SourceSpan span_of(const ValuesAst& values) {
    return values.all ? values.all->whole() : values.by_member.front().value.whole();
}

void build_state(Build& build, const StateAst& state, const StateSymbol& symbol) {
    ModelState model;
    model.name = build.symbols.qualified_name(symbol);
    model.kind = model_kind(symbol.kind);
    model.shape = build.shape_of(symbol.sets);
    model.first = build.allocate(model.shape.size, true, symbol.kind == StateSymbolKind::one_of ? kNoMember : 0.0);
    model.unit = symbol.unit.text;
    if (symbol.kind == StateSymbolKind::one_of) {
        model.unit.clear();
        for (const SetId set : symbol.values) model.unit += (model.unit.empty() ? "" : " | ") + build.symbols.set(set).name;
    }
    model.unit_scale = symbol.unit.scale;
    model.clamp = state.clamp;
    model.span = state.name.span;
    const auto bound = [&](const ValuesAst& values, std::string_view place) {
        return add_element_value(build, state, symbol, values, {.unit = symbol.unit, .place = place});
    };
    const bool is_number = symbol.kind == StateSymbolKind::count || symbol.kind == StateSymbolKind::level;
    if (is_number) {
        model.minimum = bound(state.minimum, "`min`");
        model.maximum = bound(state.maximum, "`max`");
    } else if (state.minimum.exist() || state.maximum.exist()) {
        build.diagnostics.error(DiagnosticCode::E209, span_of(state.minimum.exist() ? state.minimum : state.maximum),
                                "only a count or a level has a `min` and a `max`");
    }
    if (model.kind == ModelStateKind::count && !model.minimum.exists()) model.minimum.first = build.constant(0.0);
    if (symbol.relaxing) {
        if (model.kind == ModelStateKind::count) {
            build.diagnostics.error(DiagnosticCode::E605, state.name.span, "a count cannot decay: it stays a whole number",
                                    "declare it as `level`, or remove members at a rate");
        }
        build_level(build, state, symbol, model);
    }
    build.model.states.push_back(std::move(model));
}

// Where the initial value of an element is written: its member's entry, else the value for all.
SourceSpan span_of_initial(const StateAst& state, const std::string& name, const ModelState& model) {
    for (const MemberValueAst& value : state.initial.by_member) {
        std::string members;
        for (const NameAst& member : value.members) members += (members.empty() ? "" : ",") + member.text;
        if (name == fmt::format("{}[{}]", model.name, members)) return value.value.whole();
    }
    return state.initial.all ? state.initial.all->whole() : state.name.span;
}

// A relaxing level starts at rest.
void start_at_rest(Build& build, const ModelState& state, const ElementValue& rest, SourceSpan span) {
    const std::uint32_t n = rest.of_each ? state.shape.size : 1;
    for (std::uint32_t e = 0; e < n; ++e) {
        Initializer initializer;
        initializer.shape = state.shape;
        initializer.first = state.first;
        if (rest.of_each) initializer.member = e;
        initializer.program = {static_cast<std::uint32_t>(build.model.code.size()), rest.at(e)};
        build.model.code.push_back({});
        build.model.code_spans.push_back(span);
        build.add_initializer(initializer);
    }
}

// Initial values that no run could start with: outside their bounds, or no whole number for a count.
void check_initial_values(Build& build, const StateAst& state, const ModelState& model) {
    const auto fixed = [&](Slot slot) {
        const auto found = build.fixed_slots.find(slot);
        return found == build.fixed_slots.end() ? std::optional<double>() : found->second;
    };
    const auto shown = [&](double value) { return format_quantity(value / model.unit_scale, model.unit); };
    for (std::uint32_t e = 0; e < model.shape.size; ++e) {
        const std::optional<double> low = fixed(model.minimum.at(e));
        const std::optional<double> high = fixed(model.maximum.at(e));
        if (low && high && *low > *high) {
            const SourceSpan place = state.minimum.exist()   ? span_of(state.minimum)
                                     : state.maximum.exist() ? span_of(state.maximum)
                                                             : state.name.span;
            const std::string name = build.model.member_name(model.name, model.shape, e);
            build.diagnostics.error(
                DiagnosticCode::E611, place,
                fmt::format("the minimum {} of '{}' is above its maximum {}", shown(*low), name, shown(*high)));
            return;
        }
        const std::optional<double> value = fixed(model.first + e);
        if (!value) continue;
        const bool below = low && *value < *low;
        const bool above = high && *value > *high;
        const bool outside = (below || above) && !model.clamp;
        const bool broken = model.kind == ModelStateKind::count && *value != std::floor(*value);
        if (!outside && !broken) continue;
        const std::string name = build.model.member_name(model.name, model.shape, e);
        const SourceSpan span = span_of_initial(state, name, model);
        if (outside) {
            build.diagnostics.error(
                DiagnosticCode::E611, span,
                fmt::format("'{}' starts at {}, {} its {} of {}", name, shown(*value), below ? "below" : "above",
                            below ? "minimum" : "maximum", shown(below ? *low : *high)));
        } else {
            build.diagnostics.error(DiagnosticCode::E611, span,
                                    fmt::format("the count '{}' starts at {}, which is no whole number", name, shown(*value)),
                                    "write round(...) or floor(...) around it, or declare a `level`");
        }
        return;  // the first tells enough: others of the family would repeat it
    }
}

}  // namespace

void build_states(Build& build) {
    std::vector<std::pair<const StateAst*, std::size_t>> declared;
    for (const ActorAst& actor : build.scenario.actors) {
        for (const StateAst& state : actor.states) {
            const auto ref = build.symbols.find(actor.name.text + "." + state.name.name.text);
            const bool first = ref && ref->kind == SymbolKind::state && ref->index == build.model.states.size();
            if (!first) continue;  // declared twice, which is reported
            build_state(build, state, build.symbols.states[ref->index]);
            declared.emplace_back(&state, ref->index);
        }
    }
    lay_out_perceptions(build);
    // Activities' counts are state as well; their slots must be known before any expression is lowered.
    for (const ActivitySymbol& symbol : build.symbols.activities) {
        ModelActivity activity;
        activity.name = build.symbols.qualified_name(symbol);
        activity.shape = build.shape_of(symbol.sets);
        activity.count = build.allocate(activity.shape.size, true);
        activity.first_pool = build.model.pool_count;
        build.model.pool_count += activity.shape.size;
        build.model.activities.push_back(std::move(activity));
    }
    build.model.first_state_initializer = build.model.initializers.size();
    for (const auto& [state, id] : declared) {
        const StateSymbol& symbol = build.symbols.states[id];
        const std::string place = fmt::format("the initial value of '{}'", build.model.states[id].name);
        const ValueSlots where{.name = state->name,
                               .sets = symbol.sets,
                               .first = build.model.states[id].first,
                               .unit = symbol.unit,
                               .place = place,
                               .qualified_name = build.model.states[id].name,
                               .may_read_state = false,
                               .may_draw = true,
                               .type = build.symbols.type_of(symbol),
                               .actor = symbol.actor};
        const auto& level = build.model.states[id].level;
        if (level && !state->initial.all) {
            start_at_rest(build, build.model.states[id], build.model.levels[*level].rest, state->name.span);
        }
        const bool is_number = symbol.kind == StateSymbolKind::count || symbol.kind == StateSymbolKind::level;
        if (is_number && !build.model.states[id].level) {
            for (std::uint32_t e = 0; e < build.model.states[id].shape.size; ++e) build.fixed_slots[where.first + e] = 0.0;
        }
        add_values(build, state->initial, where);
        check_initial_values(build, *state, build.model.states[id]);
    }
    build_agents(build);
    initialise_perceptions(build);
}

}  // namespace strife
