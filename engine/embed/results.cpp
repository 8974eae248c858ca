// SPDX-License-Identifier: Apache-2.0
#include "strife/results.h"

#include <fmt/format.h>

#include "embed/contents.h"
#include "embed/public_values.h"
#include "hdf5_io/result_reader.h"
#include "report/summary_json.h"
#include "report/summary_table.h"

namespace strife {

Results Results::read(const std::string& path) {
    return EmbedAccess::make_results({.run = with_file_errors([&] { return read_results(path); }), .path = path, .samples = {}});
}

Results::Results(std::shared_ptr<const Contents> contents) : contents_(std::move(contents)) {}
Results::Results(const Results&) = default;
Results::Results(Results&&) noexcept = default;
Results& Results::operator=(const Results&) = default;
Results& Results::operator=(Results&&) noexcept = default;
Results::~Results() = default;

std::string Results::title() const {
    return contents_->run.header.run.title;
}

std::vector<AlternativeTotals> Results::alternatives() const {
    std::vector<AlternativeTotals> totals;
    for (const AlternativeSummary& summary : contents_->run.footer.summaries) {
        totals.push_back(
            {.name = summary.name, .replications = summary.replications, .failed = summary.failed, .events = summary.events});
    }
    return totals;
}

std::vector<OutcomeInfo> Results::outcomes() const {
    return list_outcomes(contents_->run.header.run);
}

std::vector<SeriesInfo> Results::series() const {
    return list_series(contents_->run.header.run);
}

std::uint64_t Results::seed() const {
    return contents_->run.header.provenance.seed;
}

std::uint64_t Results::replications() const {
    return contents_->run.footer.replications_kept;
}

RunEnding Results::ending() const {
    switch (contents_->run.footer.completion) {
        case Completion::complete:
            return RunEnding::complete;
        case Completion::interrupted:
            return RunEnding::interrupted;
        case Completion::failed:
            return RunEnding::failed;
    }
    return RunEnding::failed;
}

std::vector<ReplicationFailure> Results::failures() const {
    std::vector<ReplicationFailure> failures;
    for (const FailureRecord& failure : contents_->run.failures) {
        failures.push_back(describe_failure(failure, contents_->run.header.alternatives));
    }
    return failures;
}

std::optional<std::string> Results::path() const {
    return contents_->path;
}

Distribution Results::outcome(const std::string& name, const NumberAddress& which) const {
    const RunHeader& header = contents_->run.header;
    const OutcomeDescriptor& outcome = find_outcome(header.run, name);
    const std::size_t alternative = find_alternative(header.alternatives, which.alternative);
    const std::size_t member = find_member(header.run, name, outcome.axes, which.members);
    return describe_distribution(contents_->run.footer.summaries[alternative].scalars[outcome.offset + member], outcome.kind);
}

std::vector<Distribution> Results::series(const std::string& name, const NumberAddress& which) const {
    const RunHeader& header = contents_->run.header;
    const SeriesDescriptor& series = find_series(header.run, name);
    const std::size_t alternative = find_alternative(header.alternatives, which.alternative);
    const std::size_t times = header.run.grids[series.grid].values.size();
    const std::size_t first = series.offset + times * find_member(header.run, name, series.axes, which.members);
    std::vector<Distribution> distributions;
    for (std::size_t i = 0; i < times; ++i) {
        const Summary& summary = contents_->run.footer.summaries[alternative].series[first + i];
        distributions.push_back(describe_distribution(summary, OutcomeKind::real));
    }
    return distributions;
}

std::vector<double> Results::samples(const std::string& name, const NumberAddress& which) const {
    const RunHeader& header = contents_->run.header;
    const OutcomeDescriptor& outcome = find_outcome(header.run, name);
    const std::size_t alternative = find_alternative(header.alternatives, which.alternative);
    const std::size_t member = find_member(header.run, name, outcome.axes, which.members);
    if (contents_->path) {
        return with_file_errors([&] { return read_runs(*contents_->path, name, alternative, member); });
    }
    if (contents_->samples.empty()) throw LookupError("this run kept no samples: set `keep_samples` or `output`");
    const std::vector<double>& all = contents_->samples[alternative];
    const std::size_t columns = header.run.scalar_columns();
    std::vector<double> values;
    values.reserve(all.size() / columns);
    for (std::size_t i = outcome.offset + member; i < all.size(); i += columns) values.push_back(all[i]);
    return values;
}

std::vector<double> Results::sample_series(const std::string& name, std::uint64_t replication, const NumberAddress& which) const {
    const RunHeader& header = contents_->run.header;
    const SeriesDescriptor& series = find_series(header.run, name);
    const SeriesAddress address{.series = name,
                                .alternative = find_alternative(header.alternatives, which.alternative),
                                .replication = replication,
                                .member = find_member(header.run, name, series.axes, which.members)};
    if (!contents_->path || !header.keep_series) {
        throw LookupError("the series of single replications were not kept: set `output` and `keep_series`");
    }
    if (replication >= replications()) {
        throw LookupError(fmt::format("there is no replication {}; there are {}", replication, replications()));
    }
    return with_file_errors([&] { return read_series(*contents_->path, address); });
}

std::string Results::json() const {
    return summary_json(contents_->run);
}

std::string Results::table(std::size_t width) const {
    SummaryTableOptions options;
    options.width = width;
    return format_summary(contents_->run, options);
}

}  // namespace strife
