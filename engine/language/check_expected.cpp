// What a place expects: a number of some dimension, a condition, a rate, a member, an instant.
// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include <fmt/format.h>

#include "language/checker.h"

namespace strife {
namespace {

// Made of number literals alone, so that a bare one may take the unit of the slot it stands in.
bool is_literal_arithmetic(const Expr& expr) {
    bool literal = true;
    for_each_expr(expr, [&](const Expr& part) {
        switch (part.kind) {
            case ExprKind::constant:
                literal = literal && part.type.is_number();
                break;
            case ExprKind::negate:
            case ExprKind::add:
            case ExprKind::subtract:
            case ExprKind::multiply:
            case ExprKind::divide:
                break;
            default:
                literal = false;
        }
    });
    return literal;
}

}  // namespace

ExprPtr Checker::want_number(ExprPtr expr, const CheckScope& scope) {
    if (!expr || expr->type.is_number()) return expr;
    const char* what = expr->type.is_boolean()             ? "a truth value"
                       : expr->type.is_member()            ? "a member of a set"
                       : expr->type.base == BaseType::date ? "a date"
                       : expr->type.is_agent()             ? "an agent"
                                                           : "an item under way";
    diagnostics_.error(expr->type.is_boolean() ? DiagnosticCode::E503 : DiagnosticCode::E510, expr->span,
                       fmt::format("this is {}, where {} needs a number", what, scope.place),
                       expr->type.is_boolean() ? "turn it into a number with if(condition, 1, 0)"
                       : expr->type.is_agent() ? "its attributes are numbers: c.size"
                                               : "");
    return nullptr;
}

// In slots with a declared unit a bare number takes that unit.
void Checker::take_default_unit(ExprPtr& expr, const CheckScope& scope, const Dimension& wanted) const {
    if (!scope.default_unit || !expr->type.is_number() || !expr->type.dimension.is_none() || wanted.is_none()) return;
    if (!(scope.default_unit->dimension == wanted)) return;
    const bool scaled_draw = expr->kind == ExprKind::draw;
    if (!scaled_draw && !is_literal_arithmetic(*expr)) return;
    const SourceSpan span = expr->span;
    if (expr->kind == ExprKind::constant) {
        expr->number *= scope.default_unit->scale;
        expr->type = Type::number(wanted);
        return;
    }
    ExprPtr scale = make_constant(scope.default_unit->scale, Type::number(wanted), span);
    expr = make_binary(ExprKind::multiply, std::move(expr), std::move(scale), Type::number(wanted));
}

ExprPtr Checker::check_number(const ExprAst& ast, CheckScope& scope, const Dimension& dimension) {
    ExprPtr expr = want_number(check(ast, scope), scope);
    if (!expr) return nullptr;
    take_default_unit(expr, scope, dimension);
    if (!(expr->type.dimension == dimension)) {
        const std::string wanted = units_.describe(dimension);
        std::string hint;
        if (expr->kind == ExprKind::constant && expr->type.dimension.is_none()) {
            hint = fmt::format("write the unit with the number: {} {}", expr->number, wanted);
        }
        diagnostics_.error(
            DiagnosticCode::E501, ast.span,
            fmt::format("{} must be in [{}], this is in [{}]", scope.place, wanted, units_.describe(expr->type.dimension)),
            std::move(hint));
        return nullptr;
    }
    return expr;
}

ExprPtr Checker::check_condition(const ExprAst& ast, CheckScope& scope) {
    ExprPtr expr = check(ast, scope);
    if (!expr || expr->type.is_boolean()) return expr;
    if (expr->kind == ExprKind::draw && expr->law == LawKind::bernoulli) {  // `if bernoulli(0.3) then`
        ExprPtr zero = make_constant(0.0, Type::number(), expr->span);
        return make_binary(ExprKind::not_equal, std::move(expr), std::move(zero), Type::boolean());
    }
    diagnostics_.error(DiagnosticCode::E503, ast.span, "a condition is needed here, this is a value",
                       expr->type.is_number() ? "compare it with something: x > 0" : "");
    return nullptr;
}

ExprPtr Checker::check_rate(const ExprAst& ast, CheckScope& scope) {
    ExprPtr expr = want_number(check(ast, scope), scope);
    if (!expr) return nullptr;
    const Dimension events = expr->type.dimension.times(units_.time());
    if (!events.is_none() && !units_.is_counting(events)) {
        std::string hint = "a rate says how often: 0.2/month, or 40 person/month for that many single events";
        if (expr->type.dimension.is_none()) hint = "divide by a time: 0.2/month";
        diagnostics_.error(DiagnosticCode::E507, ast.span,
                           fmt::format("a rate must be in [1/time], this is in [{}]", units_.describe(expr->type.dimension)),
                           std::move(hint));
        return nullptr;
    }
    return expr;
}

ExprPtr Checker::check_member_of(const ExprAst& ast, CheckScope& scope, const std::vector<SetId>& sets) {
    ExprPtr expr = check_expecting(ast, scope, &sets);
    if (!expr || (expr->type.is_member() && expr->type.is_within(sets))) return expr;
    diagnostics_.error(DiagnosticCode::E504, ast.span,
                       fmt::format("{} must be a member of {}, or none", scope.place, set_names(sets)));
    return nullptr;
}

ExprPtr Checker::check_instant(const ExprAst& ast, CheckScope& scope) {
    ExprPtr expr = check(ast, scope);
    if (!expr) return nullptr;
    const bool time = expr->type.is_number() && expr->type.dimension == units_.time();
    if (expr->type.base == BaseType::date || time) return expr;
    std::string hint =
        symbols_.has_dates ? "write a date, such as 2025-06-01, or a time, such as 31 day" : "write it as in 31 day";
    if (expr->kind == ExprKind::constant && expr->type.is_number() && expr->type.dimension.is_none())
        hint = fmt::format("write the unit with the number: {} day", expr->number);
    diagnostics_.error(DiagnosticCode::E501, ast.span,
                       fmt::format("{} must be {}a time after the start", scope.place, symbols_.has_dates ? "a date or " : ""),
                       std::move(hint));
    return nullptr;
}

}  // namespace strife
