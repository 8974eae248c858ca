// The field tables of actors: state, activities, agents, processes.
// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "scenario/field_shapes.h"

namespace strife {
namespace {

using namespace field_shapes;

constexpr FieldShape kPriority{.key = "priority",
                               .doc = "Which of several things due at one instant goes first: the higher number",
                               .value = kExpression,
                               .fallback = "0"};
constexpr FieldShape kIf{.key = "if", .doc = "The condition that must hold", .value = kExpression, .fallback = "true"};

constexpr std::array<Keys, 1> kLevelOnly = {"level"};
constexpr std::array<Keys, 2> kRelaxing = {"half_life", "decay"};
constexpr std::array<Keys, 4> kStateKinds = {"count", "level", "one_of", "time"};
constexpr std::array<Keys, 1> kInstant = {"instant"};
constexpr std::array<Keys, 2> kBounds = {"min", "max"};
constexpr std::array kStateFields = {
    FieldShape{.key = "count", .doc = "A whole number of this counting unit, at least 0; 1 for a pure number", .value = kUnit},
    FieldShape{.key = "level", .doc = "A real number of this unit", .value = kUnit},
    FieldShape{.key = "one_of", .doc = "A member of this set, or of one of several (a | b), or `none`", .value = kUnit},
    FieldShape{.key = "time", .doc = "An instant; the word `instant`", .value = {.scalar = ScalarKind::word, .words = kInstant}},
    FieldShape{.key = "initial",
               .doc = "The value at the start, for all members or by member; left out: 0, `none`, or the start of the run",
               .value = kByMember},
    FieldShape{.key = "min", .doc = "The least value allowed after a body, for all or by member", .value = kByMember},
    FieldShape{.key = "max", .doc = "The greatest value allowed after a body, for all or by member", .value = kByMember},
    FieldShape{.key = "half_life",
               .doc = "The time in which the distance to rest halves, for all or by member",
               .value = kByMember,
               .needs = kLevelOnly},
    FieldShape{.key = "decay",
               .doc = "The rate at which the distance to rest shrinks, for all or by member",
               .value = kByMember,
               .needs = kLevelOnly},
    FieldShape{.key = "rest",
               .doc = "The level that a relaxing state returns to, for all or by member",
               .value = kByMember,
               .fallback = "0",
               .needs = kRelaxing},
    FieldShape{.key = "clamp",
               .doc = "Whether a value outside min and max is moved to the bound and counted, not an error",
               .value = kFlag,
               .fallback = "false",
               .needs = kBounds},
    kTitle,
    kSource,
};
constexpr std::array kStateGroups = {KeyGroup{.keys = kStateKinds, .one_required = true}, KeyGroup{.keys = kRelaxing}};
constexpr MapShape kState{.id = "state",
                          .what = "a state",
                          .doc = "What can change: a count or a level",
                          .fields = kStateFields,
                          .groups = kStateGroups};

constexpr ValueShape kAttribute = kUnit;
constexpr MapShape kAttributes{.id = "attributes",
                               .what = "a map of attributes",
                               .doc = "Each attribute with its unit, or the sets that its value is a member of",
                               .key_kind = KeyKind::name,
                               .named = &kAttribute,
                               .named_what = "an attribute"};

constexpr std::array kInterruptFields = {
    FieldShape{.key = "rate", .doc = "The hazard of each item under way", .value = kExpression, .required = true},
    kIf,
    FieldShape{.key = "do", .doc = "The statements that run when an item is interrupted", .value = kStatements},
    kTitle,
    kSource,
};
constexpr MapShape kInterrupt{
    .id = "interrupt", .what = "an interrupt", .doc = "A hazard that ends an item before its time", .fields = kInterruptFields};
constexpr ValueShape kInterruptValue{.map = &kInterrupt};
constexpr MapShape kInterrupts{.id = "interrupts",
                               .what = "a map of interrupts",
                               .doc = "Hazards that end items before their time; they race",
                               .key_kind = KeyKind::name,
                               .named = &kInterruptValue,
                               .named_what = "an interrupt"};

constexpr std::array kActivityFields = {
    FieldShape{.key = "attributes", .doc = "What each item carries", .value = {.map = &kAttributes}},
    FieldShape{.key = "duration",
               .doc = "How long an item lasts, drawn when it begins; left out: until it is interrupted or cancelled",
               .value = kExpression},
    FieldShape{.key = "finish", .doc = "The statements that run when an item ends in its time", .value = kStatements},
    FieldShape{.key = "interrupt", .doc = "Hazards that end items before their time", .value = {.map = &kInterrupts}},
    kPriority,
    kTitle,
    kSource,
};
constexpr MapShape kActivity{.id = "activity",
                             .what = "an activity",
                             .doc = "A timed thing under way, countable, that can be interrupted",
                             .fields = kActivityFields};

constexpr std::array kAgentInitialFields = {
    FieldShape{.key = "number", .doc = "How many of them", .value = kExpression, .fallback = "1"},
};
constexpr MapShape kAgentInitial{.id = "initial_agents",
                                 .what = "initial agents",
                                 .doc = "Agents that are there at the start: how many, and their attributes, drawn for each",
                                 .fields = kAgentInitialFields,
                                 .key_kind = KeyKind::name,
                                 .named = &kExpression,
                                 .named_what = "an attribute"};
constexpr ValueShape kAgentInitialValue{.map = &kAgentInitial};
constexpr std::array kAgentsFields = {
    FieldShape{.key = "attributes", .doc = "What each agent carries", .value = {.map = &kAttributes}},
    FieldShape{.key = "initial",
               .doc = "Those that are there at the start, or a list of such; left out: none",
               .value = {.item = &kAgentInitialValue, .map = &kAgentInitial}},
    kTitle,
    kSource,
};
constexpr MapShape kAgents{.id = "agents", .what = "agents", .doc = "Individuals with attributes", .fields = kAgentsFields};

constexpr std::array<Keys, 1> kEveryOnly = {"every"};
constexpr std::array<Keys, 1> kWhenOnly = {"when"};
constexpr std::array<Keys, 1> kUponOnly = {"upon"};
constexpr std::array<Keys, 5> kTriggers = {"rate", "every", "at", "when", "upon"};
constexpr std::array kProcessFields = {
    FieldShape{.key = "rate", .doc = "Fires as a Poisson clock with this hazard", .value = kExpression},
    FieldShape{.key = "every", .doc = "Fires on the calendar, or after a drawn gap", .value = kExpression},
    FieldShape{.key = "at", .doc = "Fires once, on this date", .value = kExpression},
    FieldShape{.key = "when", .doc = "Fires at the moment this condition turns true", .value = kExpression},
    FieldShape{.key = "upon", .doc = "Fires after each emitted event of this type", .value = kExpression},
    FieldShape{.key = "first",
               .doc = "The first firing; left out: one period after the start",
               .value = kExpression,
               .needs = kEveryOnly},
    FieldShape{.key = "at_start",
               .doc = "Whether a condition that is true at the start fires then",
               .value = kFlag,
               .fallback = "false",
               .needs = kWhenOnly},
    FieldShape{.key = "for",
               .doc = "The one member of a family that an event is for: `event.place`; left out: all",
               .value = kExpression,
               .needs = kUponOnly},
    kIf,
    FieldShape{.key = "do", .doc = "The statements that run at each firing", .value = kStatements, .required = true},
    kPriority,
    kTitle,
    kSource,
};
constexpr std::array kProcessGroups = {
    KeyGroup{.keys = kTriggers, .one_required = true, .several = DiagnosticCode::E602, .none = DiagnosticCode::E602}};
constexpr MapShape kProcess{.id = "process",
                            .what = "a process",
                            .doc = "What happens: one trigger, an optional condition, and a body",
                            .fields = kProcessFields,
                            .groups = kProcessGroups};

constexpr ValueShape kStateValue{.map = &kState};
constexpr ValueShape kActivityValue{.map = &kActivity};
constexpr ValueShape kAgentsValue{.map = &kAgents};
constexpr ValueShape kProcessValue{.map = &kProcess};
constexpr MapShape kStates{.id = "states",
                           .what = "a map of states",
                           .doc = "What can change",
                           .key_kind = KeyKind::owned_name,
                           .named = &kStateValue,
                           .named_what = "a state"};
constexpr MapShape kActivities{.id = "activities",
                               .what = "a map of activities",
                               .doc = "Timed things under way",
                               .key_kind = KeyKind::owned_name,
                               .named = &kActivityValue,
                               .named_what = "an activity"};
constexpr MapShape kAllAgents{.id = "all_agents",
                              .what = "a map of agents",
                              .doc = "Kinds of individuals with attributes",
                              .key_kind = KeyKind::name,
                              .named = &kAgentsValue,
                              .named_what = "a kind of agents"};
constexpr MapShape kProcesses{.id = "processes",
                              .what = "a map of processes",
                              .doc = "What happens",
                              .key_kind = KeyKind::owned_name,
                              .named = &kProcessValue,
                              .named_what = "a process"};

constexpr std::array kPerceptionFields = {
    FieldShape{.key = "of", .doc = "What is looked at: an expression over the state", .value = kExpression, .required = true},
    FieldShape{.key = "every", .doc = "When: on the calendar, or after a drawn gap", .value = kExpression, .required = true},
    FieldShape{.key = "first", .doc = "The first look; left out: one period after the start", .value = kExpression},
    FieldShape{.key = "delay", .doc = "How long what was seen takes to be known", .value = kExpression, .fallback = "0 day"},
    FieldShape{.key = "error",
               .doc = "Drawn at each look: a pure number multiplies what is seen, one in its unit is added",
               .value = kExpression},
    FieldShape{.key = "bias", .doc = "A pure number that multiplies what is seen", .value = kExpression, .fallback = "1"},
    FieldShape{
        .key = "initial", .doc = "What is believed at the start; left out: what is so, times the bias", .value = kExpression},
    kTitle,
    kSource,
};
constexpr MapShape kPerception{.id = "perception",
                               .what = "a perception",
                               .doc = "What the actor takes something to be: looked at now and then, known late, and wrong",
                               .fields = kPerceptionFields};
constexpr ValueShape kPerceptionValue{.map = &kPerception};
constexpr MapShape kPerceptions{.id = "perceptions",
                                .what = "a map of perceptions",
                                .doc = "What the actor takes things to be",
                                .key_kind = KeyKind::owned_name,
                                .named = &kPerceptionValue,
                                .named_what = "a perception"};

constexpr std::array<Keys, 5> kRoles = {"insurgent", "governing", "foreign", "population", "other"};

// The tables of mechanisms have no constant address here, so this one is made at first use.
struct ActorTable {
    std::array<FieldShape, 9> fields = {
        FieldShape{.key = "role",
                   .doc = "What part the actor plays, for reports",
                   .value = {.scalar = ScalarKind::word, .words = kRoles},
                   .fallback = "other"},
        kTitle,
        FieldShape{.key = "state", .doc = "What can change about the actor", .value = {.map = &kStates}},
        FieldShape{.key = "perceives", .doc = kPerceptions.doc, .value = {.map = &kPerceptions}},
        FieldShape{.key = "activities", .doc = "Timed things that the actor has under way", .value = {.map = &kActivities}},
        FieldShape{.key = "agents", .doc = "Individuals with attributes that the actor has", .value = {.map = &kAllAgents}},
        FieldShape{.key = "processes", .doc = "What the actor does and what happens to it", .value = {.map = &kProcesses}},
        FieldShape{.key = "uses", .doc = "Mechanisms that work in this actor", .value = uses_shape()},
        FieldShape{.key = "instances", .doc = "Mechanisms already written out in this actor", .value = instances_shape()},
    };
    MapShape actor{
        .id = "actor", .what = "an actor", .doc = "Who acts, with its state, activities and processes", .fields = fields};
};

}  // namespace

const MapShape& actor_shape() {
    static const ActorTable table;
    return table.actor;
}
const MapShape& state_shape() {
    return kState;
}
const MapShape& activity_shape() {
    return kActivity;
}
const MapShape& agents_shape() {
    return kAgents;
}
const MapShape& initial_agents_shape() {
    return kAgentInitial;
}
const MapShape& interrupt_shape() {
    return kInterrupt;
}
const MapShape& perception_shape() {
    return kPerception;
}
const MapShape& process_shape() {
    return kProcess;
}

}  // namespace strife
