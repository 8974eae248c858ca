// SPDX-License-Identifier: Apache-2.0
#include "base/diagnostic.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace strife {
namespace {

struct CodeInfo {
    std::string_view name;
    std::string_view meaning;
};

constexpr std::array kCodes = {
#define STRIFE_DIAGNOSTIC(code, meaning) CodeInfo{#code, meaning},
#include "base/diagnostic_codes.def"
#undef STRIFE_DIAGNOSTIC
};

constexpr std::size_t kMaxShownLine = 160;  // a longer source line is shown around the place only

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// Code points of `text`, so that carets stand under what they mean; tabs count as one.
std::size_t display_width(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

// The length of the valid UTF-8 sequence at the beginning of `text`, 0 if there is none.
std::size_t sequence_length(std::string_view text) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const unsigned lead = byte(0);
    if (lead < 0x80U) return 1;
    const std::size_t length = lead >= 0xC2U && lead < 0xE0U   ? 2
                               : (lead & 0xF0U) == 0xE0U       ? 3
                               : lead >= 0xF0U && lead < 0xF5U ? 4
                                                               : 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) return 0;
    }
    // Overlong forms, surrogates, and what lies beyond the last code point.
    const bool wrong = (lead == 0xE0U && byte(1) < 0xA0U) || (lead == 0xEDU && byte(1) >= 0xA0U) ||
                       (lead == 0xF0U && byte(1) < 0x90U) || (lead == 0xF4U && byte(1) >= 0x90U);
    return wrong ? 0 : length;
}

// What a terminal may be given: control characters (in texts they can come from escapes) become blanks, what is no UTF-8 becomes
// '?'. As many code points as display_width() counts where the text is UTF-8.
std::string printable(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const auto byte = static_cast<unsigned char>(text[0]);
        const std::size_t length = sequence_length(text);
        const bool is_control =
            byte < 0x20U || byte == 0x7FU || (byte == 0xC2U && length == 2 && static_cast<unsigned char>(text[1]) < 0xA0U);
        if (length == 0) {
            result += '?';
        } else if (is_control) {
            result += ' ';
        } else {
            result += text.substr(0, length);
        }
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return result;
}

// The same for texts of several lines.
std::string printable_lines(std::string_view text) {
    std::string result;
    for (;;) {
        const std::size_t end = text.find('\n');
        result += printable(text.substr(0, end));
        if (end == std::string_view::npos) return result;
        result += '\n';
        text.remove_prefix(end + 1);
    }
}

// Moves a place in `text` back to the beginning of its code point.
std::size_t code_point_begin(std::string_view text, std::size_t at) {
    while (at > 0 && at < text.size() && is_continuation(text[at])) --at;
    return at;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    // Optimal string alignment distance: a swap of neighbours counts once, as typing errors do.
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
    }
    return d[a.size()][b.size()];
}

bool is_same(const Diagnostic& a, const Diagnostic& b) {
    return a.code == b.code && a.span == b.span && a.message == b.message;
}

std::size_t hash_of(const Diagnostic& diagnostic) {
    constexpr std::size_t kOddFactor = 0x9E3779B97F4A7C15U;  // 2^64 divided by the golden ratio
    std::size_t hash = std::hash<std::string_view>{}(diagnostic.message);
    for (const std::size_t part : {static_cast<std::size_t>(diagnostic.code), diagnostic.span.file.index(),
                                   std::size_t{diagnostic.span.begin}, std::size_t{diagnostic.span.end}}) {
        hash = (hash ^ part) * kOddFactor;
        hash ^= hash >> 32U;
    }
    return hash;
}

}  // namespace

std::string_view code_name(DiagnosticCode code) {
    return kCodes[static_cast<std::size_t>(code)].name;
}
std::string_view code_meaning(DiagnosticCode code) {
    return kCodes[static_cast<std::size_t>(code)].meaning;
}

void Diagnostics::error(DiagnosticCode code, SourceSpan span, std::string message, std::string hint) {
    add({Severity::error, code, span, std::move(message), std::move(hint)});
}

void Diagnostics::warning(DiagnosticCode code, SourceSpan span, std::string message, std::string hint) {
    add({Severity::warning, code, span, std::move(message), std::move(hint)});
}

void Diagnostics::add(Diagnostic diagnostic) {
    const std::size_t hash = hash_of(diagnostic);
    const auto [first, last] = kept_.equal_range(hash);
    if (std::any_of(first, last, [&](const auto& entry) { return is_same(all_[entry.second], diagnostic); })) return;
    if (dropped_.contains(hash)) return;
    std::size_t& count = diagnostic.severity == Severity::error ? n_errors_ : n_warnings_;
    if (count++ >= kMaxKept) {
        dropped_.insert(hash);
        return;
    }
    kept_.emplace(hash, all_.size());
    all_.push_back(std::move(diagnostic));
}

std::vector<Diagnostic> Diagnostics::sorted() const {
    using Key = std::tuple<bool, std::size_t, std::uint32_t, std::size_t>;  // the last is the order of finding
    std::vector<Key> keys;
    keys.reserve(all_.size());
    for (std::size_t i = 0; i < all_.size(); ++i) {
        const SourceSpan& span = all_[i].span;
        keys.emplace_back(span.valid(), span.valid() ? span.file.index() : 0, span.begin, i);
    }
    std::sort(keys.begin(), keys.end());
    std::vector<Diagnostic> result;
    result.reserve(keys.size());
    for (const Key& key : keys) result.push_back(all_[std::get<3>(key)]);
    return result;
}

std::string render(const Diagnostic& diagnostic, const SourceMap& sources) {
    const std::string_view kind = diagnostic.severity == Severity::error ? "error" : "warning";
    std::string text;
    if (!diagnostic.span.valid()) {
        text = fmt::format("strife: {}[{}]: {}\n", kind, code_name(diagnostic.code), printable_lines(diagnostic.message));
    } else {
        const SourceLocation place = sources.locate(diagnostic.span);
        text = fmt::format("{}:{}:{}: {}[{}]: {}\n", printable(place.file), place.line, place.column, kind,
                           code_name(diagnostic.code), printable_lines(diagnostic.message));
        std::string_view line = sources.line_text(diagnostic.span);
        const std::string_view whole = sources.text(diagnostic.span.file);
        std::size_t start = static_cast<std::size_t>(diagnostic.span.begin) -
                            static_cast<std::size_t>(line.empty() ? diagnostic.span.begin : line.data() - whole.data());
        start = std::min(start, line.size());
        std::string_view lead;
        if (line.size() > kMaxShownLine) {
            const std::size_t cut = start > kMaxShownLine / 2 ? code_point_begin(line, start - kMaxShownLine / 2) : 0;
            line = line.substr(cut, code_point_begin(line, cut + kMaxShownLine) - cut);
            start -= cut;
            if (cut > 0) lead = "...";
        }
        const std::size_t length = diagnostic.span.end > diagnostic.span.begin ? diagnostic.span.end - diagnostic.span.begin : 1;
        const std::string_view marked = line.substr(std::min(start, line.size()), length);
        const std::size_t marks = std::max<std::size_t>(1, display_width(marked));
        text += fmt::format("    {}{}\n", lead, printable(line));
        text += fmt::format("    {}^{}\n", std::string(lead.size() + display_width(line.substr(0, start)), ' '),
                            std::string(marks - 1, '~'));
    }
    if (!diagnostic.hint.empty()) text += fmt::format("  hint: {}\n", printable_lines(diagnostic.hint));
    return text;
}

std::string render_all(const Diagnostics& diagnostics, const SourceMap& sources) {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics.sorted()) text += render(diagnostic, sources);
    if (diagnostics.dropped() > 0) text += fmt::format("... and {} more\n", diagnostics.dropped());
    return text;
}

std::vector<std::string> nearest_names(std::string_view name, const std::vector<std::string>& candidates, std::size_t limit) {
    if (name.size() > 64) return {};
    std::vector<std::pair<std::size_t, std::size_t>> found;  // distance and index in `candidates`
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const std::string& candidate = candidates[i];
        if (candidate.size() > 64 || candidate == name) continue;
        const std::size_t allowed = std::max<std::size_t>(1, std::min(name.size(), candidate.size()) / 3);
        const std::size_t distance = edit_distance(name, candidate);
        if (distance <= allowed) found.emplace_back(distance, i);
    }
    std::sort(found.begin(), found.end());
    std::vector<std::string> result;
    for (const auto& [distance, index] : found) {
        if (result.size() == limit) break;
        const std::string& candidate = candidates[index];
        if (std::find(result.begin(), result.end(), candidate) == result.end()) result.push_back(candidate);
    }
    return result;
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates) {
    const std::vector<std::string> near = nearest_names(name, candidates);
    if (near.empty()) return {};
    std::string text = "did you mean ";
    for (std::size_t i = 0; i < near.size(); ++i) {
        if (i > 0) text += i + 1 == near.size() ? " or " : ", ";
        text += fmt::format("'{}'", near[i]);
    }
    return text + "?";
}

}  // namespace strife
