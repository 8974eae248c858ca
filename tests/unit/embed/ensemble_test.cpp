// SPDX-License-Identifier: Apache-2.0
#include "strife/ensemble.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "temporary_directory.h"
#include "two_regions.h"

namespace strife {
namespace {

class Ensemble : public TemporaryDirectory {};

TEST_F(Ensemble, OneAndTwoThreadsGiveTheSameNumbers) {
    const Scenario scenario = two_regions();
    const Results one = run_ensemble(scenario, {.replications = 200, .threads = 1, .keep_samples = true});
    const Results two = run_ensemble(scenario, {.replications = 200, .threads = 2, .keep_samples = true});
    EXPECT_EQ(one.json(), two.json());
    EXPECT_EQ(one.samples("deaths", {.alternative = "more"}), two.samples("deaths", {.alternative = "more"}));
    EXPECT_EQ(one.samples("deaths").size(), 200U);
}

TEST_F(Ensemble, AFileAndMemoryHoldTheSame) {
    const Scenario scenario = two_regions();
    const Results memory = run_ensemble(scenario, {.keep_samples = true});
    const Results written = run_ensemble(scenario, {.output = path("results.h5")});
    EXPECT_EQ(written.path(), path("results.h5"));
    EXPECT_EQ(memory.path(), std::nullopt);
    const Results read = Results::read(path("results.h5"));
    EXPECT_EQ(memory.json(), read.json());
    EXPECT_EQ(written.json(), read.json());
    for (const char* region : {"north", "south"}) {
        const NumberAddress which{.alternative = "late", .members = {region}};
        EXPECT_EQ(memory.samples("strength", which), read.samples("strength", which));
    }
}

TEST_F(Ensemble, AnExistingOutputIsRefusedBeforeAnythingIsComputed) {
    write_bytes(path("results.h5"), "precious");
    bool called = false;
    try {
        static_cast<void>(run_ensemble(
            two_regions(), {.output = path("results.h5"), .on_progress = [&](const RunProgress&) { called = true; }}));
        FAIL() << "no FileError was thrown";
    } catch (const FileError& error) {
        EXPECT_EQ(error.path(), path("results.h5"));
        EXPECT_THAT(error.what(), testing::HasSubstr("exists already"));
    }
    EXPECT_FALSE(called);
    EXPECT_EQ(read_bytes(path("results.h5")), "precious");
    EXPECT_THAT(files(), testing::ElementsAre("results.h5"));
}

TEST_F(Ensemble, AnOverrideChangesOutcomes) {
    const EnsembleSettings settings{.replications = 64};
    const Results slow = run_ensemble(two_regions({.alternatives = {"none"}}), settings);
    const Results fast =
        run_ensemble(two_regions({.overrides = {"parameters.recruitment=100 person/month"}, .alternatives = {"none"}}), settings);
    // 40 and 6 months of recruiting at 10 and at 100 a month.
    EXPECT_NEAR(slow.outcome("strength", {.members = {"north"}}).mean, 100.0, 15.0);
    EXPECT_NEAR(fast.outcome("strength", {.members = {"north"}}).mean, 635.0, 15.0);
}

TEST_F(Ensemble, ReplicationsAndSeedAreTheScenariosUnlessGiven) {
    const Scenario scenario = two_regions();
    const Results own = run_ensemble(scenario);
    EXPECT_EQ(own.replications(), 70U);
    EXPECT_EQ(own.seed(), 11U);
    const Results given = run_ensemble(scenario, {.replications = 3, .seed = 4});
    EXPECT_EQ(given.replications(), 3U);
    EXPECT_EQ(given.seed(), 4U);
}

TEST_F(Ensemble, WrongSettingsAreRefused) {
    EXPECT_THROW(static_cast<void>(run_ensemble(two_regions(), {.replications = 0, .output = path("a.h5")})), ScenarioError);
    EXPECT_THROW(static_cast<void>(run_ensemble(two_regions(), {.method = "fast", .output = path("a.h5")})), ScenarioError);
    EXPECT_THROW(static_cast<void>(run_ensemble(two_regions(), {.output = path("nowhere/a.h5")})), FileError);
    EXPECT_TRUE(files().empty());
}

TEST_F(Ensemble, ProgressRisesToTheWhole) {
    std::vector<RunProgress> seen;
    static_cast<void>(
        run_ensemble(two_regions(), {.on_progress = [&](const RunProgress& progress) { seen.push_back(progress); }}));
    ASSERT_FALSE(seen.empty());
    for (std::size_t i = 1; i < seen.size(); ++i) EXPECT_LE(seen[i - 1].replications_done, seen[i].replications_done);
    EXPECT_EQ(seen.back().replications_done, 210U);
    EXPECT_EQ(seen.back().replications_total, 210U);
    EXPECT_GT(seen.back().events, 210U);
}

TEST_F(Ensemble, AnInterruptedRunKeepsWhatIsFinished) {
    std::atomic<bool> interrupt = false;
    const Results results =
        run_ensemble(two_regions(), {.replications = 1'000'000'000,
                                     .threads = 2,
                                     .output = path("results.h5"),
                                     .on_progress = [&](const RunProgress& p) { interrupt = p.replications_done >= 96; },
                                     .interrupt = &interrupt});
    EXPECT_EQ(results.ending(), RunEnding::interrupted);
    EXPECT_EQ(results.path(), path("results.partial.h5"));
    EXPECT_GE(results.replications(), 32U);
    EXPECT_LT(results.replications(), 100'000U);
    EXPECT_EQ(results.samples("deaths").size(), results.replications());
}

TEST_F(Ensemble, WhatTheCallbackThrowsEndsTheRunAndLeavesNoFile) {
    const auto complain = [](const RunProgress&) { throw std::runtime_error("enough"); };
    EXPECT_THROW(static_cast<void>(run_ensemble(
                     two_regions(), {.replications = 1'000'000'000, .output = path("results.h5"), .on_progress = complain})),
                 std::runtime_error);
    EXPECT_TRUE(files().empty());
}

TEST_F(Ensemble, FailuresBeyondTheLimitEndTheRunAndAreTold) {
    const Scenario scenario = two_regions({.overrides = {"parameters.burden=0.01/month"}});
    const Results ended = run_ensemble(scenario, {.replications = 2000});
    EXPECT_EQ(ended.ending(), RunEnding::failed);
    EXPECT_LT(ended.replications(), 2000U);
    ASSERT_FALSE(ended.failures().empty());
    EXPECT_EQ(ended.failures()[0].process, "group.overreach");

    const Results allowed = run_ensemble(scenario, {.replications = 64, .max_failures = 1000, .keep_samples = true});
    EXPECT_EQ(allowed.ending(), RunEnding::complete);
    const std::vector<AlternativeTotals> totals = allowed.alternatives();
    EXPECT_EQ(totals[0].replications + totals[0].failed, 64U);
    EXPECT_EQ(allowed.failures().size(), totals[0].failed + totals[1].failed + totals[2].failed);
    EXPECT_EQ(allowed.samples("strain").size(), 64U);
    EXPECT_EQ(allowed.outcome("strain").n, totals[0].replications);
}

}  // namespace
}  // namespace strife
