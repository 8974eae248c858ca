// The field table of outcomes: what is asked, verb by verb.
// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "scenario/field_shapes.h"
#include "scenario/fields.h"
#include "scenario/observed_shapes.h"

namespace strife {
namespace {

using namespace field_shapes;

constexpr std::array kFirstFields = {
    FieldShape{.key = "when", .doc = "The condition whose first moment is asked for", .value = kExpression, .required = true}};
constexpr MapShape kFirst{
    .id = "first_when", .what = "a first-passage outcome", .doc = "The first moment of a condition", .fields = kFirstFields};

// Who may stand beside whom.
constexpr std::array<Keys, 17> kVerbs = {"count", "sum",        "mean",      "min",   "max",  "median",           "quantile",
                                         "share", "histogram",  "first",     "state", "ever", "fraction_of_time", "stopped",
                                         "ratio", "difference", "dispersion"};
constexpr std::array<Keys, 10> kOverEvents = {"count",  "sum",      "mean",  "min",       "max",
                                              "median", "quantile", "share", "histogram", "first"};
constexpr std::array<Keys, 12> kOverTime = {"count",    "sum",   "mean",      "min",   "max",  "median",
                                            "quantile", "share", "histogram", "first", "ever", "fraction_of_time"};
constexpr std::array<Keys, 9> kByPeriod = {"count", "sum", "mean", "min", "max", "median", "quantile", "share", "histogram"};
constexpr std::array<Keys, 1> kStateOnly = {"state"};
constexpr std::array<Keys, 1> kShareOnly = {"share"};
constexpr std::array<Keys, 1> kQuantileOnly = {"quantile"};
constexpr std::array<Keys, 1> kHistogramOnly = {"histogram"};

constexpr ValueShape kEdges{.item = &kExpression, .min_items = 1};
constexpr ValueShape kTwoOutcomes{.item = &kName, .min_items = 2, .max_items = 2};

constexpr std::array kOutcomeFields = {
    FieldShape{.key = "count", .doc = "The number of events of this type", .value = kExpression},
    FieldShape{.key = "sum", .doc = "The sum of an attribute over events", .value = kExpression},
    FieldShape{.key = "mean", .doc = "The mean of an attribute over events, or of an expression over time", .value = kExpression},
    FieldShape{.key = "min", .doc = "The least value of an attribute over events, or of an expression", .value = kExpression},
    FieldShape{.key = "max", .doc = "The greatest value of an attribute over events, or of an expression", .value = kExpression},
    FieldShape{.key = "median", .doc = "The median of an attribute over events", .value = kExpression},
    FieldShape{.key = "quantile", .doc = "The quantile of an attribute over events", .value = kExpression},
    FieldShape{.key = "share", .doc = "The share of events of this type that fulfil a condition", .value = kExpression},
    FieldShape{.key = "histogram", .doc = "The numbers of events by classes of an attribute", .value = kExpression},
    FieldShape{.key = "first",
               .doc = "The time of the first event, or of the first moment of a condition; censored at the end",
               .value = {.scalar = ScalarKind::expression, .map = &kFirst}},
    FieldShape{.key = "state", .doc = "The value of an expression at the end, or at a date", .value = kExpression},
    FieldShape{.key = "ever", .doc = "Whether a condition ever held: a probability", .value = kExpression},
    FieldShape{.key = "fraction_of_time", .doc = "The fraction of the time during which a condition held", .value = kExpression},
    FieldShape{.key = "stopped",
               .doc = "Whether the run was stopped for this reason, or for any (true): a probability",
               .value = kProse},
    FieldShape{.key = "ratio", .doc = "An outcome over another, in each replication", .value = kTwoOutcomes},
    FieldShape{.key = "difference", .doc = "An outcome less another, in each replication", .value = kTwoOutcomes},
    FieldShape{.key = "dispersion", .doc = "Variance over mean of the values of a series, in each replication", .value = kName},
    FieldShape{.key = "where", .doc = "Which events are meant", .value = kExpression, .needs = kOverEvents},
    FieldShape{.key = "by",
               .doc = "The member that an event counts for: an outcome for each",
               .value = kExpression,
               .needs = kOverEvents},
    FieldShape{.key = "of", .doc = "The condition whose share is asked for", .value = kExpression, .needs = kShareOnly},
    FieldShape{.key = "q", .doc = "The level of the quantile, from 0 to 1", .value = kExpression, .needs = kQuantileOnly},
    FieldShape{.key = "edges", .doc = "Where the classes begin, rising", .value = kEdges, .needs = kHistogramOnly},
    FieldShape{.key = "from", .doc = "From when on events or the state are meant", .value = kExpression, .needs = kOverTime},
    FieldShape{.key = "until", .doc = "Up to when events or the state are meant", .value = kExpression, .needs = kOverTime},
    FieldShape{.key = "per", .doc = "The period of a series", .value = kExpression, .needs = kByPeriod},
    FieldShape{
        .key = "at", .doc = "The date at which a state is read; left out: the end", .value = kExpression, .needs = kStateOnly},
    FieldShape{.key = "series",
               .doc = "Whether a state is stored on the grid of `record` too",
               .value = kFlag,
               .fallback = "false",
               .needs = kStateOnly},
    kObserved,
    kTitle,
};
constexpr std::array kOutcomeGroups = {KeyGroup{.keys = kVerbs, .one_required = true}};
constexpr MapShape kOutcome{
    .id = "outcome", .what = "an outcome", .doc = "What is asked", .fields = kOutcomeFields, .groups = kOutcomeGroups};
constexpr ValueShape kOutcomeValue{.map = &kOutcome};
constexpr MapShape kOutcomes{.id = "outcomes",
                             .what = "the map of outcomes",
                             .doc = "What is asked",
                             .key_kind = KeyKind::indexed_name,
                             .named = &kOutcomeValue,
                             .named_what = "an outcome"};

}  // namespace

const MapShape& outcomes_shape() {
    return kOutcomes;
}
const MapShape& outcome_shape() {
    return kOutcome;
}
const MapShape& observation_shape() {
    return kObservation;
}
const MapShape& first_shape() {
    return kFirst;
}

}  // namespace strife
