// Outcomes: what is counted of events, and what of the state is sampled at single instants.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "base/numbers.h"
#include "kernel/interpreter.h"
#include "kernel/replication.h"

namespace strife {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// Whether an outcome is missing until something is seen; others count from 0.
bool begins_missing(OutcomeSource source) {
    switch (source) {
        case OutcomeSource::event_min:
        case OutcomeSource::event_max:
        case OutcomeSource::event_quantile:
        case OutcomeSource::event_first:
        case OutcomeSource::state_end:
        case OutcomeSource::state_min:
        case OutcomeSource::state_max:
        case OutcomeSource::first_when:
            return true;
        default:
            return source >= OutcomeSource::ratio;
    }
}

}  // namespace

std::size_t Replication::series_length(const ModelOutcome& outcome) const {
    if (!outcome.series) return 0;
    return outcome.period_ends.empty() ? prepared_->model.record_days.size() : outcome.period_ends.size();
}

void Replication::reset_outcomes() {
    const Model& model = prepared_->model;
    std::size_t n_scalars = 0;
    std::size_t n_series = 0;
    for (const ModelOutcome& outcome : model.outcomes) {
        if (outcome.has_scalar) n_scalars = outcome.column + outcome.shape.size;
        if (outcome.series) n_series = *outcome.series + outcome.shape.size * series_length(outcome);
    }
    scalars_.assign(n_scalars, 0.0);
    series_.assign(n_series, 0.0);
    tallies_.assign(model.tally_count, 0.0);
    held_.assign(model.integral_count, 0.0);
    held_since_.assign(model.integral_count, 0.0);
    for (auto& values : kept_) values.clear();
    for (const ModelOutcome& outcome : model.outcomes) {
        if (!begins_missing(outcome.source)) continue;
        if (outcome.has_scalar) std::fill_n(scalars_.begin() + outcome.column, outcome.shape.size, kMissing);
        if (!outcome.series) continue;
        std::fill_n(series_.begin() + *outcome.series, outcome.shape.size * series_length(outcome), kMissing);
    }
}

// All events of the instant, now that it is quiet.
void Replication::observe_events() {
    for (const EmittedEvent& emitted : events_) {
        const double* fields = event_fields_.data() + emitted.first_field;
        const ModelEvent& type = prepared_->model.events[emitted.type];
        for (const std::uint32_t outcome : type.outcomes) observe_event(outcome, fields);
        if (log_ == nullptr) continue;
        LoggedEvent logged;
        logged.replication = index_;
        logged.time_days = now_;
        logged.type = emitted.type;
        for (std::size_t i = 0; i < type.fields.size(); ++i) {
            const ModelField& field = type.fields[i];
            std::string value = field.is_member ? std::string() : format_number(fields[i] / field.unit_scale);
            for (const ModelSet& set : prepared_->model.sets) {
                const double position = fields[i] - set.first_member;
                const bool inside = position >= 0.0 && position < static_cast<double>(set.members.size());
                if (field.is_member && inside) value = set.members[static_cast<std::size_t>(position)];
            }
            if (i + 1 == type.fields.size()) {
                logged.actor = value;
            } else {
                logged.attributes += fmt::format("{}{}={}", i > 0 ? " " : "", field.name, value);
            }
        }
        log_->push_back(std::move(logged));
    }
}

void Replication::observe_event(std::uint32_t outcome_id, const double* fields) {
    const Model& model = prepared_->model;
    const ModelOutcome& outcome = model.outcomes[outcome_id];
    if (now_ < outcome.from_days || now_ >= outcome.until_days) return;
    std::size_t period = 0;
    std::size_t n_periods = 1;
    if (!outcome.has_scalar) {
        const auto found = std::lower_bound(outcome.period_ends.begin(), outcome.period_ends.end(), now_);
        if (found == outcome.period_ends.end()) return;
        period = static_cast<std::size_t>(found - outcome.period_ends.begin());
        n_periods = outcome.period_ends.size();
    }
    const std::size_t cells = outcome.shape.size / outcome.own.size;  // of one member: those of `by` and the classes
    for (std::uint32_t m = 0; m < outcome.own.size; ++m) {
        const auto ask = [&](const Program& program) {
            Frame frame = frame_at(now_, outcome.own, m);
            frame.event = fields;
            return evaluate(model, program, frame);
        };
        if (outcome.where.exists() && ask(outcome.where) == 0.0) continue;
        std::size_t cell = m * cells;
        const std::size_t classes = outcome.edges.empty() ? 1 : outcome.edges.size() + 1;
        if (outcome.by.exists()) {
            const double member = ask(outcome.by);
            const ModelSet& set = model.sets[outcome.by_set];
            if (!holds(set, member)) continue;
            cell += static_cast<std::size_t>(member - set.first_member) * classes;
        }
        double value = outcome.source == OutcomeSource::event_first ? now_ : 1.0;
        if (outcome.value.exists()) value = ask(outcome.value) / outcome.unit_scale;
        if (classes > 1) {
            const auto above = std::upper_bound(outcome.edges.begin(), outcome.edges.end(), value);
            cell += static_cast<std::size_t>(above - outcome.edges.begin());
        }
        observe_cell(outcome, cell * n_periods + period, value);
    }
}

// `relative` counts the outcome's scalars, or the values of its series, from its first.
void Replication::observe_cell(const ModelOutcome& outcome, std::size_t relative, double value) {
    double& cell = outcome.has_scalar ? scalars_[outcome.column + relative] : series_[outcome.series.value_or(0) + relative];
    switch (outcome.source) {
        case OutcomeSource::event_first:
            if (std::isnan(cell)) cell = value;
            break;
        case OutcomeSource::event_min:
            if (std::isnan(cell) || value < cell) cell = value;
            break;
        case OutcomeSource::event_max:
            if (std::isnan(cell) || value > cell) cell = value;
            break;
        case OutcomeSource::event_mean:
        case OutcomeSource::event_share:
            cell += value;
            tallies_[outcome.first_tally + relative] += 1.0;
            break;
        case OutcomeSource::event_quantile:
            if (!std::isnan(value)) kept_[outcome.kept_list].push_back({relative, value});
            break;
        case OutcomeSource::event_histogram:
            cell += 1.0;
            break;
        default:
            cell += value;
            break;
    }
}

// Takes the samples of all instants before `time`; the state is what it was after everything at or before them.
void Replication::sample_before(double time) {
    const std::vector<SamplePoint>& points = prepared_->sample_points;
    while (next_sample_ < points.size() && points[next_sample_].time < time) {
        const SamplePoint& point = points[next_sample_++];
        // After a stop the last value holds.
        sample(point, stop_reason_ >= 0 ? std::min(point.time, now_) : point.time);
    }
}

void Replication::sample(const SamplePoint& point, double at) {
    const Model& model = prepared_->model;
    const ModelOutcome& outcome = model.outcomes[point.outcome];
    for (std::uint32_t m = 0; m < outcome.shape.size; ++m) {
        Frame frame = frame_at(at, outcome.shape, m);
        const double value = evaluate(model, outcome.value, frame) / outcome.unit_scale;
        if (point.is_scalar) {
            scalars_[outcome.column + m] = value;
        } else if (outcome.series) {
            series_[*outcome.series + m * model.record_days.size() + point.grid_index] = value;
        }
    }
}

}  // namespace strife
