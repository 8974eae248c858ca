// SPDX-License-Identifier: Apache-2.0
#include "scenario/names.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "base/numbers.h"

namespace strife {
namespace {

constexpr std::string_view kNameHint = "a name is a letter followed by letters, digits and '_'";
constexpr std::size_t kMaxMemberBytes = 200;

char lower(char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// A part of a text without the blanks around it.
MappedText trimmed(const MappedText& text, std::size_t begin, std::size_t end) {
    while (begin < end && text.text[begin] == ' ') ++begin;
    while (end > begin && text.text[end - 1] == ' ') --end;
    return text.part(begin, end);
}

NameAst name_of(const MappedText& text) {
    return {.text = text.text, .span = text.whole()};
}

// "p in province", "c of cell" or "province".
std::optional<IndexAst> parse_index(const MappedText& text) {
    const std::size_t of = text.text.find(" of ");
    const std::size_t in = of == std::string::npos ? text.text.find(" in ") : of;
    if (in == std::string::npos) {
        if (!is_name(text.text)) return std::nullopt;
        return IndexAst{.variable = std::nullopt, .set = name_of(text)};
    }
    const MappedText variable = trimmed(text, 0, in);
    const MappedText set = trimmed(text, in + 4, text.text.size());
    const std::size_t dot = of == std::string::npos ? std::string::npos : set.text.find('.');
    const bool named = dot == std::string::npos
                           ? is_name(set.text)
                           : is_name(set.text.substr(0, dot)) && is_name(set.text.substr(dot + 1));  // another actor's agents
    if (!is_name(variable.text) || !named) return std::nullopt;
    return IndexAst{.variable = name_of(variable), .set = name_of(set), .of_agents = of != std::string::npos};
}

std::string member_fault(std::string_view text) {
    if (text.size() > kMaxMemberBytes) return fmt::format("the name of a member is longer than {} bytes", kMaxMemberBytes);
    return fmt::format("'{}' cannot name a member", text);
}

}  // namespace

std::optional<IndexedNameAst> parse_indexed_name(const MappedText& text, Diagnostics* diagnostics) {
    const auto fault = [&](SourceSpan span, std::string message, std::string hint) {
        if (diagnostics != nullptr) diagnostics->error(DiagnosticCode::E210, span, std::move(message), std::move(hint));
        return std::nullopt;
    };
    const std::string& key = text.text;
    const std::size_t open = std::min(key.find('['), key.size());
    const MappedText name = trimmed(text, 0, open);
    IndexedNameAst result{.name = name_of(name), .indices = {}, .span = text.whole()};
    const std::string_view instance = instance_part(key);
    const std::string_view own = std::string_view(name.text).substr(instance.empty() ? 0 : instance.size() + 1);
    if (!is_name(own)) return fault(name.whole(), fmt::format("'{}' is not a name", name.text), std::string(kNameHint));
    if (open == key.size()) return result;
    if (key.back() != ']' || key.find(']') != key.size() - 1) {
        return fault(text.whole(), fmt::format("'{}' does not end with the ']' of its index", key), "write name[i in set]");
    }
    for (std::size_t begin = open + 1; begin < key.size();) {
        const std::size_t end = std::min(key.find(',', begin), key.size() - 1);
        const MappedText part = trimmed(text, begin, end);
        const std::optional<IndexAst> index = parse_index(part);
        if (!index) {
            return fault(part.text.empty() ? text.whole() : part.whole(), fmt::format("'{}' is not an index", part.text),
                         "write a set, or a variable and its set: p in province");
        }
        result.indices.push_back(*index);
        begin = end + 1;
    }
    return result;
}

bool is_read_otherwise(std::string_view text) {
    constexpr std::array<std::string_view, 9> kWords = {"yes", "no", "on", "off", "true", "false", "null", "~", "="};
    std::string small(text);
    std::transform(small.begin(), small.end(), small.begin(), lower);
    const bool one_case = text == small || std::all_of(text.begin(), text.end(), [](char c) { return lower(c) != c; }) ||
                          (!text.empty() && text.substr(1) == std::string_view(small).substr(1));
    if (one_case && std::find(kWords.begin(), kWords.end(), small) != kWords.end()) return true;
    const std::size_t start = !text.empty() && (text.front() == '-' || text.front() == '+') ? 1 : 0;
    if (small.substr(start) == ".inf" || small == ".nan") return true;
    if (start >= text.size() || (!is_digit(text[start]) && text[start] != '.')) return false;
    if (small.substr(start).starts_with("0x")) return true;
    return text.find_first_not_of("0123456789._:-+eETZ", start) == std::string_view::npos;
}

bool check_name(const MappedText& text, YamlStyle style, std::string_view what, Diagnostics& diagnostics) {
    if (!is_name(text.text)) {
        diagnostics.error(DiagnosticCode::E210, text.whole(), fmt::format("'{}' cannot name {}", text.text, what),
                          std::string(kNameHint));
        return false;
    }
    if (style == YamlStyle::plain && is_read_otherwise(text.text)) {
        diagnostics.error(DiagnosticCode::E212, text.whole(),
                          fmt::format("other YAML readers take '{}' for something else than a name", text.text),
                          fmt::format("write \"{}\"", text.text));
        return false;
    }
    return true;
}

bool is_member_text(std::string_view text) {
    if (text.empty() || text.size() > kMaxMemberBytes || text.front() == ' ' || text.back() == ' ') return false;
    return text.find_first_of(".,[]{}|=\"'\n\t\r") == std::string_view::npos;
}

bool check_member(const MappedText& text, YamlStyle style, Diagnostics& diagnostics) {
    if (style == YamlStyle::plain && is_read_otherwise(text.text)) {
        diagnostics.error(DiagnosticCode::E212, text.whole(),
                          fmt::format("other YAML readers take the member '{}' for something else than text", text.text),
                          fmt::format("write \"{}\"", text.text));
        return false;
    }
    if (is_name(text.text) || (style == YamlStyle::quoted && is_member_text(text.text))) return true;
    const bool quotable = is_member_text(text.text);
    diagnostics.error(DiagnosticCode::E210, text.whole(), member_fault(text.text),
                      quotable ? fmt::format("write \"{}\" for a member that expressions never name, or use a name", text.text)
                               : std::string(kNameHint));
    return false;
}

std::string_view instance_part(std::string_view key) {
    const std::string_view name = name_part(key);
    const std::string_view instance = name.substr(0, name.find('.'));
    return instance.size() < name.size() && is_name(instance) ? instance : std::string_view();
}

bool is_dotted_name(std::string_view text) {
    for (;;) {
        const std::size_t dot = text.find('.');
        if (!is_name(text.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return true;
        text.remove_prefix(dot + 1);
    }
}

bool is_mechanism_name(std::string_view text) {
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_' || c == '.'; };
    return text.size() <= kMaxMemberBytes && is_dotted_name(text) && std::all_of(text.begin(), text.end(), allowed);
}

std::string_view name_part(std::string_view key) {
    std::string_view name = key.substr(0, std::min(key.find('['), key.size()));
    while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
    return name;
}

}  // namespace strife
