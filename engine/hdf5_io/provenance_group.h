// The groups /provenance, which is enough to repeat a run, and /volatile, which differs at every run.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "hdf5_io/handle.h"
#include "results/provenance.h"

namespace strife {

// All throw ResultFileError.
void write_provenance(hid_t file, const Provenance& provenance, int deflate_level);
Provenance read_provenance(hid_t file);

// Takes the same bytes of the file whatever the facts are; texts longer than their place are cut.
void write_volatile_facts(hid_t file, const VolatileFacts& facts);
VolatileFacts read_volatile_facts(hid_t file);

}  // namespace strife
