// Runs programs. What a body may do beyond computing is handed to an Effects type, so that pure programs pay nothing for it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>

#include "base/contracts.h"
#include "base/extremes.h"
#include "kernel/frame.h"
#include "model/index_walk.h"

namespace strife {

// Weight of the entry from -> to of a relation; null if there is none.
inline const double* find_entry(const ModelRelation& relation, std::uint32_t from, std::uint32_t to) {
    const auto begin = relation.partners.begin() + relation.starts[from];
    const auto end = relation.partners.begin() + relation.starts[from + 1];
    const auto found = std::lower_bound(begin, end, to);
    if (found == end || *found != to) return nullptr;
    return relation.weights.data() + (found - relation.partners.begin());
}

inline double weight_of(const ModelRelation& relation, std::uint32_t from, std::uint32_t to) {
    const double* entry = find_entry(relation, from, to);
    return entry == nullptr ? 0.0 : *entry;
}

// Whether member number `member` is in the set.
inline bool holds(const ModelSet& set, double member) {
    const double position = member - set.first_member;
    return position >= 0.0 && position < static_cast<double>(set.members.size());
}

// The value of an instruction up to Op::square_root. Always inlined: it is the hot part of interpret().
[[gnu::always_inline]] inline double calculate(const Instruction& i, const double* m) {
    switch (i.op) {
        case Op::copy:
            return m[i.a];
        case Op::add:
            return m[i.a] + m[i.b];
        case Op::subtract:
            return m[i.a] - m[i.b];
        case Op::multiply:
            return m[i.a] * m[i.b];
        case Op::divide:
            return m[i.a] / m[i.b];
        case Op::power:
            return consistent_pow(m[i.a], m[i.b]);
        case Op::minimum:
            return lesser(m[i.a], m[i.b]);
        case Op::maximum:
            return greater(m[i.a], m[i.b]);
        case Op::equal:
            return m[i.a] == m[i.b] ? 1.0 : 0.0;
        case Op::not_equal:
            return m[i.a] != m[i.b] ? 1.0 : 0.0;
        case Op::less:
            return m[i.a] < m[i.b] ? 1.0 : 0.0;
        case Op::less_equal:
            return m[i.a] <= m[i.b] ? 1.0 : 0.0;
        case Op::greater:
            return m[i.a] > m[i.b] ? 1.0 : 0.0;
        case Op::greater_equal:
            return m[i.a] >= m[i.b] ? 1.0 : 0.0;
        case Op::logical_and:
            return (m[i.a] != 0.0 && m[i.b] != 0.0) ? 1.0 : 0.0;
        case Op::logical_or:
            return (m[i.a] != 0.0 || m[i.b] != 0.0) ? 1.0 : 0.0;
        case Op::negate:
            return -m[i.a];
        case Op::logical_not:
            return m[i.a] == 0.0 ? 1.0 : 0.0;
        case Op::round:
            return std::round(m[i.a]);
        case Op::floor:
            return std::floor(m[i.a]);
        case Op::ceil:
            return std::ceil(m[i.a]);
        case Op::absolute:
            return std::abs(m[i.a]);
        case Op::exponential:
            return consistent_exp(m[i.a]);
        case Op::logarithm:
            return consistent_log(m[i.a]);
        case Op::square_root:
            return std::sqrt(m[i.a]);
        default:
            contract_failed("assertion", "the instruction calculates", __FILE__, __LINE__);
    }
}

// Thrown where a program that only computes indexes by a member of another set; the replication makes a fault of it.
struct MemberFault {
    const Instruction* instruction = nullptr;
    double member = 0.0;
};

// For programs that only compute. Everything else is a mistake of the compiler's.
struct NoEffects {
    [[noreturn]] static void perform(const Instruction&, Frame&, std::uint32_t&) {
        contract_failed("assertion", "a pure program has no effects", __FILE__, __LINE__);
    }
    [[noreturn]] static void not_a_member(const Instruction& i, const Frame& f) { throw MemberFault{&i, f.m[i.a]}; }
};

// Runs `program` from instruction `pc` on. Effects::perform is called for every instruction of the second half of Op, with the
// place of the next one, which it may move.
template <class Effects>
void interpret(const Model& model, const Program& program, Frame& f, Effects& effects, std::uint32_t pc = 0) {
    const Instruction* const code = model.code.data() + program.begin;
    double* const m = f.m;
    std::uint32_t* const x = f.x;
    for (;;) {
        const Instruction& i = code[pc++];
        if (i.op >= Op::copy && i.op <= Op::square_root) {
            m[i.d] = calculate(i, m);
            continue;
        }
        switch (i.op) {
            case Op::halt:
                return;
            case Op::select:
                if (m[i.a] != 0.0) m[i.d] = m[i.b];
                break;
            case Op::load_indexed:
                m[i.d] = m[i.a + x[i.r]];
                break;
            case Op::load_level:
                m[i.d] = level_value(model.levels[i.b], m, i.a + (i.r == kNoRegister ? 0 : x[i.r]), f.now);
                break;
            case Op::load_event:
                m[i.d] = f.event[i.a];
                break;
            case Op::load_own:
                m[i.d] = f.own[i.a];
                break;
            case Op::load_now:
                m[i.d] = f.now;
                break;
            case Op::in_set:
                m[i.d] = holds(model.sets[i.b], m[i.a]) ? 1.0 : 0.0;
                break;
            case Op::weight:
                m[i.d] = weight_of(model.relations[i.a], x[i.r], x[i.b]);
                break;
            case Op::in_relation:
                m[i.d] = find_entry(model.relations[i.a], x[i.r], x[i.b]) == nullptr ? 0.0 : 1.0;
                break;
            case Op::index_to_member:
                m[i.d] = static_cast<double>(x[i.r] + i.a);
                break;
            case Op::member_to_index:
                if (!holds(model.sets[i.b], m[i.a])) {
                    effects.not_a_member(i, f);
                    return;  // where that only notes the fault, nothing may be read in the place of what is not there
                }
                x[i.r] = static_cast<std::uint32_t>(m[i.a] - model.sets[i.b].first_member);
                break;
            case Op::jump_if_zero:
                if (m[i.b] == 0.0) pc = i.a;
                break;
            // Those of loops over sets have cases of their own, so that one jump finds them.
            case Op::set_index:
                walk_indices(Op::set_index, model, i, x, pc);
                break;
            case Op::scale_index:
                walk_indices(Op::scale_index, model, i, x, pc);
                break;
            case Op::jump:
                walk_indices(Op::jump, model, i, x, pc);
                break;
            case Op::next_index:
                walk_indices(Op::next_index, model, i, x, pc);
                break;
            default:
                if (!walk_indices(i.op, model, i, x, pc)) effects.perform(i, f, pc);
                break;
        }
    }
}

// Computes a pure program.
inline double evaluate(const Model& model, const Program& program, Frame& frame) {
    NoEffects none;
    interpret(model, program, frame, none);
    return frame.m[program.result];
}

}  // namespace strife
