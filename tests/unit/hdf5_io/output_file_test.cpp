// Where results may be put, and how they appear there.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/output_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <gmock/gmock.h>

#include "temporary_directory.h"

namespace strife {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using OutputFile = TemporaryDirectory;

TEST_F(OutputFile, FreePathIsAccepted) {
    EXPECT_NO_THROW(check_output_is_free(path("new.h5")));
}

TEST_F(OutputFile, ExistingFileIsRefused) {
    write_bytes(path("old.h5"), "precious");
    EXPECT_THAT(message_of([&] { check_output_is_free(path("old.h5")); }),
                HasSubstr("old.h5: preparing the result file: the file exists"));
    EXPECT_EQ(read_bytes(path("old.h5")), "precious");
}

TEST_F(OutputFile, DanglingLinkIsRefused) {
    std::filesystem::create_symlink(path("nowhere"), path("link.h5"));
    EXPECT_THAT(message_of([&] { check_output_is_free(path("link.h5")); }), HasSubstr("exists"));
}

TEST_F(OutputFile, MissingDirectoryIsNamed) {
    EXPECT_THAT(message_of([&] { check_output_is_free(path("missing/new.h5")); }), HasSubstr("missing' does not exist"));
}

TEST_F(OutputFile, FileInPlaceOfTheDirectoryIsNamed) {
    write_bytes(path("file"), "");
    EXPECT_THAT(message_of([&] { check_output_is_free(path("file/new.h5")); }), HasSubstr("file' is not a directory"));
}

TEST_F(OutputFile, DirectoryAndEmptyNameAreRefused) {
    std::filesystem::create_directory(path("d"));
    EXPECT_THAT(message_of([&] { check_output_is_free(path("d")); }), HasSubstr("it is a directory"));
    EXPECT_THAT(message_of([&] { check_output_is_free(path("d/")); }), HasSubstr("it names no file"));
}

TEST_F(OutputFile, UnwritableDirectoryIsNamed) {
    std::filesystem::create_directory(path("d"));
    ::chmod(path("").c_str(), 0755);
    ::chmod(path("d").c_str(), 0555);
    const uid_t user = ::geteuid();
    if (user == 0) {  // who may write anywhere
        ASSERT_EQ(::seteuid(65534), 0);
    }
    const std::string message = message_of([&] { check_output_is_free(path("d/new.h5")); });
    if (user == 0) {
        ASSERT_EQ(::seteuid(0), 0);
    }
    EXPECT_THAT(message, HasSubstr("may not be written to: Permission denied"));
}

TEST_F(OutputFile, TemporaryFileIsHiddenBesideItsTargetAndGoesAway) {
    {
        const TemporaryFile file(path("new.h5"));
        const std::string expected = ".new.h5." + std::to_string(::getpid()) + ".tmp";
        EXPECT_THAT(files(), ElementsAre(expected));
    }
    EXPECT_THAT(files(), IsEmpty());
}

TEST_F(OutputFile, LeftOverTemporaryFileIsNotTouched) {
    const std::string left_over = path(".new.h5." + std::to_string(::getpid()) + ".tmp");
    write_bytes(left_over, "of another machine");
    TemporaryFile file(path("new.h5"));
    write_bytes(file.path(), "ours");
    EXPECT_EQ(file.publish(path("new.h5")), path("new.h5"));
    EXPECT_EQ(read_bytes(left_over), "of another machine");
    EXPECT_EQ(read_bytes(path("new.h5")), "ours");
}

TEST_F(OutputFile, PublishingNeverOverwrites) {
    TemporaryFile file(path("new.h5"));
    write_bytes(file.path(), "ours");
    write_bytes(path("new.h5"), "appeared meanwhile");
    EXPECT_EQ(file.publish(path("new.h5")), path("new.2.h5"));
    EXPECT_EQ(read_bytes(path("new.h5")), "appeared meanwhile");
    EXPECT_EQ(read_bytes(path("new.2.h5")), "ours");
}

TEST_F(OutputFile, PartialPathKeepsDirectoryAndExtension) {
    EXPECT_EQ(partial_path("a.b/results.h5"), "a.b/results.partial.h5");
    EXPECT_EQ(partial_path("results"), "results.partial");
}

}  // namespace
}  // namespace strife
