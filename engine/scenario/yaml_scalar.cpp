// SPDX-License-Identifier: Apache-2.0
#include "scenario/yaml_scalar.h"

#include "scenario/placed_text.h"

namespace strife {
namespace {

// A plain scalar on one line stands in the file as it reads; one on several lines is followed break by break.
ScalarSource find_plain(std::string_view text, SourceFileId file, std::size_t at, std::string_view value) {
    const auto begin = static_cast<std::uint32_t>(at);
    if (text.substr(at, value.size()) == value) {  // an empty one follows a tag
        return {.text = MappedText::contiguous(value, file, begin),
                .style = YamlStyle::plain,
                .begin = begin,
                .end = static_cast<std::uint32_t>(at + value.size()),
                .problem = ScalarProblem::none,
                .problem_span = {}};
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
    ScalarSource result{.text = {},
                        .style = YamlStyle::plain,
                        .begin = begin,
                        .end = static_cast<std::uint32_t>(at),
                        .problem = ScalarProblem::multi_line_plain,
                        .problem_span = {}};
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
    ScalarSource found = c == '|' || c == '>' ? find_block(text, file, at, value) : find_quoted(text, file, at);
    if (found.problem == ScalarProblem::none && without_spaces(found.text.text) != without_spaces(value)) {
        found.problem = ScalarProblem::unplaced;
        found.problem_span = {file, found.begin, found.end};
    }
    return found;
}

}  // namespace strife
