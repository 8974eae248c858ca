// The JSON of a run says the same as its summary.
// SPDX-License-Identifier: Apache-2.0
#include "report/summary_json.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "stored_run.h"

namespace strife {
namespace {

using Json = nlohmann::json;

TEST(SummaryJson, NamesTheRun) {
    const Json json = Json::parse(summary_json(make_stored_run()));
    EXPECT_EQ(json["title"], "A small run");
    EXPECT_EQ(json["format"], "1.0");
    EXPECT_EQ(json["start_date"], "2022-01-01");
    EXPECT_EQ(json["completion"], "complete");
    EXPECT_EQ(json["replications"], 10000);
    EXPECT_EQ(json["provenance"]["seed"], 42);
    EXPECT_EQ(json["alternatives"][0]["executed_events"], 12345678);
}

TEST(SummaryJson, HoldsEveryMemberOfEveryOutcome) {
    const Json json = Json::parse(summary_json(make_run_of_two_alternatives()));
    const Json& deaths = json["outcomes"][3];
    EXPECT_EQ(deaths["name"], "deaths");
    EXPECT_EQ(deaths["kind"], "real");
    EXPECT_EQ(deaths["sets"], Json({"province"}));
    ASSERT_EQ(deaths["results"].size(), 12U);
    EXPECT_EQ(deaths["results"][7]["alternative"], "no_sponsor");
    EXPECT_EQ(deaths["results"][7]["members"], Json({"b"}));
    EXPECT_EQ(deaths["results"][7]["mean"], 10.0);
    EXPECT_EQ(deaths["results"][7]["quantiles"]["0.95"], 14.0);
}

TEST(SummaryJson, WritesUndefinedNumbersAsNull) {
    StoredRun run = make_stored_run();
    run.header.run.start_date.reset();
    const Json json = Json::parse(summary_json(run));
    EXPECT_TRUE(json["start_date"].is_null());
    const Json& first = json["outcomes"][2]["results"][0];
    EXPECT_TRUE(first["quantiles"]["0.95"].is_null());
    EXPECT_EQ(first["probability"], 0.7);
    EXPECT_FALSE(json["outcomes"][0]["results"][0].contains("probability"));
}

TEST(SummaryJson, WritesSeriesAsListsOverTime) {
    const Json series = Json::parse(summary_json(make_stored_run()))["series"][0];
    EXPECT_EQ(series["days"], Json({0.0, 100.0, 200.0, 364.0}));
    EXPECT_EQ(series["results"][0]["mean"], Json({60.0, 80.0, 120.0, 90.0}));
    EXPECT_EQ(series["results"][0]["quantiles"]["0.5"], Json({60.0, 80.0, 120.0, 90.0}));
}

TEST(SummaryJson, SurvivesTextsThatAreNoUtf8) {
    StoredRun run = make_stored_run();
    run.header.provenance.sources = {{"caf\xE9.yaml", ""}};
    EXPECT_TRUE(Json::accept(summary_json(run)));
}

TEST(SummaryJson, HoldsFailures) {
    StoredRun run = make_stored_run();
    run.failures = {{.replication = 3,
                     .alternative = 0,
                     .time_days = 1.5,
                     .event_count = 9,
                     .process = "p",
                     .message = "m",
                     .place = "s.yaml:1:2"}};
    const Json failure = Json::parse(summary_json(run))["failures"][0];
    EXPECT_EQ(failure["alternative"], "baseline");
    EXPECT_EQ(failure["replication"], 3);
    EXPECT_EQ(failure["place"], "s.yaml:1:2");
}

}  // namespace
}  // namespace strife
