// SPDX-License-Identifier: Apache-2.0
#include "strife/results.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "strife/ensemble.h"
#include "temporary_directory.h"
#include "two_regions.h"

namespace strife {
namespace {

class ReadResults : public TemporaryDirectory {
  protected:
    [[nodiscard]] Results small_run() const {
        return run_ensemble(two_regions(), {.replications = 40, .threads = 1, .output = path("results.h5")});
    }
};

TEST_F(ReadResults, ADistributionIsThatOfTheSamples) {
    const Results results = small_run();
    const std::vector<double> samples = results.samples("deaths");
    double sum = 0.0;
    for (const double value : samples) sum += value;
    const double mean = sum / 40.0;
    double squares = 0.0;
    for (const double value : samples) squares += (value - mean) * (value - mean);
    const Distribution deaths = results.outcome("deaths");
    EXPECT_EQ(deaths.n, 40U);
    EXPECT_EQ(deaths.n_missing, 0U);
    EXPECT_NEAR(deaths.mean, mean, 1e-9 * mean);
    EXPECT_NEAR(deaths.sd, std::sqrt(squares / 39.0), 1e-9 * mean);
    EXPECT_EQ(deaths.minimum, *std::min_element(samples.begin(), samples.end()));
    EXPECT_EQ(deaths.maximum, *std::max_element(samples.begin(), samples.end()));
    EXPECT_LT(deaths.quantiles[0], deaths.quantiles[4]);
    EXPECT_TRUE(std::isnan(deaths.share_happened));
    EXPECT_EQ(results.outcome("first").share_happened, 1.0);
}

TEST_F(ReadResults, ASeriesOfAMemberBeginsWhereItWasSetAndEndsAtTheOutcome) {
    const Results results = small_run();
    const NumberAddress south{.alternative = "more", .members = {"south"}};
    const std::vector<Distribution> series = results.series("strength", south);
    ASSERT_EQ(series.size(), 7U);
    EXPECT_EQ(series.front().mean, 40.0);
    EXPECT_EQ(series.front().sd, 0.0);
    EXPECT_NEAR(series.back().mean, results.outcome("strength", south).mean, 1e-9);
    EXPECT_NE(series.back().mean, results.outcome("strength", {.alternative = "more", .members = {"north"}}).mean);
}

TEST_F(ReadResults, TheDescriptionIsTheScenarios) {
    const Results results = small_run();
    EXPECT_EQ(results.title(), "Two regions");
    EXPECT_EQ(results.outcomes()[3].sets[0].members, two_regions().outcomes()[3].sets[0].members);
    EXPECT_EQ(results.series()[0].times, two_regions().series()[0].times);
    EXPECT_EQ(results.alternatives()[2].name, "late");
    EXPECT_EQ(results.alternatives()[2].replications, 40U);
    EXPECT_THAT(results.table(), testing::HasSubstr("Two regions"));
}

TEST_F(ReadResults, WhatIsNotThereIsRefused) {
    const Results results = small_run();
    EXPECT_THROW(static_cast<void>(results.outcome("death")), LookupError);
    EXPECT_THROW(static_cast<void>(results.outcome("deaths", {.alternative = "less"})), LookupError);
    EXPECT_THROW(static_cast<void>(results.outcome("deaths", {.members = {"north"}})), LookupError);
    EXPECT_THROW(static_cast<void>(results.outcome("strength")), LookupError);
    EXPECT_THROW(static_cast<void>(results.outcome("strength", {.members = {"west"}})), LookupError);
    EXPECT_THROW(static_cast<void>(results.series("deaths")), LookupError);
    EXPECT_THROW(static_cast<void>(results.sample_series("strength", 0, {.members = {"north"}})), LookupError);
    const Results memory = run_ensemble(two_regions(), {.replications = 1});
    EXPECT_THROW(static_cast<void>(memory.samples("deaths")), LookupError);
}

TEST_F(ReadResults, AReplicationBeyondTheLastIsRefused) {
    const Results results = run_ensemble(two_regions(), {.replications = 2, .output = path("series.h5"), .keep_series = true});
    EXPECT_EQ(results.sample_series("strength", 1, {.members = {"north"}}).size(), 7U);
    EXPECT_THROW(static_cast<void>(results.sample_series("strength", 2, {.members = {"north"}})), LookupError);
}

TEST_F(ReadResults, AForeignOrMissingFileIsAFileError) {
    write_bytes(path("text.h5"), "no results");
    for (const char* name : {"text.h5", "missing.h5"}) {
        try {
            static_cast<void>(Results::read(path(name)));
            ADD_FAILURE() << "no FileError was thrown";
        } catch (const FileError& error) {
            EXPECT_EQ(error.path(), path(name));
        }
    }
}

TEST_F(ReadResults, SamplesOfAFileThatIsGoneAreAFileError) {
    const Results results = small_run();
    std::filesystem::remove(path("results.h5"));
    EXPECT_GT(results.outcome("deaths").mean, 0.0);
    EXPECT_THROW(static_cast<void>(results.samples("deaths")), FileError);
}

}  // namespace
}  // namespace strife
