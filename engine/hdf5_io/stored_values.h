// Reads variables and required attributes back, with an error that names what is missing or damaged.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hdf5_io/handle.h"

namespace strife {

// Whole variables of `group` in row-major order. Throw ResultFileError if it is missing, of another type, or its checksum does
// not match.
std::vector<double> read_reals(hid_t group, const std::string& name);
std::vector<std::int64_t> read_wholes(hid_t group, const std::string& name);
std::vector<std::string> read_texts(hid_t group, const std::string& name);

// Texts lie outside the chunks and their checksums; those that matter carry one of their own (FNV-1a, 64 bits, over the texts
// each followed by a NUL) as attribute `fnv1a`, which read_texts checks.
void write_text_checksum(hid_t dataset, const std::vector<std::string>& texts);

std::string required_text(hid_t object, const char* name);
double required_real(hid_t object, const char* name);
std::uint64_t required_whole(hid_t object, const char* name);

bool has_link(hid_t group, const std::string& name);
// Names of all members of a group that remembers the order in which they were made, in that order; and those of its variables.
std::vector<std::string> child_names(hid_t group);
std::vector<std::string> variable_names(hid_t group);
DatasetHandle open_variable(hid_t group, const std::string& name);
std::vector<hsize_t> shape_of(hid_t dataset);

}  // namespace strife
