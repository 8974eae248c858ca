// SPDX-License-Identifier: Apache-2.0
#include "strife/scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "two_regions.h"

namespace strife {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

ScenarioError error_of(const std::string& text, const LoadSettings& settings = {}) {
    try {
        static_cast<void>(Scenario::load_texts("bad.yaml", {{"bad.yaml", text}}, settings));
    } catch (const ScenarioError& error) {
        return error;
    }
    ADD_FAILURE() << "no ScenarioError was thrown";
    return {"", {}};
}

constexpr const char* kBad =
    "strife: 1\n"
    "title: bad\n"
    "time: {start: 0 day, end: 1 month}\n"
    "actors: {group: {role: other, state: {members: {count: person}}}}\n"
    "outcomes:\n"
    "  strength: {state: group.membres}\n"
    "  other: {count: nothing}\n";

TEST(Scenario, AllFaultsComeAtOnceWithCodeAndPlace) {
    const ScenarioError error = error_of(kBad);
    std::vector<ScenarioFault> errors;
    for (const ScenarioFault& fault : error.faults()) {
        if (fault.is_error) errors.push_back(fault);
    }
    ASSERT_EQ(errors.size(), 2U);
    EXPECT_EQ(errors[0].code, "E401");
    EXPECT_EQ(errors[0].file, "bad.yaml");
    EXPECT_EQ(errors[0].line, 6U);
    EXPECT_EQ(errors[0].column, 21U);
    EXPECT_THAT(errors[0].message, HasSubstr("membres"));
    EXPECT_EQ(errors[0].hint, "did you mean 'group.members'?");
    EXPECT_EQ(errors[1].line, 7U);
}

TEST(Scenario, AnErrorShowsItsDiagnosticsAsPeopleReadThem) {
    EXPECT_THAT(error_of(kBad).what(), HasSubstr("bad.yaml:6:21: error[E401]: "));
    EXPECT_THAT(error_of(kBad).what(), HasSubstr("      strength: {state: group.membres}\n"));
}

TEST(Scenario, AMissingFileIsAFaultOfTheScenario) {
    try {
        static_cast<void>(Scenario::load("nowhere/at/all.yaml"));
        FAIL() << "no ScenarioError was thrown";
    } catch (const ScenarioError& error) {
        ASSERT_EQ(error.faults().size(), 1U);
        EXPECT_EQ(error.faults()[0].code, "E701");
        EXPECT_EQ(error.faults()[0].line, 0U);
        EXPECT_EQ(error.faults()[0].file, "");
    }
}

TEST(Scenario, AFaultOfAnOverridePointsIntoIt) {
    try {
        static_cast<void>(two_regions({.overrides = {"parameters.recruitmend=10 person/month"}}));
        FAIL() << "no ScenarioError was thrown";
    } catch (const ScenarioError& error) {
        ASSERT_FALSE(error.faults().empty());
        EXPECT_EQ(error.faults()[0].file, "--set");
        EXPECT_EQ(error.faults()[0].code, "E801");
        EXPECT_EQ(error.faults()[0].hint, "did you mean 'recruitment'?");
    }
}

TEST(Scenario, TellsWhatItHolds) {
    const Scenario scenario = two_regions();
    EXPECT_EQ(scenario.title(), "Two regions");
    EXPECT_EQ(scenario.start_date(), "2025-01-01");
    EXPECT_EQ(scenario.length_days(), 181.0);
    EXPECT_THAT(scenario.alternatives(), ElementsAre("baseline", "more", "late"));
    const std::vector<OutcomeInfo> outcomes = scenario.outcomes();
    ASSERT_EQ(outcomes.size(), 5U);
    EXPECT_EQ(outcomes[0].name, "attacks");
    EXPECT_EQ(outcomes[0].kind, NumberKind::count);
    EXPECT_EQ(outcomes[2].kind, NumberKind::first_time);
    EXPECT_EQ(outcomes[3].units, "person");
    EXPECT_EQ(outcomes[3].first, 3U);
    EXPECT_EQ(outcomes[3].size, 2U);
    ASSERT_EQ(outcomes[3].sets.size(), 1U);
    EXPECT_EQ(outcomes[3].sets[0].name, "region");
    EXPECT_THAT(outcomes[3].sets[0].members, ElementsAre("north", "south"));
    const std::vector<SeriesInfo> series = scenario.series();
    ASSERT_EQ(series.size(), 1U);
    EXPECT_THAT(series[0].times, ElementsAre(0, 31, 59, 90, 120, 151, 181));
    EXPECT_EQ(series[0].size, 14U);
}

TEST(Scenario, AnOverrideStandsInTheResolvedScenario) {
    const Scenario scenario = two_regions({.overrides = {"parameters.recruitment=99 person/month"}});
    EXPECT_THAT(scenario.resolved_yaml(), HasSubstr("99 person/month"));
}

TEST(Scenario, OnlyTheAlternativesAskedForAreCompiled) {
    EXPECT_THAT(two_regions({.alternatives = {"late"}}).alternatives(), ElementsAre("baseline", "late"));
    EXPECT_THAT(two_regions({.alternatives = {"none"}}).alternatives(), ElementsAre("baseline"));
    EXPECT_THROW(two_regions({.alternatives = {"lat"}}), ScenarioError);
}

TEST(Scenario, WarningsComeWithAGoodScenario) {
    const Scenario scenario = Scenario::load_texts(
        "idle.yaml", {{"idle.yaml",
                       "strife: 1\ntitle: idle\ntime: {start: 0 day, end: 1 month}\nparameters: {unused: 3 person}\n"
                       "actors: {group: {role: other, state: {members: {count: person}}}}\n"
                       "outcomes: {strength: {state: group.members}}\n"}});
    const std::vector<ScenarioFault> warnings = scenario.warnings();
    ASSERT_EQ(warnings.size(), 1U);
    EXPECT_EQ(warnings[0].code, "W905");
    EXPECT_FALSE(warnings[0].is_error);
    EXPECT_EQ(warnings[0].line, 4U);
    EXPECT_THAT(scenario.warnings_text(), HasSubstr("idle.yaml:4:14: warning[W905]"));
}

}  // namespace
}  // namespace strife
