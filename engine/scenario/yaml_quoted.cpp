// Reads quoted scalars: escapes, doubled quotes, folded lines.
// SPDX-License-Identifier: Apache-2.0
#include <optional>

#include "scenario/placed_text.h"
#include "scenario/text_check.h"

namespace strife {
namespace {

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
        ScalarSource result{.text = {},
                            .style = YamlStyle::quoted,
                            .begin = static_cast<std::uint32_t>(begin_),
                            .end = static_cast<std::uint32_t>(closed ? at_ + 1 : at_),
                            .problem = problem_,
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
        // Found once, and only for texts over several lines: the line that the quote opens in may be very long.
        if (!opening_indent_) opening_indent_ = leading_spaces(text_, line_start(text_, begin_));
        const bool indented = leading_spaces(text_, line) > *opening_indent_;
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
            case '0':
                return {'\0'};
            case 'a':
                return "\a";
            case 'b':
                return "\b";
            case 't':
            case '\t':
                return "\t";
            case 'n':
                return "\n";
            case 'v':
                return "\v";
            case 'f':
                return "\f";
            case 'r':
                return "\r";
            case 'e':
                return "\x1B";
            case 'N':
                return utf8(0x85);
            case '_':
                return utf8(0xA0);
            case 'L':
                return utf8(0x2028);
            case 'P':
                return utf8(0x2029);
            case 'x':
                return utf8(hexadecimal(2));
            case 'u':
                return utf8(hexadecimal(4));
            case 'U':
                return utf8(hexadecimal(8));
            default:
                return {c};
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
    std::optional<std::size_t> opening_indent_;
    std::size_t keep_ = 0;  // bytes of `out_` that folding must not take off
    ScalarProblem problem_ = ScalarProblem::none;
    SourceSpan problem_span_;
};

}  // namespace

ScalarSource find_quoted(std::string_view text, SourceFileId file, std::size_t at) {
    return QuotedReader(text, file, at).read();
}

}  // namespace strife
