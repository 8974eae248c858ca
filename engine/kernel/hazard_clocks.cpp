// SPDX-License-Identifier: Apache-2.0
#include "kernel/hazard_clocks.h"

#include <algorithm>
#include <limits>

#include "random/stream_keys.h"

namespace strife {
namespace {
constexpr std::uint32_t kNoHandle = std::numeric_limits<std::uint32_t>::max();
constexpr double kNever = std::numeric_limits<double>::infinity();
}  // namespace

HazardClocks::HazardClocks(const PreparedModel& prepared, std::uint64_t replication)
    : prepared_(&prepared),
      replication_(replication),
      top_(static_cast<std::uint32_t>(prepared.model.rates.size())),
      forest_(prepared.forest),
      shared_(prepared.model.rates.size(), 1.0),
      clock_(derive_key(prepared.seed, hash_name("clock"), StreamPurpose::clock), replication) {
    reset(replication);
}

void HazardClocks::reset(std::uint64_t replication) {
    replication_ = replication;
    forest_.clear();
    std::fill(shared_.begin(), shared_.end(), 1.0);
    restart_clock(0);
    unit_left_ = 0.0;
    anchor_ = 0.0;
    armed_ = 0;
    if (!coupled()) return;
    const std::size_t n = prepared_->model.channel_count;
    internal_now_.assign(n, 0.0);
    internal_next_.assign(n, 0.0);
    last_update_.assign(n, 0.0);
    rates_.assign(n, 0.0);
    candidates_.assign(n, 0);
    handles_.assign(n, kNoHandle);
    queue_.clear();
}

void HazardClocks::restart_clock(std::uint64_t position) {
    clock_ = ClockStream(derive_key(prepared_->seed, hash_name("clock"), StreamPurpose::clock), replication_);
    clock_.set_position(position);
}

std::uint64_t HazardClocks::instance_hash(std::uint32_t family, std::uint32_t member) const {
    const Model& model = prepared_->model;
    return prepared_->instance_hashes[model.bodies[model.rates[family].body].first_instance + member];
}

// What is left of the clock at `now`, as long as the total is what it has been so far.
void HazardClocks::use_up(double now) {
    if (now == anchor_) return;
    if (armed_ != 0) unit_left_ = std::max(0.0, unit_left_ - (now - anchor_) * total());
    anchor_ = now;
}

void HazardClocks::set_shared(std::uint32_t family, double value, double now) {
    if (shared_[family] == value) return;
    if (!coupled()) use_up(now);
    shared_[family] = value;
    forest_.set(top_, family, value * forest_.total(family));
    if (!coupled()) return;
    const std::uint32_t size = prepared_->model.rates[family].shape.size;
    for (std::uint32_t m = 0; m < size; ++m) set_rate(family, m, now);
}

void HazardClocks::set_member(std::uint32_t family, std::uint32_t member, double value, double now) {
    if (forest_.weight(family, member) == value) return;
    if (!coupled()) use_up(now);
    forest_.set(family, member, value);
    forest_.set(top_, family, shared_[family] * forest_.total(family));
    if (coupled()) set_rate(family, member, now);
}

// Coupled: the internal clock runs at the rate that held since the last change.
void HazardClocks::set_rate(std::uint32_t family, std::uint32_t member, double now) {
    const std::uint32_t channel = prepared_->model.rates[family].first_channel + member;
    const double rate = shared_[family] * forest_.weight(family, member);
    if (rates_[channel] == rate) return;
    internal_now_[channel] += rates_[channel] * (now - last_update_[channel]);
    last_update_[channel] = now;
    rates_[channel] = rate;
    schedule(channel, family, member, now);
}

double HazardClocks::next_unit(std::uint32_t channel, std::uint32_t family, std::uint32_t member) {
    DrawStream stream(derive_key(prepared_->seed, instance_hash(family, member), StreamPurpose::clock), candidates_[channel]++,
                      replication_);
    return -consistent_log(uniform_open(stream));
}

void HazardClocks::schedule(std::uint32_t channel, std::uint32_t family, std::uint32_t member, double now) {
    if (handles_[channel] != kNoHandle) {
        queue_.remove(handles_[channel]);
        handles_[channel] = kNoHandle;
    }
    if (!(rates_[channel] > 0.0)) return;
    if (candidates_[channel] == 0) internal_next_[channel] = next_unit(channel, family, member);
    PendingEvent event;
    event.time = now + std::max(0.0, internal_next_[channel] - internal_now_[channel]) / rates_[channel];
    event.rank = channel;
    event.owner = family;
    event.member = member;
    handles_[channel] = queue_.post(event);
}

double HazardClocks::next_time(double now) {
    if (coupled()) return queue_.empty() ? kNever : queue_.front().time;
    const double sum = total();
    if (!(sum > 0.0)) return kNever;
    if (armed_ == 0) {
        unit_left_ = clock_.exponential();
        anchor_ = now;
        armed_ = 1;
    }
    return std::max(now, anchor_ + unit_left_ / sum);
}

Channel HazardClocks::take(double now) {
    if (!coupled()) {
        armed_ = 0;
        const std::uint32_t family = forest_.find(top_, clock_.uniform() * total());
        if (prepared_->model.rates[family].shape.size == 1) return {family, 0};
        return {family, forest_.find(family, clock_.uniform() * forest_.total(family))};
    }
    const PendingEvent event = queue_.front();
    const std::uint32_t channel = prepared_->model.rates[event.owner].first_channel + event.member;
    internal_now_[channel] = internal_next_[channel];
    last_update_[channel] = now;
    internal_next_[channel] += next_unit(channel, event.owner, event.member);
    schedule(channel, event.owner, event.member, now);
    return {event.owner, event.member};
}

double HazardClocks::acceptance(Channel channel) {
    if (!coupled()) return clock_.uniform();
    const std::uint32_t number = candidates_[prepared_->model.rates[channel.family].first_channel + channel.member];
    DrawStream stream(derive_key(prepared_->seed, instance_hash(channel.family, channel.member), StreamPurpose::thinning), number,
                      replication_);
    return uniform_open(stream);
}

}  // namespace strife
