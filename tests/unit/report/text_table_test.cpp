// Columns line up, whatever the characters, and give way to the width.
// SPDX-License-Identifier: Apache-2.0
#include "report/text_table.h"

#include <gmock/gmock.h>

namespace strife {
namespace {

using ::testing::ElementsAre;

TEST(TextTable, AlignsNamesLeftAndNumbersRight) {
    TextTable table({"Name", "mean", "n"}, 1);
    table.add({"Städte", "1.5", "10000"});
    table.add({"x", "12.25", "7"});
    EXPECT_THAT(table.lines(80), ElementsAre("Name     mean      n",  //
                                             "Städte    1.5  10000",  //
                                             "x       12.25      7"));
}

TEST(TextTable, ShortensTheWidestNameFirst) {
    TextTable table({"Name", "alternative", "n"}, 2);
    table.add({"a_rather_long_outcome_name", "baseline", "1"});
    EXPECT_THAT(table.lines(30), ElementsAre("Name            alternative  n",  //
                                             "a_rather_long…  baseline     1"));
}

TEST(TextTable, ShortRowsLeaveCellsEmpty) {
    TextTable table({"Name", "n"}, 1);
    table.add({"  and 3 more"});
    EXPECT_THAT(table.lines(80), ElementsAre("Name          n", "  and 3 more"));
}

TEST(TextTable, ShortensAtWholeCharacters) {
    EXPECT_EQ(shortened("Ghōr", 4), "Ghōr");
    EXPECT_EQ(shortened("Ghōrband", 4), "Ghō…");
    EXPECT_EQ(display_width("Ghō…"), 4U);
}

}  // namespace
}  // namespace strife
