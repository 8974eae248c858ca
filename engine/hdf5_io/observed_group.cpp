// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/observed_group.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "hdf5_io/netcdf_group.h"
#include "hdf5_io/result_file_error.h"
#include "hdf5_io/stored_values.h"

namespace strife {

namespace {

// The columns of the table, one entry for each observation.
struct ObservedColumns {
    std::vector<std::int64_t> numbers;
    std::vector<std::string> outcomes;
    std::vector<std::int64_t> members;
    std::vector<std::string> labels;
    std::vector<double> values;
    std::vector<double> lows;
    std::vector<double> highs;
    std::vector<std::string> units;
    std::vector<std::string> titles;
    std::vector<std::string> sources;
};

// "kabul,east" of a member's number; empty without sets.
std::string labels_of(const RunDescriptor& run, const OutcomeDescriptor& outcome, std::size_t member) {
    std::string text;
    for (std::size_t i = outcome.axes.size(); i-- > 0;) {
        const std::vector<std::string>& labels = run.axes[outcome.axes[i]].labels;
        text.insert(0, labels[member % labels.size()] + (text.empty() ? "" : ","));
        member /= labels.size();
    }
    return text;
}

ObservedColumns collect(const RunDescriptor& run) {
    ObservedColumns columns;
    for (const OutcomeDescriptor& outcome : run.outcomes) {
        for (const Observation& observed : outcome.observed) {
            columns.numbers.push_back(static_cast<std::int64_t>(columns.numbers.size()));
            columns.outcomes.push_back(outcome.name);
            columns.members.push_back(static_cast<std::int64_t>(observed.member));
            columns.labels.push_back(labels_of(run, outcome, observed.member));
            columns.values.push_back(observed.value);
            columns.lows.push_back(observed.low);
            columns.highs.push_back(observed.high);
            columns.units.push_back(outcome.units);
            columns.titles.push_back(observed.title);
            columns.sources.push_back(observed.source);
        }
    }
    return columns;
}

}  // namespace

void write_observed(hid_t file, const RunDescriptor& run, int deflate_level) {
    const ObservedColumns columns = collect(run);
    if (columns.numbers.empty()) return;
    NetcdfGroup group(file, "observed", deflate_level);
    write_values(group.add_coordinate({.name = "observation",
                                       .type = ValueType::whole,
                                       .dimensions = {"observation"},
                                       .units = "1",
                                       .long_name = "number of the observed value"},
                                      Extent::fixed(columns.numbers.size())),
                 columns.numbers);
    const auto write = [&](const char* name, ValueType type, const char* long_name, const auto& values) {
        const DatasetHandle dataset =
            group.add_variable({.name = name, .type = type, .dimensions = {"observation"}, .units = "1", .long_name = long_name});
        write_values(dataset.id(), values);
        if constexpr (std::is_same_v<std::decay_t<decltype(values)>, std::vector<std::string>>) {
            write_text_checksum(dataset.id(), values);
        }
    };
    write("outcome", ValueType::text, "outcome that was observed", columns.outcomes);
    write("member", ValueType::whole, "number of the member of an indexed outcome", columns.members);
    write("member_labels", ValueType::text, "names of the member", columns.labels);
    write("value", ValueType::real, "value that was observed", columns.values);
    write("low", ValueType::real, "least value that agrees with it", columns.lows);
    write("high", ValueType::real, "greatest value that agrees with it", columns.highs);
    write("unit", ValueType::text, "units of the outcome, in which value, low and high are", columns.units);
    write("title", ValueType::text, "title of the observed value", columns.titles);
    write("source", ValueType::text, "who counted", columns.sources);
    group.write_reference_lists();
}

void read_observed(hid_t file, RunDescriptor& run) {
    if (!has_link(file, "observed")) return;
    const GroupHandle group(checked_id(H5Gopen2(file, "observed", H5P_DEFAULT), file, "opening group /observed"));
    const std::vector<std::string> outcomes = read_texts(group.id(), "outcome");
    const std::vector<std::int64_t> members = read_wholes(group.id(), "member");
    const std::vector<double> values = read_reals(group.id(), "value");
    const std::vector<double> lows = read_reals(group.id(), "low");
    const std::vector<double> highs = read_reals(group.id(), "high");
    const std::vector<std::string> titles = read_texts(group.id(), "title");
    const std::vector<std::string> sources = read_texts(group.id(), "source");
    for (const std::size_t size : {members.size(), values.size(), lows.size(), highs.size(), titles.size(), sources.size()}) {
        if (size != outcomes.size())
            throw ResultFileError(file_name_of(file), "reading observed values", "columns differ in length");
    }
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const auto outcome = std::ranges::find(run.outcomes, outcomes[i], &OutcomeDescriptor::name);
        if (outcome == run.outcomes.end() || members[i] < 0 || static_cast<std::size_t>(members[i]) >= outcome->size)
            throw ResultFileError(file_name_of(file), "reading observed values", "one is of an outcome that is not there");
        outcome->observed.push_back({.member = static_cast<std::size_t>(members[i]),
                                     .value = values[i],
                                     .low = lows[i],
                                     .high = highs[i],
                                     .source = sources[i],
                                     .title = titles[i]});
    }
}

}  // namespace strife
