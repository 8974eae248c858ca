// SPDX-License-Identifier: Apache-2.0
#include "kernel/describe_run.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "base/calendar.h"

namespace strife {
namespace {

// The axis of a set of the model, added at its first use.
std::size_t axis_of(RunDescriptor& run, const Model& model, std::uint32_t set) {
    const std::string& name = model.sets[set].name;
    const auto found = std::find_if(run.axes.begin(), run.axes.end(), [&](const SetAxis& axis) { return axis.name == name; });
    if (found != run.axes.end()) return static_cast<std::size_t>(found - run.axes.begin());
    run.axes.push_back({name, model.sets[set].members});
    return run.axes.size() - 1;
}

std::size_t grid_of_periods(RunDescriptor& run, const std::vector<double>& ends) {
    for (std::size_t g = 1; g < run.grids.size(); ++g) {
        if (run.grids[g].values == ends) return g;
    }
    TimeGrid grid;
    grid.name = run.grids.size() == 1 ? "period" : fmt::format("period_{}", run.grids.size());
    grid.long_name = "end of period";
    grid.values = ends;
    double begin = 0.0;
    for (const double end : ends) {
        grid.bounds.push_back(begin);
        grid.bounds.push_back(end);
        begin = end;
    }
    run.grids.push_back(std::move(grid));
    return run.grids.size() - 1;
}

OutcomeKind kind_of(const ModelOutcome& outcome) {
    switch (outcome.source) {
        case OutcomeSource::ever:
        case OutcomeSource::stopped:
            return OutcomeKind::probability;
        case OutcomeSource::event_first:
        case OutcomeSource::first_when:
            return OutcomeKind::first_time;
        default:
            return outcome.is_count ? OutcomeKind::count : OutcomeKind::real;
    }
}

std::vector<Observation> describe_observed(const ModelOutcome& outcome) {
    constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
    std::vector<Observation> observed;
    for (const ModelObservation& known : outcome.observed) {
        observed.push_back({.member = known.member,
                            .value = known.value.value_or(kUnknown),
                            .low = known.low.value_or(kUnknown),
                            .high = known.high.value_or(kUnknown),
                            .source = known.source,
                            .title = known.title});
    }
    return observed;
}

}  // namespace

RunDescriptor describe_run(const Model& model) {
    RunDescriptor run;
    run.title = model.title;
    run.start_date = model.start_date;
    run.end_days = model.end_days;
    run.stop_reasons = model.stop_reasons;
    for (const ModelEvent& event : model.events) run.event_types.push_back(event.name);
    run.grids.push_back({.name = "time", .long_name = "time", .values = model.record_days, .bounds = {}});
    for (const ModelOutcome& outcome : model.outcomes) {
        std::vector<std::size_t> axes;
        for (std::size_t i = 0; i < outcome.shape.rank; ++i) axes.push_back(axis_of(run, model, outcome.shape.sets[i]));
        const OutcomeKind kind = kind_of(outcome);
        const std::string long_name = outcome.title.empty() ? outcome.name : outcome.title;
        std::string units = outcome.unit;
        if (kind == OutcomeKind::first_time) {
            units = model.start_date ? "days since " + format_date(*model.start_date) : "day";
        }
        if (outcome.has_scalar) {
            run.outcomes.push_back({.name = outcome.name,
                                    .long_name = long_name,
                                    .units = units,
                                    .kind = kind,
                                    .axes = axes,
                                    .offset = outcome.column,
                                    .size = outcome.shape.size,
                                    .observed = describe_observed(outcome)});
        }
        if (!outcome.series) continue;
        const std::size_t grid = outcome.period_ends.empty() ? 0 : grid_of_periods(run, outcome.period_ends);
        run.series.push_back({.name = outcome.name,
                              .long_name = long_name,
                              .units = units,
                              .grid = grid,
                              .axes = axes,
                              .offset = *outcome.series,
                              .size = outcome.shape.size * run.grids[grid].values.size()});
    }
    return run;
}

}  // namespace strife
