// SPDX-License-Identifier: Apache-2.0
#include "solve/mean_field.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <boost/numeric/odeint.hpp>

#include "base/numbers.h"
#include "solve/asked_times.h"
#include "solve/check_solvable.h"
#include "solve/event_cells.h"
#include "solve/finite_laws.h"
#include "solve/instant_machine.h"
#include "solve/value_classes.h"

namespace strife {
namespace {

namespace odeint = boost::numeric::odeint;

constexpr double kTolerance = 1e-9;
constexpr int kMaxSteps = 1'000'000;  // between two times that are looked at
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

using Values = std::vector<double>;  // slots of states, then cells of outcomes over events, then of averages over time

class MeanField {
  public:
    explicit MeanField(const Model& model)
        : model_(model), machine_(model, InstantMachine::Draws::averaged), cells_(model), places_(model.memory.size()) {
        for (const ModelState& state : model.states) {
            for (std::uint32_t e = 0; e < state.shape.size; ++e) {
                places_[state.first + e] = slots_.size();
                slots_.push_back(state.first + e);
            }
        }
    }

    SolvedOutcomes run() {
        SolvedOutcomes result = prepare();
        Values values = start();
        const std::vector<double> times = asked_times(model_);
        const auto stepper = odeint::make_dense_output(kTolerance, kTolerance, odeint::runge_kutta_dopri5<Values>());
        const auto slope = [this](const Values& at, Values& change, double) { slope_at(at, change); };
        const auto look = [&](const Values& at, double time) { look_at(at, time, result); };
        const double first_step = std::max(model_.end_days * 1e-6, 1e-9);
        try {
            odeint::integrate_times(stepper, slope, values, times.begin(), times.end(), first_step, look,
                                    odeint::max_step_checker(kMaxSteps));
        } catch (const odeint::odeint_error& error) {
            throw SolveError(
                SolveError::Kind::refused,
                fmt::format("the equations could not be followed: more than {} steps are needed", kMaxSteps), {}, {},
                "a rate that is switched on and off by what it changes (`if: queue > 0 item`), or rates that differ by "
                "many orders, make the equations stiff: let such a rate fall to 0 by itself");
        }
        return result;
    }

  private:
    [[nodiscard]] std::size_t series_length(const ModelOutcome& outcome) const {
        return outcome.period_ends.empty() ? model_.record_days.size() : outcome.period_ends.size();
    }
    [[nodiscard]] bool is_state(std::size_t o) const {
        return model_.outcomes[o].source == OutcomeSource::state_end && !reads_clock(model_, model_.outcomes[o].value);
    }

    [[nodiscard]] bool is_average(std::size_t o) const { return model_.outcomes[o].source == OutcomeSource::time_mean; }

    void add_averages(std::size_t o) {
        const auto watch = std::ranges::find_if(
            model_.watches, [&](const WatchGroup& group) { return group.kind == WatchKind::time_mean && group.owner == o; });
        for (std::uint32_t m = 0; m < watch->shape.size; ++m) averages_.push_back({o, m, &*watch});
    }

    struct Average;
    double value_of(const Average& average) {
        const WatchGroup& watch = *average.watch;
        return machine_.evaluate_at(0.0, watch.program, watch.shape, average.member, nullptr) /
               model_.outcomes[average.outcome].unit_scale;
    }

    SolvedOutcomes prepare() {
        SolvedOutcomes result;
        std::size_t scalars = 0;
        std::size_t series = 0;
        for (std::size_t o = 0; o < model_.outcomes.size(); ++o) {
            const ModelOutcome& outcome = model_.outcomes[o];
            if (outcome.has_scalar) scalars = std::max<std::size_t>(scalars, outcome.column + outcome.shape.size);
            if (outcome.series) {
                series = std::max<std::size_t>(series, *outcome.series + outcome.shape.size * series_length(outcome));
            }
            if (is_average(o)) add_averages(o);
            const bool solved = is_state(o) || is_average(o) || cells_.first_of(o);
            result.solved.push_back(solved);
            result.reasons.emplace_back(solved ? "" : "it is no function of the means");
            before_.emplace_back(outcome.shape.size, 0.0);
        }
        result.scalars.assign(scalars, mean_alone(kUnknown));
        result.series.assign(series, mean_alone(kUnknown));
        for (std::size_t o = 0; o < model_.outcomes.size(); ++o) {
            const ModelOutcome& outcome = model_.outcomes[o];
            if (!outcome.series || !cells_.first_of(o)) continue;
            std::fill_n(result.series.begin() + *outcome.series, outcome.shape.size * series_length(outcome), mean_alone(0.0));
        }
        return result;
    }

    // Means over what is drawn at the start.
    Values start() {
        Values values(slots_.size() + cells_.size() + averages_.size(), 0.0);
        std::vector<double> events(cells_.size(), 0.0);
        machine_.for_each_start([&](double probability) {
            for (std::size_t i = 0; i < slots_.size(); ++i) values[i] += probability * machine_.memory()[slots_[i]];
            cells_.observe(machine_, [&](std::size_t cell, double value) { events[cell] += probability * value; });
        });
        start_events_ = std::move(events);
        machine_.keep_all_but(slots_);
        return values;
    }

    // Loads a state that the steps may have taken a little below what its values can be: rates are asked at the bound.
    std::span<const double> load(const Values& at) {
        state_.assign(at.begin(), at.begin() + static_cast<std::ptrdiff_t>(slots_.size()));
        for (std::size_t i = 0; i < slots_.size(); ++i) {
            const ModelState& state = model_.states[model_.slot_states[slots_[i]]];
            if (!state.minimum.exists()) continue;
            state_[i] = std::max(state_[i], machine_.memory()[state.minimum.at(slots_[i] - state.first)]);
        }
        machine_.load(state_);
        return state_;
    }

    void slope_at(const Values& at, Values& change) {
        std::fill(change.begin(), change.end(), 0.0);
        const std::span<const double> state = load(at);
        const std::size_t first_average = slots_.size() + cells_.size();
        for (std::size_t i = 0; i < averages_.size(); ++i) change[first_average + i] = value_of(averages_[i]);
        relax(change);
        for (std::uint32_t f = 0; f < model_.rates.size(); ++f) {
            for (std::uint32_t m = 0; m < model_.rates[f].shape.size; ++m) {
                const double rate = machine_.hazard(f, m);
                if (rate > 0.0) add_firing(f, m, rate, state, change);
            }
        }
    }

    // The clock of the machine stands still, so that a level is what was stored last.
    void relax(Values& change) const {
        const std::vector<double>& memory = machine_.memory();
        for (const RelaxingLevel& level : model_.levels) {
            for (std::uint32_t e = 0; e < model_.states[level.state].shape.size; ++e) {
                const double away = memory[level.first + e] - memory[level.rest.at(e)];
                change[places_[level.first + e]] -= memory[level.decay.at(e)] * away;
            }
        }
    }

    void add_firing(std::uint32_t family, std::uint32_t member, double rate, std::span<const double> state, Values& change) {
        machine_.for_each_firing(family, member, state, [&](double probability) {
            const double flux = rate * probability;
            for (std::size_t i = 0; i < slots_.size(); ++i) change[i] += flux * (machine_.memory()[slots_[i]] - state[i]);
            cells_.observe(machine_, [&](std::size_t cell, double value) { change[slots_.size() + cell] += flux * value; });
        });
    }

    void look_at(const Values& at, double time, SolvedOutcomes& result) {
        load(at);
        for (std::size_t o = 0; o < model_.outcomes.size(); ++o) {
            if (is_state(o)) look_at_state(model_.outcomes[o], time, result);
            if (const auto first = cells_.first_of(o)) look_at_events(o, *first, at, time, result);
            if (is_average(o)) look_at_average(o, at, time, result);
        }
    }

    void look_at_average(std::size_t o, const Values& at, double time, SolvedOutcomes& result) {
        const ModelOutcome& outcome = model_.outcomes[o];
        const double end = window_end(model_, outcome);
        const double from = std::max(outcome.from_days, 0.0);
        const auto first = std::ranges::find(averages_, o, &Average::outcome);
        const std::size_t place = slots_.size() + cells_.size() + static_cast<std::size_t>(first - averages_.begin());
        for (std::size_t m = 0; m < outcome.shape.size; ++m) {
            if (time == from) before_[o][m] = at[place + m];
            if (time == end) result.scalars[outcome.column + m] = mean_alone((at[place + m] - before_[o][m]) / (end - from));
        }
    }

    void look_at_state(const ModelOutcome& outcome, double time, SolvedOutcomes& result) {
        const auto value = [&](std::uint32_t m) {
            return mean_alone(machine_.evaluate_at(0.0, outcome.value, outcome.shape, m, nullptr) / outcome.unit_scale);
        };
        for (std::uint32_t m = 0; m < outcome.shape.size; ++m) {
            if (outcome.has_scalar && time == outcome.at_days) result.scalars[outcome.column + m] = value(m);
            for (std::size_t t = 0; outcome.series && t < model_.record_days.size(); ++t) {
                if (model_.record_days[t] == time) result.series[*outcome.series + m * model_.record_days.size() + t] = value(m);
            }
        }
    }

    void look_at_events(std::size_t o, std::size_t first_cell, const Values& at, double time, SolvedOutcomes& result) {
        const ModelOutcome& outcome = model_.outcomes[o];
        const double end = window_end(model_, outcome);
        if (time < outcome.from_days || time > end) return;
        const auto found = std::ranges::lower_bound(outcome.period_ends, time);
        const bool ends_period =
            time > 0.0 && found != outcome.period_ends.end() && (*found == time || time == end) && time > outcome.from_days;
        for (std::size_t m = 0; m < outcome.shape.size; ++m) {
            const std::size_t cell = first_cell + m;
            double total = at[slots_.size() + cell];
            if (outcome.from_days <= 0.0) total += start_events_[cell];
            if (time == outcome.from_days && time > 0.0) before_[o][m] = total;
            if (outcome.has_scalar && time == end) result.scalars[outcome.column + m] = mean_alone(total - before_[o][m]);
            if (outcome.has_scalar || !ends_period || !outcome.series) continue;
            const auto period = static_cast<std::size_t>(found - outcome.period_ends.begin());
            result.series[*outcome.series + m * series_length(outcome) + period] = mean_alone(total - before_[o][m]);
            before_[o][m] = total;
        }
    }

    // The value of an outcome's member, followed to be averaged over time.
    struct Average {
        std::size_t outcome = 0;
        std::uint32_t member = 0;
        const WatchGroup* watch = nullptr;
    };

    const Model& model_;
    InstantMachine machine_;
    EventCells cells_;
    std::vector<Slot> slots_;
    std::vector<std::size_t> places_;  // [memory] of slots of states, among them
    std::vector<Average> averages_;
    std::vector<double> state_;                // [slots] as they were loaded last
    std::vector<double> start_events_;         // [cells]
    std::vector<std::vector<double>> before_;  // [outcomes][members] up to where the window or the period began
};

}  // namespace

std::vector<std::string> averaged_laws(const Model& model) {
    std::set<std::string> names;
    for (const Body& body : model.bodies) {
        if (body.disabled) continue;
        for (std::size_t i = body.program.begin; model.code[i].op != Op::halt; ++i) {
            if (model.code[i].op == Op::scatter_draw) names.insert("scatter");
            if (model.code[i].op != Op::draw) continue;
            const Law law = static_cast<Law>(model.draws[model.code[i].b].law);
            if (stands_at_mean(law)) names.emplace(law_info(law).name);
        }
    }
    return {names.begin(), names.end()};
}

SolvedOutcomes solve_mean_field(const Model& model) {
    return MeanField(model).run();
}

}  // namespace strife
