// Files on disk and in memory.
// SPDX-License-Identifier: Apache-2.0
#include "scenario/files.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenario_texts.h"

namespace strife {
namespace {

using testing::HasSubstr;

class Files : public testing::Test {
  protected:
    Files()
        : folder_(std::filesystem::path(testing::TempDir()) /
                  ("strife_files_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()))) {
        std::filesystem::create_directories(folder_);
    }
    ~Files() override { std::filesystem::remove_all(folder_); }

    std::string write(const std::string& name, const std::string& text) const {
        const std::filesystem::path path = folder_ / name;
        std::ofstream(path, std::ios::binary) << text;
        return path.string();
    }

    std::filesystem::path folder_;
};

TEST_F(Files, DiskGivesTheBytes) {
    const std::string path = write("a.txt", "x\r\n\xC3\xA9");
    const FileContent content = DiskFiles().read(path);
    EXPECT_FALSE(content.fault);
    EXPECT_EQ(content.text, "x\r\n\xC3\xA9");
    EXPECT_EQ(DiskFiles(folder_.string()).read("a.txt").text, content.text);
}

TEST_F(Files, MissingFilesAndFoldersHaveReasons) {
    EXPECT_EQ(DiskFiles().read((folder_ / "none").string()).fault, DiagnosticCode::E701);
    EXPECT_THAT(DiskFiles().read((folder_ / "none").string()).reason, HasSubstr("does not exist"));
    EXPECT_EQ(DiskFiles().read(folder_.string()).fault, DiagnosticCode::E701);
    EXPECT_THAT(DiskFiles().read(folder_.string()).reason, HasSubstr("directory"));
}

TEST_F(Files, UpToSixteenMebibytes) {
    EXPECT_FALSE(DiskFiles().read(write("full", std::string(kMaxFileBytes, 'x'))).fault);
    const std::string path = write("over", std::string(kMaxFileBytes + 1, 'x'));
    EXPECT_EQ(DiskFiles().read(path).fault, DiagnosticCode::E110);
    EXPECT_TRUE(DiskFiles().read(path).text.empty());
}

TEST_F(Files, MemoryFindsSimplifiedPaths) {
    MemoryFiles files;
    files.add("d/./x.csv", "1");
    EXPECT_EQ(files.read("d/e/../x.csv").text, "1");
    EXPECT_EQ(files.read("x.csv").fault, DiagnosticCode::E701);
}

TEST_F(Files, PathsBesideAScenario) {
    EXPECT_EQ(path_beside("a/s.yaml", "t.csv"), "a/t.csv");
    EXPECT_EQ(path_beside("s.yaml", "d/t.csv"), "d/t.csv");
    EXPECT_EQ(path_beside("a/b/s.yaml", "../t.csv"), "a/t.csv");
    EXPECT_EQ(path_beside("a/s.yaml", "/x/t.csv"), "/x/t.csv");
}

TEST_F(Files, SourcesLoseTheirByteOrderMark) {
    ScenarioTexts texts;
    MemoryFiles files;
    files.add("s", "\xEF\xBB\xBFname");
    const auto file = read_source(files, "s", {}, texts.sources, texts.diagnostics);
    ASSERT_TRUE(file);
    EXPECT_EQ(texts.sources.text(*file), "name");
}

}  // namespace
}  // namespace strife
