// Choices by weight and random orders: from a tree where the weights are kept up by increments, else from listed candidates.
// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "compile/lowering.h"

namespace strife {
namespace {
constexpr std::size_t kFewCandidates = 16;  // are as quickly listed as kept up
}  // namespace

// The candidates of a clause with their weights, in the order of the set.
void Lowering::list_candidates(const Clause& clause, const Expr* weight, const Expr* condition) {
    emit(Op::weights_clear);
    std::vector<std::size_t> exits;
    const std::size_t start = open_clause(clause, exits);
    const IndexRegister member = registers_.at(clause.index.value());
    const Slot mark = next_scratch_;
    std::size_t skip = 0;
    if (condition != nullptr) skip = emit(Op::jump_if_zero, 0, 0, value(*condition));
    const Slot weighs = weight == nullptr ? build_.constant(1.0) : value(*weight);
    emit(Op::weights_add, 0, weighs, 0, member);
    next_scratch_ = mark;
    if (condition != nullptr) code_[skip].a = here();
    close_clause(clause, start, exits);
}

// A large set whose weights depend on what is kept up anyway: choosing costs O(log n).
std::optional<Lowering::Choice> Lowering::find_tree(const Expr& expr) {
    const Clause& clause = expr.clauses[0];
    if (clause.relation.valid() || build_.symbols.set(clause.set).members.size() <= kFewCandidates) return std::nullopt;
    Expr sum;
    sum.kind = ExprKind::aggregate;
    sum.op = AggregateOp::sum;
    sum.type = Type::number();
    sum.span = expr.span;
    sum.args.push_back(expr.args.empty() ? make_constant(1.0, Type::number(), expr.span) : clone(*expr.args[0]));
    sum.clauses.push_back({clause.index, clause.set, {}, nullptr});
    if (expr.condition) sum.condition = clone(*expr.condition);
    std::vector<IndexId> outer;
    if (!can_be_kept(sum, outer)) return std::nullopt;
    const std::string key = "weights of " + aggregate_key(sum, outer);
    auto found = build_.reductions.find(key);
    if (found == build_.reductions.end())
        found = build_.reductions.emplace(key, add_reduction(sum, outer, TermUse::weight)).first;
    Choice choice;
    choice.tree = found->second;
    const Element element = flat_element(outer);
    choice.outer = element.reg;
    choice.total = load(build_.model.reductions[found->second].first, element);
    return choice;
}

Lowering::Choice Lowering::prepare_choice(const Expr& expr) {
    if (expr.clauses[0].agent.valid()) return choose_agent(expr);
    Choice choice;
    if (auto tree = find_tree(expr)) {
        choice = *tree;
    } else {
        list_candidates(expr.clauses[0], expr.args.empty() ? nullptr : expr.args[0].get(), expr.condition.get());
    }
    choice.first_member = static_cast<std::uint32_t>(build_.symbols.set(expr.clauses[0].set).first_member);
    return choice;
}

Slot Lowering::draw_choice(const Choice& choice, Slot result) {
    const std::uint32_t site = add_draw_site(static_cast<std::uint8_t>(LawKind::uniform), 0);
    if (choice.agent_sum) {
        if (choice.group != kNoSlot) emit(Op::copy, result, choice.group);
        emit(Op::agent_draw, result, *choice.agent_sum, site, static_cast<std::uint16_t>(*choice.agents));
    } else if (choice.agents) {
        emit(Op::weights_draw, result, 0, site);
        emit(Op::agent_at, result, result, 0, static_cast<std::uint16_t>(*choice.agents));
    } else if (choice.tree) {
        emit(Op::tree_draw, result, *choice.tree, site, choice.outer);
        emit(Op::add, result, result, build_.constant(choice.first_member));
    } else {
        emit(Op::weights_draw, result, choice.first_member, site);
    }
    return result;
}

Slot Lowering::draw_member(const Expr& expr) {
    const Slot result = scratch();
    return draw_choice(prepare_choice(expr), result);
}

void Lowering::pick(const Statement& one) {
    const Slot picked = local_slot(one.id);
    const Choice choice = prepare_choice(*one.value);
    if (one.branches.empty()) {
        draw_choice(choice, picked);
        return;
    }
    Slot any = choice.total;
    if (!choice.tree && !choice.agent_sum) {
        any = scratch();
        emit(Op::weights_any, any);
    }
    const std::size_t none = emit(Op::jump_if_zero, 0, 0, any);
    draw_choice(choice, picked);
    const std::size_t over = emit(Op::jump);
    code_[none].a = here();
    block(one.branches[0].body);
    leave_block(emit(Op::jump));
    code_[over].a = here();
}

// Two passes over the same candidates: the first lists the weights, the second adds what fell to each.
void Lowering::scatter(const Statement& one) {
    const Slot number = value_into_new(*one.value);
    list_candidates(one.clause, one.args.empty() ? nullptr : one.args[0].get(), one.condition.get());
    const std::uint32_t site = add_draw_site(static_cast<std::uint8_t>(LawKind::binomial), 0);
    emit(Op::scatter_draw, 0, number, site);
    const Slot share = scratch();
    std::vector<std::size_t> exits;
    const std::size_t start = open_clause(one.clause, exits);
    emit(Op::scatter_take, share, 0, 0, registers_.at(one.clause.index.value()));
    const Element where = element(one.indices, build_.symbols.states[one.id].sets);
    emit(Op::store_add, share, where.offset, one.id, where.reg);
    close_clause(one.clause, start, exits);
}

// The order is drawn first; the condition of each member is looked at when its turn comes.
void Lowering::shuffled_loop(const Statement& one) {
    list_candidates(one.clause, nullptr, nullptr);
    const std::uint32_t list = lists_open_++;
    emit(Op::list_shuffle, 0, list, add_draw_site(static_cast<std::uint8_t>(LawKind::uniform), 0));
    Slot left = kNoSlot;
    Slot some_left = kNoSlot;
    if (one.value) {
        left = value_into_new(*one.value);
        some_left = scratch();
    }
    const IndexRegister member = new_register();
    registers_[one.clause.index.value()] = member;
    const std::uint32_t start = here();
    const std::size_t next = emit(Op::list_next, 0, list, 0, member);
    std::size_t stop = 0;
    if (one.value) {
        emit(Op::greater_equal, some_left, left, build_.constant(1.0));
        stop = emit(Op::jump_if_zero, 0, 0, some_left);
    }
    if (one.condition) {
        const Slot mark = next_scratch_;
        emit(Op::jump_if_zero, 0, start, value(*one.condition));
        next_scratch_ = mark;
    }
    block(one.branches[0].body);
    if (one.value) emit(Op::subtract, left, left, build_.constant(1.0));
    emit(Op::jump, 0, start);
    code_[next].b = here();
    if (one.value) code_[stop].a = here();
    --lists_open_;
}

}  // namespace strife
