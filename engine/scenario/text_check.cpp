// SPDX-License-Identifier: Apache-2.0
#include "scenario/text_check.h"

#include <fmt/format.h>

namespace strife {
namespace {

constexpr std::size_t kMaxReported = 8;

unsigned char byte_at(std::string_view text, std::size_t at) {
    return static_cast<unsigned char>(text[at]);
}

bool is_continuation(std::string_view text, std::size_t at) {
    return at < text.size() && (byte_at(text, at) & 0xC0U) == 0x80U;
}

bool is_refused(char32_t c) {
    if (c == U'\t' || c == U'\n' || c == U'\r') return false;
    return c < 0x20U || (c >= 0x7FU && c <= 0x9FU) || c == 0xFEFFU || c == 0xFFFEU || c == 0xFFFFU;
}

std::string describe(char32_t c) {
    if (c == 0) return "a NUL byte";
    if (c == 0xFEFFU) return "a byte order mark inside the text";
    return fmt::format("the control character U+{:04X}", static_cast<std::uint32_t>(c));
}

}  // namespace

std::size_t utf8_length(std::string_view text, std::size_t at) {
    const unsigned char lead = byte_at(text, at);
    if (lead < 0x80U) return 1;
    if (lead < 0xC2U || lead > 0xF4U) return 0;
    const std::size_t length = lead < 0xE0U ? 2 : lead < 0xF0U ? 3 : 4;
    for (std::size_t i = 1; i < length; ++i) {
        if (!is_continuation(text, at + i)) return 0;
    }
    const unsigned char second = byte_at(text, at + 1);
    const bool overlong = (lead == 0xE0U && second < 0xA0U) || (lead == 0xF0U && second < 0x90U);
    const bool surrogate = lead == 0xEDU && second >= 0xA0U;
    const bool too_large = lead == 0xF4U && second >= 0x90U;
    return overlong || surrogate || too_large ? 0 : length;
}

char32_t utf8_code_point(std::string_view text, std::size_t at) {
    const std::size_t length = utf8_length(text, at);
    if (length == 1) return byte_at(text, at);
    char32_t code = byte_at(text, at) & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) code = (code << 6U) | (byte_at(text, at + i) & 0x3FU);
    return code;
}

bool check_text(SourceFileId file, const SourceMap& sources, Diagnostics& diagnostics) {
    const std::string_view text = sources.text(file);
    std::size_t n_faults = 0;
    const auto fault = [&](DiagnosticCode code, std::size_t at, std::size_t length, const std::string& message,
                           const std::string& hint) {
        if (++n_faults > kMaxReported) return;
        const SourceSpan span{file, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + length)};
        diagnostics.error(code, span, message, hint);
    };
    for (std::size_t at = 0; at < text.size() && n_faults <= kMaxReported;) {
        const std::size_t length = utf8_length(text, at);
        if (length == 0) {
            fault(DiagnosticCode::E101, at, 1, fmt::format("the byte 0x{:02X} is not valid UTF-8 here", byte_at(text, at)),
                  "save the file as UTF-8");
            ++at;
            continue;
        }
        const char32_t c = utf8_code_point(text, at);
        if (is_refused(c)) fault(DiagnosticCode::E102, at, length, describe(c) + " is not allowed", {});
        if (c == U'\r' && (at + 1 == text.size() || text[at + 1] != '\n')) {
            fault(DiagnosticCode::E102, at, 1, "a carriage return without a line feed is not allowed",
                  "end lines with LF or CR LF");
        }
        at += length;
    }
    return n_faults == 0;
}

}  // namespace strife
