// Names in result files, above all where two things are called alike.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/layout.h"

#include <gmock/gmock.h>

namespace strife {
namespace {

using ::testing::ElementsAre;

OutcomeDescriptor outcome(const std::string& name, std::vector<std::size_t> axes = {}) {
    OutcomeDescriptor result;
    result.name = name;
    result.axes = std::move(axes);
    return result;
}

TEST(Layout, NamesAreThoseOfTheScenario) {
    RunDescriptor run;
    run.axes = {{.name = "province", .labels = {"kabul"}}};
    run.grids = {{.name = "time", .long_name = "", .values = {}, .bounds = {}}};
    run.outcomes = {outcome("attacks")};
    const Layout layout(run);
    EXPECT_EQ(layout.set_dimension(0), "province");
    EXPECT_EQ(layout.grid_dimension(0), "time");
    EXPECT_EQ(layout.runs_variable(0), "attacks");
    EXPECT_EQ(layout.outcome_stem(0), "attacks");
}

TEST(Layout, TakenNamesGetAnUnderscore) {
    RunDescriptor run;
    run.axes = {{.name = "time", .labels = {}}, {.name = "replication", .labels = {}}};
    run.grids = {{.name = "time", .long_name = "", .values = {}, .bounds = {}}};
    run.outcomes = {outcome("finished"), outcome("time")};
    const Layout layout(run);
    EXPECT_EQ(layout.grid_dimension(0), "time");
    EXPECT_EQ(layout.set_dimension(0), "time_");
    EXPECT_EQ(layout.set_dimension(1), "replication_");
    EXPECT_EQ(layout.runs_variable(0), "finished_");
    EXPECT_EQ(layout.runs_variable(1), "time__");
}

TEST(Layout, StatisticsOfOneOutcomeDoNotCollideWithThoseOfAnother) {
    RunDescriptor run;
    run.outcomes = {outcome("x_probability"), outcome("x")};
    const Layout layout(run);
    EXPECT_EQ(layout.outcome_stem(0), "x_probability");
    EXPECT_EQ(layout.outcome_stem(1), "x_");  // else /x_probability_lower would be both
}

TEST(Layout, SetUsedTwiceHasTwoDimensions) {
    RunDescriptor run;
    run.axes = {{.name = "province", .labels = {}}, {.name = "side", .labels = {}}};
    run.outcomes = {outcome("moves", {0, 1, 0})};
    const Layout layout(run);
    EXPECT_THAT(layout.set_dimensions(0), ElementsAre("province", "province_2"));
    EXPECT_THAT(layout.dimensions_of({0, 1, 0}), ElementsAre("province", "side", "province_2"));
}

TEST(Layout, SetNamesRoundTrip) {
    RunDescriptor run;
    run.axes = {{.name = "province", .labels = {}}, {.name = "side", .labels = {}}};
    EXPECT_EQ(joined_set_names(run, {1, 0, 1}), "side,province,side");
    EXPECT_EQ(parse_set_names(run, "side,province,side"), (std::vector<std::size_t>{1, 0, 1}));
    EXPECT_EQ(parse_set_names(run, ""), std::vector<std::size_t>{});
    EXPECT_EQ(parse_set_names(run, "side,ghost"), std::nullopt);
}

}  // namespace
}  // namespace strife
