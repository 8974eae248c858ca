// SPDX-License-Identifier: Apache-2.0
#include "solve/transient.h"

#include <algorithm>
#include <cmath>

#include "base/contracts.h"

namespace strife {
namespace {

constexpr double kNegligible = 1e-25;     // a weight relative to the largest
constexpr double kRestTolerance = 1e-13;  // change that is left where a distribution counts as at rest

// One stretch of uniformisation: sums the powers of the jump chain, weighted by how likely so many jumps are.
class Stretch {
  public:
    Stretch(const GeneratorView& generator, double fastest) : fastest_(fastest) {
        SparseRows stay(generator.inflow.rows(), generator.inflow.cols());
        stay.setIdentity();
        stay.diagonal() = (1.0 - generator.exit_rates.array() / fastest).max(0.0);
        jumps_ = generator.inflow / fastest + stay;
    }

    // Moves the distribution on by `days`, and adds to `spent` the time in each state.
    void advance(Eigen::VectorXd& distribution, Eigen::VectorXd& spent, double days, TransientCost& cost) {
        const PoissonWindow window = poisson_window(fastest_ * days);
        const std::uint64_t end = window.first + window.weights.size();
        Eigen::VectorXd power = distribution;
        Eigen::VectorXd next(power.size());
        distribution.setZero();
        double after = 1.0;  // probability of more jumps than `jump`
        double left = days;  // of the time, not yet spent
        for (std::uint64_t jump = 0; jump < end; ++jump) {
            const double weight = jump < window.first ? 0.0 : window.weights[jump - window.first];
            after = std::max(0.0, after - weight);
            const double stay = std::min(left, after / fastest_);
            const bool is_last = jump + 1 == end;
            if (weight > 0.0) distribution += weight * power;
            spent += (is_last ? left : stay) * power;
            left -= stay;
            if (is_last) break;
            next.noalias() = jumps_ * power;
            ++cost.steps;
            // A further jump changes no more than this one did.
            const double change = (next - power).lpNorm<1>();
            const double to_come = change * static_cast<double>(end - jump);
            power.swap(next);
            if (to_come > kRestTolerance) continue;
            distribution += after * power;
            spent += left * power;
            cost.error += to_come;
            break;
        }
        cost.error += window.outside;
    }

  private:
    double fastest_;
    SparseRows jumps_;  // [to x from] probabilities of the jump chain
};

}  // namespace

PoissonWindow poisson_window(double mean) {
    STRIFE_EXPECT(mean >= 0.0 && std::isfinite(mean));
    const double mode = std::floor(mean);
    std::vector<double> below;
    for (double k = mode, weight = 1.0; k > 0.0; k -= 1.0) {
        weight *= k / mean;
        if (weight < kNegligible) break;
        below.push_back(weight);
    }
    PoissonWindow window;
    window.first = static_cast<std::uint64_t>(mode) - below.size();
    window.weights.assign(below.rbegin(), below.rend());
    window.weights.push_back(1.0);
    double k = mode + 1.0;
    double weight = mean > 0.0 ? mean / k : 0.0;
    for (; weight >= kNegligible; k += 1.0, weight *= mean / k) window.weights.push_back(weight);
    double total = 0.0;
    for (const double w : window.weights) total += w;
    for (double& w : window.weights) w /= total;
    // Both tails are below geometric series that begin with the first weight left out.
    const double ratio_above = mean / k;
    const auto lowest = static_cast<double>(window.first);
    const double ratio_below = lowest / std::max(mean, 1e-300);
    window.outside = 2.0 * weight / total / std::max(1.0 - ratio_above, 1e-300);
    if (window.first > 0) window.outside += 2.0 * kNegligible / total / std::max(1.0 - ratio_below, 1e-300);
    return window;
}

TransientCost follow_transient(const GeneratorView& generator, Eigen::VectorXd distribution, std::span<const double> times,
                               const TransientVisit& visit) {
    TransientCost cost;
    Eigen::VectorXd spent = Eigen::VectorXd::Zero(distribution.size());
    const double fastest = generator.exit_rates.size() > 0 ? generator.exit_rates.maxCoeff() : 0.0;
    Stretch stretch(generator, fastest > 0.0 ? fastest : 1.0);
    for (std::size_t i = 0; i < times.size(); ++i) {
        const double days = i == 0 ? 0.0 : times[i] - times[i - 1];
        STRIFE_EXPECT(days >= 0.0);
        if (days > 0.0) stretch.advance(distribution, spent, days, cost);
        visit(i, distribution, spent);
    }
    return cost;
}

}  // namespace strife
