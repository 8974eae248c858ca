// SPDX-License-Identifier: Apache-2.0
#include "scenario/includes.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "scenario/fields.h"
#include "scenario/merge_trees.h"

namespace strife {
namespace {

std::size_t count_nodes(const YamlNode& node) {
    std::size_t n = 1;
    for (const YamlNode& item : node.items) n += count_nodes(item);
    for (const YamlEntry& entry : node.entries) n += count_nodes(entry.value);
    return n;
}

class IncludeReader {
  public:
    IncludeReader(const FileProvider& files, std::string path, SourceMap& sources, Diagnostics& diagnostics,
                  const IncludeLimits& limits)
        : files_(files), scenario_path_(std::move(path)), sources_(sources), diagnostics_(diagnostics), limits_(limits) {}

    std::optional<IncludedTree> read() {
        const std::string name = std::filesystem::path(scenario_path_).filename().generic_string();
        if (!take_in(name, scenario_path_, {})) return std::nullopt;
        return std::move(result_);
    }

  private:
    bool fault(DiagnosticCode code, SourceSpan place, std::string message, std::string hint = {}) {
        diagnostics_.error(code, place, std::move(message), std::move(hint));
        return false;
    }

    // Lays a file with its own includes over what has been taken in so far. `name` is its path from the folder of the scenario.
    bool take_in(const std::string& name, const std::string& path, SourceSpan asked_at) {
        if (result_.files.size() >= limits_.files)
            return fault(DiagnosticCode::E707, asked_at, fmt::format("more than {} files are included", limits_.files));
        const std::optional<SourceFileId> file = read_source(files_, path, asked_at, sources_, diagnostics_);
        if (!file) return false;
        result_.files.emplace_back(name, *file);
        bytes_ += sources_.text(*file).size();
        if (bytes_ > limits_.bytes) {
            return fault(DiagnosticCode::E110, asked_at,
                         fmt::format("with '{}' the files of the scenario are larger than {} MiB together", name,
                                     limits_.bytes / (std::size_t{1024} * 1024)));
        }
        YamlLimits limits;
        limits.nodes = limits_.nodes - nodes_;
        std::optional<YamlNode> tree = read_yaml(*file, sources_, diagnostics_, limits);
        if (!tree) return false;
        nodes_ += std::min(count_nodes(*tree), limits.nodes);
        if (!tree->is_map() && asked_at.valid())
            return fault(DiagnosticCode::E203, tree->span,
                         fmt::format("'{}' is included and must be a map, like a scenario", name));
        open_.push_back(name);
        const bool good = take_in_all(*tree, name);
        open_.pop_back();
        if (!good) return false;
        tree->erase("include");
        if (asked_at.valid()) rebase_paths(*tree, scenario_shape(), name);
        if (result_.tree.is_map() && tree->is_map()) {
            const SourceSpan place = tree->span;
            keep_maps(*tree);
            merge_over(result_.tree, std::move(*tree), scenario_shape());
            result_.tree.span = place;
        } else {
            result_.tree = std::move(*tree);
        }
        return true;
    }

    // What is a map in one file and something else in another is told where it is no map, and left out there: of the map nothing
    // is lost, so that nothing else seems unknown.
    void keep_maps(YamlNode& over) {
        std::vector<std::string> left_out;
        for (const YamlEntry& entry : over.entries) {
            const std::string& key = entry.key.text;
            const YamlEntry* base = result_.tree.find(key);
            const FieldShape* field = scenario_shape().find(key);
            if (base == nullptr || field == nullptr || field->value.map == nullptr) continue;
            if (base->value.is_map() == entry.value.is_map()) continue;
            const bool is_over = base->value.is_map();
            const YamlEntry& odd = is_over ? entry : *base;
            if (accepts(odd.value, field->value)) continue;
            const bool empty = odd.value.kind == YamlKind::missing;
            fault(empty ? DiagnosticCode::E208 : DiagnosticCode::E203, odd.key.whole(),
                  fmt::format("'{}' {} a map in '{}'", key,
                              empty                 ? "has no value here, but is"
                              : odd.value.is_list() ? "is a list here, but"
                                                    : "is a text here, but",
                              file_name((is_over ? *base : entry).key.whole())));
            if (is_over) left_out.push_back(key);
            if (!is_over) result_.tree.erase(key);
        }
        for (const std::string& key : left_out) over.erase(key);
    }

    static bool accepts(const YamlNode& value, const ValueShape& shape) {
        return (value.is_scalar() && shape.scalar != ScalarKind::none) || (value.is_list() && shape.item != nullptr);
    }

    [[nodiscard]] std::string_view file_name(SourceSpan place) const {
        const auto found = std::ranges::find(result_.files, place.file, [](const auto& file) { return file.second; });
        return found == result_.files.end() ? std::string_view("another file") : std::string_view(found->first);
    }

    // What the `include` of a file asks for.
    bool take_in_all(const YamlNode& tree, const std::string& name) {
        const YamlEntry* include = tree.find("include");
        if (include == nullptr) return true;
        const YamlNode& value = include->value;
        if (value.is_scalar()) return take_in_one(value, name);
        if (!value.is_list() || value.items.empty()) {
            return fault(
                value.is_map() ? DiagnosticCode::E203 : DiagnosticCode::E208, include->key.whole(),
                value.is_map() ? "'include' is a map, but a file or a list of files is expected" : "'include' names no file");
        }
        bool good = true;
        for (const YamlNode& item : value.items) good = take_in_one(item, name) && good;
        return good;
    }

    bool take_in_one(const YamlNode& item, const std::string& from) {
        if (!item.is_scalar() || item.text.text.empty())
            return fault(DiagnosticCode::E203, item.span, "an item of 'include' is the path of a file");
        const std::string name = path_beside(from, item.text.text);
        const auto open = std::find(open_.begin(), open_.end(), name);
        if (open != open_.end()) {
            return fault(
                DiagnosticCode::E706, item.span,
                fmt::format("the files include each other in a circle: {} -> {}", fmt::join(open, open_.end(), " -> "), name));
        }
        const auto is_this = [&](const auto& file) { return file.first == name; };
        if (std::any_of(result_.files.begin(), result_.files.end(), is_this)) return true;
        if (open_.size() >= limits_.depth) {
            return fault(DiagnosticCode::E707, item.span,
                         fmt::format("'{}' is included through more than {} files", name, limits_.depth));
        }
        return take_in(name, path_beside(scenario_path_, name), item.span);
    }

    const FileProvider& files_;
    std::string scenario_path_;
    SourceMap& sources_;
    Diagnostics& diagnostics_;
    IncludeLimits limits_;
    IncludedTree result_;
    std::vector<std::string> open_;  // the files at hand, each included by the one before
    std::size_t bytes_ = 0;
    std::size_t nodes_ = 0;
};

}  // namespace

std::optional<IncludedTree> read_with_includes(const FileProvider& files, const std::string& path, SourceMap& sources,
                                               Diagnostics& diagnostics, const IncludeLimits& limits) {
    return IncludeReader(files, path, sources, diagnostics, limits).read();
}

}  // namespace strife
