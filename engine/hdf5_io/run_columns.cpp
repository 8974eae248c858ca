// Lays out and fills the groups that grow while a run goes on.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/run_columns.h"

#include <algorithm>
#include <set>

#include "hdf5_io/attributes.h"
#include "hdf5_io/coordinates.h"
#include "results/names.h"

namespace strife {

namespace {

std::size_t chunk_bytes_for(const RunHeader& header, std::size_t buffer_bytes) {
    const std::size_t variables = 5 + header.run.outcomes.size() + (header.keep_series ? header.run.series.size() : 0);
    const std::size_t buffers = std::max<std::size_t>(variables * header.alternatives.size(), 1);
    return std::clamp<std::size_t>(buffer_bytes / buffers, 4096, 262144);
}

std::vector<std::string> row_dimensions(const Layout& layout, const std::vector<std::size_t>& axes) {
    std::vector<std::string> dimensions{"alternative", "replication"};
    for (const std::string& name : layout.dimensions_of(axes)) dimensions.push_back(name);
    return dimensions;
}

std::vector<VariableSpec> failure_columns(const std::string& time_units) {
    const auto text = [](const char* name, const char* long_name) {
        return VariableSpec{.name = name, .type = ValueType::text, .units = "1", .long_name = long_name};
    };
    const auto whole = [](const char* name, const char* long_name) {
        return VariableSpec{.name = name, .type = ValueType::whole, .units = "1", .long_name = long_name};
    };
    return {text("alternative", "alternative of the scenario"),
            whole("replication", "index of the replication"),
            {.name = "time",
             .units = time_units,
             .long_name = "simulated time of the failure",
             .attributes = calendar_attributes(time_units)},
            whole("event_count", "events executed before"),
            text("process", "process that failed"),
            text("message", "what was wrong"),
            text("place", "file:line:column in the scenario")};
}

std::vector<VariableSpec> event_columns(const std::string& time_units) {
    const auto text = [](const char* name, const char* long_name) {
        return VariableSpec{.name = name, .type = ValueType::text, .units = "1", .long_name = long_name};
    };
    return {text("alternative", "alternative of the scenario"),
            {.name = "replication", .type = ValueType::whole, .units = "1", .long_name = "index of the replication"},
            {.name = "time",
             .units = time_units,
             .long_name = "simulated time of the event",
             .attributes = calendar_attributes(time_units)},
            text("type", "type of the event"),
            text("actor", "who emitted it; empty for the schedule"),
            text("attributes", "attributes of the event, name=value")};
}

}  // namespace

RunColumns::RunColumns(hid_t file, const RunHeader& header, const Layout& layout, StorageOptions options)
    : header_(header),
      maximum_(std::max<hsize_t>(header.replications, 1)),
      runs_(file, "runs", options.deflate_level),
      failures_(file,
                {.group = "failures",
                 .dimension = "failure",
                 .row_meaning = "index of the failure",
                 .chunk_rows = 64,
                 .deflate_level = options.deflate_level},
                failure_columns(time_units(header.run))) {
    const std::size_t chunk_bytes = chunk_bytes_for(header, options.buffer_bytes);
    add_run_variables(header, layout, chunk_bytes);
    if (header.keep_series) {
        add_series_variables(series_.emplace(file, "series", options.deflate_level), header, layout, chunk_bytes);
    }
    if (header.keep_events) {
        events_.emplace(file,
                        RecordTable::Options{.group = "events",
                                             .dimension = "event",
                                             .row_meaning = "index of the event",
                                             .chunk_rows = 1024,
                                             .deflate_level = options.deflate_level},
                        event_columns(time_units(header.run)));
    }
}

void RunColumns::add_run_variables(const RunHeader& header, const Layout& layout, std::size_t chunk_bytes) {
    const RunDescriptor& run = header.run;
    add_alternatives(runs_, header.alternatives);
    add_replications(runs_, maximum_);
    std::set<std::size_t> axes;
    for (const OutcomeDescriptor& outcome : run.outcomes) axes.insert(outcome.axes.begin(), outcome.axes.end());
    for (const std::size_t axis : axes) add_set_labels(runs_, run, layout, axis);

    const auto add = [&](const char* name, ValueType type, const std::string& units, const char* long_name) {
        bookkeeping_.emplace_back(runs_,
                                  VariableSpec{.name = name,
                                               .type = type,
                                               .dimensions = {"alternative", "replication"},
                                               .units = units,
                                               .long_name = long_name,
                                               .attributes = calendar_attributes(units)},
                                  chunk_bytes);
    };
    add("finished", ValueType::flag, "1", "1 where the replication reached its end, 0 where it failed");
    add("event_count", ValueType::whole, "1", "executed events");
    add("clampings", ValueType::whole, "1", "values brought back into their range");
    add("stop_reason", ValueType::index, "1", "index of the reason to stop in /reason, -1 where it ran to the end");
    add("end_time", ValueType::real, time_units(run), "when the replication ended");
    for (std::size_t i = 0; i < run.outcomes.size(); ++i) {
        const OutcomeDescriptor& outcome = run.outcomes[i];
        std::vector<NamedText> attributes = calendar_attributes(outcome.units);
        attributes.push_back({"strife_outcome", outcome.name});
        attributes.push_back({"strife_kind", std::string(kind_name(outcome.kind))});
        if (!outcome.axes.empty()) attributes.push_back({"strife_sets", joined_set_names(run, outcome.axes)});
        outcomes_.emplace_back(runs_,
                               VariableSpec{.name = layout.runs_variable(i),
                                            .dimensions = row_dimensions(layout, outcome.axes),
                                            .units = outcome.units,
                                            .long_name = outcome.long_name,
                                            .attributes = attributes},
                               chunk_bytes);
    }
}

void RunColumns::add_series_variables(NetcdfGroup& group, const RunHeader& header, const Layout& layout,
                                      std::size_t chunk_bytes) {
    const RunDescriptor& run = header.run;
    add_alternatives(group, header.alternatives);
    add_replications(group, maximum_);
    std::set<std::size_t> axes;
    std::set<std::size_t> grids;
    for (const SeriesDescriptor& series : run.series) {
        axes.insert(series.axes.begin(), series.axes.end());
        grids.insert(series.grid);
    }
    for (const std::size_t axis : axes) add_set_labels(group, run, layout, axis);
    group.add_dimension("bounds", 2);
    for (const std::size_t grid : grids) add_time_grid(group, run, layout, grid);
    for (std::size_t i = 0; i < run.series.size(); ++i) {
        const SeriesDescriptor& series = run.series[i];
        std::vector<std::string> dimensions = row_dimensions(layout, series.axes);
        dimensions.push_back(layout.grid_dimension(series.grid));
        all_series_.emplace_back(group,
                                 VariableSpec{.name = layout.series_variable(i),
                                              .dimensions = std::move(dimensions),
                                              .units = series.units,
                                              .long_name = series.long_name},
                                 chunk_bytes);
    }
}

void RunColumns::append_row(std::size_t alternative, const ReplicationView& view) {
    const SampleBlock& block = *view.block;
    const std::size_t row = view.row;
    const auto finished = static_cast<std::int8_t>(block.finished[row]);
    bookkeeping_[0].append(alternative, &finished);
    bookkeeping_[1].append(alternative, &block.event_counts[row]);
    bookkeeping_[2].append(alternative, &block.clampings[row]);
    bookkeeping_[3].append(alternative, &block.stop_reasons[row]);
    bookkeeping_[4].append(alternative, &block.end_times[row]);
    const auto scalars = static_cast<std::size_t>(block.scalars.cols());
    for (std::size_t i = 0; i < outcomes_.size(); ++i) {
        outcomes_[i].append(alternative, block.scalars.data() + row * scalars + header_.run.outcomes[i].offset);
    }
    const auto series = static_cast<std::size_t>(block.series.cols());
    for (std::size_t i = 0; i < all_series_.size(); ++i) {
        all_series_[i].append(alternative, block.series.data() + row * series + header_.run.series[i].offset);
    }
}

void RunColumns::append_records(std::size_t alternative, const ReplicationView& view) {
    const std::string& name = header_.alternatives[alternative];
    for (const FailureRecord& failure : view.failures) {
        failures_.append({name, static_cast<std::int64_t>(failure.replication), failure.time_days,
                          static_cast<std::int64_t>(failure.event_count), failure.process, failure.message, failure.place});
    }
    if (!events_) return;
    for (const LoggedEvent& event : view.events) {
        events_->append({name, static_cast<std::int64_t>(event.replication), event.time_days,
                         header_.run.event_types.at(event.type), event.actor, event.attributes});
    }
}

void RunColumns::append(std::span<const ReplicationView> replication) {
    for (std::size_t alternative = 0; alternative < replication.size(); ++alternative) {
        append_row(alternative, replication[alternative]);
        append_records(alternative, replication[alternative]);
    }
    for (auto* columns : {&bookkeeping_, &outcomes_, &all_series_}) {
        for (ColumnWriter& column : *columns) column.end_row();
    }
}

void RunColumns::finish(std::uint64_t kept) {
    for (auto* columns : {&bookkeeping_, &outcomes_, &all_series_}) {
        for (ColumnWriter& column : *columns) column.finish(kept);
    }
    for (NetcdfGroup* group : {&runs_, series_ ? &*series_ : nullptr}) {
        if (group == nullptr) continue;
        fill_replications(*group, kept);
        group->write_reference_lists();
    }
    if (events_) events_->finish(kept);
    failures_.finish(kept);
}

}  // namespace strife
