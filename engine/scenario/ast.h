// The scenario as written: names, texts and their places, before any meaning is given to them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/calendar.h"
#include "base/source.h"

namespace strife {

struct NameAst {
    std::string text;
    SourceSpan span;
};

// One index of a declaration: `province`, `p in province`, or `c of cell` for agents.
struct IndexAst {
    std::optional<NameAst> variable;
    NameAst set;
    bool of_agents = false;
};

// A declared name with its indices: `plots[c in abroad]`. That of an instance holds a dot: `north.heat[province]`.
struct IndexedNameAst {
    NameAst name;
    std::vector<IndexAst> indices;
    SourceSpan span;  // the whole key
};

// An expression or statements, still text.
using TextAst = MappedText;

// A value for all members, for single members, or both; a path names one member for each index.
struct MemberValueAst {
    std::vector<NameAst> members;
    TextAst value;
};
struct ValuesAst {
    std::optional<TextAst> all;
    std::vector<MemberValueAst> by_member;

    [[nodiscard]] bool exist() const { return all.has_value() || !by_member.empty(); }
};

struct TimeAst {
    std::optional<TextAst> start;   // a date, or a quantity of time; 0 day if left out
    std::optional<TextAst> end;     // a date, or a quantity of time
    std::optional<TextAst> record;  // a calendar step, "1 month"
    SourceSpan span;
};

struct UnitAst {
    NameAst name;
    TextAst meaning;  // "counting", "currency", or a quantity: "0.0138 USD"
};

// A number read from a CSV cell, with its place.
struct CellAst {
    double value = 0.0;
    SourceSpan span;
};
struct AttributeAst {
    NameAst name;
    TextAst unit;
    std::vector<CellAst> values;  // [members]
};
struct SetAst {
    NameAst name;
    std::vector<NameAst> members;
    std::vector<AttributeAst> attributes;
};

struct RelationEntryAst {
    NameAst from;
    NameAst to;
    double weight = 1.0;
};
struct RelationAst {
    NameAst name;
    NameAst from_set;
    NameAst to_set;
    bool symmetric = false;  // every entry holds both ways
    std::vector<RelationEntryAst> entries;
};

struct PriorAst {
    TextAst law;
    std::optional<TextAst> lower;  // truncation
    std::optional<TextAst> upper;
    bool shared = false;  // one draw for all members of an indexed parameter
    SourceSpan span;
};
struct ParameterAst {
    IndexedNameAst name;
    ValuesAst value;
    std::optional<TextAst> unit;
    std::optional<PriorAst> prior;
    std::string source;
    std::string title;
};

struct DefineAst {
    IndexedNameAst name;
    TextAst value;
};

enum class StateKind { count, level, one_of, time };
struct StateAst {
    IndexedNameAst name;
    StateKind kind = StateKind::count;
    TextAst unit;  // of a count or level; the sets of a one_of, `province | abroad`
    ValuesAst initial;
    ValuesAst minimum;
    ValuesAst maximum;
    ValuesAst half_life;
    ValuesAst decay;
    ValuesAst rest;
    bool clamp = false;
    std::string title;
    std::string source;
};

// An attribute of an event, an activity or agents: a unit, or sets that its value is a member of (`province | abroad`).
struct FieldAst {
    NameAst name;
    TextAst type;
};

struct InterruptAst {
    NameAst name;
    TextAst rate;
    std::optional<TextAst> condition;
    std::optional<TextAst> body;
    bool disabled = false;  // never fires: taken out by an alternative from its date on
};
struct ActivityAst {
    IndexedNameAst name;
    std::vector<FieldAst> attributes;
    std::optional<TextAst> duration;  // without one the activity lasts until it is interrupted or cancelled
    std::optional<TextAst> finish;
    std::vector<InterruptAst> interrupts;
    std::optional<TextAst> priority;
    std::string title;
};

// Agents that are there at the start, all drawn from the same values.
struct AgentInitialAst {
    std::optional<TextAst> number;  // left out: one
    std::vector<std::pair<NameAst, TextAst>> values;
    SourceSpan span;
};
struct AgentsAst {
    NameAst name;
    std::vector<FieldAst> attributes;
    std::vector<AgentInitialAst> initial;
    std::string title;
};

enum class TriggerKind { rate, every, at, when, upon };
struct ProcessAst {
    IndexedNameAst name;
    TriggerKind trigger = TriggerKind::rate;
    TextAst trigger_text;
    std::optional<TextAst> first;      // of `every`: the first firing
    bool at_start = false;             // of `when`
    std::optional<TextAst> only;       // `for` of `upon`: the one member that an event is for
    std::optional<TextAst> condition;  // `if`
    std::optional<TextAst> priority;
    TextAst body;
    std::string title;
    std::string source;
    bool disabled = false;  // as of an interrupt
};

// What an actor takes something to be: looked at now and then, known late, and wrong.
struct PerceptionAst {
    IndexedNameAst name;
    TextAst of;
    TextAst every;
    std::optional<TextAst> first;
    std::optional<TextAst> delay;
    std::optional<TextAst> error;
    std::optional<TextAst> bias;
    std::optional<TextAst> initial;
    std::string title;
    std::string source;
};

// What a mechanism needs from the scenario that uses it.
enum class RequirementKind { set, relation, count, level, number, event, activity, actor };
struct RequirementAst {
    IndexedNameAst name;
    RequirementKind kind = RequirementKind::number;
    std::optional<TextAst> unit;       // of a count, level or number
    std::vector<FieldAst> attributes;  // of an event or activity: those that it has at least
    std::optional<TextAst> bound;      // the name that stands for it; left out: its own
    bool has_default = false;          // which is a definition of the instance where nothing is bound
};
// A mechanism written out in an actor. Declared names that begin with its name and a dot are its own.
struct InstanceAst {
    NameAst name;
    NameAst mechanism;  // "recruitment.grievance"
    std::vector<RequirementAst> requirements;
};

struct ActorAst {
    NameAst name;
    std::string role;
    std::string title;
    std::vector<StateAst> states;
    std::vector<PerceptionAst> perceptions;
    std::vector<ActivityAst> activities;
    std::vector<AgentsAst> agents;
    std::vector<ProcessAst> processes;
    std::vector<InstanceAst> instances;
};

struct EventAst {
    NameAst name;
    std::vector<FieldAst> attributes;
    std::string title;
};

// A second event for some of the first, as a counter sees them.
struct ObserverAst {
    struct Change {
        NameAst attribute;
        TextAst value;
    };
    NameAst name;
    TextAst of;
    std::optional<TextAst> condition;
    std::optional<TextAst> chance;
    std::optional<TextAst> delay;
    std::vector<Change> changes;
    std::string title;
    std::string source;
};

// A value that changes in steps known beforehand: a row of values, or one for each member.
struct InputAst {
    struct Series {
        std::optional<NameAst> member;
        std::vector<CellAst> values;
    };
    IndexedNameAst name;
    std::optional<TextAst> unit;
    TextAst step;
    std::vector<Series> series;
    bool repeats = false;
};

// A rank correlation between the priors of two parameters.
struct CorrelationAst {
    NameAst first;
    NameAst second;
    CellAst rank;
};

struct ScheduleAst {
    NameAst name;
    TextAst at;
    std::optional<TextAst> condition;
    std::optional<TextAst> priority;
    TextAst body;
    std::string source;
    std::string title;
    bool disabled = false;  // as of an interrupt
};

// A known value of an outcome, or bounds of it.
struct ObservedAst {
    std::vector<NameAst> members;  // of an indexed outcome, one for each index
    std::optional<TextAst> value;
    std::optional<TextAst> low;
    std::optional<TextAst> high;
    std::string source;
    std::string title;
    SourceSpan span;
};

enum class OutcomeVerb {
    count,
    sum,
    mean,
    min,
    max,
    median,
    quantile,
    share,
    histogram,
    first,
    state,
    ever,
    fraction_of_time,
    stopped,
    ratio,
    difference,
    dispersion
};
struct OutcomeAst {
    IndexedNameAst name;
    OutcomeVerb verb = OutcomeVerb::count;
    TextAst text;             // the event, `event.attribute`, the expression, the condition, the reason or the outcome
    bool first_when = false;  // `first: {when: condition}`, not `first: event`
    std::optional<TextAst> where;
    std::optional<TextAst> from;
    std::optional<TextAst> until;
    std::optional<TextAst> per;
    std::optional<TextAst> at;
    std::optional<TextAst> by;      // a member, or `member in set`
    std::optional<TextAst> of;      // share: the condition
    std::optional<TextAst> q;       // quantile: its level
    std::vector<TextAst> edges;     // histogram
    std::vector<TextAst> operands;  // ratio, difference: two outcomes
    bool series = false;
    std::string title;
    std::vector<ObservedAst> observed;
};

struct AlternativeSettingAst {
    TextAst path;
    TextAst value;
};
struct AlternativeAst {
    NameAst name;
    std::optional<TextAst> from;
    std::vector<AlternativeSettingAst> settings;
    std::vector<TextAst> without;        // paths of what is taken out
    std::optional<SourceSpan> addition;  // the place of `add`
    std::string title;
};

struct EnsembleAst {
    std::optional<TextAst> replications;  // of each point, where there are points
    std::optional<TextAst> points;        // draws of the priors: a nested design
    std::optional<TextAst> seed;
    std::optional<TextAst> method;
    std::optional<TextAst> max_failures;
    std::optional<TextAst> max_events;  // budget of events of one replication
    SourceSpan span;
};

struct ScenarioAst {
    std::string title;
    std::string about;
    TimeAst time;
    std::vector<UnitAst> units;
    std::vector<SetAst> sets;
    std::vector<RelationAst> relations;
    std::vector<ParameterAst> parameters;
    std::vector<DefineAst> defines;
    std::vector<ActorAst> actors;
    std::vector<EventAst> events;
    std::vector<ObserverAst> observers;
    std::vector<InputAst> inputs;
    std::vector<CorrelationAst> correlations;
    std::vector<ScheduleAst> schedule;
    std::vector<OutcomeAst> outcomes;
    std::vector<AlternativeAst> alternatives;
    EnsembleAst ensemble;
    SourceSpan span;
    std::vector<std::string> left_out;  // names declared by parts that have faults and are therefore missing here
};

}  // namespace strife
