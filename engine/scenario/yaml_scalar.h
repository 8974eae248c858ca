// Finds the source of one YAML scalar: what it says, and where in the file each of its bytes stands.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "base/source.h"
#include "scenario/yaml_tree.h"

namespace strife {

enum class ScalarProblem {
    none,
    unclosed_quote,     // the text ends before the quote is closed
    unindented_quote,   // a quoted text goes on in a line that is not indented: a quote is missing
    multi_line_plain,   // a plain text over several lines
    control_character,  // an escape that stands for a control character
    unplaced,           // our reading and yaml-cpp's differ
};

struct ScalarSource {
    MappedText text;
    YamlStyle style = YamlStyle::plain;
    std::uint32_t begin = 0;  // of the scalar in the file, its quotes included
    std::uint32_t end = 0;
    ScalarProblem problem = ScalarProblem::none;
    SourceSpan problem_span;
};

// The scalar that begins at `at` (after anchors and tags), which yaml-cpp reads as `value`.
ScalarSource find_scalar(std::string_view text, SourceFileId file, std::uint32_t at, std::string_view value);

}  // namespace strife
