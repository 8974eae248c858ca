// CSV is read strictly, and every cell knows its place.
// SPDX-License-Identifier: Apache-2.0
#include "scenario/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenario_texts.h"

namespace strife {
namespace {

using testing::ElementsAre;

// Reads a CSV text as a file, byte order mark and all.
std::optional<CsvTable> read(ScenarioTexts& texts, const std::string& text) {
    auto files = std::make_shared<MemoryFiles>();
    files->add("t.csv", text);
    CsvFiles csv(files, "s.yaml");
    const CsvTable* table = csv.find("t.csv", {}, texts.sources, texts.diagnostics);
    return table == nullptr ? std::nullopt : std::optional(*table);
}

std::vector<std::string> codes_of(const std::string& text) {
    ScenarioTexts texts;
    EXPECT_FALSE(read(texts, text));
    return texts.codes();
}

TEST(Csv, PlainTable) {
    ScenarioTexts texts;
    const auto table = read(texts, "name,n\neast,3\nwest, 4.5 \n");
    ASSERT_TRUE(table) << texts.messages();
    ASSERT_EQ(table->rows.size(), 2U);
    EXPECT_EQ(table->find_column("n"), 1U);
    EXPECT_FALSE(table->find_column("m"));
    EXPECT_EQ(table->rows[1][1].text, "4.5");
    EXPECT_EQ(texts.bytes(table->rows[1][1].span), "4.5");
    EXPECT_EQ(texts.sources.locate(table->rows[1][1].span).column, 7U);
}

TEST(Csv, QuotesHoldCommasBreaksAndQuotes) {
    ScenarioTexts texts;
    const auto table = read(texts, "a,b\n\"x, \"\"y\"\"\nz\",\" w \"\n");
    ASSERT_TRUE(table) << texts.messages();
    ASSERT_EQ(table->rows.size(), 1U);
    EXPECT_EQ(table->rows[0][0].text, "x, \"y\"\nz");
    EXPECT_EQ(table->rows[0][1].text, " w ");
}

TEST(Csv, ByteOrderMarkCrLfAndNoLastLineEnd) {
    ScenarioTexts texts;
    const auto table = read(texts, "\xEF\xBB\xBFname,n\r\neast,1\r\nwest,2");
    ASSERT_TRUE(table) << texts.messages();
    EXPECT_EQ(table->header[0].text, "name");
    EXPECT_EQ(table->rows[1][1].text, "2");
    EXPECT_EQ(texts.sources.locate(table->header[1].span).column, 6U);
}

TEST(Csv, EmptyLinesAtTheEndDoNotCount) {
    ScenarioTexts texts;
    const auto table = read(texts, "a\nx\n\n\n");
    ASSERT_TRUE(table) << texts.messages();
    EXPECT_EQ(table->rows.size(), 1U);
}

TEST(Csv, EmptyCellsStay) {
    ScenarioTexts texts;
    const auto table = read(texts, "a,b,c\n,,\n1,,\"\"\n");
    ASSERT_TRUE(table) << texts.messages();
    EXPECT_EQ(table->rows[0].size(), 3U);
    EXPECT_EQ(table->rows[1][2].text, "");
}

TEST(Csv, RefusesWhatIsNotCsv) {
    EXPECT_THAT(codes_of(""), ElementsAre("E109 1:1"));
    EXPECT_THAT(codes_of("\n \n"), ElementsAre("E109 1:1"));
    EXPECT_THAT(codes_of("a,b\n"), ElementsAre("E702 1:1"));
    EXPECT_THAT(codes_of("a,b\n1,2\n3\n4,5,6\n"), ElementsAre("E702 3:1", "E702 4:1"));
    EXPECT_THAT(codes_of("a,b\n1,2\n\n3,4\n"), ElementsAre("E702 3:1"));
    EXPECT_THAT(codes_of("a,,c\n1,2,3\n"), ElementsAre("E702 1:3"));
    EXPECT_THAT(codes_of("a,b,a\n1,2,3\n"), ElementsAre("E702 1:5"));
    EXPECT_THAT(codes_of("a;b\n1;2\n"), ElementsAre("E702 1:1"));
    EXPECT_THAT(codes_of("a,b\n1,x\"y\n"), ElementsAre("E702 2:4"));
    EXPECT_THAT(codes_of("a,b\n1,\"y\n"), ElementsAre("E702 2:3"));
    EXPECT_THAT(codes_of("a,b\n1,\"y\" z\n"), ElementsAre("E702 2:6"));
    EXPECT_THAT(codes_of("a,b\n1, \"y\"\n"), ElementsAre("E702 2:3"));
}

TEST(Csv, RefusesBadBytes) {
    EXPECT_THAT(codes_of("a,b\n1,\xFF\n"), ElementsAre("E101 2:3"));
    EXPECT_THAT(codes_of(std::string("a,b\n1,\0\n", 8)), ElementsAre("E102 2:3"));
    EXPECT_THAT(codes_of("a,b\r1,2\r"), ElementsAre("E102 1:4", "E102 2:4"));
}

TEST(Csv, NumbersAreFiniteAndSpeltAsInScenarios) {
    ScenarioTexts texts;
    const SourceFileId file = texts.sources.add("t.csv", "x");
    const auto number = [&](const std::string& text) { return read_csv_number({text, {file, 0, 1}}, "n", texts.diagnostics); };
    EXPECT_EQ(number("3"), 3.0);
    EXPECT_EQ(number("-1.5e3"), -1500.0);
    EXPECT_TRUE(texts.diagnostics.empty());
    for (const char* bad : {"", "nan", "NaN", "inf", "014", "0x10", "1,5", "1e999", "3 person", "."}) {
        EXPECT_FALSE(number(bad)) << bad;
        EXPECT_THAT(texts.messages(), testing::HasSubstr("E704"));
    }
}

TEST(Csv, EachFileIsReadOnce) {
    ScenarioTexts texts;
    auto files = std::make_shared<MemoryFiles>();
    files->add("d/t.csv", "a\nx\n");
    CsvFiles csv(files, "d/s.yaml");
    const CsvTable* first = csv.find("t.csv", {}, texts.sources, texts.diagnostics);
    EXPECT_EQ(first, csv.find("t.csv", {}, texts.sources, texts.diagnostics));
    EXPECT_EQ(texts.sources.size(), 1U);
    ASSERT_EQ(csv.read().size(), 1U);
    EXPECT_EQ(csv.read()[0].first, "t.csv");
}

}  // namespace
}  // namespace strife
