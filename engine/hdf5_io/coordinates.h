// Coordinates that several groups repeat, so that each can be read alone.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hdf5_io/layout.h"
#include "hdf5_io/netcdf_group.h"
#include "results/ports.h"

namespace strife {

// Names of the alternatives.
void add_alternatives(NetcdfGroup& group, const std::vector<std::string>& alternatives);
// Labels of one set, once more for each time that something is indexed by it twice.
void add_set_labels(NetcdfGroup& group, const RunDescriptor& run, const Layout& layout, std::size_t axis);
// Instants, or periods with their bounds; the group needs its dimension "bounds" before if there are periods.
void add_time_grid(NetcdfGroup& group, const RunDescriptor& run, const Layout& layout, std::size_t grid);
// 0, 1, 2, ...; empty until fill_replications().
void add_replications(NetcdfGroup& group, hsize_t maximum);
void fill_replications(NetcdfGroup& group, hsize_t count);

// What a variable of these units needs beyond them: the calendar of instants.
std::vector<NamedText> calendar_attributes(const std::string& units);

}  // namespace strife
