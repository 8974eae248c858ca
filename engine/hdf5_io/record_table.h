// Parallel columns of equal, growing length: the event log and the failures.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <variant>
#include <vector>

#include "hdf5_io/netcdf_group.h"

namespace strife {

using RecordCell = std::variant<std::int64_t, double, std::string>;

// Rows come in rising order of replication. Throws ResultFileError.
class RecordTable {
  public:
    struct Options {
        std::string group;        // to create
        std::string dimension;    // unlimited
        std::string row_meaning;  // long name of the dimension
        hsize_t chunk_rows = 1;   // texts are not compressed, so a chunk is as large as it looks
        int deflate_level = 0;
    };
    // Besides, the dimension is a column of its own that counts the rows. `columns` are of type whole, real or text; one of them
    // is the whole number "replication".
    RecordTable(hid_t parent, const Options& options, const std::vector<VariableSpec>& columns);

    // One cell a column, of its type.
    void append(std::initializer_list<RecordCell> cells);
    // Writes what is left, without the rows of replications from `kept` on.
    void finish(std::uint64_t kept);

  private:
    using Values = std::variant<std::vector<std::int64_t>, std::vector<double>, std::vector<std::string>>;
    struct Column {
        DatasetHandle dataset;
        ValueType type;
        Values buffered;
    };
    void flush();
    void write_row_numbers(hsize_t end);
    [[nodiscard]] hsize_t rows_before(std::uint64_t replication) const;

    NetcdfGroup group_;
    std::string dimension_;
    hid_t row_numbers_;  // owned by the group
    hsize_t chunk_rows_;
    std::vector<Column> columns_;
    std::size_t replication_column_ = 0;
    hsize_t written_ = 0;
    hsize_t buffered_ = 0;
};

}  // namespace strife
