// What the instructions of a body do where every draw is a branch. Private to the files of InstantMachine.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/numbers.h"
#include "kernel/interpreter.h"
#include "solve/finite_laws.h"
#include "solve/instant_machine.h"

namespace strife {

struct InstantMachine::Effects {
    InstantMachine& m;

    void perform(const Instruction& i, Frame& f, std::uint32_t& pc) {
        switch (i.op) {
            case Op::store_set:
            case Op::store_add:
            case Op::store_subtract:
            case Op::store_multiply:
                return m.store(i, f);
            case Op::refresh:
                return m.refresh_reductions();
            case Op::draw:
                f.m[i.d] = draw(i, f);
                return;
            case Op::weights_clear:
                m.candidates_.clear();
                m.weights_.clear();
                return;
            case Op::weights_add:
                return add_candidate(i, f);
            case Op::weights_any:
                f.m[i.d] = any() ? 1.0 : 0.0;
                return;
            case Op::weights_draw:
                f.m[i.d] = i.a + m.candidates_[choose_by_weight(i, m.weights_)];
                return;
            case Op::tree_draw:
                f.m[i.d] = draw_leaf(i, f);
                return;
            case Op::scatter_draw:
                return scatter(i, f.m[i.a]);
            case Op::scatter_take:
                f.m[i.d] = take(f.x[i.r]);
                return;
            case Op::list_shuffle:
                return shuffle(i.a);
            case Op::list_next:
                return next(i, f, pc);
            case Op::emit:
                return emit(i, f);
            default:
                STRIFE_ASSERT(i.op == Op::stop);
                if (m.stop_reason_ < 0) m.stop_reason_ = static_cast<std::int32_t>(i.a);
        }
    }

    void not_a_member(const Instruction& i, const Frame& f) const { throw MemberFault{&i, f.m[i.a]}; }

  private:
    static constexpr const char* kNothing = "no member has a weight above 0: nothing can be drawn";

    [[nodiscard]] bool any() const {
        return std::any_of(m.weights_.begin(), m.weights_.end(), [](double weight) { return weight > 0.0; });
    }

    void add_candidate(const Instruction& i, const Frame& f) {
        const double weight = f.m[i.a];
        if (!(weight >= 0.0) || std::isinf(weight)) {
            m.fail_at(i, fmt::format("a weight is {}, where a finite number of at least 0 is needed", format_number(weight)));
        }
        m.candidates_.push_back(f.x[i.r]);
        m.weights_.push_back(weight);
    }

    double draw(const Instruction& i, const Frame& f) {
        const DrawSite& site = m.model_.draws[i.b];
        const std::span<const double> parameters(f.m + i.a, site.n_parameters);
        const Law law = static_cast<Law>(site.law);
        const bool listed = m.draws_ == Draws::listed || !stands_at_mean(law);
        std::vector<double> checked(parameters.begin(), parameters.end());
        if (!listed && law == Law::binomial) checked[0] = std::floor(checked[0]);  // any number of trials has a mean
        if (!valid_parameters(law, checked)) {
            m.fail_at(i,
                      fmt::format("{}(): {}", law_info(law).name, explain_invalid(law, checked).value_or("invalid parameters")));
        }
        if (listed) {
            return m.branches_.choose([&] {
                auto options = listed_support(law, parameters);
                if (!options) refuse_law(i, law);
                return std::move(*options);
            });
        }
        const double mean = law_mean(law, parameters);
        if (!std::isfinite(mean)) m.fail_at(i, fmt::format("{}() has no finite mean", law_info(law).name));
        return mean;
    }

    [[noreturn]] void refuse_law(const Instruction& i, Law law) const {
        throw SolveError(SolveError::Kind::refused,
                         fmt::format("a draw from {}() has too many values to follow each of them", law_info(law).name),
                         m.span_of(i), m.process_at_hand());
    }

    // The place of one of the weights.
    std::size_t choose_by_weight(const Instruction& i, std::span<const double> weights) {
        double total = 0.0;
        for (const double weight : weights) total += weight;
        if (!(total > 0.0)) m.fail_at(i, kNothing);
        return static_cast<std::size_t>(m.branches_.choose([&] {
            std::vector<WeightedValue> options;
            for (std::size_t k = 0; k < weights.size(); ++k) {
                if (weights[k] > 0.0) options.push_back({static_cast<double>(k), weights[k] / total});
            }
            return options;
        }));
    }

    double draw_leaf(const Instruction& i, const Frame& f) {
        m.refresh_reductions();
        const Reduction& reduction = m.model_.reductions[i.a];
        const std::uint32_t outer = i.r == kNoRegister ? 0 : f.x[i.r];
        const Slot tree = reduction.leaves + outer * reduction.stride;
        return static_cast<double>(choose_by_weight(i, std::span(f.m + tree, reduction.inner.size)));
    }

    // One candidate after another takes its part of what is left; the last with a weight takes all.
    void scatter(const Instruction& i, double number) {
        const bool whole = number == std::floor(number) || m.draws_ == Draws::averaged;
        if (!(number >= 0.0) || !whole || std::isinf(number)) {
            m.fail_at(i, fmt::format("the number to scatter is {}, where a whole number of at least 0 is needed",
                                     format_number(number)));
        }
        m.shares_.assign(m.candidates_.size(), 0.0);
        m.next_share_ = 0;
        if (number == 0.0) return;
        if (!any()) m.fail_at(i, kNothing);
        std::vector<double> rest(m.weights_.size() + 1, 0.0);
        for (std::size_t k = m.weights_.size(); k-- > 0;) rest[k] = rest[k + 1] + m.weights_[k];
        for (std::size_t k = 0; k < m.weights_.size() && number > 0.0; ++k) {
            if (m.weights_[k] == 0.0) continue;
            const double p = rest[k + 1] == 0.0 ? 1.0 : std::min(1.0, m.weights_[k] / rest[k]);
            const double share = m.draws_ == Draws::averaged ? number * p : m.branches_.choose([&] {
                auto options = binomial_support(number, p);
                if (!options) refuse_law(i, Law::binomial);
                return std::move(*options);
            });
            m.shares_[k] = share;
            number -= share;
        }
    }

    double take(std::uint32_t candidate) {
        if (m.next_share_ == m.candidates_.size() || m.candidates_[m.next_share_] != candidate) return 0.0;
        return m.shares_[m.next_share_++];
    }

    // Which of those that are left comes next is chosen when it is asked for: orders that a loop never sees make no branches.
    void shuffle(std::uint32_t list) {
        if (list >= m.lists_.size()) m.lists_.resize(list + std::size_t{1});
        m.lists_[list] = {m.candidates_, 0};
    }

    void next(const Instruction& i, Frame& f, std::uint32_t& pc) {
        List& list = m.lists_[i.a];
        const std::size_t left = list.entries.size() - list.next;
        if (left == 0) {
            pc = i.b;
            return;
        }
        const double chosen = m.branches_.choose([&] {
            std::vector<WeightedValue> options;
            for (std::size_t k = 0; k < left; ++k) options.push_back({static_cast<double>(k), 1.0 / static_cast<double>(left)});
            return options;
        });
        std::swap(list.entries[list.next], list.entries[list.next + static_cast<std::size_t>(chosen)]);
        f.x[i.r] = list.entries[list.next++];
    }

    void emit(const Instruction& i, const Frame& f) {
        const auto first = static_cast<std::uint32_t>(m.event_fields_.size());
        m.event_fields_.insert(m.event_fields_.end(), f.m + i.b, f.m + i.b + i.r);
        // An observer says itself whom the event is from.
        if (i.r < m.model_.events[i.a].fields.size()) {
            m.event_fields_.push_back(m.model_.bodies[static_cast<std::size_t>(m.body_)].actor);
        }
        m.events_.push_back({i.a, first});
    }
};

}  // namespace strife
