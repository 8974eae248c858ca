// The JSON Schema accepts the scenarios that the reader accepts, and refuses some that it refuses.
// SPDX-License-Identifier: Apache-2.0
#include "scenario/schema.h"

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "scenario/fields.h"

namespace strife {
namespace {

// Runs tests/unit/scenario/check_schema.py with the schema; its output, empty if all is well.
std::string check_with_python(const std::string& arguments) {
    const std::filesystem::path schema = std::filesystem::path(testing::TempDir()) / "strife_schema_test.json";
    std::ofstream(schema) << json_schema();
    const std::string command = "/usr/bin/python3 " STRIFE_SOURCE_DIR "/tests/unit/scenario/check_schema.py " + schema.string() +
                                " " + arguments + " 2>&1";
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), &pclose);
    std::string output;
    std::array<char, 4096> block{};
    while (pipe && std::fgets(block.data(), block.size(), pipe.get()) != nullptr) output += block.data();
    return output;
}

TEST(JsonSchema, IsDraft7AndAcceptsTheScenarioOfTheLanguagePage) {
    EXPECT_EQ(check_with_python("accept " STRIFE_SOURCE_DIR "/tests/scenarios/language/scenario.yaml"), "");
}

TEST(JsonSchema, AcceptsEveryForm) {
    EXPECT_EQ(check_with_python("accept " STRIFE_SOURCE_DIR "/tests/scenarios/forms/scenario.yaml"), "");
}

TEST(JsonSchema, RefusesFaultyScenarios) {
    std::string files;
    for (const char* name :
         {"unknown_keys", "missing_keys", "triggers", "forms", "booleans", "words", "version", "exclusive_keys", "needed_keys"}) {
        files += std::string(" " STRIFE_SOURCE_DIR "/tests/golden/reader/") + name + ".yaml";
    }
    EXPECT_EQ(check_with_python("refuse" + files), "");
}

TEST(JsonSchema, NamesEveryKeyOfTheTables) {
    const std::string schema = json_schema();
    for (const FieldShape& field : scenario_shape().fields)
        EXPECT_NE(schema.find('"' + std::string(field.key) + '"'), std::string::npos) << field.key;
    EXPECT_NE(schema.find("half_life"), std::string::npos);
    EXPECT_EQ(schema.back(), '\n');
}

}  // namespace
}  // namespace strife
