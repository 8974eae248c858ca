// SPDX-License-Identifier: Apache-2.0
#include "solve/exact_outcomes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include <fmt/format.h>

#include "solve/asked_times.h"
#include "solve/check_solvable.h"
#include "solve/hitting.h"

namespace strife {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostValues = 100'000;  // of an outcome whose distribution is kept

std::size_t count_columns(const Model& model, bool scalars) {
    std::size_t n = 0;
    for (const ModelOutcome& outcome : model.outcomes) {
        if (scalars && outcome.has_scalar) n = std::max<std::size_t>(n, outcome.column + outcome.shape.size);
        if (scalars || !outcome.series) continue;
        const std::size_t times = outcome.period_ends.empty() ? model.record_days.size() : outcome.period_ends.size();
        n = std::max<std::size_t>(n, *outcome.series + outcome.shape.size * times);
    }
    return n;
}

}  // namespace

ExactOutcomes::ExactOutcomes(const Model& model, const StateSpace& space, InstantMachine& machine, const EventCells& cells)
    : model_(model), space_(space), asked_(model.outcomes.size()) {
    result_.scalars.assign(count_columns(model, true), mean_alone(kUnknown));
    result_.series.assign(count_columns(model, false), mean_alone(kUnknown));
    result_.solved.assign(model.outcomes.size(), false);
    result_.reasons.resize(model.outcomes.size());
    for (std::size_t o = 0; o < model.outcomes.size(); ++o) {
        first_cell_.push_back(cells.first_of(o));
        result_.reasons[o] = why_not(model.outcomes[o], cells, o);
        if (result_.reasons[o].empty()) prepare(o, machine, cells);
    }
}

ExactOutcomes::Way ExactOutcomes::way_of(OutcomeSource source) {
    switch (source) {
        case OutcomeSource::state_end:
            return Way::state;
        case OutcomeSource::event_count:
        case OutcomeSource::event_sum:
        case OutcomeSource::event_histogram:
            return Way::flux;
        case OutcomeSource::time_true:
        case OutcomeSource::time_mean:
            return Way::average;
        case OutcomeSource::ever:
        case OutcomeSource::first_when:
            return Way::hitting;
        case OutcomeSource::stopped:
            return Way::stopped;
        case OutcomeSource::difference:
            return Way::difference;
        default:
            return Way::left_out;
    }
}

// The program that an outcome over time looks at.
const Program& ExactOutcomes::condition_of(std::size_t outcome) const {
    const auto found = std::ranges::find_if(
        model_.watches, [&](const WatchGroup& group) { return group.kind != WatchKind::when && group.owner == outcome; });
    return found == model_.watches.end() ? model_.outcomes[outcome].value : found->program;
}

std::string ExactOutcomes::why_not(const ModelOutcome& outcome, const EventCells& cells, std::size_t id) const {
    switch (way_of(outcome.source)) {
        case Way::left_out:
            return "it depends on the whole course of a replication";
        case Way::state:
            return reads_clock(model_, outcome.value) ? "it reads the clock" : "";
        case Way::flux:
            return cells.first_of(id) ? "" : "it reads the clock";
        case Way::average:
            return space_.can_stop() ? "it averages over a time whose length is random, as runs may stop" : "";
        case Way::hitting:
            return reads_clock(model_, condition_of(id)) ? "it reads the clock" : "";
        default:
            return "";
    }
}

std::vector<double> ExactOutcomes::values_over_states(const ModelOutcome& outcome, const Program& program,
                                                      InstantMachine& machine, std::uint32_t member) const {
    std::vector<double> values;
    values.reserve(space_.size());
    for (std::size_t state = 0; state < space_.size(); ++state) {
        machine.load(space_.state(state));
        values.push_back(machine.evaluate_at(0.0, program, outcome.shape, member, nullptr));
    }
    return values;
}

void ExactOutcomes::prepare(std::size_t id, InstantMachine& machine, const EventCells&) {
    const ModelOutcome& outcome = model_.outcomes[id];
    Asked& asked = asked_[id];
    asked.way = way_of(outcome.source);
    result_.solved[id] = true;
    const std::uint32_t members = outcome.shape.size;
    if (asked.way == Way::flux) {
        asked.before = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(members));
        // Periods outside the window count nothing.
        const std::size_t n = outcome.series ? members * series_length(outcome) : 0;
        std::fill_n(result_.series.begin() + outcome.series.value_or(0), n, mean_alone(0.0));
    }
    if (asked.way == Way::average) {
        asked.before = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(members));
        asked.values.resize(static_cast<Eigen::Index>(members), static_cast<Eigen::Index>(space_.size()));
    }
    if (asked.way != Way::state && asked.way != Way::average && asked.way != Way::hitting) return;
    const Program& program = asked.way == Way::state ? outcome.value : condition_of(id);
    for (std::uint32_t m = 0; m < members; ++m) {
        std::vector<double> values = values_over_states(outcome, program, machine, m);
        if (asked.way == Way::state) {
            for (double& value : values) value /= outcome.unit_scale;
            asked.classes.emplace_back(values);
        } else if (asked.way == Way::average) {
            asked.values.row(static_cast<Eigen::Index>(m)) =
                Eigen::Map<const Eigen::RowVectorXd>(values.data(), static_cast<Eigen::Index>(values.size()));
        } else {
            std::vector<std::uint8_t> holds;
            for (const double value : values) holds.push_back(value != 0.0 ? 1 : 0);
            asked.holds.push_back(std::move(holds));
        }
    }
}

std::size_t ExactOutcomes::series_length(const ModelOutcome& outcome) const {
    return outcome.period_ends.empty() ? model_.record_days.size() : outcome.period_ends.size();
}

void ExactOutcomes::look(double time, const Eigen::VectorXd& distribution, const Eigen::VectorXd& spent) {
    for (std::size_t o = 0; o < asked_.size(); ++o) {
        switch (asked_[o].way) {
            case Way::state:
                look_at_states(o, time, distribution);
                break;
            case Way::flux:
            case Way::average:
                look_at_totals(o, time, spent);
                break;
            case Way::hitting:
                if (time == model_.outcomes[o].from_days) look_at_hitting(o, time, distribution);
                break;
            case Way::stopped:
                if (time == model_.end_days) look_at_stops(model_.outcomes[o], distribution);
                break;
            default:
                break;
        }
    }
}

void ExactOutcomes::look_at_states(std::size_t id, double time, const Eigen::VectorXd& distribution) {
    const ModelOutcome& outcome = model_.outcomes[id];
    const std::vector<ValueClasses>& classes = asked_[id].classes;
    const std::size_t length = series_length(outcome);
    for (std::size_t t = 0; outcome.series && t < length; ++t) {
        if (model_.record_days[t] != time) continue;
        for (std::size_t m = 0; m < classes.size(); ++m) {
            result_.series[*outcome.series + m * length + t] = classes[m].summarise(distribution);
        }
    }
    if (!outcome.has_scalar || time != outcome.at_days) return;
    std::set<double> all;
    for (const ValueClasses& values : classes) all.insert(values.values().begin(), values.values().end());
    SolvedDistribution masses{.outcome = id, .values = {all.begin(), all.end()}, .probabilities = {}};
    masses.probabilities.assign(classes.size() * masses.values.size(), 0.0);
    for (std::size_t m = 0; m < classes.size(); ++m) {
        result_.scalars[outcome.column + m] = classes[m].summarise(distribution);
        const std::vector<double> own = classes[m].masses(distribution);
        for (std::size_t i = 0; i < own.size(); ++i) {
            const auto place = std::ranges::lower_bound(masses.values, classes[m].values()[i]) - masses.values.begin();
            masses.probabilities[m * masses.values.size() + static_cast<std::size_t>(place)] = own[i];
        }
    }
    if (masses.values.size() <= kMostValues) result_.masses.push_back(std::move(masses));
}

void ExactOutcomes::look_at_totals(std::size_t id, double time, const Eigen::VectorXd& spent) {
    const ModelOutcome& outcome = model_.outcomes[id];
    Asked& asked = asked_[id];
    const auto n = static_cast<Eigen::Index>(outcome.shape.size);
    Eigen::VectorXd total;
    if (asked.way == Way::flux) {
        const std::optional<std::size_t> cell = first_cell_[id];
        if (!cell) return;
        const auto first = static_cast<Eigen::Index>(*cell);
        total = space_.fluxes.middleRows(first, n) * spent;
        // What the start emits belongs to every window that is open then.
        if (outcome.from_days <= 0.0) total += space_.initial_counts.segment(first, n);
    } else {
        total = asked.values * spent;
    }
    if (time == outcome.from_days && time > 0.0) asked.before = total;
    if (time < outcome.from_days || time > window_end(model_, outcome)) return;
    if (!outcome.has_scalar) return look_at_periods(outcome, asked, total, time);
    if (time != window_end(model_, outcome)) return;
    double scale = 1.0;
    if (asked.way == Way::average) scale = 1.0 / ((window_end(model_, outcome) - outcome.from_days) * outcome.unit_scale);
    for (Eigen::Index m = 0; m < n; ++m) {
        result_.scalars[outcome.column + static_cast<std::size_t>(m)] = mean_alone((total[m] - asked.before[m]) * scale);
    }
}

// Of a series by period: what came since the last end of a period.
void ExactOutcomes::look_at_periods(const ModelOutcome& outcome, Asked& asked, const Eigen::VectorXd& total, double time) {
    const std::size_t length = series_length(outcome);
    const auto found = std::ranges::lower_bound(outcome.period_ends, time);
    const bool is_end = found != outcome.period_ends.end() && (*found == time || time == window_end(model_, outcome));
    if (!is_end || time <= 0.0 || !outcome.series) return;
    const auto period = static_cast<std::size_t>(found - outcome.period_ends.begin());
    for (std::size_t m = 0; m < outcome.shape.size; ++m) {
        const auto row = static_cast<Eigen::Index>(m);
        result_.series[*outcome.series + m * length + period] = mean_alone(total[row] - asked.before[row]);
    }
    asked.before = total;
}

void ExactOutcomes::look_at_hitting(std::size_t id, double time, const Eigen::VectorXd& distribution) {
    const ModelOutcome& outcome = model_.outcomes[id];
    for (std::size_t m = 0; m < outcome.shape.size; ++m) {
        const HittingResult hit = solve_hitting(space_, asked_[id].holds[m], distribution, time, window_end(model_, outcome));
        Summary& summary = result_.scalars[outcome.column + m];
        if (outcome.source == OutcomeSource::ever) {
            summary = of_probability(hit.probability);
            continue;
        }
        summary = mean_alone(hit.mean_days);
        summary.probability = summary.probability_lower = summary.probability_upper = hit.probability;
    }
}

void ExactOutcomes::look_at_stops(const ModelOutcome& outcome, const Eigen::VectorXd& distribution) {
    double probability = 0.0;
    for (std::size_t state = 0; state < space_.size(); ++state) {
        const std::int32_t reason = space_.stop_reasons[state];
        const bool is_it = outcome.stop_reason < 0 ? reason >= 0 : reason == outcome.stop_reason;
        if (is_it) probability += distribution[static_cast<Eigen::Index>(state)];
    }
    result_.scalars[outcome.column] = of_probability(probability);
}

// The mean of a difference is that of its means.
void ExactOutcomes::derive(const ModelOutcome& outcome, std::size_t id) {
    const ModelOutcome& a = model_.outcomes[outcome.operands[0]];
    const ModelOutcome& b = model_.outcomes[outcome.operands[1]];
    if (!result_.solved[outcome.operands[0]] || !result_.solved[outcome.operands[1]] || a.source == OutcomeSource::first_when ||
        b.source == OutcomeSource::first_when) {
        result_.solved[id] = false;
        result_.reasons[id] = "an outcome that it takes cannot be given";
        return;
    }
    const auto combine = [&](const Summary& x, const Summary& y) {
        return mean_alone(x.mean * outcome.operand_scales[0] - y.mean * outcome.operand_scales[1]);
    };
    const std::size_t times = outcome.series ? series_length(outcome) : 0;
    for (std::size_t m = 0; m < outcome.shape.size; ++m) {
        const std::size_t ma = a.shape.rank > 0 ? m : 0;
        const std::size_t mb = b.shape.rank > 0 ? m : 0;
        if (outcome.has_scalar) {
            result_.scalars[outcome.column + m] = combine(result_.scalars[a.column + ma], result_.scalars[b.column + mb]);
        }
        for (std::size_t t = 0; t < times; ++t) {
            result_.series[*outcome.series + m * times + t] = combine(result_.series[a.series.value_or(0) + ma * times + t],
                                                                      result_.series[b.series.value_or(0) + mb * times + t]);
        }
    }
}

SolvedOutcomes ExactOutcomes::finish() {
    for (const std::uint32_t o : model_.derived) {
        if (asked_[o].way == Way::difference) derive(model_.outcomes[o], o);
    }
    return std::move(result_);
}

}  // namespace strife
