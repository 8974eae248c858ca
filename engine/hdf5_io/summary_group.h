// The root group: coordinates of the run and the summaries of all outcomes and series.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "hdf5_io/layout.h"
#include "hdf5_io/netcdf_group.h"
#include "results/ports.h"

namespace strife {

// Writes everything that stands in `root` itself, attributes included. Throws ResultFileError.
void write_summaries(NetcdfGroup& root, const RunHeader& header, const RunFooter& footer, const Layout& layout);

}  // namespace strife
