// Index registers: how a member of a family sets them, and the instructions that move them and the place in a program.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "model/model.h"

namespace strife {

// Puts the indices of member `member` of a family into the registers from x[0] on.
inline void set_member(const Shape& shape, std::uint32_t member, std::uint32_t* x) {
    if (shape.rank == 1) {
        x[0] = member;
        return;
    }
    for (std::size_t i = shape.rank; i-- > 0;) {
        x[i] = member % shape.sizes[i];
        member /= shape.sizes[i];
    }
}

// Runs an instruction that depends on sets and relations alone, from Op::set_index to Op::relation_next; false if it is another
// one. `op` is that of the instruction, given beside it because a literal leaves one case of the switch. `pc` is the place of the
// next instruction. Always inlined: it is part of the hot loop of interpret().
[[gnu::always_inline]] inline bool walk_indices(Op op, const Model& model, const Instruction& i, std::uint32_t* x,
                                                std::uint32_t& pc) {
    switch (op) {
        case Op::set_index:
            x[i.r] = i.a;
            return true;
        case Op::scale_index:
            x[i.r] = x[i.a] * i.b + x[i.d];
            return true;
        case Op::jump:
            pc = i.a;
            return true;
        case Op::next_index:
            if (++x[i.r] < i.b) pc = i.a;
            return true;
        case Op::relation_begin: {
            const ModelRelation& relation = model.relations[i.a];
            x[i.r] = relation.starts[x[i.d]];
            if (x[i.r] == relation.starts[x[i.d] + 1]) pc = i.b;
            return true;
        }
        case Op::relation_get:
            x[i.d] = model.relations[i.a].partners[x[i.r]];
            return true;
        case Op::relation_next:
            if (++x[i.r] < model.relations[i.a].starts[x[i.d] + 1]) pc = i.b;
            return true;
        default:
            return false;
    }
}

}  // namespace strife
