// SPDX-License-Identifier: Apache-2.0
#include "experiment/align_outcomes.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include <fmt/format.h>

#include "kernel/describe_run.h"

namespace strife {
namespace {

template <class Thing>
const Thing* find_by_name(const std::vector<Thing>& things, const std::string& name) {
    const auto found = std::find_if(things.begin(), things.end(), [&](const Thing& thing) { return thing.name == name; });
    return found == things.end() ? nullptr : &*found;
}

std::size_t position(const std::vector<std::string>& texts, const std::string& text) {
    return static_cast<std::size_t>(std::find(texts.begin(), texts.end(), text) - texts.begin());
}

void add_missing(std::vector<std::string>& texts, const std::vector<std::string>& own) {
    for (const std::string& text : own) {
        if (position(texts, text) == texts.size()) texts.push_back(text);
    }
}

// Brings the things of one alternative into the description of the run.
class Alignment {
  public:
    Alignment(RunDescriptor& run, const RunDescriptor& own) : run_(run), own_(own) {}

    std::string align() {
        for (const SetAxis& axis : own_.axes) {
            const SetAxis* there = find_by_name(run_.axes, axis.name);
            if (there != nullptr && there->labels != axis.labels) return fmt::format("the set '{}'", axis.name);
        }
        for (const OutcomeDescriptor& outcome : own_.outcomes) {
            const OutcomeDescriptor* there = find_by_name(run_.outcomes, outcome.name);
            if (there != nullptr && (there->kind != outcome.kind || !same_form(*there, outcome)))
                return fmt::format("the outcome '{}'", outcome.name);
        }
        for (const SeriesDescriptor& series : own_.series) {
            const SeriesDescriptor* there = find_by_name(run_.series, series.name);
            if (there != nullptr &&
                (!same_form(*there, series) || run_.grids[there->grid].values != own_.grids[series.grid].values))
                return fmt::format("the series '{}'", series.name);
        }
        take_in();
        return {};
    }

  private:
    template <class Thing>
    [[nodiscard]] bool same_form(const Thing& there, const Thing& own) const {
        const auto same_set = [&](std::size_t a, std::size_t b) { return run_.axes[a].name == own_.axes[b].name; };
        return there.size == own.size && there.units == own.units &&
               std::equal(there.axes.begin(), there.axes.end(), own.axes.begin(), own.axes.end(), same_set);
    }

    void take_in() {
        for (const OutcomeDescriptor& outcome : own_.outcomes) {
            if (find_by_name(run_.outcomes, outcome.name) != nullptr) continue;
            OutcomeDescriptor added = outcome;
            added.axes = axes_in_run(outcome.axes);
            added.offset = run_.scalar_columns();
            run_.outcomes.push_back(std::move(added));
        }
        for (const SeriesDescriptor& series : own_.series) {
            if (find_by_name(run_.series, series.name) != nullptr) continue;
            SeriesDescriptor added = series;
            added.axes = axes_in_run(series.axes);
            added.grid = grid_in_run(own_.grids[series.grid], series.grid);
            added.offset = run_.series_columns();
            run_.series.push_back(std::move(added));
        }
        add_missing(run_.event_types, own_.event_types);
        add_missing(run_.stop_reasons, own_.stop_reasons);
    }

    std::vector<std::size_t> axes_in_run(const std::vector<std::size_t>& axes) {
        std::vector<std::size_t> result;
        for (const std::size_t axis : axes) {
            const SetAxis& own = own_.axes[axis];
            const SetAxis* there = find_by_name(run_.axes, own.name);
            result.push_back(there == nullptr ? run_.axes.size() : static_cast<std::size_t>(there - run_.axes.data()));
            if (there == nullptr) run_.axes.push_back(own);
        }
        return result;
    }

    std::size_t grid_in_run(TimeGrid grid, std::size_t number) {
        if (number == 0) return 0;
        for (std::size_t g = 1; g < run_.grids.size(); ++g) {
            if (run_.grids[g].values == grid.values) return g;
        }
        if (run_.grids.size() > 1) grid.name = fmt::format("period_{}", run_.grids.size());
        run_.grids.push_back(std::move(grid));
        return run_.grids.size() - 1;
    }

    RunDescriptor& run_;
    const RunDescriptor& own_;
};

template <class Thing>
std::vector<std::uint32_t> columns_of(const std::vector<Thing>& own, const std::vector<Thing>& all) {
    std::vector<std::uint32_t> columns;
    for (const Thing& thing : own) {
        const Thing* there = find_by_name(all, thing.name);
        for (std::size_t i = 0; i < thing.size; ++i) columns.push_back(static_cast<std::uint32_t>(there->offset + i));
    }
    return columns;
}

template <class Number>
std::vector<Number> places_of(const std::vector<std::string>& own, const std::vector<std::string>& all) {
    std::vector<Number> places;
    for (const std::string& text : own) places.push_back(static_cast<Number>(position(all, text)));
    return places;
}

template <class Number>
bool is_whole_row(const std::vector<Number>& places, std::size_t n) {
    std::vector<Number> row(n);
    std::iota(row.begin(), row.end(), Number{0});
    return places == row;
}

}  // namespace

std::string align_with_run(RunDescriptor& run, const CompiledAlternative& alternative) {
    const RunDescriptor own = describe_run(alternative.model);
    return Alignment(run, own).align();
}

void finish_alignment(const RunDescriptor& run, std::vector<CompiledAlternative>& alternatives) {
    for (CompiledAlternative& alternative : alternatives) {
        const RunDescriptor own = describe_run(alternative.model);
        RunColumns columns{.scalars = columns_of(own.outcomes, run.outcomes),
                           .series = columns_of(own.series, run.series),
                           .event_types = places_of<std::uint32_t>(own.event_types, run.event_types),
                           .stop_reasons = places_of<std::int32_t>(own.stop_reasons, run.stop_reasons),
                           .scalar_count = run.scalar_columns(),
                           .series_count = run.series_columns()};
        const bool same = is_whole_row(columns.scalars, columns.scalar_count) &&
                          is_whole_row(columns.series, columns.series_count) &&
                          is_whole_row(columns.event_types, own.event_types.size()) &&
                          is_whole_row(columns.stop_reasons, own.stop_reasons.size());
        if (!same) alternative.columns = std::move(columns);
    }
}

}  // namespace strife
