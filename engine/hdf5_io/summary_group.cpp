// Writes the root group of a result file, one variable for each statistic of each outcome.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/summary_group.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include <fmt/format.h>

#include "hdf5_io/attributes.h"
#include "hdf5_io/coordinates.h"
#include "hdf5_io/slab.h"
#include "hdf5_io/stored_values.h"
#include "results/names.h"

namespace strife {

namespace {

// What an outcome and a series have in common here.
struct Summarised {
    std::string stem;  // of the variables' names
    std::string long_name;
    std::string units;
    bool first_time = false;
    bool nested = false;
    std::vector<std::string> dimensions;  // after "alternative"
    std::size_t offset = 0;
    std::size_t size = 0;
    std::vector<NamedText> attributes;  // of the variable `_mean`
    std::vector<Summary> AlternativeSummary::* summaries = nullptr;
};

class SummaryWriter {
  public:
    SummaryWriter(NetcdfGroup& root, const std::vector<AlternativeSummary>& summaries) : root_(root), summaries_(summaries) {}

    void write(const Summarised& what) const {
        for (const StatisticField& field : statistic_fields()) {
            if (has(what, field.of)) write_statistic(what, field);
        }
        write_quantiles(what);
        for (const CountField& field : count_fields()) write_count(what, field);
        write_histogram(what);
    }

  private:
    static bool has(const Summarised& what, StatisticField::Of of) {
        return of == StatisticField::Of::all || (of == StatisticField::Of::first_times ? what.first_time : what.nested);
    }

    // Calls `action` with the summary of every alternative and column, in the order of storage.
    template <class Action>
    void for_each(const Summarised& what, Action action) const {
        for (const AlternativeSummary& alternative : summaries_) {
            for (std::size_t i = 0; i < what.size; ++i) action((alternative.*what.summaries)[what.offset + i]);
        }
    }

    static VariableSpec specify(const Summarised& what, std::string_view suffix, std::string_view long_name) {
        VariableSpec spec{.name = fmt::format("{}_{}", what.stem, suffix),
                          .dimensions = {"alternative"},
                          .units = what.units,
                          .long_name = fmt::format("{} of {}", long_name, what.long_name)};
        if (long_name.ends_with(" with") || long_name.ends_with(" define")) {
            spec.long_name = fmt::format("{} {}", long_name, what.long_name);
        }
        spec.dimensions.insert(spec.dimensions.end(), what.dimensions.begin(), what.dimensions.end());
        return spec;
    }

    // An instant that lies beyond the run is a missing one: dates know no infinity.
    static double stored(const Summarised& what, double value) {
        return what.first_time && !std::isfinite(value) ? std::numeric_limits<double>::quiet_NaN() : value;
    }

    void write_statistic(const Summarised& what, const StatisticField& field) const {
        VariableSpec spec = specify(what, field.suffix, field.long_name);
        if (field.units == StatisticField::Units::pure) spec.units = "1";
        if (field.units == StatisticField::Units::duration && are_instants(what.units)) spec.units = "day";
        spec.attributes = calendar_attributes(spec.units);
        if (field.suffix == "mean") {
            spec.attributes.insert(spec.attributes.end(), what.attributes.begin(), what.attributes.end());
        }
        std::vector<double> values;
        for_each(what, [&](const Summary& summary) { values.push_back(stored(what, summary.*field.member)); });
        write_values(root_.add_variable(spec).id(), values);
    }

    void write_quantiles(const Summarised& what) const {
        VariableSpec spec = specify(what, "quantiles", "quantiles");
        spec.dimensions.emplace_back("quantile");
        spec.attributes = calendar_attributes(spec.units);
        std::vector<double> values;
        for_each(what, [&](const Summary& summary) {
            for (const double quantile : summary.quantiles) values.push_back(stored(what, quantile));
        });
        write_values(root_.add_variable(spec).id(), values);
    }

    void write_count(const Summarised& what, const CountField& field) const {
        VariableSpec spec = specify(what, field.suffix, field.long_name);
        spec.type = ValueType::whole;
        spec.units = "1";
        std::vector<std::int64_t> values;
        for_each(what, [&](const Summary& summary) { values.push_back(static_cast<std::int64_t>(summary.*field.member)); });
        write_values(root_.add_variable(spec).id(), values);
    }

    // The buckets that any alternative or member uses, and how many replications fell into each.
    void write_histogram(const Summarised& what) const {
        std::map<double, std::size_t> bins;
        for_each(what, [&](const Summary& summary) {
            for (const double lower : summary.bucket_lower) bins[lower] = 0;
        });
        if (bins.empty()) return;
        std::vector<double> lowers;
        for (auto& [lower, index] : bins) {
            index = lowers.size();
            lowers.push_back(lower);
        }
        const std::string dimension = what.stem + "_bin";
        const hid_t edges = root_.add_coordinate({.name = dimension,
                                                  .dimensions = {dimension},
                                                  .units = what.units,
                                                  .long_name = "lower edges of the histogram of " + what.long_name,
                                                  .attributes = calendar_attributes(what.units)},
                                                 Extent::fixed(lowers.size()));
        write_values(edges, lowers);
        VariableSpec spec = specify(what, "bin_count", "histogram");
        spec.type = ValueType::whole;
        spec.units = "1";
        spec.dimensions.push_back(dimension);
        std::vector<hsize_t> rest;
        for (std::size_t i = 1; i < spec.dimensions.size(); ++i) rest.push_back(root_.extent(spec.dimensions[i]).length);
        spec.chunk = {1};
        for (const hsize_t length : automatic_chunk(std::move(rest), spec.type)) spec.chunk.push_back(length);
        write_counts(what, root_.add_variable(spec).id(), bins);
    }

    // One alternative at a time, as many chunks: the whole is large and mostly zero.
    void write_counts(const Summarised& what, hid_t dataset, const std::map<double, std::size_t>& bins) const {
        const std::vector<hsize_t> shape = shape_of(dataset);
        std::vector<std::int64_t> counts(what.size * bins.size());
        for (std::size_t alternative = 0; alternative < summaries_.size(); ++alternative) {
            std::ranges::fill(counts, 0);
            for (std::size_t i = 0; i < what.size; ++i) {
                const Summary& summary = (summaries_[alternative].*what.summaries)[what.offset + i];
                for (std::size_t bucket = 0; bucket < summary.bucket_lower.size(); ++bucket) {
                    counts[i * bins.size() + bins.at(summary.bucket_lower[bucket])] +=
                        static_cast<std::int64_t>(summary.bucket_count[bucket]);
                }
            }
            write_slab(dataset, Slab::rows(shape, alternative, 1), H5T_NATIVE_INT64, counts.data());
        }
    }

    NetcdfGroup& root_;
    const std::vector<AlternativeSummary>& summaries_;
};

void write_root_attributes(hid_t root, const RunHeader& header, const RunFooter& footer) {
    write_attribute(root, "Conventions", std::string("CF-1.8"));
    write_attribute(root, "title", header.run.title);
    write_attribute(root, "source", "strife " + header.provenance.version);
    write_attribute(root, "strife_format", format_version());
    write_attribute(root, "completion", std::string(completion_name(footer.completion)));
    write_attribute(root, "complete", std::int64_t{footer.completion == Completion::complete ? 1 : 0});
    if (header.kind != ResultKind::ensemble) write_attribute(root, "result_kind", std::string(result_kind_name(header.kind)));
    write_attribute(root, "replications", header.replications);
    write_attribute(root, "replications_kept", footer.replications_kept);
    if (header.replications_per_point > 0) write_attribute(root, "replications_per_point", header.replications_per_point);
    write_attribute(root, "keep_series", std::int64_t{header.keep_series ? 1 : 0});
    write_attribute(root, "keep_events", std::int64_t{header.keep_events ? 1 : 0});
    if (header.run.start_date) write_attribute(root, "start_date", format_date(*header.run.start_date));
    write_attribute(root, "length_days", header.run.end_days);
}

void write_coordinates(NetcdfGroup& root, const RunHeader& header, const Layout& layout) {
    add_alternatives(root, header.alternatives);
    const hid_t quantiles =
        root.add_coordinate({.name = "quantile", .dimensions = {"quantile"}, .units = "1", .long_name = "level of the quantile"},
                            Extent::fixed(kQuantileCount));
    write_values(quantiles, std::vector<double>(kQuantileLevels.begin(), kQuantileLevels.end()));
    for (std::size_t axis = 0; axis < header.run.axes.size(); ++axis) add_set_labels(root, header.run, layout, axis);
    root.add_dimension("bounds", 2);
    for (std::size_t grid = 0; grid < header.run.grids.size(); ++grid) add_time_grid(root, header.run, layout, grid);
    if (!header.run.event_types.empty()) root.add_labels("event_type", "types of events", header.run.event_types);
    if (!header.run.stop_reasons.empty()) root.add_labels("reason", "reasons to stop", header.run.stop_reasons);
}

void write_totals(NetcdfGroup& root, const RunHeader& header, const RunFooter& footer) {
    const auto write = [&](const char* name, const char* long_name, std::uint64_t AlternativeSummary::* member) {
        std::vector<std::int64_t> values;
        for (const AlternativeSummary& summary : footer.summaries) values.push_back(static_cast<std::int64_t>(summary.*member));
        const DatasetHandle dataset = root.add_variable(
            {.name = name, .type = ValueType::whole, .dimensions = {"alternative"}, .units = "1", .long_name = long_name});
        write_values(dataset.id(), values);
    };
    write("finished_replications", "replications that reached their end", &AlternativeSummary::replications);
    write("failed_replications", "replications that failed", &AlternativeSummary::failed);
    write("executed_events", "executed events of all replications", &AlternativeSummary::events);
    write("clamped_values", "values brought back into their range in all replications", &AlternativeSummary::clampings);
    if (header.run.stop_reasons.empty()) return;
    std::vector<std::int64_t> stops;
    for (const AlternativeSummary& summary : footer.summaries) {
        for (std::size_t i = 0; i < header.run.stop_reasons.size(); ++i) {
            stops.push_back(i < summary.stop_counts.size() ? static_cast<std::int64_t>(summary.stop_counts[i]) : 0);
        }
    }
    const DatasetHandle dataset = root.add_variable({.name = "stop_count",
                                                     .type = ValueType::whole,
                                                     .dimensions = {"alternative", "reason"},
                                                     .units = "1",
                                                     .long_name = "replications that stopped for this reason"});
    write_values(dataset.id(), stops);
}

Summarised describe_outcome(const RunHeader& header, const Layout& layout, std::size_t index) {
    const OutcomeDescriptor& outcome = header.run.outcomes[index];
    return {.stem = layout.outcome_stem(index),
            .long_name = outcome.long_name,
            .units = outcome.units,
            .first_time = outcome.kind == OutcomeKind::first_time,
            .nested = header.replications_per_point > 0,
            .dimensions = layout.dimensions_of(outcome.axes),
            .offset = outcome.offset,
            .size = outcome.size,
            .attributes = {},
            .summaries = &AlternativeSummary::scalars};
}

Summarised describe_series(const RunDescriptor& run, const Layout& layout, std::size_t index) {
    const SeriesDescriptor& series = run.series[index];
    std::vector<NamedText> attributes{
        {"strife_series", series.name}, {"strife_long_name", series.long_name}, {"strife_grid", run.grids[series.grid].name}};
    if (!series.axes.empty()) attributes.push_back({"strife_sets", joined_set_names(run, series.axes)});
    Summarised what{.stem = layout.series_stem(index),
                    .long_name = series.long_name,
                    .units = series.units,
                    .dimensions = layout.dimensions_of(series.axes),
                    .offset = series.offset,
                    .size = series.size,
                    .attributes = std::move(attributes),
                    .summaries = &AlternativeSummary::series};
    what.dimensions.push_back(layout.grid_dimension(series.grid));
    return what;
}

}  // namespace

void write_summaries(NetcdfGroup& root, const RunHeader& header, const RunFooter& footer, const Layout& layout) {
    write_root_attributes(root.id(), header, footer);
    write_coordinates(root, header, layout);
    write_totals(root, header, footer);
    const SummaryWriter writer(root, footer.summaries);
    for (std::size_t i = 0; i < header.run.outcomes.size(); ++i) writer.write(describe_outcome(header, layout, i));
    for (std::size_t i = 0; i < header.run.series.size(); ++i) writer.write(describe_series(header.run, layout, i));
    root.write_reference_lists();
}

}  // namespace strife
