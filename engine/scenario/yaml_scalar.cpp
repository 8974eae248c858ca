// SPDX-License-Identifier: Apache-2.0
#include "scenario/yaml_scalar.h"

#include <algorithm>
#include <optional>
#include <string>

#include "scenario/text_check.h"

namespace strife {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_break(char c) { return c == '\n' || c == '\r'; }
bool is_space(char c) { return is_blank(c) || is_break(c); }

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
std::size_t line_start(std::string_view text, std::size_t at) {
    while (at > 0 && text[at - 1] != '\n') --at;
    return at;
}
std::size_t leading_spaces(std::string_view text, std::size_t line) {
    std::size_t n = 0;
    while (line + n < text.size() && text[line + n] == ' ') ++n;
    return n;
}
// Past the line break at `at`.
std::size_t after_break(std::string_view text, std::size_t at) {
    if (at < text.size() && text[at] == '\r') ++at;
    return at < text.size() && text[at] == '\n' ? at + 1 : at;
}

std::string without_spaces(std::string_view text) {
    std::string result;
    std::copy_if(text.begin(), text.end(), std::back_inserter(result), [](char c) { return !is_space(c); });
    return result;
}

std::string utf8(char32_t code) {
    std::string bytes;
    const auto push = [&](char32_t value) { bytes += static_cast<char>(static_cast<unsigned char>(value)); };
    if (code < 0x80U) {
        push(code);
    } else if (code < 0x800U) {
        push(0xC0U | (code >> 6U));
        push(0x80U | (code & 0x3FU));
    } else if (code < 0x10000U) {
        push(0xE0U | (code >> 12U));
        push(0x80U | ((code >> 6U) & 0x3FU));
        push(0x80U | (code & 0x3FU));
    } else {
        push(0xF0U | (code >> 18U));
        push(0x80U | ((code >> 12U) & 0x3FU));
        push(0x80U | ((code >> 6U) & 0x3FU));
        push(0x80U | (code & 0x3FU));
    }
    return bytes;
}

// Reads a quoted scalar; yaml-cpp has accepted it, so escapes are known to be well-formed.
class QuotedReader {
  public:
    QuotedReader(std::string_view text, SourceFileId file, std::size_t at)
        : text_(text), file_(file), begin_(at), at_(at + 1), quote_(text[at]), out_(file) {}

    ScalarSource read() {
        bool closed = false;
        while (at_ < text_.size() && !closed) {
            const char c = text_[at_];
            if (c == quote_ && quote_ == '\'' && at_ + 1 < text_.size() && text_[at_ + 1] == '\'') {
                out_.push('\'', at_);
                at_ += 2;
            } else if (c == quote_) {
                closed = true;
            } else if (c == '\\' && quote_ == '"') {
                read_escape();
            } else if (is_break(c)) {
                out_.trim_blanks(keep_);
                fold_lines();
            } else {
                out_.push(c, at_++);
            }
        }
        if (!closed) note(ScalarProblem::unclosed_quote, begin_, begin_ + 1);
        ScalarSource result{.text = {}, .style = YamlStyle::quoted, .begin = static_cast<std::uint32_t>(begin_),
                            .end = static_cast<std::uint32_t>(closed ? at_ + 1 : at_), .problem = problem_,
                            .problem_span = problem_span_};
        result.text = out_.finish(at_);
        return result;
    }

  private:
    void note(ScalarProblem problem, std::size_t begin, std::size_t end) {
        if (problem_ != ScalarProblem::none) return;
        problem_ = problem;
        problem_span_ = {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    }

    // One line break becomes a space, n + 1 of them n line feeds; the indentation of the next line goes.
    void fold_lines(bool escaped = false) {
        const std::size_t first = at_;
        std::size_t n_breaks = 0;
        while (at_ < text_.size() && is_space(text_[at_])) {
            if (text_[at_] == '\n') ++n_breaks;
            ++at_;
        }
        if (n_breaks > 1) {
            for (std::size_t i = 1; i < n_breaks; ++i) out_.push('\n', first);
        } else if (!escaped) {
            out_.push(' ', first);
        }
        keep_ = out_.size();
        const std::size_t line = line_start(text_, at_);
        const bool indented = leading_spaces(text_, line) > leading_spaces(text_, line_start(text_, begin_));
        if (!indented && at_ < text_.size()) note(ScalarProblem::unindented_quote, begin_, begin_ + 1);
    }

    void read_escape() {
        const std::size_t start = at_++;
        if (at_ >= text_.size()) return;
        if (is_break(text_[at_])) {
            fold_lines(true);
            return;
        }
        const std::string bytes = escaped(text_[at_++]);
        const char32_t code = bytes.empty() ? U' ' : utf8_code_point(bytes, 0);
        const bool control = (code < 0x20U && code != U'\t' && code != U'\n') || (code >= 0x7FU && code <= 0x9FU);
        if (control) note(ScalarProblem::control_character, start, at_);
        out_.push(bytes, start);
        keep_ = out_.size();
    }

    std::string escaped(char c) {
        switch (c) {
            case '0': return std::string(1, '\0');
            case 'a': return "\a";
            case 'b': return "\b";
            case 't':
            case '\t': return "\t";
            case 'n': return "\n";
            case 'v': return "\v";
            case 'f': return "\f";
            case 'r': return "\r";
            case 'e': return "\x1B";
            case 'N': return utf8(0x85);
            case '_': return utf8(0xA0);
            case 'L': return utf8(0x2028);
            case 'P': return utf8(0x2029);
            case 'x': return utf8(hexadecimal(2));
            case 'u': return utf8(hexadecimal(4));
            case 'U': return utf8(hexadecimal(8));
            default: return {c};
        }
    }

    char32_t hexadecimal(std::size_t digits) {
        char32_t value = 0;
        for (std::size_t i = 0; i < digits && at_ < text_.size(); ++i, ++at_) {
            const char c = text_[at_];
            const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c - 'A' + 10;
            value = value * 16 + static_cast<char32_t>(digit);
        }
        return value;
    }

    std::string_view text_;
    SourceFileId file_;
    std::size_t begin_;
    std::size_t at_;
    char quote_;
    PlacedText out_;
    std::size_t keep_ = 0;  // bytes of `out_` that folding must not take off
    ScalarProblem problem_ = ScalarProblem::none;
    SourceSpan problem_span_;
};

// One line of a block scalar: its content after the indentation.
struct BlockLine {
    std::size_t begin = 0;   // of the content
    std::size_t end = 0;     // before the line break
    std::size_t next = 0;    // after the line break
    bool blank = false;      // nothing but spaces up to the indentation
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
        ScalarSource result{.text = {}, .style = YamlStyle::block, .begin = static_cast<std::uint32_t>(begin_),
                            .end = static_cast<std::uint32_t>(end), .problem = ScalarProblem::none, .problem_span = {}};
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
            const bool foldable = !lines[i].blank && next < lines.size() && !more_indented(lines[i]) &&
                                  !more_indented(lines[next]);
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

// A plain scalar on one line stands in the file as it reads; one on several lines is followed break by break.
ScalarSource find_plain(std::string_view text, SourceFileId file, std::size_t at, std::string_view value) {
    const auto begin = static_cast<std::uint32_t>(at);
    if (!value.empty() && text.substr(at, value.size()) == value) {
        return {.text = MappedText::contiguous(value, file, begin), .style = YamlStyle::plain, .begin = begin,
                .end = static_cast<std::uint32_t>(at + value.size()), .problem = ScalarProblem::none, .problem_span = {}};
    }
    PlacedText out(file);
    for (const char c : value) {
        if (is_space(c)) {
            out.push(c, std::min(at, text.size()));
            while (at < text.size() && is_space(text[at])) ++at;
        } else {
            while (at < text.size() && is_space(text[at])) ++at;
            out.push(c, at);
            if (at < text.size()) ++at;
        }
    }
    ScalarSource result{.text = {}, .style = YamlStyle::plain, .begin = begin, .end = static_cast<std::uint32_t>(at),
                        .problem = ScalarProblem::multi_line_plain, .problem_span = {}};
    result.text = out.finish(at);
    std::size_t line_end = begin;
    while (line_end < text.size() && !is_break(text[line_end])) ++line_end;
    result.problem_span = {file, begin, static_cast<std::uint32_t>(line_end)};
    return result;
}

}  // namespace

ScalarSource find_scalar(std::string_view text, SourceFileId file, std::uint32_t at, std::string_view value) {
    if (at >= text.size()) return find_plain(text, file, text.size(), value);
    const char c = text[at];
    if (c != '"' && c != '\'' && c != '|' && c != '>') return find_plain(text, file, at, value);
    ScalarSource found = c == '|' || c == '>' ? find_block(text, file, at, value) : QuotedReader(text, file, at).read();
    if (found.problem == ScalarProblem::none && without_spaces(found.text.text) != without_spaces(value)) {
        found.problem = ScalarProblem::unplaced;
        found.problem_span = {file, found.begin, found.end};
    }
    return found;
}

}  // namespace strife
