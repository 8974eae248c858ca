// Writes and reads attributes, one call each.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/attributes.h"

#include <cstring>
#include <limits>

#include <fmt/format.h>

namespace strife {

namespace {

void write_scalar(hid_t object, const char* name, hid_t type, const void* value) {
    const SpaceHandle space(checked_id(H5Screate(H5S_SCALAR), object, "creating a dataspace"));
    write_array_attribute(object, name, type, space.id(), value);
}

// The length of the UTF-8 sequence that begins at text[at], 0 if none does.
std::size_t sequence_length(const std::string& text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(at);
    const std::size_t length = lead < 0x80 ? 1 : lead >= 0xC2 && lead < 0xE0 ? 2 : lead >= 0xE0 && lead < 0xF0 ? 3 : 4;
    if (length == 4 && (lead < 0xF0 || lead > 0xF4)) return 0;
    if (at + length > text.size()) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0U) != 0x80U) return 0;
    }
    return length;
}

std::string readable_prefix(const std::string& text, std::size_t size) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = sequence_length(text, at);
        const std::string piece = length == 0 ? "?" : text.substr(at, length);
        if (result.size() + piece.size() > size) break;
        result += piece;
        at += piece.size();
    }
    return result;
}

AttributeHandle open_attribute(hid_t object, const char* name) {
    return AttributeHandle(checked_id(H5Aopen(object, name, H5P_DEFAULT), object, fmt::format("opening attribute '{}'", name)));
}

void read_number(hid_t object, const char* name, hid_t type, void* value) {
    const std::string operation = fmt::format("reading attribute '{}'", name);
    const AttributeHandle attribute = open_attribute(object, name);
    const SpaceHandle space(checked_id(H5Aget_space(attribute.id()), object, operation));
    if (H5Sget_simple_extent_npoints(space.id()) != 1) {
        throw ResultFileError(file_name_of(object), operation, "it is not a single number");
    }
    check_status(H5Aread(attribute.id(), type, value), object, operation);
}

}  // namespace

void write_array_attribute(hid_t object, const char* name, hid_t type, hid_t space, const void* values) {
    const std::string operation = fmt::format("writing attribute '{}'", name);
    const AttributeHandle attribute(
        checked_id(H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT), object, operation));
    check_status(H5Awrite(attribute.id(), type, values), object, operation);
}

TypeHandle variable_text_type() {
    TypeHandle type(H5Tcopy(H5T_C_S1));
    H5Tset_size(type.id(), H5T_VARIABLE);
    H5Tset_cset(type.id(), H5T_CSET_UTF8);
    return type;
}

void write_attribute(hid_t object, const char* name, const std::string& text) {
    const TypeHandle type = variable_text_type();
    const char* pointer = text.c_str();
    write_scalar(object, name, type.id(), static_cast<const void*>(&pointer));
}

void write_attribute(hid_t object, const char* name, double number) {
    write_scalar(object, name, H5T_NATIVE_DOUBLE, &number);
}

void write_attribute(hid_t object, const char* name, std::int64_t number) {
    write_scalar(object, name, H5T_NATIVE_INT64, &number);
}

void write_attribute(hid_t object, const char* name, std::uint64_t number) {
    write_scalar(object, name, H5T_NATIVE_UINT64, &number);
}

void write_fill_attribute(hid_t object) {
    const double fill = std::numeric_limits<double>::quiet_NaN();
    const hsize_t one = 1;
    const SpaceHandle space(checked_id(H5Screate_simple(1, &one, nullptr), object, "creating a dataspace"));
    write_array_attribute(object, "_FillValue", H5T_NATIVE_DOUBLE, space.id(), &fill);
}

void write_fixed_text_attribute(hid_t object, const char* name, const std::string& text, std::size_t size) {
    const TypeHandle type(checked_id(H5Tcopy(H5T_C_S1), object, "copying a type"));
    check_status(H5Tset_size(type.id(), size), object, "sizing a type");
    H5Tset_strpad(type.id(), H5T_STR_NULLPAD);
    H5Tset_cset(type.id(), H5T_CSET_UTF8);
    std::string padded = readable_prefix(text, size);
    padded.resize(size, '\0');
    write_scalar(object, name, type.id(), padded.data());
}

bool has_attribute(hid_t object, const char* name) {
    return H5Aexists(object, name) > 0;
}

std::optional<std::string> read_text_attribute(hid_t object, const char* name) {
    if (!has_attribute(object, name)) return std::nullopt;
    const std::string operation = fmt::format("reading attribute '{}'", name);
    const AttributeHandle attribute = open_attribute(object, name);
    const TypeHandle type(checked_id(H5Aget_type(attribute.id()), object, operation));
    const SpaceHandle space(checked_id(H5Aget_space(attribute.id()), object, operation));
    if (H5Tget_class(type.id()) != H5T_STRING || H5Sget_simple_extent_npoints(space.id()) != 1) {
        throw ResultFileError(file_name_of(object), operation, "it is not a single text");
    }
    if (H5Tis_variable_str(type.id()) > 0) {
        const TypeHandle memory = variable_text_type();
        char* text = nullptr;
        check_status(H5Aread(attribute.id(), memory.id(), static_cast<void*>(&text)), object, operation);
        std::string result = text != nullptr ? text : "";
        H5free_memory(text);
        return result;
    }
    std::string text(H5Tget_size(type.id()), '\0');
    check_status(H5Aread(attribute.id(), type.id(), text.data()), object, operation);
    text.resize(std::strlen(text.c_str()));
    return text;
}

std::optional<double> read_real_attribute(hid_t object, const char* name) {
    if (!has_attribute(object, name)) return std::nullopt;
    double number = 0.0;
    read_number(object, name, H5T_NATIVE_DOUBLE, &number);
    return number;
}

std::optional<std::uint64_t> read_whole_attribute(hid_t object, const char* name) {
    if (!has_attribute(object, name)) return std::nullopt;
    std::uint64_t number = 0;
    read_number(object, name, H5T_NATIVE_UINT64, &number);
    return number;
}

}  // namespace strife
