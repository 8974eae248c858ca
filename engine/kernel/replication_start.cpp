// The memory at the start of a replication: parameters and their priors, fixed values, initial state, sums, inputs.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <boost/math/tools/toms748_solve.hpp>

#include "base/numbers.h"
#include "kernel/draw_effects.h"
#include "kernel/interpreter.h"
#include "kernel/replication.h"
#include "random/quantiles.h"
#include "random/stream_keys.h"

namespace strife {
namespace {
constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr std::uint32_t kMaxTruncationDraws = 100'000;
}  // namespace

void Replication::initialise_memory(AgentsAre agents) {
    const Model& model = prepared_->model;
    memory_.assign(model.memory.begin(), model.memory.end());
    std::uint32_t next_reduction = 0;
    const auto reduce_up_to = [&](std::uint32_t end) {
        for (; next_reduction < end; ++next_reduction) initialise_reduction(next_reduction);
    };
    draw_correlated();
    std::size_t next_prior = 0;
    for (std::size_t i = 0; i <= model.initializers.size(); ++i) {
        for (; next_prior < model.priors.size() && model.priors[next_prior].before == i; ++next_prior) {
            reduce_up_to(model.priors[next_prior].reductions);
            draw_prior(model.priors[next_prior], prior_ranks_[next_prior]);
        }
        if (i == model.agents_before && agents == AgentsAre::made) {
            reduce_up_to(model.agent_reductions);
            make_initial_agents();
        }
        if (i == model.initializers.size()) break;
        reduce_up_to(model.initializers[i].reductions);
        run_initializer(model.initializers[i]);
    }
    reduce_up_to(static_cast<std::uint32_t>(model.reductions.size()));
    if (!model.agents.empty()) refresh_reductions();  // terms of agents may read sums
    forget_changes();
}

// What changed in the course of a start has no one to tell yet.
void Replication::forget_changes() {
    for (const Slot slot : dirty_leaves_) dirty_[slot] = 0;
    for (const Slot slot : dirty_slots_) dirty_[slot] = 0;
    dirty_leaves_.clear();
    dirty_slots_.clear();
}

void Replication::initialise_reduction(std::uint32_t id) {
    const Reduction& reduction = prepared_->model.reductions[id];
    const double nothing = reduction.op == ReduceOp::sum ? 0.0 : reduction.op == ReduceOp::minimum ? kNever : -kNever;
    std::fill_n(memory_.begin() + reduction.first, reduction.outer.size, nothing);
    std::fill_n(memory_.begin() + reduction.leaves, std::size_t{reduction.outer.size} * reduction.stride, nothing);
    const std::uint32_t leaves = reduction.outer.size * reduction.inner.size;
    for (std::uint32_t leaf = 0; leaf < leaves; ++leaf) update_leaf(id, leaf);
}

void Replication::run_initializer(const Initializer& initializer) {
    const Model& model = prepared_->model;
    const std::uint32_t begin = initializer.member.value_or(0);
    const std::uint32_t end = initializer.member ? begin + 1 : initializer.shape.size;
    for (std::uint32_t m = begin; m < end; ++m) {
        Frame frame = frame_at(0.0, initializer.shape, m);
        DrawEffects effects(
            model, *prepared_, index_,
            hash_name(initializer.name.empty() ? std::string() : model.member_name(initializer.name, initializer.shape, m)),
            StreamPurpose::initial, 0);
        interpret(model, initializer.program, frame, effects);
        if (!effects.fault().empty()) fail(effects.fault(), initializer.name, model.code_spans[initializer.program.begin]);
        memory_[initializer.first + m] = memory_[initializer.program.result];
    }
}

// The ranks of correlated priors, by a Gaussian copula: normal draws, one from the stream of each parameter, are mixed by the
// Cholesky factor, and each is turned into the share of its law that lies below (Nelsen 2006, An Introduction to Copulas, 2.10).
void Replication::draw_correlated() {
    const Model& model = prepared_->model;
    prior_ranks_.assign(model.priors.size(), std::nullopt);
    for (const PriorGroup& group : model.prior_groups) {
        std::vector<double> normals;
        for (const CorrelatedParameter& member : group.members) {
            const std::string name = "correlations." + model.parameters[member.parameter].name;
            DrawStream stream(derive_key(prepared_->seed, hash_name(name), StreamPurpose::parameter), 0, point());
            normals.push_back(sample_normal(stream, 0.0, 1.0));
        }
        const std::size_t n = normals.size();
        for (std::size_t i = 0; i < n; ++i) {
            double z = 0.0;
            for (std::size_t j = 0; j <= i; ++j) z += group.factor[i * n + j] * normals[j];
            if (group.members[i].prior) prior_ranks_[*group.members[i].prior] = normal_share(z);
        }
    }
}

// The value of a prior whose one draw is the quantile of this rank.
double Replication::prior_at(const Prior& prior, double rank) {
    const Model& model = prepared_->model;
    const ModelParameter& parameter = model.parameters[prior.parameter];
    Frame frame = frame_at(0.0, parameter.shape, 0);
    QuantileEffects effects(model, rank);
    interpret(model, prior.program, frame, effects);
    if (!effects.fault().empty()) fail(effects.fault(), "parameters." + parameter.name, prior.span);
    return memory_[prior.program.result];
}

// Maps a rank into the stretch of ranks whose values lie within the truncation; its ends are found by the
// method of Alefeld, Potra and Shi (1995, https://doi.org/10.1145/210089.210111).
double Replication::truncated_rank(const Prior& prior, double rank) {
    if (prior.lower == kNoSlot && prior.upper == kNoSlot) return rank;
    constexpr double kLeastRank = 1e-12;
    constexpr std::uintmax_t kMaxSteps = 100;
    const std::string name = "parameters." + prepared_->model.parameters[prior.parameter].name;
    const bool rising = prior_at(prior, 0.25) <= prior_at(prior, 0.75);
    const double lower = prior.lower == kNoSlot ? -kNever : memory_[prior.lower];
    const double upper = prior.upper == kNoSlot ? kNever : memory_[prior.upper];
    // The rank at which the value passes `bound`.
    const auto crossing = [&](double bound) {
        const double sign = rising ? 1.0 : -1.0;
        const auto beyond = [&](double at) { return sign * (prior_at(prior, at) - bound); };
        const double low = beyond(kLeastRank);  // infinite where there is no bound
        const double high = beyond(1.0 - kLeastRank);
        if (low >= 0.0) return kLeastRank;
        if (high <= 0.0) return 1.0 - kLeastRank;
        std::uintmax_t steps = kMaxSteps;
        const auto near_enough = [&](double a, double b) { return std::abs(b - a) < kLeastRank; };
        const auto [below, above] =
            boost::math::tools::toms748_solve(beyond, kLeastRank, 1.0 - kLeastRank, low, high, near_enough, steps);
        return below + (above - below) / 2;
    };
    const double first = crossing(rising ? lower : upper);
    const double last = crossing(rising ? upper : lower);
    if (!(first < last - kLeastRank)) {
        fail(fmt::format("no value of the prior lies between its truncations {} and {}", format_number(lower),
                         format_number(upper)),
             name, prior.span);
    }
    return first + rank * (last - first);
}

void Replication::draw_prior(const Prior& prior, std::optional<double> rank) {
    const Model& model = prepared_->model;
    const ModelParameter& parameter = model.parameters[prior.parameter];
    if (rank) {
        const double value = prior_at(prior, truncated_rank(prior, *rank));
        std::fill_n(memory_.begin() + parameter.first, parameter.shape.size, value);
        return;
    }
    const std::string name = "parameters." + parameter.name;
    const double lower = prior.lower == kNoSlot ? -kNever : memory_[prior.lower];
    const double upper = prior.upper == kNoSlot ? kNever : memory_[prior.upper];
    double value = 0.0;
    for (std::uint32_t m = 0; m < parameter.shape.size; ++m) {
        if (m == 0 || !prior.shared) {
            const std::string member = prior.shared ? name : model.member_name(name, parameter.shape, m);
            for (std::uint32_t attempt = 0;; ++attempt) {
                Frame frame = frame_at(0.0, parameter.shape, m);
                DrawEffects effects(model, *prepared_, point(), hash_name(member), StreamPurpose::parameter, attempt);
                interpret(model, prior.program, frame, effects);
                if (!effects.fault().empty()) fail(effects.fault(), member, prior.span);
                value = memory_[prior.program.result];
                if (value >= lower && value <= upper) break;
                if (attempt == kMaxTruncationDraws) {
                    fail(fmt::format("none of {} draws of the prior lies between its truncations {} and {}", attempt,
                                     format_number(lower), format_number(upper)),
                         member, prior.span);
                }
            }
        }
        memory_[parameter.first + m] = value;
    }
}

// Puts the inputs at what they are just before the changes of instant `time`, or at the start at their first row.
void Replication::start_inputs(double time) {
    const Model& model = prepared_->model;
    for (std::uint32_t i = 0; i < model.inputs.size(); ++i) {
        const ModelInput& input = model.inputs[i];
        const auto next = std::lower_bound(input.change_days.begin(), input.change_days.end(), time);
        const auto row = static_cast<std::size_t>(next - input.change_days.begin());
        const auto values = input.values.begin() + static_cast<std::ptrdiff_t>(row * input.shape.size);
        std::copy_n(values, input.shape.size, memory_.begin() + input.first);
        post_input(i, row + 1);
    }
}

void Replication::post_input(std::uint32_t input, std::size_t row) {
    const std::vector<double>& changes = prepared_->model.inputs[input].change_days;
    if (row > changes.size()) return;
    PendingEvent event;
    event.time = changes[row - 1];
    event.kind = PendingClass::input;
    event.owner = input;
    event.member = static_cast<std::uint32_t>(row);
    event.rank = pending_rank(0, PendingClass::input, input);
    queue_.post(event);
}

void Replication::take_input(std::uint32_t id, std::uint32_t row) {
    const ModelInput& input = prepared_->model.inputs[id];
    for (std::uint32_t m = 0; m < input.shape.size; ++m) {
        const double value = input.values[std::size_t{row} * input.shape.size + m];
        if (memory_[input.first + m] == value) continue;
        memory_[input.first + m] = value;
        mark_dirty(input.first + m);
    }
    post_input(id, std::size_t{row} + 1);
}

}  // namespace strife
