// Attributes of HDF5 objects: small named facts, texts as variable-length UTF-8 so that every reader sees text.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "hdf5_io/handle.h"

namespace strife {

// Scalar attributes of `object`; all throw ResultFileError.
void write_attribute(hid_t object, const char* name, const std::string& text);
void write_attribute(hid_t object, const char* name, double number);
void write_attribute(hid_t object, const char* name, std::int64_t number);
void write_attribute(hid_t object, const char* name, std::uint64_t number);

// An attribute of any shape and type.
void write_array_attribute(hid_t object, const char* name, hid_t type, hid_t space, const void* values);

// `_FillValue` as the netCDF library writes it: one element of NaN.
void write_fill_attribute(hid_t object);

// A text of `size` bytes whatever it says, cut or padded with NUL, for facts that must not move anything else in the file.
// Bytes that are not UTF-8 become '?'.
void write_fixed_text_attribute(hid_t object, const char* name, const std::string& text, std::size_t size);

bool has_attribute(hid_t object, const char* name);

// Nothing if there is no such attribute; throws ResultFileError if it is of another type or cannot be read.
std::optional<std::string> read_text_attribute(hid_t object, const char* name);
std::optional<double> read_real_attribute(hid_t object, const char* name);
std::optional<std::uint64_t> read_whole_attribute(hid_t object, const char* name);

// Text as HDF5 stores it: UTF-8 of variable length.
TypeHandle variable_text_type();

}  // namespace strife
