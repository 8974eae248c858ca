// SPDX-License-Identifier: Apache-2.0
#include "base/numbers.h"

#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

namespace strife {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Appends digits from `at` on to `out`, leaving out single underscores between two digits; whether there was a digit.
bool take_digits(std::string_view text, std::size_t& at, std::string& out) {
    const std::size_t begin = at;
    while (at < text.size()) {
        if (is_digit(text[at])) {
            out += text[at++];
        } else if (text[at] == '_' && at > begin && at + 1 < text.size() && is_digit(text[at + 1])) {
            ++at;
        } else {
            break;
        }
    }
    return at > begin;
}

// The digits before any point: no zero in front of another digit.
bool take_whole(std::string_view text, std::size_t& at, std::string& out) {
    const std::size_t begin = out.size();
    if (!take_digits(text, at, out)) return false;
    return out[begin] != '0' || out.size() == begin + 1;
}

// Copies a sign to `out`; from_chars knows no "+".
void take_sign(std::string_view text, std::size_t& at, std::string& out) {
    if (at >= text.size() || (text[at] != '+' && text[at] != '-')) return;
    if (text[at] == '-') out += '-';
    ++at;
}

// The spelling that std::from_chars reads, or nothing if `text` is not a decimal number.
std::optional<std::string> plain_spelling(std::string_view text) {
    std::string plain;
    std::size_t at = 0;
    take_sign(text, at, plain);
    if (!take_whole(text, at, plain)) return std::nullopt;
    if (at < text.size() && text[at] == '.') {
        plain += text[at++];
        if (!take_digits(text, at, plain)) return std::nullopt;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        plain += 'e';
        ++at;
        take_sign(text, at, plain);
        if (!take_digits(text, at, plain)) return std::nullopt;
    }
    if (at != text.size()) return std::nullopt;
    return plain;
}

// Whether every digit of the significand is 0, so that reading it as 0 loses nothing.
bool is_written_zero(std::string_view plain) {
    for (const char c : plain) {
        if (c == 'e') break;
        if (c >= '1' && c <= '9') return false;
    }
    return true;
}

template <class Integer>
std::optional<Integer> parse_whole(std::string_view text) {
    std::string plain;
    std::size_t at = 0;
    take_sign(text, at, plain);
    if (!take_whole(text, at, plain) || at != text.size()) return std::nullopt;
    Integer value = 0;
    const char* end = plain.data() + plain.size();
    const auto [stop, fault] = std::from_chars(plain.data(), end, value);
    if (fault != std::errc{} || stop != end) return std::nullopt;
    return value;
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
    const std::optional<std::string> plain = plain_spelling(text);
    if (!plain) return std::nullopt;
    double value = 0.0;
    const char* end = plain->data() + plain->size();
    const auto [stop, fault] = std::from_chars(plain->data(), end, value);
    if (stop != end) return std::nullopt;
    if (fault != std::errc{} || !std::isfinite(value)) return std::nullopt;
    if (value == 0.0 && !is_written_zero(*plain)) return std::nullopt;  // too small for a double
    return value;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    return parse_whole<std::int64_t>(text);
}

std::optional<std::uint64_t> parse_unsigned(std::string_view text) {
    return parse_whole<std::uint64_t>(text);
}

std::optional<bool> parse_boolean(std::string_view text) {
    if (text == "true") return true;
    if (text == "false") return false;
    return std::nullopt;
}

bool is_name(std::string_view text) {
    if (text.empty() || !is_letter(text.front())) return false;
    for (const char c : text) {
        if (!is_letter(c) && !is_digit(c) && c != '_') return false;
    }
    return true;
}

std::string format_quantity(double value, std::string_view unit) {
    std::string text = format_number(value);
    if (unit != "1") text.append(" ").append(unit);
    return text;
}

std::string format_number(double value) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value > 0.0 ? "inf" : "-inf";
    constexpr double kLargestWhole = 1e15;
    std::array<char, 64> buffer{};
    const bool whole = value == std::trunc(value) && std::abs(value) <= kLargestWhole;
    const auto [end, fault] = whole ? std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed)
                                    : std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return fault == std::errc{} ? std::string(buffer.data(), end) : std::string();
}

}  // namespace strife
