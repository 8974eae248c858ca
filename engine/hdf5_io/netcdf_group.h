// A group of a result file that the netCDF data model can read: named dimensions, each with a scale, and variables over them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "hdf5_io/handle.h"
#include "results/provenance.h"

namespace strife {

enum class ValueType {
    real,   // double, missing is NaN
    whole,  // 64 bits, signed
    index,  // 32 bits, signed
    flag,   // 8 bits, signed
    text    // UTF-8 of variable length
};

std::size_t value_size(ValueType type);

// How long a dimension is now and may become.
struct Extent {
    hsize_t length = 0;
    hsize_t maximum = 0;  // H5S_UNLIMITED where there is no bound

    // An empty one is given room for one: a chunk must fit.
    static Extent fixed(hsize_t length) { return {.length = length, .maximum = length > 0 ? length : 1}; }
};

struct VariableSpec {
    std::string name;
    ValueType type = ValueType::real;
    std::vector<std::string> dimensions = {};  // names of dimensions of the group, outermost first; none for a scalar
    std::string units = {};
    std::string long_name = {};
    std::vector<NamedText> attributes = {};  // further ones
    std::vector<hsize_t> chunk = {};         // empty: as much as fits into 1 MiB
};

// All groups store alike: chunks are shuffled, deflated and carry a Fletcher-32 checksum; those of texts do not, as HDF5 keeps
// texts elsewhere and allows no filter. No object carries a time. All functions throw ResultFileError.
class NetcdfGroup {
  public:
    // Creates the group `name` in `parent`.
    NetcdfGroup(hid_t parent, const std::string& name, int deflate_level);
    // Takes an existing group (the root).
    NetcdfGroup(GroupHandle group, int deflate_level) : group_(std::move(group)), deflate_level_(deflate_level) {}

    [[nodiscard]] hid_t id() const { return group_.id(); }
    [[nodiscard]] const Extent& extent(const std::string& dimension) const { return extents_.at(dimension); }

    // A dimension without values of its own.
    void add_dimension(const std::string& name, hsize_t length);
    // A dimension and the variable of the same name that tells its values; spec.dimensions is {spec.name}.
    hid_t add_coordinate(const VariableSpec& spec, Extent extent);
    void add_labels(const std::string& name, const std::string& long_name, const std::vector<std::string>& labels,
                    const std::vector<NamedText>& attributes = {});
    // A variable over dimensions of this group.
    DatasetHandle add_variable(const VariableSpec& spec);
    // The length of a growing dimension, once it is known.
    void resize_dimension(const std::string& name, hsize_t length);
    // Tells every scale which variables use it; to be called once, after the last variable.
    void write_reference_lists();

  private:
    // A variable's use of a scale, laid out as the HDF5 dimension scale specification demands.
    struct ScaleUse {
        hobj_ref_t variable;
        int dimension;
    };
    DatasetHandle create_dataset(const VariableSpec& spec);
    void attach_scales(hid_t variable, const VariableSpec& spec);

    GroupHandle group_;
    int deflate_level_;
    std::map<std::string, Extent> extents_;
    std::map<std::string, DatasetHandle> scales_;
    std::map<std::string, std::vector<ScaleUse>> uses_;
};

// The type of values in memory and in the file.
TypeHandle stored_type(ValueType type);

// All values of a dataset at once, in row-major order.
void write_values(hid_t dataset, const std::vector<double>& values);
void write_values(hid_t dataset, const std::vector<std::int64_t>& values);
void write_values(hid_t dataset, const std::vector<std::string>& values);

// A chunk for values of this shape: the whole, halved from the outside until it fits into 1 MiB.
std::vector<hsize_t> automatic_chunk(std::vector<hsize_t> lengths, ValueType type);

// A creation property list that keeps no times and remembers the order in which attributes and links were made.
PropertyHandle creation_properties(hid_t property_class, hid_t object);

// Creates a group whose links remember the order in which they were made.
GroupHandle create_group(hid_t parent, const std::string& name);

}  // namespace strife
