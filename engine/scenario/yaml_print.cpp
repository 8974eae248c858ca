// Prints a tree as YAML that reads back as the same tree, and compares trees.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "scenario/text_check.h"
#include "scenario/yaml_tree.h"

namespace strife {
namespace {

constexpr std::size_t kIndent = 2;

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20U || byte == 0x7FU;
}

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = std::max<std::size_t>(1, utf8_length(text, at));
        const std::string_view bytes = text.substr(at, length);
        if (bytes == "\"" || bytes == "\\") {
            result += '\\';
            result += bytes;
        } else if (bytes == "\n") {
            result += "\\n";
        } else if (bytes == "\t") {
            result += "\\t";
        } else if (is_control(bytes.front())) {
            result += fmt::format("\\x{:02X}", static_cast<unsigned char>(bytes.front()));
        } else {
            result += bytes;
        }
        at += length;
    }
    return result + '"';
}

// Whether a text of several lines can stand after `|` with the indentation of its first line.
bool is_literal_safe(std::string_view text) {
    const std::size_t first = text.find_first_not_of('\n');
    if (first != 0 || text[first] == ' ' || text[first] == '\t') return false;
    if (text.find('\n') == std::string_view::npos) return false;
    if (std::any_of(text.begin(), text.end(), [](char c) { return is_control(c) && c != '\n' && c != '\t'; })) return false;
    return text.find("\n\n", text.find_last_not_of('\n') + 1) == std::string_view::npos &&
           text.find(" \n") == std::string_view::npos && text.find("\t\n") == std::string_view::npos && !text.ends_with(' ') &&
           !text.ends_with('\t');
}

class YamlPrinter {
  public:
    void print(const YamlNode& node, std::size_t depth) {
        switch (node.kind) {
            case YamlKind::missing:
                out_ += '\n';
                break;
            case YamlKind::scalar:
                print_scalar(node, depth);
                break;
            case YamlKind::list:
                print_list(node, depth);
                break;
            case YamlKind::map:
                print_map(node, depth);
                break;
        }
    }
    [[nodiscard]] std::string take() { return std::move(out_); }

  private:
    void print_scalar(const YamlNode& node, std::size_t depth) {
        out_ += ' ';
        if (node.style == YamlStyle::plain && is_plain_safe(node.text.text)) {
            out_ += node.text.text + '\n';
        } else if (is_literal_safe(node.text.text)) {
            print_literal(node.text.text, depth);
        } else {
            out_ += quoted(node.text.text) + '\n';
        }
    }
    void print_literal(std::string_view text, std::size_t depth) {
        out_ += text.ends_with('\n') ? "|\n" : "|-\n";
        while (!text.empty()) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            if (end > 0) out_ += std::string(depth * kIndent, ' ').append(text.substr(0, end));
            out_ += '\n';
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }
    void print_list(const YamlNode& node, std::size_t depth) {
        if (node.items.empty()) {
            out_ += " []\n";
            return;
        }
        out_ += '\n';
        for (const YamlNode& item : node.items) {
            out_ += std::string(depth * kIndent, ' ') + '-';
            print(item, depth + 1);
        }
    }
    void print_map(const YamlNode& node, std::size_t depth) {
        if (node.entries.empty()) {
            out_ += " {}\n";
            return;
        }
        if (!out_.empty()) out_ += '\n';
        for (const YamlEntry& entry : node.entries) {
            out_ += std::string(depth * kIndent, ' ');
            const bool plain = entry.key_style == YamlStyle::plain && is_plain_safe(entry.key.text);
            out_ += (plain ? entry.key.text : quoted(entry.key.text)) + ':';
            print(entry.value, depth + 1);
        }
    }

    std::string out_;
};

// Whether a text is written in quotes; a plain one that only a flow map or an override can hold is printed in quotes too.
bool is_quoted(const MappedText& text, YamlStyle style) {
    return style != YamlStyle::plain || !is_plain_safe(text.text);
}

}  // namespace

bool is_plain_safe(std::string_view text) {
    constexpr std::string_view kNoStart = "-?:,[]{}#&*!|>'\"%@`";
    if (text.empty() || text.find_first_of("\n\r\t") != std::string_view::npos) return false;
    if (text.front() == ' ' || text.back() == ' ' || text.back() == ':') return false;
    if (text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos) return false;
    if (text == "..." || text == "---") return false;
    if (kNoStart.find(text.front()) == std::string_view::npos) return true;
    return text.front() == '-' && text.size() > 1 && text[1] != ' ' && text[1] != '-';
}

std::string print_yaml(const YamlNode& node) {
    YamlPrinter printer;
    printer.print(node, 0);
    std::string text = printer.take();
    if (text.starts_with(' ')) text.erase(0, 1);
    return text;
}

bool same_content(const YamlNode& a, const YamlNode& b) {
    if (a.kind != b.kind || a.text.text != b.text.text) return false;
    if (a.is_scalar() && is_quoted(a.text, a.style) != is_quoted(b.text, b.style)) return false;
    const auto same_entry = [](const YamlEntry& x, const YamlEntry& y) {
        return x.key.text == y.key.text && is_quoted(x.key, x.key_style) == is_quoted(y.key, y.key_style) &&
               same_content(x.value, y.value);
    };
    return std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), same_content) &&
           std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(), same_entry);
}

}  // namespace strife
