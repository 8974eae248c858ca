// Buffers rows until a chunk is full, then writes that chunk of every alternative.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/column_writer.h"

#include <algorithm>
#include <cstring>

#include "base/contracts.h"

namespace strife {

ColumnWriter::ColumnWriter(NetcdfGroup& group, VariableSpec spec, std::size_t chunk_bytes) : type_(spec.type) {
    STRIFE_EXPECT(spec.dimensions.size() >= 2 && spec.dimensions[0] == "alternative" && spec.dimensions[1] == "replication");
    for (const std::string& dimension : spec.dimensions) shape_.push_back(group.extent(dimension).length);
    maximum_ = group.extent("replication").maximum;
    row_bytes_ = value_size(type_);
    for (std::size_t i = 2; i < shape_.size(); ++i) row_bytes_ *= shape_[i];
    chunk_rows_ = std::clamp<hsize_t>(chunk_bytes / std::max<std::size_t>(row_bytes_, 1), 1, maximum_);

    // A long row is cut from the outside; it is written whole all the same.
    spec.chunk = {1, chunk_rows_};
    std::size_t bytes = row_bytes_;
    for (std::size_t i = 2; i < shape_.size(); ++i) {
        hsize_t length = std::max<hsize_t>(shape_[i], 1);
        while (length > 1 && bytes > std::max<std::size_t>(chunk_bytes, std::size_t{1} << 20U)) {
            bytes = bytes / length * ((length + 1) / 2);
            length = (length + 1) / 2;
        }
        spec.chunk.push_back(length);
    }
    dataset_ = group.add_variable(spec);
    buffers_.assign(shape_[0], std::vector<std::byte>(row_bytes_ * chunk_rows_));
}

void ColumnWriter::append(std::size_t alternative, const void* row) {
    STRIFE_EXPECT(alternative < buffers_.size());
    if (row_bytes_ > 0) std::memcpy(buffers_[alternative].data() + buffered_rows_ * row_bytes_, row, row_bytes_);
}

void ColumnWriter::end_row() {
    if (++buffered_rows_ == chunk_rows_) flush();
}

void ColumnWriter::flush() {
    if (buffered_rows_ == 0) return;
    const hid_t dataset = dataset_.id();
    std::vector<hsize_t> start(shape_.size(), 0);
    std::vector<hsize_t> count = shape_;
    start[1] = shape_[1];
    count[0] = 1;
    count[1] = buffered_rows_;
    shape_[1] += buffered_rows_;
    check_status(H5Dset_extent(dataset, shape_.data()), dataset, "extending a variable");
    if (row_bytes_ > 0) {
        const SpaceHandle file_space(checked_id(H5Dget_space(dataset), dataset, "writing a variable"));
        const SpaceHandle memory_space(
            checked_id(H5Screate_simple(static_cast<int>(count.size()), count.data(), nullptr), dataset, "creating a dataspace"));
        const TypeHandle type = stored_type(type_);
        for (std::size_t alternative = 0; alternative < buffers_.size(); ++alternative) {
            start[0] = alternative;
            check_status(H5Sselect_hyperslab(file_space.id(), H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr),
                         dataset, "selecting rows");
            check_status(
                H5Dwrite(dataset, type.id(), memory_space.id(), file_space.id(), H5P_DEFAULT, buffers_[alternative].data()),
                dataset, "writing a variable");
        }
    }
    buffered_rows_ = 0;
}

void ColumnWriter::finish(hsize_t kept) {
    flush();
    STRIFE_EXPECT(kept <= shape_[1]);
    if (kept < shape_[1]) {
        shape_[1] = kept;
        check_status(H5Dset_extent(dataset_.id(), shape_.data()), dataset_.id(), "cutting a variable");
    }
    if (!dataset_.close()) throw_hdf5_error(H5I_INVALID_HID, "closing a variable");
}

}  // namespace strife
