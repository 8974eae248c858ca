// The bytecode that rates, conditions and bodies become: three-address instructions over one flat memory of doubles.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "base/ids.h"

namespace strife {

using Slot = std::uint32_t;           // a place in the memory of a replication
using IndexRegister = std::uint16_t;  // a place in the small file of index registers

inline constexpr IndexRegister kNoRegister = std::numeric_limits<IndexRegister>::max();
inline constexpr Slot kNoSlot = std::numeric_limits<Slot>::max();

// Scratch slots at the start of the memory. Bodies use the first range; what is evaluated inside or between them (rates, terms,
// durations, conditions) uses the second, so that neither disturbs the other.
inline constexpr Slot kBodyScratch = 1024;
inline constexpr Slot kInnerScratch = 512;
inline constexpr Slot kScratchSlots = kBodyScratch + kInnerScratch;
inline constexpr std::size_t kIndexRegisters = 64;

// m is the memory, x the index registers; d, a, b, r are the operands of the instruction.
enum class Op : std::uint16_t {
    halt,
    copy,  // m[d] = m[a]
    // m[d] = m[a] op m[b]:
    add,
    subtract,
    multiply,
    divide,
    power,
    minimum,
    maximum,
    // m[d] = 1 or 0:
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    logical_and,
    logical_or,
    // m[d] = op m[a]:
    negate,
    logical_not,
    round,
    floor,
    ceil,
    absolute,
    exponential,
    logarithm,
    square_root,
    select,           // if m[a] != 0: m[d] = m[b]
    load_indexed,     // m[d] = m[a + x[r]]
    load_level,       // m[d] = value now of element a (+ x[r]) of relaxing level b
    load_event,       // m[d] = attribute a of the event
    load_own,         // m[d] = attribute a of the item
    load_now,         // m[d] = days after the start
    in_set,           // m[d] = whether member m[a] is in set b
    weight,           // m[d] = weight of relation a from x[r] to x[b]
    in_relation,      // m[d] = 1 if that entry exists
    index_to_member,  // m[d] = x[r] + a
    member_to_index,  // x[r] = m[a] - first member of set b; a fault if it is not one of b
    jump_if_zero,     // to a if m[b] == 0
    // Of sets and relations alone (index_walk.h):
    set_index,       // x[r] = a
    scale_index,     // x[r] = x[a] * b + x[d]
    jump,            // to a
    next_index,      // if ++x[r] < b jump to a
    relation_begin,  // x[r] = first entry of relation a from x[d]; jump to b if there is none
    relation_get,    // x[d] = partner in entry x[r] of relation a
    relation_next,   // if entry ++x[r] still belongs to x[d] in relation a jump to b
    // Bodies only.
    // State b, element a = slot offset (+ x[r]), value m[d]:
    store_set,
    store_add,
    store_subtract,
    store_multiply,
    refresh,  // bring sums and counts up to date before they are read
    draw,     // m[d] = a draw of law r from draw site b, parameters m[a]...
    weights_clear,
    weights_add,   // candidate x[r] with weight m[a]
    weights_any,   // m[d] = whether a candidate has a weight above 0
    weights_draw,  // m[d] = first member a + the drawn candidate, draw site b
    tree_draw,     // m[d] = a leaf of reduction a, outer member x[r], drawn in proportion to the leaves; draw site b
    scatter_draw,  // how many of m[a] fall to each candidate, draw site b
    scatter_take,  // m[d] = how many fell to candidate x[r]; asked for in the order in which candidates were added
    list_shuffle,  // list a = the candidates in random order, draw site b
    list_next,     // x[r] = the next of list a; jump to b if there is none
    emit,          // event a, attributes m[b]...
    begin,         // activity a, member x[r], attributes m[b]..., handle to m[d] unless kNoSlot
    cancel_item,   // item in m[a]
    cancel_some,   // m[b] items (all if kNoSlot) of activity a, member x[r]
    defer,         // run the rest from b after m[a] days, with priority set d; the body goes on after the jump that follows
    // Agents: r is their kind, handles name single ones.
    agent_load,        // m[d] = attribute a of agent m[b]
    agent_load_maybe,  // the same, NaN if it is gone
    agent_lives,       // m[d] = whether agent m[a] is still there
    // Attribute a of agent m[b], value m[d]:
    agent_set,
    agent_add,
    agent_subtract,
    agent_multiply,
    agent_spawn,     // attributes m[b]..., handle to m[d] unless kNoSlot
    agent_remove,    // agent m[a]
    agent_draw,      // m[d] = an agent of the group of member m[d], drawn in proportion to the terms of agent sum a; draw site b
    agent_each,      // m[d] = agent number x[r] of kind a; jump to b if there are no more
    agent_at,        // m[d] = agent number m[a]
    agents_list,     // list a = all agents there are now
    agents_shuffle,  // list a in random order, draw site b
    agents_next,     // m[d] = the next agent of list a that is still there; jump to b if there is none
    stop             // end the replication for reason a
};

struct Instruction {
    Op op = Op::halt;
    std::uint16_t r = kNoRegister;
    std::uint32_t d = 0;
    std::uint32_t a = 0;
    std::uint32_t b = 0;
};

// A draw in a program: which law, with how many parameters. Its number among the draws of its body is its place.
struct DrawSite {
    std::uint8_t law = 0;
    std::uint8_t n_parameters = 0;
    std::uint16_t place = 0;
};

// A program is a run of instructions in Model::code, from `begin` to a `halt`; its value, if it has one, is in `result`.
struct Program {
    std::uint32_t begin = 0;
    Slot result = kNoSlot;
    [[nodiscard]] bool exists() const { return begin != kNone; }
    static Program none() { return {kNone, kNoSlot}; }

  private:
    static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
};

std::string_view op_name(Op op);

}  // namespace strife
