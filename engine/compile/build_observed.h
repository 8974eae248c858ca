// Observed values beside an outcome.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "compile/build.h"

namespace strife {

// Takes the observed values of an outcome into its compiled form, whose unit and kind must be known. What contradicts itself, the
// unit or the sets of the outcome is reported (E615 and the codes of expressions).
void build_observed(Build& build, const OutcomeAst& ast, const Dimension& dimension, ModelOutcome& outcome);

}  // namespace strife
