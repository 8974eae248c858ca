// Declared values for all members, for single members, or both: checked and made into initializers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "compile/build.h"

namespace strife {

struct ValueSlots {
    const IndexedNameAst& name;
    const std::vector<SetId>& sets;
    Slot first = 0;
    Unit unit;                   // that bare numbers take
    std::string_view place;      // for messages
    std::string qualified_name;  // draws are keyed by it
    bool may_read_state = false;
    bool may_draw = false;
    bool needs_all = false;     // a member that is not named is forgotten, not 0
    bool bare_numbers = true;   // take `unit`; else they must have one
    bool is_half_life = false;  // the slots take the decay, log(2) / value
    bool has_prior = false;     // so that the declared value need not be the one of a run
    Type type = {};             // of a member or a date; a number is in `unit`
    ActorId actor;
};

// Adds initializers that fill the slots; returns false if a value is missing or faulty.
bool add_values(Build& build, const ValuesAst& values, const ValueSlots& where);

// A fixed value in a slot of its own (a minimum, a decay); kNoSlot after a fault.
Slot add_fixed_value(Build& build, const TextAst& text, const Dimension& dimension, const std::optional<Unit>& default_unit,
                     std::string_view place, ActorId actor, InstanceId instance);

}  // namespace strife
