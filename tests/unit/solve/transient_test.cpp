// SPDX-License-Identifier: Apache-2.0
#include "solve/transient.h"

#include <array>
#include <cmath>

#include <gtest/gtest.h>
#include <boost/math/distributions/poisson.hpp>

namespace strife {
namespace {

TEST(PoissonWindow, WeightsAreThePoissonProbabilities) {
    for (const double mean : {0.0, 0.01, 3.5, 200.0, 1e6}) {
        const PoissonWindow window = poisson_window(mean);
        double sum = 0.0;
        for (const double weight : window.weights) sum += weight;
        EXPECT_NEAR(sum, 1.0, 1e-12) << mean;
        EXPECT_LT(window.outside, 1e-15) << mean;
        if (mean == 0.0) continue;
        const auto mode = static_cast<std::uint64_t>(mean);
        // exp of a difference of numbers of the size of the mean loses as many digits.
        EXPECT_NEAR(window.weights[mode - window.first] / boost::math::pdf(boost::math::poisson_distribution<double>(mean), mode),
                    1.0, 1e-12 + mean * 1e-15)
            << mean;
    }
}

// Two states, 0 -> 1 at rate a and back at rate b: p1(t) = a/(a+b) (1 - exp(-(a+b) t)).
class TwoStates : public testing::TestWithParam<double> {};

TEST_P(TwoStates, FollowTheirClosedForm) {
    const double a = GetParam();
    const double b = 0.5;
    SparseRows inflow(2, 2);
    inflow.insert(1, 0) = a;
    inflow.insert(0, 1) = b;
    const Eigen::Vector2d exits(a, b);
    const Eigen::VectorXd exit_rates = exits;
    const std::array times = {0.0, 0.1, 1.0, 7.0, 500.0};
    const TransientCost cost =
        follow_transient({inflow, exit_rates}, Eigen::Vector2d(1.0, 0.0), times,
                         [&](std::size_t i, const Eigen::VectorXd& distribution, const Eigen::VectorXd& spent) {
                             const double t = times[i];
                             const double sum = a + b;
                             const double p1 = a / sum * -std::expm1(-sum * t);
                             EXPECT_NEAR(distribution[1], p1, 1e-12) << t;
                             EXPECT_NEAR(distribution.sum(), 1.0, 1e-12) << t;
                             EXPECT_NEAR(spent[1], a / sum * (t + std::expm1(-sum * t) / sum), 1e-11 * std::max(1.0, t)) << t;
                             EXPECT_NEAR(spent.sum(), t, 1e-11 * std::max(1.0, t)) << t;
                         });
    EXPECT_LT(cost.error, 1e-12);
}
INSTANTIATE_TEST_SUITE_P(Rates, TwoStates, testing::Values(0.001, 0.5, 40.0, 3000.0));

TEST(Transient, AtRestNoMoreStepsAreTaken) {
    SparseRows inflow(2, 2);
    inflow.insert(1, 0) = 1.0;
    inflow.insert(0, 1) = 3.0;
    const Eigen::VectorXd exit_rates = Eigen::Vector2d(1.0, 3.0);
    const std::array times = {0.0, 1e6};
    const TransientCost cost =
        follow_transient({inflow, exit_rates}, Eigen::Vector2d(0.5, 0.5), times, [](auto, const auto&, const auto&) {});
    EXPECT_LT(cost.steps, 1000U);
}

TEST(Transient, NothingHappensWithoutTransitions) {
    const SparseRows inflow(1, 1);
    const Eigen::VectorXd exit_rates = Eigen::VectorXd::Zero(1);
    const std::array times = {0.0, 10.0};
    follow_transient({inflow, exit_rates}, Eigen::VectorXd::Ones(1), times,
                     [&](std::size_t i, const Eigen::VectorXd& distribution, const Eigen::VectorXd& spent) {
                         EXPECT_EQ(distribution[0], 1.0);
                         EXPECT_NEAR(spent[0], times[i], 1e-12);
                     });
}

}  // namespace
}  // namespace strife
