// Appends rows to a variable [alternative x replication x ...], a whole chunk at a time.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "hdf5_io/netcdf_group.h"

namespace strife {

// Holds one chunk of each alternative and nothing of what was written before. Throws ResultFileError.
class ColumnWriter {
  public:
    // spec.dimensions begins with "alternative" and "replication"; rows have the shape of the rest. A chunk holds about
    // `chunk_bytes` of one alternative.
    ColumnWriter(NetcdfGroup& group, VariableSpec spec, std::size_t chunk_bytes);

    // The values of the next replication of one alternative, of the variable's type; every alternative once, then end_row().
    void append(std::size_t alternative, const void* row);
    void end_row();
    // Writes what is left and cuts the variable to `kept` replications.
    void finish(hsize_t kept);

  private:
    void flush();

    DatasetHandle dataset_;
    ValueType type_;
    std::vector<hsize_t> shape_;  // [alternatives, replications written, row...]
    hsize_t maximum_ = 0;         // of replications
    std::size_t row_bytes_ = 0;
    hsize_t chunk_rows_ = 1;
    hsize_t buffered_rows_ = 0;
    std::vector<std::vector<std::byte>> buffers_;  // [alternatives][chunk_rows x row_bytes]
};

}  // namespace strife
