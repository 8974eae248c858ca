// Where texts come from: the disk, or memory for embedding, tests and repeating a run from its result file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"

namespace strife {

inline constexpr std::size_t kMaxFileBytes = std::size_t{16} * 1024 * 1024;

// The text of a file, or why there is none.
struct FileContent {
    std::string text;
    std::optional<DiagnosticCode> fault;  // E110 for a file over kMaxFileBytes, else E701
    std::string reason;                   // "does not exist", "is a directory"
};

class FileProvider {
  public:
    FileProvider() = default;
    FileProvider(const FileProvider&) = delete;
    FileProvider& operator=(const FileProvider&) = delete;
    virtual ~FileProvider() = default;
    [[nodiscard]] virtual FileContent read(const std::string& path) const = 0;
    [[nodiscard]] virtual bool exists(const std::string& path) const = 0;
    // The folder of `path`, then each folder above it up to the root; "" is where relative paths start.
    [[nodiscard]] virtual std::vector<std::string> folders_above(const std::string& path) const = 0;
};

// Files on disk; relative paths start at `root` (the working directory if empty).
class DiskFiles final : public FileProvider {
  public:
    explicit DiskFiles(std::string root = {}) : root_(std::move(root)) {}
    [[nodiscard]] FileContent read(const std::string& path) const override;
    [[nodiscard]] bool exists(const std::string& path) const override;
    [[nodiscard]] std::vector<std::string> folders_above(const std::string& path) const override;

  private:
    std::string root_;
};

// Files in memory, found by path after "a/./b" and "a/../b" are simplified.
class MemoryFiles final : public FileProvider {
  public:
    void add(const std::string& path, std::string text);
    [[nodiscard]] FileContent read(const std::string& path) const override;
    [[nodiscard]] bool exists(const std::string& path) const override;
    [[nodiscard]] std::vector<std::string> folders_above(const std::string& path) const override;

  private:
    std::map<std::string, std::string> texts_;
};

// Reads `path` into the sources, without a UTF-8 byte order mark, and checks its bytes (check_text). `asked_at` is the place that
// names the file, for a message about a missing one. Nothing if the file cannot be used; the reason is reported.
std::optional<SourceFileId> read_source(const FileProvider& files, const std::string& path, SourceSpan asked_at,
                                        SourceMap& sources, Diagnostics& diagnostics);

// The path of a file that a scenario names: relative to the folder of the scenario, an absolute one as it is.
std::string path_beside(const std::string& scenario_path, const std::string& file);

}  // namespace strife
