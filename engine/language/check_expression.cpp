// Operators and literals.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
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

ExprKind operator_kind(ExprAstKind kind) {
    switch (kind) {
        case ExprAstKind::add:
            return ExprKind::add;
        case ExprAstKind::subtract:
            return ExprKind::subtract;
        case ExprAstKind::multiply:
            return ExprKind::multiply;
        case ExprAstKind::divide:
            return ExprKind::divide;
        case ExprAstKind::equal:
            return ExprKind::equal;
        case ExprAstKind::not_equal:
            return ExprKind::not_equal;
        case ExprAstKind::less:
            return ExprKind::less;
        case ExprAstKind::less_equal:
            return ExprKind::less_equal;
        case ExprAstKind::greater:
            return ExprKind::greater;
        case ExprAstKind::greater_equal:
            return ExprKind::greater_equal;
        case ExprAstKind::logical_and:
            return ExprKind::logical_and;
        default:
            return ExprKind::logical_or;
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
            diagnostics_.error(DiagnosticCode::E206, ast.span, "a date, in a scenario that counts time by plain numbers",
                               "give `time.start` as a date");
            return nullptr;
        }
        return make_constant(static_cast<double>(ast.date.days_since_epoch) - symbols_.start_days, Type::date(), ast.span);
    }
    diagnostics_.error(DiagnosticCode::E503, ast.span, fmt::format("a text has no value in {}", scope.place));
    return nullptr;
}

ExprPtr Checker::want_number(ExprPtr expr, const CheckScope& scope) {
    if (!expr || expr->type.is_number()) return expr;
    const char* what = expr->type.is_boolean()             ? "a truth value"
                       : expr->type.is_member()            ? "a member of a set"
                       : expr->type.base == BaseType::date ? "a date"
                                                           : "an item under way";
    diagnostics_.error(expr->type.is_boolean() ? DiagnosticCode::E503 : DiagnosticCode::E510, expr->span,
                       fmt::format("this is {}, where {} needs a number", what, scope.place),
                       expr->type.is_boolean() ? "turn it into a number with if(condition, 1, 0)" : "");
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

ExprPtr Checker::check_comparison(const ExprAst& ast, CheckScope& scope) {
    const bool equality = ast.kind == ExprAstKind::equal || ast.kind == ExprAstKind::not_equal;
    // A member named alone (`event.place = kabul`) is found among the sets of the other side, so the other goes first.
    const auto is_bare_name = [](const ExprAst& side) {
        return side.kind == ExprAstKind::name && side.path.size() == 1 && side.children.empty();
    };
    const bool right_first = equality && is_bare_name(*ast.children[0]) && !is_bare_name(*ast.children[1]);
    ExprPtr first = check(*ast.children[right_first ? 1 : 0], scope);
    const Sets* expected = first && first->type.is_member() ? &first->type.sets : nullptr;
    ExprPtr second = check_expecting(*ast.children[right_first ? 0 : 1], scope, expected);
    if (!first || !second) return nullptr;
    ExprPtr left = std::move(right_first ? second : first);
    ExprPtr right = std::move(right_first ? first : second);
    const bool same_base = left->type.base == right->type.base;
    const bool comparable = same_base && (left->type.is_number() || left->type.base == BaseType::date ||
                                          (equality && (left->type.is_member() || left->type.is_boolean())));
    if (!comparable) {
        diagnostics_.error(DiagnosticCode::E510, ast.span,
                           equality ? "two things of different kinds cannot be equal" : "only numbers and dates can be ordered");
        return nullptr;
    }
    if (left->type.is_number() && !same_dimension(*left, *right, ast.span, scope, "compare")) return nullptr;
    if (left->type.is_member()) {
        compare_as_actors(left, right);
        const bool share =
            left->type.is_none() || right->type.is_none() ||
            std::any_of(left->type.sets.begin(), left->type.sets.end(), [&](SetId set) { return right->type.has_set(set); });
        if (!share) {
            diagnostics_.error(
                DiagnosticCode::E504, ast.span,
                fmt::format("a member of {} is never one of {}", set_names(left->type.sets), set_names(right->type.sets)));
            return nullptr;
        }
    }
    ExprPtr result = make_binary(operator_kind(ast.kind), std::move(left), std::move(right), Type::boolean());
    result->span = ast.span;
    return result;
}

// An actor may be compared with a member of a set of actors: the member becomes the actor that it names.
void Checker::compare_as_actors(ExprPtr& left, ExprPtr& right) const {
    const auto is_actor = [&](const Expr& side) {
        return side.type.sets.size() == 1 && side.type.sets[0] == symbols_.actor_set;
    };
    const auto names_actor = [&](const Expr& side) {
        return side.type.sets.size() == 1 && side.type.sets[0] != symbols_.actor_set && is_set_of_actors(side.type.sets[0]);
    };
    if (is_actor(*left) && names_actor(*right)) right = as_actor(std::move(right));
    if (is_actor(*right) && names_actor(*left)) left = as_actor(std::move(left));
}

ExprPtr Checker::as_actor(ExprPtr member) const {
    const SetSymbol& set = symbols_.set(member->type.sets[0]);
    const SetSymbol& actors = symbols_.set(symbols_.actor_set);
    const Type actor = Type::member({symbols_.actor_set});
    const SourceSpan span = member->span;
    ExprPtr chain = make_constant(kNoMember, actor, span);
    for (std::size_t i = set.members.size(); i-- > 0;) {
        const std::size_t position = actors.positions.at(set.members[i]);
        auto choice = std::make_unique<Expr>();
        choice->kind = ExprKind::select;
        choice->type = actor;
        choice->span = span;
        ExprPtr wanted = make_constant(static_cast<double>(set.first_member + i), member->type, span);
        choice->args.push_back(make_binary(ExprKind::equal, clone(*member), std::move(wanted), Type::boolean()));
        choice->args.push_back(make_constant(static_cast<double>(actors.first_member + position), actor, span));
        choice->args.push_back(std::move(chain));
        chain = std::move(choice);
    }
    return chain;
}

ExprPtr Checker::check_logical(const ExprAst& ast, CheckScope& scope) {
    ExprPtr left = check_condition(*ast.children[0], scope);
    if (ast.kind == ExprAstKind::logical_not) {
        return left ? make_unary(ExprKind::logical_not, std::move(left), Type::boolean()) : nullptr;
    }
    ExprPtr right = check_condition(*ast.children[1], scope);
    if (!left || !right) return nullptr;
    return make_binary(operator_kind(ast.kind), std::move(left), std::move(right), Type::boolean());
}

ExprPtr Checker::check_in(const ExprAst& ast, CheckScope& scope) {
    const ExprAst& where = *ast.children[1];
    std::optional<SymbolRef> ref;
    if (where.kind == ExprAstKind::name) ref = resolve(where, scope);
    if (!ref || (ref->kind != SymbolKind::set && ref->kind != SymbolKind::relation)) {
        diagnostics_.error(DiagnosticCode::E404, where.span, "after `in` comes a set, or the partners of a member: near[p]");
        return nullptr;
    }
    ExprPtr member = check(*ast.children[0], scope);
    if (!member) return nullptr;
    if (!member->type.is_member()) {
        diagnostics_.error(DiagnosticCode::E510, member->span, "only a member of a set can be `in` something");
        return nullptr;
    }
    auto result = std::make_unique<Expr>();
    result->type = Type::boolean();
    result->span = ast.span;
    if (ref->kind == SymbolKind::set) {
        result->kind = ExprKind::in_set;
        result->sets = {SetId{ref->index}};
        if (!where.children.empty()) {
            diagnostics_.error(DiagnosticCode::E505, where.span, "a set has no index");
            return nullptr;
        }
        const SetId set{ref->index};
        if (member->type.has_set(symbols_.actor_set) && !member->type.has_set(set) && is_set_of_actors(set)) {
            return is_one_of_actors(std::move(member), set, ast.span);
        }
        if (!member->type.has_set(set)) {
            diagnostics_.error(DiagnosticCode::E504, ast.span,
                               fmt::format("a member of {} is never in {}", set_names(member->type.sets), where.path[0]));
            return nullptr;
        }
        result->args.push_back(std::move(member));
        return result;
    }
    const RelationSymbol& relation = symbols_.relations[ref->index];
    std::vector<ExprPtr> from;
    if (!check_indices(where, {relation.from}, scope, from)) return nullptr;
    if (!member->type.has_set(relation.to)) {
        diagnostics_.error(DiagnosticCode::E504, member->span,
                           fmt::format("the partners in {} are members of {}", relation.name, symbols_.set(relation.to).name));
        return nullptr;
    }
    result->kind = ExprKind::in_relation;
    result->id = static_cast<std::uint32_t>(ref->index);
    result->args.push_back(std::move(from[0]));
    result->args.push_back(std::move(member));
    return result;
}

// Whether an actor is named by a member of a set of actors.
ExprPtr Checker::is_one_of_actors(ExprPtr actor, SetId set, SourceSpan span) const {
    const SetSymbol& actors = symbols_.set(symbols_.actor_set);
    ExprPtr any;
    for (const std::string& name : symbols_.set(set).members) {
        ExprPtr wanted =
            make_constant(static_cast<double>(actors.first_member + actors.positions.at(name)), actor->type, span);
        ExprPtr equal = make_binary(ExprKind::equal, clone(*actor), std::move(wanted), Type::boolean());
        any = any ? make_binary(ExprKind::logical_or, std::move(any), std::move(equal), Type::boolean()) : std::move(equal);
    }
    return any;
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
    diagnostics_.error(DiagnosticCode::E501, ast.span, fmt::format("{} must be a date or a time after the start", scope.place));
    return nullptr;
}

}  // namespace strife
