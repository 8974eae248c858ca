// Strict reading of numbers and booleans: what a scenario writes is what it means.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace strife {

// A decimal number: [+-] digits [. digits] [e [+-] digits]; underscores between digits ("10_000") are allowed. Refused: leading
// zeros ("014"), hexadecimal, "inf", "nan", a lone or trailing ".", and values too large or too small for a double. The whole
// text must be read.
std::optional<double> parse_number(std::string_view text);
// A whole number in the same spelling (no point or exponent).
std::optional<std::int64_t> parse_integer(std::string_view text);
// Unsigned whole number up to 2^64 - 1.
std::optional<std::uint64_t> parse_unsigned(std::string_view text);
// Only "true" and "false".
std::optional<bool> parse_boolean(std::string_view text);
// A name: a letter followed by letters, digits and "_", ASCII.
bool is_name(std::string_view text);
// The shortest text that reads back as the same double; whole numbers without point or exponent up to 1e15.
std::string format_number(double value);
// The same with its unit behind it, which is left out where it is 1.
std::string format_quantity(double value, std::string_view unit);

}  // namespace strife
