// Comparisons, membership and logic: what gives a truth value.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "language/checker.h"

namespace strife {
namespace {

ExprKind comparison_kind(ExprAstKind kind) {
    switch (kind) {
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
        default:
            return ExprKind::greater_equal;
    }
}

}  // namespace

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
                                          (equality && (left->type.is_member() || left->type.is_boolean() ||
                                                        (left->type.is_agent() && left->type.agents == right->type.agents))));
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
    ExprPtr result = make_binary(comparison_kind(ast.kind), std::move(left), std::move(right), Type::boolean());
    result->span = ast.span;
    return result;
}

// An actor may be compared with a member of a set of actors: the member becomes the actor that it names.
void Checker::compare_as_actors(ExprPtr& left, ExprPtr& right) const {
    const auto is_actor = [&](const Expr& side) { return side.type.sets.size() == 1 && side.type.sets[0] == symbols_.actor_set; };
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
    const ExprKind kind = ast.kind == ExprAstKind::logical_and ? ExprKind::logical_and : ExprKind::logical_or;
    return make_binary(kind, std::move(left), std::move(right), Type::boolean());
}

ExprPtr Checker::check_in(const ExprAst& ast, CheckScope& scope) {
    const ExprAst& where = *ast.children[1];
    std::optional<SymbolRef> ref;
    if (where.kind == ExprAstKind::name) ref = resolve(where, scope);
    if (where.kind == ExprAstKind::name && symbols_.is_left_out(where.path)) return nullptr;
    if (const auto kind = find_agents(where, scope)) return check_agent_lives(*ast.children[0], *kind, scope);
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
        ExprPtr wanted = make_constant(static_cast<double>(actors.first_member + actors.positions.at(name)), actor->type, span);
        ExprPtr equal = make_binary(ExprKind::equal, clone(*actor), std::move(wanted), Type::boolean());
        any = any ? make_binary(ExprKind::logical_or, std::move(any), std::move(equal), Type::boolean()) : std::move(equal);
    }
    return any;
}

}  // namespace strife
