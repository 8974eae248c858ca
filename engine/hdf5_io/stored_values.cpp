// Reads datasets whole or in part and checks what was read.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/stored_values.h"

#include <algorithm>

#include <fmt/format.h>

#include "hdf5_io/attributes.h"
#include "hdf5_io/slab.h"

namespace strife {

namespace {

template <class Value>
std::vector<Value> read_numbers(hid_t group, const std::string& name, hid_t memory_type, H5T_class_t expected) {
    const DatasetHandle dataset = open_variable(group, name);
    const TypeHandle type(checked_id(H5Dget_type(dataset.id()), group, "reading a type"));
    if (H5Tget_class(type.id()) != expected) {
        throw ResultFileError(file_name_of(group), fmt::format("reading variable '{}'", name), "it is of an unexpected type");
    }
    const Slab slab = Slab::all(shape_of(dataset.id()));
    std::vector<Value> values(stored_size(dataset.id(), slab));
    read_slab(dataset.id(), slab, memory_type, static_cast<void*>(values.data()));
    return values;
}

// FNV-1a (Fowler, Noll, Vo; RFC 9923), as 16 hexadecimal digits.
std::string text_checksum(const std::vector<std::string>& texts) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const std::string& text : texts) {
        for (const char* byte = text.c_str(); byte <= text.c_str() + text.size(); ++byte) {
            hash = (hash ^ static_cast<unsigned char>(*byte)) * 0x100000001b3U;
        }
    }
    return fmt::format("{:016x}", hash);
}

template <class Value>
Value required(const std::optional<Value>& value, hid_t object, const char* name) {
    if (!value) throw ResultFileError(file_name_of(object), "reading the file", fmt::format("attribute '{}' is missing", name));
    return *value;
}

}  // namespace

std::vector<double> read_reals(hid_t group, const std::string& name) {
    return read_numbers<double>(group, name, H5T_NATIVE_DOUBLE, H5T_FLOAT);
}

std::vector<std::int64_t> read_wholes(hid_t group, const std::string& name) {
    return read_numbers<std::int64_t>(group, name, H5T_NATIVE_INT64, H5T_INTEGER);
}

std::vector<std::string> read_texts(hid_t group, const std::string& name) {
    const TypeHandle memory = variable_text_type();
    const std::vector<char*> pointers = read_numbers<char*>(group, name, memory.id(), H5T_STRING);
    std::vector<std::string> texts;
    texts.reserve(pointers.size());
    for (char* pointer : pointers) {
        texts.emplace_back(pointer != nullptr ? pointer : "");
        H5free_memory(pointer);
    }
    const std::optional<std::string> expected = read_text_attribute(open_variable(group, name).id(), "fnv1a");
    if (expected && *expected != text_checksum(texts)) {
        throw ResultFileError(file_name_of(group), fmt::format("reading variable '{}'", name),
                              "its checksum does not match: the file is damaged");
    }
    return texts;
}

void write_text_checksum(hid_t dataset, const std::vector<std::string>& texts) {
    write_attribute(dataset, "fnv1a", text_checksum(texts));
}

std::string required_text(hid_t object, const char* name) {
    return required(read_text_attribute(object, name), object, name);
}
double required_real(hid_t object, const char* name) {
    return required(read_real_attribute(object, name), object, name);
}
std::uint64_t required_whole(hid_t object, const char* name) {
    return required(read_whole_attribute(object, name), object, name);
}

bool has_link(hid_t group, const std::string& name) {
    const htri_t exists = H5Lexists(group, name.c_str(), H5P_DEFAULT);
    check_status(exists, group, fmt::format("looking for '{}'", name));
    return exists > 0;
}

// One by one: H5Literate of HDF5 1.10 crashes over a damaged group.
std::vector<std::string> child_names(hid_t group) {
    H5G_info_t info{};
    check_status(H5Gget_info(group, &info), group, "listing a group");
    std::vector<std::string> names;
    for (hsize_t i = 0; i < info.nlinks; ++i) {
        const auto read = [&](char* text, std::size_t size) {
            return H5Lget_name_by_idx(group, ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, i, text, size, H5P_DEFAULT);
        };
        const ssize_t length = read(nullptr, 0);
        if (length < 0) throw_hdf5_error(group, "listing a group");
        std::string name(static_cast<std::size_t>(length), '\0');
        if (read(name.data(), name.size() + 1) < 0) throw_hdf5_error(group, "listing a group");
        names.push_back(std::move(name));
    }
    return names;
}

std::vector<std::string> variable_names(hid_t group) {
    std::vector<std::string> names;
    for (std::string& name : child_names(group)) {
        const ObjectHandle object(
            checked_id(H5Oopen(group, name.c_str(), H5P_DEFAULT), group, fmt::format("opening '{}'", name)));
        if (H5Iget_type(object.id()) == H5I_DATASET) names.push_back(std::move(name));
    }
    return names;
}

DatasetHandle open_variable(hid_t group, const std::string& name) {
    return DatasetHandle(
        checked_id(H5Dopen2(group, name.c_str(), H5P_DEFAULT), group, fmt::format("opening variable '{}'", name)));
}

std::vector<hsize_t> shape_of(hid_t dataset) {
    const SpaceHandle space(checked_id(H5Dget_space(dataset), dataset, "reading a shape"));
    const int rank = H5Sget_simple_extent_ndims(space.id());
    std::vector<hsize_t> shape(static_cast<std::size_t>(std::max(rank, 0)));
    H5Sget_simple_extent_dims(space.id(), shape.data(), nullptr);
    return shape;
}

}  // namespace strife
