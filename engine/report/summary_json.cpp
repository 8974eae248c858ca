// Builds the JSON of a run from its summaries.
// SPDX-License-Identifier: Apache-2.0
#include "report/summary_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "report/member_names.h"
#include "report/observed_text.h"
#include "results/names.h"

namespace strife {

namespace {

using Json = nlohmann::ordered_json;  // keeps the order in which members are added; NaN becomes null

Json set_names(const RunDescriptor& run, const std::vector<std::size_t>& axes) {
    Json names = Json::array();
    for (const std::size_t axis : axes) names.push_back(run.axes[axis].name);
    return names;
}

std::string quantile_name(std::size_t index) {
    return fmt::format("{:g}", kQuantileLevels[index]);
}

Json provenance_json(const Provenance& provenance) {
    Json libraries = Json::object();
    for (const NamedText& library : provenance.libraries) libraries[library.name] = library.text;
    Json sources = Json::array();
    for (const NamedText& source : provenance.sources) sources.push_back(source.name);
    return {{"version", provenance.version},
            {"git_commit", provenance.git_commit},
            {"compiler", provenance.compiler},
            {"build_flags", provenance.build_flags},
            {"cpu_features", provenance.cpu_features},
            {"libraries", libraries},
            {"sources", sources},
            {"overlays", provenance.overlays},
            {"overrides", provenance.overrides},
            {"seed", provenance.seed},
            {"generator", provenance.generator},
            {"method", provenance.method}};
}

Json alternatives_json(const StoredRun& run) {
    Json list = Json::array();
    const std::vector<std::string>& reasons = run.header.run.stop_reasons;
    for (const AlternativeSummary& summary : run.footer.summaries) {
        Json stops = Json::array();
        for (std::size_t i = 0; i < reasons.size() && i < summary.stop_counts.size(); ++i) {
            const auto share = static_cast<double>(summary.stop_counts[i]) / static_cast<double>(summary.replications);
            stops.push_back({{"reason", reasons[i]}, {"replications", summary.stop_counts[i]}, {"probability", share}});
        }
        list.push_back({{"name", summary.name},
                        {"finished", summary.replications},
                        {"failed", summary.failed},
                        {"executed_events", summary.events},
                        {"clamped_values", summary.clampings},
                        {"stops", stops}});
    }
    return list;
}

Json summary_object(const Summary& summary, OutcomeKind kind, bool nested) {
    Json quantiles = Json::object();
    for (std::size_t i = 0; i < kQuantileCount; ++i) quantiles[quantile_name(i)] = summary.quantiles[i];
    Json object = {
        {"n", summary.n},         {"missing", summary.n_missing}, {"mean", summary.mean},       {"sd", summary.sd},
        {"lower", summary.lower}, {"upper", summary.upper},       {"minimum", summary.minimum}, {"maximum", summary.maximum},
        {"quantiles", quantiles}};
    if (kind == OutcomeKind::first_time) {
        object["probability"] = summary.probability;
        object["probability_lower"] = summary.probability_lower;
        object["probability_upper"] = summary.probability_upper;
    }
    if (nested) {
        object["sd_between"] = summary.sd_between;
        object["sd_within"] = summary.sd_within;
    }
    return object;
}

// What is known of an outcome, and how each alternative agrees with it.
Json observed_json(const StoredRun& run, const OutcomeDescriptor& outcome) {
    Json list = Json::array();
    for (const Observation& observed : outcome.observed) {
        Json agreement = Json::array();
        for (const AlternativeSummary& alternative : run.footer.summaries) {
            const Summary& summary = alternative.scalars[outcome.offset + observed.member];
            const double value = compared_value(summary, outcome.kind);
            const Agreement found = agreement_of(observed, value);
            Json name = nullptr;
            if (found != Agreement::unknown) name = agreement_name(found);
            agreement.push_back({{"alternative", alternative.name}, {"value", value}, {"lies", std::move(name)}});
        }
        list.push_back({{"members", member_labels(run.header.run, outcome.axes, observed.member)},
                        {"value", observed.value},
                        {"low", observed.low},
                        {"high", observed.high},
                        {"title", observed.title},
                        {"source", observed.source},
                        {"agreement", std::move(agreement)}});
    }
    return list;
}

Json outcomes_json(const StoredRun& run) {
    const RunDescriptor& description = run.header.run;
    Json list = Json::array();
    for (const OutcomeDescriptor& outcome : description.outcomes) {
        Json results = Json::array();
        for (const AlternativeSummary& alternative : run.footer.summaries) {
            for (std::size_t member = 0; member < outcome.size; ++member) {
                Json result = {{"alternative", alternative.name}, {"members", member_labels(description, outcome.axes, member)}};
                result.update(summary_object(alternative.scalars[outcome.offset + member], outcome.kind,
                                             run.header.replications_per_point > 0));
                results.push_back(std::move(result));
            }
        }
        list.push_back({{"name", outcome.name},
                        {"long_name", outcome.long_name},
                        {"units", outcome.units},
                        {"kind", kind_name(outcome.kind)},
                        {"sets", set_names(description, outcome.axes)},
                        {"observed", observed_json(run, outcome)},
                        {"results", std::move(results)}});
    }
    return list;
}

// The values of one member of a series: a list over time for each statistic.
Json series_object(const std::vector<Summary>& summaries, std::size_t offset, std::size_t times) {
    Json object = {{"n", Json::array()},
                   {"missing", Json::array()},
                   {"mean", Json::array()},
                   {"sd", Json::array()},
                   {"quantiles", Json::object()}};
    for (std::size_t i = 0; i < kQuantileCount; ++i) object["quantiles"][quantile_name(i)] = Json::array();
    for (std::size_t time = 0; time < times; ++time) {
        const Summary& summary = summaries[offset + time];
        object["n"].push_back(summary.n);
        object["missing"].push_back(summary.n_missing);
        object["mean"].push_back(summary.mean);
        object["sd"].push_back(summary.sd);
        for (std::size_t i = 0; i < kQuantileCount; ++i) object["quantiles"][quantile_name(i)].push_back(summary.quantiles[i]);
    }
    return object;
}

Json series_json(const StoredRun& run) {
    const RunDescriptor& description = run.header.run;
    Json list = Json::array();
    for (const SeriesDescriptor& series : description.series) {
        const TimeGrid& grid = description.grids[series.grid];
        const std::size_t times = grid.values.size();
        Json results = Json::array();
        for (const AlternativeSummary& alternative : run.footer.summaries) {
            for (std::size_t member = 0; member < member_count(description, series.axes); ++member) {
                Json result = {{"alternative", alternative.name}, {"members", member_labels(description, series.axes, member)}};
                result.update(series_object(alternative.series, series.offset + member * times, times));
                results.push_back(std::move(result));
            }
        }
        list.push_back({{"name", series.name},
                        {"long_name", series.long_name},
                        {"units", series.units},
                        {"sets", set_names(description, series.axes)},
                        {"days", grid.values},
                        {"results", std::move(results)}});
    }
    return list;
}

Json failures_json(const StoredRun& run) {
    Json list = Json::array();
    for (const FailureRecord& failure : run.failures) {
        Json alternative = nullptr;
        if (failure.alternative < run.header.alternatives.size()) alternative = run.header.alternatives[failure.alternative];
        list.push_back({{"alternative", std::move(alternative)},
                        {"replication", failure.replication},
                        {"days", failure.time_days},
                        {"event_count", failure.event_count},
                        {"process", failure.process},
                        {"message", failure.message},
                        {"place", failure.place}});
    }
    return list;
}

}  // namespace

std::string summary_json(const StoredRun& run) {
    const RunDescriptor& description = run.header.run;
    Json document = {{"format", run.format_version}, {"title", description.title}, {"start_date", nullptr}};
    if (description.start_date) document["start_date"] = format_date(*description.start_date);
    document["length_days"] = description.end_days;
    document["completion"] = completion_name(run.footer.completion);
    document["result_kind"] = result_kind_name(run.header.kind);
    document["replications"] = run.header.replications;
    if (run.header.replications_per_point > 0) document["replications_per_point"] = run.header.replications_per_point;
    document["replications_kept"] = run.footer.replications_kept;
    document["provenance"] = provenance_json(run.header.provenance);
    document["alternatives"] = alternatives_json(run);
    document["outcomes"] = outcomes_json(run);
    document["series"] = series_json(run);
    document["failures"] = failures_json(run);
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace strife
