// The groups of an exact solution: states with their probabilities, and the distributions of outcomes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "hdf5_io/handle.h"
#include "hdf5_io/layout.h"
#include "results/ports.h"

namespace strife {

// Writes /states/<alternative> and /distributions/<alternative>; nothing where there are no solutions. Throws ResultFileError.
void write_solutions(hid_t file, const RunHeader& header, const RunFooter& footer, const Layout& layout, int deflate_level);

}  // namespace strife
