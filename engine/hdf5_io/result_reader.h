// Reads result files back: the whole summary of a run, or single columns of it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "hdf5_io/result_file_error.h"
#include "results/ports.h"

namespace strife {

// Everything but the samples themselves, of which only Summary::exact_median is taken. An instant that was beyond the run comes
// back as NaN; `probability` of a summary is only stored for first_time. Throws ResultFileError if the file is missing, no HDF5,
// cut off, damaged, of another program, or of a newer major version of the format.
StoredRun read_results(const std::string& path);

// One column of /runs: the values of all replications kept of one alternative (index), missing ones NaN. `member` counts the
// members of the outcome's sets in row-major order, 0 for a plain outcome. Throws as above, and if there is no such column.
std::vector<double> read_runs(const std::string& path, const std::string& outcome, std::size_t alternative,
                              std::size_t member = 0);

// One series of one replication, [time], from a file that keeps them. Throws as above.
struct SeriesAddress {
    std::string series;
    std::size_t alternative = 0;
    std::size_t replication = 0;
    std::size_t member = 0;  // of the series' sets, row-major
};
std::vector<double> read_series(const std::string& path, const SeriesAddress& address);

}  // namespace strife
