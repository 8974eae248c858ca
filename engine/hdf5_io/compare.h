// Tells whether two result files are the same run, bit for bit.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "hdf5_io/result_file_error.h"

namespace strife {

// What differs between two HDF5 files outside /volatile, a line each, in the order of their paths; empty if nothing does.
// Compared are names, types, shapes, filters, attributes, and of the data the stored bytes of each chunk (texts: their
// characters, as they lie elsewhere). Where values lie in the file does not count. Throws ResultFileError if a file cannot be
// read.
std::vector<std::string> compare_files(const std::string& a, const std::string& b);

}  // namespace strife
