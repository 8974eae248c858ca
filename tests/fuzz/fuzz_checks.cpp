// SPDX-License-Identifier: Apache-2.0
#include "fuzz_checks.h"

#include <cstdio>
#include <cstdlib>

#include <fmt/format.h>

#include "scenario/text_check.h"

namespace strife {

void demand(bool holds, std::string_view what, std::string_view detail) {
    if (holds) return;
    fmt::print(stderr, "fuzz: {}\n{}\n", what, detail);
    std::abort();
}

bool is_printable(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_length(text, at);
        if (length == 0) return false;
        const char32_t point = utf8_code_point(text, at);
        const bool is_control = (point < 0x20 && point != U'\n') || (point >= 0x7F && point < 0xA0);
        if (is_control) return false;
        at += length;
    }
    return true;
}

void demand_good_diagnostics(const Diagnostics& diagnostics, const SourceMap& sources) {
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        demand(!code_name(diagnostic.code).empty() && !code_meaning(diagnostic.code).empty(), "a diagnostic without a code");
        demand(!diagnostic.message.empty(), "a diagnostic without a message", code_name(diagnostic.code));
        demand(diagnostic.span.valid() && diagnostic.span.file.index() < sources.size(), "a diagnostic without a place",
               diagnostic.message);
        const SourceSpan span = diagnostic.span;
        demand(span.begin <= span.end && span.end <= sources.text(span.file).size(), "a place outside its text",
               fmt::format("{} [{}, {})", diagnostic.message, span.begin, span.end));
        const std::string shown = render(diagnostic, sources);
        demand(is_printable(shown) && shown.ends_with('\n'), "a diagnostic that no terminal can show", shown);
    }
    demand(diagnostics.empty() == render_all(diagnostics, sources).empty(), "diagnostics that are not shown");
    demand(diagnostics.has_errors() == (diagnostics.error_count() > 0), "errors that are not counted");
}

std::vector<std::pair<std::string, std::string>> split_files(std::string_view input, std::string_view first_name) {
    constexpr std::string_view kMark = "#file ";
    std::vector<std::pair<std::string, std::string>> files{{std::string(first_name), {}}};
    while (!input.empty()) {
        const std::size_t end = std::min(input.find('\n'), input.size() - 1) + 1;
        const std::string_view line = input.substr(0, end);
        input.remove_prefix(end);
        if (line.starts_with(kMark)) {
            files.emplace_back(line.substr(kMark.size(), line.find_last_not_of('\n') + 1 - kMark.size()), std::string{});
        } else {
            files.back().second += line;
        }
    }
    return files;
}

}  // namespace strife
