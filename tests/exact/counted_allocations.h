// How often this program has allocated.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace strife {

std::size_t allocation_count();

}  // namespace strife
