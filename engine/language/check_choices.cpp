// What chooses by weight: one member or agent, or how many of a number fall to each.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "language/checker.h"

namespace strife {
namespace {

ExprAstPtr name_of(const std::string& name, SourceSpan span) {
    auto ast = std::make_unique<ExprAst>();
    ast->kind = ExprAstKind::name;
    ast->span = span;
    ast->path = {name};
    ast->path_spans = {span};
    return ast;
}

bool is_bare_name(const ExprAst& ast) {
    return ast.kind == ExprAstKind::name && ast.children.empty();
}

}  // namespace

// draw m from S by weight if cond; in the weight the set's own name stands for the member as well: by w[S].
ExprPtr Checker::check_draw_member(const ExprAst& ast, CheckScope& scope) {
    if (!scope.may_draw) {
        diagnostics_.error(DiagnosticCode::E603, ast.span, fmt::format("nothing can be drawn in {}", scope.place));
        return nullptr;
    }
    CheckScope inner = scope;
    inner.may_draw = false;
    const ForClauseAst& written = ast.clauses[0];
    auto clause = check_clause(written.variable, written.variable_span, *written.set, inner, ClauseWord::from);
    if (!clause) return nullptr;
    if (!clause->agent.valid()) {
        const ExprAst& from = *written.set;
        inner.bindings.push_back({.name = from.children.empty() ? from.path.back() : symbols_.set(clause->set).name,
                                  .is_index = true,
                                  .id = clause->index.value(),
                                  .type = Type::member({clause->set})});
    }
    auto expr = std::make_unique<Expr>();
    expr->kind = ExprKind::draw_member;
    expr->type = clause->agent.valid() ? Type::agent(clause->agents) : Type::member({clause->set});
    expr->span = ast.span;
    inner.place = "the weight of a draw";
    if (!ast.arguments.empty()) {
        ExprPtr weight = want_number(check(*ast.arguments[0].value, inner), inner);
        if (!weight) return nullptr;
        expr->args.push_back(std::move(weight));
    }
    if (ast.condition) {
        expr->condition = check_condition(*ast.condition, inner);
        if (!expr->condition) return nullptr;
    }
    expr->clauses.push_back(std::move(*clause));
    return expr;
}

// The name is known to what follows in the block; the `else` runs instead of that.
std::unique_ptr<Statement> Checker::check_pick(const StatementAst& ast, CheckScope& scope) {
    auto statement = std::make_unique<Statement>();
    statement->kind = StatementKind::pick;
    statement->span = ast.span;
    statement->value = check(*ast.value, scope);
    for (const BranchAst& otherwise : ast.branches) {
        statement->branches.push_back({nullptr, check_inner(otherwise.body, scope)});
    }
    const bool free = name_is_free(ast, scope);
    statement->id = static_cast<std::uint32_t>(n_locals_++);
    scope.bindings.push_back({.name = ast.name,
                              .is_index = false,
                              .id = statement->id,
                              .type = statement->value ? statement->value->type : Type::number(),
                              .faulty = !statement->value});
    return statement->value && free ? std::move(statement) : nullptr;
}

// scatter n over x by w is short for scatter n over x[i] for i in S by w[i], S being the set of x.
std::unique_ptr<Statement> Checker::check_scatter(const StatementAst& ast, CheckScope& scope) {
    const ExprAst& target = *ast.target;
    const auto ref = resolve(target, scope);
    if (!ref || symbols_.is_left_out(target.path)) {
        unknown_name(target, scope);
        return nullptr;
    }
    const bool is_count = ref->kind == SymbolKind::state && symbols_.states[ref->index].kind == StateSymbolKind::count;
    if (!is_count) {
        diagnostics_.error(DiagnosticCode::E606, target.span, "only a count can be scattered over: a state with an index");
        return nullptr;
    }
    const StateSymbol& state = symbols_.states[ref->index];
    const bool is_short = !ast.set;
    if (is_short && (state.sets.size() != 1 || !target.children.empty())) {
        diagnostics_.error(DiagnosticCode::E505, target.span,
                           fmt::format("'{}' must have one index, over whose members it is scattered", dotted_name(target.path)),
                           "or name the index: scatter n over x[p] for p in province by w[p]");
        return nullptr;
    }
    auto statement = std::make_unique<Statement>();
    statement->kind = StatementKind::scatter;
    statement->span = ast.span;
    statement->id = static_cast<std::uint32_t>(ref->index);
    const std::string place = std::exchange(scope.place, "the number to scatter");
    statement->value = check_number(*ast.value, scope, state.unit.dimension);
    scope.place = "the weight of a draw";
    const bool may_draw = std::exchange(scope.may_draw, false);
    const std::size_t n_bindings = scope.bindings.size();
    bool good = statement->value != nullptr;
    if (is_short) {
        const std::string& set = symbols_.set(state.sets[0]).name;
        statement->clause.index = bind_index(scope, set, state.sets[0]);
        statement->clause.set = state.sets[0];
        good = check_scattered(ast, *name_of(set, target.span), state, scope, *statement) && good;
    } else if (auto clause = check_clause(ast.name, ast.name_span, *ast.set, scope, ClauseWord::in)) {
        statement->clause = std::move(*clause);
        good = check_scattered(ast, *name_of(ast.name, target.span), state, scope, *statement) && good;
    } else {
        good = false;
    }
    scope.bindings.resize(n_bindings);
    scope.may_draw = may_draw;
    scope.place = place;
    return good ? std::move(statement) : nullptr;
}

// The element, weight and condition of one member; `index` names the member.
bool Checker::check_scattered(const StatementAst& ast, const ExprAst& index, const StateSymbol& state, CheckScope& scope,
                              Statement& out) {
    const auto with_index = [&](const ExprAst& name) {
        ExprAstPtr indexed = clone(name);
        indexed->children.push_back(clone(index));
        return indexed;
    };
    const bool is_short = !ast.set;
    bool good = check_indices(is_short ? *with_index(*ast.target) : *ast.target, state.sets, scope, out.indices);
    if (ast.weight) {
        const auto sets = is_bare_name(*ast.weight) ? array_sets(*ast.weight, scope) : std::nullopt;
        const bool is_array = is_short && sets && *sets == Sets{state.sets[0]};
        ExprPtr weight = want_number(check(is_array ? *with_index(*ast.weight) : *ast.weight, scope), scope);
        good = good && weight != nullptr;
        out.args.push_back(std::move(weight));
    }
    if (ast.condition) {
        out.condition = check_condition(*ast.condition, scope);
        good = good && out.condition != nullptr;
    }
    return good;
}

}  // namespace strife
