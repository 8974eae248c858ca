// Instants: pending events, the cascade after a body, conditions and their crossings, sums and windows kept up to date.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "base/numbers.h"
#include "kernel/interpreter.h"
#include "kernel/replication.h"

namespace strife {
namespace {
constexpr std::uint8_t kInLeaves = 1;
constexpr std::uint8_t kInSlots = 2;
constexpr int kMaxCrossingLooks = 20'000;
constexpr double kNever = std::numeric_limits<double>::infinity();
}  // namespace

void Replication::mark_dirty(Slot slot) {
    const std::uint8_t flags = dirty_[slot];
    if ((flags & kInLeaves) == 0) dirty_leaves_.push_back(slot);
    if ((flags & kInSlots) == 0) dirty_slots_.push_back(slot);
    dirty_[slot] = kInLeaves | kInSlots;
}

void Replication::process_pending() {
    const Model& model = prepared_->model;
    const PendingEvent event = queue_.pop();
    TraceFiring firing{.time = now_, .cause = FiringCause::timed, .body = 0, .member = event.member};
    switch (event.kind) {
        case PendingClass::input:
            take_input(event.owner, event.member);
            break;
        case PendingClass::expiry:
            expire_recent(event.owner);
            break;
        case PendingClass::crossing: {
            const WatchGroup& group = model.watches[event.owner];
            const std::uint32_t watch = group.first_watch + event.member;
            crossings_[watch] = 0;
            if (watch_dirty_[watch] == 0) {
                watch_dirty_[watch] = 1;
                dirty_watches_.push_back({event.owner, event.member});
            }
            break;
        }
        case PendingClass::opening: {
            const std::uint32_t watch = model.watches[event.owner].first_watch + event.member;
            if (watch_dirty_[watch] == 0) {
                watch_dirty_[watch] = 1;
                dirty_watches_.push_back({event.owner, event.member});
            }
            break;
        }
        case PendingClass::schedule:
        case PendingClass::timed: {
            const TimedProcess& timed = model.timed[event.owner];
            const Body& body = model.bodies[timed.body];
            firing.body = timed.body;
            if (condition_holds(body, event.member, nullptr)) run_body(timed.body, event.member, firing, nullptr, nullptr);
            // A drawn gap starts now; a calendar goes on whether or not the process fired.
            refresh_reductions();
            post_timed(event.owner, event.member, false);
            break;
        }
        case PendingClass::item_end: {
            items_[event.owner].has_end = 0;
            const Item item = items_[event.owner];
            const ModelActivity& activity = model.activities[item.activity];
            std::copy_n(items_.fields(event.owner), activity.fields.size(), body_own_.begin());
            end_item(event.owner);
            firing.cause = FiringCause::item_end;
            if (activity.finish) {
                firing.body = *activity.finish;
                run_body(*activity.finish, item.member, firing, nullptr, body_own_.data());
            } else {
                ++event_count_;
            }
            break;
        }
        case PendingClass::deferred: {
            const Deferred deferred = deferred_[event.owner];
            const std::vector<double>& values = deferred_values_[event.owner];
            const auto fields =
                values.begin() + model.bodies[deferred.body].scratch + static_cast<std::ptrdiff_t>(kIndexRegisters);
            std::copy_n(fields, prepared_->max_fields, body_event_.begin());
            std::copy_n(fields + prepared_->max_fields, prepared_->max_fields, body_own_.begin());
            firing.cause = FiringCause::deferred;
            firing.body = deferred.body;
            firing.member = deferred.member;
            run_body(deferred.body, deferred.member, firing, deferred.has_event != 0 ? body_event_.data() : nullptr,
                     deferred.has_own != 0 ? body_own_.data() : nullptr, &deferred, event.owner);
            free_deferred_.push_back(event.owner);
            break;
        }
    }
    settle_instant();
}

// The instances of a body that look at an event: all, or that of the one member which the event is for, if there is one.
std::pair<std::uint32_t, std::uint32_t> Replication::instances_upon(const Body& body, const double* fields) {
    if (!body.only.exists()) return {0, body.shape.size};
    Frame frame = frame_at(now_, {}, 0);
    frame.event = fields;
    const ModelSet& set = prepared_->model.sets[body.shape.sets[0]];
    const double member = evaluate(prepared_->model, body.only, frame);
    if (!holds(set, member)) return {0, 0};
    const auto position = static_cast<std::uint32_t>(member - set.first_member);
    return {position, position + 1};
}

// After a body: emitted events first in, first out; then conditions; until nothing happens any more. Then outcomes look.
void Replication::settle_instant() {
    const Model& model = prepared_->model;
    do {
        while (next_event_ < events_.size() && stop_reason_ < 0) {
            const EmittedEvent emitted = events_[next_event_++];
            const ModelEvent& type = model.events[emitted.type];
            for (const std::uint32_t body_id : type.upon) {
                const Body& body = model.bodies[body_id];
                const auto [first, last] = instances_upon(body, event_fields_.data() + emitted.first_field);
                for (std::uint32_t m = first; m < last; ++m) {
                    std::copy_n(event_fields_.begin() + emitted.first_field, type.fields.size(), body_event_.begin());
                    refresh_reductions();
                    if (!condition_holds(body, m, body_event_.data())) continue;
                    const TraceFiring firing{.time = now_, .cause = FiringCause::event, .body = body_id, .member = m};
                    run_body(body_id, m, firing, body_event_.data(), nullptr);
                }
            }
        }
        refresh_reductions();
        collect_dependents();
    } while (look_at_conditions() && stop_reason_ < 0);
    observe_events();
    events_.clear();
    event_fields_.clear();
    next_event_ = 0;
    if (stop_reason_ >= 0) {
        refresh_reductions();
        collect_dependents();
        observe_watches();
        finish_run();
        return;
    }
    update_changed_hazards();
}

// Turns changed slots into what depends on them: conditions to look at now, hazards to renew when the instant is over.
void Replication::collect_dependents() {
    const Model& model = prepared_->model;
    for (const Slot slot : dirty_slots_) {
        dirty_[slot] &= static_cast<std::uint8_t>(~kInSlots);
        for (std::uint32_t i = model.dependents.starts[slot]; i < model.dependents.starts[slot + 1]; ++i) {
            const Dependent& dependent = model.dependents.dependents[i];
            switch (dependent.kind) {
                case DependentKind::member: {
                    std::uint8_t& stale = stale_[model.rates[dependent.owner].first_channel + dependent.member];
                    if (stale != 0) break;
                    stale = 1;
                    stale_members_.push_back({dependent.owner, dependent.member});
                    break;
                }
                case DependentKind::shared:
                    if (stale_shared_[dependent.owner] != 0) break;
                    stale_shared_[dependent.owner] = 1;
                    stale_families_.push_back(dependent.owner);
                    break;
                default: {
                    std::uint8_t& dirty = watch_dirty_[model.watches[dependent.owner].first_watch + dependent.member];
                    if (dirty != 0) break;
                    dirty = 1;
                    dirty_watches_.push_back({dependent.owner, dependent.member});
                    break;
                }
            }
        }
    }
    dirty_slots_.clear();
}

bool Replication::watch_truth(const WatchGroup& group, std::uint32_t member) {
    Frame frame = frame_at(now_, group.shape, member);
    return evaluate(prepared_->model, group.program, frame) != 0.0;
}

// Runs the bodies of conditions that have turned true, in file order; outcomes wait until all is quiet. Whether anything ran.
bool Replication::look_at_conditions() {
    const Model& model = prepared_->model;
    if (dirty_watches_.empty()) return false;
    const auto number = [&](const Channel& watch) { return model.watches[watch.family].first_watch + watch.member; };
    std::sort(dirty_watches_.begin(), dirty_watches_.end(),
              [&](const Channel& a, const Channel& b) { return number(a) < number(b); });
    bool ran = false;
    const std::size_t n = dirty_watches_.size();
    std::size_t kept = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const Channel watch = dirty_watches_[i];
        const WatchGroup& group = model.watches[watch.family];
        if (group.kind != WatchKind::when) {
            dirty_watches_[kept++] = watch;  // an outcome: looked at when the instant is over
            continue;
        }
        watch_dirty_[number(watch)] = 0;
        refresh_reductions();
        const bool truth = watch_truth(group, watch.member);
        const bool edge = truth && watch_state_[number(watch)] == 0;
        watch_state_[number(watch)] = truth ? 1 : 0;
        if (group.varies) schedule_crossing(watch.family, watch.member, truth);
        if (!edge || stop_reason_ >= 0) continue;
        const Body& body = model.bodies[group.owner];
        if (!condition_holds(body, watch.member, nullptr)) continue;
        const TraceFiring firing{.time = now_, .cause = FiringCause::condition, .body = group.owner, .member = watch.member};
        run_body(group.owner, watch.member, firing, nullptr, nullptr);
        ran = true;
    }
    dirty_watches_.erase(dirty_watches_.begin() + static_cast<std::ptrdiff_t>(kept),
                         dirty_watches_.begin() + static_cast<std::ptrdiff_t>(n));
    return ran;
}

void Replication::schedule_crossing(std::uint32_t group_id, std::uint32_t member, bool truth) {
    const WatchGroup& group = prepared_->model.watches[group_id];
    std::uint32_t& pending = crossings_[group.first_watch + member];
    if (pending != 0) queue_.remove(pending - 1);
    pending = 0;
    const double at = next_crossing(group, member, truth, now_, prepared_->model.end_days);
    if (!(at <= prepared_->model.end_days)) return;
    PendingEvent event;
    event.time = at;
    event.kind = PendingClass::crossing;
    event.owner = group_id;
    event.member = member;
    event.rank = pending_rank(0, PendingClass::crossing, group_id);
    pending = queue_.post(event) + 1;
}

// The first instant after `from` at which the condition's truth differs, if nothing but time changes: stretches of time in which
// interval arithmetic shows that it cannot change are left out, others are halved, the earlier half first, down to neighbouring
// instants.
double Replication::next_crossing(const WatchGroup& group, std::uint32_t member, bool truth, double from, double to) {
    const Model& model = prepared_->model;
    std::vector<double>& ends = crossing_ends_;
    ends.assign(1, to);
    double begin = from;
    const double now = now_;
    for (int looks = 0; !ends.empty(); ++looks) {
        if (looks > kMaxCrossingLooks) {
            fail("the instant at which a condition on a relaxing level turns cannot be found", "",
                 model.code_spans[group.program.begin]);
        }
        const double end = ends.back();
        const Frame frame = frame_at(now, group.shape, member);
        const ValueRange bound = intervals_.bound(model, group.program, frame, begin, end);
        const bool settled = truth ? bound.low > 0.0 : bound.high <= 0.0;
        const double middle = begin + (end - begin) / 2;
        if (settled) {
            begin = end;
            ends.pop_back();
        } else if (middle <= begin || middle >= end) {
            Frame at_end = frame_at(end, group.shape, member);
            if ((evaluate(model, group.program, at_end) != 0.0) != truth) return end;
            begin = end;
            ends.pop_back();
        } else {
            ends.push_back(middle);
        }
    }
    return kNever;
}

// Sums, minima and maxima whose terms read changed slots; their results may be read by others in turn.
void Replication::refresh_reductions() {
    const Model& model = prepared_->model;
    std::size_t done = 0;
    do {
        while (done < dirty_leaves_.size()) {  // the list grows on the way
            const Slot slot = dirty_leaves_[done++];
            dirty_[slot] &= static_cast<std::uint8_t>(~kInLeaves);
            const auto& graph = model.leaf_dependents;
            for (std::uint32_t k = graph.starts[slot]; k < graph.starts[slot + 1]; ++k) {
                const Dependent& dependent = graph.dependents[k];
                if (dependent.kind == DependentKind::leaf) {
                    update_leaf(dependent.owner, dependent.member);
                } else if (!std::exchange(agent_sums_[dependent.owner].is_stale, true)) {
                    stale_agent_sums_.push_back(dependent.owner);
                }
            }
        }
    } while (renew_stale_agent_sums());
    dirty_leaves_.clear();
}

void Replication::update_leaf(std::uint32_t reduction_id, std::uint32_t leaf) {
    const Model& model = prepared_->model;
    const Reduction& reduction = model.reductions[reduction_id];
    const std::uint32_t outer = leaf / reduction.inner.size;
    const std::uint32_t inner = leaf % reduction.inner.size;
    set_member(reduction.outer, outer, inner_registers_.data());
    set_member(reduction.inner, inner, inner_registers_.data() + reduction.outer.rank);
    Frame frame{memory_.data(), inner_registers_.data(), now_, nullptr, nullptr};
    const double term = evaluate(model, reduction.term, frame);
    if (reduction.weights && !(term >= 0.0 && term < kNever)) {
        fail(fmt::format("a weight is {}, where a finite number of at least 0 is needed", format_number(term)), "",
             model.code_spans[reduction.term.begin]);
    }
    const Slot tree = reduction.leaves + outer * reduction.stride;
    double* const m = memory_.data();
    const double old = m[tree + inner];
    if (old == term) return;
    m[tree + inner] = term;
    const Slot result = reduction.first + outer;
    if (reduction.whole) {
        m[result] += term - old;
        mark_dirty(result);
        return;
    }
    Slot level = tree;
    std::uint32_t n = reduction.inner.size;
    std::uint32_t i = inner;
    while (n > 1) {
        const Slot above = level + n;
        i /= kTreeArity;
        const std::uint32_t begin = i * kTreeArity;
        const std::uint32_t end = std::min(begin + kTreeArity, n);
        double value = m[level + begin];
        for (std::uint32_t c = begin + 1; c < end; ++c) {
            const double child = m[level + c];
            value = reduction.op == ReduceOp::sum       ? value + child
                    : reduction.op == ReduceOp::minimum ? std::min(value, child)
                                                        : std::max(value, child);
        }
        m[above + i] = value;
        level = above;
        n = (n + kTreeArity - 1) / kTreeArity;
    }
    if (m[result] == m[level]) return;
    m[result] = m[level];
    mark_dirty(result);
}

void Replication::count_recent(std::uint32_t recent_id, const double* fields) {
    const Model& model = prepared_->model;
    const RecentCount& recent = model.recents[recent_id];
    const double window = memory_[recent.window];
    if (!(window > 0.0)) return;
    for (std::uint32_t m = 0; m < recent.shape.size; ++m) {
        if (recent.where.exists()) {
            Frame frame = frame_at(now_, recent.shape, m);
            frame.event = fields;
            if (evaluate(model, recent.where, frame) == 0.0) continue;
        }
        memory_[recent.first + m] += 1.0;
        mark_dirty(recent.first + m);
        const bool idle = first_expiry_[recent_id] == expiries_[recent_id].size();
        expiries_[recent_id].push_back({now_ + window, m});
        if (!idle || now_ + window > model.end_days) continue;
        PendingEvent event;
        event.time = now_ + window;
        event.kind = PendingClass::expiry;
        event.owner = recent_id;
        event.rank = pending_rank(0, PendingClass::expiry, recent_id);
        queue_.post(event);
    }
}

void Replication::expire_recent(std::uint32_t recent_id) {
    const Model& model = prepared_->model;
    const RecentCount& recent = model.recents[recent_id];
    std::vector<Expiry>& entries = expiries_[recent_id];
    std::uint64_t& first = first_expiry_[recent_id];
    while (first < entries.size() && entries[first].time <= now_) {
        const Slot slot = recent.first + static_cast<Slot>(entries[first].member);
        memory_[slot] -= 1.0;
        mark_dirty(slot);
        ++first;
    }
    if (first > 64 && first * 2 > entries.size()) {
        entries.erase(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(first));
        first = 0;
    }
    if (first == entries.size()) {
        entries.clear();
        first = 0;
        return;
    }
    if (entries[first].time > model.end_days) return;
    PendingEvent event;
    event.time = entries[first].time;
    event.kind = PendingClass::expiry;
    event.owner = recent_id;
    event.rank = pending_rank(0, PendingClass::expiry, recent_id);
    queue_.post(event);
}

}  // namespace strife
