// Builds the tree from the recorded events, and reports what scenarios do not use of YAML.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "scenario/yaml_fault.h"
#include "scenario/yaml_tree.h"

namespace strife {
namespace {

constexpr std::size_t kMaxReportedRepeats = 16;  // in one map
constexpr std::size_t kMaxJoined = 64;           // parts of one text that commas cut

// Thrown where no sense can be made of what follows; already reported.
struct GivenUp {};

std::size_t count_nodes(const YamlNode& node) {
    std::size_t n = 1;
    for (const YamlNode& item : node.items) n += count_nodes(item);
    for (const YamlEntry& entry : node.entries) n += 1 + count_nodes(entry.value);
    return n;
}

std::size_t depth_of(const YamlNode& node) {
    std::size_t depth = 0;
    for (const YamlNode& item : node.items) depth = std::max(depth, depth_of(item));
    for (const YamlEntry& entry : node.entries) depth = std::max(depth, depth_of(entry.value));
    return node.is_scalar() || node.kind == YamlKind::missing ? 0 : depth + 1;
}

int open_parentheses(std::string_view text) {
    return static_cast<int>(std::count(text.begin(), text.end(), '(') - std::count(text.begin(), text.end(), ')'));
}

bool is_plain(const YamlNode& node) {
    return node.is_scalar() && node.style == YamlStyle::plain;
}

class TreeBuilder {
  public:
    TreeBuilder(const YamlRecording& recording, SourceFileId file, const SourceMap& sources, const YamlLimits& limits,
                Diagnostics& diagnostics)
        : events_(recording.events), file_(file), text_(sources.text(file)), limits_(limits), diagnostics_(diagnostics) {}

    YamlNode build() { return build_node(false); }
    [[nodiscard]] const std::vector<SourceSpan>& scalar_spans() const { return scalar_spans_; }

  private:
    [[nodiscard]] SourceSpan span(std::size_t begin, std::size_t end) const {
        return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    }

    YamlNode build_node(bool in_flow) {
        const YamlEvent& event = events_[next_++];
        if (event.kind == YamlEventKind::alias) return expand_alias(event, in_flow);
        refuse_tag(event);
        YamlNode node;
        switch (event.kind) {
            case YamlEventKind::scalar:
                node = build_scalar(event);
                break;
            case YamlEventKind::list_begin:
                node = build_list(event, in_flow);
                break;
            case YamlEventKind::map_begin:
                node = build_map(event, in_flow);
                break;
            default:
                node = build_null(event);
                break;
        }
        node.flow = node.flow || in_flow;
        if (event.anchor != 0) anchors_[event.anchor] = node;
        return node;
    }

    void refuse_tag(const YamlEvent& event) {
        std::size_t at = event.at;
        if (at < text_.size() && text_[at] == '&') {
            at = std::min(text_.find_first_of(" \t\r\n", at), text_.size());
            at = std::min(text_.find_first_not_of(" \t", at), text_.size());
        }
        if (at >= text_.size() || text_[at] != '!') return;
        diagnostics_.error(DiagnosticCode::E108, span(at, std::min(text_.find_first_of(" \t\r\n,", at), text_.size())),
                           "tags are not used: the place decides what a text means", "quote a text that begins with '!'");
    }

    YamlNode build_scalar(const YamlEvent& event) {
        ScalarSource source = find_scalar(text_, file_, skip_properties(text_, event.at), event.value);
        report_scalar_problem(source.problem, source.problem_span, diagnostics_);
        const bool swallows_lines =
            source.problem == ScalarProblem::unclosed_quote || source.problem == ScalarProblem::unindented_quote;
        if (swallows_lines) throw GivenUp{};
        YamlNode node;
        node.kind = YamlKind::scalar;
        node.style = source.style;
        node.span = span(source.begin, source.end);
        node.text = std::move(source.text);
        last_end_ = source.end;
        scalar_spans_.push_back(node.span);
        return node;
    }

    // yaml-cpp makes one event of a value that is left out and of the words for nothing; for us these are text.
    YamlNode build_null(const YamlEvent& event) {
        YamlNode node;
        const std::string_view rest = text_.substr(std::min<std::size_t>(event.at, text_.size()));
        const std::size_t content = rest.starts_with('&') ? rest.find_first_not_of(" \t", rest.find_first_of(" \t\r\n")) : 0;
        const bool followed_by_itself = next_ < events_.size() && events_[next_].at == event.at &&
                                        events_[next_].kind != YamlEventKind::map_end &&
                                        events_[next_].kind != YamlEventKind::list_end;
        std::string_view word;
        for (const std::string_view candidate : {"~", "null", "Null", "NULL"}) {
            if (content < rest.size() && rest.substr(content).starts_with(candidate)) word = candidate;
        }
        if (word.empty() || followed_by_itself) {
            const std::size_t before = text_.find_last_not_of(" \t\r\n", event.at > 0 ? event.at - 1 : 0);
            const std::size_t at = before == std::string_view::npos || before < last_end_ ? last_end_ : before;
            node.span = span(at, std::min(at + 1, text_.size()));
            return node;
        }
        const std::size_t begin = event.at + content;
        node.kind = YamlKind::scalar;
        node.text = MappedText::contiguous(word, file_, static_cast<std::uint32_t>(begin));
        node.span = span(begin, begin + word.size());
        last_end_ = node.span.end;
        return node;
    }

    YamlNode expand_alias(const YamlEvent& event, bool in_flow) {
        const std::size_t end = std::min(text_.find_first_of(" \t\r\n,]}", event.at), text_.size());
        const SourceSpan place = span(event.at, end);
        last_end_ = place.end;
        const auto found = anchors_.find(event.anchor);
        YamlNode node;
        node.span = place;
        if (found == anchors_.end()) {
            diagnostics_.error(DiagnosticCode::E103, place, "the alias stands inside what its anchor names");
            return node;
        }
        n_alias_nodes_ += count_nodes(found->second);
        if (n_alias_nodes_ > limits_.alias_nodes || depth_ + depth_of(found->second) > limits_.depth) {
            const bool deep = n_alias_nodes_ <= limits_.alias_nodes;
            diagnostics_.error(
                deep ? DiagnosticCode::E104 : DiagnosticCode::E105, place,
                deep ? fmt::format("with this alias, maps and lists are nested more than {} levels deep", limits_.depth)
                     : fmt::format("the aliases up to here stand for more than {} maps, lists and texts", limits_.alias_nodes));
            throw GivenUp{};
        }
        node = found->second;
        node.flow = in_flow;
        return node;
    }

    YamlNode build_list(const YamlEvent& event, bool in_flow) {
        YamlNode node;
        node.kind = YamlKind::list;
        const std::size_t begin = skip_properties(text_, event.at);
        node.flow = in_flow || (begin < text_.size() && text_[begin] == '[');
        ++depth_;
        last_end_ = static_cast<std::uint32_t>(begin) + 1;
        while (events_[next_].kind != YamlEventKind::list_end) node.items.push_back(build_node(node.flow));
        ++next_;
        --depth_;
        close(begin, node);
        if (node.flow) join_split_items(node);
        return node;
    }

    YamlNode build_map(const YamlEvent& event, bool in_flow) {
        YamlNode node;
        node.kind = YamlKind::map;
        const std::size_t begin = skip_properties(text_, event.at);
        node.flow = in_flow || (begin < text_.size() && text_[begin] == '{');
        ++depth_;
        if (node.flow) last_end_ = static_cast<std::uint32_t>(begin) + 1;
        while (events_[next_].kind != YamlEventKind::map_end) build_entry(node);
        ++next_;
        --depth_;
        close(begin, node);
        if (node.flow) join_split_values(node);
        refuse_repeated_keys(node);
        return node;
    }

    void build_entry(YamlNode& map) {
        const YamlEventKind key_kind = events_[next_].kind;
        const std::uint32_t key_at = events_[next_].at;
        YamlNode key = build_node(map.flow);
        const bool is_text = key.is_scalar() && key_kind != YamlEventKind::alias && !follows_question_mark(key_at);
        YamlNode value = build_node(map.flow);
        if (!is_text) {
            const SourceSpan place =
                key.kind == YamlKind::missing ? span(key_at, std::min<std::size_t>(key_at + 1, text_.size())) : key.span;
            diagnostics_.error(DiagnosticCode::E108, place, "a key must be a text, written before its ':'");
            return;
        }
        if (is_plain(key) && key.text.text == "<<") {
            diagnostics_.error(DiagnosticCode::E108, key.span, "merge keys ('<<') are not used",
                               "write the keys out, or give the value that is shared an anchor");
            return;
        }
        if (value.kind == YamlKind::missing) value.span = key.span;
        map.entries.push_back({std::move(key.text), key.style, std::move(value)});
    }

    [[nodiscard]] bool follows_question_mark(std::uint32_t at) const {
        const std::size_t before = at == 0 ? std::string_view::npos : text_.find_last_not_of(" \t", at - 1);
        return before != std::string_view::npos && before + 1 < at && text_[before] == '?' &&
               (before == 0 || text_.find_first_of("\n{,", before - 1) == before - 1 ||
                text_.find_last_not_of(' ', before - 1) == std::string_view::npos ||
                text_[text_.find_last_not_of(' ', before - 1)] == '\n');
    }

    // The end of a map or list: its closing bracket, or the end of the last thing in it.
    void close(std::size_t begin, YamlNode& node) {
        const bool bracket = begin < text_.size() && text_[begin] == (node.is_map() ? '{' : '[');
        if (bracket) {
            const char closing = node.is_map() ? '}' : ']';
            std::size_t at = last_end_;
            while (at < text_.size() && text_[at] != closing) {
                at = text_[at] == '#' ? std::min(text_.find('\n', at), text_.size()) : at + 1;
            }
            last_end_ = static_cast<std::uint32_t>(std::min(at + 1, text_.size()));
        }
        node.span = span(std::min(begin, text_.size()), std::max<std::size_t>(begin, last_end_));
    }

    void report_split(SourceSpan place) {
        diagnostics_.error(DiagnosticCode::E303, place, "this text is cut at its comma: inside { } and [ ] a comma ends a text",
                           "quote the text, or move it to a line of its own");
    }
    [[nodiscard]] YamlNode joined(const YamlNode& first, std::uint32_t end) const {
        YamlNode node = first;
        node.span.end = end;
        node.text = MappedText::contiguous(text_.substr(first.span.begin, end - first.span.begin), file_, first.span.begin);
        return node;
    }

    // `{rate: f(x, y)}` reads as the keys `rate` and `y)`: puts the text together again, so that only this is reported.
    void join_split_values(YamlNode& map) {
        std::vector<YamlEntry> kept;
        for (std::size_t i = 0; i < map.entries.size(); ++i) {
            YamlEntry entry = std::move(map.entries[i]);
            int open = is_plain(entry.value) ? open_parentheses(entry.value.text.text) : 0;
            std::size_t last = i;
            while (open > 0 && last < i + kMaxJoined && last + 1 < map.entries.size() &&
                   map.entries[last + 1].value.kind == YamlKind::missing) {
                open += open_parentheses(map.entries[++last].key.text);
            }
            if (last > i && open <= 0) {
                entry.value = joined(entry.value, map.entries[last].key.whole().end);
                report_split(entry.value.span);
                i = last;
            }
            kept.push_back(std::move(entry));
        }
        map.entries = std::move(kept);
    }
    void join_split_items(YamlNode& list) {
        std::vector<YamlNode> kept;
        for (std::size_t i = 0; i < list.items.size(); ++i) {
            YamlNode item = std::move(list.items[i]);
            int open = is_plain(item) ? open_parentheses(item.text.text) : 0;
            std::size_t last = i;
            while (open > 0 && last < i + kMaxJoined && last + 1 < list.items.size() && is_plain(list.items[last + 1])) {
                open += open_parentheses(list.items[++last].text.text);
            }
            if (last > i && open <= 0) {
                item = joined(item, list.items[last].span.end);
                report_split(item.span);
                i = last;
            }
            kept.push_back(std::move(item));
        }
        list.items = std::move(kept);
    }

    // The first of two equal keys stays.
    void refuse_repeated_keys(YamlNode& map) {
        std::unordered_map<std::string, SourceSpan> seen;
        std::vector<YamlEntry> kept;
        std::size_t n_repeated = 0;
        for (YamlEntry& entry : map.entries) {
            const auto [first, is_new] = seen.emplace(entry.key.text, entry.key.whole());
            if (is_new) {
                kept.push_back(std::move(entry));
            } else if (++n_repeated <= kMaxReportedRepeats) {
                const auto line = 1 + std::count(text_.begin(), text_.begin() + first->second.begin, '\n');
                diagnostics_.error(DiagnosticCode::E106, entry.key.whole(),
                                   fmt::format("the key '{}' stands twice in one map, first in line {}", entry.key.text, line));
            }
        }
        map.entries = std::move(kept);
    }

    const std::vector<YamlEvent>& events_;
    SourceFileId file_;
    std::string_view text_;
    YamlLimits limits_;
    Diagnostics& diagnostics_;
    std::size_t next_ = 0;
    std::uint32_t last_end_ = 0;
    std::size_t depth_ = 0;
    std::size_t n_alias_nodes_ = 0;
    std::unordered_map<std::size_t, YamlNode> anchors_;
    std::vector<SourceSpan> scalar_spans_;
};

void refuse_directives(std::uint32_t document_at, SourceFileId file, std::string_view text, Diagnostics& diagnostics) {
    for (std::size_t line = 0; line < document_at;) {
        const std::size_t after = std::min(text.find('\n', line), text.size());
        if (text[line] == '%') {
            diagnostics.error(DiagnosticCode::E108, {file, static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(after)},
                              "YAML directives are not used");
        }
        line = after + 1;
    }
}

}  // namespace

std::optional<YamlNode> read_yaml(SourceFileId file, const SourceMap& sources, Diagnostics& diagnostics,
                                  const YamlLimits& limits) {
    const std::string_view text = sources.text(file);
    const YamlRecording recording = record_yaml(text, limits);
    if (recording.fault) {
        report_yaml_fault(recording, *recording.fault, file, sources, diagnostics);
        return std::nullopt;
    }
    if (!recording.document_at || recording.events.empty()) {
        diagnostics.error(DiagnosticCode::E109, {file, 0, 0}, "the file holds nothing but blanks and comments");
        return std::nullopt;
    }
    refuse_directives(*recording.document_at, file, text, diagnostics);
    TreeBuilder builder(recording, file, sources, limits, diagnostics);
    try {
        YamlNode root = builder.build();
        report_tab_indentation(builder.scalar_spans(), static_cast<std::uint32_t>(text.size()), file, sources, diagnostics);
        return root;
    } catch (const GivenUp&) {
        return std::nullopt;
    }
}

const YamlEntry* YamlNode::find(std::string_view key) const {
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const YamlEntry& entry) { return entry.key.text == key; });
    return found == entries.end() ? nullptr : &*found;
}

YamlEntry* YamlNode::find(std::string_view key) {
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const YamlEntry& entry) { return entry.key.text == key; });
    return found == entries.end() ? nullptr : &*found;
}

void YamlNode::erase(std::string_view key) {
    std::erase_if(entries, [&](const YamlEntry& entry) { return entry.key.text == key; });
}

}  // namespace strife
