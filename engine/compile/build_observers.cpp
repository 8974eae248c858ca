// Observers: for some events a second one, later and changed, with draws of its own.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "compile/bodies.h"
#include "compile/lowering.h"
#include "language/parser.h"

namespace strife {
namespace {

ExprPtr read_number(Build& build, const TextAst& text, CheckScope scope, const Dimension& dimension, std::string place) {
    scope.place = std::move(place);
    const ExprAstPtr ast = parse_expression(text, build.units, build.diagnostics);
    return ast ? build.checker.check_number(*ast, scope, dimension) : nullptr;
}

ExprPtr make_field(const FieldSymbol& field, std::size_t i, SourceSpan span) {
    auto expr = std::make_unique<Expr>();
    expr->kind = ExprKind::event_field;
    expr->id = static_cast<std::uint32_t>(i);
    expr->type = field.type;
    expr->span = span;
    return expr;
}

// What is reported for one attribute that is changed.
ExprPtr read_change(Build& build, const ObserverAst::Change& change, const FieldSymbol& field, const CheckScope& scope) {
    const std::string place = fmt::format("what is reported as '{}'", field.name);
    if (field.type.is_number()) return read_number(build, change.value, scope, field.type.dimension, place);
    CheckScope own = scope;
    own.place = place;
    const ExprAstPtr ast = parse_expression(change.value, build.units, build.diagnostics);
    return ast ? build.checker.check_member_of(*ast, own, field.type.sets) : nullptr;
}

// A value for each attribute, who emitted the event among them; nothing after a fault.
std::optional<std::vector<ExprPtr>> read_report(Build& build, const ObserverAst& observer, const EventSymbol& event,
                                                const CheckScope& scope) {
    std::vector<ExprPtr> values;
    for (std::size_t i = 0; i < event.fields.size(); ++i) values.push_back(make_field(event.fields[i], i, observer.name.span));
    bool good = true;
    for (const ObserverAst::Change& change : observer.changes) {
        const auto found = std::find_if(event.fields.begin(), event.fields.end(),
                                        [&](const FieldSymbol& field) { return field.name == change.attribute.text; });
        if (found == event.fields.end()) {
            std::vector<std::string> names;
            for (const FieldSymbol& field : event.fields) names.push_back(field.name);
            build.diagnostics.error(DiagnosticCode::E407, change.attribute.span,
                                    fmt::format("the event {} has no attribute '{}'", observer.of.text, change.attribute.text),
                                    did_you_mean(change.attribute.text, names));
            good = false;
            continue;
        }
        ExprPtr value = read_change(build, change, *found, scope);
        good = good && value;
        values[static_cast<std::size_t>(found - event.fields.begin())] = std::move(value);
    }
    if (!good) return std::nullopt;
    return values;
}

Block enclose(StatementKind kind, ExprPtr value, ExprPtr condition, Block inner, SourceSpan span) {
    auto statement = std::make_unique<Statement>();
    statement->kind = kind;
    statement->span = span;
    statement->value = std::move(value);
    Branch branch;
    branch.condition = std::move(condition);
    branch.body = std::move(inner);
    statement->branches.push_back(std::move(branch));
    Block block;
    block.push_back(std::move(statement));
    return block;
}

// if bernoulli(chance) then after delay do emit the second event end end
std::optional<Block> report(Build& build, const ObserverAst& observer, std::size_t reported, const CheckScope& scope) {
    const SourceSpan span = observer.name.span;
    ExprPtr chance;
    ExprPtr delay;
    if (observer.chance) chance = read_number(build, *observer.chance, scope, Dimension{}, "a chance");
    if (observer.delay) delay = read_number(build, *observer.delay, scope, build.units.time(), "a delay");
    auto values = read_report(build, observer, build.symbols.events[reported], scope);
    if (!values || (observer.chance && !chance) || (observer.delay && !delay)) return std::nullopt;
    auto emit = std::make_unique<Statement>();
    emit->kind = StatementKind::emit;
    emit->span = span;
    emit->id = static_cast<std::uint32_t>(reported);
    emit->args = std::move(*values);
    Block block;
    block.push_back(std::move(emit));
    if (delay) block = enclose(StatementKind::after, std::move(delay), nullptr, std::move(block), span);
    if (chance) {
        auto draw = std::make_unique<Expr>();
        draw->kind = ExprKind::draw;
        draw->law = LawKind::bernoulli;
        draw->type = Type::number();
        draw->span = observer.chance->whole();
        draw->args.push_back(std::move(chance));
        ExprPtr seen =
            make_binary(ExprKind::not_equal, std::move(draw), make_constant(0.0, Type::number(), span), Type::boolean());
        block = enclose(StatementKind::branch, nullptr, std::move(seen), std::move(block), span);
    }
    return block;
}

}  // namespace

void build_observers(Build& build) {
    for (const ObserverAst& observer : build.scenario.observers) {
        const auto of = build.symbols.find(observer.of.text);
        const auto reported = build.symbols.find(observer.name.text);
        if (!of || !reported || of->kind != SymbolKind::event || reported->kind != SymbolKind::event) continue;
        CheckScope scope;
        scope.event = EventTypeId{of->index};
        ExprPtr condition;
        if (observer.condition) {
            CheckScope own = scope;
            own.place = "a condition";
            const ExprAstPtr ast = parse_expression(*observer.condition, build.units, build.diagnostics);
            condition = ast ? build.checker.check_condition(*ast, own) : nullptr;
        }
        scope.may_draw = true;
        scope.may_read_now = true;
        const std::optional<Block> block = report(build, observer, reported->index, scope);
        if (!block) continue;
        const std::uint32_t body = add_built_body(build,
                                                  {.name = "observe." + observer.name.text,
                                                   .actor = {},
                                                   .text = nullptr,
                                                   .shape = {},
                                                   .indices = {},
                                                   .scope = scope,
                                                   .priority = 0,
                                                   .span = observer.name.span},
                                                  *block);
        if (condition) {
            Lowering lowering(build, ScratchRange::inner);
            build.model.bodies[body].condition = lowering.finish_value(*condition);
        }
        build.model.events[of->index].upon.push_back(body);
    }
}

}  // namespace strife
