// What the build tells about itself.
// SPDX-License-Identifier: Apache-2.0
#include "base/build_info.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace strife {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

TEST(BuildInfo, VersionHasThreeNumbers) {
    EXPECT_THAT(std::string(version()), MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+"));
}

TEST(BuildInfo, CommitIsAHashOrUnknown) {
    EXPECT_THAT(std::string(git_commit()), MatchesRegex("unknown|[0-9a-f]{40}(-dirty)?"));
}

TEST(BuildInfo, FlagsTellWhatMattersForArithmetic) {
    EXPECT_THAT(std::string(build_flags()), HasSubstr("-ffp-contract=off"));
}

TEST(BuildInfo, CompilerIsTheOneInUse) {
#ifdef __clang__
    EXPECT_THAT(std::string(compiler()), StartsWith("Clang " + std::to_string(__clang_major__) + "."));
#else
    EXPECT_THAT(std::string(compiler()), StartsWith("GNU " + std::to_string(__GNUC__) + "."));
#endif
}

TEST(BuildInfo, LibrariesHaveVersions) {
    for (const auto& [name, number] : base_libraries()) EXPECT_THAT(number, MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+")) << name;
}

TEST(BuildInfo, CpuFeaturesBeginWithTheArchitecture) {
    EXPECT_THAT(cpu_features(), MatchesRegex("(x86-64|aarch64|other)( [a-z0-9.]+)*"));
}

}  // namespace
}  // namespace strife
