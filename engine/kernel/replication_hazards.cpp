// Hazards: rates kept up to date, thinning of those that change between events, and the firing of a channel.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "base/numbers.h"
#include "kernel/interpreter.h"
#include "kernel/replication.h"
#include "random/stream_keys.h"

namespace strife {
namespace {

double largest_magnitude(const ValueRange& range) {
    return std::max(std::abs(range.low), std::abs(range.high));
}

}  // namespace

// Says why one hazard cannot be: `shared` and `part` are its two factors.
void Replication::refuse_hazard(const RateFamily& family, std::uint32_t member, double shared, double part) {
    const Body& body = prepared_->model.bodies[family.body];
    if (family.agents && std::isnan(part)) fail(explain_agent_hazard(family, shared), body.name, family.span);
    const double value = shared * part;
    const char* reason = std::isnan(value) ? "undefined (NaN: 0/0 or the like)" : value < 0.0 ? "negative" : "infinite";
    fail(fmt::format("the rate is {}{}", reason,
                     std::isfinite(value) ? fmt::format(": {} per day", format_number(value)) : std::string()),
         prepared_->model.member_name(body.name, body.shape, member), family.span);
}

// The shared part of the hazard at time `at`, or the bound of its magnitude from there to the horizon.
double Replication::shared_part(const RateFamily& family, double at, HazardAsked asked) {
    if (!family.shared.exists()) return 1.0;
    const Model& model = prepared_->model;
    Frame frame = frame_at(at, Shape{}, 0);
    if (asked == HazardAsked::value || !family.shared_varies) return evaluate(model, family.shared, frame);
    return largest_magnitude(intervals_.bound(model, family.shared, frame, at, horizon_));
}

// The member's part, likewise. Items with hazards of their own add up.
double Replication::member_part(const RateFamily& family, std::uint32_t member, double at, HazardAsked asked) {
    const Model& model = prepared_->model;
    if (family.disabled) return 0.0;
    const auto one = [&](const double* own) {
        Frame frame = frame_at(at, family.shape, member);
        frame.own = own;
        if (asked == HazardAsked::value || !family.member_varies) return evaluate(model, family.member, frame);
        return largest_magnitude(intervals_.bound(model, family.member, frame, at, horizon_));
    };
    if (family.agents && agent_sums_[*family.agents].faulty[0] > 0) return std::numeric_limits<double>::quiet_NaN();
    if (!family.reads_own || !family.activity) return one(nullptr);
    const ModelActivity& activity = model.activities[*family.activity];
    double sum = 0.0;
    for (const std::uint32_t item : items_.list(activity.first_pool + member)) {
        const double hazard = one(items_.fields(item));
        if (!(hazard >= 0.0)) return hazard;  // one faulty item is a fault, whatever the others would make of the sum
        sum += hazard;
    }
    return sum;
}

void Replication::update_member(std::uint32_t family_id, std::uint32_t member) {
    const RateFamily& family = prepared_->model.rates[family_id];
    const double part = member_part(family, member, now_, HazardAsked::bound);
    clocks_.set_member(family_id, member, signs_.note_member(family_id, family.first_channel + member, part), now_);
}

void Replication::update_shared(std::uint32_t family_id) {
    const RateFamily& family = prepared_->model.rates[family_id];
    if (!family.shared.exists()) return;
    clocks_.set_shared(family_id, signs_.note_shared(family_id, shared_part(family, now_, HazardAsked::bound)), now_);
}

// After all parts are up to date: no hazard may be negative or undefined as a whole.
void Replication::check_hazards() {
    if (!signs_.suspicious()) return;
    const Model& model = prepared_->model;
    for (std::uint32_t f = 0; f < model.rates.size(); ++f) {
        if (!signs_.faulty(f)) continue;
        const RateFamily& family = model.rates[f];
        for (std::uint32_t m = 0; m < family.shape.size; ++m) {
            const HazardSigns::Sign sign = signs_.hazard(f, family.first_channel + m);
            if (sign != HazardSigns::Sign::negative && sign != HazardSigns::Sign::undefined) continue;
            refuse_hazard(family, m, shared_part(family, now_, HazardAsked::bound),
                          member_part(family, m, now_, HazardAsked::bound));
        }
    }
}

void Replication::update_all_hazards() {
    const Model& model = prepared_->model;
    for (std::uint32_t f = 0; f < model.rates.size(); ++f) {
        update_shared(f);
        for (std::uint32_t m = 0; m < model.rates[f].shape.size; ++m) update_member(f, m);
    }
    check_hazards();
}

void Replication::update_changed_hazards() {
    const Model& model = prepared_->model;
    for (const std::uint32_t family : stale_families_) {
        stale_shared_[family] = 0;
        update_shared(family);
    }
    stale_families_.clear();
    for (const Channel channel : stale_members_) {
        stale_[model.rates[channel.family].first_channel + channel.member] = 0;
        update_member(channel.family, channel.member);
    }
    stale_members_.clear();
    check_hazards();
    observe_watches();
}

// Bounds are renewed for a further stretch of time, longer where few candidates were refused.
void Replication::renew_horizon() {
    const Model& model = prepared_->model;
    if (refusals_ * 4 > candidates_ && candidates_ >= 4) {
        look_ahead_ *= 0.5;
    } else if (refusals_ * 8 <= candidates_) {
        look_ahead_ = std::min(look_ahead_ * 1.5, model.end_days);
    }
    candidates_ = refusals_ = 0;
    horizon_ = now_ + std::max(look_ahead_, 1e-9 * std::max(1.0, now_));
    for (const std::uint32_t family : prepared_->varying_families) {
        update_shared(family);
        if (!model.rates[family].member_varies) continue;
        for (std::uint32_t m = 0; m < model.rates[family].shape.size; ++m) update_member(family, m);
    }
    check_hazards();
}

void Replication::fire_hazard() {
    const Model& model = prepared_->model;
    const double total = clocks_.total();
    const Channel channel = clocks_.take(now_);
    const RateFamily& family = model.rates[channel.family];
    const double bound = clocks_.rate(channel);
    double rate = bound;
    ++candidates_;
    if (family.shared_varies || family.member_varies) {
        const double shared = shared_part(family, now_, HazardAsked::value);
        const double part = member_part(family, channel.member, now_, HazardAsked::value);
        rate = shared == 0.0 || part == 0.0 ? 0.0 : shared * part;
        if (!(rate >= 0.0) || std::isinf(rate)) refuse_hazard(family, channel.member, shared, part);
        if (rate > bound * (1.0 + 1e-9)) {
            const Body& body = model.bodies[family.body];
            fail(fmt::format("the rate {} exceeds its bound {} per day", format_number(rate), format_number(bound)),
                 model.member_name(body.name, body.shape, channel.member), family.span);
        }
        if (clocks_.acceptance(channel) * bound >= rate) {
            ++refusals_;
            return;
        }
    }
    TraceFiring firing{.time = now_,
                       .cause = family.activity ? FiringCause::interrupt : FiringCause::hazard,
                       .body = family.body,
                       .member = channel.member,
                       .rate = rate,
                       .total_rate = total};
    if (family.agents) {
        const double agent = choose_agent(family);
        if (trace_ != nullptr) firing.rate = rate * share_of_agent(family, agent);
        memory_[model.bodies[family.body].agent] = agent;
        run_body(family.body, channel.member, firing, nullptr, nullptr);
    } else if (!family.activity) {
        run_body(family.body, channel.member, firing, nullptr, nullptr);
    } else {
        const std::uint32_t item = choose_item(family, model.activities[*family.activity], channel.member);
        std::copy_n(items_.fields(item), prepared_->max_fields, body_own_.begin());
        end_item(item);
        refresh_reductions();
        run_body(family.body, channel.member, firing, nullptr, body_own_.data());
    }
    settle_instant();
}

// The victim of an interrupt: each item alike, or in proportion to its own hazard.
std::uint32_t Replication::choose_item(const RateFamily& family, const ModelActivity& activity, std::uint32_t member) {
    const Model& model = prepared_->model;
    const std::vector<std::uint32_t>& list = items_.list(activity.first_pool + member);
    STRIFE_EXPECT(!list.empty());
    const std::uint32_t instance = model.bodies[family.body].first_instance + member;
    DrawStream stream(derive_key(prepared_->seed, prepared_->instance_hashes[instance], StreamPurpose::selection),
                      firings_[instance], index_);
    if (!family.reads_own) {
        const auto n = static_cast<double>(list.size());
        return list[static_cast<std::size_t>(std::min(n - 1.0, std::floor(uniform_open(stream) * n)))];
    }
    double left = uniform_open(stream) * member_part(family, member, now_, HazardAsked::value);
    std::uint32_t chosen = list.front();
    for (const std::uint32_t item : list) {
        Frame frame = frame_at(now_, family.shape, member);
        frame.own = items_.fields(item);
        const double hazard = evaluate(model, family.member, frame);
        if (!(hazard > 0.0)) continue;
        chosen = item;
        if (left < hazard) break;
        left -= hazard;
    }
    return chosen;
}

}  // namespace strife
