// The names a scenario declares, with their types: what expressions are checked against.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/source.h"
#include "language/syntax.h"
#include "language/types.h"

namespace strife {

struct SetSymbol {
    std::string name;
    std::vector<std::string> members;
    std::size_t first_member = 0;  // members of all sets are numbered in one row; a member's value is its number there
    std::unordered_map<std::string, std::size_t> positions;
};

struct AttributeSymbol {
    std::string name;
    SetId set;
    Dimension dimension;
    std::vector<double> values;  // [members], canonical units
};

struct RelationSymbol {
    std::string name;
    SetId from;
    SetId to;
    // Partners of member i of `from`: entries [starts[i], starts[i + 1]) in the order of the set.
    std::vector<std::uint32_t> starts;
    std::vector<std::uint32_t> partners;  // positions in `to`
    std::vector<double> weights;
};

struct ParameterSymbol {
    std::string name;
    std::vector<SetId> sets;
    Unit unit;
};

struct DefineSymbol {
    std::string name;
    std::vector<SetId> sets;
    std::vector<std::string> variables;  // [sets] names of its indices, may be empty
    ExprAstPtr body;
    ActorId actor = {};        // invalid: declared for all
    InstanceId instance = {};  // of a mechanism; invalid: of none
};

// A value that changes in steps known beforehand.
struct InputSymbol {
    std::string name;
    std::vector<SetId> sets;
    Unit unit;
};

struct ActorSymbol {
    std::string name;
};

// A mechanism within an actor. Its own things are called "actor.name.x", its parameters and definitions "name.x".
struct InstanceSymbol {
    std::string name;
    ActorId actor;
    std::unordered_map<std::string, std::string> bound;  // what it requires, and the name that stands for it
};

enum class StateSymbolKind : std::uint8_t { count, level, one_of, time };

struct StateSymbol {
    std::string name;
    ActorId actor;
    std::vector<SetId> sets;
    StateSymbolKind kind = StateSymbolKind::count;
    Unit unit;
    bool relaxing = false;
    std::vector<SetId> values = {};  // of a one_of
};

// An attribute of an event, of an item under way or of an agent.
struct FieldSymbol {
    std::string name;
    Type type;
    Unit unit;
};

struct ActivitySymbol {
    std::string name;
    ActorId actor;
    std::vector<SetId> sets;
    std::vector<FieldSymbol> fields;
};

struct AgentSymbol {
    std::string name;
    ActorId actor;
    std::vector<FieldSymbol> fields;
};

struct EventSymbol {
    std::string name;
    std::vector<FieldSymbol> fields;  // the last is `actor`, who emitted it
};

// What a bare or qualified name stands for.
enum class SymbolKind : std::uint8_t {
    set,
    relation,
    parameter,
    define,
    actor,
    state,
    activity,
    event,
    attribute,
    agents,
    input
};

struct SymbolRef {
    SymbolKind kind = SymbolKind::set;
    std::size_t index = 0;
};

// The set of all actors, which each scenario has.
inline constexpr std::string_view kActorSet = "actor";

class SymbolTable {
  public:
    std::vector<SetSymbol> sets;
    std::vector<AttributeSymbol> attributes;
    std::vector<RelationSymbol> relations;
    std::vector<ParameterSymbol> parameters;
    std::vector<DefineSymbol> defines;
    std::vector<InputSymbol> inputs;
    std::vector<ActorSymbol> actors;
    std::vector<InstanceSymbol> instances;
    std::vector<StateSymbol> states;
    std::vector<ActivitySymbol> activities;
    std::vector<EventSymbol> events;
    std::vector<AgentSymbol> agents;
    SetId actor_set;          // the built-in set of all actors, `actor`
    double start_days = 0.0;  // the start of the run, in days since 1970-01-01, where the scenario has dates
    bool has_dates = false;
    std::unordered_set<std::string> left_out;  // names whose declarations have faults: what uses them is not to blame

    // Makes a name known; false if it is taken. `key` is "name" for what all see and "actor.name" for what an actor has.
    bool declare(const std::string& key, SymbolRef ref);
    [[nodiscard]] std::optional<SymbolRef> find(const std::string& key) const;
    // Looks a name up as an actor sees it: its own things first, then what all see. An instance within the actor sees what is
    // bound to its requirements and what is its own before these.
    [[nodiscard]] std::optional<SymbolRef> find_from(ActorId actor, const std::string& name) const;
    [[nodiscard]] std::optional<SymbolRef> find_from(ActorId actor, InstanceId instance,
                                                     const std::vector<std::string>& path) const;
    // Parameters and definitions of an instance, called with its actor as its state is: `rebels.north.base` is `north.base`.
    [[nodiscard]] std::optional<SymbolRef> find_in_instance(std::string_view name) const;
    // A dotted name with what is bound in the place of its first part; empty for a name that the instance does not require: a
    // mechanism sees nothing else of the scenario.
    [[nodiscard]] std::string bound_name(InstanceId instance, const std::vector<std::string>& path) const;
    // What to say of a name that the scenario has and the instance does not require; empty for all others.
    [[nodiscard]] std::string requirement_hint(ActorId actor, InstanceId instance, const std::string& name) const;
    // The instance that a declared name belongs to: `north` for "north.heat".
    [[nodiscard]] InstanceId instance_of(std::string_view name) const;
    // Notes that a declaration has faults.
    void leave_out(const std::string& name);
    // The attribute of that name on that set.
    [[nodiscard]] std::optional<AttributeId> find_attribute(const std::string& name, SetId set) const;
    [[nodiscard]] bool is_attribute(const std::string& name) const;
    // Whether a dotted name leads through or to what was left out.
    [[nodiscard]] bool is_left_out(const std::vector<std::string>& path) const;

    // The type of a state's value.
    [[nodiscard]] Type type_of(const StateSymbol& state) const;

    [[nodiscard]] const SetSymbol& set(SetId id) const { return sets[id.index()]; }
    [[nodiscard]] std::optional<std::size_t> position(SetId set, const std::string& member) const;
    // All names that can stand where `actor` writes an expression, for suggestions.
    [[nodiscard]] std::vector<std::string> visible_names(ActorId actor, InstanceId instance = {}) const;
    [[nodiscard]] std::string qualified_name(const StateSymbol& state) const;
    [[nodiscard]] std::string qualified_name(const ActivitySymbol& activity) const;
    [[nodiscard]] std::string qualified_name(const AgentSymbol& kind) const;

  private:
    std::unordered_map<std::string, SymbolRef> by_key_;
    std::vector<std::string> keys_;  // in order of declaration
};

}  // namespace strife
