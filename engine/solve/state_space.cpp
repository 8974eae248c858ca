// SPDX-License-Identifier: Apache-2.0
#include "solve/state_space.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <set>
#include <unordered_set>

#include <fmt/format.h>

#include "base/numbers.h"

namespace strife {
namespace {

using Triplet = Eigen::Triplet<double>;
constexpr std::size_t kShownSlots = 8;  // of a state in a message

// The slots that any body may change.
std::set<Slot> written_slots(const Model& model) {
    std::set<Slot> slots;
    for (const Body& body : model.bodies) {
        if (body.disabled) continue;
        for (const std::uint32_t s : body.writes) {
            const ModelState& state = model.states[s];
            for (std::uint32_t e = 0; e < state.shape.size; ++e) slots.insert(state.first + e);
        }
    }
    return slots;
}

class Explorer {
  public:
    Explorer(const Model& model, InstantMachine& machine, const EventCells& cells, std::size_t max_states)
        : model_(model), machine_(machine), cells_(cells), max_states_(max_states), known_(64, Hash{*this}, Equal{*this}) {}

    StateSpace run() {
        start();
        for (std::size_t from = 0; from < space_.size(); ++from) {
            if (space_.stop_reasons[from] < 0) leave(from);
        }
        finish();
        return std::move(space_);
    }

  private:
    struct Start {
        double probability = 0.0;
        std::int32_t stop_reason = -1;
        std::vector<double> memory;
    };
    struct Hash {
        const Explorer& explorer;
        std::size_t operator()(std::uint32_t state) const {
            std::uint64_t hash = 0x9E3779B97F4A7C15U + static_cast<std::uint64_t>(explorer.space_.stop_reasons[state] + 1);
            for (const double value : explorer.space_.state(state)) {
                hash = (hash ^ std::bit_cast<std::uint64_t>(value)) * 0xD6E8FEB86659FD93U;
                hash ^= hash >> 32U;
            }
            return hash;
        }
    };
    struct Equal {
        const Explorer& explorer;
        bool operator()(std::uint32_t a, std::uint32_t b) const {
            const StateSpace& space = explorer.space_;
            return space.stop_reasons[a] == space.stop_reasons[b] && std::ranges::equal(space.state(a), space.state(b));
        }
    };

    void start() {
        std::vector<Start> starts;
        counts_ = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(cells_.size()));
        machine_.for_each_start([&](double probability) {
            starts.push_back({probability, machine_.stop_reason(), machine_.memory()});
            cells_.observe(machine_, [&](std::size_t cell, double value) {
                counts_[static_cast<Eigen::Index>(cell)] += probability * value;
            });
        });
        // What is drawn at the start differs between states too, though nothing may change it afterwards.
        std::set<Slot> slots = written_slots(model_);
        for (Slot slot = kScratchSlots; slot < model_.slot_states.size(); ++slot) {
            if (model_.slot_states[slot] == kNoState) continue;
            const auto differs = [&](const Start& other) { return other.memory[slot] != starts.front().memory[slot]; };
            if (std::ranges::any_of(starts, differs)) slots.insert(slot);
        }
        space_.slots.assign(slots.begin(), slots.end());
        machine_.keep_all_but(space_.slots);
        for (const Start& first : starts) {
            const std::uint32_t state = find_or_add(first.memory, first.stop_reason);
            if (initial_.size() <= state) initial_.resize(state + std::size_t{1}, 0.0);
            initial_[state] += first.probability;
        }
    }

    std::uint32_t find_or_add(const std::vector<double>& memory, std::int32_t stop_reason) {
        const auto candidate = static_cast<std::uint32_t>(space_.size());
        for (const Slot slot : space_.slots) space_.values.push_back(memory[slot] + 0.0);  // -0 is 0
        space_.stop_reasons.push_back(stop_reason);
        const auto [found, added] = known_.insert(candidate);
        if (!added) {
            space_.values.resize(space_.values.size() - space_.slots.size());
            space_.stop_reasons.pop_back();
            return *found;
        }
        if (space_.size() > max_states_) refuse_size();
        return candidate;
    }

    [[noreturn]] void refuse_size() const {
        // The variable that takes the most values is the one to bound.
        std::size_t most = 0;
        std::size_t widest = 0;
        for (std::size_t i = 0; i < space_.slots.size(); ++i) {
            std::set<double> distinct;
            for (std::size_t s = 0; s < space_.size(); ++s) distinct.insert(space_.state(s)[i]);
            if (distinct.size() <= most) continue;
            most = distinct.size();
            widest = i;
        }
        const Slot slot = space_.slots[widest];
        throw SolveError(
            SolveError::Kind::refused, fmt::format("there are more than {} states", max_states_),
            model_.states[model_.slot_states[slot]].span, {},
            fmt::format("'{}' takes the most values, {} so far: bound it (`if` of the rates that raise it), leave out "
                        "what only counts, or raise --max-states",
                        slot_name(model_, slot), most));
    }

    // Adds the transitions out of a state.
    void leave(std::size_t from) {
        const std::vector<double> values(space_.state(from).begin(), space_.state(from).end());
        try {
            machine_.load(values);
            for (std::uint32_t f = 0; f < model_.rates.size(); ++f) {
                for (std::uint32_t m = 0; m < model_.rates[f].shape.size; ++m) {
                    const double rate = machine_.hazard(f, m);
                    if (rate > 0.0) fire(from, f, m, rate, values);
                }
            }
        } catch (const SolveError& error) {
            if (error.kind == SolveError::Kind::refused) throw;
            throw SolveError(error.kind, fmt::format("{} (in the state {})", error.what(), text_of(values)), error.place,
                             error.process, error.hint);
        }
    }

    void fire(std::size_t from, std::uint32_t family, std::uint32_t member, double rate, const std::vector<double>& values) {
        machine_.for_each_firing(family, member, values, [&](double probability) {
            const double flux = rate * probability;
            cells_.observe(machine_, [&](std::size_t cell, double value) {
                fluxes_.emplace_back(static_cast<int>(cell), static_cast<int>(from), flux * value);
            });
            const std::uint32_t to = find_or_add(machine_.memory(), machine_.stop_reason());
            if (to != from) flows_.emplace_back(static_cast<int>(to), static_cast<int>(from), flux);
        });
    }

    void finish() {
        const auto n = static_cast<Eigen::Index>(space_.size());
        initial_.resize(space_.size(), 0.0);
        space_.initial = Eigen::Map<const Eigen::VectorXd>(initial_.data(), n);
        space_.inflow.resize(n, n);
        space_.inflow.setFromTriplets(flows_.begin(), flows_.end());
        space_.exit_rates = Eigen::VectorXd::Zero(n);
        for (const Triplet& flow : flows_) space_.exit_rates[flow.col()] += flow.value();
        space_.fluxes.resize(static_cast<Eigen::Index>(cells_.size()), n);
        space_.fluxes.setFromTriplets(fluxes_.begin(), fluxes_.end());
        space_.initial_counts = counts_;
    }

    [[nodiscard]] std::string text_of(const std::vector<double>& values) const {
        std::string text;
        for (std::size_t i = 0; i < std::min(values.size(), kShownSlots); ++i) {
            text += (i > 0 ? ", " : "") + slot_text(model_, space_.slots[i], values[i]);
        }
        return values.size() > kShownSlots ? text + ", ..." : text;
    }

    const Model& model_;
    InstantMachine& machine_;
    const EventCells& cells_;
    std::size_t max_states_;
    StateSpace space_;
    std::unordered_set<std::uint32_t, Hash, Equal> known_;
    std::vector<double> initial_;
    Eigen::VectorXd counts_;
    std::vector<Triplet> flows_;
    std::vector<Triplet> fluxes_;
};

}  // namespace

bool StateSpace::can_stop() const {
    return std::ranges::any_of(stop_reasons, [](std::int32_t reason) { return reason >= 0; });
}

StateSpace explore_states(const Model& model, InstantMachine& machine, const EventCells& cells, std::size_t max_states) {
    return Explorer(model, machine, cells, max_states).run();
}

std::string slot_name(const Model& model, Slot slot) {
    const ModelState& state = model.states[model.slot_states[slot]];
    return model.member_name(state.name, state.shape, slot - state.first);
}

std::string slot_text(const Model& model, Slot slot, double value) {
    const ModelState& state = model.states[model.slot_states[slot]];
    const std::string shown =
        state.kind == ModelStateKind::member ? model.value_name(value) : format_quantity(value / state.unit_scale, state.unit);
    return slot_name(model, slot) + " = " + shown;
}

}  // namespace strife
