// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "compile/lowering.h"

namespace strife {

Program Lowering::finish_block(const Block& statements) {
    block(statements);
    return finish(kNoSlot);
}

void Lowering::block(const Block& statements) {
    leaving_.emplace_back();
    for (const auto& one : statements) {
        const SourceSpan outside = std::exchange(at_, one->span);
        statement(*one);
        at_ = outside;
    }
    for (const std::size_t jump : leaving_.back()) code_[jump].a = here();
    leaving_.pop_back();
}

Slot Lowering::local_slot(std::uint32_t local) {
    const auto found = locals_.find(local);
    if (found != locals_.end()) return found->second;
    const Slot slot = scratch();
    locals_.emplace(local, slot);
    return slot;
}

// Values side by side, as draws, events and items take them.
Slot Lowering::contiguous(const std::vector<ExprPtr>& args) {
    const Slot first = next_scratch_;
    for (std::size_t i = 0; i < args.size(); ++i) scratch();
    const Slot after = next_scratch_;
    for (std::size_t i = 0; i < args.size(); ++i) {
        const Slot slot = value(*args[i]);
        emit(Op::copy, first + static_cast<Slot>(i), slot);
        next_scratch_ = after;
    }
    return first;
}

void Lowering::statement(const Statement& one) {
    // Locals keep their slots to the end of the body; everything else is given back after each statement.
    const IndexRegister first_register = next_register_;
    const Slot mark = next_scratch_;
    const std::size_t n_locals = locals_.size();
    switch (one.kind) {
        case StatementKind::assign_state:
            assign_state(one);
            break;
        case StatementKind::assign_local:
            assign_local(one);
            break;
        case StatementKind::branch:
            branches(one);
            break;
        case StatementKind::repeat:
            repeat(one);
            break;
        case StatementKind::loop:
            if (one.clause.agent.valid()) {
                agent_loop(one);
            } else if (one.shuffled) {
                shuffled_loop(one);
            } else {
                loop(one);
            }
            break;
        case StatementKind::pick:
            pick(one);
            break;
        case StatementKind::scatter:
            scatter(one);
            break;
        case StatementKind::emit: {
            const Slot first = contiguous(one.args);
            emit(Op::emit, 0, one.id, first, static_cast<std::uint16_t>(one.args.size()));
            break;
        }
        case StatementKind::assign_agent:
            assign_agent(one);
            break;
        case StatementKind::spawn:
            spawn(one);
            break;
        case StatementKind::remove: {
            const Slot agent = value(*one.args[0]);
            emit(Op::agent_remove, 0, agent, 0, static_cast<std::uint16_t>(one.args[0]->type.agents.value()));
            break;
        }
        case StatementKind::begin:
            begin(one);
            break;
        case StatementKind::cancel_item:
        case StatementKind::cancel_some:
            cancel(one);
            break;
        case StatementKind::after: {
            const Slot delay = value(*one.value);
            const std::size_t defer = emit(Op::defer, static_cast<std::uint32_t>(one.priority), delay);
            const std::size_t over = emit(Op::jump);
            code_[defer].b = here();
            block(one.branches[0].body);
            emit(Op::halt);
            code_[over].a = here();
            break;
        }
        case StatementKind::stop: {
            auto& reasons = build_.model.stop_reasons;
            auto found = std::find(reasons.begin(), reasons.end(), one.text);
            if (found == reasons.end()) found = reasons.insert(reasons.end(), one.text);
            emit(Op::stop, 0, static_cast<std::uint32_t>(found - reasons.begin()));
            break;
        }
    }
    next_register_ = first_register;
    if (locals_.size() == n_locals) next_scratch_ = mark;
}

void Lowering::assign_state(const Statement& one) {
    const Slot number = value(*one.value);
    const Element where = element(one.indices, build_.symbols.states[one.id].sets);
    const Op op = one.op == StoreOp::set        ? Op::store_set
                  : one.op == StoreOp::add      ? Op::store_add
                  : one.op == StoreOp::subtract ? Op::store_subtract
                                                : Op::store_multiply;
    emit(op, number, where.offset, one.id, where.reg);
}

void Lowering::assign_local(const Statement& one) {
    const Slot target = local_slot(one.id);
    const Slot number = value(*one.value);
    switch (one.op) {
        case StoreOp::set:
            emit(Op::copy, target, number);
            break;
        case StoreOp::add:
            emit(Op::add, target, target, number);
            break;
        case StoreOp::subtract:
            emit(Op::subtract, target, target, number);
            break;
        case StoreOp::multiply:
            emit(Op::multiply, target, target, number);
            break;
    }
}

void Lowering::branches(const Statement& one) {
    std::vector<std::size_t> exits;
    for (std::size_t i = 0; i < one.branches.size(); ++i) {
        const Branch& branch = one.branches[i];
        std::size_t skip = 0;
        if (branch.condition) {
            const Slot mark = next_scratch_;
            skip = emit(Op::jump_if_zero, 0, 0, value(*branch.condition));
            next_scratch_ = mark;
        }
        block(branch.body);
        if (i + 1 < one.branches.size()) exits.push_back(emit(Op::jump));
        if (branch.condition) code_[skip].a = here();
    }
    for (const std::size_t exit : exits) code_[exit].a = here();
}

void Lowering::repeat(const Statement& one) {
    const Slot left = value_into_new(*one.value);
    const Slot at_least_one = scratch();
    const std::uint32_t start = here();
    emit(Op::greater_equal, at_least_one, left, build_.constant(1.0));
    const std::size_t exit = emit(Op::jump_if_zero, 0, 0, at_least_one);
    block(one.branches[0].body);
    emit(Op::subtract, left, left, build_.constant(1.0));
    emit(Op::jump, 0, start);
    code_[exit].a = here();
}

void Lowering::loop(const Statement& one) {
    Slot left = kNoSlot;
    Slot some_left = kNoSlot;
    if (one.value) {
        left = value_into_new(*one.value);
        some_left = scratch();
    }
    std::vector<std::size_t> exits;
    const std::size_t start = open_clause(one.clause, exits);
    std::size_t stop = 0;
    std::size_t skip = 0;
    if (one.value) {
        emit(Op::greater_equal, some_left, left, build_.constant(1.0));
        stop = emit(Op::jump_if_zero, 0, 0, some_left);
    }
    if (one.condition) skip = emit(Op::jump_if_zero, 0, 0, value(*one.condition));
    block(one.branches[0].body);
    if (one.value) emit(Op::subtract, left, left, build_.constant(1.0));
    if (one.condition) code_[skip].a = here();
    close_clause(one.clause, start, exits);
    if (one.value) code_[stop].a = here();
}

void Lowering::begin(const Statement& one) {
    const ActivitySymbol& activity = build_.symbols.activities[one.id];
    const Slot handle = one.item.valid() ? local_slot(one.item.value()) : kNoSlot;
    const Slot first = contiguous(one.args);
    const Element where = element(one.indices, activity.sets);
    IndexRegister reg = where.reg;
    if (reg == kNoRegister || where.offset != 0) {
        const IndexRegister exact = new_register();
        emit(Op::set_index, 0, where.offset, 0, exact);
        if (reg != kNoRegister) emit(Op::scale_index, exact, reg, 1, exact);
        reg = exact;
    }
    emit(Op::begin, handle, one.id, first, reg);
}

void Lowering::cancel(const Statement& one) {
    if (one.kind == StatementKind::cancel_item) {
        emit(Op::cancel_item, 0, local_slot(one.id));
        return;
    }
    const Slot number = one.value ? value(*one.value) : kNoSlot;
    const Element where = element(one.indices, build_.symbols.activities[one.id].sets);
    const IndexRegister exact = new_register();
    emit(Op::set_index, 0, where.offset, 0, exact);
    if (where.reg != kNoRegister) emit(Op::scale_index, exact, where.reg, 1, exact);
    emit(Op::cancel_some, 0, one.id, number, exact);
}

}  // namespace strife
