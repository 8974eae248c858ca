// Agents in bodies: their attributes, loops over them, and how they come and go.
// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include <fmt/format.h>

#include "compile/lowering.h"

namespace strife {
namespace {

constexpr std::uint32_t kNoEnd = std::numeric_limits<std::uint32_t>::max();

std::uint16_t kind_of(const Expr& agent) {
    return static_cast<std::uint16_t>(agent.type.agents.value());
}

}  // namespace

// Where logic or a choice decides whether it counts, an attribute of an agent that is gone is undefined, else a fault.
Slot Lowering::agent_field(const Expr& expr) {
    const Expr& agent = *expr.args[0];
    if (agent.kind == ExprKind::local && own_agent_ == agent.id) {
        const Slot result = scratch();
        emit(Op::load_own, result, expr.id);
        return result;
    }
    const Slot result = scratch();
    emit(guarded_ > 0 ? Op::agent_load_maybe : Op::agent_load, result, expr.id, value(agent), kind_of(agent));
    return result;
}

// Opens a loop over the agents there are, in which none may come or go; gives its first instruction.
std::size_t Lowering::open_agents(const Clause& clause, IndexRegister position) {
    const Slot handle = scratch();
    locals_[clause.agent.value()] = handle;
    emit(Op::set_index, 0, 0, 0, position);
    return emit(Op::agent_each, handle, clause.agents.value(), 0, position);
}

void Lowering::close_agents(std::size_t start, IndexRegister position) {
    emit(Op::next_index, 0, static_cast<std::uint32_t>(start), kNoEnd, position);
    code_[start].b = here();
}

// A sum that cannot be kept up: in a body it is added up when it is read.
Slot Lowering::loop_over_agents(const Expr& expr) {
    const Slot result = scratch();
    const double nothing = expr.op == AggregateOp::sum       ? 0.0
                           : expr.op == AggregateOp::minimum ? std::numeric_limits<double>::infinity()
                                                             : -std::numeric_limits<double>::infinity();
    emit(Op::copy, result, build_.constant(nothing));
    const IndexRegister first_register = next_register_;
    const IndexRegister position = new_register();
    const std::size_t start = open_agents(expr.clauses[0], position);
    const Op op = expr.op == AggregateOp::sum ? Op::add : expr.op == AggregateOp::minimum ? Op::minimum : Op::maximum;
    std::size_t skip = 0;
    if (expr.condition) skip = emit(Op::jump_if_zero, 0, 0, value(*expr.condition));
    emit(op, result, result, value(*expr.args[0]));
    if (expr.condition) code_[skip].a = here();
    close_agents(start, position);
    locals_.erase(expr.clauses[0].agent.value());
    next_scratch_ = result + 1;
    next_register_ = first_register;
    return result;
}

// The agents a draw may choose, with their weights.
void Lowering::list_agents(const Expr& expr) {
    emit(Op::weights_clear);
    const IndexRegister position = new_register();
    const std::size_t start = open_agents(expr.clauses[0], position);
    const Slot mark = next_scratch_;
    std::size_t skip = 0;
    if (expr.condition) skip = emit(Op::jump_if_zero, 0, 0, value(*expr.condition));
    emit(Op::weights_add, 0, expr.args.empty() ? build_.constant(1.0) : value(*expr.args[0]), 0, position);
    if (expr.condition) code_[skip].a = here();
    close_agents(start, position);
    locals_.erase(expr.clauses[0].agent.value());
    next_scratch_ = mark;
}

// Runs over those that are there when it begins; one that is gone when its turn comes is left out, and the condition is looked at
// then.
void Lowering::agent_loop(const Statement& one) {
    const auto kind = static_cast<std::uint16_t>(one.clause.agents.value());
    const Slot handle = local_slot(one.clause.agent.value());
    const std::uint32_t list = lists_open_++;
    Slot left = kNoSlot;
    Slot some_left = kNoSlot;
    if (one.value) {
        left = value_into_new(*one.value);
        some_left = scratch();
    }
    emit(Op::agents_list, 0, list, 0, kind);
    if (one.shuffled) emit(Op::agents_shuffle, 0, list, add_draw_site(static_cast<std::uint8_t>(LawKind::uniform), 0), kind);
    const std::uint32_t start = here();
    const std::size_t next = emit(Op::agents_next, handle, list, 0, kind);
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

void Lowering::assign_agent(const Statement& one) {
    const Slot number = value(*one.value);
    const Slot agent = value(*one.args[0]);
    const Op op = one.op == StoreOp::set        ? Op::agent_set
                  : one.op == StoreOp::add      ? Op::agent_add
                  : one.op == StoreOp::subtract ? Op::agent_subtract
                                                : Op::agent_multiply;
    emit(op, number, one.id, agent, kind_of(*one.args[0]));
}

void Lowering::spawn(const Statement& one) {
    const Slot handle = one.item.valid() ? local_slot(one.item.value()) : kNoSlot;
    const Slot first = contiguous(one.args);
    emit(Op::agent_spawn, handle, 0, first, static_cast<std::uint16_t>(one.id));
}

}  // namespace strife
