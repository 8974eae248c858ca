// Chains whose distribution is known otherwise: the generator written down by hand and exponentiated, or a closed form.
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <functional>

#include <gtest/gtest.h>
#include <Eigen/Core>
#include <boost/math/distributions/binomial.hpp>

#include "solved_scenario.h"

namespace strife {
namespace {

// exp(Q t) of a small generator by scaling and squaring of its Taylor series.
Eigen::MatrixXd exponential(const Eigen::MatrixXd& generator, double t) {
    constexpr int kSquarings = 24;
    const Eigen::MatrixXd small = generator * (t / std::ldexp(1.0, kSquarings));
    Eigen::MatrixXd term = Eigen::MatrixXd::Identity(generator.rows(), generator.cols());
    Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(generator.rows(), generator.cols());  // without the identity, to keep its digits
    for (int k = 1; k <= 12; ++k) {
        term = term * small / k;
        sum += term;
    }
    for (int k = 0; k < kSquarings; ++k) sum = (2.0 * sum + sum * sum).eval();
    return sum + Eigen::MatrixXd::Identity(generator.rows(), generator.cols());
}

// A generator over 0 .. n - 1 from the rates between different states.
Eigen::MatrixXd generator_of(int n, const std::function<double(int, int)>& rate) {
    Eigen::MatrixXd generator = Eigen::MatrixXd::Zero(n, n);
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < n; ++j) {
            if (i != j) generator(i, j) = rate(i, j);
        }
        generator(i, i) = -generator.row(i).sum();
    }
    return generator;
}

void expect_row(const SolvedScenario& solved, const std::string& outcome, const Eigen::RowVectorXd& row) {
    std::map<double, double> masses = solved.distribution(outcome);
    for (Eigen::Index n = 0; n < row.size(); ++n)
        EXPECT_NEAR(masses[static_cast<double>(n)], row[n], 1e-11) << outcome << " " << n;
}

TEST(Chains, BirthAndDeathWithACap) {
    const SolvedScenario solved = solve_text(one_actor("n: {count: person, initial: 2}",
                                                       "      grow: {rate: 0.4 person/day, if: n < 9 person, do: n += 1 person}\n"
                                                       "      fall: {rate: 0.07/person/day * n, do: n -= 1 person}\n",
                                                       "  n: {state: g.n}\n  early: {state: g.n, at: 3 day}\n"));
    const Eigen::MatrixXd generator = generator_of(10, [](int i, int j) {
        return j == i + 1 ? 0.4 : j == i - 1 ? 0.07 * i : 0.0;
    });
    EXPECT_EQ(solved.result.solution.stop_reasons.size(), 10U);
    EXPECT_EQ(solved.result.solution.transitions, 18U);
    EXPECT_LT(solved.result.solution.error, 1e-12);
    expect_row(solved, "n", exponential(generator, 40.0).row(2));
    expect_row(solved, "early", exponential(generator, 3.0).row(2));
}

TEST(Chains, ABinomialDrawIsFollowedOnEveryBranch) {
    const SolvedScenario solved =
        solve_text(one_actor("n: {count: person, initial: 6}",
                             "      raid: {rate: 0.05/day, do: \"n -= binomial(n, 0.3)\"}\n"
                             "      come: {rate: 0.1/day, if: n <= 4 person, do: \"n += discrete(1, 2, 1) * 1 person\"}\n",
                             "  n: {state: g.n}\n"));
    const Eigen::MatrixXd generator = generator_of(7, [](int i, int j) {
        double rate = 0.0;
        if (j < i) rate += 0.05 * boost::math::pdf(boost::math::binomial_distribution<double>(i, 0.3), i - j);
        if (i <= 4 && j == i + 1) rate += 0.1 * 0.5;
        if (i <= 4 && j == i + 2) rate += 0.1 * 0.25;
        return rate;
    });
    expect_row(solved, "n", exponential(generator, 40.0).row(6));
}

TEST(Chains, ADrawnStartIsMixed) {
    const SolvedScenario solved =
        solve_text(one_actor("n: {count: person, initial: \"1 person + binomial(2 person, 0.5)\"}",
                             "      fall: {rate: 0.02/person/day * n, do: n -= 1 person}\n", "  n: {state: g.n}\n"));
    const Eigen::MatrixXd power = exponential(generator_of(4, [](int i, int j) { return j == i - 1 ? 0.02 * i : 0.0; }), 40.0);
    expect_row(solved, "n", 0.25 * power.row(1) + 0.5 * power.row(2) + 0.25 * power.row(3));
}

// Each arrival is noticed with probability 1/2, and three that are noticed are driven away at once.
TEST(Chains, EventsAndConditionsFollowAtOnce) {
    const SolvedScenario solved = solve_text(
        one_actor("n: {count: person}; seen: {count: person}",
                  "      come: {rate: 0.2/day, if: n < 6 person, do: \"n += 1 person; emit came\"}\n"
                  "      leave: {rate: 0.03/person/day * n, if: seen = 0 person, do: n -= 1 person}\n"
                  "      notice: {upon: came, if: \"n > 1 person\", do: \"if bernoulli(0.5) = 1 then seen += 1 person end\"}\n"
                  "      drive: {when: seen >= 2 person, do: \"n -= min(n, 3 person); seen := 0 person\"}\n",
                  "  both: {state: \"g.n + 10 * g.seen\"}\n", "events: {came: {}}\n"));
    // States (n, seen) with seen 0 or 1 as n + 7 seen.
    const Eigen::MatrixXd generator = generator_of(14, [](int i, int j) {
        const int n = i % 7;
        const int seen = i / 7;
        double rate = 0.0;
        const auto arrive = [&](int to, double weight) {
            if (n < 6 && j == to) rate += 0.2 * weight;
        };
        const int after = n + 1;
        if (after > 1) {
            arrive(after + 7 * seen, 0.5);
            arrive(seen == 0 ? after + 7 : std::max(0, after - 3), 0.5);
        } else {
            arrive(after + 7 * seen, 1.0);
        }
        if (seen == 0 && j == n - 1) rate += 0.03 * n;
        return rate;
    });
    const Eigen::RowVectorXd row = exponential(generator, 40.0).row(0);
    std::map<double, double> masses = solved.distribution("both");
    for (int i = 0; i < 14; ++i) {
        const int both = i % 7 + 10 * (i / 7);
        EXPECT_NEAR(masses[both], row[i], 1e-11) << i;
    }
}

// A fair game between 0 and 10 that begins at 3: it is won with probability 3/10.
TEST(Chains, AStopEndsARunForGood) {
    const std::string text = one_actor("n: {count: person, initial: 3}",
                                       "      up: {rate: 20/day, do: n += 1 person}\n"
                                       "      down: {rate: 20/day, do: n -= 1 person}\n"
                                       "      win: {when: n >= 10 person, do: stop \"won\"}\n"
                                       "      lose: {when: n <= 0 person, do: stop \"lost\"}\n",
                                       "  won: {stopped: won}\n  over: {stopped: true}\n  n: {state: g.n}\n"
                                       "  mean: {mean: g.n}\n");
    const SolvedScenario solved = solve_text(text);
    EXPECT_NEAR(solved.scalar("won").mean, 0.3, 1e-10);
    EXPECT_NEAR(solved.scalar("over").mean, 1.0, 1e-10);
    EXPECT_NEAR(solved.scalar("n").mean, 3.0, 1e-9);
    EXPECT_EQ(solved.result.solution.stop_reasons.size(), 11U);
    // The time that is averaged over is random.
    for (std::size_t o = 0; o < solved.scenario->model.outcomes.size(); ++o) {
        EXPECT_EQ(solved.result.outcomes.solved[o], solved.scenario->model.outcomes[o].name != "mean");
    }
}

TEST(Chains, ChoicesAmongMembersAndOrdersAreBranches) {
    const SolvedScenario solved = solve_text(one_actor(
        "men[place]: {count: person, initial: 2}; visits[place]: {count: person}",
        "      move: {rate: 0.2/day, if: \"sum(men) > 0 person\", do: \"pick p from place by men[p] / (1 person); men[p] -= 1 "
        "person\"}\n"
        "      visit: {rate: 0.1/day, if: \"sum(visits) = 0 person\", do: \"for p in place shuffled limit 1 do visits[p] += 1 "
        "person end\"}\n"
        "      spread: {rate: 0.1/day, if: \"sum(men) = 0 person\", do: \"scatter 2 person over men by 1\"}\n",
        "  men[p in place]: {state: \"g.men[p]\"}\n  visits[p in place]: {state: \"g.visits[p]\"}\n", "sets: {place: [a, b]}\n"));
    EXPECT_NEAR(solved.scalar("men", 0).mean, solved.scalar("men", 1).mean, 1e-12);
    EXPECT_NEAR(solved.scalar("visits", 0).mean, -std::expm1(-4.0) / 2.0, 1e-12);
}

}  // namespace
}  // namespace strife
