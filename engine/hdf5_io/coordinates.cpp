// Writes coordinate variables with their CF attributes.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/coordinates.h"

#include <algorithm>
#include <numeric>

#include "hdf5_io/slab.h"

namespace strife {

void add_alternatives(NetcdfGroup& group, const std::vector<std::string>& alternatives) {
    group.add_labels("alternative", "alternative of the scenario", alternatives);
}

void add_set_labels(NetcdfGroup& group, const RunDescriptor& run, const Layout& layout, std::size_t axis) {
    const SetAxis& set = run.axes[axis];
    for (const std::string& dimension : layout.set_dimensions(axis)) {
        std::vector<NamedText> attributes;
        if (dimension == layout.set_dimension(axis)) attributes.push_back({"strife_set", set.name});
        group.add_labels(dimension, "member of " + set.name, set.labels, attributes);
    }
}

void add_time_grid(NetcdfGroup& group, const RunDescriptor& run, const Layout& layout, std::size_t grid) {
    const TimeGrid& times = run.grids[grid];
    const std::string& name = layout.grid_dimension(grid);
    const std::string units = time_units(run);
    const std::string long_name = times.long_name.empty() ? "time" : times.long_name;
    std::vector<NamedText> attributes = calendar_attributes(units);
    attributes.push_back({"standard_name", "time"});
    attributes.push_back({"axis", "T"});
    attributes.push_back({"strife_grid", times.name});
    if (!times.bounds.empty()) attributes.push_back({"bounds", layout.grid_bounds(grid)});
    const hid_t dataset = group.add_coordinate(
        {.name = name, .dimensions = {name}, .units = units, .long_name = long_name, .attributes = attributes},
        Extent::fixed(times.values.size()));
    write_values(dataset, times.values);
    if (times.bounds.empty()) return;
    const DatasetHandle bounds = group.add_variable({.name = layout.grid_bounds(grid),
                                                     .dimensions = {name, "bounds"},
                                                     .units = units,
                                                     .long_name = "begin (excluded) and end of the periods of " + long_name,
                                                     .attributes = calendar_attributes(units)});
    write_values(bounds.id(), times.bounds);
}

void add_replications(NetcdfGroup& group, hsize_t maximum) {
    group.add_coordinate({.name = "replication",
                          .type = ValueType::whole,
                          .dimensions = {"replication"},
                          .units = "1",
                          .long_name = "index of the replication",
                          .chunk = {std::min<hsize_t>(maximum, 65536)}},
                         {.length = 0, .maximum = maximum});
}

void fill_replications(NetcdfGroup& group, hsize_t count) {
    group.resize_dimension("replication", count);
    const DatasetHandle dataset(
        checked_id(H5Dopen2(group.id(), "replication", H5P_DEFAULT), group.id(), "opening the replications"));
    constexpr hsize_t piece = 65536;
    std::vector<std::int64_t> values;
    for (hsize_t begin = 0; begin < count; begin += piece) {
        values.resize(std::min(piece, count - begin));
        std::iota(values.begin(), values.end(), static_cast<std::int64_t>(begin));
        write_slab(dataset.id(), {.start = {begin}, .count = {values.size()}}, H5T_NATIVE_INT64, values.data());
    }
}

std::vector<NamedText> calendar_attributes(const std::string& units) {
    if (!are_instants(units)) return {};
    return {{"calendar", "proleptic_gregorian"}};
}

}  // namespace strife
