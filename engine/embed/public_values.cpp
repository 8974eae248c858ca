// SPDX-License-Identifier: Apache-2.0
#include "embed/public_values.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace strife {
namespace {

NumberKind public_kind(OutcomeKind kind) {
    switch (kind) {
        case OutcomeKind::count:
            return NumberKind::count;
        case OutcomeKind::real:
            return NumberKind::real;
        case OutcomeKind::probability:
            return NumberKind::probability;
        case OutcomeKind::first_time:
            return NumberKind::first_time;
    }
    return NumberKind::real;
}

std::vector<SetInfo> list_sets(const RunDescriptor& run, const std::vector<std::size_t>& axes) {
    std::vector<SetInfo> sets;
    for (const std::size_t axis : axes) sets.push_back({run.axes[axis].name, run.axes[axis].labels});
    return sets;
}

// Position of a name, or LookupError with the names that are near.
std::size_t find_name(const std::vector<std::string>& names, const std::string& name, const std::string& what) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    const std::string hint = did_you_mean(name, names);
    throw LookupError(fmt::format("there is no {} '{}'{}{}", what, name, hint.empty() ? "" : "; ", hint));
}

template <class Descriptor>
const Descriptor& find_descriptor(const std::vector<Descriptor>& all, const std::string& name, const char* what) {
    std::vector<std::string> names;
    names.reserve(all.size());
    for (const Descriptor& descriptor : all) names.push_back(descriptor.name);
    return all[find_name(names, name, what)];
}

}  // namespace

std::vector<ScenarioFault> list_faults(const Diagnostics& diagnostics, const SourceMap& sources) {
    std::vector<ScenarioFault> faults;
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        ScenarioFault fault;
        fault.code = code_name(diagnostic.code);
        fault.is_error = diagnostic.severity == Severity::error;
        fault.message = diagnostic.message;
        fault.hint = diagnostic.hint;
        if (diagnostic.span.valid()) {
            const SourceLocation place = sources.locate(diagnostic.span);
            fault.file = place.file;
            fault.line = place.line;
            fault.column = place.column;
        }
        faults.push_back(std::move(fault));
    }
    return faults;
}

void throw_scenario_error(const Diagnostics& diagnostics, const SourceMap& sources) {
    throw ScenarioError(render_all(diagnostics, sources), list_faults(diagnostics, sources));
}

RunSettings usable_settings(const RequestedSettings& requested, const LoadedModels& loaded) {
    Diagnostics diagnostics;
    const auto settings = read_settings(requested, loaded, diagnostics);
    if (!settings) throw_scenario_error(diagnostics, *loaded.sources);
    return *settings;
}

ReplicationFailure describe_failure(const FailureRecord& failure, const std::vector<std::string>& alternatives) {
    return {.replication = failure.replication,
            .alternative = alternatives[failure.alternative],
            .time_days = failure.time_days,
            .event_count = failure.event_count,
            .process = failure.process,
            .message = failure.message,
            .place = failure.place};
}

std::vector<OutcomeInfo> list_outcomes(const RunDescriptor& run) {
    std::vector<OutcomeInfo> infos;
    for (const OutcomeDescriptor& outcome : run.outcomes) {
        infos.push_back({.name = outcome.name,
                         .long_name = outcome.long_name,
                         .units = outcome.units,
                         .kind = public_kind(outcome.kind),
                         .sets = list_sets(run, outcome.axes),
                         .first = outcome.offset,
                         .size = outcome.size});
    }
    return infos;
}

std::vector<SeriesInfo> list_series(const RunDescriptor& run) {
    std::vector<SeriesInfo> infos;
    for (const SeriesDescriptor& series : run.series) {
        infos.push_back({.name = series.name,
                         .long_name = series.long_name,
                         .units = series.units,
                         .times = run.grids[series.grid].values,
                         .sets = list_sets(run, series.axes),
                         .first = series.offset,
                         .size = series.size});
    }
    return infos;
}

Distribution describe_distribution(const Summary& summary, OutcomeKind kind) {
    Distribution distribution{.n = summary.n,
                              .n_missing = summary.n_missing,
                              .mean = summary.mean,
                              .sd = summary.sd,
                              .lower = summary.lower,
                              .upper = summary.upper,
                              .minimum = summary.minimum,
                              .maximum = summary.maximum,
                              .quantiles = {},
                              .share_happened = std::numeric_limits<double>::quiet_NaN()};
    static_assert(std::tuple_size_v<decltype(distribution.quantiles)> == kQuantileCount);
    std::copy(std::begin(summary.quantiles), std::end(summary.quantiles), distribution.quantiles.begin());
    if (kind == OutcomeKind::first_time) distribution.share_happened = summary.probability;
    return distribution;
}

std::size_t find_alternative(const std::vector<std::string>& alternatives, const std::string& name) {
    return find_name(alternatives, name, "alternative");
}

std::size_t find_member(const RunDescriptor& run, const std::string& name, const std::vector<std::size_t>& axes,
                        const std::vector<std::string>& members) {
    if (members.size() != axes.size()) {
        throw LookupError(
            fmt::format("'{}' has {} sets, so an address needs as many members, not {}", name, axes.size(), members.size()));
    }
    std::size_t number = 0;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const SetAxis& axis = run.axes[axes[i]];
        number = number * axis.labels.size() + find_name(axis.labels, members[i], fmt::format("member of {}", axis.name));
    }
    return number;
}

const OutcomeDescriptor& find_outcome(const RunDescriptor& run, const std::string& name) {
    return find_descriptor(run.outcomes, name, "outcome");
}

const SeriesDescriptor& find_series(const RunDescriptor& run, const std::string& name) {
    return find_descriptor(run.series, name, "series");
}

}  // namespace strife
