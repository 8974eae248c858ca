// Operators and literals.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "language/checker.h"

namespace strife {
namespace {

ExprKind operator_kind(ExprAstKind kind) {
    switch (kind) {
        case ExprAstKind::add:
            return ExprKind::add;
        case ExprAstKind::subtract:
            return ExprKind::subtract;
        case ExprAstKind::multiply:
            return ExprKind::multiply;
        default:
            return ExprKind::divide;
    }
}

}  // namespace

IndexId Checker::bind_index(CheckScope& scope, const std::string& name, SetId set) {
    const IndexId id{index_sets_.size()};
    index_sets_.push_back(set);
    scope.bindings.push_back({.name = name, .is_index = true, .id = id.value(), .type = Type::member({set})});
    return id;
}

ExprPtr Checker::check(const ExprAst& ast, CheckScope& scope) {
    return check_expecting(ast, scope, nullptr);
}

ExprPtr Checker::check_expecting(const ExprAst& ast, CheckScope& scope, const Sets* expected) {
    if (depth_ == 0) {
        n_parts_ = 0;
        is_too_large_ = false;
    }
    if (!count_part(ast)) return nullptr;
    ++depth_;
    ExprPtr result = check_kind(ast, scope, expected);
    --depth_;
    return is_too_large_ ? nullptr : std::move(result);
}

// False once the expression is too large: then nothing of it is looked at any more.
bool Checker::count_part(const ExprAst& ast) {
    if (is_too_large_) return false;
    ++n_parts_;
    ++n_parts_together_;
    std::string what;
    if (depth_ >= kMaxWrittenOutDepth) {
        what = fmt::format("an expression is nested more than {} deep", kMaxWrittenOutDepth);
    } else if (n_parts_ > kMaxWrittenOutParts) {
        what = fmt::format("an expression has more than {} parts", kMaxWrittenOutParts);
    } else if (n_parts_together_ > kMaxPartsTogether) {
        what = fmt::format("all expressions together have more than {} parts", kMaxPartsTogether);
    }
    if (what.empty()) return true;
    is_too_large_ = true;
    diagnostics_.error(DiagnosticCode::E306, ast.span, "with definitions written out, " + what,
                       "let a state of an actor hold what definitions repeat");
    return false;
}

ExprPtr Checker::check_kind(const ExprAst& ast, CheckScope& scope, const Sets* expected) {
    switch (ast.kind) {
        case ExprAstKind::number:
        case ExprAstKind::date:
        case ExprAstKind::boolean:
        case ExprAstKind::text:
            return check_literal(ast, scope);
        case ExprAstKind::name:
            return check_name(ast, scope, expected);
        case ExprAstKind::call:
            return check_call(ast, scope);
        case ExprAstKind::aggregate:
            return check_aggregate(ast, scope);
        case ExprAstKind::recent:
            return check_recent(ast, scope);
        case ExprAstKind::draw_member:
            return check_draw_member(ast, scope);
        case ExprAstKind::negate: {
            ExprPtr operand = want_number(check(*ast.children[0], scope), scope);
            if (!operand) return nullptr;
            const Type type = operand->type;
            return make_unary(ExprKind::negate, std::move(operand), type);
        }
        case ExprAstKind::add:
        case ExprAstKind::subtract:
            return check_sum(ast, scope);
        case ExprAstKind::multiply:
        case ExprAstKind::divide:
            return check_product(ast, scope);
        case ExprAstKind::power:
            return check_power(ast, scope);
        case ExprAstKind::in:
            return check_in(ast, scope);
        case ExprAstKind::logical_not:
        case ExprAstKind::logical_and:
        case ExprAstKind::logical_or:
            return check_logical(ast, scope);
        default:
            return check_comparison(ast, scope);
    }
}

ExprPtr Checker::check_literal(const ExprAst& ast, CheckScope& scope) {
    if (ast.kind == ExprAstKind::number) {
        const double scale = ast.unit ? ast.unit->scale : 1.0;
        return make_constant(ast.number * scale, Type::number(ast.unit ? ast.unit->dimension : Dimension{}), ast.span);
    }
    if (ast.kind == ExprAstKind::boolean) return make_constant(ast.number, Type::boolean(), ast.span);
    if (ast.kind == ExprAstKind::date) {
        if (!symbols_.has_dates) {
            diagnostics_.error(
                DiagnosticCode::E206, ast.span,
                fmt::format("{} gives a date, but this scenario counts time by plain numbers from its start", scope.place),
                "write a time after the start, such as 31 day, or give `time.start` as a date");
            return nullptr;
        }
        return make_constant(static_cast<double>(ast.date.days_since_epoch) - symbols_.start_days, Type::date(), ast.span);
    }
    diagnostics_.error(DiagnosticCode::E503, ast.span, fmt::format("a text has no value in {}", scope.place));
    return nullptr;
}

bool Checker::same_dimension(Expr& left, Expr& right, SourceSpan span, const CheckScope&, std::string_view doing) {
    if (left.type.dimension == right.type.dimension) return true;
    const std::string a = units_.describe(left.type.dimension);
    const std::string b = units_.describe(right.type.dimension);
    std::string hint;
    if (right.kind == ExprKind::constant && right.type.dimension.is_none()) {
        hint = fmt::format("write the unit with the number: {} {}", right.number, a);
    } else if (left.kind == ExprKind::constant && left.type.dimension.is_none()) {
        hint = fmt::format("write the unit with the number: {} {}", left.number, b);
    }
    diagnostics_.error(DiagnosticCode::E501, span, fmt::format("cannot {} [{}] and [{}]: their units do not match", doing, a, b),
                       std::move(hint));
    return false;
}

ExprPtr Checker::check_sum(const ExprAst& ast, CheckScope& scope) {
    const bool adding = ast.kind == ExprAstKind::add;
    ExprPtr left = check(*ast.children[0], scope);
    ExprPtr right = check(*ast.children[1], scope);
    if (!left || !right) return nullptr;
    // Dates: date - date is a time, date +- time is a date.
    const bool left_date = left->type.base == BaseType::date;
    const bool right_date = right->type.base == BaseType::date;
    if (left_date || right_date) {
        const Type time = Type::number(units_.time());
        if (left_date && right_date && !adding) return make_binary(ExprKind::subtract, std::move(left), std::move(right), time);
        const Expr& other = left_date ? *right : *left;
        const bool valid =
            (left_date != right_date) && other.type.is_number() && other.type.dimension == units_.time() && (adding || left_date);
        if (valid) return make_binary(operator_kind(ast.kind), std::move(left), std::move(right), Type::date());
        diagnostics_.error(DiagnosticCode::E501, ast.span,
                           "to a date only a time can be added; two dates can only be subtracted");
        return nullptr;
    }
    left = want_number(std::move(left), scope);
    right = want_number(std::move(right), scope);
    if (!left || !right) return nullptr;
    if (scope.default_unit) {
        take_default_unit(left, scope, right->type.dimension);
        take_default_unit(right, scope, left->type.dimension);
    }
    if (!same_dimension(*left, *right, ast.span, scope, adding ? "add" : "subtract")) return nullptr;
    const Type type = left->type;
    ExprPtr result = make_binary(operator_kind(ast.kind), std::move(left), std::move(right), type);
    result->span = ast.span;
    return result;
}

ExprPtr Checker::check_product(const ExprAst& ast, CheckScope& scope) {
    ExprPtr left = want_number(check(*ast.children[0], scope), scope);
    ExprPtr right = want_number(check(*ast.children[1], scope), scope);
    if (!left || !right) return nullptr;
    const bool times = ast.kind == ExprAstKind::multiply;
    if (!times && right->kind == ExprKind::constant && right->number == 0.0) {
        diagnostics_.error(DiagnosticCode::E211, right->span, "this divides by 0");
        return nullptr;
    }
    const Dimension dimension =
        times ? left->type.dimension.times(right->type.dimension) : left->type.dimension.over(right->type.dimension);
    ExprPtr result = make_binary(operator_kind(ast.kind), std::move(left), std::move(right), Type::number(dimension));
    result->span = ast.span;
    return result;
}

ExprPtr Checker::check_power(const ExprAst& ast, CheckScope& scope) {
    ExprPtr base = want_number(check(*ast.children[0], scope), scope);
    ExprPtr exponent = want_number(check(*ast.children[1], scope), scope);
    if (!base || !exponent) return nullptr;
    if (!exponent->type.dimension.is_none()) {
        diagnostics_.error(
            DiagnosticCode::E501, exponent->span,
            fmt::format("an exponent must be a pure number, this is [{}]", units_.describe(exponent->type.dimension)));
        return nullptr;
    }
    Dimension dimension;
    if (!base->type.dimension.is_none()) {
        const double value = exponent->kind == ExprKind::constant ? exponent->number
                             : exponent->kind == ExprKind::negate && exponent->args[0]->kind == ExprKind::constant
                                 ? -exponent->args[0]->number
                                 : NAN;
        if (std::isnan(value) || value != std::round(value) || std::abs(value) > 9) {
            diagnostics_.error(
                DiagnosticCode::E501, exponent->span,
                fmt::format("[{}] can only be raised to a small whole number", units_.describe(base->type.dimension)),
                "divide by the unit first, to make a pure number");
            return nullptr;
        }
        dimension = base->type.dimension.to_the(static_cast<int>(value));
    }
    ExprPtr result = make_binary(ExprKind::power, std::move(base), std::move(exponent), Type::number(dimension));
    result->span = ast.span;
    return result;
}

}  // namespace strife
