// Reads and writes rectangular parts of a variable.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "hdf5_io/handle.h"

namespace strife {

// The values [start, start + count) along every dimension; both empty for a scalar.
struct Slab {
    std::vector<hsize_t> start;
    std::vector<hsize_t> count;

    // Everything of a variable of this shape.
    static Slab all(const std::vector<hsize_t>& shape) {
        return {.start = std::vector<hsize_t>(shape.size(), 0), .count = shape};
    }
    // The rows [begin, begin + count) along the outermost dimension.
    static Slab rows(const std::vector<hsize_t>& shape, hsize_t begin, hsize_t count);
    // Number of values; the largest number there is where they are more than that.
    [[nodiscard]] std::size_t size() const;
};

// The number of values of the slab, for which memory may be made: throws ResultFileError if the file holds too little for a whole
// variable of such a shape, as only damaged files do.
std::size_t stored_size(hid_t dataset, const Slab& slab);

// `values` in row-major order, of the type `memory_type`. An empty slab needs nothing. Throw ResultFileError; reading tells where
// a checksum does not match.
void write_slab(hid_t dataset, const Slab& slab, hid_t memory_type, const void* values);
void read_slab(hid_t dataset, const Slab& slab, hid_t memory_type, void* values);

}  // namespace strife
