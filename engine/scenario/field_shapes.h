// Shapes of values and of fields that several of the field tables use.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "scenario/fields.h"

namespace strife::field_shapes {

using Keys = std::string_view;

inline constexpr ValueShape kExpression{.scalar = ScalarKind::expression};
inline constexpr ValueShape kStatements{.scalar = ScalarKind::statements};
inline constexpr ValueShape kProse{.scalar = ScalarKind::prose};
inline constexpr ValueShape kUnit{.scalar = ScalarKind::unit};
inline constexpr ValueShape kFlag{.scalar = ScalarKind::boolean};
inline constexpr ValueShape kName{.scalar = ScalarKind::name};
inline constexpr ValueShape kMember{.scalar = ScalarKind::member};
inline constexpr ValueShape kColumn{.scalar = ScalarKind::column};
inline constexpr ValueShape kPath{.scalar = ScalarKind::path};
inline constexpr ValueShape kByMember{.scalar = ScalarKind::expression, .by_member = true};

inline constexpr FieldShape kTitle{.key = "title", .doc = "A title for people", .value = kProse};
inline constexpr FieldShape kSource{
    .key = "source", .doc = "Where this comes from: a publication, a data set, or the word assumed", .value = kProse};

}  // namespace strife::field_shapes
