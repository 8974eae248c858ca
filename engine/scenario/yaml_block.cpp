// Reads block scalars, literal and folded.
// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <vector>

#include "scenario/placed_text.h"

namespace strife {
namespace {

// One line of a block scalar: its content after the indentation.
struct BlockLine {
    std::size_t begin = 0;  // of the content
    std::size_t end = 0;    // before the line break
    std::size_t next = 0;   // after the line break
    bool blank = false;     // nothing but spaces up to the indentation
};

class BlockReader {
  public:
    BlockReader(std::string_view text, SourceFileId file, std::size_t at, bool has_content)
        : text_(text), file_(file), begin_(at), has_content_(has_content) {
        folded_ = text[at] == '>';
        std::size_t i = at + 1;
        for (; i < text.size() && !is_space(text[i]); ++i) {
            if (text[i] == '+' || text[i] == '-') chomping_ = text[i];
            if (text[i] >= '1' && text[i] <= '9') has_indicator_ = true;
        }
        while (i < text.size() && !is_break(text[i])) ++i;
        header_end_ = i;
    }

    [[nodiscard]] bool has_indicator() const { return has_indicator_; }

    // With an indentation of `indent` columns; nothing means that of the first line with content.
    ScalarSource read(std::optional<std::size_t> indent) const {
        PlacedText out(file_);
        std::size_t end = header_end_;
        if (has_content_) {
            const std::vector<BlockLine> lines = split(indent.value_or(first_indent()));
            folded_ ? fold(lines, out) : join(lines, out);
            chomp(lines, out);
            if (!lines.empty()) end = lines.back().end;
        }
        ScalarSource result{.text = {},
                            .style = YamlStyle::block,
                            .begin = static_cast<std::uint32_t>(begin_),
                            .end = static_cast<std::uint32_t>(end),
                            .problem = ScalarProblem::none,
                            .problem_span = {}};
        result.text = out.finish(end);
        return result;
    }

  private:
    [[nodiscard]] std::size_t line_end(std::size_t at) const {
        while (at < text_.size() && !is_break(text_[at])) ++at;
        return at;
    }
    [[nodiscard]] std::size_t first_indent() const {
        for (std::size_t line = after_break(text_, header_end_); line < text_.size();) {
            const std::size_t spaces = leading_spaces(text_, line);
            const std::size_t end = line_end(line);
            if (line + spaces < end) return spaces;
            line = after_break(text_, end);
        }
        return 1;
    }

    // The lines of the content; blank ones after the last line with content are dropped, but counted by `chomp`.
    [[nodiscard]] std::vector<BlockLine> split(std::size_t indent) const {
        std::vector<BlockLine> lines;
        std::size_t n_kept = 0;
        for (std::size_t line = after_break(text_, header_end_); line < text_.size();) {
            const std::size_t end = line_end(line);
            const std::size_t spaces = std::min(leading_spaces(text_, line), end - line);
            const bool blank = line + spaces == end && spaces <= indent;
            if (!blank && spaces < indent) break;
            lines.push_back({blank ? end : line + indent, end, after_break(text_, end), blank});
            if (!blank) n_kept = lines.size();
            line = lines.back().next;
        }
        if (chomping_ != '+') lines.resize(n_kept);
        return lines;
    }

    void push_line(const BlockLine& line, PlacedText& out) const {
        for (std::size_t i = line.begin; i < line.end; ++i) out.push(text_[i], i);
    }
    void join(const std::vector<BlockLine>& lines, PlacedText& out) const {
        for (const BlockLine& line : lines) {
            push_line(line, out);
            out.push('\n', line.end);
        }
    }
    // Line breaks between two lines that begin without a blank become a space; n + 1 of them become n.
    void fold(const std::vector<BlockLine>& lines, PlacedText& out) const {
        const auto more_indented = [&](const BlockLine& line) { return !line.blank && is_blank(text_[line.begin]); };
        for (std::size_t i = 0; i < lines.size(); ++i) {
            push_line(lines[i], out);
            std::size_t next = i + 1;
            while (next < lines.size() && lines[next].blank) ++next;
            const bool foldable =
                !lines[i].blank && next < lines.size() && !more_indented(lines[i]) && !more_indented(lines[next]);
            if (!foldable) {
                out.push('\n', lines[i].end);
            } else if (next == i + 1) {
                out.push(' ', lines[i].end);
            }
        }
    }
    void chomp(const std::vector<BlockLine>& lines, PlacedText& out) const {
        const bool ends_in_file = !lines.empty() && lines.back().next == lines.back().end;
        const bool drop = chomping_ == '-' || (ends_in_file && !lines.back().blank);
        if (drop && out.size() > 0 && out.bytes().back() == '\n') out.pop();
    }

    std::string_view text_;
    SourceFileId file_;
    std::size_t begin_;
    bool has_content_;
    bool folded_ = false;
    bool has_indicator_ = false;
    char chomping_ = ' ';
    std::size_t header_end_ = 0;
};

}  // namespace

// An indentation indicator counts from the parent's column; we try until the text is the one that yaml-cpp has read.
ScalarSource find_block(std::string_view text, SourceFileId file, std::size_t at, std::string_view value) {
    const std::string expected = without_spaces(value);
    const BlockReader reader(text, file, at, !expected.empty());
    if (!reader.has_indicator()) return reader.read(std::nullopt);
    constexpr std::size_t kMaxIndent = 256;
    for (std::size_t indent = 1; indent <= kMaxIndent; ++indent) {
        ScalarSource found = reader.read(indent);
        const bool same_start = found.text.text.find_first_not_of(' ') == value.find_first_not_of(' ');
        if (same_start && without_spaces(found.text.text) == expected) return found;
    }
    return reader.read(std::nullopt);
}

}  // namespace strife
