// SPDX-License-Identifier: Apache-2.0
#include "solve/equality_check.h"

#include <cstddef>

#include "random/laws.h"
#include "solve/finite_laws.h"

namespace strife {
namespace {

bool reads_two(Op op) {
    return (op >= Op::add && op <= Op::logical_or) || op == Op::select;
}

bool reads_one(Op op) {
    return op == Op::copy || (op >= Op::negate && op <= Op::square_root) || op == Op::load_indexed;
}

bool writes_number(Op op) {
    return (op >= Op::copy && op <= Op::in_relation) || op == Op::index_to_member;
}

}  // namespace

EqualityCheck::EqualityCheck(const Model& model) : model_(model), changes_(model.memory.size()) {
    for (const Body& body : model.bodies) {
        if (body.disabled) continue;
        for (const std::uint32_t s : body.writes) {
            const ModelState& state = model.states[s];
            for (std::uint32_t e = 0; e < state.shape.size; ++e) changes_[state.first + e] = true;
        }
    }
    // Sums may read other sums.
    for (bool again = true; again;) {
        again = false;
        for (const Reduction& reduction : model.reductions) {
            if (reduction.outer.size == 0 || changes_[reduction.first] || !follow(reduction.term, nullptr)) continue;
            for (std::uint32_t i = 0; i < reduction.outer.size; ++i) changes_[reduction.first + i] = true;
            again = true;
        }
    }
}

std::optional<SourceSpan> EqualityCheck::find(const Program& program) const {
    std::optional<SourceSpan> compared;
    if (program.exists()) follow(program, &compared);
    return compared;
}

bool EqualityCheck::follow(const Program& program, std::optional<SourceSpan>* compared) const {
    std::vector<bool> changes = changes_;
    for (std::size_t at = program.begin; model_.code[at].op != Op::halt; ++at) {
        const Instruction& i = model_.code[at];
        bool changing = i.op == Op::load_level;
        if (reads_two(i.op)) changing = changes[i.a] || changes[i.b];
        if (reads_one(i.op)) changing = changes[i.a];
        if (i.op == Op::draw) {
            // A draw that stands at its mean is a real number too.
            changing = stands_at_mean(static_cast<Law>(model_.draws[i.b].law));
        }
        const bool compares = i.op == Op::equal || i.op == Op::not_equal;
        if (compares && changing && compared != nullptr && !*compared) *compared = model_.code_spans[at];
        if (i.op == Op::select) changing = changing || changes[i.d];
        if (writes_number(i.op) || i.op == Op::draw) changes[i.d] = changing;
    }
    return program.result != kNoSlot && changes[program.result];
}

}  // namespace strife
