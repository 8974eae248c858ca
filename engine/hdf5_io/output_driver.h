// How the bytes of a new result file reach the disk: an HDF5 file driver that outlives a full disk.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <map>

#include "hdf5_io/handle.h"

namespace strife {

// What went wrong while writing, if anything, and what could not be written.
struct OutputFaults {
    static constexpr std::size_t kPageSize = 4096;

    int error = 0;                                              // `errno` of the first failed write
    std::map<haddr_t, std::array<std::byte, kPageSize>> pages;  // by number; everything written since

    // Throws ResultFileError with the system's message if something went wrong.
    void check(const std::string& path) const;
};

using DriverHandle = Hdf5Handle<H5FDunregister>;

// HDF5 1.10 cannot close a file that it fails to write, and crashes over it when the program ends. This driver therefore never
// fails: from the first error on it keeps what is written in memory, where HDF5 finds it again, and tells the error in `faults`.
// The caller looks there after every step, so that this memory stays small. `faults` must outlive the file.
DriverHandle use_output_driver(hid_t file_access_properties, OutputFaults& faults);

}  // namespace strife
