// The place where a result file appears: free before the run, written under another name, published at once.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace strife {

// Throws ResultFileError if a result could not be put at `path`: something is there already, or its directory is missing, is not
// a directory or may not be written to.
void check_output_is_free(const std::string& path);

// A name beside `path`, reserved by an empty file; the file is removed at the end unless it was published.
class TemporaryFile {
  public:
    // Checks as check_output_is_free does.
    explicit TemporaryFile(const std::string& path);
    ~TemporaryFile() { remove(); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }
    // Brings the content to disk and renames it to `target` in the same directory. Never overwrites: if something has appeared
    // there meanwhile, a number is put before the extension. Returns the name it got.
    std::string publish(const std::string& target);
    void remove() noexcept;

  private:
    std::string path_;  // empty once published or removed
};

// "results.h5" to "results.partial.h5".
std::string partial_path(const std::string& path);

}  // namespace strife
