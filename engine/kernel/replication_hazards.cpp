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

double Replication::checked_rate(double value, const RateFamily& family, std::uint32_t member) const {
    if (value >= 0.0 && value <= std::numeric_limits<double>::max()) return value + 0.0;  // -0 becomes 0
    const Body& body = prepared_->model.bodies[family.body];
    const char* reason = std::isnan(value) ? "undefined (NaN: 0/0 or the like)" : value < 0.0 ? "negative" : "infinite";
    fail(fmt::format("the rate is {}{}", reason,
                     std::isfinite(value) ? fmt::format(": {} per day", format_number(value)) : std::string()),
         prepared_->model.member_name(body.name, body.shape, member), family.span);
}

// The member part of the hazard at time `at`, or its upper bound from there to the horizon. Items with hazards of their own add
// up.
double Replication::hazard_of_member(const RateFamily& family, std::uint32_t member, double at, bool bound) {
    const Model& model = prepared_->model;
    const auto one = [&](const double* own) {
        Frame frame = frame_at(at, family.shape, member);
        frame.own = own;
        if (!bound || !family.member_varies) return checked_rate(evaluate(model, family.member, frame), family, member);
        const ValueRange range = intervals_.bound(model, family.member, frame, at, horizon_);
        return checked_rate(std::max(0.0, range.high), family, member);
    };
    if (!family.reads_own) return one(nullptr);
    const ModelActivity& activity = model.activities[*family.activity];
    double sum = 0.0;
    for (const std::uint32_t item : items_.list(activity.first_pool + member)) sum += one(items_.fields(item));
    return sum;
}

void Replication::update_member(std::uint32_t family_id, std::uint32_t member) {
    const RateFamily& family = prepared_->model.rates[family_id];
    clocks_.set_member(family_id, member, hazard_of_member(family, member, now_, true), now_);
}

void Replication::update_shared(std::uint32_t family_id) {
    const Model& model = prepared_->model;
    const RateFamily& family = model.rates[family_id];
    if (!family.shared.exists()) return;
    Frame frame = frame_at(now_, Shape{}, 0);
    const double value = family.shared_varies ? std::max(0.0, intervals_.bound(model, family.shared, frame, now_, horizon_).high)
                                              : evaluate(model, family.shared, frame);
    clocks_.set_shared(family_id, checked_rate(value, family, 0), now_);
}

void Replication::update_all_hazards() {
    const Model& model = prepared_->model;
    for (std::uint32_t f = 0; f < model.rates.size(); ++f) {
        update_shared(f);
        for (std::uint32_t m = 0; m < model.rates[f].shape.size; ++m) update_member(f, m);
    }
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
        double shared = clocks_.shared(channel.family);
        if (family.shared_varies) {
            Frame frame = frame_at(now_, Shape{}, 0);
            shared = checked_rate(evaluate(model, family.shared, frame), family, channel.member);
        }
        rate = shared * hazard_of_member(family, channel.member, now_, false);
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
    if (!family.activity) {
        run_body(family.body, channel.member, firing, nullptr, nullptr);
    } else {
        const std::uint32_t item = choose_item(family, channel.member);
        std::copy_n(items_.fields(item), prepared_->max_fields, body_own_.begin());
        end_item(item);
        refresh_reductions();
        run_body(family.body, channel.member, firing, nullptr, body_own_.data());
    }
    settle_instant();
}

// The victim of an interrupt: each item alike, or in proportion to its own hazard.
std::uint32_t Replication::choose_item(const RateFamily& family, std::uint32_t member) {
    const Model& model = prepared_->model;
    const ModelActivity& activity = model.activities[*family.activity];
    const std::vector<std::uint32_t>& list = items_.list(activity.first_pool + member);
    STRIFE_EXPECT(!list.empty());
    const std::uint32_t instance = model.bodies[family.body].first_instance + member;
    DrawStream stream(derive_key(prepared_->seed, prepared_->instance_hashes[instance], StreamPurpose::selection),
                      firings_[instance], index_);
    if (!family.reads_own) {
        const auto n = static_cast<double>(list.size());
        return list[static_cast<std::size_t>(std::min(n - 1.0, std::floor(uniform_open(stream) * n)))];
    }
    double left = uniform_open(stream) * hazard_of_member(family, member, now_, false);
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
