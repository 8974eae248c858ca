// Reads what is known from outside or seen from inside: inputs, correlations, perceptions, observers.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/numbers.h"
#include "scenario/map_reader.h"

namespace strife {
namespace {

std::optional<InputAst::Series> read_column(const CsvTable& table, std::size_t column, std::optional<NameAst> member,
                                            ReaderContext& context) {
    InputAst::Series series{.member = std::move(member), .values = {}};
    bool good = true;
    for (const std::vector<CsvCell>& row : table.rows) {
        const std::optional<double> value = read_csv_number(row[column], table.header[column].text, context.diagnostics);
        good = good && value;
        series.values.push_back({.value = value.value_or(0.0), .span = row[column].span});
    }
    return good ? std::optional(std::move(series)) : std::nullopt;
}

// Without an index the one column that is named; with one, each column called as a member may be.
bool read_csv_series(InputAst& input, const MapReader& map, ReaderContext& context) {
    const std::optional<TextAst> file = map.text("csv");
    const std::optional<TextAst> name = map.text("column");
    if (!file) return false;
    if (input.name.indices.empty() != name.has_value()) {
        context.diagnostics.error(DiagnosticCode::E202, file->whole(),
                                  name ? "with an index, each member has the column of its name" : "which column has the values?",
                                  name ? "leave `column` out" : "add `column`");
        return false;
    }
    const CsvTable* table = context.csv.find(file->text, file->whole(), context.sources, context.diagnostics);
    if (table == nullptr) return false;
    if (name) {
        const std::optional<std::size_t> column = find_column(*table, *name, *file, context);
        std::optional<InputAst::Series> series = column ? read_column(*table, *column, std::nullopt, context) : std::nullopt;
        if (series) input.series.push_back(std::move(*series));
        return series.has_value();
    }
    bool good = true;
    for (std::size_t column = 0; column < table->header.size(); ++column) {
        const CsvCell& cell = table->header[column];
        const bool may_be_text =
            !is_member_text(cell.text) || (!table->rows.empty() && !parse_number(table->rows[0][column].text));
        if (may_be_text) continue;  // dates and labels
        std::optional<InputAst::Series> series = read_column(*table, column, NameAst{cell.text, cell.span}, context);
        good = good && series;
        if (series) input.series.push_back(std::move(*series));
    }
    return good;
}

bool read_listed_series(InputAst& input, const YamlNode& list, ReaderContext& context) {
    if (!list.is_list()) return false;
    if (!input.name.indices.empty()) {
        context.diagnostics.error(DiagnosticCode::E505, list.span, "one row of values cannot be that of several members",
                                  "give a CSV file with a column for each member");
        return false;
    }
    InputAst::Series series;
    for (const YamlNode& item : list.items) {
        const std::optional<double> value = item.is_scalar() ? parse_number(item.text.text) : std::nullopt;
        if (!value) return false;  // reported with the fields
        series.values.push_back({.value = *value, .span = item.span});
    }
    input.series.push_back(std::move(series));
    return true;
}

std::optional<InputAst> read_input(const YamlEntry& entry, ReaderContext& context) {
    const std::optional<IndexedNameAst> name = parse_indexed_name(entry.key, nullptr);
    if (!name || !entry.value.is_map()) return std::nullopt;
    const MapReader map(&entry.value, input_shape());
    const std::optional<TextAst> step = map.text("step");
    if (!step) return std::nullopt;
    InputAst input{.name = *name, .unit = map.text("unit"), .step = *step, .series = {}, .repeats = map.flag("repeat")};
    const YamlNode* values = map.find("values");
    const bool good = values != nullptr ? read_listed_series(input, *values, context) : read_csv_series(input, map, context);
    return good ? std::optional(std::move(input)) : std::nullopt;
}

std::optional<PerceptionAst> read_perception(const YamlEntry& entry) {
    const std::optional<IndexedNameAst> name = parse_indexed_name(entry.key, nullptr);
    if (!name || !entry.value.is_map()) return std::nullopt;
    const MapReader map(&entry.value, perception_shape());
    const std::optional<TextAst> of = map.text("of");
    const std::optional<TextAst> every = map.text("every");
    if (!of || !every) return std::nullopt;
    return PerceptionAst{.name = *name,
                         .of = *of,
                         .every = *every,
                         .first = map.text("first"),
                         .delay = map.text("delay"),
                         .error = map.text("error"),
                         .bias = map.text("bias"),
                         .initial = map.text("initial"),
                         .title = map.prose("title"),
                         .source = map.prose("source")};
}

}  // namespace

std::vector<InputAst> read_inputs(const YamlNode* node, ReaderContext& context) {
    std::vector<InputAst> inputs;
    for (const YamlEntry& entry : entries_of(node)) {
        if (std::optional<InputAst> input = read_input(entry, context)) {
            inputs.push_back(std::move(*input));
        } else {
            context.left_out.emplace_back(name_part(entry.key.text));
        }
    }
    return inputs;
}

std::vector<PerceptionAst> read_perceptions(const YamlNode* node, ReaderContext& context) {
    std::vector<PerceptionAst> perceptions;
    for (const YamlEntry& entry : entries_of(node)) {
        if (std::optional<PerceptionAst> perception = read_perception(entry)) {
            perceptions.push_back(std::move(*perception));
        } else {
            context.left_out.emplace_back(name_part(entry.key.text));
        }
    }
    return perceptions;
}

std::vector<ObserverAst> read_observers(const YamlNode* node, ReaderContext& context) {
    std::vector<ObserverAst> observers;
    for (const YamlEntry& entry : entries_of(node)) {
        const MapReader map(entry.value.is_map() ? &entry.value : nullptr, observer_shape());
        const std::optional<TextAst> of = map.text("of");
        if (!of) {
            context.left_out.push_back(entry.key.text);
            continue;
        }
        ObserverAst observer{.name = read_name(entry.key),
                             .of = *of,
                             .condition = map.text("if"),
                             .chance = map.text("chance"),
                             .delay = map.text("delay"),
                             .changes = {},
                             .title = map.prose("title"),
                             .source = map.prose("source")};
        for (const YamlEntry& change : entries_of(map.map("change"))) {
            if (change.value.is_scalar() && !change.value.text.text.empty()) {
                observer.changes.push_back({.attribute = read_name(change.key), .value = change.value.text});
            }
        }
        observers.push_back(std::move(observer));
    }
    return observers;
}

std::vector<CorrelationAst> read_correlations(const YamlNode* node) {
    std::vector<CorrelationAst> correlations;
    if (node == nullptr || !node->is_list()) return correlations;
    for (const YamlNode& item : node->items) {
        if (!item.is_map()) continue;
        const MapReader map(&item, correlation_shape());
        const YamlNode* between = map.find("between");
        const std::optional<TextAst> rank = map.text("rank");
        const std::optional<double> value = rank ? parse_number(rank->text) : std::nullopt;
        if (between == nullptr || !between->is_list() || between->items.size() != 2 || !value) continue;
        if (!between->items[0].is_scalar() || !between->items[1].is_scalar()) continue;
        correlations.push_back({.first = read_name(between->items[0].text),
                                .second = read_name(between->items[1].text),
                                .rank = {.value = *value, .span = rank->whole()}});
    }
    return correlations;
}

}  // namespace strife
