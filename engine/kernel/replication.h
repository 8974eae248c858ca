// One replication: state, clocks, pending events, effects and sampling; a pure function of model, seed and replication number.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "kernel/agent_store.h"
#include "kernel/candidates.h"
#include "kernel/frame.h"
#include "kernel/growing_tree.h"
#include "kernel/hazard_clocks.h"
#include "kernel/hazard_signs.h"
#include "kernel/interval_interpreter.h"
#include "kernel/item_pool.h"
#include "kernel/pending_queue.h"
#include "kernel/prepared_model.h"
#include "kernel/replication_error.h"
#include "kernel/trace.h"
#include "results/sample_block.h"

namespace strife {

// Not safe for several threads; each thread has its own, and may use it for one replication after another.
class Replication {
  public:
    explicit Replication(const PreparedModel& prepared);

    // Starts replication `index` at time 0. Throws ReplicationError if the initial state is faulty, as do the next two.
    void start(std::uint64_t index);
    // Runs up to and including `time` days, or to the end of the run; true once it is finished.
    bool run_until(double time);
    void run() { run_until(prepared_->model.end_days); }

    // From the next start() on, runs this model, which must have the same things in it as the one so far.
    void follow_model(const PreparedModel& prepared);
    // Goes on at `time` with such a model: an alternative that begins at a date. The states in `restarted` take the values that
    // are initial in it; everything else stays as it is.
    void switch_to(const PreparedModel& prepared, double time, std::span<const std::uint32_t> restarted);

    [[nodiscard]] double now() const { return now_; }
    [[nodiscard]] std::uint64_t event_count() const { return event_count_; }
    [[nodiscard]] std::uint64_t clamping_count() const { return clampings_; }
    [[nodiscard]] std::int32_t stop_reason() const { return stop_reason_; }
    [[nodiscard]] bool finished() const { return finished_ != 0; }
    // Outcomes [RunDescriptor::scalar_columns()] and series [RunDescriptor::series_columns()], complete once finished.
    [[nodiscard]] std::span<const double> scalars() const { return scalars_; }
    [[nodiscard]] std::span<const double> series() const { return series_; }
    // The value now of a state's element, in canonical units.
    [[nodiscard]] double state_value(std::uint32_t state, std::uint32_t element) const;
    [[nodiscard]] std::span<const double> memory() const { return memory_; }
    // The agents of a kind there are now.
    [[nodiscard]] const AgentStore& agents(std::uint32_t kind) const { return agents_[kind]; }

    // The whole of the replication as bytes, and back; a restored one goes on bit for bit as the saved one would.
    [[nodiscard]] std::vector<std::byte> save();
    // Throws std::invalid_argument if the bytes were not saved from a replication of the same model.
    void restore(std::span<const std::byte> bytes);

    // Once `*flag` is set, run_until() returns at the next event without finishing. May be null.
    void stop_on(const std::atomic<bool>* flag) { stop_flag_ = flag; }

    // Both may be null; they are not part of the replication and are not saved.
    void follow(TraceSink* trace) { trace_ = trace; }
    void log_events(std::vector<LoggedEvent>* log) { log_ = log; }

  private:
    struct EmittedEvent {
        std::uint32_t type = 0;
        std::uint32_t first_field = 0;  // in event_fields_
    };
    struct Expiry {
        double time = 0.0;
        std::uint64_t member = 0;
    };
    // A value of which quantiles are taken, and the cell it belongs to.
    struct KeptValue {
        std::uint64_t cell = 0;
        double value = 0.0;
    };
    // A block of `after`, with everything its statements may still read.
    struct Deferred {
        std::uint32_t body = 0;
        std::uint32_t member = 0;
        std::uint32_t pc = 0;
        std::uint32_t has_event = 0;
        std::uint32_t has_own = 0;
        std::uint32_t reserved = 0;
    };
    // Of one agent sum [groups]; no trees where the result moves by differences.
    struct AgentSumState {
        std::vector<GrowingTree> trees;
        std::vector<std::uint32_t> faulty;  // terms that are no weights: negative, infinite or undefined
        bool is_stale = false;              // in stale_agent_sums_
    };
    struct AgentList {
        std::vector<double> handles;
        std::size_t next = 0;
    };
    struct BodyEffects;

    // Start (replication.cpp).
    enum class AgentsAre : std::uint8_t { made, kept };
    void initialise_memory(AgentsAre agents);
    void initialise_reduction(std::uint32_t id);
    void forget_changes();
    void run_initializer(const Initializer& initializer);
    // Priors are drawn once for all replications of a point of the design.
    [[nodiscard]] std::uint64_t point() const { return index_ / prepared_->replications_per_point; }
    void draw_correlated();
    void draw_prior(const Prior& prior, std::optional<double> rank);
    double prior_at(const Prior& prior, double rank);
    double truncated_rank(const Prior& prior, double rank);
    void start_inputs(double time);
    void post_input(std::uint32_t input, std::size_t row);
    void take_input(std::uint32_t input, std::uint32_t row);
    void check_initial_state();
    void post_timed_processes();
    void post_timed(std::uint32_t process, std::uint32_t member, bool is_first);
    void finish_run();
    void advance_to(double time);

    // Bodies (replication_bodies.cpp).
    bool condition_holds(const Body& body, std::uint32_t member, const double* event);
    void run_body(std::uint32_t body, std::uint32_t member, const TraceFiring& firing, const double* event, const double* own,
                  const Deferred* deferred = nullptr, std::uint32_t deferred_number = 0);
    void store(const Instruction& instruction, const Frame& frame);
    void check_stored(const Body& body, std::uint32_t member);
    void check_value(std::uint32_t state, Slot slot, const Body* body, std::uint32_t member);
    double draw(const Instruction& instruction, const Frame& frame, const DrawSite& site);
    void begin_item(const Instruction& instruction, Frame& frame);
    void end_item(std::uint32_t item);
    void cancel_items(const Instruction& instruction, const Frame& frame);
    void emit(const Instruction& instruction, const Frame& frame, std::uint32_t actor);
    void defer(const Instruction& instruction, const Frame& frame);
    [[nodiscard]] std::string explain_member(const Instruction& i, double member) const;
    // Runs a step; a member of another set as an index of what is only computed becomes a fault of the replication.
    template <class Step>
    auto with_member_faults(Step step);
    void start_at_zero(std::uint64_t index);
    bool advance_until(double limit);
    void go_over_to(const PreparedModel& prepared, double time, std::span<const std::uint32_t> restarted);
    [[noreturn]] void fail(const std::string& message, const std::string& process, SourceSpan span) const;
    [[noreturn]] void fail_at(const Instruction* instruction, const std::string& message) const;

    // Agents (replication_agents.cpp).
    void reset_agents();
    void make_initial_agents();
    std::uint32_t spawn_agent(std::uint32_t kind, std::span<const double> fields);
    void remove_agent(std::uint32_t kind, std::uint32_t slot);
    void set_agent_field(std::uint32_t kind, std::uint32_t slot, std::uint32_t field, double value);
    double agent_term(const AgentSum& sum, std::uint32_t slot);
    void add_to_agent_sum(std::uint32_t sum, std::uint32_t slot);
    void take_from_agent_sum(std::uint32_t sum, std::uint32_t slot);
    void update_agent_sum(std::uint32_t sum, std::uint32_t slot, double old_term);
    void note_faulty(std::uint32_t sum, std::uint32_t group, double old_term, double new_term);
    void set_agent_result(std::uint32_t sum, std::uint32_t group);
    void renew_agent_sum(std::uint32_t sum);
    void renew_all_agent_sums();
    bool renew_stale_agent_sums();
    double draw_agent(std::uint32_t sum, std::uint32_t group, DrawStream& stream) const;
    double choose_agent(const RateFamily& family);
    double share_of_agent(const RateFamily& family, double handle);
    [[nodiscard]] std::string explain_agent_hazard(const RateFamily& family, double shared);
    void perform_on_agents(const Instruction& i, Frame& f, std::uint32_t& pc);
    std::uint32_t find_agent(const Instruction& i, double handle, const char* doing) const;
    void store_agent_field(const Instruction& i, const Frame& f);
    [[nodiscard]] std::string body_name(const Body& body, std::uint32_t member) const;

    // Events and instants (replication_events.cpp).
    void process_pending();
    void settle_instant();
    std::pair<std::uint32_t, std::uint32_t> instances_upon(const Body& body, const double* fields);
    void refresh_reductions();
    void collect_dependents();
    bool look_at_conditions();
    void update_leaf(std::uint32_t reduction, std::uint32_t leaf);
    void mark_dirty(Slot slot);
    void count_recent(std::uint32_t recent, const double* fields);
    void expire_recent(std::uint32_t recent);
    void schedule_crossing(std::uint32_t group, std::uint32_t member, bool truth);
    double next_crossing(const WatchGroup& group, std::uint32_t member, bool truth, double from, double to);
    bool watch_truth(const WatchGroup& group, std::uint32_t member);

    // Hazards (replication_hazards.cpp).
    void update_all_hazards();
    void update_changed_hazards();
    void update_shared(std::uint32_t family);
    void update_member(std::uint32_t family, std::uint32_t member);
    enum class HazardAsked : std::uint8_t { value, bound };  // at an instant; from there to the horizon
    double shared_part(const RateFamily& family, double at, HazardAsked asked);
    double member_part(const RateFamily& family, std::uint32_t member, double at, HazardAsked asked);
    void check_hazards();
    [[noreturn]] void refuse_hazard(const RateFamily& family, std::uint32_t member, double shared, double part);
    void renew_horizon();
    void fire_hazard();
    std::uint32_t choose_item(const RateFamily& family, const ModelActivity& activity, std::uint32_t member);

    // Outcomes (replication_outcomes.cpp).
    void reset_outcomes();
    void observe_events();
    void observe_event(std::uint32_t outcome, const double* fields);
    void post_opening(std::uint32_t group, std::uint32_t member);
    void observe_cell(const ModelOutcome& outcome, std::size_t relative, double value);
    // Looks at the state (replication_watches.cpp).
    void open_outcomes();
    void observe_watches();
    void observe_watch(std::uint32_t group, std::uint32_t member);
    void observe_extremum(const WatchGroup& group, std::uint32_t member, double at);
    void observe_stretch(double begin);
    void integrate_up_to_now(const WatchGroup& group, std::uint32_t member);
    void integrate_all_up_to_now();
    double integral_of_level(const WatchGroup& group, double value, double from, double to) const;
    double integral_of_value(const WatchGroup& group, std::uint32_t member, double from, double to);
    // Once the replication is over (finish_outcomes.cpp).
    void finish_outcomes();
    void finish_means(const ModelOutcome& outcome);
    void finish_quantiles(const ModelOutcome& outcome);
    void finish_time_averages(const ModelOutcome& outcome);
    void derive(const ModelOutcome& outcome);
    void derive_dispersion(const ModelOutcome& outcome);
    [[nodiscard]] std::size_t series_length(const ModelOutcome& outcome) const;
    void sample_before(double time);
    void sample(const SamplePoint& point, double at);

    void repost_schedule(double time);

    template <class Archive>
    void archive(Archive& a);

    Frame frame_at(double time, const Shape& shape, std::uint32_t member);

    const PreparedModel* prepared_;
    std::uint64_t index_ = 0;
    double now_ = 0.0;
    std::uint64_t event_count_ = 0;
    std::uint64_t clampings_ = 0;
    std::uint64_t bodies_at_instant_ = 0;
    std::int32_t stop_reason_ = -1;
    std::uint32_t finished_ = 0;
    std::uint32_t outcomes_open_ = 0;  // whether outcomes over the state have looked at the start

    std::vector<double> memory_;
    HazardClocks clocks_;
    HazardSigns signs_;
    PendingQueue queue_;
    ItemPool items_;
    std::vector<AgentStore> agents_;             // [Model::agents]
    std::vector<AgentSumState> agent_sums_;      // [Model::agent_sums] a function of agents and memory, so not saved
    std::vector<std::uint32_t> firings_;         // [instances]
    std::vector<std::uint32_t> timed_counts_;    // [instances of timed processes] firings posted so far
    std::vector<std::vector<Expiry>> expiries_;  // [recents]
    std::vector<std::uint64_t> first_expiry_;    // [recents] those before are gone
    std::vector<Deferred> deferred_;
    std::vector<std::vector<double>> deferred_values_;  // scratch, index registers, event and item attributes
    std::vector<std::uint32_t> free_deferred_;

    // Hazards that change between events: bounds hold up to the horizon.
    double horizon_ = 0.0;
    double look_ahead_ = 1.0;
    std::uint64_t candidates_ = 0;  // since the horizon was set
    std::uint64_t refusals_ = 0;

    std::vector<std::uint8_t> watch_state_;  // [watches] truth at the last look
    std::vector<std::uint32_t> crossings_;   // [watches] pending crossing + 1, 0 for none
    std::vector<double> scalars_;
    std::vector<double> series_;
    std::uint64_t next_sample_ = 0;
    std::vector<double> tallies_;               // numbers of events behind means and shares
    std::vector<std::vector<KeptValue>> kept_;  // in the order of events
    std::vector<double> held_;                  // [integrals] value since the last look
    std::vector<double> held_since_;            // [integrals] time of it

    // Empty between instants.
    std::vector<std::uint8_t> dirty_;  // [memory] bit 0: in dirty_leaves_, bit 1: in dirty_slots_
    std::vector<Slot> dirty_leaves_;
    std::vector<Slot> dirty_slots_;
    std::vector<std::uint8_t> stale_;  // [channels] in stale_members_
    std::vector<Channel> stale_members_;
    std::vector<std::uint8_t> stale_shared_;  // [families]
    std::vector<std::uint32_t> stale_families_;
    std::vector<std::uint8_t> watch_dirty_;  // [watches]
    std::vector<Channel> dirty_watches_;     // group and member
    std::vector<EmittedEvent> events_;
    std::vector<double> event_fields_;
    std::size_t next_event_ = 0;
    std::vector<Slot> stored_;           // by the body at hand
    std::vector<double> stored_before_;  // filled only for a trace

    // Working space.
    std::vector<std::optional<double>> prior_ranks_;  // [Model::priors] of those that are correlated
    IndexFile registers_{};
    IndexFile inner_registers_{};
    std::vector<double> body_event_;
    std::vector<double> body_own_;
    std::vector<std::uint32_t> words_used_;        // [places of the body at hand]
    Candidates choices_;                           // of the body at hand
    std::vector<AgentList> agent_lists_;           // of the body at hand
    std::vector<std::uint32_t> stale_agent_sums_;  // empty between instants
    std::vector<double> terms_;
    std::vector<double> crossing_ends_;
    IntervalInterpreter intervals_;
    std::uint32_t body_ = 0;
    std::uint32_t body_member_ = 0;
    std::uint64_t draw_key_ = 0;  // of the firing at hand
    std::uint32_t draw_firing_ = 0;
    TraceSink* trace_ = nullptr;
    std::vector<LoggedEvent>* log_ = nullptr;
    const std::atomic<bool>* stop_flag_ = nullptr;
};

}  // namespace strife
