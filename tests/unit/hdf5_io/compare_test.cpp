// Files that hold the same run are told from those that do not.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/compare.h"

#include <array>

#include <gmock/gmock.h>

#include "example_run.h"
#include "hdf5_io/result_writer.h"
#include "temporary_directory.h"

namespace strife {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Compare : public TemporaryDirectory {
  protected:
    void SetUp() override { write_example(path("a.h5"), {}); }
    // Writes the example with its header, blocks or footer changed, and compares it with the example.
    template <class Change>
    std::vector<std::string> differences(Change change) {
        RunHeader header = example_header({});
        std::array blocks = {example_block({}, 0, 0, 10), example_block({}, 1, 0, 10)};
        RunFooter footer = example_footer({});
        change(header, blocks[0], footer);
        Hdf5ResultWriter writer(path("b.h5"));
        writer.begin(header);
        for (const SampleBlock& block : blocks) writer.write(block);
        writer.finish(footer);
        return compare_files(path("a.h5"), path("b.h5"));
    }
};

TEST_F(Compare, EqualRunsDoNotDiffer) {
    EXPECT_THAT(differences([](RunHeader&, SampleBlock&, RunFooter&) {}), IsEmpty());
}

TEST_F(Compare, VolatileFactsDoNotCount) {
    EXPECT_THAT(differences([](RunHeader&, SampleBlock&, RunFooter& footer) { footer.volatile_facts.host = "elsewhere"; }),
                IsEmpty());
}

TEST_F(Compare, OneBitOfOneSampleCounts) {
    const auto change = [](RunHeader&, SampleBlock& block, RunFooter&) { block.scalars(3, 0) = -block.scalars(3, 0); };
    EXPECT_THAT(differences(change), ElementsAre(HasSubstr("/runs/attacks: 1 of 2 chunks differ, the first at [0, 0]")));
}

TEST_F(Compare, TextsOfEventsCount) {
    const auto change = [](RunHeader&, SampleBlock& block, RunFooter&) { block.events[2].actor = "someone"; };
    EXPECT_THAT(differences(change),
                ElementsAre("/events/actor: texts differ, the first after 4 equal ones: 'insurgents' and 'someone'"));
}

TEST_F(Compare, SummariesAttributesAndProvenanceCount) {
    const auto change = [](RunHeader& header, SampleBlock&, RunFooter& footer) {
        header.run.title = "Another";
        header.run.outcomes[0].units = "1";
        header.provenance.seed = 3;
        header.provenance.resolved_scenario = "strife: 2\n";
        footer.summaries[1].scalars[2].mean += 1e-9;
    };
    const std::vector<std::string> found = differences(change);
    EXPECT_THAT(found, Contains(HasSubstr("/: attribute 'title'")));
    EXPECT_THAT(found, Contains("/runs/attacks: attribute 'units': 'event' and '1'"));
    EXPECT_THAT(found, Contains("/provenance: attribute 'seed': values differ"));
    EXPECT_THAT(found, Contains(HasSubstr("/provenance/resolved_scenario: texts differ")));
    EXPECT_THAT(found, Contains(HasSubstr("/overrun_mean: 1 of 1 chunks differ")));
}

TEST_F(Compare, ShapesAndMissingVariablesCount) {
    write_example(path("b.h5"), {.replications = 12, .kept = 12, .keep_events = false});
    const std::vector<std::string> found = compare_files(path("a.h5"), path("b.h5"));
    EXPECT_THAT(found, Contains("/runs/attacks: shapes differ: [2, 10] and [2, 12]"));
    EXPECT_THAT(found, Contains("/events: only in the first file"));
    EXPECT_THAT(compare_files(path("b.h5"), path("a.h5")), Contains("/events/time: only in the second file"));
}

TEST_F(Compare, CompressionCounts) {
    Hdf5ResultWriter writer(path("b.h5"), {.deflate_level = 1});
    feed_example(writer, {});
    EXPECT_THAT(compare_files(path("a.h5"), path("b.h5")), Contains("/runs/attacks: layout, chunk size or filters differ"));
}

TEST_F(Compare, UnreadableFileIsAnError) {
    write_bytes(path("b.h5"), "text");
    EXPECT_THAT(message_of([&] { compare_files(path("a.h5"), path("b.h5")); }), HasSubstr("no HDF5 file"));
}

}  // namespace
}  // namespace strife
