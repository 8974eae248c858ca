// Result files damaged on purpose: a good one as HDF5 sees it, with groups, variables and attributes taken out or exchanged, then
// bytes changed. SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace strife {

// The bytes of the example run of the unit tests after the edits that `program` stands for; every program stands for some. What
// HDF5 refuses to do is left out.
std::string edited_result(const std::uint8_t* program, std::size_t size);

}  // namespace strife
