// SPDX-License-Identifier: Apache-2.0
#include "language/parser.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "language/token_reader.h"

namespace strife {
namespace {

constexpr std::array<std::string_view, 41> kReserved = {
    "and",    "or",     "not",   "in",    "if",       "then",    "elif",  "else",    "end",   "do",   "let",
    "repeat", "for",    "limit", "emit",  "begin",    "cancel",  "after", "stop",    "spawn", "pick", "remove",
    "as",     "by",     "from",  "of",    "where",    "true",    "false", "now",     "event", "own",  "draw",
    "none",   "recent", "sum",   "count", "priority", "scatter", "over",  "shuffled"};

}  // namespace

bool is_reserved_word(std::string_view word) {
    return std::find(kReserved.begin(), kReserved.end(), word) != kReserved.end();
}

TokenReader::DepthGuard::DepthGuard(TokenReader& reader) : reader_(reader) {
    if (++reader_.depth_ > kMaxExpressionDepth) {
        const Token token = reader_.peek();
        --reader_.depth_;
        reader_.fail(DiagnosticCode::E306, token, fmt::format("this is nested more than {} deep", kMaxExpressionDepth),
                     "name parts of it under `define:`");
    }
}

TokenReader::TokenReader(const MappedText& source, const UnitSystem& units, Diagnostics& diagnostics)
    : source_(source), units_(units), diagnostics_(diagnostics), tokens_(tokenize(source, diagnostics)) {}

const Token& TokenReader::peek(std::size_t ahead) const {
    std::size_t i = at_;
    for (;;) {
        if (brackets_ > 0) {
            while (tokens_[i].kind == TokenKind::newline && source_.text[tokens_[i].begin] == '\n') ++i;
        }
        if (ahead == 0 || tokens_[i].kind == TokenKind::end) return tokens_[i];
        ++i;
        --ahead;
    }
}

Token TokenReader::take() {
    Token token = peek();
    while (tokens_[at_].begin != token.begin || tokens_[at_].kind != token.kind) ++at_;
    if (token.kind != TokenKind::end) ++at_;
    last_end_ = token.end;
    return token;
}

bool TokenReader::at_symbol(std::string_view symbol) const {
    return peek().kind == TokenKind::symbol && peek().text == symbol;
}
bool TokenReader::at_word(std::string_view word) const {
    return peek().kind == TokenKind::name && peek().text == word;
}

bool TokenReader::accept_symbol(std::string_view symbol) {
    if (!at_symbol(symbol)) return false;
    take();
    return true;
}
bool TokenReader::accept_word(std::string_view word) {
    if (!at_word(word)) return false;
    take();
    return true;
}

std::string TokenReader::describe(const Token& token) {
    switch (token.kind) {
        case TokenKind::end:
            return "the text ends";
        case TokenKind::newline:
            return "the line ends";
        case TokenKind::number:
            return "a number stands";
        case TokenKind::date:
            return "a date stands";
        case TokenKind::text:
            return "a text stands";
        default:
            return fmt::format("'{}' stands", token.text);
    }
}

void TokenReader::fail(DiagnosticCode code, const Token& token, std::string message, std::string hint) {
    diagnostics_.error(code, source_.span(token.begin, token.end), std::move(message), std::move(hint));
    throw ParseStop{};
}

void TokenReader::expect_symbol(std::string_view symbol, std::string_view why) {
    if (accept_symbol(symbol)) return;
    const Token token = peek();
    const bool bracket = symbol == ")" || symbol == "]";
    fail(bracket ? DiagnosticCode::E303 : DiagnosticCode::E301, token,
         fmt::format("{} here, where '{}' was expected {}", describe(token), symbol, why));
}
void TokenReader::expect_word(std::string_view word, std::string_view why) {
    if (accept_word(word)) return;
    const Token token = peek();
    fail(DiagnosticCode::E307, token, fmt::format("{} here, where '{}' was expected {}", describe(token), word, why));
}

void TokenReader::skip_newlines() {
    while (tokens_[at_].kind == TokenKind::newline) ++at_;
}

SourceSpan TokenReader::span_from(std::size_t begin) const {
    return source_.span(begin, std::max(begin, last_end_));
}

}  // namespace strife
