// The groups that grow while a run goes on: /runs, /series, /events and /failures.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "hdf5_io/column_writer.h"
#include "hdf5_io/layout.h"
#include "hdf5_io/record_table.h"
#include "hdf5_io/replication_queue.h"
#include "results/ports.h"

namespace strife {

struct StorageOptions {
    int deflate_level = 4;
    std::size_t buffer_bytes = 0;
};

// Takes whole replications in order. Throws ResultFileError.
class RunColumns {
  public:
    RunColumns(hid_t file, const RunHeader& header, const Layout& layout, StorageOptions options);

    // The next replication, one view an alternative.
    void append(std::span<const ReplicationView> replication);
    // Writes what is left and keeps only the first `kept` replications.
    void finish(std::uint64_t kept);

  private:
    void add_run_variables(const RunHeader& header, const Layout& layout, std::size_t chunk_bytes);
    void add_series_variables(NetcdfGroup& group, const RunHeader& header, const Layout& layout, std::size_t chunk_bytes);
    void append_row(std::size_t alternative, const ReplicationView& view);
    void append_records(std::size_t alternative, const ReplicationView& view);

    const RunHeader& header_;
    hsize_t maximum_;  // of replications
    NetcdfGroup runs_;
    std::optional<NetcdfGroup> series_;
    std::optional<RecordTable> events_;
    RecordTable failures_;
    std::vector<ColumnWriter> bookkeeping_;  // finished, event_count, clampings, stop_reason, end_time
    std::vector<ColumnWriter> outcomes_;     // [RunDescriptor::outcomes]
    std::vector<ColumnWriter> all_series_;   // [RunDescriptor::series], empty unless kept
};

}  // namespace strife
