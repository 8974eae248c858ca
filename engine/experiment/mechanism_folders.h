// Where the mechanisms that ship with the program are.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace strife {

// The folders that the environment variable STRIFE_MECHANISMS names, separated by ':', then the one that was installed with the
// program that runs, if there is one.
std::vector<std::string> mechanism_folders();

}  // namespace strife
