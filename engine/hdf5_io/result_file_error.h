// The one exception that reading and writing result files throws.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace strife {

// A result file could not be read or written: which file, doing what, and why. what() is "<path>: <operation>: <reason>".
class ResultFileError : public std::runtime_error {
  public:
    ResultFileError(std::string path, std::string operation, const std::string& reason)
        : std::runtime_error(path + ": " + operation + (reason.empty() ? "" : ": " + reason)),
          path_(std::move(path)),
          operation_(std::move(operation)) {}

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] const std::string& operation() const { return operation_; }

  private:
    std::string path_;
    std::string operation_;
};

}  // namespace strife
