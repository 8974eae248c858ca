// Opens a result file for reading and reads the description of its run.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "hdf5_io/handle.h"
#include "results/ports.h"

namespace strife {

// Throws ResultFileError with what is wrong: no file, a directory, no HDF5, cut off, no result of strife, a newer major version.
FileHandle open_result_file(const std::string& path);
// The same for any HDF5 file.
FileHandle open_hdf5_file(const std::string& path);

// All but the provenance.
RunHeader read_header(hid_t file);

}  // namespace strife
