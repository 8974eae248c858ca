// How often this program has allocated, and how much it holds.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace strife {

std::size_t allocation_count();
std::size_t bytes_in_use();

}  // namespace strife
