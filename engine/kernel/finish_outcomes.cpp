// What can only be said of outcomes once a replication is over: means, quantiles, averages over time, and outcomes of outcomes.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "kernel/replication.h"

namespace strife {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// What is divided by nothing is missing.
double quotient(double numerator, double denominator) {
    return denominator == 0.0 ? kMissing : numerator / denominator;
}

}  // namespace

void Replication::finish_outcomes() {
    const Model& model = prepared_->model;
    integrate_all_up_to_now();
    for (const ModelOutcome& outcome : model.outcomes) {
        switch (outcome.source) {
            case OutcomeSource::event_mean:
            case OutcomeSource::event_share:
                finish_means(outcome);
                break;
            case OutcomeSource::event_quantile:
                finish_quantiles(outcome);
                break;
            case OutcomeSource::time_true:
            case OutcomeSource::time_mean:
                finish_time_averages(outcome);
                break;
            case OutcomeSource::stopped: {
                const bool is_it = outcome.stop_reason < 0 ? stop_reason_ >= 0 : stop_reason_ == outcome.stop_reason;
                scalars_[outcome.column] = is_it ? 1.0 : 0.0;
                break;
            }
            default:
                break;
        }
    }
    for (const std::uint32_t outcome : model.derived) derive(model.outcomes[outcome]);
}

void Replication::finish_means(const ModelOutcome& outcome) {
    const std::size_t n = outcome.has_scalar ? outcome.shape.size : outcome.shape.size * series_length(outcome);
    double* const cells = outcome.has_scalar ? scalars_.data() + outcome.column : series_.data() + outcome.series.value_or(0);
    for (std::size_t i = 0; i < n; ++i) cells[i] = quotient(cells[i], tallies_[outcome.first_tally + i]);
}

// By linear interpolation between order statistics, type 7 of Hyndman and Fan (1996, https://doi.org/10.2307/2684934).
void Replication::finish_quantiles(const ModelOutcome& outcome) {
    std::vector<KeptValue>& values = kept_[outcome.kept_list];
    std::sort(values.begin(), values.end(),
              [](const KeptValue& a, const KeptValue& b) { return std::tie(a.cell, a.value) < std::tie(b.cell, b.value); });
    double* const cells = outcome.has_scalar ? scalars_.data() + outcome.column : series_.data() + outcome.series.value_or(0);
    for (std::size_t begin = 0; begin < values.size();) {
        std::size_t end = begin;
        while (end < values.size() && values[end].cell == values[begin].cell) ++end;
        const double place = outcome.level * static_cast<double>(end - begin - 1);
        const auto below = begin + static_cast<std::size_t>(place);
        const double low = values[below].value;
        const double high = below + 1 < end ? values[below + 1].value : low;
        cells[values[begin].cell] = low + (place - std::floor(place)) * (high - low);
        begin = end;
    }
    values.clear();
}

// Over the part of the window that was run: after a stop there is nothing to average.
void Replication::finish_time_averages(const ModelOutcome& outcome) {
    const double length = std::min(now_, outcome.until_days) - outcome.from_days;
    for (std::uint32_t m = 0; m < outcome.shape.size; ++m) {
        double& cell = scalars_[outcome.column + m];
        cell = length > 0.0 ? cell / length / outcome.unit_scale : kMissing;
    }
}

void Replication::derive(const ModelOutcome& outcome) {
    if (outcome.source == OutcomeSource::dispersion) {
        derive_dispersion(outcome);
        return;
    }
    const ModelOutcome& a = prepared_->model.outcomes[outcome.operands[0]];
    const ModelOutcome& b = prepared_->model.outcomes[outcome.operands[1]];
    const auto combine = [&](double x, double y) {
        x *= outcome.operand_scales[0];
        y *= outcome.operand_scales[1];
        return outcome.source == OutcomeSource::ratio ? quotient(x, y) : x - y;
    };
    const std::size_t times = series_length(outcome);
    for (std::uint32_t m = 0; m < outcome.shape.size; ++m) {
        const std::uint32_t ma = a.shape.rank > 0 ? m : 0;
        const std::uint32_t mb = b.shape.rank > 0 ? m : 0;
        if (outcome.has_scalar) {
            scalars_[outcome.column + m] = combine(scalars_[a.column + ma], scalars_[b.column + mb]);
        }
        for (std::size_t t = 0; t < times; ++t) {
            series_[outcome.series.value_or(0) + m * times + t] =
                combine(series_[a.series.value_or(0) + ma * times + t], series_[b.series.value_or(0) + mb * times + t]);
        }
    }
}

// Variance (with n - 1) over mean of the values that are there: of the periods that lie whole within the run and the series' own
// `from` and `until`, and of instants up to the end of the run.
void Replication::derive_dispersion(const ModelOutcome& outcome) {
    const Model& model = prepared_->model;
    const ModelOutcome& of = model.outcomes[outcome.operands[0]];
    const std::vector<double>& times = of.period_ends.empty() ? model.record_days : of.period_ends;
    const bool has_periods = !of.period_ends.empty();
    std::size_t first = 0;
    while (has_periods && first < times.size() && (first == 0 ? 0.0 : times[first - 1]) < of.from_days) ++first;
    const double last = has_periods ? std::min(now_, of.until_days) : now_;
    std::size_t whole = has_periods ? of.whole_periods : times.size();
    while (whole > 0 && times[whole - 1] > last) --whole;
    for (std::uint32_t m = 0; m < outcome.shape.size; ++m) {
        const double* const values = series_.data() + of.series.value_or(0) + m * times.size();
        double n = 0.0;
        double mean = 0.0;
        double squares = 0.0;
        for (std::size_t t = first; t < whole; ++t) {
            if (std::isnan(values[t])) continue;
            n += 1.0;
            const double away = values[t] - mean;
            mean += away / n;
            squares += away * (values[t] - mean);
        }
        scalars_[outcome.column + m] = n < 2.0 ? kMissing : quotient(squares / (n - 1.0), mean);
    }
}

}  // namespace strife
