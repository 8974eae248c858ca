// SPDX-License-Identifier: Apache-2.0
#include "scenario/check_fields.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/numbers.h"
#include "scenario/mechanisms.h"
#include "scenario/names.h"

namespace strife {
namespace {

constexpr std::string_view kFlowHint =
    "inside { } a text with a comma or a bracket must be quoted, or moved to a line of its own";

// "process" of "a process", "map of sets" of "the map of sets".
std::string_view without_article(std::string_view what) {
    for (const std::string_view article : {"a ", "an ", "the "}) {
        if (what.starts_with(article)) return what.substr(article.size());
    }
    return what;
}

std::string join_words(std::span<const std::string_view> words, std::string_view last) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) text += i + 1 == words.size() ? fmt::format(" {} ", last) : ", ";
        text += fmt::format("'{}'", words[i]);
    }
    return text;
}

std::string expected_forms(const ValueShape& shape) {
    std::string text;
    const auto add = [&](std::string_view form) { text += (text.empty() ? "" : " or ") + std::string(form); };
    if (shape.scalar == ScalarKind::boolean) {
        add("true or false");
    } else if (shape.scalar != ScalarKind::none) {
        add("a text");
    }
    if (shape.item != nullptr) add("a list");
    if (shape.map != nullptr) add("a map");
    if (shape.by_member) add("a map from members to texts");
    return text;
}

std::string_view form_of(const YamlNode& node) {
    return node.is_map() ? "a map" : node.is_list() ? "a list" : "a text";
}

std::set<std::string_view> instance_names(const YamlNode& root) {
    std::set<std::string_view> names;
    for (const YamlEntry* instance : instances_of(root)) names.insert(instance->key.text);
    return names;
}

class FieldChecker {
  public:
    FieldChecker(std::set<std::string_view> instances, Diagnostics& diagnostics)
        : instances_(std::move(instances)), diagnostics_(diagnostics) {}

    // `label` is what the map is called in messages, `place` its key.
    void check_map(const YamlNode& node, const MapShape& shape, const std::string& label, SourceSpan place) {
        if (&shape == &additions_shape()) {
            check_additions(node, label, place);
        } else {
            check_content(node, shape, label, place);
        }
    }

  private:
    // What is added may belong to instances that are added with it.
    void check_additions(const YamlNode& node, const std::string& label, SourceSpan place) {
        FieldChecker checker(*this);
        checker.instances_.merge(instance_names(node));
        checker.check_content(node, additions_shape(), label, place);
    }

    void check_content(const YamlNode& node, const MapShape& shape, const std::string& label, SourceSpan place) {
        for (const YamlEntry& entry : node.entries) check_entry(entry, shape, label);
        if (shape.key_kind == KeyKind::indexed_name || shape.key_kind == KeyKind::owned_name) refuse_repeated_names(node, shape);
        for (const FieldShape& field : shape.fields) check_field(node, field, label, place);
        for (const KeyGroup& group : shape.groups) check_group(node, group, label, place);
    }

    static bool is_blank_prose(const YamlNode& node, const ValueShape& shape) {
        return node.is_scalar() && shape.scalar == ScalarKind::prose &&
               node.text.text.find_first_not_of(" \t\n\r") == std::string::npos;
    }

    void check_entry(const YamlEntry& entry, const MapShape& shape, const std::string& label) {
        const std::string& key = entry.key.text;
        if (const FieldShape* field = shape.find(key)) {
            const std::string called = fmt::format("'{}' of {}", key, label);
            if (field->required && is_blank_prose(entry.value, field->value)) {
                diagnostics_.error(DiagnosticCode::E208, entry.value.span, called + " is empty", std::string(field->doc));
                return;
            }
            check_value(entry.value, field->value, called, entry.key.whole());
        } else if (shape.named != nullptr) {
            if (!check_key(entry, shape)) return;
            check_value(entry.value, *shape.named, fmt::format("{} '{}'", without_article(shape.named_what), key),
                        entry.key.whole());
        } else if (entry.value.kind == YamlKind::missing && entry.value.flow) {
            diagnostics_.error(DiagnosticCode::E208, entry.key.whole(), fmt::format("'{}' has no value", key),
                               std::string(kFlowHint));
        } else {
            report_unknown(entry.key, shape);
        }
    }

    bool check_key(const YamlEntry& entry, const MapShape& shape) {
        switch (shape.key_kind) {
            case KeyKind::name:
                return check_name(entry.key, entry.key_style, shape.named_what, diagnostics_);
            case KeyKind::column:
                return check_name(entry.key, entry.key_style, "an attribute (and a column)", diagnostics_);
            case KeyKind::indexed_name:
            case KeyKind::owned_name:
                return check_indexed_key(entry, shape);
            case KeyKind::mechanism:
                if (is_mechanism_name(entry.key.text)) return true;
                diagnostics_.error(DiagnosticCode::E210, entry.key.whole(),
                                   fmt::format("'{}' cannot name a mechanism", entry.key.text),
                                   "its file without .yaml, folders joined by '.', in small letters, digits and '_'");
                return false;
            case KeyKind::path:
            case KeyKind::none:
                break;
        }
        return true;
    }

    // A dot stands only behind the name of an instance.
    bool check_indexed_key(const YamlEntry& entry, const MapShape& shape) {
        const std::string_view name = name_part(entry.key.text);
        const std::string_view instance = instance_part(entry.key.text);
        const bool owned = shape.key_kind == KeyKind::owned_name && instances_.contains(instance);
        const MappedText own = entry.key.part(owned ? instance.size() + 1 : 0, entry.key.text.size());
        if (name.size() == entry.key.text.size()) return check_name(own, entry.key_style, shape.named_what, diagnostics_);
        if (!owned && name.find('.') != std::string_view::npos)
            return check_name(entry.key.part(0, name.size()), entry.key_style, shape.named_what, diagnostics_);
        return parse_indexed_name(own, &diagnostics_).has_value();
    }

    void report_unknown(const MappedText& key, const MapShape& shape) {
        std::vector<std::string> known;
        for (const FieldShape& field : shape.fields) known.emplace_back(field.key);
        std::string hint = did_you_mean(key.text, known);
        if (hint.empty()) {
            std::vector<std::string_view> words(known.begin(), known.end());
            hint = fmt::format("the keys of {} are {}", shape.what, join_words(words, "and"));
        }
        diagnostics_.error(DiagnosticCode::E201, key.whole(), fmt::format("'{}' is not a key of {}", key.text, shape.what),
                           std::move(hint));
    }

    // `heat` and `heat[province]` are one name.
    void refuse_repeated_names(const YamlNode& node, const MapShape& shape) {
        std::map<std::string_view, const YamlEntry*> seen;
        for (const YamlEntry& entry : node.entries) {
            const std::string_view name = name_part(entry.key.text);
            const auto [first, is_new] = seen.emplace(name, &entry);
            if (is_new) continue;
            diagnostics_.error(DiagnosticCode::E402, entry.key.whole(),
                               fmt::format("{} '{}' is declared already, as '{}'", without_article(shape.named_what), name,
                                           first->second->key.text));
        }
    }

    void check_field(const YamlNode& node, const FieldShape& field, const std::string& label, SourceSpan place) {
        const YamlEntry* entry = node.find(field.key);
        if (entry == nullptr) {
            if (!field.required) return;
            diagnostics_.error(DiagnosticCode::E202, place, fmt::format("{} has no '{}'", label, field.key),
                               fmt::format("{}: {}", field.key, field.doc));
            return;
        }
        const auto stands = [&](std::string_view key) { return node.find(key) != nullptr; };
        if (field.needs.empty() || std::any_of(field.needs.begin(), field.needs.end(), stands)) return;
        diagnostics_.error(DiagnosticCode::E202, entry->key.whole(),
                           fmt::format("'{}' of {} may stand only beside {}", field.key, label, join_words(field.needs, "or")));
    }

    void check_group(const YamlNode& node, const KeyGroup& group, const std::string& label, SourceSpan place) {
        std::vector<const YamlEntry*> found;
        for (const YamlEntry& entry : node.entries) {
            if (std::find(group.keys.begin(), group.keys.end(), entry.key.text) != group.keys.end()) found.push_back(&entry);
        }
        if (found.empty() && group.one_required) {
            diagnostics_.error(group.none, place, fmt::format("{} has none of {}", label, join_words(group.keys, "and")),
                               "give one of them");
        }
        for (std::size_t i = 1; i < found.size(); ++i) {
            diagnostics_.error(group.several, found[i]->key.whole(),
                               fmt::format("{} has both '{}' and '{}'", label, found[0]->key.text, found[i]->key.text),
                               fmt::format("only one of {} may stand", join_words(group.keys, "and")));
        }
    }

  public:
    void check_value(const YamlNode& node, const ValueShape& shape, const std::string& label, SourceSpan key) {
        if (shape.anything) return;
        if (node.kind == YamlKind::missing) {
            diagnostics_.error(DiagnosticCode::E208, key, fmt::format("{} has no value", label),
                               node.flow ? std::string(kFlowHint) : fmt::format("{} is expected", expected_forms(shape)));
        } else if (node.is_map() && shape.map != nullptr) {
            check_map(node, *shape.map, label, key);
        } else if (node.is_map() && shape.by_member) {
            check_members(node, shape, label, true);
        } else if (node.is_list() && shape.item != nullptr) {
            check_list(node, shape, label);
        } else if (node.is_scalar() && shape.scalar != ScalarKind::none) {
            check_scalar(node, shape, label);
        } else {
            const SourceSpan place = node.is_scalar() ? node.span : key;
            diagnostics_.error(DiagnosticCode::E203, place,
                               fmt::format("{} is {}, but {} is expected", label, form_of(node), expected_forms(shape)));
        }
    }

  private:
    void check_members(const YamlNode& node, const ValueShape& shape, const std::string& label, bool top) {
        for (const YamlEntry& entry : node.entries) {
            const bool is_default = entry.key.text == "default";
            if (is_default && (!top || entry.value.is_map())) {
                diagnostics_.error(
                    DiagnosticCode::E203, entry.key.whole(),
                    fmt::format("'default' of {} is one value for all members that are not named, beside the first index",
                                label));
                continue;
            }
            if (!is_default && !check_member(entry.key, entry.key_style, diagnostics_)) continue;
            if (entry.value.is_map()) {
                check_members(entry.value, shape, label, false);
            } else {
                check_value(entry.value, shape, fmt::format("'{}' of {}", entry.key.text, label), entry.key.whole());
            }
        }
    }

    void check_list(const YamlNode& node, const ValueShape& shape, const std::string& label) {
        const std::size_t n = node.items.size();
        if (n < shape.min_items || (shape.max_items > 0 && n > shape.max_items)) {
            const std::string wanted = shape.max_items == 0 ? fmt::format("at least {}", shape.min_items)
                                       : shape.max_items == shape.min_items
                                           ? fmt::format("{}", shape.min_items)
                                           : fmt::format("{} to {}", shape.min_items, shape.max_items);
            diagnostics_.error(n == 0 ? DiagnosticCode::E208 : DiagnosticCode::E203, node.span,
                               fmt::format("{} has {} item{}, but {} {} expected", label, n, n == 1 ? "" : "s", wanted,
                                           wanted == "1" ? "is" : "are"));
        }
        for (const YamlNode& item : node.items) check_value(item, *shape.item, fmt::format("an item of {}", label), item.span);
    }

    void check_scalar(const YamlNode& node, const ValueShape& shape, const std::string& label) {
        const std::string& text = node.text.text;
        if (shape.scalar == ScalarKind::name) {
            check_name(node.text, node.style, "a thing", diagnostics_);
            return;
        }
        if (shape.scalar == ScalarKind::member) {
            check_member(node.text, node.style, diagnostics_);
            return;
        }
        if (is_scalar_valid(node, shape)) return;
        const auto error = [&](DiagnosticCode code, std::string message, std::string hint) {
            diagnostics_.error(code, node.span, std::move(message), std::move(hint));
        };
        switch (shape.scalar) {
            case ScalarKind::boolean:
                error(DiagnosticCode::E205, fmt::format("{} is '{}', but must be true or false", label, text),
                      node.style == YamlStyle::plain ? "" : "write it without quotes");
                break;
            case ScalarKind::word: {
                std::vector<std::string> words(shape.words.begin(), shape.words.end());
                std::string hint = did_you_mean(text, words);
                if (hint.empty()) hint = fmt::format("write one of {}", join_words(shape.words, "and"));
                error(DiagnosticCode::E207, fmt::format("{} cannot be '{}'", label, text), std::move(hint));
                break;
            }
            case ScalarKind::number:
                error(DiagnosticCode::E204, fmt::format("{} is '{}', which is not a number", label, text), {});
                break;
            case ScalarKind::whole: {
                const bool too_small = parse_unsigned(text).has_value();
                error(too_small ? DiagnosticCode::E211 : DiagnosticCode::E204,
                      too_small
                          ? fmt::format("{} is {}, but must be at least {}", label, text, shape.minimum)
                          : fmt::format("{} is '{}', which is not a whole number of at least {}", label, text, shape.minimum),
                      "write it in digits, without a unit or exponent");
                break;
            }
            case ScalarKind::version:
                error(DiagnosticCode::E211,
                      fmt::format("the scenario is written for version '{}' of the language; this program reads version 1", text),
                      "write strife: 1");
                break;
            default:
                error(DiagnosticCode::E208, fmt::format("{} is empty", label), {});
                break;
        }
    }

    std::set<std::string_view> instances_;
    Diagnostics& diagnostics_;
};

}  // namespace

bool has_form(const YamlNode& node, const ValueShape& shape) {
    Diagnostics quiet;
    FieldChecker({}, quiet).check_value(node, shape, {}, {});
    return !quiet.has_errors();
}

bool is_scalar_valid(const YamlNode& node, const ValueShape& shape) {
    const std::string& text = node.text.text;
    switch (shape.scalar) {
        case ScalarKind::none:
            return false;
        case ScalarKind::prose:
            return true;
        case ScalarKind::boolean:
            return node.style == YamlStyle::plain && parse_boolean(text).has_value();
        case ScalarKind::word:
            return std::find(shape.words.begin(), shape.words.end(), text) != shape.words.end();
        case ScalarKind::name:
            return is_name(text) && (node.style != YamlStyle::plain || !is_read_otherwise(text));
        case ScalarKind::member:
            if (node.style == YamlStyle::plain) return is_name(text) && !is_read_otherwise(text);
            return is_member_text(text);
        case ScalarKind::number:
            return parse_number(text).has_value();
        case ScalarKind::whole: {
            const std::optional<std::uint64_t> value = parse_unsigned(text);
            return value && *value >= shape.minimum;
        }
        case ScalarKind::version:
            return text == "1";
        default:
            return text.find_first_not_of(" \t\n\r") != std::string::npos;
    }
}

void check_fields(const YamlNode& root, const MapShape& shape, Diagnostics& diagnostics) {
    if (!root.is_map()) {
        diagnostics.error(DiagnosticCode::E203, root.span, fmt::format("{} is a map, but this is {}", shape.what, form_of(root)),
                          "begin with strife: 1");
        return;
    }
    // A key that is missing at the top is missing at the start of the file.
    const SourceSpan start{root.span.file, root.span.begin, root.span.begin};
    FieldChecker(instance_names(root), diagnostics)
        .check_map(root, shape, std::string("the ").append(without_article(shape.what)), start);
}

}  // namespace strife
