// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/solution_group.h"

#include <numeric>
#include <set>
#include <string>
#include <vector>

#include "hdf5_io/attributes.h"
#include "hdf5_io/coordinates.h"
#include "hdf5_io/netcdf_group.h"

namespace strife {

namespace {

void write_reals(NetcdfGroup& group, const VariableSpec& spec, const std::vector<double>& values) {
    write_values(group.add_variable(spec).id(), values);
}

void write_variables(NetcdfGroup& group, const ExactSolution& solution) {
    std::vector<std::string> names;
    std::vector<std::string> units;
    for (const SolvedVariable& variable : solution.variables) {
        names.push_back(variable.name);
        units.push_back(variable.units);
    }
    group.add_labels("variable", "what differs between states", names);
    const DatasetHandle dataset = group.add_variable({.name = "variable_units",
                                                      .type = ValueType::text,
                                                      .dimensions = {"variable"},
                                                      .units = "1",
                                                      .long_name = "unit of the variable"});
    write_values(dataset.id(), units);
    if (!solution.members.empty())
        group.add_labels("member", "members of sets, by the number that a state holds", solution.members);
}

void write_states(hid_t parent, const RunHeader& header, const std::string& alternative, const ExactSolution& solution,
                  int deflate_level) {
    NetcdfGroup group(parent, alternative, deflate_level);
    write_attribute(group.id(), "transitions", solution.transitions);
    write_attribute(group.id(), "steps", solution.steps);
    write_attribute(group.id(), "error", solution.error);
    const std::size_t n = solution.stop_reasons.size();
    std::vector<std::int64_t> numbers(n);
    std::iota(numbers.begin(), numbers.end(), std::int64_t{0});
    const hid_t states = group.add_coordinate({.name = "state",
                                               .type = ValueType::whole,
                                               .dimensions = {"state"},
                                               .units = "1",
                                               .long_name = "number of the state, in the order in which they were found"},
                                              Extent::fixed(n));
    write_values(states, numbers);
    write_variables(group, solution);
    const std::string units = time_units(header.run);
    const hid_t times = group.add_coordinate(
        {.name = "time", .dimensions = {"time"}, .units = units, .long_name = "time", .attributes = calendar_attributes(units)},
        Extent::fixed(solution.times.size()));
    write_values(times, solution.times);
    write_reals(group, {.name = "value", .dimensions = {"state", "variable"}, .units = "1", .long_name = "value of the variable"},
                solution.states);
    write_reals(group, {.name = "exit_rate", .dimensions = {"state"}, .units = "1/day", .long_name = "rate of leaving the state"},
                solution.exit_rates);
    const DatasetHandle stops = group.add_variable({.name = "stop_reason",
                                                    .type = ValueType::whole,
                                                    .dimensions = {"state"},
                                                    .units = "1",
                                                    .long_name = "index of the reason to stop, -1 where the run goes on"});
    write_values(stops.id(), std::vector<std::int64_t>(solution.stop_reasons.begin(), solution.stop_reasons.end()));
    write_reals(group,
                {.name = "probability", .dimensions = {"time", "state"}, .units = "1", .long_name = "probability of the state"},
                solution.probabilities);
    group.write_reference_lists();
}

void write_distributions(hid_t parent, const RunHeader& header, const Layout& layout, const std::string& alternative,
                         const ExactSolution& solution, int deflate_level) {
    NetcdfGroup group(parent, alternative, deflate_level);
    std::set<std::size_t> axes;
    for (const SolvedDistribution& distribution : solution.distributions) {
        const OutcomeDescriptor& outcome = header.run.outcomes[distribution.outcome];
        axes.insert(outcome.axes.begin(), outcome.axes.end());
    }
    std::set<std::string> taken;
    for (const std::size_t axis : axes) {
        add_set_labels(group, header.run, layout, axis);
        taken.insert(layout.set_dimensions(axis).begin(), layout.set_dimensions(axis).end());
    }
    for (const SolvedDistribution& distribution : solution.distributions) {
        const OutcomeDescriptor& outcome = header.run.outcomes[distribution.outcome];
        std::string stem = layout.runs_variable(distribution.outcome);
        while (taken.contains(stem + "_value") || taken.contains(stem + "_probability")) stem += '_';
        taken.insert({stem + "_value", stem + "_probability"});
        const hid_t values = group.add_coordinate({.name = stem + "_value",
                                                   .dimensions = {stem + "_value"},
                                                   .units = outcome.units,
                                                   .long_name = "value of " + outcome.long_name},
                                                  Extent::fixed(distribution.values.size()));
        write_values(values, distribution.values);
        VariableSpec spec{.name = stem + "_probability",
                          .dimensions = layout.dimensions_of(outcome.axes),
                          .units = "1",
                          .long_name = "probability of each value of " + outcome.long_name};
        spec.dimensions.push_back(stem + "_value");
        write_reals(group, spec, distribution.probabilities);
    }
    group.write_reference_lists();
}

}  // namespace

void write_solutions(hid_t file, const RunHeader& header, const RunFooter& footer, const Layout& layout, int deflate_level) {
    if (footer.solutions.empty()) return;
    const GroupHandle states = create_group(file, "states");
    const GroupHandle distributions = create_group(file, "distributions");
    for (std::size_t i = 0; i < footer.solutions.size(); ++i) {
        write_states(states.id(), header, header.alternatives[i], footer.solutions[i], deflate_level);
        write_distributions(distributions.id(), header, layout, header.alternatives[i], footer.solutions[i], deflate_level);
    }
}

}  // namespace strife
