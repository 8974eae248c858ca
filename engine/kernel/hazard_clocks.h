// The Poisson clocks of all channels: when the next candidate comes and which it is, under either drawing scheme.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "kernel/pending_queue.h"
#include "kernel/prepared_model.h"
#include "random/clock_stream.h"

namespace strife {

// A channel's number: family and member.
struct Channel {
    std::uint32_t family = 0;
    std::uint32_t member = 0;
};

// Direct scheme (Gillespie 1976, https://doi.org/10.1016/0021-9991(76)90041-3): one exponential clock for the total hazard; what
// is left of it is kept over changes of the hazards, so that no draw is wasted. Coupled scheme (modified next reaction method,
// Anderson 2007, https://doi.org/10.1063/1.2799998): each channel has an internal clock of unit rate and a stream of its own.
// Rates are upper bounds where a hazard changes between events; the caller then accepts or refuses the candidate.
class HazardClocks {
  public:
    HazardClocks(const PreparedModel& prepared, std::uint64_t replication);

    // Starts over for another replication.
    void reset(std::uint64_t replication);

    // The rates of another model with the same channels will be set; the clocks go on.
    void follow_model(const PreparedModel& prepared) { prepared_ = &prepared; }

    // New rates as of time `now` [days], which never goes back.
    void set_shared(std::uint32_t family, double value, double now);
    void set_member(std::uint32_t family, std::uint32_t member, double value, double now);
    [[nodiscard]] double shared(std::uint32_t family) const { return shared_[family]; }
    [[nodiscard]] double rate(Channel channel) const {
        return shared_[channel.family] * forest_.weight(channel.family, channel.member);
    }
    [[nodiscard]] double total() const { return forest_.total(top_); }

    // Time of the next candidate; infinity if all rates are 0.
    double next_time(double now);
    // The candidate whose time has come; a new one is drawn from here on.
    Channel take(double now);
    // A uniform draw that decides whether the candidate just taken is accepted.
    double acceptance(Channel channel);

    template <class Archive>
    void archive(Archive& a) {
        std::uint64_t position = clock_.position();
        a(replication_, position, shared_, unit_left_, anchor_, armed_);
        forest_.archive(a);
        a(internal_now_, internal_next_, last_update_, rates_, candidates_, handles_);
        queue_.archive(a);
        restart_clock(position);
    }

  private:
    [[nodiscard]] bool coupled() const { return prepared_->method == Method::coupled; }
    [[nodiscard]] std::uint64_t instance_hash(std::uint32_t family, std::uint32_t member) const;
    void restart_clock(std::uint64_t position);
    void use_up(double now);
    void set_rate(std::uint32_t family, std::uint32_t member, double now);
    void schedule(std::uint32_t channel, std::uint32_t family, std::uint32_t member, double now);
    double next_unit(std::uint32_t channel, std::uint32_t family, std::uint32_t member);

    const PreparedModel* prepared_;
    std::uint64_t replication_;
    std::uint32_t top_;
    WeightForest forest_;
    std::vector<double> shared_;  // [families]
    ClockStream clock_;
    double unit_left_ = 0.0;  // what is left of the exponential clock at `anchor_`, in units of the total hazard
    double anchor_ = 0.0;     // moves only when a rate changes or a candidate is taken: other events leave no trace
    std::uint8_t armed_ = 0;
    // Coupled scheme, [channels]:
    std::vector<double> internal_now_;
    std::vector<double> internal_next_;
    std::vector<double> last_update_;
    std::vector<double> rates_;
    std::vector<std::uint32_t> candidates_;  // drawn so far
    std::vector<std::uint32_t> handles_;     // in the queue, or kNoHandle
    PendingQueue queue_;
};

}  // namespace strife
