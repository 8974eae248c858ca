// Collecting and rendering diagnostics, and names that are near.
// SPDX-License-Identifier: Apache-2.0
#include "base/diagnostic.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace strife {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class DiagnosticTest : public testing::Test {
  protected:
    SourceSpan span(std::uint32_t begin, std::uint32_t end) const { return {.file = file_, .begin = begin, .end = end}; }

    SourceMap sources_;
    SourceFileId file_ = sources_.add("s.yaml", "title: A\nrate: 5 mont\n");
    Diagnostics diagnostics_;
};

TEST_F(DiagnosticTest, RendersPlaceCodeLineCaretAndHint) {
    const Diagnostic diagnostic{Severity::error, DiagnosticCode::E401, span(17, 21), "'mont' is not a unit",
                                "did you mean 'month'?"};
    EXPECT_EQ(render(diagnostic, sources_),
              "s.yaml:2:9: error[E401]: 'mont' is not a unit\n"
              "    rate: 5 mont\n"
              "            ^~~~\n"
              "  hint: did you mean 'month'?\n");
}

TEST_F(DiagnosticTest, RendersWithoutAPlace) {
    const Diagnostic diagnostic{Severity::error, DiagnosticCode::E109, {}, "no file", ""};
    EXPECT_EQ(render(diagnostic, sources_), "strife: error[E109]: no file\n");
}

TEST_F(DiagnosticTest, PutsTheCaretUnderCodePointsNotBytes) {
    file_ = sources_.add("u.yaml", "\xC3\xA9\xC3\xA9 = x");
    EXPECT_THAT(render({Severity::error, DiagnosticCode::E401, span(7, 8), "m", ""}, sources_), HasSubstr("\n         ^\n"));
}

TEST_F(DiagnosticTest, ShowsALongLineAroundThePlace) {
    file_ = sources_.add("l.yaml", std::string(1000, 'a') + "HERE" + std::string(1000, 'b'));
    const std::string text = render({Severity::error, DiagnosticCode::E401, span(1000, 1004), "m", ""}, sources_);
    EXPECT_THAT(text, HasSubstr("aHEREb"));
    EXPECT_LT(text.size(), 500U);
    const std::size_t line = text.find("    ...");
    const std::size_t carets = text.find("^~~~");
    ASSERT_NE(carets, std::string::npos);
    EXPECT_EQ(text.find("HERE") - line, carets - text.find('\n', line) - 1);
}

TEST_F(DiagnosticTest, CutsALongLineBetweenCodePoints) {
    std::string accents;
    for (int i = 0; i < 500; ++i) accents += "\xC3\xA9";
    file_ = sources_.add("l.yaml", "a" + accents + "HERE" + accents);
    const std::string text = render({Severity::error, DiagnosticCode::E401, span(1001, 1005), "m", ""}, sources_);
    EXPECT_THAT(text, HasSubstr("    ...\xC3\xA9"));
    EXPECT_THAT(text, HasSubstr("\xC3\xA9\n"));
    EXPECT_THAT(text, testing::Not(HasSubstr("?")));
}

TEST_F(DiagnosticTest, ShowsNoControlCharactersAndNoBrokenText) {
    file_ = sources_.add("a\x1B.yaml", "x\xFFy\xC2\x9Bz");
    EXPECT_EQ(render({Severity::error, DiagnosticCode::E401, span(0, 1), "'a\x07\x1B[31m' is\nno \xE9 word", "b\x7F"}, sources_),
              "a .yaml:1:1: error[E401]: 'a  [31m' is\nno ? word\n"
              "    x?y z\n"
              "    ^\n"
              "  hint: b \n");
}

TEST_F(DiagnosticTest, MarksOnlyTheFirstLineOfALongPlace) {
    EXPECT_THAT(render({Severity::error, DiagnosticCode::E401, span(7, 15), "m", ""}, sources_),
                HasSubstr("    title: A\n           ^\n"));
}

TEST_F(DiagnosticTest, ShowsControlCharactersAsSpaces) {
    file_ = sources_.add("c.yaml", "a\x1B[31mb");
    EXPECT_THAT(render({Severity::error, DiagnosticCode::E102, span(1, 2), "m", ""}, sources_), HasSubstr("    a [31mb\n"));
}

TEST_F(DiagnosticTest, KeepsTheSameProblemOnce) {
    diagnostics_.error(DiagnosticCode::E401, span(0, 1), "a");
    diagnostics_.error(DiagnosticCode::E401, span(0, 1), "a", "with a hint");
    diagnostics_.error(DiagnosticCode::E401, span(0, 2), "a");
    diagnostics_.error(DiagnosticCode::E402, span(0, 1), "a");
    diagnostics_.error(DiagnosticCode::E401, span(0, 1), "b");
    EXPECT_EQ(diagnostics_.error_count(), 4U);
    EXPECT_EQ(diagnostics_.sorted().size(), 4U);
}

TEST_F(DiagnosticTest, SortsByPlaceWithThePlacelessFirst) {
    diagnostics_.error(DiagnosticCode::E401, span(9, 10), "late");
    diagnostics_.warning(DiagnosticCode::W901, span(0, 1), "early");
    diagnostics_.error(DiagnosticCode::E701, {}, "nowhere");
    std::vector<std::string> messages;
    for (const Diagnostic& diagnostic : diagnostics_.sorted()) messages.push_back(diagnostic.message);
    EXPECT_THAT(messages, ElementsAre("nowhere", "early", "late"));
}

TEST_F(DiagnosticTest, DoesNotTakeWarningsForErrors) {
    diagnostics_.warning(DiagnosticCode::W901, span(0, 1), "w");
    EXPECT_FALSE(diagnostics_.has_errors());
    EXPECT_FALSE(diagnostics_.empty());
}

TEST_F(DiagnosticTest, CountsWhatItDoesNotKeep) {
    for (int i = 0; i < 250; ++i) diagnostics_.error(DiagnosticCode::E401, span(0, 1), "problem " + std::to_string(i));
    diagnostics_.error(DiagnosticCode::E401, span(0, 1), "problem 249");  // known already
    EXPECT_EQ(diagnostics_.error_count(), 250U);
    EXPECT_EQ(diagnostics_.sorted().size(), Diagnostics::kMaxKept);
    EXPECT_EQ(diagnostics_.dropped(), 50U);
    EXPECT_THAT(render_all(diagnostics_, sources_), testing::EndsWith("... and 50 more\n"));
}

TEST_F(DiagnosticTest, KeepsErrorsThatComeAfterManyWarnings) {
    for (int i = 0; i < 250; ++i) diagnostics_.warning(DiagnosticCode::W901, span(0, 1), "warning " + std::to_string(i));
    diagnostics_.error(DiagnosticCode::E401, span(1, 2), "the error");
    EXPECT_THAT(render_all(diagnostics_, sources_), HasSubstr("the error"));
}

TEST(DiagnosticCodes, AreNamedAsTheyAreSpelledAndExplained) {
    EXPECT_EQ(code_name(DiagnosticCode::E101), "E101");
    EXPECT_EQ(code_meaning(DiagnosticCode::E101), "the text is not valid UTF-8");
}

TEST(NearestNames, PutsTheNearestFirst) {
    EXPECT_THAT(nearest_names("figters", {"fighter", "fighters", "cell"}), ElementsAre("fighters", "fighter"));
}

TEST(NearestNames, CountsASwapOfNeighboursOnce) {
    EXPECT_THAT(nearest_names("cmap", {"camp"}), ElementsAre("camp"));
}

TEST(NearestNames, SuggestsNothingFarOrEqual) {
    EXPECT_THAT(nearest_names("rate", {"population", "rate"}), ElementsAre());
    EXPECT_THAT(nearest_names("a", {"xyz"}), ElementsAre());
}

TEST(DidYouMean, JoinsTheNames) {
    EXPECT_EQ(did_you_mean("dya", {"day"}), "did you mean 'day'?");
    EXPECT_EQ(did_you_mean("cel", {"cell", "bel"}), "did you mean 'cell' or 'bel'?");
    EXPECT_EQ(did_you_mean("zzz", {"day"}), "");
}

}  // namespace
}  // namespace strife
