// SPDX-License-Identifier: Apache-2.0
#include "scenario/overrides.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "scenario/merge_trees.h"
#include "scenario/names.h"
#include "scenario/text_check.h"

namespace strife {
namespace {

constexpr std::string_view kForm = "write path=value, for example actors.police.state.effort.initial=0.5";
constexpr std::string_view kNoIndex = "names stand without their index; one member follows the key, as in initial.east";
constexpr std::size_t kMaxListed = 12;

// The parts of a path between its dots.
std::vector<MappedText> split_path(const MappedText& path) {
    std::vector<MappedText> parts;
    for (std::size_t begin = 0; begin <= path.text.size();) {
        const std::size_t end = std::min(path.text.find('.', begin), path.text.size());
        parts.push_back(path.part(begin, end));
        begin = end + 1;
    }
    return parts;
}

std::string list_names(const std::vector<std::string>& names) {
    const std::vector<std::string> shown(names.begin(),
                                         names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), kMaxListed)));
    return fmt::format("{}{}", fmt::join(shown, ", "), names.size() > kMaxListed ? ", ..." : "");
}

class OverrideWalker {
  public:
    // Without a value it looks for an entry of the writer's own, and changes nothing.
    OverrideWalker(const MappedText& path, const YamlNode* value, Diagnostics& diagnostics)
        : parts_(split_path(path)), path_(path), value_(value), diagnostics_(diagnostics) {}

    [[nodiscard]] const std::optional<NamedEntry>& found() const { return found_; }

    bool apply(YamlNode& root) {
        for (const MappedText& part : parts_) {
            if (!part.text.empty() && part.text.find(' ') == std::string::npos) continue;
            diagnostics_.error(DiagnosticCode::E802, place(),
                               fmt::format("'{}' is not a path of names joined by '.'", path_.text),
                               part.text.find('[') == std::string::npos ? "" : std::string(kNoIndex));
            return false;
        }
        return step(root, scenario_shape(), 0);
    }

  private:
    bool missing(const MappedText& part, std::string message, std::string hint) {
        diagnostics_.error(DiagnosticCode::E801, part.whole(), std::move(message), std::move(hint));
        return false;
    }

    // The path so far, for messages: parts [0, n).
    [[nodiscard]] std::string before(std::size_t n) const {
        std::string text;
        for (std::size_t i = 0; i < n; ++i) text += (i > 0 ? "." : "") + parts_[i].text;
        return text;
    }

    // The name of what an instance owns takes two parts: "north.heat".
    [[nodiscard]] std::string owned_name(std::size_t n) const {
        return n + 1 < parts_.size() ? parts_[n].text + '.' + parts_[n + 1].text : std::string();
    }

    // From the value at the first `n` parts on.
    bool walk(YamlNode& node, const ValueShape& shape, std::size_t n) {
        if (n == parts_.size()) return value_ == nullptr ? refuse_fixed_key() : assign(node, shape);
        if (value_ == nullptr && !node.is_map()) return missing(parts_[n], fmt::format("'{}' has no such entry", before(n)), {});
        if (shape.map != nullptr && !node.is_list()) {
            if (node.is_scalar() && !shape.map->scalar_key.empty()) wrap_scalar(node, shape.map->scalar_key);
            if (node.kind == YamlKind::missing) make_map(node);
            if (node.is_map()) return step(node, *shape.map, n);
        } else if (shape.by_member && !node.is_list()) {
            if (node.is_scalar()) wrap_scalar(node, "default");
            if (node.kind == YamlKind::missing) make_map(node);
            return enter(node, parts_[n], shape, n);
        }
        return missing(parts_[n], fmt::format("'{}' is {} and has no parts", before(n), node.is_list() ? "a list" : "a text"),
                       node.is_list() ? "lists are changed in the file" : "");
    }

    // Into a map: a fixed key, or one of the writer's.
    bool step(YamlNode& node, const MapShape& shape, std::size_t n) {
        const MappedText& part = parts_[n];
        if (const FieldShape* field = shape.find(part.text)) {
            if (field->written_out) {
                diagnostics_.error(DiagnosticCode::E802, part.whole(),
                                   fmt::format("'{}' says what has been written out, so it cannot be set", before(n + 1)),
                                   "go without the instance, and add another");
                return false;
            }
            if (!enter(node, part, field->value, n)) return false;
            for (const std::string_view key : field->unset) node.erase(key);
            return true;
        }
        if (shape.named == nullptr || shape.key_kind == KeyKind::path) return no_such_key(part, shape);
        for (YamlEntry& entry : node.entries) {
            if (shape.find(entry.key.text) != nullptr) continue;
            const std::string_view name = name_part(entry.key.text);
            const std::size_t n_names = name == part.text ? 1 : name == owned_name(n) ? 2 : 0;
            if (n_names == 0) continue;
            if (value_ != nullptr || n + n_names < parts_.size()) return walk(entry.value, *shape.named, n + n_names);
            found_ = NamedEntry{.owner = &node,
                                .index = static_cast<std::size_t>(&entry - node.entries.data()),
                                .shape = shape.named,
                                .what = shape.named_what};
            return true;
        }
        return no_such_name(n, node, shape);
    }

    // Into the entry with this key, which is made if it does not exist and taken out again if the path fails below it.
    bool enter(YamlNode& node, const MappedText& key, const ValueShape& shape, std::size_t n) {
        if (YamlEntry* entry = node.find(key.text)) return walk(entry->value, shape, n + 1);
        if (value_ == nullptr) {
            // Mechanisms have been written out by now.
            const bool uses = key.text == "uses";
            return missing(key, fmt::format("the scenario has nothing at '{}'", before(n + 1)),
                           uses ? fmt::format("an instance of a mechanism is called {}.instances.NAME", before(n)) : "");
        }
        YamlEntry made{.key = key, .key_style = YamlStyle::plain, .value = {}};
        // A member such as `no` was written in a path, where it can mean nothing else.
        if (is_read_otherwise(key.text) || !is_plain_safe(key.text)) made.key_style = YamlStyle::quoted;
        made.value.span = key.whole();
        if (!walk(made.value, shape, n + 1)) return false;
        node.entries.push_back(std::move(made));
        return true;
    }

    bool no_such_key(const MappedText& part, const MapShape& shape) {
        std::vector<std::string> known;
        for (const FieldShape& field : shape.fields) known.emplace_back(field.key);
        std::string hint = did_you_mean(part.text, known);
        if (hint.empty() && !known.empty()) hint = fmt::format("its keys are {}", list_names(known));
        return missing(part, fmt::format("'{}' is not a key of {}", part.text, shape.what), std::move(hint));
    }

    bool no_such_name(std::size_t n, const YamlNode& node, const MapShape& shape) {
        const bool of_instance =
            n + 1 < parts_.size() && std::any_of(node.entries.begin(), node.entries.end(),
                                                 [&](const auto& e) { return instance_part(e.key.text) == parts_[n].text; });
        MappedText part = parts_[n];
        if (of_instance) {
            const auto begin = static_cast<std::size_t>(before(n).size() + (n > 0 ? 1 : 0));
            part = path_.part(begin, begin + owned_name(n).size());
        }
        std::string_view what = shape.named_what;
        what.remove_prefix(what.find(' ') + 1);
        std::vector<std::string> known;
        known.reserve(node.entries.size());
        for (const YamlEntry& entry : node.entries) known.emplace_back(name_part(entry.key.text));
        std::string hint = did_you_mean(part.text, known);
        if (part.text.find('[') != std::string::npos) {
            hint = kNoIndex;
        } else if (hint.empty()) {
            hint =
                known.empty() ? fmt::format("the scenario has no {} here", what) : fmt::format("there are {}", list_names(known));
        }
        return missing(part, fmt::format("there is no {} '{}'", what, part.text), std::move(hint));
    }

    bool refuse_fixed_key() {
        diagnostics_.error(DiagnosticCode::E802, place(),
                           fmt::format("'{}' is no entry with a name of its own, so it cannot be taken out", path_.text),
                           "'without' names processes, schedule entries, activities and the like; 'set' changes values");
        return false;
    }

    bool assign(YamlNode& node, const ValueShape& shape) {
        if (value_->is_list()) return assign_list(node, shape);
        if (shape.map != nullptr && shape.map->override_sets_key && node.is_map()) {
            const FieldShape* field = shape.map->find(shape.map->scalar_key);
            if (YamlEntry* entry = node.find(field->key)) {
                entry->value = *value_;
            } else {
                node.entries.push_back({.key = parts_.back(), .key_style = YamlStyle::plain, .value = *value_});
                node.entries.back().key.text = field->key;
                node.entries.back().key.offsets.assign(field->key.size() + 1, parts_.back().offsets.front());
            }
            for (const std::string_view key : field->unset) node.erase(key);
            return true;
        }
        if (shape.scalar != ScalarKind::none) {
            node = *value_;
            return true;
        }
        const bool list = shape.map == nullptr || node.is_list();
        diagnostics_.error(DiagnosticCode::E802, place(),
                           fmt::format("'{}' is a {}, which one value cannot replace", path_.text, list ? "list" : "map"),
                           list ? "lists are changed in the file, or replaced whole by an overlay" : "name one of its keys");
        return false;
    }

    bool assign_list(YamlNode& node, const ValueShape& shape) {
        if (shape.item != nullptr || shape.anything) {
            node = *value_;
            return true;
        }
        diagnostics_.error(DiagnosticCode::E802, place(),
                           fmt::format("'{}' is no list, so a list cannot replace it", path_.text));
        return false;
    }

    static void make_map(YamlNode& node) {
        node.kind = YamlKind::map;
        node.flow = false;
    }
    // The path, or its last part where it is put together of several keys.
    [[nodiscard]] SourceSpan place() const {
        const SourceSpan whole = path_.whole();
        return whole.end - whole.begin == path_.text.size() ? whole : parts_.back().whole();
    }

    std::vector<MappedText> parts_;
    const MappedText& path_;
    const YamlNode* value_;
    Diagnostics& diagnostics_;
    std::optional<NamedEntry> found_;
};

// The part [begin, end) of a text without the blanks around it.
MappedText trimmed(const MappedText& text, std::size_t begin, std::size_t end) {
    while (begin < end && text.text[begin] == ' ') ++begin;
    while (end > begin && text.text[end - 1] == ' ') --end;
    return text.part(begin, end);
}

}  // namespace

std::optional<Override> parse_override(std::string_view argument, SourceMap& sources, Diagnostics& diagnostics) {
    const SourceFileId file = sources.add("--set", std::string(argument));
    if (!check_text(file, sources, diagnostics)) return std::nullopt;
    const MappedText whole = MappedText::contiguous(argument, file, 0);
    const std::size_t equals = argument.find('=');
    if (equals == std::string_view::npos) {
        diagnostics.error(DiagnosticCode::E802, whole.whole(), fmt::format("'{}' has no '='", argument), std::string(kForm));
        return std::nullopt;
    }
    Override setting{.path = trimmed(whole, 0, equals), .value = {}};
    const MappedText value = trimmed(whole, equals + 1, argument.size());
    if (setting.path.text.empty() || value.text.empty()) {
        diagnostics.error(DiagnosticCode::E802, whole.whole(),
                          setting.path.text.empty() ? "there is no path before the '='"
                                                    : fmt::format("there is no value for '{}'", setting.path.text),
                          std::string(kForm));
        return std::nullopt;
    }
    setting.value.kind = YamlKind::scalar;
    setting.value.span = value.whole();
    setting.value.style = is_plain_safe(value.text) ? YamlStyle::plain : YamlStyle::quoted;
    setting.value.text = value;
    return setting;
}

bool apply_override(YamlNode& root, const Override& setting, Diagnostics& diagnostics) {
    return OverrideWalker(setting.path, &setting.value, diagnostics).apply(root);
}

std::optional<NamedEntry> find_named_entry(YamlNode& root, const MappedText& path, Diagnostics& diagnostics) {
    OverrideWalker walker(path, nullptr, diagnostics);
    if (!walker.apply(root)) return std::nullopt;
    return walker.found();
}

}  // namespace strife
