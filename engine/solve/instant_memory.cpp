// The memory of an instant: initial values, sums kept up to date, stores and the ranges of what is stored.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>

#include "solve/instant_effects.h"

namespace strife {
namespace {
constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr double kExactIntegers = 9007199254740992.0;  // 2^53

double empty_value(ReduceOp op) {
    return op == ReduceOp::sum ? 0.0 : op == ReduceOp::minimum ? kNever : -kNever;
}

double combine(ReduceOp op, double a, double b) {
    return op == ReduceOp::sum ? a + b : op == ReduceOp::minimum ? std::min(a, b) : std::max(a, b);
}

}  // namespace

// Parameters stand at their declared values, whatever their priors.
void InstantMachine::initialise_memory() {
    memory_.assign(model_.memory.begin(), model_.memory.end());
    for (const ModelInput& input : model_.inputs)
        std::copy_n(input.values.begin(), input.shape.size, memory_.begin() + input.first);
    for (const Reduction& reduction : model_.reductions) clear_reduction(reduction);
    std::uint32_t reduced = 0;
    const auto reduce_up_to = [&](std::uint32_t end) {
        for (; reduced < end; ++reduced) refresh_reduction(model_.reductions[reduced]);
    };
    for (const Initializer& initializer : model_.initializers) {
        reduce_up_to(initializer.reductions);
        run_initializer(initializer);
    }
    for (const Reduction& reduction : model_.reductions) clear_reduction(reduction);
    reduced = 0;
    reduce_up_to(static_cast<std::uint32_t>(model_.reductions.size()));
    sums_stale_ = true;
    refresh_reductions();
    for (const ModelState& state : model_.states) {
        for (std::uint32_t e = 0; e < state.shape.size; ++e) {
            check_value(state.first + e, "the initial value of " + model_.member_name(state.name, state.shape, e), state.span);
        }
    }
    sums_stale_ = true;  // a value may have been brought into its range
    refresh_reductions();
}

void InstantMachine::run_initializer(const Initializer& initializer) {
    const std::uint32_t begin = initializer.member.value_or(0);
    const std::uint32_t end = initializer.member ? begin + 1 : initializer.shape.size;
    for (std::uint32_t m = begin; m < end; ++m) {
        Frame frame = inner_frame(0.0, initializer.shape, m, nullptr);
        Effects effects{*this};
        interpret(model_, initializer.program, frame, effects);
        memory_[initializer.first + m] = memory_[initializer.program.result];
    }
}

void InstantMachine::clear_reduction(const Reduction& reduction) {
    std::fill_n(memory_.begin() + reduction.first, reduction.outer.size, empty_value(reduction.op));
    std::fill_n(memory_.begin() + reduction.leaves, std::size_t{reduction.outer.size} * reduction.stride,
                empty_value(reduction.op));
}

// Until nothing changes any more: sums may read others.
void InstantMachine::refresh_reductions() {
    while (sums_stale_) {
        sums_stale_ = false;
        for (const Reduction& reduction : model_.reductions) {
            if (refresh_reduction(reduction)) sums_stale_ = true;
        }
    }
}

bool InstantMachine::refresh_reduction(const Reduction& reduction) {
    bool changed = false;
    for (std::uint32_t leaf = 0; leaf < reduction.outer.size * reduction.inner.size; ++leaf) {
        if (update_leaf(reduction, leaf)) changed = true;
    }
    return changed;
}

bool InstantMachine::update_leaf(const Reduction& reduction, std::uint32_t leaf) {
    const std::uint32_t outer = leaf / reduction.inner.size;
    const std::uint32_t inner = leaf % reduction.inner.size;
    set_member(reduction.outer, outer, inner_registers_.data());
    set_member(reduction.inner, inner, inner_registers_.data() + reduction.outer.rank);
    Frame frame{memory_.data(), inner_registers_.data(), 0.0, nullptr, nullptr};
    const double term = evaluate(model_, reduction.term, frame);
    if (reduction.weights && !(term >= 0.0 && term < kNever)) {
        throw SolveError(SolveError::Kind::fault,
                         fmt::format("a weight is {}, where a finite number of at least 0 is needed", format_number(term)),
                         model_.code_spans[reduction.term.begin]);
    }
    const Slot tree = reduction.leaves + outer * reduction.stride;
    const double old = memory_[tree + inner];
    if (old == term || (std::isnan(old) && std::isnan(term))) return false;
    memory_[tree + inner] = term;
    const Slot result = reduction.first + outer;
    if (reduction.whole && draws_ == Draws::listed) {
        memory_[result] += term - old;
        mark_dirty(result);
        return true;
    }
    if (reduction.whole) {  // of real numbers after all: summed anew
        memory_[result] = 0.0;
        for (std::uint32_t i = 0; i < reduction.inner.size; ++i) memory_[result] += memory_[tree + i];
        mark_dirty(result);
        return true;
    }
    carry_up(reduction, tree, inner);
    return true;
}

// The nodes above a leaf, summed in the order in which a replication sums them: conditions may compare the result exactly.
void InstantMachine::carry_up(const Reduction& reduction, Slot tree, std::uint32_t leaf) {
    Slot level = tree;
    std::uint32_t n = reduction.inner.size;
    for (std::uint32_t i = leaf; n > 1; n = (n + kTreeArity - 1) / kTreeArity) {
        const Slot above = level + n;
        i /= kTreeArity;
        double value = memory_[level + i * kTreeArity];
        for (std::uint32_t c = i * kTreeArity + 1; c < std::min((i + 1) * kTreeArity, n); ++c) {
            value = combine(reduction.op, value, memory_[level + c]);
        }
        memory_[above + i] = value;
        level = above;
    }
    const Slot result = reduction.first + static_cast<Slot>((tree - reduction.leaves) / reduction.stride);
    if (memory_[result] == memory_[level]) return;
    memory_[result] = memory_[level];
    mark_dirty(result);
}

void InstantMachine::mark_dirty(Slot slot) {
    if (dirty_[slot] == 0) dirty_slots_.push_back(slot);
    dirty_[slot] = 1;
}

void InstantMachine::store(const Instruction& i, const Frame& f) {
    const Slot slot = model_.states[i.b].first + i.a + (i.r == kNoRegister ? 0 : f.x[i.r]);
    const double before = memory_[slot];
    const double value = f.m[i.d];
    double after = value;
    if (i.op == Op::store_add) after = before + value;
    if (i.op == Op::store_subtract) after = before - value;
    if (i.op == Op::store_multiply) after = before * value;
    stored_.push_back(slot);
    if (after == before) return;
    memory_[slot] = after;
    mark_dirty(slot);
    sums_stale_ = true;
}

void InstantMachine::check_stored() {
    for (const Slot slot : stored_) check_value(slot, {}, model_.bodies[static_cast<std::size_t>(body_)].span);
    stored_.clear();
}

void InstantMachine::refuse_value(Slot slot, const std::string& why, const std::string& process, SourceSpan span) const {
    const ModelState& state = model_.states[model_.slot_states[slot]];
    throw SolveError(SolveError::Kind::fault,
                     fmt::format("'{}' becomes {}", model_.member_name(state.name, state.shape, slot - state.first), why), span,
                     process.empty() ? process_at_hand() : process);
}

// `process` names what is at work where no body is.
void InstantMachine::check_value(Slot slot, const std::string& process, SourceSpan span) {
    const ModelState& state = model_.states[model_.slot_states[slot]];
    double& value = memory_[slot];
    if (std::isnan(value)) refuse_value(slot, "undefined (NaN)", process, span);
    if (std::isinf(value)) refuse_value(slot, "infinite", process, span);
    const std::uint32_t element = slot - state.first;
    const double low = state.minimum.exists() ? memory_[state.minimum.at(element)] : -kNever;
    const double high = state.maximum.exists() ? memory_[state.maximum.at(element)] : kNever;
    if (state.clamp && (value < low || value > high)) {
        value = value < low ? low : high;
        mark_dirty(slot);
        sums_stale_ = true;
    }
    if (draws_ == Draws::averaged) return;
    const auto shown = [&](double v) { return format_quantity(v / state.unit_scale, state.unit); };
    if (value < low) refuse_value(slot, fmt::format("{}, below its minimum of {}", shown(value), shown(low)), process, span);
    if (value > high) refuse_value(slot, fmt::format("{}, above its maximum of {}", shown(value), shown(high)), process, span);
    if (state.kind != ModelStateKind::count) return;
    if (value != std::floor(value)) refuse_value(slot, shown(value) + ", which is no whole number", process, span);
    if (value > kExactIntegers) refuse_value(slot, "a number beyond 2^53", process, span);
}

}  // namespace strife
