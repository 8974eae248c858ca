// Bodies: stores, draws, items, emitted events and deferred blocks.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include <fmt/format.h>

#include "base/numbers.h"
#include "kernel/body_effects.h"

namespace strife {
namespace {
constexpr std::uint64_t kMaxBodiesAtInstant = 100'000;
}  // namespace

std::string Replication::explain_member(const Instruction& i, double member) const {
    const Model& model = prepared_->model;
    std::string text = format_number(member);
    for (const ModelSet& other : model.sets) {
        const double position = member - other.first_member;
        if (position >= 0.0 && position < static_cast<double>(other.members.size())) {
            text = fmt::format("'{}' of {}", other.members[static_cast<std::size_t>(position)], other.name);
        }
    }
    return fmt::format("an index must be a member of {}, it is {}", model.sets[i.b].name, text);
}

void Replication::fail(const std::string& message, const std::string& process, SourceSpan span) const {
    throw ReplicationError(message, now_, event_count_, process, span);
}

void Replication::fail_at(const Instruction* instruction, const std::string& message) const {
    const Model& model = prepared_->model;
    const Body& body = model.bodies[body_];
    fail(message, body_name(body, body_member_), model.code_spans[static_cast<std::size_t>(instruction - model.code.data())]);
}

bool Replication::condition_holds(const Body& body, std::uint32_t member, const double* event) {
    if (body.disabled) return false;
    if (!body.condition.exists()) return true;
    Frame frame = frame_at(now_, body.shape, member);
    frame.event = event;
    body_ = static_cast<std::uint32_t>(&body - prepared_->model.bodies.data());
    body_member_ = member;
    BodyEffects effects{*this};
    interpret(prepared_->model, body.condition, frame, effects);
    return memory_[body.condition.result] != 0.0;
}

void Replication::run_body(std::uint32_t body_id, std::uint32_t member, const TraceFiring& firing, const double* event,
                           const double* own, const Deferred* deferred, std::uint32_t deferred_number) {
    const Model& model = prepared_->model;
    const Body& body = model.bodies[body_id];
    ++event_count_;
    if (++bodies_at_instant_ > kMaxBodiesAtInstant) {
        fail(fmt::format("more than {} bodies ran at one instant: processes set each other off without end", kMaxBodiesAtInstant),
             model.member_name(body.name, body.shape, member), body.span);
    }
    body_ = body_id;
    body_member_ = member;
    const std::uint32_t instance = body.first_instance + member;
    draw_key_ = derive_key(prepared_->seed, prepared_->instance_hashes[instance], StreamPurpose::effect);
    draw_firing_ = firings_[instance]++;
    std::fill_n(words_used_.begin(), body.n_draws, 0U);
    set_member(body.shape, member, registers_.data());
    Frame frame{memory_.data(), registers_.data(), now_, event, own};
    std::uint32_t pc = 0;
    if (deferred != nullptr) {
        const std::vector<double>& values = deferred_values_[deferred_number];
        std::copy_n(values.begin(), body.scratch, memory_.begin());
        for (std::size_t i = 0; i < kIndexRegisters; ++i) registers_[i] = static_cast<std::uint32_t>(values[body.scratch + i]);
        pc = deferred->pc;
    }
    if (trace_ != nullptr) {
        TraceFiring told = firing;
        if (body.agent != kNoSlot) told.agent = memory_[body.agent];
        trace_->fired(told);
        stored_before_.clear();
    }
    BodyEffects effects{*this};
    interpret(model, body.program, frame, effects, pc);
    check_stored(body, member);
}

void Replication::store(const Instruction& i, const Frame& f) {
    const ModelState& state = prepared_->model.states[i.b];
    const std::uint32_t element = i.a + (i.r == kNoRegister ? 0 : f.x[i.r]);
    const Slot slot = state.first + element;
    double before = memory_[slot];
    if (state.level) {
        const RelaxingLevel& level = prepared_->model.levels[*state.level];
        before = level_value(level, memory_.data(), element, now_);
        memory_[level.since + element] = now_;
    }
    const double value = f.m[i.d];
    double after = value;
    if (i.op == Op::store_add) after = before + value;
    if (i.op == Op::store_subtract) after = before - value;
    if (i.op == Op::store_multiply) after = before * value;
    stored_.push_back(slot);
    if (trace_ != nullptr) stored_before_.push_back(before);
    if (after == memory_[slot] && !state.level) return;
    memory_[slot] = after;
    mark_dirty(slot);
}

// A body that ends with a state outside its range is a fault, unless the state clamps.
void Replication::check_stored(const Body& body, std::uint32_t member) {
    const Model& model = prepared_->model;
    for (std::size_t i = 0; i < stored_.size(); ++i) {
        const std::uint32_t state = model.slot_states[stored_[i]];
        check_value(state, stored_[i], &body, member);
        if (trace_ == nullptr) continue;
        const bool again = std::find(stored_.begin(), stored_.begin() + static_cast<std::ptrdiff_t>(i), stored_[i]) !=
                           stored_.begin() + static_cast<std::ptrdiff_t>(i);
        const double after = memory_[stored_[i]];
        if (!again) trace_->changed(state, stored_[i] - model.states[state].first, stored_before_[i], after);
    }
    stored_.clear();
}

// `body` is what wrote the value; null for the initial one.
void Replication::check_value(std::uint32_t state_id, Slot slot, const Body* body, std::uint32_t member) {
    const Model& model = prepared_->model;
    const ModelState& state = model.states[state_id];
    double& value = memory_[slot];
    constexpr double kInfinite = std::numeric_limits<double>::infinity();
    const std::uint32_t element = slot - state.first;
    const double low = state.minimum.exists() ? memory_[state.minimum.at(element)] : -kInfinite;
    const double high = state.maximum.exists() ? memory_[state.maximum.at(element)] : kInfinite;
    const auto name = [&] { return model.member_name(state.name, state.shape, slot - state.first); };
    const auto refuse = [&](const std::string& message) {
        fail(message, body == nullptr ? "the initial value of " + name() : body_name(*body, member),
             body == nullptr ? state.span : body->span);
    };
    const auto shown = [&](double v) { return format_quantity(v / state.unit_scale, state.unit); };
    if (std::isnan(value) || std::isinf(value)) {
        refuse(fmt::format("'{}' becomes {}", name(), std::isnan(value) ? "undefined (NaN)" : "infinite"));
    }
    if (value < low || value > high) {
        if (!state.clamp) {
            const bool below = value < low;
            refuse(fmt::format("'{}' becomes {}, {} its {} of {}", name(), shown(value), below ? "below" : "above",
                               below ? "minimum" : "maximum", shown(below ? low : high)));
        }
        value = value < low ? low : high;
        ++clampings_;
        mark_dirty(slot);
    }
    if (state.kind != ModelStateKind::count) return;
    if (value != std::floor(value)) {
        refuse(fmt::format("the count '{}' becomes {}, which is no whole number", name(), shown(value)));
    }
    if (value > kExactIntegers) refuse(fmt::format("the count '{}' grows beyond 2^53", name()));
}

double Replication::draw(const Instruction& i, const Frame& f, const DrawSite& site) {
    const std::span<const double> parameters(f.m + i.a, site.n_parameters);
    const Law law = static_cast<Law>(site.law);
    if (!valid_parameters(law, parameters)) {
        fail_at(&i, fmt::format("{}(): {}", law_info(law).name, explain_invalid(law, parameters).value_or("invalid parameters")));
    }
    DrawStream stream(place_key(draw_key_, site.place), draw_firing_, index_, words_used_[site.place]);
    const double value = strife::sample(law, parameters, stream);
    words_used_[site.place] = stream.words_used();
    return value;
}

void Replication::begin_item(const Instruction& i, Frame& f) {
    const Model& model = prepared_->model;
    const ModelActivity& activity = model.activities[i.a];
    const std::uint32_t member = f.x[i.r];
    const std::uint32_t item = items_.add(activity.first_pool + member, i.a, member);
    std::copy_n(f.m + i.b, activity.fields.size(), items_.fields(item));
    double duration = std::numeric_limits<double>::infinity();
    if (activity.duration.exists()) {
        refresh_reductions();
        Frame inner = frame_at(now_, activity.shape, member);
        inner.own = items_.fields(item);
        const std::uint32_t instance = activity.first_instance + member;
        DrawEffects effects(model, *prepared_, index_, prepared_->instance_hashes[instance], StreamPurpose::duration,
                            firings_[instance]++);
        interpret(model, activity.duration, inner, effects);
        duration = memory_[activity.duration.result];
        if (!effects.fault().empty()) fail_at(&i, effects.fault());
        if (!(duration >= 0.0)) {
            fail_at(&i, fmt::format("the duration of '{}' is {} days", activity.name, format_number(duration)));
        }
    }
    if (now_ + duration <= model.end_days) {
        PendingEvent event;
        event.time = now_ + duration;
        event.kind = PendingClass::item_end;
        event.owner = item;
        event.member = member;
        event.rank = pending_rank(activity.priority, PendingClass::item_end, activity.file_order);
        items_[item].end = queue_.post(event);
        items_[item].has_end = 1;
    }
    memory_[activity.count + member] += 1.0;
    mark_dirty(activity.count + member);
    if (i.d != kNoSlot) f.m[i.d] = items_.handle(item);
    if (trace_ != nullptr) trace_->began(now_, i.a, member, duration);
}

// The item is no longer under way, whatever ended it.
void Replication::end_item(std::uint32_t item) {
    const Item& it = items_[item];
    const ModelActivity& activity = prepared_->model.activities[it.activity];
    if (it.has_end != 0) queue_.remove(it.end);
    memory_[activity.count + it.member] -= 1.0;
    mark_dirty(activity.count + it.member);
    items_.remove(activity.first_pool + it.member, item);
}

// Which items are cancelled is drawn, each with the same chance.
void Replication::cancel_items(const Instruction& i, const Frame& f) {
    const ModelActivity& activity = prepared_->model.activities[i.a];
    const std::uint32_t member = f.x[i.r];
    const std::uint32_t list = activity.first_pool + member;
    double left = i.b == kNoSlot ? static_cast<double>(items_.list(list).size()) : f.m[i.b];
    if (!(left >= 0.0)) fail_at(&i, fmt::format("the number to cancel is {}", format_number(left)));
    const std::uint32_t instance = activity.first_instance + member;
    DrawStream stream(derive_key(prepared_->seed, prepared_->instance_hashes[instance], StreamPurpose::selection),
                      firings_[activity.first_cancel + member]++, index_);
    for (; left >= 1.0 && !items_.list(list).empty(); left -= 1.0) {
        const auto n = static_cast<double>(items_.list(list).size());
        const auto chosen = static_cast<std::size_t>(std::min(n - 1.0, std::floor(uniform_open(stream) * n)));
        end_item(items_.list(list)[chosen]);
    }
}

void Replication::emit(const Instruction& i, const Frame& f, std::uint32_t actor) {
    const Model& model = prepared_->model;
    const auto first = static_cast<std::uint32_t>(event_fields_.size());
    event_fields_.insert(event_fields_.end(), f.m + i.b, f.m + i.b + i.r);
    // An observer says itself whom the event is from.
    if (i.r < model.events[i.a].fields.size()) event_fields_.push_back(static_cast<double>(actor));
    events_.push_back({i.a, first});
    const double* fields = event_fields_.data() + first;
    for (const std::uint32_t recent : model.events[i.a].recents) count_recent(recent, fields);
    if (trace_ != nullptr) trace_->emitted(now_, i.a, {fields, model.events[i.a].fields.size()});
}

void Replication::defer(const Instruction& i, const Frame& f) {
    const double delay = f.m[i.a];
    if (!(delay >= 0.0)) fail_at(&i, fmt::format("the delay of `after` is {} days", format_number(delay)));
    if (now_ + delay > prepared_->model.end_days) return;
    const Body& body = prepared_->model.bodies[body_];
    std::uint32_t number = 0;
    if (free_deferred_.empty()) {
        number = static_cast<std::uint32_t>(deferred_.size());
        deferred_.emplace_back();
        deferred_values_.emplace_back();
    } else {
        number = free_deferred_.back();
        free_deferred_.pop_back();
    }
    deferred_[number] = {.body = body_,
                         .member = body_member_,
                         .pc = i.b,
                         .has_event = f.event != nullptr ? 1U : 0U,
                         .has_own = f.own != nullptr ? 1U : 0U};
    std::vector<double>& values = deferred_values_[number];
    values.assign(f.m, f.m + body.scratch);
    for (const std::uint32_t reg : registers_) values.push_back(reg);
    for (std::size_t k = 0; k < prepared_->max_fields; ++k) values.push_back(f.event != nullptr ? f.event[k] : 0.0);
    for (std::size_t k = 0; k < prepared_->max_fields; ++k) values.push_back(f.own != nullptr ? f.own[k] : 0.0);
    PendingEvent event;
    event.time = now_ + delay;
    event.kind = PendingClass::deferred;
    event.owner = number;
    event.rank = pending_rank(static_cast<std::int32_t>(i.d), PendingClass::deferred, body.file_order);
    queue_.post(event);
}

}  // namespace strife
