// What the writer leaves on disk, in good and bad cases.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/result_writer.h"

#include <sys/resource.h>

#include <chrono>
#include <csignal>
#include <thread>

#include <gmock/gmock.h>

#include "example_run.h"
#include "hdf5_io/result_reader.h"
#include "temporary_directory.h"

namespace strife {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using ResultWriter = TemporaryDirectory;

TEST_F(ResultWriter, PublishesOneFileUnderTheNameGiven) {
    EXPECT_EQ(write_example(path("results.h5"), {}), path("results.h5"));
    EXPECT_THAT(files(), ElementsAre("results.h5"));
}

TEST_F(ResultWriter, RefusesAnExistingFileBeforeAnythingElse) {
    write_bytes(path("results.h5"), "precious");
    EXPECT_THAT(message_of([&] { const Hdf5ResultWriter writer(path("results.h5")); }), HasSubstr("exists"));
    EXPECT_EQ(read_bytes(path("results.h5")), "precious");
}

TEST_F(ResultWriter, LeavesNothingIfNeverFinished) {
    {
        Hdf5ResultWriter writer(path("results.h5"));
        writer.begin(example_header({}));
        writer.write(example_block({}, 0, 0, 10));
    }
    EXPECT_THAT(files(), IsEmpty());
}

TEST_F(ResultWriter, NamesAnInterruptedRunPartial) {
    const ExampleOptions options{.kept = 4, .block_size = 3, .completion = Completion::interrupted};
    EXPECT_EQ(write_example(path("results.h5"), options), path("results.partial.h5"));
    EXPECT_THAT(files(), ElementsAre("results.partial.h5"));
    EXPECT_EQ(read_results(path("results.partial.h5")).footer.completion, Completion::interrupted);
}

TEST_F(ResultWriter, NeverOverwritesAnEarlierPartialRun) {
    const ExampleOptions options{.completion = Completion::interrupted};
    write_example(path("results.h5"), options);
    EXPECT_EQ(write_example(path("results.h5"), options), path("results.partial.2.h5"));
}

TEST_F(ResultWriter, MarksAFailedRunUnderTheNameGiven) {
    EXPECT_EQ(write_example(path("results.h5"), {.completion = Completion::failed}), path("results.h5"));
    EXPECT_EQ(read_results(path("results.h5")).footer.completion, Completion::failed);
}

// Bytes and not only values: neither the sizes of blocks nor the moment of writing show.
TEST_F(ResultWriter, EqualRunsInBlocksOfAnySizeAreEqualBytes) {
    write_example(path("a.h5"), {.replications = 23, .kept = 23, .block_size = 1});
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // HDF5 counts seconds
    write_example(path("b.h5"), {.replications = 23, .kept = 23, .block_size = 7});
    write_example(path("c.h5"), {.replications = 23, .kept = 23, .block_size = 23});
    EXPECT_EQ(read_bytes(path("a.h5")), read_bytes(path("b.h5")));
    EXPECT_EQ(read_bytes(path("a.h5")), read_bytes(path("c.h5")));
}

// 3000 replications fill several chunks of every kind of variable.
TEST_F(ResultWriter, WritesRunsOfManyChunksWithSmallBuffers) {
    const ExampleOptions options{.replications = 3000, .kept = 3000, .block_size = 256};
    {
        Hdf5ResultWriter writer(path("small.h5"), {.buffer_bytes = 1});
        feed_example(writer, options);
    }
    for (const std::size_t member : {std::size_t{0}, std::size_t{2}}) {
        const std::vector<double> values = read_runs(path("small.h5"), "deaths", 1, member);
        ASSERT_EQ(values.size(), 3000U);
        EXPECT_EQ(values[2999], example_scalar(1, 3 + member, 2999));
        EXPECT_EQ(values[511], example_scalar(1, 3 + member, 511));
    }
}

TEST_F(ResultWriter, VolatileFactsMoveNothingElse) {
    write_example(path("a.h5"), {.host = "a"});
    write_example(path("b.h5"), {.host = std::string(5000, 'b')});
    const std::string a = read_bytes(path("a.h5"));
    const std::string b = read_bytes(path("b.h5"));
    ASSERT_EQ(a.size(), b.size());
    std::size_t differing = 0;
    for (std::size_t i = 0; i < a.size(); ++i) differing += a[i] != b[i] ? 1 : 0;
    EXPECT_GE(differing, 255U);
    EXPECT_LE(differing, 256U + 8U);  // the text and the checksum of its header
}

TEST_F(ResultWriter, CutsHostNamesAtWholeCharactersAndMendsBadBytes) {
    std::string host(254, 'x');
    write_example(path("a.h5"), {.host = host + "€"});  // three bytes, two too many
    EXPECT_EQ(read_results(path("a.h5")).footer.volatile_facts.host, host);
    write_example(path("b.h5"), {.host = "caf\xE9 \xC3\xA9"});
    EXPECT_EQ(read_results(path("b.h5")).footer.volatile_facts.host, "caf? é");
}

TEST_F(ResultWriter, RefusesBlocksOutOfOrderOrShapeAndLeavesNothing) {
    const auto write_one = [&](const SampleBlock& block) {
        return message_of([&] {
            Hdf5ResultWriter writer(path("results.h5"));
            writer.begin(example_header({}));
            writer.write(block);
        });
    };
    EXPECT_THAT(write_one(example_block({}, 0, 1, 1)), HasSubstr("replication 1 of alternative 0 does not come next"));
    EXPECT_THAT(write_one(example_block({}, 0, 0, 11)), HasSubstr("more replications than were announced"));
    SampleBlock narrow = example_block({}, 0, 0, 1);
    narrow.scalars.resize(1, 2);
    EXPECT_THAT(write_one(narrow), HasSubstr("do not have the shape of the run"));
    EXPECT_THAT(files(), IsEmpty());
}

TEST_F(ResultWriter, IsOfNoMoreUseAfterAnError) {
    Hdf5ResultWriter writer(path("results.h5"));
    EXPECT_THAT(message_of([&] { writer.write(example_block({}, 0, 0, 1)); }), HasSubstr("was not begun"));
    EXPECT_THAT(message_of([&] { writer.begin(example_header({})); }), HasSubstr("finished or given up before"));
    EXPECT_THAT(files(), IsEmpty());
}

TEST_F(ResultWriter, RefusesToKeepMoreThanWasWritten) {
    EXPECT_THAT(message_of([&] { write_example(path("results.h5"), {.replications = 5, .kept = 6, .block_size = 5}); }),
                HasSubstr("6 replications"));
    EXPECT_THAT(files(), IsEmpty());
}

// Ends of the space in which a file may grow, as on a full disk; the library must come out of it usable.
TEST_F(ResultWriter, FullDiskIsAnErrorThatLeavesNothing) {
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{.rlim_cur = 100000, .rlim_max = before.rlim_max};
    const ExampleOptions options{.replications = 20000, .kept = 20000, .block_size = 1000};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
    const std::string message = message_of([&] { write_example(path("results.h5"), options); });
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, old_handler);
    EXPECT_EQ(message, path("results.h5") + ": writing the file: File too large");
    EXPECT_THAT(files(), IsEmpty());
    write_example(path("results.h5"), {});
    EXPECT_EQ(read_runs(path("results.h5"), "attacks", 0).size(), 10U);
}

}  // namespace
}  // namespace strife
