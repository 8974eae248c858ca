// What happens at one instant, on every branch that chance may take: the start, or a firing with all that follows at once.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "kernel/frame.h"
#include "model/model.h"
#include "solve/branches.h"
#include "solve/solve_error.h"

namespace strife {

// A second reading of what bodies, events and conditions mean, which shares with Replication only the interpreter of programs:
// the one is tested against the other. The model must have passed check_solvable(). All functions throw SolveError.
class InstantMachine {
  public:
    enum class Draws : std::uint8_t {
        listed,   // every value of a draw is a branch; a law whose values cannot be listed is refused
        averaged  // states are real numbers: draws of laws with many values stand at their mean, and what is asked of values
                  // alone (whole numbers, ranges that do not clamp) is not checked
    };
    InstantMachine(const Model& model, Draws draws);

    struct Event {
        std::uint32_t type = 0;
        std::span<const double> fields;
    };
    // After a start or a firing: what was emitted, in order, and why the replication ended, -1 where it goes on.
    [[nodiscard]] std::size_t event_count() const { return events_.size(); }
    [[nodiscard]] Event event(std::size_t i) const;
    [[nodiscard]] std::int32_t stop_reason() const { return stop_reason_; }
    [[nodiscard]] const std::vector<double>& memory() const { return memory_; }

    // Calls `visit(probability)` for every branch of the start, with memory as it is once the start is quiet.
    void for_each_start(const std::function<void(double)>& visit);
    // From now on the memory outside `slots` is what it is now.
    void keep_all_but(std::vector<Slot> slots);
    // Puts the memory into a quiet state: the values of those slots, and what follows from them.
    void load(std::span<const double> values);
    // The hazard of a member of a rate family in the state loaded [1/day].
    double hazard(std::uint32_t family, std::uint32_t member);
    // Calls `visit(probability)` for every branch of a firing in the state `values`, which is loaded when it returns.
    void for_each_firing(std::uint32_t family, std::uint32_t member, std::span<const double> values,
                         const std::function<void(double)>& visit);
    // The value of a program of outcomes in the memory at hand; `event` may be null.
    double evaluate_at(double time, const Program& program, const Shape& shape, std::uint32_t member, const double* event);

  private:
    struct Effects;
    struct EmittedEvent {
        std::uint32_t type = 0;
        std::uint32_t first_field = 0;
    };
    struct List {
        std::vector<std::uint32_t> entries;
        std::size_t next = 0;
    };

    // The start and firings (instant_machine.cpp).
    template <class Step>
    auto with_member_faults(Step step);
    void begin_instant();
    void start_once();
    void run_body(std::uint32_t body, std::uint32_t member, const double* event);
    bool condition_holds(std::uint32_t body, std::uint32_t member, const double* event);
    std::pair<std::uint32_t, std::uint32_t> instances_upon(const Body& body, const double* fields);
    void run_upon(const EmittedEvent& emitted);
    void settle();
    void collect_watches();
    bool look_at_conditions();
    bool truth(const WatchGroup& group, std::uint32_t member);

    // Memory: initial values, sums, checks (instant_memory.cpp).
    void initialise_memory();
    void run_initializer(const Initializer& initializer);
    void clear_reduction(const Reduction& reduction);
    void refresh_reductions();
    bool refresh_reduction(const Reduction& reduction);
    bool update_leaf(const Reduction& reduction, std::uint32_t leaf);
    void carry_up(const Reduction& reduction, Slot tree, std::uint32_t leaf);
    void mark_dirty(Slot slot);
    void store(const Instruction& i, const Frame& f);
    void check_value(Slot slot, const std::string& process, SourceSpan span);
    [[noreturn]] void refuse_value(Slot slot, const std::string& why, const std::string& process, SourceSpan span) const;
    void check_stored();

    [[nodiscard]] Frame inner_frame(double time, const Shape& shape, std::uint32_t member, const double* event);
    [[nodiscard]] std::string process_at_hand() const;
    [[nodiscard]] SourceSpan span_of(const Instruction& i) const;
    [[noreturn]] void fail_at(const Instruction& i, const std::string& message) const;

    const Model& model_;
    Draws draws_;
    Branches branches_;
    std::vector<double> base_;  // memory outside the slots of states
    std::vector<double> memory_;
    std::vector<Slot> slots_;
    IndexFile registers_{};
    IndexFile inner_registers_{};

    std::vector<std::uint8_t> truth_;                                     // [watches] at the last look, of `when` alone
    std::vector<std::uint8_t> quiet_truth_;                               // [watches] in the state loaded
    std::vector<std::uint8_t> watch_dirty_;                               // [watches]
    std::vector<std::pair<std::uint32_t, std::uint32_t>> dirty_watches_;  // group and member
    std::vector<Slot> dirty_slots_;
    std::vector<std::uint8_t> dirty_;  // [memory]
    bool sums_stale_ = false;

    std::vector<EmittedEvent> events_;
    std::vector<double> event_fields_;
    std::size_t next_event_ = 0;
    std::int32_t stop_reason_ = -1;
    std::uint64_t bodies_ = 0;

    // Of the body at hand.
    std::int64_t body_ = -1;
    std::uint32_t body_member_ = 0;
    std::vector<Slot> stored_;
    std::vector<std::uint32_t> candidates_;
    std::vector<double> weights_;
    std::vector<double> shares_;
    std::size_t next_share_ = 0;
    std::vector<List> lists_;
};

}  // namespace strife
