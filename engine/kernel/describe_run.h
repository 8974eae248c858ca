// The columns of a model's samples, described for those who reduce, store and show them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/model.h"
#include "results/descriptors.h"

namespace strife {

RunDescriptor describe_run(const Model& model);

}  // namespace strife
