// Reads parameters with their priors, definitions, and values that are given by member.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "scenario/map_reader.h"

namespace strife {
namespace {

class ValuesReader {
  public:
    ValuesReader(std::size_t n_indices, std::string_view what, ReaderContext& context)
        : n_indices_(n_indices), what_(what), context_(context) {}

    void read_member(const YamlEntry& entry, std::vector<NameAst> path) {
        path.push_back(read_name(entry.key));
        if (entry.value.is_map()) {
            for (const YamlEntry& below : entry.value.entries) {
                if (below.key.text != "default") read_member(below, path);
            }
        } else if (entry.value.is_scalar() && !entry.value.text.text.empty()) {
            if (path.size() != n_indices_) {
                context_.diagnostics.error(DiagnosticCode::E505, entry.key.whole(), depth_message(path.size()));
                return;
            }
            values_.by_member.push_back({.members = std::move(path), .value = entry.value.text});
        }
    }
    ValuesAst take() { return std::move(values_); }

  private:
    [[nodiscard]] std::string depth_message(std::size_t depth) const {
        if (n_indices_ == 0) return fmt::format("'{}' has no index, so its value cannot be given by member", what_);
        return fmt::format("'{}' has {} ind{}, but this names {} member{}", what_, n_indices_, n_indices_ == 1 ? "ex" : "ices",
                           depth, depth == 1 ? "" : "s");
    }

    std::size_t n_indices_;
    std::string_view what_;
    ReaderContext& context_;
    ValuesAst values_;
};

// `truncate` and `shared` stand inside the prior's map or beside the prior.
std::optional<PriorAst> read_prior(const MapReader& parameter, ReaderContext& context) {
    const YamlNode* node = parameter.find("prior");
    if (node == nullptr) return std::nullopt;
    const MapReader inner(node->is_map() ? node : nullptr, prior_shape());
    const std::optional<TextAst> law = node->is_map() ? inner.text("law") : parameter.text("prior");
    if (!law) return std::nullopt;
    PriorAst prior{
        .law = *law, .lower = {}, .upper = {}, .shared = inner.flag("shared") || parameter.flag("shared"), .span = node->span};
    const YamlNode* inside = inner.find("truncate");
    const YamlNode* beside = parameter.find("truncate");
    if (inside != nullptr && beside != nullptr) {
        context.diagnostics.error(DiagnosticCode::E209, beside->span, "the prior is truncated twice, in its map and beside it");
    }
    const YamlNode* truncate = inside != nullptr ? inside : beside;
    if (truncate != nullptr && truncate->is_list() && truncate->items.size() == 2) {
        if (truncate->items[0].is_scalar()) prior.lower = truncate->items[0].text;
        if (truncate->items[1].is_scalar()) prior.upper = truncate->items[1].text;
    }
    return prior;
}

std::optional<ParameterAst> read_parameter(const YamlEntry& entry, ReaderContext& context) {
    const std::optional<IndexedNameAst> name = parse_indexed_name(entry.key, nullptr);
    if (!name) return std::nullopt;
    ParameterAst parameter{.name = *name, .value = {}, .unit = {}, .prior = {}, .source = {}, .title = {}};
    if (entry.value.is_scalar()) {
        if (entry.value.text.text.empty()) return std::nullopt;
        parameter.value.all = entry.value.text;
        return parameter;
    }
    if (!entry.value.is_map()) return std::nullopt;
    const MapReader map(&entry.value, parameter_shape());
    parameter.value = read_values(map.find("value"), name->indices.size(), name->name.text, context);
    if (!parameter.value.all && parameter.value.by_member.empty()) return std::nullopt;
    parameter.unit = map.text("unit");
    parameter.prior = read_prior(map, context);
    parameter.source = map.prose("source");
    parameter.title = map.prose("title");
    return parameter;
}

}  // namespace

ValuesAst read_values(const YamlNode* node, std::size_t n_indices, std::string_view what, ReaderContext& context) {
    if (node == nullptr) return {};
    if (node->is_scalar()) return {.all = node->text.text.empty() ? std::nullopt : std::optional(node->text), .by_member = {}};
    ValuesReader reader(n_indices, what, context);
    const YamlEntry* all = node->find("default");
    for (const YamlEntry& entry : node->entries) {
        if (&entry != all) reader.read_member(entry, {});
    }
    ValuesAst values = reader.take();
    if (all != nullptr && all->value.is_scalar() && !all->value.text.text.empty()) values.all = all->value.text;
    return values;
}

std::vector<ParameterAst> read_parameters(const YamlNode* node, ReaderContext& context) {
    std::vector<ParameterAst> parameters;
    for (const YamlEntry& entry : entries_of(node)) {
        std::optional<ParameterAst> parameter = read_parameter(entry, context);
        if (parameter) {
            parameters.push_back(std::move(*parameter));
        } else {
            context.left_out.emplace_back(name_part(entry.key.text));
        }
    }
    return parameters;
}

std::vector<DefineAst> read_defines(const YamlNode* node, ReaderContext& context) {
    std::vector<DefineAst> defines;
    for (const YamlEntry& entry : entries_of(node)) {
        const std::optional<IndexedNameAst> name = parse_indexed_name(entry.key, nullptr);
        if (name && entry.value.is_scalar() && !entry.value.text.text.empty()) {
            defines.push_back({.name = *name, .value = entry.value.text});
        } else {
            context.left_out.emplace_back(name_part(entry.key.text));
        }
    }
    return defines;
}

}  // namespace strife
