// Turns what the HDF5 library reports into exceptions.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/handle.h"

namespace strife {

namespace {

// Where the walk over the error stack collects what it finds; filled from the cause outwards.
struct ErrorWalk {
    std::string first;   // the description nearest to the cause
    std::string system;  // the message of the operating system
};

herr_t visit_error(unsigned /*depth*/, const H5E_error2_t* error, void* data) {
    auto& walk = *static_cast<ErrorWalk*>(data);
    const std::string description = error->desc != nullptr ? error->desc : "";
    if (walk.first.empty()) walk.first = description;
    constexpr std::string_view mark = "error message = '";
    const std::size_t begin = description.find(mark);
    if (begin != std::string::npos && walk.system.empty()) {
        const std::size_t end = description.find('\'', begin + mark.size());
        walk.system = description.substr(begin + mark.size(), end - begin - mark.size());
    }
    return 0;
}

}  // namespace

QuietHdf5::QuietHdf5() {
    H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

QuietHdf5::~QuietHdf5() {
    H5Eset_auto2(H5E_DEFAULT, function_, data_);
}

std::string latest_hdf5_error() {
    ErrorWalk walk;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, visit_error, &walk);
    return walk.system.empty() ? walk.first : walk.system;
}

std::string file_name_of(hid_t object) {
    const ssize_t length = object >= 0 ? H5Fget_name(object, nullptr, 0) : -1;
    if (length <= 0) return "result file";
    std::string name(static_cast<std::size_t>(length), '\0');
    H5Fget_name(object, name.data(), name.size() + 1);
    return name;
}

void throw_hdf5_error(hid_t object, std::string_view operation) {
    const std::string reason = latest_hdf5_error();  // before the next call clears it
    throw ResultFileError(file_name_of(object), std::string(operation), reason);
}

hid_t checked_id(hid_t id, hid_t object, std::string_view operation) {
    if (id < 0) throw_hdf5_error(object, operation);
    return id;
}

void check_status(herr_t status, hid_t object, std::string_view operation) {
    if (status < 0) throw_hdf5_error(object, operation);
}

}  // namespace strife
