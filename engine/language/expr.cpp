// SPDX-License-Identifier: Apache-2.0
#include "language/expr.h"

#include <algorithm>
#include <utility>

namespace strife {

ExprPtr make_constant(double value, Type type, SourceSpan span) {
    auto expr = std::make_unique<Expr>();
    expr->kind = ExprKind::constant;
    expr->number = value;
    expr->type = std::move(type);
    expr->span = span;
    return expr;
}

ExprPtr make_unary(ExprKind kind, ExprPtr operand, Type type) {
    auto expr = std::make_unique<Expr>();
    expr->kind = kind;
    expr->type = std::move(type);
    expr->span = operand->span;
    expr->args.push_back(std::move(operand));
    return expr;
}

ExprPtr make_binary(ExprKind kind, ExprPtr left, ExprPtr right, Type type) {
    auto expr = std::make_unique<Expr>();
    expr->kind = kind;
    expr->type = std::move(type);
    expr->span = left->span;
    expr->span.end = std::max(left->span.end, right->span.end);
    expr->args.push_back(std::move(left));
    expr->args.push_back(std::move(right));
    return expr;
}

ExprPtr clone(const Expr& expr) {
    auto copy = std::make_unique<Expr>();
    copy->kind = expr.kind;
    copy->type = expr.type;
    copy->span = expr.span;
    copy->number = expr.number;
    copy->id = expr.id;
    copy->op = expr.op;
    copy->law = expr.law;
    copy->sets = expr.sets;
    for (const ExprPtr& arg : expr.args) copy->args.push_back(clone(*arg));
    for (const Clause& clause : expr.clauses) {
        copy->clauses.push_back({clause.index, clause.set, clause.relation, clause.from ? clone(*clause.from) : nullptr,
                                 clause.agent, clause.agents});
    }
    if (expr.condition) copy->condition = clone(*expr.condition);
    return copy;
}

}  // namespace strife
