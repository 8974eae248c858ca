// SPDX-License-Identifier: Apache-2.0
#include "language/lexer.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "base/numbers.h"

namespace strife {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_name_part(char c) {
    return is_letter(c) || is_digit(c);
}

// Longest first, so that ":=" is not read as ":" and "=".
constexpr std::array<std::string_view, 24> kSymbols = {":=", "+=", "-=", "*=", "!=", "<=", ">=", "==", "&&", "||", "+", "-",
                                                       "*",  "/",  "^",  "(",  ")",  "[",  "]",  ",",  "=",  "<",  ">", "."};

class Lexer {
  public:
    Lexer(const MappedText& source, Diagnostics& diagnostics) : source_(source), text_(source.text), diagnostics_(diagnostics) {}

    std::vector<Token> run() {
        while (at_ < text_.size()) next();
        Token last;
        last.begin = last.end = text_.size();
        tokens_.push_back(std::move(last));
        return std::move(tokens_);
    }

  private:
    void push(TokenKind kind, std::size_t begin, std::string text = {}) {
        Token token;
        token.kind = kind;
        token.text = std::move(text);
        token.begin = begin;
        token.end = at_;
        tokens_.push_back(std::move(token));
    }

    void next() {
        const char c = text_[at_];
        if (c == ' ' || c == '\t' || c == '\r') {
            ++at_;
        } else if (c == '\n' || c == ';') {
            const std::size_t begin = at_++;
            push(TokenKind::newline, begin);
        } else if (c == '#') {
            while (at_ < text_.size() && text_[at_] != '\n') ++at_;
        } else if (is_digit(c)) {
            read_number();
        } else if (is_letter(c)) {
            const std::size_t begin = at_;
            while (at_ < text_.size() && is_name_part(text_[at_])) ++at_;
            push(TokenKind::name, begin, std::string(text_.substr(begin, at_ - begin)));
        } else if (c == '"' || c == '\'') {
            read_text(c);
        } else {
            read_symbol();
        }
    }

    // 2022-08-15, where a subtraction of whole numbers would hardly be written without spaces.
    bool read_date() {
        if (at_ + 10 > text_.size() || text_[at_ + 4] != '-' || text_[at_ + 7] != '-') return false;
        for (const unsigned i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
            if (!is_digit(text_[at_ + i])) return false;
        }
        if (at_ + 10 < text_.size() && is_name_part(text_[at_ + 10])) return false;
        const std::size_t begin = at_;
        const std::optional<Date> date = parse_date(text_.substr(at_, 10));
        at_ += 10;
        if (!date) {
            diagnostics_.error(DiagnosticCode::E206, source_.span(begin, at_),
                               fmt::format("'{}' is not a date of the calendar", text_.substr(begin, 10)),
                               "write year, month and day, as in 2025-06-01");
        }
        push(TokenKind::date, begin);
        tokens_.back().date = date;
        return true;
    }

    void read_number() {
        if (read_date()) return;
        const std::size_t begin = at_;
        while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '_')) ++at_;
        if (at_ < text_.size() && text_[at_] == '.') {
            ++at_;
            while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
        }
        if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
            std::size_t exponent = at_ + 1;
            if (exponent < text_.size() && (text_[exponent] == '+' || text_[exponent] == '-')) ++exponent;
            if (exponent < text_.size() && is_digit(text_[exponent])) {
                at_ = exponent;
                while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
            }
        }
        const bool runs_on = at_ < text_.size() && is_letter(text_[at_]);
        while (runs_on && at_ < text_.size() && is_name_part(text_[at_])) ++at_;
        const std::string_view written = text_.substr(begin, at_ - begin);
        const std::optional<double> value = runs_on ? std::nullopt : parse_number(written);
        if (!value) {
            diagnostics_.error(DiagnosticCode::E304, source_.span(begin, at_), fmt::format("'{}' is not a number", written),
                               runs_on ? "put a space between a number and its unit; a name cannot start with a digit"
                                       : "write 14 or 0.5 or 1.5e3: no leading zeros, and digits on both sides of the point");
        }
        push(TokenKind::number, begin);
        tokens_.back().number = value.value_or(1.0);
    }

    void read_text(char quote) {
        const std::size_t begin = at_++;
        const std::size_t close = std::min(text_.find(quote, at_), text_.find('\n', at_));
        if (close == std::string_view::npos || text_[close] != quote) {
            const std::size_t end = std::min(close, text_.size());
            diagnostics_.error(DiagnosticCode::E302, source_.span(begin, end), "this text is never closed",
                               fmt::format("add the closing {}", quote));
            at_ = end;
            push(TokenKind::text, begin, std::string(text_.substr(begin + 1, end - begin - 1)));
            return;
        }
        at_ = close + 1;
        push(TokenKind::text, begin, std::string(text_.substr(begin + 1, close - begin - 1)));
    }

    void read_symbol() {
        const std::size_t begin = at_;
        for (const std::string_view symbol : kSymbols) {
            if (text_.substr(at_, symbol.size()) != symbol) continue;
            at_ += symbol.size();
            std::string meant(symbol);
            if (const std::string_view better = improved(symbol); !better.empty()) {
                diagnostics_.error(DiagnosticCode::E301, source_.span(begin, at_), fmt::format("'{}' is not an operator", symbol),
                                   fmt::format("write '{}'", better));
                if (better == "and" || better == "or") return push(TokenKind::name, begin, std::string(better));
                meant = better;
            }
            return push(TokenKind::symbol, begin, std::move(meant));
        }
        do {
            ++at_;  // a whole code point
        } while (at_ < text_.size() && (static_cast<unsigned char>(text_[at_]) & 0xC0U) == 0x80U);
        diagnostics_.error(DiagnosticCode::E301, source_.span(begin, at_),
                           fmt::format("'{}' has no meaning in an expression", text_.substr(begin, at_ - begin)),
                           text_[begin] == '%' ? "a share is a number: 0.3 for 30 %" : "");
    }

    static std::string_view improved(std::string_view symbol) {
        if (symbol == "==") return "=";
        if (symbol == "&&") return "and";
        if (symbol == "||") return "or";
        return {};
    }

    const MappedText& source_;
    std::string_view text_;
    Diagnostics& diagnostics_;
    std::size_t at_ = 0;
    std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokenize(const MappedText& source, Diagnostics& diagnostics) {
    return Lexer(source, diagnostics).run();
}

}  // namespace strife
