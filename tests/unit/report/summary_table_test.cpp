// What the one-screen summary says.
// SPDX-License-Identifier: Apache-2.0
#include "report/summary_table.h"

#include <gmock/gmock.h>

#include "stored_run.h"

namespace strife {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(SummaryTable, ShowsOneAlternativeInFull) {
    EXPECT_EQ(format_summary(make_stored_run()), R"(A small run
10,000 replications, 2022-01-01 to 2022-12-31, seed 42, strife 0.1.0

Outcome              mean   sd    5 %   50 %   95 %       n
attacks [event]     1,234  2.5  1,230  1,234  1,238  10,000
deaths[a] [person]      3  2.5     -1      3      7  10,000
deaths[b] [person]      9  2.5      5      9     13  10,000
deaths[d] [person]      7  2.5      3      7     11  10,000
deaths[e] [person]      5  2.5      1      5      9  10,000
  and 2 more

Probability  estimate  95 % from      to       n
overrun        25.0 %     24.2 %  25.9 %  10,000

First time    happened  95 % from      to         5 %        50 %  95 %       n
first_abroad    70.0 %     69.1 %  70.9 %  2022-07-16  2022-07-20     -  10,000

Series             mean over time  first  last: mean  5 %  50 %  95 %
strength [person]            ▁▃█▅     60          90   86    90    94
)");
}

TEST(SummaryTable, TellsWhetherMediansLieWithinWhatWasObserved) {
    StoredRun run = make_stored_run();
    std::vector<OutcomeDescriptor>& outcomes = run.header.run.outcomes;
    outcomes[0].observed = {{.value = 1200.0, .low = 1100.0, .high = 1233.0, .source = "a", .title = {}},
                            {.low = 1000.0, .source = "b", .title = {}}};
    outcomes[1].observed = {{.low = 0.3, .high = 0.5, .source = "c", .title = {}}};
    outcomes[2].observed = {{.value = 195.0, .low = 181.0, .high = 212.0, .source = "d", .title = {}}};
    outcomes[3].observed = {{.member = 2, .value = 4.0, .source = "e", .title = {}}};
    EXPECT_EQ(format_summary(run, {.width = 120}), R"(A small run
10,000 replications, 2022-01-01 to 2022-12-31, seed 42, strife 0.1.0

Outcome              mean   sd    5 %   50 %   95 %       n                observed  50 % is
attacks [event]     1,234  2.5  1,230  1,234  1,238  10,000  1,200 (1,100 to 1,233)    above
                                                                     at least 1,000   within
deaths[a] [person]      3  2.5     -1      3      7  10,000
deaths[b] [person]      9  2.5      5      9     13  10,000
deaths[c] [person]      1  2.5     -3      1      5  10,000                       4        -
deaths[d] [person]      7  2.5      3      7     11  10,000
deaths[e] [person]      5  2.5      1      5      9  10,000
  and 1 more

Probability  estimate  95 % from      to       n          observed  estimate is
overrun        25.0 %     24.2 %  25.9 %  10,000  30.0 % to 50.0 %        below

First time    happened  95 % from      to         5 %        50 %  95 %       n                  observed  50 % is
first_abroad    70.0 %     69.1 %  70.9 %  2022-07-16  2022-07-20     -  10,000  2022-07-01 to 2022-08-01   within

Series             mean over time  first  last: mean  5 %  50 %  95 %
strength [person]            ▁▃█▅     60          90   86    90    94
)");
}

TEST(SummaryTable, BoundsThatAreMissedByRoundingCountAsReached) {
    StoredRun run = make_stored_run();
    const double just_above = 0.25 * (1 + 1e-14);
    run.header.run.outcomes[1].observed = {{.low = just_above, .source = "a", .title = {}},
                                           {.low = 0.2501, .source = "b", .title = {}}};
    run.footer.summaries[0].scalars[0].exact_median = 1234.5;
    run.header.run.outcomes[0].observed = {{.low = 1234.5, .source = "c", .title = {}}};
    const std::string text = format_summary(run, {.width = 120});
    EXPECT_THAT(text, HasSubstr("at least 25.0 %       within"));
    EXPECT_THAT(text, HasSubstr("at least 25.0 %        below"));
    EXPECT_THAT(text, testing::ContainsRegex("attacks.* at least 1,23[45] +within"));
}

TEST(SummaryTable, ShowsAlternativesBelowEachOther) {
    const std::string text = format_summary(make_run_of_two_alternatives());
    EXPECT_THAT(text, HasSubstr("10,000 replications of each of 2 alternatives, 2022-01-01 to 2022-12-31, seed 42"));
    EXPECT_THAT(text, HasSubstr("attacks [event]     baseline     1,234"));
    EXPECT_THAT(text, HasSubstr("\n                    no_sponsor   1,236"));
}

TEST(SummaryTable, CountsInDaysWithoutDates) {
    StoredRun run = make_stored_run();
    run.header.run.start_date.reset();
    run.header.run.outcomes[2].units = "day";
    const std::string text = format_summary(run);
    EXPECT_THAT(text, HasSubstr("10,000 replications, 364 days, seed 42"));
    EXPECT_THAT(text, HasSubstr("first_abroad [day]    70.0 %     69.1 %  70.9 %  196   200 "));
}

TEST(SummaryTable, TellsWhatWentWrong) {
    StoredRun run = make_run_of_two_alternatives();
    run.footer.completion = Completion::interrupted;
    run.header.replications = 20000;
    run.footer.summaries[1].failed = 5;
    run.footer.summaries[0].clampings = 1234;
    run.footer.summaries[0].stop_counts = {17};
    for (std::uint64_t i = 0; i < 5; ++i) {
        run.failures.push_back({.replication = i,
                                .alternative = 1,
                                .time_days = 31.5,
                                .event_count = 3,
                                .process = "insurgents.bomb[a]",
                                .message = "the rate is -1 /day",
                                .place = "s.yaml:14:9"});
    }
    const std::string text = format_summary(run);
    EXPECT_THAT(text, HasSubstr("Incomplete: interrupted after 10,000 of 20,000 replications.\n"));
    EXPECT_THAT(text, HasSubstr("no_sponsor: 5 replications failed\n"));
    EXPECT_THAT(text, HasSubstr("baseline: 1,234 values were brought back into their range\n"));
    EXPECT_THAT(
        text,
        HasSubstr("s.yaml:14:9: replication 2 of no_sponsor failed on 2022-02-01 in insurgents.bomb[a]: the rate is -1 /day\n"
                  "and 2 more\n"));
}

TEST(SummaryTable, TellsWhyRunsEnded) {
    StoredRun run = make_run_of_two_alternatives();
    run.footer.summaries[0].stop_counts = {2500};
    EXPECT_THAT(format_summary(run), HasSubstr(R"(
Ended by             alternative   share  95 % from       to  replications
the group is gone    baseline     25.0 %     24.2 %   25.9 %         2,500
                     no_sponsor      0 %        0 %  0.038 %             0
the end of the time  baseline     75.0 %     74.1 %   75.8 %         7,500
                     no_sponsor    100 %   99.962 %    100 %        10,000
)"));
}

TEST(SummaryTable, CountsWhatIsMissing) {
    StoredRun run = make_stored_run();
    run.footer.summaries[0].scalars[0].n = 9900;
    run.footer.summaries[0].scalars[0].n_missing = 100;
    EXPECT_THAT(format_summary(run), HasSubstr(R"(
Outcome              mean   sd    5 %   50 %   95 %       n  missing
attacks [event]     1,234  2.5  1,230  1,234  1,238   9,900      100
deaths[a] [person]      3  2.5     -1      3      7  10,000        0
)"));
}

TEST(SummaryTable, TellsParametersFromChanceInANestedDesign) {
    StoredRun run = make_stored_run();
    run.header.replications_per_point = 50;
    run.footer.summaries[0].scalars[0].sd_between = 3.0;
    run.footer.summaries[0].scalars[0].sd_within = 4.0;
    const std::string text = format_summary(run);
    EXPECT_THAT(text, HasSubstr("10,000 replications at 200 points, 2022-01-01 to 2022-12-31"));
    EXPECT_THAT(text, HasSubstr(R"(
Spread              sd between points  sd within  share between
attacks [event]                     3          4         36.0 %
)"));
    EXPECT_THAT(format_summary(make_stored_run()), Not(HasSubstr("Spread")));
}

TEST(SummaryTable, UsesColorOnlyWhenAsked) {
    EXPECT_THAT(format_summary(make_stored_run()), Not(HasSubstr("\x1b[")));
    EXPECT_THAT(format_summary(make_stored_run(), {.color = TextColor::on}), HasSubstr("\x1b[1mA small run\x1b[0m\n"));
}

TEST(SummaryTable, HasRoomForRunsWithoutAnything) {
    StoredRun run;
    run.header.run.title = "Nothing";
    EXPECT_THAT(format_summary(run), HasSubstr("Nothing\n0 replications, 0 days"));
}

}  // namespace
}  // namespace strife
