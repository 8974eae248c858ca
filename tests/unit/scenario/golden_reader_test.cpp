// Each scenario in tests/golden/reader gets exactly the diagnostics of the `.expected` file beside it.
// With STRIFE_UPDATE_GOLDEN=1 in the environment the expected files are written instead; review them like code.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "scenario_texts.h"

namespace strife {
namespace {

const std::filesystem::path kFolder = STRIFE_SOURCE_DIR "/tests/golden/reader";

std::vector<std::string> golden_names() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
        if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::string read_text(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

class GoldenReader : public testing::TestWithParam<std::string> {};

TEST_P(GoldenReader, DiagnosticsAreAsExpected) {
    ScenarioTexts texts;
    const auto loaded =
        load_scenario({.path = GetParam() + ".yaml", .files = std::make_shared<const DiskFiles>(kFolder.string())}, texts.sources,
                      texts.diagnostics);
    if (loaded) {
        for (const AlternativeAst& alternative : loaded->ast.alternatives) {
            read_alternative(*loaded, alternative.name.text, texts.sources, texts.diagnostics);
        }
    }
    const std::filesystem::path expected = kFolder / (GetParam() + ".expected");
    if (std::getenv("STRIFE_UPDATE_GOLDEN") != nullptr) {
        std::ofstream(expected, std::ios::binary) << texts.messages();
    }
    EXPECT_TRUE(texts.diagnostics.has_errors());
    EXPECT_EQ(texts.messages(), read_text(expected));
}

INSTANTIATE_TEST_SUITE_P(All, GoldenReader, testing::ValuesIn(golden_names()), [](const auto& tested) { return tested.param; });

TEST(GoldenReaderFolder, HoldsAtLeastThirtyScenarios) {
    EXPECT_GE(golden_names().size(), 30U);
}

}  // namespace
}  // namespace strife
