// Lines up what alternatives produce: outcomes, series, types of events and reasons to stop that not all of them have.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "experiment/load_models.h"
#include "results/descriptors.h"

namespace strife {

// Takes what only this alternative has into the description of the run, behind what is there. Gives back what of it bears the
// name of something else in the run ("the outcome 'deaths'"), empty if nothing does.
std::string align_with_run(RunDescriptor& run, const CompiledAlternative& alternative);

// Once the description is whole: the places of each alternative's columns in it, where they are not the run's.
void finish_alignment(const RunDescriptor& run, std::vector<CompiledAlternative>& alternatives);

}  // namespace strife
