// Outcomes that follow the state: first moments, extremes, and integrals over time.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>

#include "kernel/interpreter.h"
#include "kernel/replication.h"

namespace strife {
namespace {

bool is_integral(WatchKind kind) {
    return kind == WatchKind::time_true || kind == WatchKind::time_mean;
}

// Nodes (positive halves) and weights of Gauss and Legendre's rule with eight points on [-1, 1].
constexpr std::array kNodes = {0.18343464249564980, 0.52553240991632899, 0.79666647741362674, 0.96028985649753623};
constexpr std::array kWeights = {0.36268378337836198, 0.31370664587788729, 0.22238103445337447, 0.10122853629037626};

}  // namespace

// An outcome with a window must look when it opens, even if nothing changes then.
void Replication::post_opening(std::uint32_t group, std::uint32_t member) {
    const Model& model = prepared_->model;
    const double from = model.outcomes[model.watches[group].owner].from_days;
    if (!(from > 0.0) || is_integral(model.watches[group].kind)) return;
    PendingEvent event;
    event.time = from;
    event.kind = PendingClass::opening;
    event.owner = group;
    event.member = member;
    event.rank = pending_rank(0, PendingClass::opening, group);
    queue_.post(event);
}

// The first look: once everything is done that is due at the start, as a sample of that instant is taken.
void Replication::open_outcomes() {
    const Model& model = prepared_->model;
    outcomes_open_ = 1;
    for (std::uint32_t g = 0; g < model.watches.size(); ++g) {
        if (model.watches[g].kind == WatchKind::when) continue;
        for (std::uint32_t m = 0; m < model.watches[g].shape.size; ++m) observe_watch(g, m);
    }
}

// Outcomes look at the quiet state.
void Replication::observe_watches() {
    for (const Channel watch : dirty_watches_) {
        const WatchGroup& group = prepared_->model.watches[watch.family];
        watch_dirty_[group.first_watch + watch.member] = 0;
        if (group.kind != WatchKind::when && outcomes_open_ != 0) observe_watch(watch.family, watch.member);
    }
    dirty_watches_.clear();
}

void Replication::observe_watch(std::uint32_t group_id, std::uint32_t member) {
    const Model& model = prepared_->model;
    const WatchGroup& group = model.watches[group_id];
    switch (group.kind) {
        case WatchKind::maximum:
        case WatchKind::minimum:
            if (now_ < model.outcomes[group.owner].until_days) observe_extremum(group, member, now_);
            return;
        case WatchKind::time_mean: {
            integrate_up_to_now(group, member);
            Frame frame = frame_at(now_, group.shape, member);
            held_[group.first_integral + member] = evaluate(model, group.program, frame);
            return;
        }
        default:
            break;
    }
    const bool truth = watch_truth(group, member);
    const ModelOutcome& outcome = model.outcomes[group.owner];
    double& cell = scalars_[outcome.column + member];
    if (group.kind == WatchKind::time_true) {
        integrate_up_to_now(group, member);
        held_[group.first_integral + member] = truth ? 1.0 : 0.0;
    } else if (truth && now_ >= outcome.from_days && now_ < outcome.until_days) {
        if (group.kind == WatchKind::ever) cell = 1.0;
        if (group.kind == WatchKind::first_time && std::isnan(cell)) cell = now_;
    }
    if (group.varies) schedule_crossing(group_id, member, truth);
}

void Replication::observe_extremum(const WatchGroup& group, std::uint32_t member, double at) {
    const Model& model = prepared_->model;
    const ModelOutcome& outcome = model.outcomes[group.owner];
    if (at < outcome.from_days) return;
    Frame frame = frame_at(at, group.shape, member);
    const double value = evaluate(model, group.program, frame) / outcome.unit_scale;
    double& cell = scalars_[outcome.column + member];
    const bool beyond = group.kind == WatchKind::maximum ? value > cell : value < cell;
    if (std::isnan(cell) || beyond) cell = value;
}

// The state has relaxed from `begin` up to now, and nothing else has happened: levels are largest or smallest at the ends.
void Replication::observe_stretch(double begin) {
    const Model& model = prepared_->model;
    for (const std::uint32_t g : prepared_->varying_watches) {
        const WatchGroup& group = model.watches[g];
        const ModelOutcome& outcome = model.outcomes[group.owner];
        const double at = std::min(now_, outcome.until_days);
        for (std::uint32_t m = 0; m < group.shape.size; ++m) {
            if (is_integral(group.kind)) {
                integrate_up_to_now(group, m);
            } else if (at > begin && at > outcome.from_days) {
                observe_extremum(group, m, at);
            }
        }
    }
}

// Adds the stretch since the last look, as far as it lies within the outcome's window.
void Replication::integrate_up_to_now(const WatchGroup& group, std::uint32_t member) {
    const ModelOutcome& outcome = prepared_->model.outcomes[group.owner];
    const std::uint32_t integral = group.first_integral + member;
    const double since = held_since_[integral];
    held_since_[integral] = now_;
    const double from = std::max(since, outcome.from_days);
    const double to = std::min(now_, outcome.until_days);
    if (!(to > from)) return;
    double& cell = scalars_[outcome.column + member];
    const double held = held_[integral];
    if (group.kind == WatchKind::time_true || !group.varies) {
        cell += held * (to - from);
    } else if (group.is_level) {
        cell += integral_of_level(group, held, from - since, to - since);
    } else {
        cell += integral_of_value(group, member, from, to);
    }
}

void Replication::integrate_all_up_to_now() {
    for (const WatchGroup& group : prepared_->model.watches) {
        if (!is_integral(group.kind)) continue;
        for (std::uint32_t m = 0; m < group.shape.size; ++m) integrate_up_to_now(group, m);
    }
}

// Of rest + (value - rest) exp(-decay t) for t in [from, to].
double Replication::integral_of_level(const WatchGroup& group, double value, double from, double to) const {
    const RelaxingLevel& level = prepared_->model.levels[group.levels.front()];
    const double rest = memory_[level.rest.first];
    const double decay = memory_[level.decay.first];
    const double length = to - from;
    const double away = (value - rest) * consistent_exp(-decay * from);
    const double relaxed = decay > 0.0 ? -consistent_expm1(-decay * length) / decay : length;
    return rest * length + away * relaxed;
}

// Pieces are short against the fastest level's decay, so that the rule is exact but for rounding where the value has no kinks.
double Replication::integral_of_value(const WatchGroup& group, std::uint32_t member, double from, double to) {
    const Model& model = prepared_->model;
    double fastest = 0.0;
    for (const std::uint32_t level : group.levels) {
        fastest = std::max(fastest, fastest_decay(model, model.levels[level], memory_.data()));
    }
    const double pieces = std::max(1.0, std::ceil((to - from) * fastest));
    const double half = (to - from) / pieces / 2.0;
    const auto value_at = [&](double time) {
        Frame frame = frame_at(time, group.shape, member);
        return evaluate(model, group.program, frame);
    };
    double sum = 0.0;
    for (double piece = 0.0; piece < pieces; piece += 1.0) {
        const double middle = from + (2.0 * piece + 1.0) * half;
        for (std::size_t i = 0; i < kNodes.size(); ++i) {
            sum += kWeights[i] * (value_at(middle - half * kNodes[i]) + value_at(middle + half * kNodes[i]));
        }
    }
    return sum * half;
}

}  // namespace strife
