// SPDX-License-Identifier: Apache-2.0
#include "kernel/replication.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include <fmt/format.h>

#include "base/calendar.h"
#include "base/numbers.h"
#include "kernel/draw_effects.h"
#include "kernel/interpreter.h"
#include "random/stream_keys.h"

namespace strife {
namespace {
constexpr double kNever = std::numeric_limits<double>::infinity();
}  // namespace

Replication::Replication(const PreparedModel& prepared) : prepared_(&prepared), clocks_(prepared, 0), signs_(prepared.model) {
    const Model& model = prepared.model;
    memory_.resize(model.memory.size());
    dirty_.resize(model.memory.size());
    stale_.resize(model.channel_count);
    stale_shared_.resize(model.rates.size());
    watch_dirty_.resize(model.watch_count);
    words_used_.resize(prepared.max_draws + 1);
    body_event_.resize(prepared.max_fields + 1);
    body_own_.resize(prepared.max_fields + 1);
    expiries_.resize(model.recents.size());
    kept_.resize(model.kept_count);
}

Frame Replication::frame_at(double time, const Shape& shape, std::uint32_t member) {
    set_member(shape, member, inner_registers_.data());
    return {memory_.data(), inner_registers_.data(), time, nullptr, nullptr};
}

double Replication::state_value(std::uint32_t state, std::uint32_t element) const {
    const ModelState& s = prepared_->model.states[state];
    if (s.level) return level_value(prepared_->model.levels[*s.level], memory_.data(), element, now_);
    return memory_[s.first + element];
}

template <class Step>
auto Replication::with_member_faults(Step step) {
    try {
        return step();
    } catch (const MemberFault& fault) {
        const Model& model = prepared_->model;
        fail(explain_member(*fault.instruction, fault.member), "",
             model.code_spans[static_cast<std::size_t>(fault.instruction - model.code.data())]);
    }
}

void Replication::start(std::uint64_t index) {
    with_member_faults([&] { start_at_zero(index); });
}

bool Replication::run_until(double time) {
    return with_member_faults([&] { return advance_until(time); });
}

void Replication::switch_to(const PreparedModel& prepared, double time, std::span<const std::uint32_t> restarted) {
    with_member_faults([&] { go_over_to(prepared, time, restarted); });
}

void Replication::start_at_zero(std::uint64_t index) {
    const Model& model = prepared_->model;
    index_ = index;
    now_ = 0.0;
    event_count_ = clampings_ = bodies_at_instant_ = 0;
    stop_reason_ = -1;
    finished_ = outcomes_open_ = 0;
    clocks_.reset(index);
    signs_.reset();
    queue_.clear();
    items_.reset(model.pool_count, prepared_->max_fields);
    firings_.assign(model.instance_count, 0);
    timed_counts_.assign(prepared_->timed_count, 0);
    for (auto& entries : expiries_) entries.clear();
    first_expiry_.assign(model.recents.size(), 0);
    deferred_.clear();
    deferred_values_.clear();
    free_deferred_.clear();
    std::fill(dirty_.begin(), dirty_.end(), std::uint8_t{0});
    std::fill(stale_.begin(), stale_.end(), std::uint8_t{0});
    std::fill(stale_shared_.begin(), stale_shared_.end(), std::uint8_t{0});
    std::fill(watch_dirty_.begin(), watch_dirty_.end(), std::uint8_t{0});
    dirty_leaves_.clear();
    dirty_slots_.clear();
    stale_members_.clear();
    stale_families_.clear();
    dirty_watches_.clear();
    events_.clear();
    event_fields_.clear();
    stored_.clear();
    next_event_ = 0;
    horizon_ = kNever;
    look_ahead_ = model.end_days;
    candidates_ = refusals_ = 0;
    next_sample_ = 0;
    reset_outcomes();  // first: a replication that fails at its start has its columns as well

    reset_agents();
    initialise_memory(AgentsAre::made);
    check_initial_state();
    watch_state_.assign(model.watch_count, 0);
    crossings_.assign(model.watch_count, 0);
    start_inputs(0.0);
    post_timed_processes();
    if (!prepared_->varying_families.empty()) {
        // A first guess; it adapts to how often candidates are refused.
        double fastest = 0.0;
        for (const RelaxingLevel& level : model.levels) {
            fastest = std::max(fastest, fastest_decay(model, level, memory_.data()));
        }
        look_ahead_ = std::min(model.end_days, fastest > 0.0 ? 0.25 / fastest : model.end_days);
        horizon_ = look_ahead_;
    }
    update_all_hazards();
    // Conditions that are true at the start do not fire, unless they ask for it.
    for (std::uint32_t g = 0; g < model.watches.size(); ++g) {
        const WatchGroup& group = model.watches[g];
        for (std::uint32_t m = 0; m < group.shape.size; ++m) {
            if (group.kind != WatchKind::when) {
                post_opening(g, m);
                continue;
            }
            const bool truth = watch_truth(group, m);
            watch_state_[group.first_watch + m] = truth && !group.at_start ? 1 : 0;
            if (group.at_start && truth) {
                watch_dirty_[group.first_watch + m] = 1;
                dirty_watches_.push_back({g, m});
            }
            if (group.varies) schedule_crossing(g, m, truth);
        }
    }
    settle_instant();
}

void Replication::check_initial_state() {
    const Model& model = prepared_->model;
    for (std::uint32_t s = 0; s < model.states.size(); ++s) {
        const ModelState& state = model.states[s];
        for (std::uint32_t e = 0; e < state.shape.size; ++e) {
            check_value(s, state.first + e, nullptr, 0);
        }
    }
}

void Replication::post_timed_processes() {
    const Model& model = prepared_->model;
    for (std::uint32_t p = 0; p < model.timed.size(); ++p) {
        for (std::uint32_t m = 0; m < model.bodies[model.timed[p].body].shape.size; ++m) post_timed(p, m, true);
    }
}

// Posts the next firing of a timed process, or none.
void Replication::post_timed(std::uint32_t process, std::uint32_t member, bool is_first) {
    const Model& model = prepared_->model;
    const TimedProcess& timed = model.timed[process];
    const Body& body = model.bodies[timed.body];
    std::uint32_t& count = timed_counts_[prepared_->first_timed[process] + member];
    PendingEvent event;
    event.kind = timed.kind == TimedKind::schedule ? PendingClass::schedule : PendingClass::timed;
    event.owner = process;
    event.member = member;
    event.rank = pending_rank(body.priority, event.kind, body.file_order);
    switch (timed.kind) {
        case TimedKind::schedule:
        case TimedKind::date:
            if (!is_first) return;
            event.time = timed.at_days;
            break;
        case TimedKind::calendar: {
            const std::uint32_t n = timed.first_days ? count : count + 1;
            event.time = calendar_time(model.start_date.value_or(Date{0}), timed.first_days.value_or(0.0), timed.step, n);
            break;
        }
        case TimedKind::gap: {
            if (is_first && timed.first_days) {
                event.time = *timed.first_days;
                break;
            }
            Frame frame = frame_at(now_, body.shape, member);
            const std::uint32_t instance = timed.first_instance + member;
            DrawEffects effects(model, *prepared_, index_, prepared_->instance_hashes[instance], StreamPurpose::gap,
                                firings_[instance]++);
            interpret(model, timed.gap, frame, effects);
            const double gap = memory_[timed.gap.result];
            const auto name = [&] { return model.member_name(body.name, body.shape, member); };
            if (!effects.fault().empty()) fail(effects.fault(), name(), body.span);
            if (!(gap >= 0.0)) fail(fmt::format("the gap of `every` is {} days", format_number(gap)), name(), body.span);
            event.time = now_ + gap;
            break;
        }
    }
    ++count;
    if (event.time <= model.end_days) queue_.post(event);
}

void Replication::advance_to(double time) {
    const double begin = now_;
    if (time != now_) bodies_at_instant_ = 0;
    now_ = time;
    observe_stretch(begin);
}

bool Replication::advance_until(double limit) {
    const double end = prepared_->model.end_days;
    while (finished_ == 0) {
        if (stop_flag_ != nullptr && stop_flag_->load(std::memory_order_relaxed)) return false;
        const double pending = queue_.empty() ? kNever : queue_.front().time;
        const double candidate = clocks_.next_time(now_);
        const double next = std::min({pending, candidate, horizon_});
        if (outcomes_open_ == 0 && next > 0.0) {
            open_outcomes();
            continue;  // what they look at may be due earlier
        }
        if (next > end) {
            if (limit < end) return false;
            sample_before(kNever);
            if (finished_ == 0) {
                advance_to(end);
                finish_run();
            }
            break;
        }
        if (next > limit) return false;  // nothing is touched, so a pause leaves no trace
        sample_before(next);
        advance_to(next);
        if (pending == next) {
            process_pending();
        } else if (candidate == next) {
            fire_hazard();
        } else {
            renew_horizon();
        }
        if (event_count_ > prepared_->model.max_events) {
            fail(fmt::format("more than {} events: the budget of one replication (`ensemble.max_events`)",
                             prepared_->model.max_events),
                 "", {});
        }
    }
    return true;
}

void Replication::finish_run() {
    if (outcomes_open_ == 0) open_outcomes();
    sample_before(kNever);
    finish_outcomes();
    finished_ = 1;
}

}  // namespace strife
