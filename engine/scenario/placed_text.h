// Texts whose bytes know their places, and the walk over lines that the readers of YAML scalars share.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "base/source.h"
#include "scenario/yaml_scalar.h"

namespace strife {

inline bool is_blank(char c) {
    return c == ' ' || c == '\t';
}
inline bool is_break(char c) {
    return c == '\n' || c == '\r';
}
inline bool is_space(char c) {
    return is_blank(c) || is_break(c);
}

// Builds a text byte by byte, each with its place.
class PlacedText {
  public:
    explicit PlacedText(SourceFileId file) { text_.file = file; }

    void push(char c, std::size_t at) {
        text_.text += c;
        text_.offsets.push_back(static_cast<std::uint32_t>(at));
    }
    void push(std::string_view bytes, std::size_t at) {
        for (const char c : bytes) push(c, at);
    }
    // Takes blanks off the end, down to a length of `keep`.
    void trim_blanks(std::size_t keep) {
        while (size() > keep && is_blank(text_.text.back())) pop();
    }
    void pop() {
        text_.text.pop_back();
        text_.offsets.pop_back();
    }
    [[nodiscard]] std::size_t size() const { return text_.text.size(); }
    [[nodiscard]] const std::string& bytes() const { return text_.text; }
    MappedText finish(std::size_t end) {
        text_.offsets.push_back(static_cast<std::uint32_t>(end));
        return std::move(text_);
    }

  private:
    MappedText text_;
};

// The start of the line that holds `at`, and the number of spaces it begins with.
inline std::size_t line_start(std::string_view text, std::size_t at) {
    while (at > 0 && text[at - 1] != '\n') --at;
    return at;
}
inline std::size_t leading_spaces(std::string_view text, std::size_t line) {
    std::size_t n = 0;
    while (line + n < text.size() && text[line + n] == ' ') ++n;
    return n;
}
// Past the line break at `at`.
inline std::size_t after_break(std::string_view text, std::size_t at) {
    if (at < text.size() && text[at] == '\r') ++at;
    return at < text.size() && text[at] == '\n' ? at + 1 : at;
}

inline std::string without_spaces(std::string_view text) {
    std::string result;
    std::copy_if(text.begin(), text.end(), std::back_inserter(result), [](char c) { return !is_space(c); });
    return result;
}

// The readers of the two kinds of scalars whose bytes are not simply those of the file; `at` is the quote or indicator, `value`
// what yaml-cpp reads.
ScalarSource find_quoted(std::string_view text, SourceFileId file, std::size_t at);
ScalarSource find_block(std::string_view text, SourceFileId file, std::size_t at, std::string_view value);

}  // namespace strife
