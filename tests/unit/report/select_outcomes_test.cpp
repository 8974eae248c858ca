// Choosing outcomes and alternatives of a stored run.
// SPDX-License-Identifier: Apache-2.0
#include "report/select_outcomes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "stored_run.h"

namespace strife {
namespace {

using testing::HasSubstr;

TEST(SelectOutcomes, NothingAskedForKeepsAll) {
    StoredRun run = make_run_of_two_alternatives();
    const std::size_t n = run.header.run.outcomes.size();
    select_outcomes(run, {}, {});
    EXPECT_EQ(run.header.run.outcomes.size(), n);
    EXPECT_EQ(run.header.alternatives.size(), 2U);
}

TEST(SelectOutcomes, KeepsTheOutcomesAskedForWithTheirColumns) {
    StoredRun run = make_run_of_two_alternatives();
    const OutcomeDescriptor last = run.header.run.outcomes.back();
    select_outcomes(run, {last.name}, {});
    ASSERT_EQ(run.header.run.outcomes.size(), 1U);
    EXPECT_EQ(run.header.run.outcomes[0].name, last.name);
    EXPECT_EQ(run.header.run.outcomes[0].offset, last.offset);
}

TEST(SelectOutcomes, KeepsTheAlternativesAskedForWithTheirSummaries) {
    StoredRun run = make_run_of_two_alternatives();
    const std::string second = run.header.alternatives[1];
    select_outcomes(run, {}, {second});
    EXPECT_EQ(run.header.alternatives, std::vector<std::string>{second});
    ASSERT_EQ(run.footer.summaries.size(), 1U);
    EXPECT_EQ(run.footer.summaries[0].name, second);
}

TEST(SelectOutcomes, ANameThatIsNotThereIsToldWithThoseThatAre) {
    StoredRun run = make_stored_run();
    try {
        select_outcomes(run, {"nonsense"}, {});
        FAIL() << "no exception";
    } catch (const SelectionError& error) {
        EXPECT_THAT(error.what(), HasSubstr("there is no outcome 'nonsense'; there are: "));
        EXPECT_THAT(error.what(), HasSubstr(run.header.run.outcomes[0].name));
    }
}

}  // namespace
}  // namespace strife
