// The field table of observed values, which stand beside an outcome.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "scenario/field_shapes.h"

namespace strife::field_shapes {

inline constexpr std::array kObservationFields = {
    FieldShape{
        .key = "value", .doc = "What was observed, in the unit of the outcome; of a first time the date", .value = kExpression},
    FieldShape{.key = "low", .doc = "The least value that agrees with what was observed", .value = kExpression},
    FieldShape{.key = "high", .doc = "The greatest value that agrees with what was observed", .value = kExpression},
    FieldShape{.key = "member",
               .doc = "Of an indexed outcome: the member that was observed, or a list of one for each index",
               .value = {.scalar = ScalarKind::member, .item = &kMember, .min_items = 1}},
    FieldShape{.key = "source", .doc = "Who counted: a publication or a data set", .value = kProse, .required = true},
    kTitle,
};
inline constexpr MapShape kObservation{.id = "observation",
                                       .what = "an observed value",
                                       .doc = "What is known of an outcome, for reports and calibration",
                                       .fields = kObservationFields};
inline constexpr ValueShape kObservationValue{.map = &kObservation};
inline constexpr FieldShape kObserved{.key = "observed",
                                      .doc = "What is known of the outcome: a value, bounds or both, or a list of such",
                                      .value = {.item = &kObservationValue, .min_items = 1, .map = &kObservation}};

}  // namespace strife::field_shapes
