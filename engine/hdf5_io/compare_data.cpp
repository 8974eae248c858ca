// Compares the content of variables chunk by chunk, as stored, and of attributes value by value.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/compare_data.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "hdf5_io/attributes.h"
#include "hdf5_io/slab.h"
#include "hdf5_io/stored_values.h"

namespace strife {

namespace {

using Index = std::vector<hsize_t>;

struct Storage {
    H5D_layout_t layout = H5D_CONTIGUOUS;
    Index chunk;
    std::string filters;  // "2() 1(4) 3()": numbers and settings

    bool operator==(const Storage&) const = default;
};

Storage storage_of(hid_t dataset) {
    const PropertyHandle properties(checked_id(H5Dget_create_plist(dataset), dataset, "reading the storage of a variable"));
    Storage storage{.layout = H5Pget_layout(properties.id()), .chunk = {}, .filters = {}};
    if (storage.layout != H5D_CHUNKED) return storage;
    storage.chunk = shape_of(dataset);
    H5Pget_chunk(properties.id(), static_cast<int>(storage.chunk.size()), storage.chunk.data());
    const int filters = H5Pget_nfilters(properties.id());
    for (int i = 0; i < filters; ++i) {
        unsigned flags = 0;
        std::size_t count = 8;
        std::array<unsigned, 8> settings{};
        const H5Z_filter_t filter =
            H5Pget_filter2(properties.id(), static_cast<unsigned>(i), &flags, &count, settings.data(), 0, nullptr, nullptr);
        const auto used = settings.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(count, settings.size()));
        storage.filters += fmt::format("{}({}) ", filter, fmt::join(settings.begin(), used, " "));
    }
    return storage;
}

// The next index in row-major order below `end`, in steps; false after the last.
bool advance(Index& index, const Index& end, const Index& step) {
    for (std::size_t i = index.size(); i-- > 0;) {
        index[i] += step[i];
        if (index[i] < end[i]) return true;
        index[i] = 0;
    }
    return false;
}

struct RawChunk {
    std::uint32_t filter_mask = 0;
    std::vector<std::byte> bytes;  // empty if nothing is stored
    bool operator==(const RawChunk&) const = default;
};

RawChunk read_raw_chunk(hid_t dataset, const Index& offset) {
    RawChunk chunk;
    hsize_t size = 0;
    if (H5Dget_chunk_storage_size(dataset, offset.data(), &size) < 0 || size == 0) return chunk;
    chunk.bytes.resize(size);
    check_status(H5Dread_chunk(dataset, H5P_DEFAULT, offset.data(), &chunk.filter_mask, chunk.bytes.data()), dataset,
                 "reading a chunk");
    return chunk;
}

std::string chunk_difference(hid_t a, hid_t b, const Index& shape, const Index& chunk) {
    if (std::ranges::find(shape, hsize_t{0}) != shape.end()) return "";
    Index offset(shape.size(), 0);
    std::size_t chunks = 0;
    std::size_t differing = 0;
    Index first;
    do {
        ++chunks;
        if (read_raw_chunk(a, offset) != read_raw_chunk(b, offset) && differing++ == 0) first = offset;
    } while (advance(offset, shape, chunk));
    if (differing == 0) return "";
    return fmt::format("{} of {} chunks differ, the first at [{}]", differing, chunks, fmt::join(first, ", "));
}

std::vector<std::string> read_texts_of(hid_t dataset, const Slab& slab) {
    std::vector<char*> pointers(slab.size());
    read_slab(dataset, slab, variable_text_type().id(), static_cast<void*>(pointers.data()));
    std::vector<std::string> texts;
    for (char* pointer : pointers) {
        texts.emplace_back(pointer != nullptr ? pointer : "");
        H5free_memory(pointer);
    }
    return texts;
}

std::string text_difference(hid_t a, hid_t b, const Index& shape) {
    constexpr hsize_t piece = 16384;
    const hsize_t rows = shape.empty() ? 1 : shape[0];
    for (hsize_t begin = 0; begin < rows; begin += piece) {
        const hsize_t count = std::min(piece, rows - begin);
        const Slab slab = shape.empty() ? Slab::all(shape) : Slab::rows(shape, begin, count);
        const std::vector<std::string> in_a = read_texts_of(a, slab);
        const std::vector<std::string> in_b = read_texts_of(b, slab);
        const auto [first, second] = std::ranges::mismatch(in_a, in_b);
        if (first == in_a.end()) continue;
        return fmt::format("texts differ, the first after {} equal ones: '{:.60}' and '{:.60}'",
                           begin + static_cast<hsize_t>(first - in_a.begin()), *first, *second);
    }
    return "";
}

std::vector<std::byte> read_plain(hid_t dataset, hid_t type, const Slab& slab) {
    std::vector<std::byte> bytes(H5Tget_size(type) * slab.size());
    read_slab(dataset, slab, type, bytes.data());
    return bytes;
}

// Names of the dimensions of a variable, from the references in its DIMENSION_LIST.
std::vector<std::string> read_dimension_list(hid_t attribute, std::size_t rank) {
    std::vector<hvl_t> lists(rank);
    const TypeHandle type(H5Aget_type(attribute));
    const SpaceHandle space(H5Aget_space(attribute));
    check_status(H5Aread(attribute, type.id(), lists.data()), attribute, "reading dimensions");
    std::vector<std::string> names;
    for (const hvl_t& list : lists) {
        for (std::size_t i = 0; i < list.len; ++i) {
            const ObjectHandle scale(H5Rdereference2(attribute, H5P_DEFAULT, H5R_OBJECT, static_cast<hobj_ref_t*>(list.p) + i));
            std::string name(1024, '\0');
            const ssize_t length = H5Iget_name(scale.id(), name.data(), name.size());
            name.resize(static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
            names.push_back(std::move(name));
        }
    }
    H5Dvlen_reclaim(type.id(), space.id(), H5P_DEFAULT, lists.data());
    return names;
}

AttributeHandle open_attribute(hid_t object, const std::string& name) {
    return AttributeHandle(checked_id(H5Aopen(object, name.c_str(), H5P_DEFAULT), object, "opening attribute " + name));
}

std::vector<std::byte> read_attribute_bytes(hid_t attribute, hid_t type, std::size_t values) {
    std::vector<std::byte> bytes(H5Tget_size(type) * values);
    if (!bytes.empty()) check_status(H5Aread(attribute, type, bytes.data()), attribute, "reading an attribute");
    return bytes;
}

}  // namespace

std::string dataset_difference(hid_t a, hid_t b) {
    const TypeHandle type_a(checked_id(H5Dget_type(a), a, "reading a type"));
    const TypeHandle type_b(checked_id(H5Dget_type(b), b, "reading a type"));
    if (H5Tequal(type_a.id(), type_b.id()) <= 0) return "types differ";
    const Index shape = shape_of(a);
    const Index shape_b = shape_of(b);
    if (shape != shape_b) return fmt::format("shapes differ: [{}] and [{}]", fmt::join(shape, ", "), fmt::join(shape_b, ", "));
    const Storage storage = storage_of(a);
    if (storage != storage_of(b)) return "layout, chunk size or filters differ";
    if (H5Tis_variable_str(type_a.id()) > 0) return text_difference(a, b, shape);
    if (storage.layout == H5D_CHUNKED) return chunk_difference(a, b, shape, storage.chunk);
    const Slab slab = Slab::all(shape);
    return read_plain(a, type_a.id(), slab) == read_plain(b, type_a.id(), slab) ? "" : "values differ";
}

std::string attribute_difference(hid_t a, hid_t b, const std::string& name) {
    const AttributeHandle in_a = open_attribute(a, name);
    const AttributeHandle in_b = open_attribute(b, name);
    const TypeHandle type(H5Aget_type(in_a.id()));
    const TypeHandle type_b(H5Aget_type(in_b.id()));
    if (H5Tequal(type.id(), type_b.id()) <= 0) return "types differ";
    const SpaceHandle space(H5Aget_space(in_a.id()));
    const SpaceHandle space_b(H5Aget_space(in_b.id()));
    if (H5Sextent_equal(space.id(), space_b.id()) <= 0) return "shapes differ";
    const auto values = static_cast<std::size_t>(std::max<hssize_t>(H5Sget_simple_extent_npoints(space.id()), 0));
    if (name == "DIMENSION_LIST") {
        return read_dimension_list(in_a.id(), values) == read_dimension_list(in_b.id(), values) ? "" : "dimensions differ";
    }
    if (H5Tis_variable_str(type.id()) > 0 && values == 1) {
        const std::string text = read_text_attribute(a, name.c_str()).value_or("");
        const std::string text_b = read_text_attribute(b, name.c_str()).value_or("");
        return text == text_b ? "" : fmt::format("'{:.60}' and '{:.60}'", text, text_b);
    }
    if (read_attribute_bytes(in_a.id(), type.id(), values) == read_attribute_bytes(in_b.id(), type.id(), values)) return "";
    return "values differ";
}

}  // namespace strife
