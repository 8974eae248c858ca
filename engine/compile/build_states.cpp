// States: where they lie in the memory, their bounds, how they relax, and their values at the start.
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numbers>
#include <utility>

#include <fmt/format.h>

#include "base/numbers.h"
#include "compile/lowering.h"
#include "compile/values.h"
#include "language/parser.h"

namespace strife {
namespace {

// A slot with log(2) / half-life.
Slot decay_from_half_life(Build& build, Slot half_life) {
    const Slot slot = build.allocate(1, false);
    ExprPtr value = make_constant(std::numbers::ln2, Type::number(), {});
    Lowering lowering(build, ScratchRange::inner);
    Initializer initializer;
    initializer.first = slot;
    initializer.program = lowering.finish_value(*value);
    // One division after the constant, by hand: a fixed slot has no name that an expression could use.
    std::vector<Instruction>& code = build.model.code;
    code.back() = {Op::divide, kNoRegister, kBodyScratch, initializer.program.result, half_life};
    code.push_back({});
    build.model.code_spans.push_back(build.model.code_spans.back());
    initializer.program.result = kBodyScratch;
    build.add_initializer(initializer);
    return slot;
}

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

void build_level(Build& build, const StateAst& state, const StateSymbol& symbol, ModelState& model) {
    const InstanceId instance = build.symbols.instance_of(symbol.name);
    const auto fixed = [&](const std::optional<TextAst>& text, const Dimension& dimension, const std::optional<Unit>& unit,
                           std::string_view place) {
        return text ? add_fixed_value(build, *text, dimension, unit, place, symbol.actor, instance) : kNoSlot;
    };
    RelaxingLevel level;
    level.state = static_cast<std::uint32_t>(build.model.states.size());
    level.first = model.first;
    level.since = build.allocate(model.shape.size, false);
    const Slot half_life = fixed(state.half_life, build.units.time(), std::nullopt, "a half-life");
    const Dimension per_time = Dimension{}.over(build.units.time());
    level.decay =
        half_life != kNoSlot ? decay_from_half_life(build, half_life) : fixed(state.decay, per_time, std::nullopt, "a decay");
    level.rest = state.rest ? fixed(state.rest, symbol.unit.dimension, symbol.unit, "`rest`") : build.constant(0.0);
    model.level = static_cast<std::uint32_t>(build.model.levels.size());
    build.model.levels.push_back(level);
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
    const InstanceId instance = build.symbols.instance_of(symbol.name);
    const auto bound = [&](const std::optional<TextAst>& text, std::string_view place) {
        return text ? add_fixed_value(build, *text, symbol.unit.dimension, symbol.unit, place, symbol.actor, instance) : kNoSlot;
    };
    const bool is_number = symbol.kind == StateSymbolKind::count || symbol.kind == StateSymbolKind::level;
    if (is_number) {
        model.minimum = bound(state.minimum, "`min`");
        model.maximum = bound(state.maximum, "`max`");
    } else if (const auto& text = state.minimum ? state.minimum : state.maximum) {
        build.diagnostics.error(DiagnosticCode::E209, text->whole(), "only a count or a level has a `min` and a `max`");
    }
    if (model.kind == ModelStateKind::count && model.minimum == kNoSlot) model.minimum = build.constant(0.0);
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

// Initial values that no run could start with: outside their bounds, or no whole number for a count.
void check_initial_values(Build& build, const StateAst& state, const ModelState& model) {
    const auto fixed = [&](Slot slot) {
        const auto found = build.fixed_slots.find(slot);
        return found == build.fixed_slots.end() ? std::optional<double>() : found->second;
    };
    const auto shown = [&](double value) { return format_quantity(value / model.unit_scale, model.unit); };
    const std::optional<double> low = fixed(model.minimum);
    const std::optional<double> high = fixed(model.maximum);
    if (low && high && *low > *high) {
        const std::optional<TextAst>& bound = state.minimum ? state.minimum : state.maximum;
        build.diagnostics.error(
            DiagnosticCode::E611, bound ? bound->whole() : state.name.span,
            fmt::format("the minimum {} of '{}' is above its maximum {}", shown(*low), model.name, shown(*high)));
        return;
    }
    for (std::uint32_t e = 0; e < model.shape.size; ++e) {
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
            // A relaxing level starts at rest.
            const Slot rest = build.model.levels[*level].rest;
            Initializer initializer;
            initializer.shape = build.model.states[id].shape;
            initializer.first = where.first;
            initializer.program = {static_cast<std::uint32_t>(build.model.code.size()), rest};
            build.model.code.push_back({});
            build.model.code_spans.push_back(state->name.span);
            build.add_initializer(initializer);
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
