// The times at which the outcomes of a scenario ask for its distribution.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "model/model.h"

namespace strife {

// The end of an outcome's window, or of the run where that comes first [days].
double window_end(const Model& model, const ModelOutcome& outcome);

// In days, rising, with 0 and the end of the run among them; times of `record` too.
std::vector<double> asked_times(const Model& model);

}  // namespace strife
