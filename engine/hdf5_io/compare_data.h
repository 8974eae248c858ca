// Compares two variables or two attributes: shape, type, storage and content.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "hdf5_io/handle.h"

namespace strife {

// The first difference in words, empty if there is none. Throw ResultFileError if something cannot be read.
std::string dataset_difference(hid_t a, hid_t b);
std::string attribute_difference(hid_t a, hid_t b, const std::string& name);

}  // namespace strife
