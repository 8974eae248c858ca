// Types of expressions: truth values, numbers with a dimension, members of sets, dates, items under way and agents.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/units.h"

namespace strife {

using SetId = Id<struct SetTag>;
using AttributeId = Id<struct AttributeTag>;
using RelationId = Id<struct RelationTag>;
using ParameterId = Id<struct ParameterTag>;
using DefineId = Id<struct DefineTag>;
using ActorId = Id<struct ActorTag>;
using InstanceId = Id<struct InstanceTag>;
using StateId = Id<struct StateTag>;
using ActivityId = Id<struct ActivityTag>;
using EventTypeId = Id<struct EventTypeTag>;
using AgentKindId = Id<struct AgentKindTag>;
using IndexId = Id<struct IndexTag>;  // an index variable: of a family, a loop or an aggregate
using LocalId = Id<struct LocalTag>;  // a `let`, an agent, or the item that `begin ... as` names

enum class BaseType : std::uint8_t { number, boolean, member, date, item, agent };

struct Type {
    BaseType base = BaseType::number;
    Dimension dimension;      // of a number
    std::vector<SetId> sets;  // of a member: the sets it may belong to
    AgentKindId agents = {};  // of an agent: its kind

    static Type number(Dimension dimension = {}) { return {BaseType::number, std::move(dimension), {}}; }
    static Type boolean() { return {BaseType::boolean, {}, {}}; }
    static Type member(std::vector<SetId> sets) { return {BaseType::member, {}, std::move(sets)}; }
    // Of `none`, which a state that is one_of may be: a member of no set.
    static Type none() { return {BaseType::member, {}, {}}; }
    static Type date() { return {BaseType::date, {}, {}}; }
    static Type item() { return {BaseType::item, {}, {}}; }
    static Type agent(AgentKindId kind) { return {BaseType::agent, {}, {}, kind}; }

    [[nodiscard]] bool is_number() const { return base == BaseType::number; }
    [[nodiscard]] bool is_boolean() const { return base == BaseType::boolean; }
    [[nodiscard]] bool is_member() const { return base == BaseType::member; }
    [[nodiscard]] bool is_agent() const { return base == BaseType::agent; }
    [[nodiscard]] bool is_none() const { return base == BaseType::member && sets.empty(); }
    [[nodiscard]] bool has_set(SetId set) const;
    // Whether every member of this type is one of the other, `none` always.
    [[nodiscard]] bool is_within(const std::vector<SetId>& others) const;
};

// What `none` is stored as: members are numbered from 0.
inline constexpr double kNoMember = -1.0;

}  // namespace strife
