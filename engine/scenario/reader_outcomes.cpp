// Reads events, the schedule, outcomes and alternatives.
// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <utility>

#include "scenario/map_reader.h"

namespace strife {
namespace {

struct VerbAst {
    OutcomeVerb verb = OutcomeVerb::count;
    TextAst text;
    bool first_when = false;
    std::vector<TextAst> operands = {};  // of ratio and difference
};

// The texts of a list.
std::vector<TextAst> read_texts(const YamlNode* node) {
    std::vector<TextAst> texts;
    if (node == nullptr || !node->is_list()) return texts;
    for (const YamlNode& item : node->items) {
        if (item.is_scalar()) texts.push_back(item.text);
    }
    return texts;
}

std::optional<VerbAst> read_verb(const MapReader& map) {
    using enum OutcomeVerb;
    constexpr std::array<std::pair<std::string_view, OutcomeVerb>, 15> kVerbs = {{{"count", count},
                                                                                  {"sum", sum},
                                                                                  {"mean", mean},
                                                                                  {"min", min},
                                                                                  {"max", max},
                                                                                  {"median", median},
                                                                                  {"quantile", quantile},
                                                                                  {"share", share},
                                                                                  {"histogram", histogram},
                                                                                  {"first", OutcomeVerb::first},
                                                                                  {"state", state},
                                                                                  {"ever", ever},
                                                                                  {"fraction_of_time", fraction_of_time},
                                                                                  {"stopped", stopped},
                                                                                  {"dispersion", dispersion}}};
    std::optional<VerbAst> found;
    for (const auto& [key, verb] : {std::pair{"ratio", ratio}, std::pair{"difference", difference}}) {
        std::vector<TextAst> operands = read_texts(map.find(key));
        if (operands.size() != 2) continue;
        if (found) return std::nullopt;
        found = VerbAst{.verb = verb, .text = {}, .operands = std::move(operands)};
    }
    for (const auto& [key, verb] : kVerbs) {
        const YamlNode* node = map.find(key);
        if (node == nullptr) continue;
        const bool is_first_when = verb == OutcomeVerb::first && node->is_map();
        const std::optional<TextAst> text = is_first_when ? MapReader(node, first_shape()).text("when") : map.text(key);
        if (found || !text) return std::nullopt;
        found = VerbAst{.verb = verb, .text = *text, .first_when = is_first_when, .operands = {}};
    }
    return found;
}

ObservedAst read_observation(const YamlNode& node) {
    const MapReader map(&node, observation_shape());
    ObservedAst observed{.members = {},
                         .value = map.text("value"),
                         .low = map.text("low"),
                         .high = map.text("high"),
                         .source = map.prose("source"),
                         .title = map.prose("title"),
                         .span = node.span};
    const YamlNode* member = map.find("member");
    if (member != nullptr && member->is_scalar()) observed.members.push_back(read_name(member->text));
    if (member != nullptr && member->is_list()) {
        for (const YamlNode& item : member->items) {
            if (item.is_scalar()) observed.members.push_back(read_name(item.text));
        }
    }
    return observed;
}

std::vector<ObservedAst> read_observed(const YamlNode* node) {
    std::vector<ObservedAst> observed;
    if (node == nullptr) return observed;
    if (node->is_map()) observed.push_back(read_observation(*node));
    for (const YamlNode& item : node->items) {
        if (item.is_map()) observed.push_back(read_observation(item));
    }
    return observed;
}

std::optional<OutcomeAst> read_outcome(const YamlEntry& entry) {
    const std::optional<IndexedNameAst> name = parse_indexed_name(entry.key, nullptr);
    if (!name || !entry.value.is_map()) return std::nullopt;
    const MapReader map(&entry.value, outcome_shape());
    const std::optional<VerbAst> verb = read_verb(map);
    if (!verb) return std::nullopt;
    std::vector<TextAst> edges = read_texts(map.find("edges"));
    if (map.find("edges") != nullptr && edges.empty()) return std::nullopt;
    return OutcomeAst{.name = *name,
                      .verb = verb->verb,
                      .text = verb->text,
                      .first_when = verb->first_when,
                      .where = map.text("where"),
                      .from = map.text("from"),
                      .until = map.text("until"),
                      .per = map.text("per"),
                      .at = map.text("at"),
                      .by = map.text("by"),
                      .of = map.text("of"),
                      .q = map.text("q"),
                      .edges = std::move(edges),
                      .operands = verb->operands,
                      .series = map.flag("series"),
                      .title = map.prose("title"),
                      .observed = read_observed(map.find("observed"))};
}

}  // namespace

std::vector<EventAst> read_events(const YamlNode* node, ReaderContext& context) {
    std::vector<EventAst> events;
    for (const YamlEntry& entry : entries_of(node)) {
        if (!entry.value.is_map()) {
            context.left_out.push_back(entry.key.text);
            continue;
        }
        const MapReader map(&entry.value, event_shape());
        events.push_back({.name = read_name(entry.key), .attributes = read_attributes(map.named()), .title = map.prose("title")});
    }
    return events;
}

std::vector<ScheduleAst> read_schedule(const YamlNode* node, ReaderContext& context) {
    std::vector<ScheduleAst> entries;
    for (const YamlEntry& entry : entries_of(node)) {
        const MapReader map(entry.value.is_map() ? &entry.value : nullptr, schedule_shape());
        const std::optional<TextAst> at = map.text("at");
        const std::optional<TextAst> body = map.text("do");
        if (!at || !body) {
            context.left_out.push_back(entry.key.text);
            continue;
        }
        entries.push_back({.name = read_name(entry.key),
                           .at = *at,
                           .condition = map.text("if"),
                           .priority = map.text("priority"),
                           .body = *body,
                           .source = map.prose("source"),
                           .title = map.prose("title")});
    }
    return entries;
}

std::vector<OutcomeAst> read_outcomes(const YamlNode* node, ReaderContext& context) {
    std::vector<OutcomeAst> outcomes;
    for (const YamlEntry& entry : entries_of(node)) {
        if (std::optional<OutcomeAst> outcome = read_outcome(entry)) {
            outcomes.push_back(std::move(*outcome));
        } else {
            context.left_out.emplace_back(name_part(entry.key.text));
        }
    }
    return outcomes;
}

std::vector<AlternativeAst> read_alternatives(const YamlNode* node, ReaderContext& context) {
    std::vector<AlternativeAst> alternatives;
    for (const YamlEntry& entry : entries_of(node)) {
        if (!entry.value.is_map()) {
            context.left_out.push_back(entry.key.text);
            continue;
        }
        const MapReader map(&entry.value, alternative_shape());
        AlternativeAst alternative{.name = read_name(entry.key),
                                   .from = map.text("from"),
                                   .settings = {},
                                   .without = {},
                                   .addition = {},
                                   .title = map.prose("title")};
        if (const YamlNode* without = map.find("without"); without != nullptr) {
            for (const YamlNode& path : without->items) {
                if (path.is_scalar()) alternative.without.push_back(path.text);
            }
        }
        if (const YamlEntry* add = entry.value.find("add"); add != nullptr) alternative.addition = add->key.whole();
        for (const YamlEntry& setting : entries_of(map.map("set"))) {
            if (setting.value.is_scalar()) alternative.settings.push_back({.path = setting.key, .value = setting.value.text});
        }
        alternatives.push_back(std::move(alternative));
    }
    return alternatives;
}

}  // namespace strife
