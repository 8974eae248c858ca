// Selects a rectangle in the file and transfers it.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/slab.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include <fmt/format.h>

namespace strife {

namespace {

struct Selection {
    SpaceHandle file;
    SpaceHandle memory;
};

Selection select(hid_t dataset, const Slab& slab) {
    Selection selection{.file = SpaceHandle(checked_id(H5Dget_space(dataset), dataset, "reading a shape")), .memory = {}};
    const int rank = static_cast<int>(slab.count.size());
    selection.memory = SpaceHandle(checked_id(
        rank == 0 ? H5Screate(H5S_SCALAR) : H5Screate_simple(rank, slab.count.data(), nullptr), dataset, "creating a dataspace"));
    if (rank > 0) {
        check_status(
            H5Sselect_hyperslab(selection.file.id(), H5S_SELECT_SET, slab.start.data(), nullptr, slab.count.data(), nullptr),
            dataset, "selecting values");
    }
    return selection;
}

std::string name_of(hid_t object) {
    std::string name(1024, '\0');
    const ssize_t length = H5Iget_name(object, name.data(), name.size());
    name.resize(length > 0 ? std::min(static_cast<std::size_t>(length), name.size() - 1) : 0);
    return name;
}

}  // namespace

Slab Slab::rows(const std::vector<hsize_t>& shape, hsize_t begin, hsize_t count) {
    Slab slab = all(shape);
    slab.start.at(0) = begin;
    slab.count.at(0) = count;
    return slab;
}

std::size_t Slab::size() const {
    const auto times = [](std::size_t product, hsize_t extent) {
        std::size_t result = 0;
        const bool overflows = __builtin_mul_overflow(product, extent, &result);
        return overflows ? std::numeric_limits<std::size_t>::max() : result;
    };
    if (std::ranges::count(count, hsize_t{0}) > 0) return 0;
    return std::accumulate(count.begin(), count.end(), std::size_t{1}, times);
}

std::size_t stored_size(hid_t dataset, const Slab& slab) {
    constexpr std::size_t kMostPerByte = 1032;               // deflate makes no more out of one byte
    constexpr std::size_t kAlways = std::size_t{64} * 1024;  // [bytes] whatever the file holds
    const TypeHandle type(checked_id(H5Dget_type(dataset), dataset, "reading a type"));
    const std::size_t most = kAlways + H5Dget_storage_size(dataset) * kMostPerByte;
    const std::size_t size = slab.size();
    if (size <= most / std::max<std::size_t>(1, H5Tget_size(type.id()))) return size;
    throw ResultFileError(file_name_of(dataset), fmt::format("reading variable '{}'", name_of(dataset)),
                          "the file does not hold as many values as its shape says: it is damaged");
}

void write_slab(hid_t dataset, const Slab& slab, hid_t memory_type, const void* values) {
    if (slab.size() == 0) return;
    const Selection selection = select(dataset, slab);
    check_status(H5Dwrite(dataset, memory_type, selection.memory.id(), selection.file.id(), H5P_DEFAULT, values), dataset,
                 "writing a variable");
}

void read_slab(hid_t dataset, const Slab& slab, hid_t memory_type, void* values) {
    if (slab.size() == 0) return;
    const Selection selection = select(dataset, slab);
    if (H5Dread(dataset, memory_type, selection.memory.id(), selection.file.id(), H5P_DEFAULT, values) >= 0) return;
    std::string reason = latest_hdf5_error();
    if (reason.find("checksum") != std::string::npos || reason.find("filter") != std::string::npos) {
        reason = "its checksum does not match: the file is damaged";
    }
    throw ResultFileError(file_name_of(dataset), fmt::format("reading variable '{}'", name_of(dataset)), reason);
}

}  // namespace strife
