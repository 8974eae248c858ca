// SPDX-License-Identifier: Apache-2.0
#include "solve/hitting.h"

#include <array>
#include <limits>
#include <vector>

#include "solve/transient.h"

namespace strife {

HittingResult solve_hitting(const StateSpace& space, std::span<const std::uint8_t> holds, Eigen::VectorXd at_begin, double begin,
                            double end) {
    const auto is_hit = [&](Eigen::Index state) { return holds[static_cast<std::size_t>(state)] != 0; };
    SparseRows inflow = space.inflow;
    inflow.prune([&](Eigen::Index, Eigen::Index from, double) { return !is_hit(from); });
    Eigen::VectorXd exit_rates = space.exit_rates;
    for (Eigen::Index state = 0; state < exit_rates.size(); ++state) {
        if (is_hit(state)) exit_rates[state] = 0.0;
        const bool stopped = space.stop_reasons[static_cast<std::size_t>(state)] >= 0;
        if (stopped && begin > 0.0) at_begin[state] = 0.0;
    }
    HittingResult result{0.0, std::numeric_limits<double>::quiet_NaN()};
    double held = 0.0;  // mean time since the first moment
    const std::array times{begin, end};
    follow_transient({inflow, exit_rates}, at_begin, times,
                     [&](std::size_t i, const Eigen::VectorXd& distribution, const Eigen::VectorXd& spent) {
                         if (i == 0) return;
                         for (Eigen::Index state = 0; state < distribution.size(); ++state) {
                             if (!is_hit(state)) continue;
                             result.probability += distribution[state];
                             held += spent[state];
                         }
                     });
    if (result.probability > 0.0) result.mean_days = end - held / result.probability;
    return result;
}

}  // namespace strife
