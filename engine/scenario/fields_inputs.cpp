// The field tables of observers, inputs and correlations.
// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "scenario/field_shapes.h"

namespace strife {
namespace {

using namespace field_shapes;

constexpr MapShape kChanges{.id = "changes",
                            .what = "the changes of an observer",
                            .doc = "Attributes that are reported otherwise than they are, with what is reported",
                            .key_kind = KeyKind::name,
                            .named = &kExpression,
                            .named_what = "an attribute"};
constexpr std::array kObserverFields = {
    FieldShape{.key = "of", .doc = "The event that is observed", .value = kName, .required = true},
    FieldShape{.key = "if", .doc = "Which of them can be seen at all", .value = kExpression, .fallback = "true"},
    FieldShape{.key = "chance", .doc = "The probability that one is seen", .value = kExpression, .fallback = "1"},
    FieldShape{.key = "delay", .doc = "How long it takes to be counted", .value = kExpression, .fallback = "0 day"},
    FieldShape{.key = "change", .doc = kChanges.doc, .value = {.map = &kChanges}},
    kTitle,
    kSource,
};
constexpr MapShape kObserver{.id = "observer",
                             .what = "an observer",
                             .doc = "A second event for some of the first, as a counter sees them",
                             .fields = kObserverFields};
constexpr ValueShape kObserverValue{.map = &kObserver};
constexpr MapShape kObservers{.id = "observers",
                              .what = "the map of observers",
                              .doc = "What counters see of what happens",
                              .key_kind = KeyKind::name,
                              .named = &kObserverValue,
                              .named_what = "an observer"};

constexpr ValueShape kNumber{.scalar = ScalarKind::number};
constexpr std::array<Keys, 2> kInputForms = {"values", "csv"};
constexpr std::array<Keys, 1> kWithCsv = {"csv"};
constexpr std::array kInputFields = {
    FieldShape{.key = "values", .doc = "One value for each step", .value = {.item = &kNumber, .min_items = 1}},
    FieldShape{.key = "csv", .doc = "A CSV file with one row a step, relative to the folder of the scenario", .value = kPath},
    FieldShape{.key = "column",
               .doc = "The column with the values; with an index each member has the column of its name",
               .value = {.scalar = ScalarKind::prose},
               .needs = kWithCsv},
    FieldShape{.key = "unit", .doc = "The unit of the values", .value = kUnit, .fallback = "1"},
    FieldShape{.key = "step", .doc = "How long each value holds", .value = kExpression, .required = true},
    FieldShape{.key = "repeat",
               .doc = "Whether the values start over at their end; else the last one stays",
               .value = kFlag,
               .fallback = "false"},
    kTitle,
    kSource,
};
constexpr std::array kInputGroups = {KeyGroup{.keys = kInputForms, .one_required = true}};
constexpr MapShape kInput{.id = "input",
                          .what = "an input",
                          .doc = "A value that changes in steps known beforehand",
                          .fields = kInputFields,
                          .groups = kInputGroups};
constexpr ValueShape kInputValue{.map = &kInput};
constexpr MapShape kInputs{.id = "inputs",
                           .what = "the map of inputs",
                           .doc = "Values that change in steps known beforehand: seasons, prices",
                           .key_kind = KeyKind::indexed_name,
                           .named = &kInputValue,
                           .named_what = "an input"};

constexpr std::array kCorrelationFields = {
    FieldShape{.key = "between",
               .doc = "Two parameters with priors",
               .value = {.item = &kExpression, .min_items = 2, .max_items = 2},
               .required = true},
    FieldShape{.key = "rank", .doc = "Spearman's rank correlation, between -1 and 1", .value = kNumber, .required = true},
    kSource,
};
constexpr MapShape kCorrelation{.id = "correlation",
                                .what = "a correlation",
                                .doc = "A rank correlation between the priors of two parameters",
                                .fields = kCorrelationFields};

}  // namespace

const MapShape& observer_shape() {
    return kObserver;
}
const MapShape& observers_shape() {
    return kObservers;
}
const MapShape& input_shape() {
    return kInput;
}
const MapShape& inputs_shape() {
    return kInputs;
}
const MapShape& correlation_shape() {
    return kCorrelation;
}

}  // namespace strife
