// Poisson clocks: a hazard is split into what all members of its family share and what is each member's own.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "compile/lowering.h"
#include "language/printer.h"

namespace strife {
namespace {

struct Factor {
    ExprPtr expr;
    bool inverted = false;
};

// Takes a product of factors apart: a * b / c.
void split_product(ExprPtr expr, bool inverted, std::vector<Factor>& factors) {
    if (expr->kind == ExprKind::multiply || expr->kind == ExprKind::divide) {
        const bool over = expr->kind == ExprKind::divide;
        split_product(std::move(expr->args[0]), inverted, factors);
        split_product(std::move(expr->args[1]), inverted != over, factors);
        return;
    }
    factors.push_back({std::move(expr), inverted});
}

void split_conjuncts(ExprPtr condition, std::vector<ExprPtr>& parts) {
    if (condition->kind != ExprKind::logical_and) {
        parts.push_back(std::move(condition));
        return;
    }
    for (ExprPtr& arg : condition->args) split_conjuncts(std::move(arg), parts);
}

ExprPtr join_conjuncts(std::vector<ExprPtr> parts) {
    ExprPtr all;
    for (ExprPtr& part : parts) {
        all = all ? make_binary(ExprKind::logical_and, std::move(all), std::move(part), Type::boolean()) : std::move(part);
    }
    return all;
}

bool reads_local(const Expr& expr, LocalId local) {
    bool found = false;
    for_each_expr(expr, [&](const Expr& part) { found = found || (part.kind == ExprKind::local && part.id == local.value()); });
    return found;
}

bool depends_on_member(const Expr& expr, const std::vector<IndexId>& indices) {
    bool depends = false;
    for_each_expr(expr, [&](const Expr& part) {
        if (part.kind == ExprKind::own_field) depends = true;
        if (part.kind != ExprKind::index) return;
        if (std::find(indices.begin(), indices.end(), IndexId{part.id}) != indices.end()) depends = true;
    });
    return depends;
}

ExprPtr join_product(std::vector<Factor>& factors, SourceSpan span) {
    ExprPtr product;
    for (Factor& factor : factors) {
        if (!product && !factor.inverted) {
            product = std::move(factor.expr);
            continue;
        }
        if (!product) product = make_constant(1.0, Type::number(), span);
        product = make_binary(factor.inverted ? ExprKind::divide : ExprKind::multiply, std::move(product), std::move(factor.expr),
                              Type::number());
        product->span = span;
    }
    if (!product) product = make_constant(1.0, Type::number(), span);
    return product;
}

// A part of a hazard that is 0 while the condition is false, whatever the rest of it is then.
ExprPtr gated(ExprPtr product, ExprPtr condition) {
    auto gate = std::make_unique<Expr>();
    gate->kind = ExprKind::select;
    gate->type = Type::number();
    gate->span = condition->span;
    gate->args.push_back(std::move(condition));
    gate->args.push_back(std::move(product));
    gate->args.push_back(make_constant(0.0, Type::number(), gate->span));
    return gate;
}

// A condition taken apart at its `and`s: the parts that belong to the single member or agent, and those that all share. Either
// may be null.
struct SplitGate {
    ExprPtr own;
    ExprPtr shared;
};
template <class IsOwn>
SplitGate split_gate(ExprPtr condition, IsOwn is_own) {
    std::vector<ExprPtr> conjuncts;
    if (condition) split_conjuncts(std::move(condition), conjuncts);
    std::vector<ExprPtr> own;
    std::vector<ExprPtr> shared;
    for (ExprPtr& part : conjuncts) (is_own(*part) ? own : shared).push_back(std::move(part));
    return {.own = join_conjuncts(std::move(own)), .shared = join_conjuncts(std::move(shared))};
}

// What all members share, as a program of its own.
void set_shared_part(Build& build, RateFamily& family, ExprPtr product) {
    const auto index_name = [&](IndexId index) { return build.symbols.set(build.checker.index_set(index)).name; };
    family.shared_varies = reads_relaxing_level(build, *product);
    family.shared_text = print_expr(*product, build.symbols, index_name);
    Lowering lowering(build, ScratchRange::inner);
    lowering.warn_of_recomputing();
    family.shared = lowering.finish_value(*product);
}

std::uint32_t add_family(Build& build, RateFamily family) {
    family.disabled = build.model.bodies[family.body].disabled;
    family.first_channel = build.model.channel_count;
    build.model.channel_count += family.shape.size;
    build.model.rates.push_back(std::move(family));
    return static_cast<std::uint32_t>(build.model.rates.size() - 1);
}

// One clock for all agents of a kind: the hazards of single ones add up, and the one that fires is drawn in proportion to them.
std::uint32_t add_agent_family(Build& build, RateSource source) {
    RateFamily family;
    family.body = source.body;
    family.shape = source.shape;
    family.span = source.span;
    std::vector<Factor> factors;
    split_product(std::move(source.rate), false, factors);
    const auto is_own = [&](const Expr& expr) { return reads_local(expr, source.agent); };
    std::vector<Factor> shared;
    std::vector<Factor> own;
    for (Factor& factor : factors) (is_own(*factor.expr) ? own : shared).push_back(std::move(factor));
    SplitGate gate = split_gate(std::move(source.condition), is_own);
    ExprPtr product = join_product(shared, source.span);
    if (gate.shared) product = gated(std::move(product), std::move(gate.shared));
    set_shared_part(build, family, std::move(product));
    Expr sum;
    sum.kind = ExprKind::aggregate;
    sum.op = AggregateOp::sum;
    sum.type = Type::number();
    sum.span = source.span;
    sum.args.push_back(join_product(own, source.span));
    Clause clause;
    clause.agent = source.agent;
    clause.agents = source.agents;
    sum.clauses.push_back(std::move(clause));
    sum.condition = std::move(gate.own);
    Lowering lowering(build, ScratchRange::inner);
    family.agents = lowering.keep_hazards(sum);
    const Slot total = family.agents ? build.model.agent_sums[*family.agents].first : build.constant(0.0);
    if (family.agents) family.member_text = build.model.agent_sums[*family.agents].text;
    family.member = lowering.finish_slot(total);
    return add_family(build, std::move(family));
}

}  // namespace

std::uint32_t add_rate_family(Build& build, RateSource source) {
    if (source.agent.valid()) return add_agent_family(build, std::move(source));
    std::vector<Factor> factors;
    split_product(std::move(source.rate), false, factors);
    RateFamily family;
    family.body = source.body;
    family.shape = source.shape;
    family.activity = source.activity;
    family.span = source.span;
    std::vector<Factor> shared;
    std::vector<Factor> member;
    const auto is_own = [&](const Expr& expr) { return source.shape.size == 1 || depends_on_member(expr, source.indices); };
    for (Factor& factor : factors) {
        family.reads_own = family.reads_own || reads_own(*factor.expr);
        (is_own(*factor.expr) ? member : shared).push_back(std::move(factor));
    }
    if (source.activity && !family.reads_own) {
        // Items race alike: the hazard of the member is that of one item times their number.
        auto count = std::make_unique<Expr>();
        count->kind = ExprKind::activity_count;
        count->id = *source.activity;
        count->type = Type::number();
        count->span = source.span;
        for (const IndexId index : source.indices) {
            auto arg = std::make_unique<Expr>();
            arg->kind = ExprKind::index;
            arg->id = index.value();
            arg->type = Type::member({build.checker.index_set(index)});
            count->args.push_back(std::move(arg));
        }
        member.push_back({std::move(count), false});
    }
    const auto index_name = [&](IndexId index) { return build.symbols.set(build.checker.index_set(index)).name; };
    // Conditions that all members share gate what they share: a change there costs no look at each member.
    SplitGate gate = split_gate(std::move(source.condition), is_own);
    if (!shared.empty() || gate.shared) {
        ExprPtr product = join_product(shared, source.span);
        if (gate.shared) product = gated(std::move(product), std::move(gate.shared));
        set_shared_part(build, family, std::move(product));
    }
    ExprPtr product = join_product(member, source.span);
    if (gate.own) product = gated(std::move(product), std::move(gate.own));
    family.member_varies = reads_relaxing_level(build, *product);
    family.member_text = print_expr(*product, build.symbols, index_name);
    Lowering lowering(build, ScratchRange::inner);
    lowering.bind_family(source.indices);
    lowering.warn_of_recomputing();
    family.member = lowering.finish_value(*product);
    return add_family(build, std::move(family));
}

}  // namespace strife
