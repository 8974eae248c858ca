// Places in source texts.
// SPDX-License-Identifier: Apache-2.0
#include "base/source.h"

#include <gtest/gtest.h>

namespace strife {
namespace {

SourceSpan span_at(SourceFileId file, std::uint32_t begin, std::uint32_t end) {
    return {.file = file, .begin = begin, .end = end};
}

TEST(SourceMap, CountsLinesAndColumnsFromOne) {
    SourceMap sources;
    const SourceFileId file = sources.add("a.yaml", "one\ntwo\n");
    EXPECT_EQ(sources.locate(span_at(file, 0, 1)).line, 1U);
    EXPECT_EQ(sources.locate(span_at(file, 0, 1)).column, 1U);
    EXPECT_EQ(sources.locate(span_at(file, 6, 7)).line, 2U);
    EXPECT_EQ(sources.locate(span_at(file, 6, 7)).column, 3U);
    EXPECT_EQ(sources.locate(span_at(file, 6, 7)).file, "a.yaml");
}

TEST(SourceMap, CountsColumnsInCodePoints) {
    SourceMap sources;
    const SourceFileId file = sources.add("a.yaml", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x99\x82x");  // é, €, a face: 2 + 3 + 4 bytes
    EXPECT_EQ(sources.locate(span_at(file, 9, 10)).column, 4U);
}

TEST(SourceMap, EndsLinesAtEveryKindOfLineEnd) {
    SourceMap sources;
    const SourceFileId file = sources.add("a.yaml", "a\r\nb\rc\nd");
    EXPECT_EQ(sources.locate(span_at(file, 3, 4)).line, 2U);
    EXPECT_EQ(sources.locate(span_at(file, 5, 6)).line, 3U);
    EXPECT_EQ(sources.locate(span_at(file, 7, 8)).line, 4U);
    EXPECT_EQ(sources.line_text(span_at(file, 0, 1)), "a");
    EXPECT_EQ(sources.line_text(span_at(file, 3, 4)), "b");
}

TEST(SourceMap, PlacesTheEndOfATextAfterItsLastByte) {
    SourceMap sources;
    const SourceFileId file = sources.add("a.yaml", "ab");
    EXPECT_EQ(sources.locate(span_at(file, 2, 2)).column, 3U);
    EXPECT_EQ(sources.line_text(span_at(file, 2, 2)), "ab");
    const SourceFileId empty = sources.add("empty", "");
    EXPECT_EQ(sources.locate(span_at(empty, 0, 0)).line, 1U);
    EXPECT_EQ(sources.line_text(span_at(empty, 0, 0)), "");
}

TEST(SourceMap, KeepsViewsValidWhileTextsAreAdded) {
    SourceMap sources;
    const SourceFileId first = sources.add("first", "x");
    const std::string_view text = sources.text(first);
    for (int i = 0; i < 1000; ++i) sources.add("other", "y");
    EXPECT_EQ(text.data(), sources.text(first).data());
    EXPECT_EQ(sources.size(), 1001U);
}

TEST(MappedText, PointsIntoTheFileWhereBytesWereTakenOut) {
    // `it''s on` in single quotes stands for `it's on`: from the second quote on, places move by one.
    const MappedText text{.text = "it's on", .file = SourceFileId{0}, .offsets = {11, 12, 13, 15, 16, 17, 18, 19}};
    EXPECT_EQ(text.span(2, 3), span_at(SourceFileId{0}, 13, 14));
    EXPECT_EQ(text.span(5, 7), span_at(SourceFileId{0}, 17, 19));
    EXPECT_EQ(text.whole(), span_at(SourceFileId{0}, 11, 19));
}

TEST(MappedText, KeepsItsPlacesInAPart) {
    const MappedText whole = MappedText::contiguous("rate = 5", SourceFileId{3}, 100);
    const MappedText part = whole.part(7, 8);
    EXPECT_EQ(part.text, "5");
    EXPECT_EQ(part.whole(), span_at(SourceFileId{3}, 107, 108));
}

TEST(MappedText, GivesAnEmptyRangeTheEmptyPlaceBeforeItsByte) {
    const MappedText text = MappedText::contiguous("ab", SourceFileId{0}, 10);
    EXPECT_EQ(text.span(1, 1), span_at(SourceFileId{0}, 11, 11));
    EXPECT_EQ(text.span(2, 2), span_at(SourceFileId{0}, 12, 12));
}

}  // namespace
}  // namespace strife
