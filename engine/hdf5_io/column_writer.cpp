// Buffers rows until a chunk is full, then writes that chunk of every alternative.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/column_writer.h"

#include <algorithm>
#include <cstring>

#include "base/contracts.h"
#include "hdf5_io/slab.h"

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
    for (const hsize_t length : automatic_chunk({shape_.begin() + 2, shape_.end()}, type_)) spec.chunk.push_back(length);
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
    Slab slab = Slab::all(shape_);
    slab.start[1] = shape_[1];
    slab.count[0] = 1;
    slab.count[1] = buffered_rows_;
    shape_[1] += buffered_rows_;
    check_status(H5Dset_extent(dataset, shape_.data()), dataset, "extending a variable");
    const TypeHandle type = stored_type(type_);
    for (const std::vector<std::byte>& buffer : buffers_) {
        write_slab(dataset, slab, type.id(), buffer.data());
        ++slab.start[0];
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
