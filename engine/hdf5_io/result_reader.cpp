// Reads summaries, failures and columns of a result file.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/result_reader.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "hdf5_io/attributes.h"
#include "hdf5_io/layout.h"
#include "hdf5_io/provenance_group.h"
#include "hdf5_io/result_file.h"
#include "hdf5_io/slab.h"
#include "hdf5_io/stored_values.h"
#include "results/names.h"

namespace strife {

namespace {

template <class Value>
std::vector<Value> sized(hid_t file, const std::string& name, std::vector<Value> values, std::size_t size) {
    if (values.size() != size) {
        throw ResultFileError(file_name_of(file), "reading summaries", name + " has an unexpected shape");
    }
    return values;
}

// Reads variables of the root group into one member of consecutive summaries of every alternative.
class SummaryReader {
  public:
    SummaryReader(hid_t file, std::vector<AlternativeSummary>& summaries) : file_(file), summaries_(summaries) {}

    // The columns [offset, offset + size) of `columns`, whose variables begin with `stem`.
    void read(const std::string& stem, std::vector<Summary> AlternativeSummary::* columns, std::size_t offset, std::size_t size) {
        const auto at = [&](std::size_t i) -> Summary& { return (summaries_[i / size].*columns)[offset + i % size]; };
        const std::size_t n = summaries_.size() * size;
        for (const StatisticField& field : statistic_fields()) {
            const std::string name = fmt::format("{}_{}", stem, field.suffix);
            if (field.of != StatisticField::Of::all && !has_link(file_, name)) continue;
            const std::vector<double> values = sized(file_, name, read_reals(file_, name), n);
            for (std::size_t i = 0; i < n; ++i) at(i).*field.member = values[i];
        }
        for (const CountField& field : count_fields()) {
            const std::string name = fmt::format("{}_{}", stem, field.suffix);
            const std::vector<std::int64_t> values = sized(file_, name, read_wholes(file_, name), n);
            for (std::size_t i = 0; i < n; ++i) at(i).*field.member = static_cast<std::uint64_t>(values[i]);
        }
        const std::vector<double> quantiles = sized(file_, stem, read_reals(file_, stem + "_quantiles"), n * kQuantileCount);
        for (std::size_t i = 0; i < quantiles.size(); ++i) at(i / kQuantileCount).quantiles[i % kQuantileCount] = quantiles[i];

        // Values of outcomes have one wherever there is a value; that of a series is left out.
        bool any = false;
        for (std::size_t i = 0; i < n; ++i) any = any || at(i).n > 0;
        const bool is_due = any && columns == &AlternativeSummary::scalars;
        if (!is_due && !has_link(file_, stem + "_bin_count")) return;
        read_histograms(stem, size,
                        [&](std::size_t alternative, std::size_t i) -> Summary& { return at(alternative * size + i); });
        for (std::size_t i = 0; i < n && is_due; ++i) check_histogram(stem, at(i));
    }

  private:
    // HDF5 reads a lost chunk as zeros: the buckets must hold what the number of values says.
    void check_histogram(const std::string& stem, const Summary& summary) const {
        std::uint64_t counted = 0;
        for (const std::uint64_t count : summary.bucket_count) counted += count;
        if (counted == summary.n) return;
        throw ResultFileError(file_name_of(file_), "reading summaries",
                              fmt::format("{}_bin_count holds {} values, {}_n says {}", stem, counted, stem, summary.n));
    }

    // One alternative at a time: the whole is large and mostly zero.
    template <class Access>
    void read_histograms(const std::string& stem, std::size_t size, Access summary) const {
        const std::vector<double> lowers = read_reals(file_, stem + "_bin");
        const DatasetHandle dataset = open_variable(file_, stem + "_bin_count");
        const std::vector<hsize_t> shape = shape_of(dataset.id());
        const bool fits = shape.size() > 1 && shape[0] == summaries_.size() && shape.back() == lowers.size();
        if (!fits || Slab::rows(shape, 0, 1).size() != size * lowers.size()) {
            throw ResultFileError(file_name_of(file_), "reading summaries", stem + "_bin_count has an unexpected shape");
        }
        for (std::size_t alternative = 0; alternative < summaries_.size(); ++alternative) {
            const Slab slab = Slab::rows(shape, alternative, 1);
            std::vector<std::int64_t> counts(stored_size(dataset.id(), slab));
            read_slab(dataset.id(), slab, H5T_NATIVE_INT64, counts.data());
            for (std::size_t i = 0; i < counts.size(); ++i) {
                if (counts[i] == 0) continue;
                if (counts[i] < 0)
                    throw ResultFileError(file_name_of(file_), "reading summaries", stem + "_bin_count is negative");
                Summary& read = summary(alternative, i / lowers.size());
                read.bucket_lower.push_back(lowers[i % lowers.size()]);
                read.bucket_count.push_back(static_cast<std::uint64_t>(counts[i]));
            }
        }
    }

    hid_t file_;
    std::vector<AlternativeSummary>& summaries_;
};

// Before memory is made for summaries: whether the file holds as many of them as its description says.
void check_columns(hid_t file, const RunHeader& header, const Layout& layout) {
    const auto check = [&](const std::string& stem, std::size_t size) {
        sized(file, stem + "_n", read_wholes(file, stem + "_n"), header.alternatives.size() * size);
    };
    for (std::size_t i = 0; i < header.run.outcomes.size(); ++i) check(layout.outcome_stem(i), header.run.outcomes[i].size);
    for (std::size_t i = 0; i < header.run.series.size(); ++i) check(layout.series_stem(i), header.run.series[i].size);
}

std::vector<AlternativeSummary> read_summaries(hid_t file, const RunHeader& header) {
    const RunDescriptor& run = header.run;
    std::vector<AlternativeSummary> summaries(header.alternatives.size());
    const auto read_total = [&](const char* name, std::uint64_t AlternativeSummary::* member) {
        const std::vector<std::int64_t> values = sized(file, name, read_wholes(file, name), summaries.size());
        for (std::size_t i = 0; i < summaries.size(); ++i) {
            summaries[i].*member = static_cast<std::uint64_t>(values[i]);
        }
    };
    read_total("finished_replications", &AlternativeSummary::replications);
    read_total("failed_replications", &AlternativeSummary::failed);
    read_total("executed_events", &AlternativeSummary::events);
    read_total("clamped_values", &AlternativeSummary::clampings);
    const Layout layout(run);
    check_columns(file, header, layout);
    for (std::size_t i = 0; i < summaries.size(); ++i) {
        summaries[i].name = header.alternatives[i];
        summaries[i].scalars.resize(run.scalar_columns());
        summaries[i].series.resize(run.series_columns());
    }
    if (!run.stop_reasons.empty()) {
        const std::size_t reasons = run.stop_reasons.size();
        const std::vector<std::int64_t> counts =
            sized(file, "stop_count", read_wholes(file, "stop_count"), summaries.size() * reasons);
        for (std::size_t i = 0; i < counts.size(); ++i) {
            summaries[i / reasons].stop_counts.push_back(static_cast<std::uint64_t>(counts[i]));
        }
    }
    SummaryReader reader(file, summaries);
    for (std::size_t i = 0; i < run.outcomes.size(); ++i) {
        reader.read(layout.outcome_stem(i), &AlternativeSummary::scalars, run.outcomes[i].offset, run.outcomes[i].size);
    }
    for (std::size_t i = 0; i < run.series.size(); ++i) {
        reader.read(layout.series_stem(i), &AlternativeSummary::series, run.series[i].offset, run.series[i].size);
    }
    return summaries;
}

std::vector<FailureRecord> read_failures(hid_t file, const std::vector<std::string>& alternatives) {
    const GroupHandle group(checked_id(H5Gopen2(file, "failures", H5P_DEFAULT), file, "opening group /failures"));
    const std::vector<std::string> names = read_texts(group.id(), "alternative");
    const std::vector<std::int64_t> replications = read_wholes(group.id(), "replication");
    const std::vector<double> times = read_reals(group.id(), "time");
    const std::vector<std::int64_t> event_counts = read_wholes(group.id(), "event_count");
    const std::vector<std::string> processes = read_texts(group.id(), "process");
    const std::vector<std::string> messages = read_texts(group.id(), "message");
    const std::vector<std::string> places = read_texts(group.id(), "place");
    for (const std::size_t size :
         {replications.size(), times.size(), event_counts.size(), processes.size(), messages.size(), places.size()}) {
        if (size != names.size()) throw ResultFileError(file_name_of(file), "reading failures", "columns differ in length");
    }
    std::vector<FailureRecord> failures;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto found = std::ranges::find(alternatives, names[i]);
        if (found == alternatives.end()) {
            throw ResultFileError(file_name_of(file), "reading failures",
                                  fmt::format("one is of the alternative '{}', which is not there", names[i]));
        }
        failures.push_back({.replication = static_cast<std::uint64_t>(replications[i]),
                            .alternative = static_cast<std::uint32_t>(found - alternatives.begin()),
                            .time_days = times[i],
                            .event_count = static_cast<std::uint64_t>(event_counts[i]),
                            .process = processes[i],
                            .message = messages[i],
                            .place = places[i]});
    }
    return failures;
}

Completion read_completion(hid_t file) {
    const std::string name = required_text(file, "completion");
    if (const auto completion = parse_completion(name)) return *completion;
    throw ResultFileError(file_name_of(file), "reading the file", fmt::format("'{}' is no kind of completion", name));
}

// Narrows `slab` to one member along the dimensions [2, 2 + sets) of `shape`, row-major; false if there is no such member.
bool select_member(Slab& slab, const std::vector<hsize_t>& shape, std::size_t sets, std::size_t member) {
    for (std::size_t i = 2 + sets; i-- > 2;) {
        if (shape[i] == 0) return false;
        slab.start[i] = member % shape[i];
        slab.count[i] = 1;
        member /= shape[i];
    }
    return member == 0;
}

std::vector<double> read_real_slab(hid_t dataset, const Slab& slab) {
    std::vector<double> values(stored_size(dataset, slab));
    read_slab(dataset, slab, H5T_NATIVE_DOUBLE, values.data());
    return values;
}

// The values of all replications kept of one member of an outcome.
std::vector<double> read_column(hid_t file, const RunDescriptor& run, std::size_t outcome, std::size_t alternative,
                                std::size_t member) {
    const std::string operation = fmt::format("reading outcome '{}'", run.outcomes[outcome].name);
    const std::size_t axes = run.outcomes[outcome].axes.size();
    const DatasetHandle dataset = open_variable(file, "runs/" + Layout(run).runs_variable(outcome));
    const std::vector<hsize_t> shape = shape_of(dataset.id());
    if (shape.size() != 2 + axes) throw ResultFileError(file_name_of(file), operation, "it has an unexpected shape");
    Slab slab = Slab::all(shape);
    if (alternative >= shape[0] || !select_member(slab, shape, axes, member)) {
        throw ResultFileError(file_name_of(file), operation, "there is no such alternative or member");
    }
    slab.start[0] = alternative;
    slab.count[0] = 1;
    return read_real_slab(dataset.id(), slab);
}

// The sample median as quantiles are defined (statistics/quantile_histogram.h); `censored` values lie above all others.
double median_of(std::vector<double> values, std::uint64_t censored) {
    std::erase_if(values, [](double value) { return std::isnan(value); });
    const std::uint64_t rank = (values.size() + censored + 1) / 2;
    if (rank == 0 || rank > values.size()) return std::numeric_limits<double>::quiet_NaN();
    const auto found = values.begin() + static_cast<std::ptrdiff_t>(rank - 1);
    std::ranges::nth_element(values, found);
    return *found;
}

// Whether the median could lie on the other side of a bound than its rounded value. Buckets are less than 2^-11 of it wide.
bool rounding_matters(const Observation& observed, double median) {
    const double width = 0x1p-11 * std::abs(median);
    return std::abs(observed.low - median) <= width || std::abs(observed.high - median) <= width;
}

// Columns are only read where the rounded median does not tell: a summary of a large file stays quick.
void add_exact_medians(hid_t file, const RunDescriptor& run, std::vector<AlternativeSummary>& summaries) {
    for (std::size_t i = 0; i < run.outcomes.size(); ++i) {
        const OutcomeDescriptor& outcome = run.outcomes[i];
        if (outcome.kind == OutcomeKind::probability) continue;
        for (const Observation& observed : outcome.observed) {
            for (std::size_t alternative = 0; alternative < summaries.size(); ++alternative) {
                Summary& summary = summaries[alternative].scalars[outcome.offset + observed.member];
                if (!std::isnan(summary.exact_median) || !rounding_matters(observed, summary.quantiles[kQuantileCount / 2]))
                    continue;
                const std::uint64_t censored = outcome.kind == OutcomeKind::first_time ? summary.n_missing : 0;
                summary.exact_median = median_of(read_column(file, run, i, alternative, observed.member), censored);
            }
        }
    }
}

}  // namespace

StoredRun read_results(const std::string& path) {
    const QuietHdf5 quiet;
    const FileHandle file = open_result_file(path);
    StoredRun run;
    run.format_version = required_text(file.id(), "strife_format");
    run.header = read_header(file.id());
    run.header.provenance = read_provenance(file.id());
    run.footer.completion = read_completion(file.id());
    run.footer.replications_kept = required_whole(file.id(), "replications_kept");
    run.footer.summaries = read_summaries(file.id(), run.header);
    run.footer.volatile_facts = read_volatile_facts(file.id());
    run.failures = read_failures(file.id(), run.header.alternatives);
    add_exact_medians(file.id(), run.header.run, run.footer.summaries);
    return run;
}

std::vector<double> read_runs(const std::string& path, const std::string& outcome, std::size_t alternative, std::size_t member) {
    const QuietHdf5 quiet;
    const FileHandle file = open_result_file(path);
    const RunHeader header = read_header(file.id());
    const auto found = std::ranges::find(header.run.outcomes, outcome, &OutcomeDescriptor::name);
    if (found == header.run.outcomes.end()) {
        throw ResultFileError(path, fmt::format("reading outcome '{}'", outcome), "there is no such outcome");
    }
    return read_column(file.id(), header.run, static_cast<std::size_t>(found - header.run.outcomes.begin()), alternative, member);
}

std::vector<double> read_series(const std::string& path, const SeriesAddress& address) {
    const QuietHdf5 quiet;
    const std::string operation = fmt::format("reading series '{}'", address.series);
    const FileHandle file = open_result_file(path);
    const RunHeader header = read_header(file.id());
    const auto found = std::ranges::find(header.run.series, address.series, &SeriesDescriptor::name);
    if (found == header.run.series.end()) throw ResultFileError(path, operation, "there is no such series");
    if (!header.keep_series) throw ResultFileError(path, operation, "the series of single replications were not kept");
    const Layout layout(header.run);
    const auto index = static_cast<std::size_t>(found - header.run.series.begin());
    const DatasetHandle dataset = open_variable(file.id(), "series/" + layout.series_variable(index));
    const std::vector<hsize_t> shape = shape_of(dataset.id());
    if (shape.size() != 3 + found->axes.size()) throw ResultFileError(path, operation, "it has an unexpected shape");
    Slab slab = Slab::all(shape);
    if (address.alternative >= shape[0] || address.replication >= shape[1] ||
        !select_member(slab, shape, found->axes.size(), address.member)) {
        throw ResultFileError(path, operation, "there is no such alternative, replication or member");
    }
    slab.start[0] = address.alternative;
    slab.start[1] = address.replication;
    slab.count[0] = slab.count[1] = 1;
    return read_real_slab(dataset.id(), slab);
}

}  // namespace strife
