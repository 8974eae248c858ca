// Stores what is known of outcomes from elsewhere, as a small table.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "hdf5_io/handle.h"
#include "results/descriptors.h"

namespace strife {

// Writes the group /observed, if anything was observed. Throws ResultFileError.
void write_observed(hid_t file, const RunDescriptor& run, int deflate_level);
// Fills OutcomeDescriptor::observed of the outcomes, which must be there already. Throws ResultFileError.
void read_observed(hid_t file, RunDescriptor& run);

}  // namespace strife
