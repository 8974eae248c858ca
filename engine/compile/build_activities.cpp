// Activities: durations, what runs at their end, and the hazards that interrupt them.
// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include <fmt/format.h>

#include "compile/bodies.h"
#include "compile/lowering.h"
#include "language/parser.h"

namespace strife {
namespace {

std::vector<ModelField> model_fields(const std::vector<FieldSymbol>& fields) {
    std::vector<ModelField> result;
    for (const FieldSymbol& field : fields) {
        result.push_back({field.name, field.unit.text, field.unit.scale, field.type.is_member()});
    }
    return result;
}

void build_duration(Build& build, const ActivityAst& activity, ModelActivity& model, const std::vector<IndexId>& indices,
                    CheckScope scope) {
    model.first_instance = build.add_instances(model.shape.size);
    model.first_cancel = build.add_instances(model.shape.size);
    if (!activity.duration) return;
    scope.place = fmt::format("the duration of '{}'", model.name);
    scope.may_draw = true;
    scope.may_read_now = true;
    const ExprAstPtr ast = parse_expression(*activity.duration, build.units, build.diagnostics);
    const ExprPtr duration = ast ? build.checker.check_number(*ast, scope, build.units.time()) : nullptr;
    if (!duration) return;
    Lowering lowering(build, ScratchRange::inner);
    lowering.bind_family(indices);
    model.duration = lowering.finish_value(*duration);
}

void build_interrupt(Build& build, const InterruptAst& interrupt, std::uint32_t id, ActorId actor,
                     const std::vector<IndexId>& indices, const CheckScope& scope) {
    const std::string name = build.model.activities[id].name + "." + interrupt.name.text;
    const Shape shape = build.model.activities[id].shape;
    static const TextAst kNothing{.text = {}, .file = {}, .offsets = {0}};
    RateSource source;
    source.body = add_checked_body(build, {.name = name,
                                           .actor = actor,
                                           .text = interrupt.body ? &*interrupt.body : &kNothing,
                                           .shape = shape,
                                           .indices = indices,
                                           .scope = scope,
                                           .priority = 0,
                                           .disabled = interrupt.disabled,
                                           .span = interrupt.name.span});
    CheckScope rate_scope = scope;
    rate_scope.place = "a rate";
    const ExprAstPtr rate = parse_expression(interrupt.rate, build.units, build.diagnostics);
    if (rate) source.rate = build.checker.check_rate(*rate, rate_scope);
    if (interrupt.condition) {
        rate_scope.place = "a condition";
        const ExprAstPtr condition = parse_expression(*interrupt.condition, build.units, build.diagnostics);
        if (condition) source.condition = build.checker.check_condition(*condition, rate_scope);
    }
    if (!source.rate) return;
    source.shape = shape;
    source.indices = indices;
    source.activity = id;
    source.span = interrupt.rate.whole();
    const std::uint32_t family = add_rate_family(build, std::move(source));
    build.model.activities[id].interrupts.push_back(family);
}

void build_activity(Build& build, const ActivityAst& activity, std::uint32_t id, ActorId actor) {
    const ActivitySymbol& symbol = build.symbols.activities[id];
    ModelActivity& model = build.model.activities[id];
    model.fields = model_fields(symbol.fields);
    model.span = activity.name.span;
    model.priority = build.read_priority(activity.priority).value_or(0);
    std::vector<IndexId> indices;
    CheckScope scope = build.scope_for(activity.name, symbol.sets, indices);
    scope.actor = actor;
    scope.own = ActivityId{id};
    build_duration(build, activity, model, indices, scope);
    model.file_order = build.file_order++;
    if (activity.finish) {
        const std::uint32_t body = add_checked_body(build, {.name = model.name + ".finish",
                                                            .actor = actor,
                                                            .text = &*activity.finish,
                                                            .shape = model.shape,
                                                            .indices = indices,
                                                            .scope = scope,
                                                            .priority = model.priority,
                                                            .span = activity.name.span});
        build.model.activities[id].finish = body;
    }
    for (const InterruptAst& interrupt : activity.interrupts) build_interrupt(build, interrupt, id, actor, indices, scope);
}

}  // namespace

void build_activities(Build& build) {
    for (const EventSymbol& event : build.symbols.events) {
        ModelEvent model;
        model.name = event.name;
        model.fields = model_fields(event.fields);
        build.model.events.push_back(std::move(model));
    }
    std::uint32_t next = 0;
    for (std::size_t i = 0; i < build.scenario.actors.size(); ++i) {
        const ActorAst& actor = build.scenario.actors[i];
        for (const ActivityAst& activity : actor.activities) {
            const auto ref = build.symbols.find(actor.name.text + "." + activity.name.name.text);
            const bool first = ref && ref->kind == SymbolKind::activity && ref->index == next;
            if (!first) continue;  // declared twice, which is reported
            build_activity(build, activity, next++, ActorId{i});
        }
    }
}

}  // namespace strife
