// Effects of programs that may draw and do nothing else: priors, initial values, gaps, durations.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <string>

#include "kernel/candidates.h"
#include "kernel/interpreter.h"
#include "kernel/prepared_model.h"
#include "random/laws.h"
#include "random/quantiles.h"
#include "random/stream_keys.h"

namespace strife {

// The key of one place that draws, from the key of its instance.
constexpr std::uint64_t place_key(std::uint64_t instance_key, std::uint32_t place) {
    return mix_bits(instance_key ^ (0x9E3779B97F4A7C15U * (place + 1ULL)));
}

class DrawEffects {
  public:
    DrawEffects(const Model& model, const PreparedModel& prepared, std::uint64_t replication, std::uint64_t name_hash,
                StreamPurpose purpose, std::uint32_t firing)
        : model_(model), key_(derive_key(prepared.seed, name_hash, purpose)), replication_(replication), firing_(firing) {}

    void perform(const Instruction& i, Frame& f, std::uint32_t&) {
        switch (i.op) {
            case Op::weights_clear:
                return choices_.clear();
            case Op::weights_add:
                if (!(f.m[i.a] >= 0.0) || std::isinf(f.m[i.a])) return note_fault("a weight is negative, infinite or undefined");
                return choices_.add(f.x[i.r], f.m[i.a]);
            case Op::weights_draw: {
                f.m[i.d] = kNothing;
                if (!choices_.any()) return note_fault(kNoCandidate);
                DrawStream stream = stream_of(model_.draws[i.b]);
                f.m[i.d] = i.a + choices_.draw(stream);
                return;
            }
            case Op::tree_draw:
                f.m[i.d] = draw_leaf(i, f);
                return;
            default:
                STRIFE_EXPECT(i.op == Op::draw);
                f.m[i.d] = draw(i, f);
        }
    }
    // From now on draws are those of another firing of the same name.
    void set_firing(std::uint32_t firing) { firing_ = firing; }
    void not_a_member(const Instruction&, const Frame&) { fault_ = "a member of another set stands as an index"; }

    // Why a draw was impossible; empty if all went well.
    [[nodiscard]] const std::string& fault() const { return fault_; }

  private:
    static constexpr double kNothing = -1.0;
    static constexpr const char* kNoCandidate = "no member has a weight above 0: nothing can be drawn";

    void note_fault(const char* why) {
        if (fault_.empty()) fault_ = why;
    }
    [[nodiscard]] DrawStream stream_of(const DrawSite& site) const {
        return {place_key(key_, site.place), firing_, replication_};
    }
    double draw(const Instruction& i, const Frame& f) {
        const DrawSite& site = model_.draws[i.b];
        const std::span<const double> parameters(f.m + i.a, site.n_parameters);
        const Law law = static_cast<Law>(site.law);
        if (!valid_parameters(law, parameters)) {
            if (fault_.empty()) {
                fault_ =
                    std::string(law_info(law).name) + "(): " + explain_invalid(law, parameters).value_or("invalid parameters");
            }
            return 0.0;
        }
        DrawStream stream = stream_of(site);
        return sample(law, parameters, stream);
    }
    double draw_leaf(const Instruction& i, const Frame& f) {
        const Reduction& reduction = model_.reductions[i.a];
        const std::uint32_t outer = i.r == kNoRegister ? 0 : f.x[i.r];
        const double total = f.m[reduction.first + outer];
        if (!(total > 0.0)) {
            note_fault(kNoCandidate);
            return kNothing;
        }
        const std::span<const double> tree(f.m + reduction.leaves + std::size_t{outer} * reduction.stride, reduction.stride);
        DrawStream stream = stream_of(model_.draws[i.b]);
        return find_leaf(tree, reduction.inner.size, uniform_open(stream) * total);
    }

    Candidates choices_;
    const Model& model_;
    std::uint64_t key_;
    std::uint64_t replication_;
    std::uint32_t firing_;
    std::string fault_;
};

// Instead of drawing takes the quantile of a rank, for programs with one draw.
class QuantileEffects {
  public:
    QuantileEffects(const Model& model, double rank) : model_(model), rank_(rank) {}

    void perform(const Instruction& i, Frame& f, std::uint32_t&) {
        STRIFE_EXPECT(i.op == Op::draw);
        const DrawSite& site = model_.draws[i.b];
        const std::span<const double> parameters(f.m + i.a, site.n_parameters);
        const Law law = static_cast<Law>(site.law);
        if (valid_parameters(law, parameters)) {
            f.m[i.d] = quantile(law, parameters, rank_);
            return;
        }
        fault_ = std::string(law_info(law).name) + "(): " + explain_invalid(law, parameters).value_or("invalid parameters");
        f.m[i.d] = 0.0;
    }
    void not_a_member(const Instruction&, const Frame&) { fault_ = "a member of another set stands as an index"; }

    [[nodiscard]] const std::string& fault() const { return fault_; }

  private:
    const Model& model_;
    double rank_;
    std::string fault_;
};

}  // namespace strife
