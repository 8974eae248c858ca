// Saving and restoring a replication, and going over to another model at a date.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <type_traits>

#include "base/contracts.h"
#include "kernel/replication.h"

namespace strife {
namespace {

constexpr std::uint64_t kMagic = 0x53545249'46450002U;  // "STRIFE", version of the layout

class Writer {
  public:
    template <class... Values>
    void operator()(Values&... values) {
        (put(values), ...);
    }
    template <class T>
    void nested(std::vector<std::vector<T>>& lists) {
        std::uint64_t n = lists.size();
        put(n);
        for (auto& list : lists) put(list);
    }
    std::vector<std::byte> take() { return std::move(bytes_); }

  private:
    void raw(const void* data, std::size_t n) {
        const auto* first = static_cast<const std::byte*>(data);
        bytes_.insert(bytes_.end(), first, first + n);
    }
    template <class T>
    void put(T& value) {
        static_assert(std::is_trivially_copyable_v<T>);
        raw(&value, sizeof value);
    }
    template <class T>
    void put(std::vector<T>& values) {
        static_assert(std::is_trivially_copyable_v<T>);
        std::uint64_t n = values.size();
        put(n);
        if (n > 0) raw(values.data(), n * sizeof(T));
    }
    std::vector<std::byte> bytes_;
};

class Reader {
  public:
    explicit Reader(std::span<const std::byte> bytes) : bytes_(bytes) {}

    template <class... Values>
    void operator()(Values&... values) {
        (get(values), ...);
    }
    template <class T>
    void nested(std::vector<std::vector<T>>& lists) {
        std::uint64_t n = 0;
        get(n);
        if (n > bytes_.size()) broken();
        lists.resize(n);
        for (auto& list : lists) get(list);
    }
    void finish() const {
        if (at_ != bytes_.size()) broken();
    }

  private:
    [[noreturn]] static void broken() { throw std::invalid_argument("these bytes are no saved replication of this model"); }
    void raw(void* data, std::size_t n) {
        if (n > bytes_.size() - at_) broken();
        std::memcpy(data, bytes_.data() + at_, n);
        at_ += n;
    }
    template <class T>
    void get(T& value) {
        raw(&value, sizeof value);
    }
    template <class T>
    void get(std::vector<T>& values) {
        std::uint64_t n = 0;
        get(n);
        if (n > (bytes_.size() - at_) / sizeof(T)) broken();
        values.resize(n);
        if (n > 0) raw(values.data(), n * sizeof(T));
    }
    std::span<const std::byte> bytes_;
    std::size_t at_ = 0;
};

}  // namespace

// The one list of what a replication is. What is empty between instants, and working space, is left out.
template <class Archive>
void Replication::archive(Archive& a) {
    a(index_, now_, event_count_, clampings_, bodies_at_instant_, stop_reason_, finished_, outcomes_open_, memory_);
    clocks_.archive(a);
    signs_.archive(a);
    queue_.archive(a);
    items_.archive(a);
    for (AgentStore& agents : agents_) agents.archive(a);
    a(firings_, timed_counts_);
    a.nested(expiries_);
    a(first_expiry_, deferred_);
    a.nested(deferred_values_);
    a(free_deferred_, horizon_, look_ahead_, candidates_, refusals_, watch_state_, crossings_, scalars_, series_, next_sample_,
      tallies_, held_, held_since_);
    a.nested(kept_);
}

std::vector<std::byte> Replication::save() {
    Writer writer;
    std::uint64_t magic = kMagic;
    std::uint64_t slots = prepared_->model.memory.size();
    std::uint64_t instances = prepared_->model.instance_count;
    writer(magic, slots, instances);
    archive(writer);
    return writer.take();
}

void Replication::restore(std::span<const std::byte> bytes) {
    Reader reader(bytes);
    std::uint64_t magic = 0;
    std::uint64_t slots = 0;
    std::uint64_t instances = 0;
    reader(magic, slots, instances);
    if (magic != kMagic || slots != prepared_->model.memory.size() || instances != prepared_->model.instance_count) {
        throw std::invalid_argument("these bytes are no saved replication of this model");
    }
    start(0);  // sizes and working space
    archive(reader);
    reader.finish();
    const std::vector<double> restored = memory_;
    renew_all_agent_sums();
    forget_changes();
    memory_ = restored;  // the results are as they were, but the scratch slots have been used
}

void Replication::follow_model(const PreparedModel& prepared) {
    STRIFE_EXPECT(prepared.model.memory.size() == prepared_->model.memory.size());
    prepared_ = &prepared;
    clocks_.follow_model(prepared);
}

void Replication::go_over_to(const PreparedModel& prepared, double time, std::span<const std::uint32_t> restarted) {
    sample_before(time);
    advance_to(time);
    integrate_all_up_to_now();
    const std::vector<double> before = memory_;
    const Model& former = prepared_->model;  // constants need not lie in the same slots of both: `before` is read by its own
    follow_model(prepared);
    initialise_memory(AgentsAre::kept);  // parameters, fixed values and initial states of the other model
    const Model& model = prepared.model;
    const auto is_restarted = [&](std::uint32_t s) {
        return std::find(restarted.begin(), restarted.end(), s) != restarted.end();
    };
    for (std::uint32_t s = 0; s < model.states.size(); ++s) {
        const ModelState& state = model.states[s];
        for (std::uint32_t e = 0; e < state.shape.size; ++e) {
            if (!is_restarted(s)) memory_[state.first + e] = before[former.states[s].first + e];
            if (!state.level) continue;
            const RelaxingLevel& level = model.levels[*state.level];
            const RelaxingLevel& former_level = former.levels[*state.level];
            const Slot since = level.since + e;
            memory_[since] = is_restarted(s) ? time : before[former_level.since + e];
            // What relaxes otherwise from now on starts from the value that it has; what does not keeps its bits.
            const bool same_law = memory_[level.decay.at(e)] == before[former_level.decay.at(e)] &&
                                  memory_[level.rest.at(e)] == before[former_level.rest.at(e)];
            if (is_restarted(s) || same_law) continue;
            memory_[state.first + e] = level_value(former_level, before.data(), e, time);
            memory_[since] = time;
        }
    }
    for (std::size_t i = 0; i < model.activities.size(); ++i) {
        const ModelActivity& activity = model.activities[i];
        std::copy_n(before.begin() + former.activities[i].count, activity.shape.size, memory_.begin() + activity.count);
    }
    for (std::size_t i = 0; i < model.recents.size(); ++i) {
        const RecentCount& recent = model.recents[i];
        std::copy_n(before.begin() + former.recents[i].first, recent.shape.size, memory_.begin() + recent.first);
    }
    for (std::uint32_t k = 0; k < model.agents.size(); ++k) agents_[k].follow_model(model.agents[k]);
    renew_all_agent_sums();
    for (std::uint32_t r = 0; r < model.reductions.size(); ++r) {
        for (std::uint32_t leaf = 0; leaf < model.reductions[r].outer.size * model.reductions[r].inner.size; ++leaf)
            update_leaf(r, leaf);
    }
    refresh_reductions();
    check_initial_state();
    repost_schedule(time);
    update_all_hazards();
    for (std::uint32_t g = 0; g < model.watches.size(); ++g) {
        for (std::uint32_t m = 0; m < model.watches[g].shape.size; ++m) {
            std::uint8_t& dirty = watch_dirty_[model.watches[g].first_watch + m];
            if (dirty != 0) continue;
            dirty = 1;
            dirty_watches_.push_back({g, m});
        }
    }
    settle_instant();
}

// Schedule entries and inputs that the other model has at this date or later replace those still pending.
void Replication::repost_schedule(double time) {
    const Model& model = prepared_->model;
    std::vector<PendingEvent> kept;
    while (!queue_.empty()) kept.push_back(queue_.pop());
    queue_.clear();
    const auto is_dated = [&](const PendingEvent& event) {
        if (event.kind != PendingClass::schedule && event.kind != PendingClass::timed) return false;
        const TimedKind kind = model.timed[event.owner].kind;
        return kind == TimedKind::schedule || kind == TimedKind::date;
    };
    for (const PendingEvent& event : kept) {
        if (is_dated(event) || event.kind == PendingClass::input) continue;
        const PendingQueue::Handle handle = queue_.post(event);
        if (event.kind == PendingClass::item_end) items_[event.owner].end = handle;
        if (event.kind == PendingClass::crossing) crossings_[model.watches[event.owner].first_watch + event.member] = handle + 1;
    }
    start_inputs(time);
    for (std::uint32_t p = 0; p < model.timed.size(); ++p) {
        const TimedProcess& timed = model.timed[p];
        const bool dated = timed.kind == TimedKind::schedule || timed.kind == TimedKind::date;
        if (!dated || timed.at_days < time) continue;
        for (std::uint32_t m = 0; m < model.bodies[timed.body].shape.size; ++m) post_timed(p, m, true);
    }
}

}  // namespace strife
