// SPDX-License-Identifier: Apache-2.0
#include "base/source.h"

#include <algorithm>
#include <utility>

#include "base/contracts.h"

namespace strife {

SourceFileId SourceMap::add(std::string name, std::string text) {
    File file{.name = std::move(name), .text = std::move(text), .line_starts = {0}};
    for (std::size_t i = 0; i < file.text.size(); ++i) {
        const bool lone_cr = file.text[i] == '\r' && (i + 1 == file.text.size() || file.text[i + 1] != '\n');
        if (file.text[i] == '\n' || lone_cr) file.line_starts.push_back(static_cast<std::uint32_t>(i + 1));
    }
    files_.push_back(std::move(file));
    return SourceFileId{files_.size() - 1};
}

std::size_t SourceMap::line_index(const File& file, std::uint32_t offset) const {
    const auto after = std::upper_bound(file.line_starts.begin(), file.line_starts.end(), offset);
    return static_cast<std::size_t>(after - file.line_starts.begin()) - 1;
}

SourceLocation SourceMap::locate(SourceSpan span) const {
    STRIFE_EXPECT(span.valid());
    const File& file = files_[span.file.index()];
    const std::size_t line = line_index(file, span.begin);
    const std::size_t end = std::min<std::size_t>(span.begin, file.text.size());
    std::uint32_t column = 1;
    for (std::size_t i = file.line_starts[line]; i < end; ++i) {
        const bool continuation = (static_cast<unsigned char>(file.text[i]) & 0xC0U) == 0x80U;
        if (!continuation) ++column;
    }
    return {.file = file.name, .line = static_cast<std::uint32_t>(line + 1), .column = column};
}

std::string_view SourceMap::line_text(SourceSpan span) const {
    STRIFE_EXPECT(span.valid());
    const File& file = files_[span.file.index()];
    const std::size_t line = line_index(file, span.begin);
    const std::size_t begin = file.line_starts[line];
    const std::size_t end = line + 1 < file.line_starts.size() ? file.line_starts[line + 1] : file.text.size();
    std::string_view text(file.text.data() + begin, end - begin);
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
    return text;
}

SourceSpan MappedText::span(std::size_t begin, std::size_t end) const {
    STRIFE_EXPECT(begin <= end && end <= text.size() && offsets.size() == text.size() + 1);
    // The end is one past the last byte, not the start of the next: what lies between may be indentation.
    const std::uint32_t first = offsets[begin];
    const std::uint32_t last = end > begin ? offsets[end - 1] + 1 : first;
    return {.file = file, .begin = first, .end = std::max(first, last)};
}

MappedText MappedText::part(std::size_t begin, std::size_t end) const {
    STRIFE_EXPECT(begin <= end && end <= text.size());
    MappedText result{.text = text.substr(begin, end - begin), .file = file, .offsets = {}};
    result.offsets.assign(offsets.begin() + static_cast<std::ptrdiff_t>(begin),
                          offsets.begin() + static_cast<std::ptrdiff_t>(end) + 1);
    return result;
}

MappedText MappedText::contiguous(std::string_view text, SourceFileId file, std::uint32_t begin) {
    MappedText result{.text = std::string(text), .file = file, .offsets = {}};
    result.offsets.resize(text.size() + 1);
    for (std::size_t i = 0; i <= text.size(); ++i) result.offsets[i] = begin + static_cast<std::uint32_t>(i);
    return result;
}

}  // namespace strife
