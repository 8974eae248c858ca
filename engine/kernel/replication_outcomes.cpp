// Outcomes: what is counted of events, looked at in the state, and sampled on the grid of recorded instants.
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
}

void Replication::reset_outcomes() {
    const Model& model = prepared_->model;
    std::size_t n_scalars = 0;
    std::size_t n_series = 0;
    for (const ModelOutcome& outcome : model.outcomes) {
        if (outcome.has_scalar) n_scalars = outcome.column + outcome.shape.size;
        const std::size_t n_times = outcome.period_ends.empty() ? model.record_days.size() : outcome.period_ends.size();
        if (outcome.series) n_series = *outcome.series + outcome.shape.size * n_times;
    }
    scalars_.assign(n_scalars, 0.0);
    series_.assign(n_series, 0.0);
    for (const ModelOutcome& outcome : model.outcomes) {
        const bool missing = outcome.source == OutcomeSource::event_max || outcome.source == OutcomeSource::event_first ||
                             outcome.source == OutcomeSource::first_when || outcome.source == OutcomeSource::state_max ||
                             outcome.source == OutcomeSource::state_end;
        if (!missing) continue;
        if (outcome.has_scalar) std::fill_n(scalars_.begin() + outcome.column, outcome.shape.size, kMissing);
        if (!outcome.series) continue;
        const std::size_t n = outcome.period_ends.empty() ? model.record_days.size() : outcome.period_ends.size();
        std::fill_n(series_.begin() + *outcome.series, outcome.shape.size * n, kMissing);
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
    for (std::uint32_t m = 0; m < outcome.shape.size; ++m) {
        Frame frame = frame_at(now_, outcome.shape, m);
        frame.event = fields;
        if (outcome.where.exists()) {
            if (evaluate(model, outcome.where, frame) == 0.0) continue;
            frame = frame_at(now_, outcome.shape, m);
            frame.event = fields;
        }
        double value = outcome.source == OutcomeSource::event_first ? now_ : 1.0;
        if (outcome.value.exists()) value = evaluate(model, outcome.value, frame) / outcome.unit_scale;
        double* cell = nullptr;
        if (outcome.has_scalar) {
            cell = &scalars_[outcome.column + m];
        } else {
            const auto period = std::lower_bound(outcome.period_ends.begin(), outcome.period_ends.end(), now_);
            if (period == outcome.period_ends.end() || !outcome.series) continue;
            cell = &series_[*outcome.series + m * outcome.period_ends.size() +
                            static_cast<std::size_t>(period - outcome.period_ends.begin())];
        }
        switch (outcome.source) {
            case OutcomeSource::event_first:
                if (std::isnan(*cell)) *cell = value;
                break;
            case OutcomeSource::event_max:
                if (std::isnan(*cell) || value > *cell) *cell = value;
                break;
            default:
                *cell += value;
                break;
        }
    }
}

// An outcome with a window must look when it opens, even if nothing changes then.
void Replication::post_opening(std::uint32_t group, std::uint32_t member) {
    const Model& model = prepared_->model;
    const double from = model.outcomes[model.watches[group].owner].from_days;
    if (!(from > 0.0)) return;
    PendingEvent event;
    event.time = from;
    event.kind = PendingClass::opening;
    event.owner = group;
    event.member = member;
    event.rank = pending_rank(0, PendingClass::opening, group);
    queue_.post(event);
}

// Outcomes look at the quiet state.
void Replication::observe_watches() {
    for (const Channel watch : dirty_watches_) {
        const WatchGroup& group = prepared_->model.watches[watch.family];
        watch_dirty_[group.first_watch + watch.member] = 0;
        if (group.kind != WatchKind::when) observe_watch(watch.family, watch.member);
    }
    dirty_watches_.clear();
}

void Replication::observe_watch(std::uint32_t group_id, std::uint32_t member) {
    const Model& model = prepared_->model;
    const WatchGroup& group = model.watches[group_id];
    const ModelOutcome& outcome = model.outcomes[group.owner];
    double& cell = scalars_[outcome.column + member];
    const bool inside = now_ >= outcome.from_days && now_ < outcome.until_days;
    if (group.kind == WatchKind::maximum) {
        if (!inside) return;
        Frame frame = frame_at(now_, group.shape, member);
        const double value = evaluate(model, group.program, frame) / outcome.unit_scale;
        if (std::isnan(cell) || value > cell) cell = value;
        return;
    }
    const bool truth = watch_truth(group, member);
    if (truth && inside) {
        if (group.kind == WatchKind::ever) cell = 1.0;
        if (group.kind == WatchKind::first_time && std::isnan(cell)) cell = now_;
    }
    if (group.varies) schedule_crossing(group_id, member, truth);
}

// A relaxing level is largest at the ends of the stretches between events.
void Replication::observe_varying_maxima() {
    const Model& model = prepared_->model;
    for (std::uint32_t g = 0; g < model.watches.size(); ++g) {
        const WatchGroup& group = model.watches[g];
        if (group.kind != WatchKind::maximum || !group.varies) continue;
        for (std::uint32_t m = 0; m < group.shape.size; ++m) observe_watch(g, m);
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
