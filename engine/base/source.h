// Source texts and places in them: what a diagnostic points at.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"

namespace strife {

using SourceFileId = Id<struct SourceFileTag>;

// A range of bytes [begin, end) of one source text.
struct SourceSpan {
    SourceFileId file;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    [[nodiscard]] bool valid() const { return file.valid(); }
    bool operator==(const SourceSpan&) const = default;
};

// A place as people count it: line and column from 1, columns in code points.
struct SourceLocation {
    std::string_view file;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
};

// Owns every text that was read (scenario files, CSV files, `--set` arguments) for the life of a compilation.
class SourceMap {
  public:
    // Takes a text in; `name` is what diagnostics call it (a path as the user gave it, or `--set`).
    SourceFileId add(std::string name, std::string text);

    [[nodiscard]] std::string_view name(SourceFileId file) const { return files_[file.index()].name; }
    [[nodiscard]] std::string_view text(SourceFileId file) const { return files_[file.index()].text; }
    [[nodiscard]] std::size_t size() const { return files_.size(); }

    [[nodiscard]] SourceLocation locate(SourceSpan span) const;
    // The whole line that holds `span.begin`, without its end-of-line characters.
    [[nodiscard]] std::string_view line_text(SourceSpan span) const;

  private:
    struct File {
        std::string name;
        std::string text;
        std::vector<std::uint32_t> line_starts;
    };
    [[nodiscard]] std::size_t line_index(const File& file, std::uint32_t offset) const;

    std::deque<File> files_;  // a deque, so that views into texts stay valid
};

// A piece of text taken out of a source file with the place of each of its bytes: quoting, escapes, folding and
// indentation make the text differ from the file's bytes, and diagnostics must point into the file.
struct MappedText {
    std::string text;
    SourceFileId file;
    std::vector<std::uint32_t> offsets;  // [text.size() + 1] place in the file of each byte, and of the end

    // The place in the file of bytes [begin, end) of `text`.
    [[nodiscard]] SourceSpan span(std::size_t begin, std::size_t end) const;
    [[nodiscard]] SourceSpan whole() const { return span(0, text.size()); }
    // Bytes [begin, end) as a text of its own, still knowing its place.
    [[nodiscard]] MappedText part(std::size_t begin, std::size_t end) const;
    // A text whose bytes stand in the file one after another from `begin`.
    static MappedText contiguous(std::string_view text, SourceFileId file, std::uint32_t begin);
};

}  // namespace strife
