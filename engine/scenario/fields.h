// The field tables: every map of the language, key by key. The reader's checks, the paths of overrides and the JSON Schema all
// come from here and from nowhere else.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "base/diagnostic.h"

namespace strife {

// What a scalar at some place holds.
enum class ScalarKind {
    none,        // no scalar may stand here
    expression,  // an expression, a quantity, a law or a date: text whose meaning is given later
    statements,  // statements, one a line
    unit,        // a unit, or sets
    prose,       // free text for people
    boolean,     // true or false
    word,        // one of the words of the table
    name,        // a name
    member,      // a member of a set
    number,      // a finite number
    whole,       // a whole number, at least `minimum`
    version,     // the version of the language
    path,        // a file
    column,      // the name of a CSV column
};

struct MapShape;

// What may stand as a value: a scalar, a list, a map, or several of these.
struct ValueShape {
    ScalarKind scalar = ScalarKind::none;
    std::span<const std::string_view> words = {};  // of ScalarKind::word
    unsigned minimum = 0;                          // of ScalarKind::whole
    const ValueShape* item = nullptr;              // of a list: what each item is; null if no list may stand here
    std::size_t min_items = 0;
    std::size_t max_items = 0;  // 0 for any number
    const MapShape* map = nullptr;
    bool by_member = false;  // or a map from members (and `default`) to such values, one level an index
    bool anything = false;   // or whatever the writer likes
};

// One fixed key of a map.
struct FieldShape {
    std::string_view key;
    std::string_view doc;  // one sentence, without a full stop
    ValueShape value = {};
    bool required = false;
    std::string_view fallback = {};                // what holds if the key is left out
    std::span<const std::string_view> needs = {};  // the key may stand only beside one of these
    std::span<const std::string_view> unset = {};  // an override of this key takes these out
    bool written_out = false;                      // says where entries came from: no override may change it
};

// Keys that exclude each other.
struct KeyGroup {
    std::span<const std::string_view> keys;
    bool one_required = false;
    DiagnosticCode several = DiagnosticCode::E209;
    DiagnosticCode none = DiagnosticCode::E202;
};

// What the writer's own keys of a map are.
enum class KeyKind {
    none,          // the map has fixed keys only
    name,          // names
    indexed_name,  // names with indices: `plots[c in abroad]`
    owned_name,    // such names, also those of instances: `north.heat[province]`
    mechanism,     // names of mechanisms: `recruitment.grievance`
    column,        // names of CSV columns
    path,          // paths of overrides
};

struct MapShape {
    std::string_view id;    // in the schema: "process"
    std::string_view what;  // in messages: "a process"
    std::string_view doc;
    std::span<const FieldShape> fields = {};
    KeyKind key_kind = KeyKind::none;
    const ValueShape* named = nullptr;  // what each of the writer's keys holds
    std::string_view named_what = {};   // what each of them is: "an actor"
    std::span<const KeyGroup> groups = {};
    std::string_view scalar_key = {};  // where a scalar may stand instead of the map: the key that it stands for
    bool override_sets_key = false;    // an override of the whole sets `scalar_key` and leaves the rest

    [[nodiscard]] const FieldShape* find(std::string_view key) const;
};

// The whole scenario.
const MapShape& scenario_shape();
// What an alternative may add to it.
const MapShape& additions_shape();
// The file of a mechanism.
const MapShape& mechanism_shape();
// What stands under `uses`, under `instances`, and what a use says about its instance.
const ValueShape& uses_shape();
const ValueShape& instances_shape();
const MapShape& use_settings_shape();
// Parts of them that the reader names.
const MapShape& actor_shape();
const MapShape& state_shape();
const MapShape& activity_shape();
const MapShape& agents_shape();
const MapShape& initial_agents_shape();
const MapShape& interrupt_shape();
const MapShape& process_shape();
const MapShape& instance_shape();
const MapShape& requirement_shape();
const MapShape& time_shape();
const MapShape& set_shape();
const MapShape& relation_shape();
const MapShape& parameter_shape();
const MapShape& prior_shape();
const MapShape& event_shape();
const MapShape& perception_shape();
const MapShape& observer_shape();
const MapShape& observers_shape();
const MapShape& input_shape();
const MapShape& inputs_shape();
const MapShape& correlation_shape();
const MapShape& schedule_shape();
const MapShape& outcomes_shape();
const MapShape& outcome_shape();
const MapShape& first_shape();
const MapShape& observation_shape();
const MapShape& alternative_shape();
const MapShape& ensemble_shape();

}  // namespace strife
