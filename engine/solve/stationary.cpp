// SPDX-License-Identifier: Apache-2.0
#include "solve/stationary.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <Eigen/IterativeLinearSolvers>
#include <Eigen/SparseLU>

namespace strife {
namespace {

using SparseColumns = Eigen::SparseMatrix<double, Eigen::ColMajor>;
constexpr std::size_t kMostFactored = 20'000;  // states; the factors of more may need more memory than there is

// Tarjan's algorithm with a stack of its own: chains of states are longer than the machine's.
class StrongComponents {
  public:
    explicit StrongComponents(const SparseColumns& outflow) : outflow_(outflow) {
        const auto n = static_cast<std::size_t>(outflow.cols());
        order_.assign(n, kUnseen);
        low_.assign(n, 0);
        component.assign(n, kUnseen);
        for (std::uint32_t state = 0; state < n; ++state) {
            if (order_[state] == kUnseen) walk(state);
        }
    }

    std::vector<std::uint32_t> component;  // [states]
    std::uint32_t count = 0;

  private:
    static constexpr std::uint32_t kUnseen = 0xFFFFFFFFU;
    struct Visit {
        std::uint32_t state = 0;
        SparseColumns::InnerIterator next;
    };

    void open(std::uint32_t state) {
        order_[state] = low_[state] = seen_++;
        open_.push_back(state);
        visits_.push_back({state, SparseColumns::InnerIterator(outflow_, static_cast<Eigen::Index>(state))});
    }

    void close(std::uint32_t state) {
        visits_.pop_back();
        if (!visits_.empty()) low_[visits_.back().state] = std::min(low_[visits_.back().state], low_[state]);
        if (low_[state] != order_[state]) return;
        while (component[state] == kUnseen) {
            component[open_.back()] = count;
            open_.pop_back();
        }
        ++count;
    }

    void walk(std::uint32_t first) {
        open(first);
        while (!visits_.empty()) {
            Visit& visit = visits_.back();
            const std::uint32_t state = visit.state;
            if (!visit.next) {
                close(state);
                continue;
            }
            const auto other = static_cast<std::uint32_t>(visit.next.row());
            ++visit.next;
            if (order_[other] == kUnseen) {
                open(other);
            } else if (component[other] == kUnseen) {
                low_[state] = std::min(low_[state], order_[other]);
            }
        }
    }

    const SparseColumns& outflow_;
    std::vector<std::uint32_t> order_;
    std::vector<std::uint32_t> low_;
    std::vector<std::uint32_t> open_;
    std::vector<Visit> visits_;
    std::uint32_t seen_ = 0;
};

std::string text_of(const Model& model, const StateSpace& space, std::uint32_t state) {
    std::string text;
    for (std::size_t i = 0; i < std::min<std::size_t>(space.slots.size(), 6); ++i) {
        text += (i > 0 ? ", " : "") + slot_text(model, space.slots[i], space.state(state)[i]);
    }
    const std::int32_t reason = space.stop_reasons[state];
    if (reason >= 0) text += fmt::format(" (stopped: {})", model.stop_reasons[static_cast<std::size_t>(reason)]);
    return text;
}

[[noreturn]] void refuse_equations(const std::string& why) {
    throw SolveError(SolveError::Kind::refused, "the equations of the stationary distribution could not be solved: " + why, {});
}

Eigen::VectorXd solve_by_factors(const SparseColumns& matrix, const Eigen::VectorXd& known) {
    Eigen::SparseLU<SparseColumns> factors(matrix);
    if (factors.info() != Eigen::Success) refuse_equations(factors.lastErrorMessage());
    return factors.solve(known);
}

// By stabilised biconjugate gradients with incomplete factors (van der Vorst 1992, https://doi.org/10.1137/0913035), which break
// down near the end: a few digits at a time are solved for, each time from what is left.
Eigen::VectorXd solve_by_iteration(const SparseColumns& matrix, const Eigen::VectorXd& known) {
    constexpr int kRounds = 30;
    constexpr double kSmallest = 1e-13;  // what is left, relative to what is known
    Eigen::BiCGSTAB<SparseColumns, Eigen::IncompleteLUT<double>> solver;
    solver.setTolerance(1e-4);
    solver.setMaxIterations(2000);
    solver.preconditioner().setDroptol(1e-4);
    solver.compute(matrix);
    if (solver.info() != Eigen::Success) refuse_equations("there are no incomplete factors");
    Eigen::VectorXd solution = Eigen::VectorXd::Zero(known.size());
    Eigen::VectorXd left = known;
    for (int round = 0; round < kRounds && left.norm() > kSmallest * known.norm(); ++round) {
        const double size = left.norm();
        const Eigen::VectorXd better = solution + size * solver.solve(left / size);
        left = known - matrix * better;
        if (!better.allFinite() || !(left.norm() < size)) break;
        solution = better;
    }
    return solution;
}

// Weights of the states of a class in proportion to their probabilities, where that of `fixed` is set to 1: the equations of all
// other states have a regular matrix, and stay as sparse as the generator.
Eigen::VectorXd solve_class(const StateSpace& space, const std::vector<std::uint32_t>& members, std::size_t fixed) {
    const std::size_t n = members.size();
    std::vector<Eigen::Index> place(space.size(), -1);
    for (std::size_t i = 0, next = 0; i < n; ++i) {
        if (i != fixed) place[members[i]] = static_cast<Eigen::Index>(next++);
    }
    std::vector<Eigen::Triplet<double>> entries;
    Eigen::VectorXd known = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(n - 1));
    for (std::size_t i = 0; i < n; ++i) {
        if (i == fixed) continue;
        const Eigen::Index row = place[members[i]];
        entries.emplace_back(static_cast<int>(row), static_cast<int>(row), -space.exit_rates[members[i]]);
        for (SparseRows::InnerIterator it(space.inflow, members[i]); it; ++it) {
            const auto from = static_cast<std::uint32_t>(it.col());
            if (from == members[fixed]) {
                known[row] -= it.value();
            } else if (place[from] >= 0) {
                entries.emplace_back(static_cast<int>(row), static_cast<int>(place[from]), it.value());
            }
        }
    }
    SparseColumns matrix(static_cast<Eigen::Index>(n - 1), static_cast<Eigen::Index>(n - 1));
    matrix.setFromTriplets(entries.begin(), entries.end());
    Eigen::VectorXd weights(static_cast<Eigen::Index>(n));
    const Eigen::VectorXd others = n <= kMostFactored ? solve_by_factors(matrix, known) : solve_by_iteration(matrix, known);
    for (std::size_t i = 0; i < n; ++i) {
        weights[static_cast<Eigen::Index>(i)] = i == fixed ? 1.0 : std::max(0.0, others[place[members[i]]]);
    }
    return weights / weights.sum();
}

// The member of a class that is likeliest after some jumps from anywhere in it.
std::size_t guess_likeliest(const StateSpace& space, const std::vector<std::uint32_t>& members) {
    constexpr int kJumps = 300;
    const double fastest = space.exit_rates.maxCoeff();
    Eigen::VectorXd weights = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(space.size()));
    for (const std::uint32_t member : members) weights[member] = 1.0;
    for (int jump = 0; jump < kJumps; ++jump) {
        const Eigen::VectorXd change = space.inflow * weights - space.exit_rates.cwiseProduct(weights);
        weights += change / fastest;
    }
    const auto likelier = [&](std::uint32_t a, std::uint32_t b) { return weights[a] < weights[b]; };
    return static_cast<std::size_t>(std::max_element(members.begin(), members.end(), likelier) - members.begin());
}

}  // namespace

std::vector<std::vector<std::uint32_t>> recurrent_classes(const SparseRows& inflow) {
    const SparseColumns outflow(inflow);
    const StrongComponents components(outflow);
    std::vector<bool> is_left(components.count, false);
    for (Eigen::Index from = 0; from < outflow.cols(); ++from) {
        for (SparseColumns::InnerIterator it(outflow, from); it; ++it) {
            const std::uint32_t own = components.component[static_cast<std::size_t>(from)];
            if (components.component[static_cast<std::size_t>(it.row())] != own) is_left[own] = true;
        }
    }
    std::vector<std::vector<std::uint32_t>> members(components.count);
    for (std::uint32_t state = 0; state < components.component.size(); ++state) {
        const std::uint32_t own = components.component[state];
        if (!is_left[own]) members[own].push_back(state);
    }
    std::erase_if(members, [](const auto& states) { return states.empty(); });
    std::sort(members.begin(), members.end());
    return members;
}

StationaryResult solve_stationary(const Model& model, const StateSpace& space) {
    const auto classes = recurrent_classes(space.inflow);
    if (classes.size() > 1) {
        throw SolveError(
            SolveError::Kind::refused,
            fmt::format("there is no one stationary distribution: the run ends up in one of {} sets of states that "
                        "are never left, such as {} or {}",
                        classes.size(), text_of(model, space, classes[0].front()), text_of(model, space, classes[1].front())),
            {}, {}, "solve for a time (without --stationary): the end says how likely each of them is");
    }
    const std::vector<std::uint32_t>& members = classes.front();
    if (members.size() == 1 && space.size() > 1) {
        throw SolveError(
            SolveError::Kind::refused,
            "the only stationary distribution is certainty: the run ends for good in " + text_of(model, space, members.front()),
            {}, {}, "solve for a time (without --stationary), or let something happen in that state");
    }
    StationaryResult result;
    result.distribution = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(space.size()));
    if (members.size() == 1) {
        result.distribution[members.front()] = 1.0;
        return result;
    }
    // The state whose weight is set must not be an unlikely one: the others would be divided by next to nothing.
    constexpr double kUnlikely = 1e6;  // times less likely than the likeliest
    const std::size_t guess = guess_likeliest(space, members);
    Eigen::VectorXd weights = solve_class(space, members, guess);
    Eigen::Index likeliest = 0;
    const double largest = weights.maxCoeff(&likeliest);
    if (largest > kUnlikely * weights[static_cast<Eigen::Index>(guess)]) {
        weights = solve_class(space, members, static_cast<std::size_t>(likeliest));
    }
    for (std::size_t i = 0; i < members.size(); ++i) result.distribution[members[i]] = weights[static_cast<Eigen::Index>(i)];
    const Eigen::VectorXd change = space.inflow * result.distribution - space.exit_rates.cwiseProduct(result.distribution);
    result.residual = change.lpNorm<Eigen::Infinity>() / space.exit_rates.maxCoeff();
    if (!(result.residual < 1e-9)) {
        throw SolveError(
            SolveError::Kind::refused,
            fmt::format("the stationary distribution could not be computed well enough: its residual is {:.3g}", result.residual),
            {});
    }
    return result;
}

}  // namespace strife
