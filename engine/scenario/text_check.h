// Looks at the bytes of a text before anything reads it: UTF-8, control characters, line ends.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/diagnostic.h"
#include "base/source.h"

namespace strife {

// Whether the text is valid UTF-8 without control characters (tab, line feed and CR LF are allowed). Faults are reported, at most
// eight of them: a binary file has thousands.
bool check_text(SourceFileId file, const SourceMap& sources, Diagnostics& diagnostics);

// The length [bytes] of the valid UTF-8 sequence at `at`, 0 if there is none (overlong forms and surrogates are not valid).
std::size_t utf8_length(std::string_view text, std::size_t at);
// The code point of the valid sequence at `at`.
char32_t utf8_code_point(std::string_view text, std::size_t at);

}  // namespace strife
