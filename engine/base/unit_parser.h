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
    // `is_plain` tells whether a word that is no unit is unknown rather than one with a zero of its own.
    UnitParser(const UnitSystem& units, std::string_view text, std::function<bool(std::string_view)> is_plain);

    [[nodiscard]] std::optional<Unit> run();
    // Why run() gave nothing.
    [[nodiscard]] const UnitError& error() const { return error_; }

  private:
    void skip_spaces();
    [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
    std::optional<Unit> read_factor();
    std::optional<int> read_power();
    std::optional<Unit> find(std::size_t begin);
    void fail(UnitError::Reason reason, std::size_t begin, std::size_t end, std::string message, std::string hint = {});

    const UnitSystem& units_;
    std::string_view text_;
    std::function<bool(std::string_view)> is_plain_;
    std::size_t at_ = 0;
    UnitError error_;
};

}  // namespace strife
