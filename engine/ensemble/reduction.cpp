// SPDX-License-Identifier: Apache-2.0
#include "ensemble/reduction.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "statistics/intervals.h"

namespace strife {
namespace {

constexpr double kLevel = 0.95;
constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

// Undefined where no replication gave a value: all may have failed.
Interval limits_of_mean(const Moments& moments, OutcomeKind kind) {
    const std::uint64_t n = moments.n();
    if (n == 0) return {kUndefined, kUndefined};
    if (kind != OutcomeKind::probability) return mean_interval(n, moments.mean(), moments.sd(), kLevel);
    const auto successes = static_cast<std::uint64_t>(std::llround(moments.mean() * static_cast<double>(n)));
    return wilson_interval(successes, n, kLevel);
}

Summary summarise(const Moments& moments, const QuantileHistogram& histogram, OutcomeKind kind, bool with_buckets) {
    Summary summary;
    summary.n = moments.n();
    summary.n_missing = moments.missing();
    summary.mean = moments.mean();
    summary.sd = moments.sd();
    summary.minimum = moments.n() > 0 ? moments.min() : kUndefined;
    summary.maximum = moments.n() > 0 ? moments.max() : kUndefined;
    const Interval limits = limits_of_mean(moments, kind);
    summary.lower = limits.low;
    summary.upper = limits.high;
    // A first time that did not come is later than all that did.
    const std::uint64_t censored = kind == OutcomeKind::first_time ? moments.missing() : 0;
    for (std::size_t q = 0; q < kQuantileCount; ++q) {
        // Rounding to a bucket must not leave the sample; what is undefined stays so.
        const double quantile = histogram.quantile(kQuantileLevels[q], censored);
        summary.quantiles[q] = std::isnan(quantile) ? quantile : std::clamp(quantile, summary.minimum, summary.maximum);
    }
    summary.probability = summary.probability_lower = summary.probability_upper = kUndefined;
    if (kind == OutcomeKind::first_time) {
        const std::uint64_t all = moments.n() + moments.missing();
        const Interval share = wilson_interval(moments.n(), all, kLevel);
        summary.probability = all > 0 ? static_cast<double>(moments.n()) / static_cast<double>(all) : kUndefined;
        summary.probability_lower = share.low;
        summary.probability_upper = share.high;
    }
    if (!with_buckets) return summary;
    for (const QuantileHistogram::Bucket& bucket : histogram.buckets()) {
        summary.bucket_lower.push_back(bucket.lower);
        summary.bucket_count.push_back(bucket.count);
    }
    return summary;
}

}  // namespace

AlternativeReduction::AlternativeReduction(std::string name, const RunDescriptor& run, const std::optional<RunColumns>& columns,
                                           std::uint64_t replications_per_point)
    : name_(std::move(name)),
      run_(run),
      stop_counts_(run.stop_reasons.size(), 0),
      scalar_moments_(static_cast<Eigen::Index>(run.scalar_columns())),
      series_moments_(static_cast<Eigen::Index>(run.series_columns())),
      scalar_histograms_(run.scalar_columns()),
      series_histograms_(run.series_columns()),
      lacks_(run.scalar_columns(), columns.has_value()),
      replications_per_point_(replications_per_point),
      nested_scalars_(replications_per_point > 0 ? run.scalar_columns() : 0),
      nested_happened_(nested_scalars_.size()),
      nested_series_(replications_per_point > 0 ? run.series_columns() : 0) {
    if (!columns) return;
    for (const std::uint32_t column : columns->scalars) lacks_[column] = false;
}

void AlternativeReduction::add(const SampleBlock& block) {
    for (std::size_t row = 0; row < block.finished.size(); ++row) {
        if (block.finished[row] == 0) {
            ++failed_;
            continue;
        }
        ++finished_;
        events_ += block.event_counts[row];
        clampings_ += block.clampings[row];
        if (block.stop_reasons[row] >= 0) ++stop_counts_[static_cast<std::size_t>(block.stop_reasons[row])];
        if (replications_per_point_ > 0) add_to_point(block, row);
        const auto r = static_cast<Eigen::Index>(row);
        const auto add_row = [&](const RowMajorArray& rows, ArrayMoments& moments, std::vector<QuantileHistogram>& histograms) {
            if (rows.cols() == 0) return;
            const Eigen::ArrayXd values = rows.row(r).transpose();
            moments.add(values);
            for (std::size_t c = 0; c < histograms.size(); ++c) histograms[c].add(values[static_cast<Eigen::Index>(c)]);
        };
        add_row(block.scalars, scalar_moments_, scalar_histograms_);
        add_row(block.series, series_moments_, series_histograms_);
    }
}

AlternativeSummary AlternativeReduction::finish() const {
    AlternativeSummary summary;
    summary.name = name_;
    summary.replications = finished_;
    summary.failed = failed_;
    summary.events = events_;
    summary.clampings = clampings_;
    summary.stop_counts = stop_counts_;
    summary.scalars.resize(scalar_histograms_.size());
    for (const OutcomeDescriptor& outcome : run_.outcomes) {
        for (std::size_t c = outcome.offset; c < outcome.offset + outcome.size; ++c) {
            summary.scalars[c] = summarise(scalar_moments_.cell(static_cast<Eigen::Index>(c)), scalar_histograms_[c],
                                           // What an alternative does not have did not fail to happen before the end.
                                           lacks_[c] ? OutcomeKind::real : outcome.kind, true);
        }
    }
    for (std::size_t c = 0; c < series_histograms_.size(); ++c) {
        summary.series.push_back(
            summarise(series_moments_.cell(static_cast<Eigen::Index>(c)), series_histograms_[c], OutcomeKind::real, false));
    }
    if (replications_per_point_ > 0) add_nested(summary);
    return summary;
}

void AlternativeReduction::add_to_point(const SampleBlock& block, std::size_t row) {
    const std::uint64_t point = (block.first + row) / replications_per_point_;
    if (point != point_) close_point();
    point_ = point;
    const auto r = static_cast<Eigen::Index>(row);
    for (std::size_t c = 0; c < nested_scalars_.size(); ++c) {
        const double value = block.scalars(r, static_cast<Eigen::Index>(c));
        nested_scalars_[c].add(value);
        nested_happened_[c].add(std::isnan(value) ? 0.0 : 1.0);
    }
    for (std::size_t c = 0; c < nested_series_.size(); ++c) {
        nested_series_[c].add(block.series(r, static_cast<Eigen::Index>(c)));
    }
}

void AlternativeReduction::close_point() {
    for (auto* columns : {&nested_scalars_, &nested_happened_, &nested_series_}) {
        for (NestedMoments& column : *columns) column.close_group();
    }
}

// Replications of one point are alike, so limits go by points; and what differs between points is told from chance.
void AlternativeReduction::add_nested(AlternativeSummary& summary) const {
    const auto closed = [](NestedMoments moments) {
        moments.close_group();
        return moments;
    };
    for (const OutcomeDescriptor& outcome : run_.outcomes) {
        for (std::size_t c = outcome.offset; c < outcome.offset + outcome.size; ++c) {
            const NestedMoments moments = closed(nested_scalars_[c]);
            Summary& column = summary.scalars[c];
            const bool is_share = outcome.kind == OutcomeKind::probability;
            const Interval limits = is_share ? moments.share_interval(kLevel) : moments.mean_interval(kLevel);
            column.lower = limits.low;
            column.upper = limits.high;
            column.sd_within = std::sqrt(moments.variance_within());
            const double between = moments.variance_between();
            column.sd_between = std::isnan(between) ? kUndefined : std::sqrt(std::max(0.0, between));
            if (outcome.kind != OutcomeKind::first_time || lacks_[c]) continue;
            const Interval happened = closed(nested_happened_[c]).share_interval(kLevel);
            column.probability_lower = happened.low;
            column.probability_upper = happened.high;
        }
    }
    for (std::size_t c = 0; c < nested_series_.size(); ++c) {
        const Interval limits = closed(nested_series_[c]).mean_interval(kLevel);
        summary.series[c].lower = limits.low;
        summary.series[c].upper = limits.high;
    }
}

}  // namespace strife
