// What a run produces, described: axes, time grids, scalar outcomes and series. The language of the result file and of reports.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/calendar.h"

namespace strife {

// A named axis with labels: one of the scenario's sets.
struct SetAxis {
    std::string name;
    std::vector<std::string> labels;
};

// The instants (or periods) of a series.
struct TimeGrid {
    std::string name;  // "time" for the `record` grid, else for example "time_per_month"
    std::string long_name;
    std::vector<double> values;  // [days after the start of the run]; for periods their end
    std::vector<double>
        bounds;  // empty for instants; for periods [n x 2]: begin, end of the first, of the second, ...; (begin, end]
};

enum class OutcomeKind {
    count,        // a whole number of things
    real,         // a number with a unit
    probability,  // 0 or 1 in each replication; the mean is a probability
    first_time    // days after the start, missing where it did not happen before the end (right-censored)
};

// What is known of an outcome from elsewhere, in its units; what is not known is NaN.
struct Observation {
    std::size_t member = 0;  // column within the outcome
    double value = std::numeric_limits<double>::quiet_NaN();
    double low = std::numeric_limits<double>::quiet_NaN();
    double high = std::numeric_limits<double>::quiet_NaN();
    std::string source;
    std::string title;
};

// One scalar outcome, possibly for every member of some sets.
struct OutcomeDescriptor {
    std::string name;
    std::string long_name;
    std::string units;  // "1" where pure; for first_time "days since <start>"
    OutcomeKind kind = OutcomeKind::real;
    std::vector<std::size_t> axes;  // indices into RunDescriptor::axes, outermost first
    std::size_t offset = 0;         // first column in SampleBlock::scalars
    std::size_t size = 1;           // product of the axes' lengths
    std::vector<Observation> observed = {};
};

// One series: a value for each instant of a grid, possibly for every member of some sets.
struct SeriesDescriptor {
    std::string name;
    std::string long_name;
    std::string units;
    std::size_t grid = 0;           // index into RunDescriptor::grids
    std::vector<std::size_t> axes;  // as above; the layout of a row is [axes... x time]
    std::size_t offset = 0;         // first column in SampleBlock::series
    std::size_t size = 1;           // product of the axes' lengths and the grid's length
};

// Everything a reader must know of the columns of a run's samples.
struct RunDescriptor {
    std::string title;
    std::optional<Date> start_date;  // nothing where the scenario counts time by plain numbers
    double end_days = 0.0;           // length of the run [days]
    std::vector<SetAxis> axes;
    std::vector<TimeGrid> grids;  // always at least one: the `record` grid, possibly empty
    std::vector<OutcomeDescriptor> outcomes;
    std::vector<SeriesDescriptor> series;
    std::vector<std::string> event_types;   // names of the event types, for the event log
    std::vector<std::string> stop_reasons;  // texts of the `stop` statements; a run's reason is an index here

    [[nodiscard]] std::size_t scalar_columns() const {
        return outcomes.empty() ? 0 : outcomes.back().offset + outcomes.back().size;
    }
    [[nodiscard]] std::size_t series_columns() const { return series.empty() ? 0 : series.back().offset + series.back().size; }
};

}  // namespace strife
