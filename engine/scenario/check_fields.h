// Checks a tree against the field tables: unknown, missing and exclusive keys, forms, words, booleans and names.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/diagnostic.h"
#include "scenario/fields.h"
#include "scenario/yaml_tree.h"

namespace strife {

// Reports everything in the tree that the tables do not allow. What the meaning decides (expressions, units, dates) is not looked
// at.
void check_fields(const YamlNode& root, const MapShape& shape, Diagnostics& diagnostics);

// Whether a value has the form that is wanted; says nothing.
bool has_form(const YamlNode& node, const ValueShape& shape);

// Whether one scalar is what its place takes; says nothing.
bool is_scalar_valid(const YamlNode& node, const ValueShape& shape);

}  // namespace strife
