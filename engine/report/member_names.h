// Names of the members of an indexed outcome or series.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "results/descriptors.h"

namespace strife {

// How many members these sets have together: 1 without sets.
std::size_t member_count(const RunDescriptor& run, const std::vector<std::size_t>& axes);
// Labels of member number `member`, row-major, one for each set.
std::vector<std::string> member_labels(const RunDescriptor& run, const std::vector<std::size_t>& axes, std::size_t member);
// "deaths[kabul, east]"; the name alone without sets.
std::string member_name(const std::string& name, const std::vector<std::string>& labels);

}  // namespace strife
