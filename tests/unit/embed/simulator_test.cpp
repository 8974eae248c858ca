// SPDX-License-Identifier: Apache-2.0
#include "strife/simulator.h"

#include <bit>
#include <cstdint>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "strife/ensemble.h"
#include "temporary_directory.h"
#include "two_regions.h"

namespace strife {
namespace {

bool same_bits(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

class SimulatorInEnsemble : public TemporaryDirectory {};

TEST_F(SimulatorInEnsemble, AReplicationIsThatOfTheEnsembleBitForBit) {
    const Scenario scenario = two_regions();
    const Results results = run_ensemble(scenario, {.threads = 1, .output = path("results.h5"), .keep_series = true});
    for (const std::string& alternative : scenario.alternatives()) {
        Simulator simulator(scenario, {.alternative = alternative});
        for (const std::uint64_t replication : {64U, 0U, 33U}) {
            const ReplicationValues values = simulator.run(replication);
            ASSERT_EQ(values.outcomes.size(), 6U);
            for (const OutcomeInfo& outcome : scenario.outcomes()) {
                for (std::size_t member = 0; member < outcome.size; ++member) {
                    NumberAddress which{.alternative = alternative};
                    if (outcome.size == 2) which.members = {member == 0 ? "north" : "south"};
                    const std::vector<double> samples = results.samples(outcome.name, which);
                    ASSERT_EQ(samples.size(), 70U);
                    EXPECT_TRUE(same_bits(values.outcomes[outcome.first + member], samples[replication])) << outcome.name;
                }
            }
            const std::vector<double> south =
                results.sample_series("strength", replication, {.alternative = alternative, .members = {"south"}});
            ASSERT_EQ(south.size(), 7U);
            for (std::size_t i = 0; i < 7; ++i) EXPECT_TRUE(same_bits(values.series[7 + i], south[i]));
        }
    }
}

TEST(Simulator, AnAlternativeThatBeginsAtADateIsTheBaselineUntilThen) {
    const Scenario scenario = two_regions();
    const ReplicationValues baseline = Simulator(scenario).run(5);
    const ReplicationValues late = Simulator(scenario, {.alternative = "late"}).run(5);
    EXPECT_EQ(std::vector(baseline.series.begin(), baseline.series.begin() + 3),
              std::vector(late.series.begin(), late.series.begin() + 3));
    EXPECT_LT(baseline.series[6], late.series[6]);
}

TEST(Simulator, SeedAndMethodAreTheScenariosUnlessGiven) {
    const Scenario scenario = two_regions();
    Simulator simulator(scenario);
    EXPECT_EQ(simulator.seed(), 11U);
    EXPECT_EQ(simulator.run(0).outcomes, Simulator(scenario, {.seed = 11, .method = "coupled"}).run(0).outcomes);
    EXPECT_NE(simulator.run(0).outcomes, Simulator(scenario, {.seed = 12}).run(0).outcomes);
    EXPECT_NE(simulator.run(0).outcomes, Simulator(scenario, {.method = "linear"}).run(0).outcomes);
}

TEST(Simulator, OutlivesTheScenario) {
    const std::vector<double> expected = Simulator(two_regions()).run(3).outcomes;
    auto scenario = std::make_unique<Scenario>(two_regions());
    Simulator simulator(*scenario);
    scenario.reset();
    EXPECT_EQ(simulator.run(3).outcomes, expected);
}

TEST(Simulator, WrongSettingsAreRefused) {
    const Scenario scenario = two_regions();
    EXPECT_THROW(Simulator(scenario, {.method = "fast"}), ScenarioError);
    try {
        const Simulator simulator(scenario, {.alternative = "mor"});
        FAIL() << "no LookupError was thrown";
    } catch (const LookupError& error) {
        EXPECT_STREQ(error.what(), "there is no alternative 'mor'; did you mean 'more'?");
    }
}

TEST(Simulator, AFailureTellsWhatHappenedAndTheNextReplicationRuns) {
    // 0.4 a month for half a year: about nine replications in ten fail.
    const Scenario scenario = two_regions({.overrides = {"parameters.burden=0.4/month"}});
    Simulator simulator(scenario);
    std::size_t failed = 0;
    std::size_t finished = 0;
    for (std::uint64_t replication = 0; replication < 70; ++replication) {
        try {
            EXPECT_EQ(simulator.run(replication).outcomes, Simulator(scenario).run(replication).outcomes);
            ++finished;
        } catch (const SimulationError& error) {
            ++failed;
            EXPECT_EQ(error.failure().replication, replication);
            EXPECT_EQ(error.failure().alternative, "baseline");
            EXPECT_EQ(error.failure().process, "group.overreach");
            EXPECT_THAT(error.failure().place, testing::StartsWith("two/regions.yaml:22:"));
            EXPECT_THAT(error.what(), testing::HasSubstr(error.failure().message));
        }
    }
    EXPECT_GT(failed, 40U);
    EXPECT_GT(finished, 0U);
}

}  // namespace
}  // namespace strife
