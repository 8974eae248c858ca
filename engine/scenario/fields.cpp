// SPDX-License-Identifier: Apache-2.0
#include "scenario/fields.h"

#include <algorithm>
#include <array>

#include "scenario/field_shapes.h"

namespace strife {
namespace {

using namespace field_shapes;

constexpr std::array kTimeFields = {
    FieldShape{
        .key = "start", .doc = "When a run starts: a date, or a quantity of time", .value = kExpression, .fallback = "0 day"},
    FieldShape{
        .key = "end", .doc = "When a run ends; events at that instant still happen", .value = kExpression, .required = true},
    FieldShape{.key = "record", .doc = "The step of the grid of stored series", .value = kExpression},
};
constexpr MapShape kTime{.id = "time", .what = "the time", .doc = "What time a run covers", .fields = kTimeFields};

constexpr MapShape kUnits{.id = "units",
                          .what = "the map of units",
                          .doc = "Units of this scenario: counting, currency, or a quantity of a known unit",
                          .key_kind = KeyKind::name,
                          .named = &kUnit,
                          .named_what = "a unit"};

constexpr std::array<Keys, 1> kCsvOnly = {"csv"};
constexpr std::array<Keys, 1> kWithKey = {"key"};
constexpr std::array<Keys, 1> kWithKeys = {"keys"};
constexpr std::array<Keys, 2> kSetForms = {"csv", "members"};
constexpr MapShape kColumns{.id = "columns",
                            .what = "the map of columns",
                            .doc = "Columns to read as attributes, with their units",
                            .key_kind = KeyKind::column,
                            .named = &kUnit,
                            .named_what = "a column"};
constexpr std::array kSetFields = {
    FieldShape{.key = "members", .doc = "The members, in order", .value = {.item = &kMember, .min_items = 1}},
    FieldShape{.key = "csv",
               .doc = "A CSV file with one row a member, relative to the folder of the scenario",
               .value = kPath,
               .needs = kWithKey},
    FieldShape{.key = "key", .doc = "The column that names the members", .value = kColumn, .needs = kCsvOnly},
    FieldShape{.key = "columns",
               .doc = "Columns to read as attributes, with their units",
               .value = {.map = &kColumns},
               .needs = kCsvOnly},
    kTitle,
    kSource,
};
constexpr std::array kSetGroups = {KeyGroup{.keys = kSetForms, .one_required = true}};
constexpr MapShape kSet{.id = "set",
                        .what = "a set",
                        .doc = "What indexes state, parameters and processes",
                        .fields = kSetFields,
                        .groups = kSetGroups};
constexpr ValueShape kSetValue{.item = &kMember, .min_items = 1, .map = &kSet};
constexpr MapShape kSets{.id = "sets",
                         .what = "the map of sets",
                         .doc = "What indexes state, parameters and processes",
                         .key_kind = KeyKind::name,
                         .named = &kSetValue,
                         .named_what = "a set"};

constexpr std::array<Keys, 2> kRelationForms = {"pairs", "csv"};
constexpr ValueShape kPairPart = kExpression;  // two members and a weight
constexpr ValueShape kPair{.item = &kPairPart, .min_items = 2, .max_items = 3};
constexpr std::array kRelationFields = {
    FieldShape{.key = "between",
               .doc = "The two sets that the relation joins",
               .value = {.item = &kName, .min_items = 2, .max_items = 2},
               .required = true},
    FieldShape{
        .key = "pairs", .doc = "The pairs that are joined, each with its weight if that is not 1", .value = {.item = &kPair}},
    FieldShape{.key = "csv",
               .doc = "A CSV file with one row a pair, relative to the folder of the scenario",
               .value = kPath,
               .needs = kWithKeys},
    FieldShape{.key = "keys",
               .doc = "The two columns that name the members of a pair",
               .value = {.item = &kColumn, .min_items = 2, .max_items = 2},
               .needs = kCsvOnly},
    FieldShape{.key = "weight", .doc = "The column with the weight of a pair; left out: 1", .value = kColumn, .needs = kCsvOnly},
    FieldShape{
        .key = "symmetric", .doc = "Whether each pair, written once, holds both ways", .value = kFlag, .fallback = "false"},
    kTitle,
    kSource,
};
constexpr std::array kRelationGroups = {KeyGroup{.keys = kRelationForms, .one_required = true}};
constexpr MapShape kRelation{.id = "relation",
                             .what = "a relation",
                             .doc = "Adjacency, borders, command: weights of pairs of members",
                             .fields = kRelationFields,
                             .groups = kRelationGroups};
constexpr ValueShape kRelationValue{.map = &kRelation};
constexpr MapShape kRelations{.id = "relations",
                              .what = "the map of relations",
                              .doc = "Adjacency, borders, command",
                              .key_kind = KeyKind::name,
                              .named = &kRelationValue,
                              .named_what = "a relation"};

constexpr std::array<Keys, 1> kPriorOnly = {"prior"};
constexpr std::array<Keys, 3> kPriorParts = {"prior", "truncate", "shared"};
constexpr std::array<Keys, 2> kPriorExtras = {"truncate", "shared"};
constexpr FieldShape kTruncate{.key = "truncate",
                               .doc = "The least and the greatest value that may be drawn",
                               .value = {.item = &kExpression, .min_items = 2, .max_items = 2}};
constexpr FieldShape kShared{.key = "shared", .doc = "Whether all members share one draw", .value = kFlag, .fallback = "false"};
constexpr FieldShape beside(FieldShape field, std::span<const Keys> needs) {
    field.needs = needs;
    return field;
}
constexpr std::array kPriorFields = {
    FieldShape{.key = "law", .doc = "The distribution", .value = kExpression, .required = true},
    kTruncate,
    kShared,
};
constexpr MapShape kPrior{.id = "prior",
                          .what = "a prior",
                          .doc = "What is believed about a parameter before",
                          .fields = kPriorFields,
                          .scalar_key = "law"};
constexpr std::array kParameterFields = {
    FieldShape{.key = "value",
               .doc = "The value, for all members or by member",
               .value = kByMember,
               .required = true,
               .unset = kPriorParts},
    FieldShape{.key = "unit", .doc = "The unit of numbers without one", .value = kUnit},
    FieldShape{.key = "prior",
               .doc = "The distribution that the value is drawn from, once a replication",
               .value = {.scalar = ScalarKind::expression, .map = &kPrior},
               .unset = kPriorExtras},
    beside(kTruncate, kPriorOnly),
    beside(kShared, kPriorOnly),
    kSource,
    kTitle,
};
constexpr MapShape kParameter{.id = "parameter",
                              .what = "a parameter",
                              .doc = "A value that does not change during a run, with its unit, source and prior",
                              .fields = kParameterFields,
                              .scalar_key = "value",
                              .override_sets_key = true};
constexpr ValueShape kParameterValue{.scalar = ScalarKind::expression, .map = &kParameter};
constexpr MapShape kParameters{.id = "parameters",
                               .what = "the map of parameters",
                               .doc = "Values that do not change during a run",
                               .key_kind = KeyKind::owned_name,
                               .named = &kParameterValue,
                               .named_what = "a parameter"};

constexpr MapShape kDefines{.id = "define",
                            .what = "the map of definitions",
                            .doc = "Names for expressions",
                            .key_kind = KeyKind::owned_name,
                            .named = &kExpression,
                            .named_what = "a definition"};

constexpr std::array kEventFields = {kTitle};
constexpr MapShape kEvent{.id = "event",
                          .what = "an event",
                          .doc = "A type of event: each attribute with its unit, or the sets that its value is a member of",
                          .fields = kEventFields,
                          .key_kind = KeyKind::name,
                          .named = &kUnit,
                          .named_what = "an attribute"};
constexpr ValueShape kEventValue{.map = &kEvent};
constexpr MapShape kEvents{.id = "events",
                           .what = "the map of events",
                           .doc = "What can be emitted, waited for and counted",
                           .key_kind = KeyKind::name,
                           .named = &kEventValue,
                           .named_what = "an event"};

constexpr std::array kScheduleFields = {
    FieldShape{.key = "at", .doc = "The date", .value = kExpression, .required = true},
    FieldShape{.key = "if", .doc = "The condition that must hold", .value = kExpression, .fallback = "true"},
    FieldShape{.key = "do", .doc = "The statements that run then", .value = kStatements, .required = true},
    FieldShape{.key = "priority",
               .doc = "Which of several things due at one instant goes first: the higher number",
               .value = kExpression,
               .fallback = "0"},
    kTitle,
    kSource,
};
constexpr MapShape kSchedule{
    .id = "schedule_entry", .what = "a schedule entry", .doc = "What happens on a known date", .fields = kScheduleFields};
constexpr ValueShape kScheduleValue{.map = &kSchedule};
constexpr MapShape kScheduleMap{.id = "schedule",
                                .what = "the schedule",
                                .doc = "What happens on known dates",
                                .key_kind = KeyKind::name,
                                .named = &kScheduleValue,
                                .named_what = "a schedule entry"};

constexpr MapShape kSettings{.id = "settings",
                             .what = "the settings of an alternative",
                             .doc = "Paths with the values they are set to",
                             .key_kind = KeyKind::path,
                             .named = &kExpression,
                             .named_what = "a path"};
constexpr ValueShape kCountNumber{.scalar = ScalarKind::whole, .minimum = 1};
constexpr ValueShape kWholeNumber{.scalar = ScalarKind::whole};
constexpr std::array kEnsembleFields = {
    FieldShape{.key = "replications",
               .doc = "How many replications are run: of each point, where there are points",
               .value = kCountNumber},
    FieldShape{.key = "points",
               .doc = "How often the priors are drawn, each draw for as many replications (a nested design); left out: anew for "
                      "each replication",
               .value = kCountNumber},
    FieldShape{.key = "seed", .doc = "The seed of all draws", .value = kWholeNumber},
    FieldShape{.key = "method", .doc = "How the next event is selected", .value = kName},
    FieldShape{.key = "max_failures",
               .doc = "How many replications may fail before the run ends",
               .value = kWholeNumber,
               .fallback = "0"},
    FieldShape{.key = "max_events", .doc = "How many events one replication may have", .value = kCountNumber},
};
constexpr MapShape kEnsemble{
    .id = "ensemble", .what = "the ensemble", .doc = "How many replications are run, and how", .fields = kEnsembleFields};

constexpr std::string_view kCorrelationsDoc = "Rank correlations between the priors of parameters";

// The tables of actors and outcomes have no constant address here, so the tables above it are made at first use.
struct TopTables {
    ValueShape actor{.map = &actor_shape()};
    MapShape actors{.id = "actors",
                    .what = "the map of actors",
                    .doc = "Who acts",
                    .key_kind = KeyKind::name,
                    .named = &actor,
                    .named_what = "an actor"};
    ValueShape correlation{.map = &correlation_shape()};
    // What an alternative can add to, and what a scenario consists of beside its heading and its runs.
    std::array<FieldShape, 12> parts = {
        FieldShape{.key = "units", .doc = kUnits.doc, .value = {.map = &kUnits}},
        FieldShape{.key = "sets", .doc = kSets.doc, .value = {.map = &kSets}},
        FieldShape{.key = "relations", .doc = kRelations.doc, .value = {.map = &kRelations}},
        FieldShape{.key = "parameters", .doc = kParameters.doc, .value = {.map = &kParameters}},
        FieldShape{.key = "correlations", .doc = kCorrelationsDoc, .value = {.item = &correlation, .min_items = 1}},
        FieldShape{.key = "inputs", .doc = inputs_shape().doc, .value = {.map = &inputs_shape()}},
        FieldShape{.key = "define", .doc = kDefines.doc, .value = {.map = &kDefines}},
        FieldShape{.key = "actors", .doc = actors.doc, .value = {.map = &actors}},
        FieldShape{.key = "events", .doc = kEvents.doc, .value = {.map = &kEvents}},
        FieldShape{.key = "observe", .doc = observers_shape().doc, .value = {.map = &observers_shape()}},
        FieldShape{.key = "schedule", .doc = kScheduleMap.doc, .value = {.map = &kScheduleMap}},
        FieldShape{.key = "outcomes", .doc = outcomes_shape().doc, .value = {.map = &outcomes_shape()}},
    };
    MapShape additions{.id = "additions",
                       .what = "what is added",
                       .doc = "Entries that the scenario does not have, in the form of the file",
                       .fields = parts};
    std::array<FieldShape, 5> alternative_fields = {
        kTitle,
        FieldShape{.key = "from", .doc = "The date from which it differs; left out: the start", .value = kExpression},
        FieldShape{
            .key = "without", .doc = "Paths of entries that are taken out", .value = {.item = &kExpression, .min_items = 1}},
        FieldShape{.key = "add", .doc = additions.doc, .value = {.map = &additions}},
        FieldShape{.key = "set", .doc = "Paths with the values they are set to", .value = {.map = &kSettings}},
    };
    MapShape alternative{.id = "alternative",
                         .what = "an alternative",
                         .doc = "A what-if, compared with the scenario as it is",
                         .fields = alternative_fields};
    ValueShape alternative_value{.map = &alternative};
    MapShape alternatives{.id = "alternatives",
                          .what = "the map of alternatives",
                          .doc = "What-ifs",
                          .key_kind = KeyKind::name,
                          .named = &alternative_value,
                          .named_what = "an alternative"};
    ValueShape include{.scalar = ScalarKind::path, .item = &kPath, .min_items = 1};
    std::array<FieldShape, 6> heading = {
        FieldShape{
            .key = "strife", .doc = "The version of the language, 1", .value = {.scalar = ScalarKind::version}, .required = true},
        FieldShape{.key = "include", .doc = "Files that are taken in before this one, relative to its folder", .value = include},
        kTitle,
        FieldShape{.key = "about", .doc = "What the scenario is about, for people", .value = kProse},
        FieldShape{.key = "sources", .doc = "Publications and data sets, in whatever form", .value = {.anything = true}},
        FieldShape{.key = "time", .doc = kTime.doc, .value = {.map = &kTime}, .required = true},
    };
    std::array<FieldShape, 2> runs = {
        FieldShape{.key = "alternatives", .doc = alternatives.doc, .value = {.map = &alternatives}},
        FieldShape{.key = "ensemble", .doc = kEnsemble.doc, .value = {.map = &kEnsemble}},
    };
    std::array<FieldShape, 20> fields = joined();
    MapShape scenario{.id = "scenario",
                      .what = "a scenario",
                      .doc = "A scenario: who, where, what can change, what happens, and what is asked",
                      .fields = fields};

  private:
    [[nodiscard]] std::array<FieldShape, 20> joined() const {
        std::array<FieldShape, 20> all;
        auto end = std::copy(heading.begin(), heading.end(), all.begin());
        end = std::copy(parts.begin(), parts.end(), end);
        std::copy(runs.begin(), runs.end(), end);
        return all;
    }
};

const TopTables& top_tables() {
    static const TopTables tables;
    return tables;
}

}  // namespace

const FieldShape* MapShape::find(std::string_view key) const {
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const FieldShape& field) { return field.key == key; });
    return found == fields.end() ? nullptr : &*found;
}

const MapShape& scenario_shape() {
    return top_tables().scenario;
}
const MapShape& additions_shape() {
    return top_tables().additions;
}
const MapShape& time_shape() {
    return kTime;
}
const MapShape& set_shape() {
    return kSet;
}
const MapShape& relation_shape() {
    return kRelation;
}
const MapShape& parameter_shape() {
    return kParameter;
}
const MapShape& prior_shape() {
    return kPrior;
}
const MapShape& event_shape() {
    return kEvent;
}
const MapShape& schedule_shape() {
    return kSchedule;
}
const MapShape& alternative_shape() {
    return top_tables().alternative;
}
const MapShape& ensemble_shape() {
    return kEnsemble;
}

}  // namespace strife
