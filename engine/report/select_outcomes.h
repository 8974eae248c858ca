// Leaves of a stored run what somebody asked to see.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "results/ports.h"

namespace strife {

// A name that a stored run does not have; the message tells which there are.
class SelectionError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

// Keeps the outcomes and series of these names and these alternatives, in the order of the run; an empty list keeps all.
void select_outcomes(StoredRun& run, const std::vector<std::string>& outcomes, const std::vector<std::string>& alternatives);

}  // namespace strife
