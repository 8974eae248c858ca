// Reads sets and relations, from lists and from CSV files.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/numbers.h"
#include "scenario/map_reader.h"

namespace strife {
namespace {

// A member named in a CSV cell, or nothing and a report.
std::optional<NameAst> read_member(const CsvCell& cell, ReaderContext& context) {
    if (is_member_text(cell.text)) return NameAst{.text = cell.text, .span = cell.span};
    if (cell.text.empty()) {
        context.diagnostics.error(DiagnosticCode::E705, cell.span, "this row names no member");
    } else {
        context.diagnostics.error(DiagnosticCode::E210, cell.span, fmt::format("'{}' cannot name a member", cell.text),
                                  "a member is a short text without . , [ ] { } | = and quotes");
    }
    return std::nullopt;
}

bool read_csv_members(SetAst& set, const CsvTable& table, std::size_t column, ReaderContext& context) {
    bool good = true;
    std::map<std::string_view, SourceSpan> seen;
    for (const std::vector<CsvCell>& row : table.rows) {
        const std::optional<NameAst> member = read_member(row[column], context);
        if (!member) {
            good = false;
            continue;
        }
        const auto [first, is_new] = seen.emplace(row[column].text, member->span);
        if (!is_new) {
            context.diagnostics.error(DiagnosticCode::E705, member->span,
                                      fmt::format("the member '{}' has a row already, line {}", member->text,
                                                  context.sources.locate(first->second).line));
            good = false;
        }
        set.members.push_back(*member);
    }
    return good;
}

bool read_csv_attributes(SetAst& set, const CsvTable& table, const YamlNode* columns, const TextAst& file,
                         ReaderContext& context) {
    bool good = true;
    for (const YamlEntry& entry : entries_of(columns)) {
        const std::optional<std::size_t> column = find_column(table, entry.key, file, context);
        if (!column || !entry.value.is_scalar() || !is_name(entry.key.text)) {
            good = false;
            continue;
        }
        AttributeAst attribute{.name = read_name(entry.key), .unit = entry.value.text, .values = {}};
        for (const std::vector<CsvCell>& row : table.rows) {
            const std::optional<double> value = read_csv_number(row[*column], entry.key.text, context.diagnostics);
            if (!value) good = false;
            attribute.values.push_back({.value = value.value_or(0.0), .span = row[*column].span});
        }
        set.attributes.push_back(std::move(attribute));
    }
    return good;
}

bool read_csv_set(SetAst& set, const MapReader& map, ReaderContext& context) {
    const std::optional<TextAst> file = map.text("csv");
    const std::optional<TextAst> key = map.text("key");
    if (!file || !key) return false;
    const CsvTable* table = context.csv.find(file->text, file->whole(), context.sources, context.diagnostics);
    if (table == nullptr) return false;
    const std::optional<std::size_t> column = find_column(*table, *key, *file, context);
    const bool members = column && read_csv_members(set, *table, *column, context);
    return read_csv_attributes(set, *table, map.map("columns"), *file, context) && members;
}

bool read_listed_members(SetAst& set, const YamlNode& list, ReaderContext& context) {
    bool good = !list.items.empty();
    std::set<std::string_view> seen;
    for (const YamlNode& item : list.items) {
        if (!item.is_scalar() || !is_scalar_valid(item, {.scalar = ScalarKind::member})) {
            good = false;
            continue;
        }
        if (!seen.insert(item.text.text).second) {
            context.diagnostics.error(DiagnosticCode::E402, item.span,
                                      fmt::format("the member '{}' stands twice in this set", item.text.text));
            good = false;
        }
        set.members.push_back(read_name(item.text));
    }
    return good;
}

// One entry of a relation, and a report if its pair is there already.
class PairCollector {
  public:
    PairCollector(RelationAst& relation, DiagnosticCode repeated, ReaderContext& context)
        : relation_(relation), repeated_(repeated), context_(context) {}

    bool add(NameAst from, NameAst to, double weight) {
        std::pair<std::string, std::string> pair(from.text, to.text);
        if (relation_.symmetric && pair.second < pair.first) std::swap(pair.first, pair.second);
        if (!seen_.insert(pair).second) {
            SourceSpan place = from.span;
            place.end = std::max(place.end, to.span.end);
            context_.diagnostics.error(repeated_, place,
                                       fmt::format("the pair of '{}' and '{}' stands twice", from.text, to.text),
                                       relation_.symmetric ? "with symmetric: true each pair is written once, in one order" : "");
            return false;
        }
        relation_.entries.push_back({.from = std::move(from), .to = std::move(to), .weight = weight});
        return true;
    }

  private:
    RelationAst& relation_;
    DiagnosticCode repeated_;
    ReaderContext& context_;
    std::set<std::pair<std::string, std::string>> seen_;
};

bool read_pair(const YamlNode& pair, PairCollector& pairs, ReaderContext& context) {
    if (!pair.is_list() || pair.items.size() < 2 || pair.items.size() > 3) return false;
    for (const YamlNode& part : pair.items) {
        if (!part.is_scalar()) return false;
    }
    const YamlNode& from = pair.items[0];
    const YamlNode& to = pair.items[1];
    const bool named = check_member(from.text, from.style, context.diagnostics);
    if (!check_member(to.text, to.style, context.diagnostics) || !named) return false;
    double weight = 1.0;
    if (pair.items.size() == 3) {
        const std::optional<double> number = parse_number(pair.items[2].text.text);
        if (!number) {
            context.diagnostics.error(DiagnosticCode::E204, pair.items[2].span,
                                      fmt::format("the weight '{}' is not a number", pair.items[2].text.text));
            return false;
        }
        weight = *number;
    }
    return pairs.add(read_name(from.text), read_name(to.text), weight);
}

bool read_csv_relation(RelationAst& relation, const MapReader& map, ReaderContext& context) {
    const std::optional<TextAst> file = map.text("csv");
    const YamlNode* keys = map.find("keys");
    if (!file || keys == nullptr || !keys->is_list() || keys->items.size() != 2) return false;
    if (!keys->items[0].is_scalar() || !keys->items[1].is_scalar()) return false;
    const CsvTable* table = context.csv.find(file->text, file->whole(), context.sources, context.diagnostics);
    if (table == nullptr) return false;
    const std::optional<std::size_t> from = find_column(*table, keys->items[0].text, *file, context);
    const std::optional<std::size_t> to = find_column(*table, keys->items[1].text, *file, context);
    const std::optional<TextAst> weight = map.text("weight");
    const std::optional<std::size_t> weights = weight ? find_column(*table, *weight, *file, context) : std::nullopt;
    if (!from || !to || (weight && !weights)) return false;
    bool good = true;
    PairCollector pairs(relation, DiagnosticCode::E705, context);
    for (const std::vector<CsvCell>& row : table->rows) {
        const std::optional<NameAst> first = read_member(row[*from], context);
        const std::optional<NameAst> second = read_member(row[*to], context);
        const std::optional<double> value = weights ? read_csv_number(row[*weights], weight->text, context.diagnostics) : 1.0;
        good = first && second && value && pairs.add(*first, *second, *value) && good;
    }
    return good;
}

std::optional<RelationAst> read_relation(const YamlEntry& entry, ReaderContext& context) {
    const MapReader map(&entry.value, relation_shape());
    const YamlNode* between = map.find("between");
    if (between == nullptr || !between->is_list() || between->items.size() != 2) return std::nullopt;
    if (!between->items[0].is_scalar() || !between->items[1].is_scalar()) return std::nullopt;
    RelationAst relation{.name = read_name(entry.key),
                         .from_set = read_name(between->items[0].text),
                         .to_set = read_name(between->items[1].text),
                         .symmetric = map.flag("symmetric"),
                         .entries = {}};
    const YamlNode* pairs = map.find("pairs");
    if (pairs == nullptr) return read_csv_relation(relation, map, context) ? std::optional(std::move(relation)) : std::nullopt;
    if (!pairs->is_list()) return std::nullopt;
    bool good = true;
    PairCollector collector(relation, DiagnosticCode::E402, context);
    for (const YamlNode& pair : pairs->items) good = read_pair(pair, collector, context) && good;
    return good ? std::optional(std::move(relation)) : std::nullopt;
}

}  // namespace

std::optional<std::size_t> find_column(const CsvTable& table, const MappedText& name, const TextAst& file,
                                       ReaderContext& context) {
    if (const std::optional<std::size_t> column = table.find_column(name.text)) return column;
    std::vector<std::string> known;
    known.reserve(table.header.size());
    for (const CsvCell& cell : table.header) known.push_back(cell.text);
    std::string hint = did_you_mean(name.text, known);
    if (hint.empty()) hint = fmt::format("its columns are {}", fmt::join(known, ", "));
    context.diagnostics.error(DiagnosticCode::E703, name.whole(), fmt::format("'{}' has no column '{}'", file.text, name.text),
                              std::move(hint));
    return std::nullopt;
}

std::vector<SetAst> read_sets(const YamlNode* node, ReaderContext& context) {
    std::vector<SetAst> sets;
    for (const YamlEntry& entry : entries_of(node)) {
        SetAst set{.name = read_name(entry.key), .members = {}, .attributes = {}};
        bool good = is_name(entry.key.text);
        if (entry.value.is_list()) {
            good = read_listed_members(set, entry.value, context) && good;
        } else {
            const MapReader map(entry.value.is_map() ? &entry.value : nullptr, set_shape());
            const YamlNode* members = map.find("members");
            good = (members != nullptr && members->is_list() ? read_listed_members(set, *members, context)
                                                             : read_csv_set(set, map, context)) &&
                   good;
        }
        if (good) {
            sets.push_back(std::move(set));
        } else {
            context.left_out.push_back(entry.key.text);
        }
    }
    return sets;
}

std::vector<RelationAst> read_relations(const YamlNode* node, ReaderContext& context) {
    std::vector<RelationAst> relations;
    for (const YamlEntry& entry : entries_of(node)) {
        std::optional<RelationAst> relation = entry.value.is_map() ? read_relation(entry, context) : std::nullopt;
        if (relation) {
            relations.push_back(std::move(*relation));
        } else {
            context.left_out.push_back(entry.key.text);
        }
    }
    return relations;
}

}  // namespace strife
