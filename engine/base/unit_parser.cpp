// SPDX-License-Identifier: Apache-2.0
#include "base/unit_parser.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

namespace strife {
namespace {

constexpr int kLargestPower = 20;  // none that means anything is larger, and scales stay finite

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_space(char c) {
    return c == ' ' || c == '\t';
}
bool is_word_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_word_part(char c) {
    return is_word_start(c) || is_digit(c) || c == '_';
}

// The length in bytes of the UTF-8 character that begins with `c`, so that an error marks all of it.
std::size_t character_length(char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0xC0U) return 1;
    if (byte < 0xE0U) return 2;
    return byte < 0xF0U ? 3 : 4;
}

// Multiplied out, because std::pow differs between processors in the last bit.
double to_the(double value, int power) {
    double result = 1.0;
    for (int i = 0; i < std::abs(power); ++i) result *= value;
    return power < 0 ? 1.0 / result : result;
}

}  // namespace

UnitParser::UnitParser(std::string_view text, FindWord find_word) : text_(text), find_word_(std::move(find_word)) {}

std::optional<Unit> UnitParser::run() {
    skip_spaces();
    if (at_end()) {
        fail(0, text_.size(), "a unit is missing", "write 1 for a pure number");
        return std::nullopt;
    }
    const std::size_t begin = at_;
    std::optional<Unit> result = read_factor();
    std::size_t end = at_;
    for (skip_spaces(); result && !at_end(); skip_spaces()) {
        const bool divide = text_[at_] == '/';
        if (divide || text_[at_] == '*') ++at_;
        skip_spaces();
        const std::optional<Unit> factor = read_factor();
        if (!factor) return std::nullopt;
        result->scale = divide ? result->scale / factor->scale : result->scale * factor->scale;
        result->dimension = divide ? result->dimension.over(factor->dimension) : result->dimension.times(factor->dimension);
        end = at_;
    }
    if (!result) return std::nullopt;
    if (!std::isnormal(result->scale)) {
        fail(begin, end, "the unit is too large or too small for a number");
        return std::nullopt;
    }
    result->text = text_.substr(begin, end - begin);
    return result;
}

void UnitParser::skip_spaces() {
    while (!at_end() && is_space(text_[at_])) ++at_;
}

// A word with its power, or 1.
std::optional<Unit> UnitParser::read_factor() {
    if (at_end()) {
        fail(at_, at_, "the unit ends where another unit word is expected");
        return std::nullopt;
    }
    if (is_digit(text_[at_])) {
        const std::size_t begin = at_;
        while (!at_end() && (is_word_part(text_[at_]) || text_[at_] == '.')) ++at_;
        const std::string_view number = text_.substr(begin, at_ - begin);
        if (number == "1") return Unit{};
        fail(begin, at_, fmt::format("'{}' stands where a unit is expected", number),
             "a unit holds words such as person/month, and no number but 1");
        return std::nullopt;
    }
    std::optional<Unit> unit = read_word();
    if (!unit) return std::nullopt;
    const std::optional<int> power = read_power();
    if (!power) return std::nullopt;
    unit->dimension = unit->dimension.to_the(*power);
    unit->scale = to_the(unit->scale, *power);
    return unit;
}

std::optional<Unit> UnitParser::read_word() {
    const std::size_t begin = at_;
    if (text_[at_] == '%') {
        ++at_;
    } else if (is_word_start(text_[at_])) {
        while (!at_end() && is_word_part(text_[at_])) ++at_;
    } else {
        const std::size_t end = std::min(text_.size(), begin + character_length(text_[begin]));
        fail(begin, end, fmt::format("'{}' has no place in a unit", text_.substr(begin, end - begin)));
        return std::nullopt;
    }
    UnitError error;
    std::optional<Unit> unit = find_word_(text_.substr(begin, at_ - begin), error);
    if (!unit) {
        error.begin = begin;
        error.end = at_;
        error_ = std::move(error);
    }
    return unit;
}

// The power after a word, 1 where there is none.
std::optional<int> UnitParser::read_power() {
    const std::size_t before = at_;
    skip_spaces();
    if (at_end() || text_[at_] != '^') {
        at_ = before;
        return 1;
    }
    const std::size_t begin = at_++;
    skip_spaces();
    const bool negative = !at_end() && text_[at_] == '-';
    if (negative) ++at_;
    const std::size_t digits = at_;
    int power = 0;
    while (!at_end() && is_digit(text_[at_])) {
        power = std::min(power * 10 + (text_[at_] - '0'), kLargestPower + 1);
        ++at_;
    }
    if (at_ == digits || power == 0 || power > kLargestPower) {
        fail(begin, at_, fmt::format("a power is a whole number from 1 to {}, or its negative", kLargestPower),
             "write km^2 or m^-2");
        return std::nullopt;
    }
    return negative ? -power : power;
}

void UnitParser::fail(std::size_t begin, std::size_t end, std::string message, std::string hint) {
    error_ = {
        .reason = UnitError::Reason::syntax, .begin = begin, .end = end, .message = std::move(message), .hint = std::move(hint)};
}

}  // namespace strife
