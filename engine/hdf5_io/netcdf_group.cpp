// Creates groups, dimension scales and variables with the properties that all of them share.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/netcdf_group.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <limits>

#include <fmt/format.h>
#include <hdf5_hl.h>

#include "base/contracts.h"
#include "hdf5_io/attributes.h"
#include "hdf5_io/slab.h"
#include "hdf5_io/stored_values.h"

namespace strife {

namespace {

constexpr hsize_t kLargestChunk = hsize_t{1} << 20U;  // [bytes]

}  // namespace

std::size_t value_size(ValueType type) {
    switch (type) {
        case ValueType::real:
            return sizeof(double);
        case ValueType::whole:
            return sizeof(std::int64_t);
        case ValueType::index:
            return sizeof(std::int32_t);
        case ValueType::flag:
            return sizeof(std::int8_t);
        case ValueType::text:
            return 16;  // of the reference to it
    }
    return 0;
}

TypeHandle stored_type(ValueType type) {
    switch (type) {
        case ValueType::real:
            return TypeHandle(H5Tcopy(H5T_IEEE_F64LE));
        case ValueType::whole:
            return TypeHandle(H5Tcopy(H5T_STD_I64LE));
        case ValueType::index:
            return TypeHandle(H5Tcopy(H5T_STD_I32LE));
        case ValueType::flag:
            return TypeHandle(H5Tcopy(H5T_STD_I8LE));
        case ValueType::text:
            return variable_text_type();
    }
    return {};
}

std::vector<hsize_t> automatic_chunk(std::vector<hsize_t> lengths, ValueType type) {
    hsize_t bytes = value_size(type);
    for (hsize_t& length : lengths) {
        length = std::max<hsize_t>(length, 1);
        bytes *= length;
    }
    for (hsize_t& length : lengths) {
        while (length > 1 && bytes > kLargestChunk) {
            bytes = bytes / length * ((length + 1) / 2);
            length = (length + 1) / 2;
        }
    }
    return lengths;
}

PropertyHandle creation_properties(hid_t property_class, hid_t object) {
    PropertyHandle properties(checked_id(H5Pcreate(property_class), object, "creating properties"));
    const hid_t id = properties.id();
    check_status(H5Pset_obj_track_times(id, false), object, "setting properties");
    constexpr unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
    check_status(H5Pset_attr_creation_order(id, order), object, "setting properties");
    // All attributes stay in the object's header, which is read at once and has a checksum.
    check_status(H5Pset_attr_phase_change(id, 65535, 65534), object, "setting properties");
    if (property_class != H5P_DATASET_CREATE) {
        check_status(H5Pset_link_creation_order(id, order), object, "setting properties");
    }
    return properties;
}

GroupHandle create_group(hid_t parent, const std::string& name) {
    const PropertyHandle properties = creation_properties(H5P_GROUP_CREATE, parent);
    return GroupHandle(checked_id(H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, properties.id(), H5P_DEFAULT), parent,
                                  fmt::format("creating group '{}'", name)));
}

NetcdfGroup::NetcdfGroup(hid_t parent, const std::string& name, int deflate_level)
    : group_(create_group(parent, name)), deflate_level_(deflate_level) {}

DatasetHandle NetcdfGroup::create_dataset(const VariableSpec& spec) {
    std::vector<hsize_t> lengths;
    std::vector<hsize_t> maxima;
    for (const std::string& dimension : spec.dimensions) {
        lengths.push_back(extent(dimension).length);
        maxima.push_back(extent(dimension).maximum);
    }
    const int rank = static_cast<int>(lengths.size());
    const hid_t group = group_.id();
    const SpaceHandle space(checked_id(rank == 0 ? H5Screate(H5S_SCALAR) : H5Screate_simple(rank, lengths.data(), maxima.data()),
                                       group, "creating a dataspace"));
    const PropertyHandle properties = creation_properties(H5P_DATASET_CREATE, group);
    if (rank > 0) {
        std::vector<hsize_t> chunk = spec.chunk.empty() ? automatic_chunk(lengths, spec.type) : spec.chunk;
        check_status(H5Pset_chunk(properties.id(), rank, chunk.data()), group, "setting the chunk size");
        if (spec.type != ValueType::text) {
            check_status(H5Pset_shuffle(properties.id()), group, "setting the shuffle filter");
            check_status(H5Pset_deflate(properties.id(), static_cast<unsigned>(deflate_level_)), group, "setting compression");
            check_status(H5Pset_fletcher32(properties.id()), group, "setting the checksum filter");
        }
    }
    if (spec.type == ValueType::real) {
        const double fill = std::numeric_limits<double>::quiet_NaN();
        check_status(H5Pset_fill_value(properties.id(), H5T_NATIVE_DOUBLE, &fill), group, "setting the fill value");
    }
    // Chunks are written whole and once: a cache would only hold memory.
    const PropertyHandle access(checked_id(H5Pcreate(H5P_DATASET_ACCESS), group, "creating properties"));
    check_status(H5Pset_chunk_cache(access.id(), 0, 0, H5D_CHUNK_CACHE_W0_DEFAULT), group, "setting the chunk cache");
    DatasetHandle dataset(checked_id(
        H5Dcreate2(group, spec.name.c_str(), stored_type(spec.type).id(), space.id(), H5P_DEFAULT, properties.id(), access.id()),
        group, fmt::format("creating variable '{}'", spec.name)));
    if (!spec.units.empty()) write_attribute(dataset.id(), "units", spec.units);
    if (!spec.long_name.empty()) write_attribute(dataset.id(), "long_name", spec.long_name);
    for (const NamedText& attribute : spec.attributes) write_attribute(dataset.id(), attribute.name.c_str(), attribute.text);
    return dataset;
}

void NetcdfGroup::add_dimension(const std::string& name, hsize_t length) {
    STRIFE_EXPECT(!extents_.contains(name));
    extents_[name] = Extent::fixed(length);
    DatasetHandle scale = create_dataset({.name = name, .type = ValueType::whole, .dimensions = {name}});
    // The very words by which the netCDF library knows that there is no variable to show.
    const std::string mark = fmt::format("This is a netCDF dimension but not a netCDF variable.{:10d}", length);
    check_status(H5DSset_scale(scale.id(), mark.c_str()), group_.id(), fmt::format("making dimension '{}'", name));
    write_values(scale.id(), std::vector<std::int64_t>(length, 0));
    scales_[name] = std::move(scale);
}

hid_t NetcdfGroup::add_coordinate(const VariableSpec& spec, Extent extent) {
    STRIFE_EXPECT(!extents_.contains(spec.name) && spec.dimensions == std::vector<std::string>{spec.name});
    extents_[spec.name] = extent;
    DatasetHandle scale = create_dataset(spec);
    check_status(H5DSset_scale(scale.id(), spec.name.c_str()), group_.id(), fmt::format("making dimension '{}'", spec.name));
    const hid_t id = scale.id();
    scales_[spec.name] = std::move(scale);
    return id;
}

void NetcdfGroup::add_labels(const std::string& name, const std::string& long_name, const std::vector<std::string>& labels,
                             const std::vector<NamedText>& attributes) {
    const hid_t dataset = add_coordinate({.name = name,
                                          .type = ValueType::text,
                                          .dimensions = {name},
                                          .units = "1",
                                          .long_name = long_name,
                                          .attributes = attributes},
                                         Extent::fixed(labels.size()));
    write_values(dataset, labels);
    write_text_checksum(dataset, labels);
}

DatasetHandle NetcdfGroup::add_variable(const VariableSpec& spec) {
    DatasetHandle dataset = create_dataset(spec);
    if (spec.type == ValueType::real) write_fill_attribute(dataset.id());
    if (!spec.dimensions.empty()) attach_scales(dataset.id(), spec);
    return dataset;
}

// What H5DSattach_scale does, which rewrites the whole list of the scale at every call.
void NetcdfGroup::attach_scales(hid_t variable, const VariableSpec& spec) {
    const hid_t group = group_.id();
    ScaleUse use{};
    check_status(H5Rcreate(&use.variable, group, spec.name.c_str(), H5R_OBJECT, H5I_INVALID_HID), group,
                 "referring to a variable");
    std::vector<hobj_ref_t> references(spec.dimensions.size());
    std::vector<hvl_t> lists(spec.dimensions.size());
    for (std::size_t i = 0; i < spec.dimensions.size(); ++i) {
        const std::string& name = spec.dimensions[i];
        check_status(H5Rcreate(&references[i], group, name.c_str(), H5R_OBJECT, H5I_INVALID_HID), group, "referring to a scale");
        lists[i] = {.len = 1, .p = &references[i]};
        use.dimension = static_cast<int>(i);
        uses_[name].push_back(use);
    }
    const hsize_t rank = lists.size();
    const TypeHandle type(checked_id(H5Tvlen_create(H5T_STD_REF_OBJ), group, "creating a type"));
    const SpaceHandle space(checked_id(H5Screate_simple(1, &rank, nullptr), group, "creating a dataspace"));
    write_array_attribute(variable, "DIMENSION_LIST", type.id(), space.id(), lists.data());
}

void NetcdfGroup::write_reference_lists() {
    const TypeHandle type(checked_id(H5Tcreate(H5T_COMPOUND, sizeof(ScaleUse)), group_.id(), "creating a type"));
    H5Tinsert(type.id(), "dataset", offsetof(ScaleUse, variable), H5T_STD_REF_OBJ);
    H5Tinsert(type.id(), "dimension", offsetof(ScaleUse, dimension), H5T_NATIVE_INT);
    for (const auto& [name, uses] : uses_) {
        const hsize_t count = uses.size();
        const SpaceHandle space(checked_id(H5Screate_simple(1, &count, nullptr), group_.id(), "creating a dataspace"));
        // Field by field into zeros: the gaps of the structure reach the file as well.
        std::vector<std::byte> bytes(uses.size() * sizeof(ScaleUse), std::byte{0});
        for (std::size_t i = 0; i < uses.size(); ++i) {
            std::byte* use = bytes.data() + i * sizeof(ScaleUse);
            std::memcpy(use + offsetof(ScaleUse, variable), &uses[i].variable, sizeof uses[i].variable);
            std::memcpy(use + offsetof(ScaleUse, dimension), &uses[i].dimension, sizeof uses[i].dimension);
        }
        write_array_attribute(scales_.at(name).id(), "REFERENCE_LIST", type.id(), space.id(), bytes.data());
    }
}

void NetcdfGroup::resize_dimension(const std::string& name, hsize_t length) {
    extents_.at(name).length = length;
    check_status(H5Dset_extent(scales_.at(name).id(), &length), group_.id(), fmt::format("resizing dimension '{}'", name));
}

void write_values(hid_t dataset, const std::vector<double>& values) {
    write_slab(dataset, Slab::all(shape_of(dataset)), H5T_NATIVE_DOUBLE, values.data());
}

void write_values(hid_t dataset, const std::vector<std::int64_t>& values) {
    write_slab(dataset, Slab::all(shape_of(dataset)), H5T_NATIVE_INT64, values.data());
}

void write_values(hid_t dataset, const std::vector<std::string>& values) {
    std::vector<const char*> pointers;
    pointers.reserve(values.size());
    for (const std::string& text : values) pointers.push_back(text.c_str());
    write_slab(dataset, Slab::all(shape_of(dataset)), variable_text_type().id(), static_cast<const void*>(pointers.data()));
}

}  // namespace strife
