// Splits the text of an expression or of statements into tokens.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/diagnostic.h"
#include "base/source.h"

namespace strife {

enum class TokenKind : std::uint8_t { number, date, name, text, symbol, newline, end };

struct Token {
    TokenKind kind = TokenKind::end;
    std::string text;  // a name, a symbol, the content of a text
    double number = 0.0;
    std::optional<Date> date = {};  // nothing if the calendar has none such
    std::size_t begin = 0;          // bytes of the text it was cut from
    std::size_t end = 0;
};

// Tokens of `source`, ending with one of kind `end`. Faults go to `diagnostics` and are skipped over.
std::vector<Token> tokenize(const MappedText& source, Diagnostics& diagnostics);

}  // namespace strife
