// Reads the text of a compound unit: "person/month", "km^2", "900 person day" without its number.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/units.h"

namespace strife {

// One text, read once. Grammar: factor { ("/" | "*" | space) factor }, factor = word ["^" ["-"] digits] | "1".
class UnitParser {
  public:
    // Gives the unit of a word, or nothing and then the reason, message and hint of the error.
    using FindWord = std::function<std::optional<Unit>(std::string_view word, UnitError& error)>;

    UnitParser(std::string_view text, FindWord find_word);

    [[nodiscard]] std::optional<Unit> run();
    // Why run() gave nothing.
    [[nodiscard]] const UnitError& error() const { return error_; }

  private:
    void skip_spaces();
    [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
    std::optional<Unit> read_factor();
    std::optional<int> read_power();
    std::optional<Unit> read_word();
    void fail(std::size_t begin, std::size_t end, std::string message, std::string hint = {});

    std::string_view text_;
    FindWord find_word_;
    std::size_t at_ = 0;
    UnitError error_;
};

}  // namespace strife
