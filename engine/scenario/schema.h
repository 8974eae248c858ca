// The JSON Schema of scenarios, for editors and other tools.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace strife {

// A draft-07 schema made from the field tables, ending with a newline.
std::string json_schema();

}  // namespace strife
