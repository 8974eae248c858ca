// SPDX-License-Identifier: Apache-2.0
#include "scenario/yaml_fault.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace strife {
namespace {

constexpr std::string_view kQuoteHint =
    "inside { } and [ ] a text with a comma, a bracket or a ':' must be quoted, or moved to a line of its own";

struct Wording {
    std::string_view theirs;  // begins yaml-cpp's message
    std::string_view ours;
    std::string_view hint;
};

constexpr std::array kWordings = {
    Wording{"illegal map value", "a ':' cannot stand here",
            "quote a text that holds a ':' before a space; otherwise check the indentation"},
    Wording{"end of map not found", "this does not belong to the map before it",
            "check the indentation, and whether the value before is complete"},
    Wording{"end of sequence not found", "this does not belong to the list before it",
            "check the indentation, and whether the item before is complete"},
    Wording{"end of map flow not found", "this does not continue the map in { }", kQuoteHint},
    Wording{"end of sequence flow not found", "this does not continue the list in [ ]", kQuoteHint},
    Wording{"illegal flow end", "a closing bracket that nothing opens", "quote a text that begins with a bracket"},
    Wording{"unknown token", "no text can begin with this character", "quote the text"},
    Wording{"the referenced anchor is not defined", "the alias stands for an anchor that is not defined before it",
            "quote a text that begins with '*'"},
    Wording{"alias not found after *", "a '*' here begins an alias, but no name follows", "quote a text that begins with '*'"},
    Wording{"anchor not found after &", "a '&' here begins an anchor, but no name follows", "quote a text that begins with '&'"},
    Wording{"illegal block entry", "a '- ' cannot stand here", "begin the list on a line of its own"},
    Wording{"illegal map key", "a '?' cannot stand here", "quote a text that begins with '?'"},
    Wording{"illegal tab when looking for indentation", "a tab in the indentation", "indent with spaces"},
    Wording{"unknown escape character", "no such escape in a text in double quotes",
            "write \\\\ for a backslash, or use single quotes"},
    Wording{"bad character found while scanning hex number", "not a hexadecimal digit", {}},
    Wording{"invalid unicode", "the escape stands for no character", {}},
};

bool is_break(char c) {
    return c == '\n' || c == '\r';
}

// The place of one character, or of the last one before the end of the text.
SourceSpan character_at(std::uint32_t at, SourceFileId file, std::string_view text) {
    const auto size = static_cast<std::uint32_t>(text.size());
    return {file, std::min(at, size), std::min(at + 1, size)};
}

// Brackets that are open where the recording ends, outermost first.
std::vector<std::uint32_t> open_brackets(const YamlRecording& recording, std::string_view text) {
    std::vector<std::uint32_t> open;
    for (const YamlEvent& event : recording.events) {
        if (event.kind == YamlEventKind::list_begin || event.kind == YamlEventKind::map_begin) {
            open.push_back(skip_properties(text, event.at));
        } else if (event.kind == YamlEventKind::list_end || event.kind == YamlEventKind::map_end) {
            open.pop_back();
        }
    }
    std::erase_if(open, [&](std::uint32_t at) { return at >= text.size() || (text[at] != '{' && text[at] != '['); });
    return open;
}

// What the scalars read so far say: a quote that is missing explains what comes after it.
struct ScalarsSoFar {
    std::vector<SourceSpan> spans;
    std::optional<ScalarSource> bad_quote;
    std::optional<ScalarSource> last;
};

ScalarsSoFar look_at_scalars(const YamlRecording& recording, SourceFileId file, std::string_view text) {
    ScalarsSoFar found;
    for (const YamlEvent& event : recording.events) {
        if (event.kind != YamlEventKind::scalar) continue;
        ScalarSource scalar = find_scalar(text, file, skip_properties(text, event.at), event.value);
        found.spans.push_back({file, scalar.begin, scalar.end});
        const bool bad = scalar.problem == ScalarProblem::unclosed_quote || scalar.problem == ScalarProblem::unindented_quote;
        if (bad && !found.bad_quote) found.bad_quote = scalar;
        found.last = std::move(scalar);
    }
    return found;
}

void report_open_bracket(std::uint32_t bracket, SourceFileId file, std::string_view text, Diagnostics& diagnostics) {
    diagnostics.error(DiagnosticCode::E103, character_at(bracket, file, text),
                      fmt::format("the '{}' that opens here is not closed", text[bracket]), std::string(kQuoteHint));
}

// Inside brackets: either one of them is never closed, or a text holds what ends it there.
bool report_flow_fault(const YamlRecording& recording, std::uint32_t at, SourceFileId file, std::string_view text,
                       Diagnostics& diagnostics) {
    const std::vector<std::uint32_t> open = open_brackets(recording, text);
    if (open.empty()) return false;
    const std::uint32_t innermost = open.back();
    const char here = at < text.size() ? text[at] : '\0';
    const bool is_bracket = here == '[' || here == '{' || here == ']' || here == '}';
    const std::string_view between = text.substr(innermost, at > innermost ? at - innermost : 0);
    if (is_bracket && (here == '[' || here == '{')) {
        diagnostics.error(DiagnosticCode::E103, character_at(at, file, text),
                          fmt::format("a '{}' cannot stand inside this text", here), std::string(kQuoteHint));
        return true;
    }
    if (!is_bracket && between.find('\n') == std::string_view::npos && at < text.size() && !is_break(here)) return false;
    report_open_bracket(innermost, file, text, diagnostics);
    return true;
}

void report_syntax(const YamlRecording& recording, const YamlFault& fault, SourceFileId file, const SourceMap& sources,
                   Diagnostics& diagnostics) {
    const std::string_view text = sources.text(file);
    const ScalarsSoFar scalars = look_at_scalars(recording, file, text);
    if (scalars.bad_quote) {
        report_scalar_problem(scalars.bad_quote->problem, scalars.bad_quote->problem_span, diagnostics);
        return;
    }
    if (report_tab_indentation(scalars.spans, fault.at + 1, file, sources, diagnostics)) return;
    if (report_flow_fault(recording, fault.at, file, text, diagnostics)) return;
    if (scalars.last && scalars.last->problem == ScalarProblem::multi_line_plain) {
        report_scalar_problem(scalars.last->problem, scalars.last->problem_span, diagnostics);
        return;
    }
    const auto* wording =
        std::find_if(kWordings.begin(), kWordings.end(), [&](const Wording& w) { return fault.message == w.theirs; });
    if (wording == kWordings.end()) {
        wording = std::find_if(kWordings.begin(), kWordings.end(),
                               [&](const Wording& w) { return fault.message.starts_with(w.theirs); });
    }
    const bool known = wording != kWordings.end();
    diagnostics.error(DiagnosticCode::E103, character_at(fault.at, file, text),
                      known ? std::string(wording->ours) : fmt::format("not well-formed YAML: {}", fault.message),
                      known ? std::string(wording->hint) : std::string());
}

}  // namespace

std::uint32_t skip_properties(std::string_view text, std::uint32_t at) {
    std::size_t i = at;
    while (i < text.size() && (text[i] == '&' || text[i] == '!')) {
        while (i < text.size() && text[i] != ' ' && text[i] != '\t' && !is_break(text[i])) ++i;
        while (i < text.size()) {
            if (text[i] == '#') {
                while (i < text.size() && !is_break(text[i])) ++i;
            } else if (text[i] == ' ' || text[i] == '\t' || is_break(text[i])) {
                ++i;
            } else {
                break;
            }
        }
    }
    return static_cast<std::uint32_t>(i);
}

bool report_scalar_problem(ScalarProblem problem, SourceSpan span, Diagnostics& diagnostics) {
    switch (problem) {
        case ScalarProblem::none:
            return false;
        case ScalarProblem::unclosed_quote:
            diagnostics.error(DiagnosticCode::E103, span, "the quote that opens here is never closed");
            break;
        case ScalarProblem::unindented_quote:
            diagnostics.error(DiagnosticCode::E103, span, "the quote that opens here is not closed on its line",
                              "close it; if the text is meant to go on, indent its next lines");
            break;
        case ScalarProblem::multi_line_plain:
            diagnostics.error(DiagnosticCode::E108, span, "a text without quotes must end on its line",
                              "write several lines after '|', or quote the text; if the next line is a key, check its ':' "
                              "and indentation");
            break;
        case ScalarProblem::control_character:
            diagnostics.error(DiagnosticCode::E102, span, "the escape stands for a control character");
            break;
        case ScalarProblem::unplaced:
            diagnostics.error(DiagnosticCode::E103, span, "this text may be read in two ways", "write it in double quotes");
            break;
    }
    return true;
}

bool report_tab_indentation(const std::vector<SourceSpan>& inside, std::uint32_t end, SourceFileId file, const SourceMap& sources,
                            Diagnostics& diagnostics) {
    const std::string_view text = sources.text(file);
    std::size_t scalar = 0;
    for (std::size_t line = 0; line < text.size() && line < end;) {
        const std::size_t after = std::min(text.find('\n', line), text.size());
        const std::size_t tab = text.find_first_not_of(' ', line);
        while (scalar < inside.size() && inside[scalar].end <= line) ++scalar;
        const bool in_scalar = scalar < inside.size() && inside[scalar].begin < line;
        if (!in_scalar && tab < after && text[tab] == '\t') {
            const std::size_t content = text.find_first_not_of(" \t\r", line);
            if (content < after && text[content] != '#') {
                diagnostics.error(DiagnosticCode::E103, character_at(static_cast<std::uint32_t>(tab), file, text),
                                  "a tab in the indentation", "indent with spaces");
                return true;
            }
        }
        line = after + 1;
    }
    return false;
}

void report_yaml_fault(const YamlRecording& recording, const YamlFault& fault, SourceFileId file, const SourceMap& sources,
                       Diagnostics& diagnostics) {
    const SourceSpan place = character_at(fault.at, file, sources.text(file));
    switch (fault.kind) {
        case YamlFaultKind::syntax:
            report_syntax(recording, fault, file, sources, diagnostics);
            break;
        case YamlFaultKind::depth:
            diagnostics.error(DiagnosticCode::E104, place, "maps and lists are nested more than 64 levels deep");
            break;
        case YamlFaultKind::size:
            diagnostics.error(DiagnosticCode::E110, place, "the file holds more than a million maps, lists and texts",
                              "move large tables to CSV files");
            break;
        case YamlFaultKind::second_document:
            diagnostics.error(DiagnosticCode::E107, place, "a second YAML document begins here", "a scenario is one document");
            break;
    }
}

}  // namespace strife
