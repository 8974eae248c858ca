// A directory for the files of one test case, removed at its end.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "hdf5_io/result_file_error.h"

namespace strife {

class TemporaryDirectory : public ::testing::Test {
  protected:
    TemporaryDirectory() {
        std::string name = (std::filesystem::temp_directory_path() / "strife_hdf5_io_XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
        directory_ = name;
    }
    ~TemporaryDirectory() override { std::filesystem::remove_all(directory_); }

    [[nodiscard]] std::string path(const std::string& name) const { return (directory_ / name).string(); }

    // Names of all files, sorted.
    [[nodiscard]] std::vector<std::string> files() const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(directory_))
            names.push_back(entry.path().filename().string());
        std::sort(names.begin(), names.end());
        return names;
    }

    static std::string read_bytes(const std::string& path) {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    static void write_bytes(const std::string& path, const std::string& bytes) {
        std::ofstream file(path, std::ios::binary);
        file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }

  private:
    std::filesystem::path directory_;
};

// The message of the ResultFileError that `action` throws; "" and a failure if it throws none.
template <class Action>
std::string message_of(Action action) {
    try {
        action();
    } catch (const ResultFileError& error) {
        return error.what();
    }
    ADD_FAILURE() << "no ResultFileError was thrown";
    return "";
}

}  // namespace strife
