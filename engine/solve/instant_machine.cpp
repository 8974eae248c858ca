// The course of an instant: bodies, events first in first out, then conditions, until all is quiet.
// SPDX-License-Identifier: Apache-2.0
#include "solve/instant_machine.h"

#include <cmath>

#include "solve/instant_effects.h"

namespace strife {
namespace {
constexpr std::uint64_t kMaxBodiesAtInstant = 100'000;
constexpr std::uint64_t kMaxBranches = 1'000'000;  // of one firing
}  // namespace

InstantMachine::InstantMachine(const Model& model, Draws draws) : model_(model), draws_(draws) {
    memory_.assign(model.memory.begin(), model.memory.end());
    truth_.resize(model.watch_count);
    quiet_truth_.resize(model.watch_count);
    watch_dirty_.resize(model.watch_count);
    dirty_.resize(memory_.size());
}

InstantMachine::Event InstantMachine::event(std::size_t i) const {
    const EmittedEvent& emitted = events_[i];
    return {emitted.type, std::span(event_fields_).subspan(emitted.first_field, model_.events[emitted.type].fields.size())};
}

SourceSpan InstantMachine::span_of(const Instruction& i) const {
    return model_.code_spans[static_cast<std::size_t>(&i - model_.code.data())];
}

std::string InstantMachine::process_at_hand() const {
    if (body_ < 0) return {};
    const Body& body = model_.bodies[static_cast<std::size_t>(body_)];
    return model_.member_name(body.name, body.shape, body_member_);
}

void InstantMachine::fail_at(const Instruction& i, const std::string& message) const {
    throw SolveError(SolveError::Kind::fault, message, span_of(i), process_at_hand());
}

Frame InstantMachine::inner_frame(double time, const Shape& shape, std::uint32_t member, const double* event) {
    set_member(shape, member, inner_registers_.data());
    return {memory_.data(), inner_registers_.data(), time, event, nullptr};
}

template <class Step>
auto InstantMachine::with_member_faults(Step step) {
    try {
        return step();
    } catch (const MemberFault& fault) {
        fail_at(*fault.instruction, fmt::format("an index must be a member of {}, it is {}",
                                                model_.sets[fault.instruction->b].name, model_.value_name(fault.member)));
    }
}

double InstantMachine::evaluate_at(double time, const Program& program, const Shape& shape, std::uint32_t member,
                                   const double* event) {
    return with_member_faults([&] {
        Frame frame = inner_frame(time, shape, member, event);
        return evaluate(model_, program, frame);
    });
}

void InstantMachine::begin_instant() {
    events_.clear();
    event_fields_.clear();
    next_event_ = 0;
    stop_reason_ = -1;
    bodies_ = 0;
    body_ = -1;
    stored_.clear();
    for (const Slot slot : dirty_slots_) dirty_[slot] = 0;
    dirty_slots_.clear();
    for (const auto& [group, member] : dirty_watches_) watch_dirty_[model_.watches[group].first_watch + member] = 0;
    dirty_watches_.clear();
}

void InstantMachine::for_each_start(const std::function<void(double)>& visit) {
    branches_.clear();
    std::uint64_t n = 0;
    do {
        begin_instant();
        with_member_faults([&] { start_once(); });
        visit(branches_.probability());
        if (++n > kMaxBranches) {
            throw SolveError(SolveError::Kind::refused,
                             fmt::format("the draws at the start have more than {} outcomes together", kMaxBranches), {});
        }
    } while (branches_.advance());
}

void InstantMachine::start_once() {
    initialise_memory();
    begin_instant();  // nobody needs to be told what changed on the way there
    for (std::uint32_t g = 0; g < model_.watches.size(); ++g) {
        const WatchGroup& group = model_.watches[g];
        if (group.kind != WatchKind::when) continue;
        for (std::uint32_t m = 0; m < group.shape.size; ++m) {
            const bool holds = truth(group, m);
            truth_[group.first_watch + m] = holds && !group.at_start ? 1 : 0;
            if (!group.at_start || !holds) continue;
            watch_dirty_[group.first_watch + m] = 1;
            dirty_watches_.emplace_back(g, m);
        }
    }
    settle();
}

void InstantMachine::keep_all_but(std::vector<Slot> slots) {
    base_ = memory_;
    slots_ = std::move(slots);
}

void InstantMachine::load(std::span<const double> values) {
    begin_instant();
    with_member_faults([&] {
        for (std::size_t i = 0; i < slots_.size(); ++i) {
            if (memory_[slots_[i]] == values[i]) continue;
            memory_[slots_[i]] = values[i];
            sums_stale_ = true;
        }
        refresh_reductions();
        begin_instant();
        for (const WatchGroup& group : model_.watches) {
            if (group.kind != WatchKind::when) continue;
            for (std::uint32_t m = 0; m < group.shape.size; ++m) quiet_truth_[group.first_watch + m] = truth(group, m) ? 1 : 0;
        }
        truth_ = quiet_truth_;
    });
}

double InstantMachine::hazard(std::uint32_t family_id, std::uint32_t member) {
    const RateFamily& family = model_.rates[family_id];
    const Body& body = model_.bodies[family.body];
    if (family.disabled || body.disabled) return 0.0;
    body_ = family.body;
    body_member_ = member;
    return with_member_faults([&] {
        double shared = 1.0;
        if (family.shared.exists()) {
            Frame frame = inner_frame(0.0, Shape{}, 0, nullptr);
            shared = evaluate(model_, family.shared, frame);
        }
        Frame frame = inner_frame(0.0, family.shape, member, nullptr);
        const double part = evaluate(model_, family.member, frame);
        if (shared == 0.0 || part == 0.0) return 0.0;
        const double rate = shared * part;
        if (rate >= 0.0 && !std::isinf(rate)) return rate;
        const char* why = std::isnan(rate) ? "undefined (NaN: 0/0 or the like)" : rate < 0.0 ? "negative" : "infinite";
        throw SolveError(SolveError::Kind::fault,
                         fmt::format("the rate is {}{}", why,
                                     std::isfinite(rate) ? fmt::format(": {} per day", format_number(rate)) : std::string()),
                         family.span, process_at_hand());
    });
}

void InstantMachine::for_each_firing(std::uint32_t family, std::uint32_t member, std::span<const double> values,
                                     const std::function<void(double)>& visit) {
    branches_.clear();
    std::uint64_t n = 0;
    bool more = true;
    while (more) {
        with_member_faults([&] {
            run_body(model_.rates[family].body, member, nullptr);
            settle();
        });
        visit(branches_.probability());
        if (++n > kMaxBranches) {
            throw SolveError(SolveError::Kind::refused,
                             fmt::format("the draws of one firing have more than {} outcomes together", kMaxBranches),
                             model_.rates[family].span, process_at_hand());
        }
        more = branches_.advance();
        load(values);
    }
}

bool InstantMachine::condition_holds(std::uint32_t body_id, std::uint32_t member, const double* event) {
    const Body& body = model_.bodies[body_id];
    if (body.disabled) return false;
    if (!body.condition.exists()) return true;
    body_ = body_id;
    body_member_ = member;
    Frame frame = inner_frame(0.0, body.shape, member, event);
    Effects effects{*this};
    interpret(model_, body.condition, frame, effects);
    return memory_[body.condition.result] != 0.0;
}

void InstantMachine::run_body(std::uint32_t body_id, std::uint32_t member, const double* event) {
    const Body& body = model_.bodies[body_id];
    body_ = body_id;
    body_member_ = member;
    if (++bodies_ > kMaxBodiesAtInstant) {
        throw SolveError(
            SolveError::Kind::fault,
            fmt::format("more than {} bodies ran at one instant: processes set each other off without end", kMaxBodiesAtInstant),
            body.span, process_at_hand());
    }
    set_member(body.shape, member, registers_.data());
    Frame frame{memory_.data(), registers_.data(), 0.0, event, nullptr};
    Effects effects{*this};
    interpret(model_, body.program, frame, effects);
    check_stored();
}

// All instances of a body look at an event, or that of the one member which the event is for, if there is one.
std::pair<std::uint32_t, std::uint32_t> InstantMachine::instances_upon(const Body& body, const double* fields) {
    if (!body.only.exists()) return {0, body.shape.size};
    Frame frame = inner_frame(0.0, {}, 0, fields);
    const ModelSet& set = model_.sets[body.shape.sets[0]];
    const double member = evaluate(model_, body.only, frame);
    if (!holds(set, member)) return {0, 0};
    const auto position = static_cast<std::uint32_t>(member - set.first_member);
    return {position, position + 1};
}

void InstantMachine::run_upon(const EmittedEvent& emitted) {
    const ModelEvent& type = model_.events[emitted.type];
    const auto begin = event_fields_.begin() + static_cast<std::ptrdiff_t>(emitted.first_field);
    const std::vector<double> fields(begin, begin + static_cast<std::ptrdiff_t>(type.fields.size()));  // more may be emitted
    for (const std::uint32_t body : type.upon) {
        const auto [first, last] = instances_upon(model_.bodies[body], fields.data());
        for (std::uint32_t m = first; m < last; ++m) {
            refresh_reductions();
            if (condition_holds(body, m, fields.data())) run_body(body, m, fields.data());
        }
    }
}

void InstantMachine::settle() {
    do {
        while (next_event_ < events_.size() && stop_reason_ < 0) {
            const EmittedEvent emitted = events_[next_event_++];
            run_upon(emitted);
        }
        refresh_reductions();
        collect_watches();
    } while (look_at_conditions() && stop_reason_ < 0);
    refresh_reductions();
}

// Conditions are looked at only when something that they read has changed.
void InstantMachine::collect_watches() {
    for (const Slot slot : dirty_slots_) {
        dirty_[slot] = 0;
        for (std::uint32_t i = model_.dependents.starts[slot]; i < model_.dependents.starts[slot + 1]; ++i) {
            const Dependent& dependent = model_.dependents.dependents[i];
            if (dependent.kind != DependentKind::watch || model_.watches[dependent.owner].kind != WatchKind::when) continue;
            std::uint8_t& dirty = watch_dirty_[model_.watches[dependent.owner].first_watch + dependent.member];
            if (dirty == 0) dirty_watches_.emplace_back(dependent.owner, dependent.member);
            dirty = 1;
        }
    }
    dirty_slots_.clear();
}

bool InstantMachine::truth(const WatchGroup& group, std::uint32_t member) {
    Frame frame = inner_frame(0.0, group.shape, member, nullptr);
    return evaluate(model_, group.program, frame) != 0.0;
}

// Runs the bodies of conditions that have turned true, in file order. Whether anything ran.
bool InstantMachine::look_at_conditions() {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> due;
    due.swap(dirty_watches_);
    std::sort(due.begin(), due.end());
    bool ran = false;
    for (const auto& [g, member] : due) {
        const WatchGroup& group = model_.watches[g];
        const std::uint32_t watch = group.first_watch + member;
        watch_dirty_[watch] = 0;
        refresh_reductions();
        const bool holds = truth(group, member);
        const bool edge = holds && truth_[watch] == 0;
        truth_[watch] = holds ? 1 : 0;
        if (!edge || stop_reason_ >= 0 || !condition_holds(group.owner, member, nullptr)) continue;
        run_body(group.owner, member, nullptr);
        ran = true;
    }
    return ran;
}

}  // namespace strife
