// What the instructions of a body may do to a replication. Private to the files of Replication.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

#include <fmt/format.h>

#include "base/numbers.h"
#include "kernel/draw_effects.h"
#include "kernel/interpreter.h"
#include "kernel/replication.h"

namespace strife {

inline constexpr double kExactIntegers = 9007199254740992.0;  // 2^53
inline constexpr std::uint32_t kMaxAgents = 20'000'000;       // of one kind

inline bool is_weight(double value) {
    return value >= 0.0 && !std::isinf(value);
}

struct Replication::BodyEffects {
    Replication& r;

    void perform(const Instruction& i, Frame& f, std::uint32_t& pc) {
        if (i.op >= Op::agent_load && i.op <= Op::agents_next) return r.perform_on_agents(i, f, pc);
        switch (i.op) {
            case Op::store_set:
            case Op::store_add:
            case Op::store_subtract:
            case Op::store_multiply:
                return r.store(i, f);
            case Op::refresh:
                return r.refresh_reductions();
            case Op::draw:
                f.m[i.d] = r.draw(i, f, r.prepared_->model.draws[i.b]);
                return;
            case Op::weights_clear:
                return r.choices_.clear();
            case Op::weights_add:
                check_weight(i, f.m[i.a]);
                return r.choices_.add(f.x[i.r], f.m[i.a]);
            case Op::weights_any:
                f.m[i.d] = r.choices_.any() ? 1.0 : 0.0;
                return;
            case Op::weights_draw:
                if (!r.choices_.any()) fail_without_candidate(i);
                f.m[i.d] = i.a + with_stream(i, [&](DrawStream& stream) { return r.choices_.draw(stream); });
                return;
            case Op::tree_draw:
                f.m[i.d] = draw_leaf(i, f);
                return;
            case Op::scatter_draw:
                return scatter(i, f.m[i.a]);
            case Op::scatter_take:
                f.m[i.d] = r.choices_.take(f.x[i.r]);
                return;
            case Op::list_shuffle:
                with_stream(i, [&](DrawStream& stream) {
                    r.choices_.shuffle(i.a, stream);
                    return 0;
                });
                return;
            case Op::list_next:
                if (!r.choices_.next(i.a, f.x[i.r])) pc = i.b;
                return;
            case Op::emit:
                return r.emit(i, f, r.prepared_->model.bodies[r.body_].actor);
            case Op::begin:
                return r.begin_item(i, f);
            case Op::cancel_item: {
                std::uint32_t item = 0;
                if (r.items_.find(f.m[i.a], item)) r.end_item(item);
                return;
            }
            case Op::cancel_some:
                return r.cancel_items(i, f);
            case Op::defer:
                return r.defer(i, f);
            default:
                STRIFE_ASSERT(i.op == Op::stop);
                if (r.stop_reason_ < 0) r.stop_reason_ = static_cast<std::int32_t>(i.a);
                return;
        }
    }

    // What `draw` gives from the stream of the place of an instruction, which goes on behind it.
    template <class Draw>
    double with_stream(const Instruction& i, Draw draw) {
        const std::uint32_t place = r.prepared_->model.draws[i.b].place;
        DrawStream stream(place_key(r.draw_key_, place), r.draw_firing_, r.index_, r.words_used_[place]);
        const auto drawn = static_cast<double>(draw(stream));
        r.words_used_[place] = stream.words_used();
        return drawn;
    }

    // Of agents (replication_agents.cpp).
    void spawn(const Instruction& i, Frame& f, std::span<const double> fields) const;
    double draw_agent(const Instruction& i, double member);
    void list_agents(const Instruction& i) const;
    void shuffle_agents(const Instruction& i);

    void check_weight(const Instruction& i, double weight) const {
        if (weight >= 0.0 && !std::isinf(weight)) return;
        r.fail_at(&i, fmt::format("a weight is {}, where a finite number of at least 0 is needed", format_number(weight)));
    }
    [[noreturn]] void fail_without_candidate(const Instruction& i) const {
        r.fail_at(&i, "no member has a weight above 0: nothing can be drawn");
    }

    double draw_leaf(const Instruction& i, const Frame& f) {
        r.refresh_reductions();
        const Reduction& reduction = r.prepared_->model.reductions[i.a];
        const std::uint32_t outer = i.r == kNoRegister ? 0 : f.x[i.r];
        const double total = f.m[reduction.first + outer];
        if (!(total > 0.0)) fail_without_candidate(i);
        const std::span<const double> tree(f.m + reduction.leaves + std::size_t{outer} * reduction.stride, reduction.stride);
        return with_stream(
            i, [&](DrawStream& stream) { return find_leaf(tree, reduction.inner.size, uniform_open(stream) * total); });
    }

    void scatter(const Instruction& i, double number) {
        if (!(number >= 0.0) || number != std::floor(number) || number > kExactIntegers) {
            r.fail_at(&i, fmt::format("the number to scatter is {}, where a whole number of at least 0 is needed",
                                      format_number(number)));
        }
        if (number > 0.0 && !r.choices_.any()) fail_without_candidate(i);
        with_stream(i, [&](DrawStream& stream) {
            r.choices_.scatter(number, stream);
            return 0;
        });
    }

    void not_a_member(const Instruction& i, const Frame& f) const { r.fail_at(&i, r.explain_member(i, f.m[i.a])); }
};

}  // namespace strife
