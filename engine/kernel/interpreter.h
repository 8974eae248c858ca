// Runs programs. What a body may do beyond computing is handed to an Effects type, so that pure programs pay nothing for it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>

#include "base/contracts.h"
#include "kernel/frame.h"

namespace strife {

// Weight of the entry from -> to of a relation; null if there is none.
inline const double* find_entry(const ModelRelation& relation, std::uint32_t from, std::uint32_t to) {
    const auto begin = relation.partners.begin() + relation.starts[from];
    const auto end = relation.partners.begin() + relation.starts[from + 1];
    const auto found = std::lower_bound(begin, end, to);
    if (found == end || *found != to) return nullptr;
    return relation.weights.data() + (found - relation.partners.begin());
}

// For programs that only compute. Everything else is a mistake of the compiler's.
struct NoEffects {
    [[noreturn]] static void perform(const Instruction&, Frame&, std::uint32_t) {
        contract_failed("assertion", "a pure program has no effects", __FILE__, __LINE__);
    }
    [[noreturn]] static void not_a_member(const Instruction&, const Frame&) {
        contract_failed("assertion", "a pure program turns no member into an index", __FILE__, __LINE__);
    }
};

// Runs `program` from instruction `pc` on. Effects::perform is called for every instruction of the second half of Op.
template <class Effects>
void interpret(const Model& model, const Program& program, Frame& f, Effects& effects, std::uint32_t pc = 0) {
    const Instruction* const code = model.code.data() + program.begin;
    double* const m = f.m;
    std::uint32_t* const x = f.x;
    for (;;) {
        const Instruction& i = code[pc++];
        switch (i.op) {
            case Op::halt:
                return;
            case Op::copy:
                m[i.d] = m[i.a];
                break;
            case Op::add:
                m[i.d] = m[i.a] + m[i.b];
                break;
            case Op::subtract:
                m[i.d] = m[i.a] - m[i.b];
                break;
            case Op::multiply:
                m[i.d] = m[i.a] * m[i.b];
                break;
            case Op::divide:
                m[i.d] = m[i.a] / m[i.b];
                break;
            case Op::power:
                m[i.d] = consistent_pow(m[i.a], m[i.b]);
                break;
            case Op::minimum:
                m[i.d] = m[i.b] < m[i.a] ? m[i.b] : m[i.a];
                break;
            case Op::maximum:
                m[i.d] = m[i.b] > m[i.a] ? m[i.b] : m[i.a];
                break;
            case Op::equal:
                m[i.d] = m[i.a] == m[i.b] ? 1.0 : 0.0;
                break;
            case Op::not_equal:
                m[i.d] = m[i.a] != m[i.b] ? 1.0 : 0.0;
                break;
            case Op::less:
                m[i.d] = m[i.a] < m[i.b] ? 1.0 : 0.0;
                break;
            case Op::less_equal:
                m[i.d] = m[i.a] <= m[i.b] ? 1.0 : 0.0;
                break;
            case Op::greater:
                m[i.d] = m[i.a] > m[i.b] ? 1.0 : 0.0;
                break;
            case Op::greater_equal:
                m[i.d] = m[i.a] >= m[i.b] ? 1.0 : 0.0;
                break;
            case Op::logical_and:
                m[i.d] = (m[i.a] != 0.0 && m[i.b] != 0.0) ? 1.0 : 0.0;
                break;
            case Op::logical_or:
                m[i.d] = (m[i.a] != 0.0 || m[i.b] != 0.0) ? 1.0 : 0.0;
                break;
            case Op::negate:
                m[i.d] = -m[i.a];
                break;
            case Op::logical_not:
                m[i.d] = m[i.a] == 0.0 ? 1.0 : 0.0;
                break;
            case Op::round:
                m[i.d] = std::round(m[i.a]);
                break;
            case Op::floor:
                m[i.d] = std::floor(m[i.a]);
                break;
            case Op::ceil:
                m[i.d] = std::ceil(m[i.a]);
                break;
            case Op::absolute:
                m[i.d] = std::abs(m[i.a]);
                break;
            case Op::exponential:
                m[i.d] = consistent_exp(m[i.a]);
                break;
            case Op::logarithm:
                m[i.d] = consistent_log(m[i.a]);
                break;
            case Op::square_root:
                m[i.d] = std::sqrt(m[i.a]);
                break;
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
            case Op::in_set: {
                const ModelSet& set = model.sets[i.b];
                const double position = m[i.a] - set.first_member;
                m[i.d] = position >= 0.0 && position < static_cast<double>(set.members.size()) ? 1.0 : 0.0;
                break;
            }
            case Op::weight: {
                const double* entry = find_entry(model.relations[i.a], x[i.r], x[i.b]);
                m[i.d] = entry == nullptr ? 0.0 : *entry;
                break;
            }
            case Op::in_relation:
                m[i.d] = find_entry(model.relations[i.a], x[i.r], x[i.b]) == nullptr ? 0.0 : 1.0;
                break;
            case Op::set_index:
                x[i.r] = i.a;
                break;
            case Op::copy_index:
                x[i.r] = x[i.a];
                break;
            case Op::scale_index:
                x[i.r] = x[i.a] * i.b + x[i.d];
                break;
            case Op::index_to_member:
                m[i.d] = static_cast<double>(x[i.r] + i.a);
                break;
            case Op::member_to_index: {
                const ModelSet& set = model.sets[i.b];
                const double position = m[i.a] - set.first_member;
                if (!(position >= 0.0) || position >= static_cast<double>(set.members.size())) effects.not_a_member(i, f);
                x[i.r] = static_cast<std::uint32_t>(position);
                break;
            }
            case Op::jump:
                pc = i.a;
                break;
            case Op::jump_if_zero:
                if (m[i.b] == 0.0) pc = i.a;
                break;
            case Op::next_index:
                if (++x[i.r] < i.b) pc = i.a;
                break;
            case Op::relation_begin: {
                const ModelRelation& relation = model.relations[i.a];
                x[i.r] = relation.starts[x[i.d]];
                if (x[i.r] == relation.starts[x[i.d] + 1]) pc = i.b;
                break;
            }
            case Op::relation_get:
                x[i.d] = model.relations[i.a].partners[x[i.r]];
                break;
            case Op::relation_next:
                if (++x[i.r] < model.relations[i.a].starts[x[i.d] + 1]) pc = i.b;
                break;
            default:
                effects.perform(i, f, pc);
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
