// SPDX-License-Identifier: Apache-2.0
#include "model/model.h"

#include <array>

#include "model/agent_handle.h"
#include "model/index_walk.h"

namespace strife {

namespace {

constexpr auto kNames = std::to_array<std::string_view>({"halt",
                                                         "copy",
                                                         "add",
                                                         "subtract",
                                                         "multiply",
                                                         "divide",
                                                         "power",
                                                         "minimum",
                                                         "maximum",
                                                         "equal",
                                                         "not_equal",
                                                         "less",
                                                         "less_equal",
                                                         "greater",
                                                         "greater_equal",
                                                         "and",
                                                         "or",
                                                         "negate",
                                                         "not",
                                                         "round",
                                                         "floor",
                                                         "ceil",
                                                         "abs",
                                                         "exp",
                                                         "log",
                                                         "sqrt",
                                                         "select",
                                                         "load_indexed",
                                                         "load_level",
                                                         "load_event",
                                                         "load_own",
                                                         "load_now",
                                                         "in_set",
                                                         "weight",
                                                         "in_relation",
                                                         "index_to_member",
                                                         "member_to_index",
                                                         "jump_if_zero",
                                                         "set_index",
                                                         "scale_index",
                                                         "jump",
                                                         "next_index",
                                                         "relation_begin",
                                                         "relation_get",
                                                         "relation_next",
                                                         "store_set",
                                                         "store_add",
                                                         "store_subtract",
                                                         "store_multiply",
                                                         "refresh",
                                                         "draw",
                                                         "weights_clear",
                                                         "weights_add",
                                                         "weights_any",
                                                         "weights_draw",
                                                         "tree_draw",
                                                         "scatter_draw",
                                                         "scatter_take",
                                                         "list_shuffle",
                                                         "list_next",
                                                         "emit",
                                                         "begin",
                                                         "cancel_item",
                                                         "cancel_some",
                                                         "defer",
                                                         "agent_load",
                                                         "agent_load_maybe",
                                                         "agent_lives",
                                                         "agent_set",
                                                         "agent_add",
                                                         "agent_subtract",
                                                         "agent_multiply",
                                                         "agent_spawn",
                                                         "agent_remove",
                                                         "agent_draw",
                                                         "agent_each",
                                                         "agent_at",
                                                         "agents_list",
                                                         "agents_shuffle",
                                                         "agents_next",
                                                         "stop"});

}  // namespace

std::string_view op_name(Op op) {
    static_assert(kNames.size() == static_cast<std::size_t>(Op::stop) + 1);
    return kNames[static_cast<std::size_t>(op)];
}

std::string Model::value_name(double value) const {
    for (const ModelSet& set : sets) {
        const double position = value - set.first_member;
        if (position >= 0.0 && position < static_cast<double>(set.members.size())) {
            return set.members[static_cast<std::size_t>(position)];
        }
    }
    return "none";
}

std::string Model::agent_name(std::uint32_t kind, double handle) const {
    const std::uint32_t generation = agent_generation(handle);
    std::string text = agents[kind].name + "#" + std::to_string(agent_slot(handle) + 1U);
    if (generation > 1) text += "." + std::to_string(generation);
    return text;
}

std::string Model::member_name(const std::string& name, const Shape& shape, std::uint32_t member) const {
    if (shape.rank == 0) return name;
    std::array<std::uint32_t, kMaxRank> positions{};
    set_member(shape, member, positions.data());
    std::string text = name + "[";
    for (std::size_t i = 0; i < shape.rank; ++i) {
        if (i > 0) text += ",";
        text += sets[shape.sets[i]].members[positions[i]];
    }
    return text + "]";
}

}  // namespace strife
