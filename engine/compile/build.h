// What the passes of a compilation share: the symbols, the growing model, and where each symbol went in it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/diagnostic.h"
#include "base/units.h"
#include "language/checker.h"
#include "model/model.h"
#include "scenario/ast.h"

namespace strife {

// Thrown where no room is left for a value; the diagnostic is recorded.
struct ModelTooLarge {};

struct Build {
    Build(const ScenarioAst& scenario_ast, Diagnostics& diagnostics_sink);

    const ScenarioAst& scenario;
    Diagnostics& diagnostics;
    UnitSystem units;
    SymbolTable symbols;
    Checker checker;
    Model model;

    std::vector<Slot> attribute_slots;  // [SymbolTable::attributes]
    std::map<double, Slot> constants;
    std::optional<Slot> undefined;                              // of the constant NaN
    std::vector<bool> dynamic;                                  // [memory] whether a slot changes during a run
    std::unordered_map<std::string, std::uint32_t> reductions;  // by the text of the aggregate
    std::unordered_map<std::string, std::uint32_t> agent_sums;
    std::unordered_map<std::string, std::uint32_t> recents;
    std::unordered_map<Slot, double> fixed_slots;  // values that are known before any run
    std::set<std::uint32_t> states_read;           // for the warning on state that nothing reads
    std::set<std::uint32_t> parameters_read;
    std::set<std::uint32_t> inputs_read;
    std::uint32_t file_order = 0;  // of processes, schedule entries and activities

    // New memory slots with their initial value; `changes` during a run. Throws ModelTooLarge.
    Slot allocate(std::size_t n, bool changes, double value = 0.0);
    Slot constant(double value);

    Shape shape_of(const std::vector<SetId>& sets) const;
    // The sets behind the indices of a declaration; unknown ones are reported and left out.
    std::vector<SetId> sets_of(const IndexedNameAst& name);
    std::vector<SetId> sets_of(const IndexedNameAst& name, InstanceId instance);
    // The set of that name, as an instance sees it.
    std::optional<SetId> find_set(InstanceId instance, const std::string& name) const;
    // A scope in which the indices of a declaration are bound; their IndexIds in order.
    CheckScope scope_for(const IndexedNameAst& name, const std::vector<SetId>& sets, std::vector<IndexId>& indices);
    // A new body with its instances.
    std::uint32_t add_body(Body body);
    std::uint32_t add_instances(std::uint32_t n);
    // An initializer or prior that may read all sums lowered so far.
    void add_initializer(Initializer initializer);
    void add_prior(Prior prior);

    // A unit as written in a slot of its own; nothing after a fault.
    std::optional<Unit> read_unit(const TextAst& text);
    // A date or a time from the start, in days after the start.
    std::optional<double> read_instant(const TextAst& text, std::string_view what);
    // A fixed quantity made of literals.
    std::optional<double> read_quantity(const TextAst& text, const Dimension& dimension, std::string_view what);
    // A number of that dimension, as it may stand in `scope`; `place` is for messages.
    ExprPtr read_number(const TextAst& text, CheckScope scope, const Dimension& dimension, std::string place);
    // A calendar step: "1 month", "2 week", "6 hour"; nothing if the text is not a literal quantity of time.
    std::optional<CalendarStep> read_step(const TextAst& text);
    std::optional<std::int32_t> read_priority(const std::optional<TextAst>& text);
};

// The passes, in order. Each reports faults and goes on as well as it can.
void collect_symbols(Build& build);         // units, sets, relations, parameters, definitions, time
void collect_inputs(Build& build);          // values that change in known steps
void collect_actors(Build& build);          // actors, states, activities, events
void collect_instances(Build& build);       // the actors' names, mechanisms within actors and what is bound to what they require
void leave_out_missing_sets(Build& build);  // required sets that are none, before anything is declared over them
void check_requirements(Build& build);      // whether what is bound is what they require, when all is declared
void build_parameters(Build& build);        // values and priors
void build_correlations(Build& build);      // between priors
void build_states(Build& build);            // layout, fixed values, initial state
void lay_out_perceptions(Build& build);     // their states, behind all others
void initialise_perceptions(Build& build);  // their initial values, behind all others
void build_agents(Build& build);            // their layout, and those that are there at the start
void build_activities(Build& build);        // durations, ends, interrupts
void build_processes(Build& build);         // processes and the schedule
void build_perceptions(Build& build);       // looks and what they leave
void build_observers(Build& build);         // second events
void build_outcomes(Build& build);
void build_dependencies(Build& build);  // who depends on which slot
void drop_unread_inputs(Build& build);  // so that their steps are no events
// A definition as if it were read with all its indices, without a say on where draws, clock and events may be read; null after a
// fault.
ExprPtr check_definition(Build& build, DefineId define, Diagnostics& diagnostics);
void check_unread_definitions(Build& build);  // names and types in them: nothing else looks at what is not read
void check_usage(Build& build);               // warnings: never fires, never read

// Poisson clocks of a family: rate x condition, split into what the members share and what is their own.
struct RateSource {
    std::uint32_t body = 0;
    Shape shape;
    std::vector<IndexId> indices;
    ExprPtr rate;
    ExprPtr condition;                      // may be null
    std::optional<std::uint32_t> activity;  // of an interrupt
    LocalId agent = {};                     // of a process over agents
    AgentKindId agents = {};
    SourceSpan span;
};
std::uint32_t add_rate_family(Build& build, RateSource source);

// Warns of a name that is also a unit. Names of counted things (a state `camps` beside the unit `camp`) are as they should be.
void warn_of_unit(Build& build, const NameAst& name);

// The name without that of the instance it belongs to: "heat" of "north.heat".
NameAst own_name(const NameAst& name);

// The type of an attribute: sets that its value belongs to (`province | abroad`), else a unit.
enum class FieldKinds { sets_or_unit, sets };
FieldSymbol read_field(Build& build, const FieldAst& field, FieldKinds kinds, InstanceId instance);

// Whether the expression reads a relaxing level, and so changes by itself.
bool reads_relaxing_level(const Build& build, const Expr& expr);
bool reads_own(const Expr& expr);

}  // namespace strife
