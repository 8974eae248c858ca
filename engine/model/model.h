// The compiled scenario: immutable flat arrays that every thread shares.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/source.h"
#include "model/program.h"

namespace strife {

inline constexpr std::size_t kMaxRank = 4;  // indices of one state, process or outcome

// The sets that a family ranges over; member numbers are row-major, the last index fastest.
struct Shape {
    std::uint8_t rank = 0;
    std::array<std::uint32_t, kMaxRank> sets{};  // numbers of sets in Model::sets
    std::array<std::uint32_t, kMaxRank> sizes{};
    std::uint32_t size = 1;  // product of sizes
};

struct ModelSet {
    std::string name;
    std::vector<std::string> members;
    std::uint32_t first_member = 0;  // a member's value is this plus its position
};

struct ModelRelation {
    std::string name;
    std::vector<std::uint32_t> starts;
    std::vector<std::uint32_t> partners;
    std::vector<double> weights;
};

// Fills slots at the start of a replication: parameters, fixed values, initial state. Evaluated for each member, or for one.
struct Initializer {
    Shape shape;
    Slot first = 0;                       // slot of member 0
    std::optional<std::uint32_t> member;  // only this one
    Program program;
    std::string name;              // of what is filled; draws are keyed by it
    std::uint32_t reductions = 0;  // those before this one may be read: they are computed first
};

struct ModelParameter {
    std::string name;
    Shape shape;
    Slot first = 0;
    std::string unit;
    double unit_scale = 1.0;
};

// Values that change in steps known beforehand. Row 0 holds from the start, row k from change_days[k - 1] on.
struct ModelInput {
    std::string name;
    Shape shape;
    Slot first = 0;
    std::vector<double> change_days;
    std::vector<double> values;  // [1 + change_days, members]
};

// A parameter in a group; one with a fixed value has no prior, and takes part so that the others draw the same without it.
struct CorrelatedParameter {
    std::uint32_t parameter = 0;
    std::optional<std::uint32_t> prior;  // place in Model::priors
};

// Priors that are drawn together: ranks are correlated by a Gaussian copula.
struct PriorGroup {
    std::vector<CorrelatedParameter> members;
    std::vector<double> factor;  // [members, members] lower Cholesky factor of the normal correlations, row-major
};

struct Prior {
    std::uint32_t parameter = 0;
    std::size_t before = 0;        // drawn before this initializer runs
    std::uint32_t reductions = 0;  // as of an initializer
    Program program;
    Slot lower = kNoSlot;  // truncation
    Slot upper = kNoSlot;
    bool shared = false;
    SourceSpan span;
};

// A fixed value that all elements of a state share, or one of each.
struct ElementValue {
    Slot first = kNoSlot;
    bool of_each = false;

    [[nodiscard]] bool exists() const { return first != kNoSlot; }
    [[nodiscard]] Slot at(std::uint32_t element) const { return of_each ? first + element : first; }
};

enum class ModelStateKind : std::uint8_t { count, level, member, instant };
struct ModelState {
    std::string name;  // qualified
    ModelStateKind kind = ModelStateKind::count;
    Shape shape;
    Slot first = 0;
    std::string unit;
    double unit_scale = 1.0;
    ElementValue minimum;
    ElementValue maximum;
    bool clamp = false;
    std::optional<std::uint32_t> level;  // number in Model::levels if it relaxes
    SourceSpan span;
};

// A level that relaxes by itself: rest + (v - rest) exp(-decay (t - since)), v written at time since.
struct RelaxingLevel {
    std::uint32_t state = 0;
    Slot first = 0;
    Slot since = 0;      // one slot for each element
    ElementValue decay;  // [1/day]
    ElementValue rest;
};

// What runs at a firing: of a process, a schedule entry, an interrupt or an activity's end.
struct Body {
    std::string name;  // qualified, "insurgents.bomb"
    Shape shape;
    std::uint32_t first_instance = 0;  // instances (one a member) are numbered in one row; streams are keyed by them
    Program program;
    Program condition = Program::none();  // `if` of a process that is not a rate
    std::uint32_t actor = 0;              // a member value of the set `actor`; for the schedule its size
    std::int32_t priority = 0;
    std::uint32_t file_order = 0;
    std::uint32_t n_draws = 0;       // places that draw in the program
    std::uint32_t scratch = 0;       // scratch slots it uses
    Program only = Program::none();  // `upon ... for`: the member whose instance alone runs, of the one set of the shape
    Slot agent = kNoSlot;            // of a process over agents: the scratch slot with the handle of the one at hand
    std::uint32_t agents = 0;        // its kind
    bool disabled = false;           // never runs
    SourceSpan span;
    std::vector<std::uint32_t> writes;  // states it may change, for the printed model
};

// Poisson clocks, one a member: hazard = shared part x member part.
struct RateFamily {
    std::uint32_t body = 0;
    Shape shape;
    std::uint32_t first_channel = 0;
    Program shared = Program::none();
    Program member;
    bool shared_varies = false;  // reads a relaxing level, so changes between events
    bool member_varies = false;
    std::optional<std::uint32_t> activity;  // an interrupt: of its items
    bool reads_own = false;                 // hazards differ between items
    std::optional<std::uint32_t> agents;    // a hazard for each agent: the agent sum of their parts
    bool disabled = false;                  // the hazards are 0, whatever the programs say
    SourceSpan span;
    std::string shared_text;  // for the printed model
    std::string member_text;
};

enum class TimedKind : std::uint8_t { schedule, calendar, gap, date };
// Firings on the calendar or with drawn gaps.
struct TimedProcess {
    TimedKind kind = TimedKind::schedule;
    std::uint32_t body = 0;
    CalendarStep step;                 // calendar
    Program gap = Program::none();     // gap: draws the next one [days]
    std::uint32_t first_instance = 0;  // gaps are drawn from these instances' streams
    double at_days = 0.0;              // schedule, date: the instant; calendar: the anchor
    std::optional<double> first_days;  // the first firing, where given
};

// Looked at when what it reads has changed: conditions of `when`, and outcomes over the state.
enum class WatchKind : std::uint8_t {
    when,
    ever,
    first_time,
    maximum,
    minimum,
    time_true,  // the time during which a condition holds
    time_mean   // the integral of a value over time
};
struct WatchGroup {
    WatchKind kind = WatchKind::when;
    std::uint32_t owner = 0;  // body, or outcome
    Shape shape;
    std::uint32_t first_watch = 0;     // watches (one a member) are numbered in one row
    Program program;                   // the condition, or the value
    bool varies = false;               // reads a relaxing level
    bool at_start = false;             // of `when`: fires if true at the start
    std::uint32_t first_integral = 0;  // of time_true and time_mean: integrals are numbered in one row
    bool is_level = false;             // of time_mean: the value is a relaxing level, alike in all its elements, and nothing else
    std::vector<std::uint32_t> levels = {};  // of time_mean: relaxing levels that the value reads, in Model::levels
};

struct ModelField {
    std::string name;
    std::string unit;  // of a number
    double unit_scale = 1.0;
    bool is_member = false;
};

struct ModelActivity {
    std::string name;
    Shape shape;
    std::vector<ModelField> fields;
    std::uint32_t first_instance = 0;  // durations are drawn from these instances' streams
    Program duration = Program::none();
    std::optional<std::uint32_t> finish;    // body
    std::vector<std::uint32_t> interrupts;  // rate families
    Slot count = 0;                         // items under way, one slot a member
    std::uint32_t first_cancel = 0;         // instances that count the draws of `cancel n of`
    std::uint32_t first_pool = 0;           // lists of items under way, one a member
    std::int32_t priority = 0;
    std::uint32_t file_order = 0;
    SourceSpan span;
};

struct ModelEvent {
    std::string name;
    std::vector<ModelField> fields;   // the last is the actor
    std::vector<std::uint32_t> upon;  // bodies, in file order
    std::vector<std::uint32_t> recents;
    std::vector<std::uint32_t> outcomes;
};

// Number of events of a type in (t - window, t], for each member of a shape.
struct RecentCount {
    std::uint32_t event = 0;
    Shape shape;
    Slot first = 0;
    Slot window = 0;  // fixed value [days]
    Program where = Program::none();
};

enum class ReduceOp : std::uint8_t { sum, minimum, maximum };
// A sum, minimum or maximum over sets, kept up by increments. For each outer member: leaves, and above them nodes of
// kTreeArity children up to one root. Sums of whole numbers keep the root alone; it moves by differences, exactly.
inline constexpr std::uint32_t kTreeArity = 8;
struct Reduction {
    ReduceOp op = ReduceOp::sum;
    bool whole = false;
    bool weights = false;  // terms are weights of a choice: finite and at least 0
    Shape outer;
    Shape inner;
    Slot first = 0;                // results, one a member of outer
    Slot leaves = 0;               // [outer x stride]
    std::uint32_t stride = 0;      // slots of one tree: leaves and inner nodes
    std::uint32_t first_leaf = 0;  // leaves of all reductions are numbered in one row, [outer x inner]
    Program term;                  // index registers: outer, then inner
    std::string text;
};

// Agents of one kind in groups by an attribute that is a member of sets; those whose attribute is `none` are in no group.
struct AgentGrouping {
    std::uint32_t field = kNoField;  // kNoField: all agents are in one group
    struct Range {
        std::uint32_t first_member = 0;
        std::uint32_t size = 0;
    };
    std::vector<Range> ranges;  // of the values of the sets' members; groups are numbered in this order
    std::uint32_t n_groups = 1;

    static constexpr std::uint32_t kNoField = 0xFFFFFFFFU;
};

// Agents that are there at the start: how many, and their attributes in a row from the result of `fields` on, drawn for each.
struct AgentInitial {
    Program number;
    Program fields;
    SourceSpan span;
};

struct ModelAgents {
    std::string name;  // qualified
    std::vector<ModelField> fields;
    std::vector<AgentGrouping> groupings;             // the first one has all agents in one group
    std::vector<AgentInitial> initial;                // in file order
    std::vector<std::uint32_t> sums;                  // agent sums over this kind
    std::vector<std::vector<std::uint32_t>> readers;  // [fields] those of them whose terms read the attribute
    SourceSpan span;
};

// A sum, minimum or maximum over the agents of a kind, or of each group of them, kept up as they come, change and go. Terms are
// of one agent, whose attributes they read as those of an item.
struct AgentSum {
    std::uint32_t agents = 0;
    ReduceOp op = ReduceOp::sum;
    bool whole = false;  // terms are whole numbers: the result moves by differences, exactly
    bool alike = false;  // every term is 1
    bool drawn = false;  // agents are drawn in proportion to their terms
    std::uint32_t grouping = 0;
    Slot first = 0;  // results, one a group
    Program term;
    std::string text;
    [[nodiscard]] bool has_trees() const { return !whole || (drawn && !alike); }
};

enum class DependentKind : std::uint8_t { leaf, agent_terms, member, shared, watch };
struct Dependent {
    DependentKind kind = DependentKind::leaf;
    std::uint32_t owner = 0;  // reduction, agent sum, rate family, rate family, watch group
    std::uint32_t member = 0;
};
// Who must be looked at again when a slot changes: [starts[s], starts[s + 1]) for slot s. Leaves of reductions come apart from
// the others, because bodies may need them brought up to date midway.
struct DependencyGraph {
    std::vector<std::uint32_t> starts;
    std::vector<Dependent> dependents;
};

enum class OutcomeSource : std::uint8_t {
    event_count,
    event_sum,
    event_mean,
    event_min,
    event_max,
    event_quantile,
    event_share,
    event_histogram,
    event_first,
    state_end,
    state_min,
    state_max,
    time_true,
    time_mean,
    ever,
    first_when,
    stopped,
    ratio,  // from here on: of other outcomes
    difference,
    dispersion
};
// What is known of an outcome from elsewhere, in the unit of the outcome's column; instants in days after the start.
struct ModelObservation {
    std::uint32_t member = 0;  // of the outcome's shape
    std::optional<double> value;
    std::optional<double> low;
    std::optional<double> high;
    std::string source;
    std::string title;
};
struct ModelOutcome {
    std::string name;
    OutcomeSource source = OutcomeSource::event_count;
    Shape shape;  // its own indices, then the set of `by`, then the classes of a histogram
    Shape own;    // its own indices: programs are run for each of their members
    std::uint32_t event = 0;
    Program value = Program::none();  // event_*: of the event; state_*, time_mean: of the state; share and others: condition
    Program where = Program::none();
    Program by = Program::none();                    // the member that an event counts for
    std::uint32_t by_set = 0;                        // in Model::sets
    double level = 0.5;                              // event_quantile
    std::vector<double> edges;                       // event_histogram: rising, in `unit`
    std::uint32_t first_tally = 0;                   // event_mean, event_share: numbers of events, one a cell
    std::uint32_t kept_list = 0;                     // event_quantile: list of the values
    std::int32_t stop_reason = -1;                   // stopped: in Model::stop_reasons, -1 for any
    std::array<std::uint32_t, 2> operands{};         // outcomes; dispersion has one
    std::array<double, 2> operand_scales{1.0, 1.0};  // ratio, difference: factors of the operands
    double from_days = 0.0;                          // events in [from, until), states looked at in [from, until)
    double until_days = 0.0;
    double at_days = 0.0;                 // state_end
    double unit_scale = 1.0;              // canonical units / this gives the stored number
    std::uint32_t column = 0;             // first scalar column
    std::optional<std::uint32_t> series;  // a series as well: first column
    std::vector<double> period_ends;      // `per`: the series counts by period (end of each)
    std::size_t whole_periods = 0;        // periods not cut off by the end
    bool has_scalar = true;
    bool is_count = false;  // values are whole numbers of things
    std::string unit = "1";
    std::string title;
    std::vector<ModelObservation> observed;
    SourceSpan span;
};

inline constexpr std::uint32_t kNoState = 0xFFFFFFFFU;

struct Model {
    std::string title;
    std::optional<Date> start_date;
    double end_days = 0.0;
    std::vector<double> record_days;  // grid of stored series

    std::vector<ModelSet> sets;
    std::vector<ModelRelation> relations;
    std::vector<ModelParameter> parameters;
    std::vector<Prior> priors;
    std::vector<PriorGroup> prior_groups;
    std::vector<ModelInput> inputs;
    std::vector<ModelState> states;
    std::vector<RelaxingLevel> levels;
    std::vector<Body> bodies;
    std::vector<RateFamily> rates;
    std::vector<TimedProcess> timed;
    std::vector<WatchGroup> watches;  // `when` processes in file order, then outcomes
    std::vector<ModelActivity> activities;
    std::vector<ModelEvent> events;
    std::vector<RecentCount> recents;
    std::vector<Reduction> reductions;
    std::vector<ModelAgents> agents;
    std::vector<AgentSum> agent_sums;
    std::vector<ModelOutcome> outcomes;
    std::vector<std::uint32_t> derived;  // outcomes of other outcomes, each after those that it reads
    std::vector<std::string> stop_reasons;

    std::vector<Instruction> code;
    std::vector<SourceSpan> code_spans;  // [code] where each instruction comes from
    std::vector<DrawSite> draws;
    std::vector<double> memory;             // initial memory: constants and attributes in place
    std::vector<Initializer> initializers;  // in order: parameters, fixed values, initial state
    std::size_t first_state_initializer = 0;
    std::size_t agents_before = 0;       // the agents of the start come before this initializer
    std::uint32_t agent_reductions = 0;  // as of an initializer, for them
    DependencyGraph leaf_dependents;
    DependencyGraph dependents;

    std::uint32_t channel_count = 0;
    std::uint32_t instance_count = 0;
    std::uint32_t watch_count = 0;
    std::uint32_t leaf_count = 0;
    std::uint32_t pool_count = 0;
    std::uint32_t integral_count = 0;
    std::uint32_t tally_count = 0;
    std::uint32_t kept_count = 0;
    std::vector<std::uint32_t> slot_states;  // [memory] the state a slot belongs to, or kNoState
    std::uint64_t max_events = 0;            // budget of one replication

    // The name of a member by its value; "none" for what is none.
    [[nodiscard]] std::string value_name(double value) const;
    // "rebels.cell#12" from a kind and a handle; "rebels.cell#12.2" for the second agent in place 12.
    [[nodiscard]] std::string agent_name(std::uint32_t kind, double handle) const;
    // "bomb[kabul]" from a name and a member number.
    [[nodiscard]] std::string member_name(const std::string& name, const Shape& shape, std::uint32_t member) const;
};

// Readable text of the whole model for `check --model`.
std::string dump_model(const Model& model, const SourceMap& sources);

}  // namespace strife
