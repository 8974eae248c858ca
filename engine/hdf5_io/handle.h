// Owning handles for the identifiers of the HDF5 library, and its failures as exceptions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <hdf5.h>

#include "hdf5_io/result_file_error.h"

namespace strife {

// Owns one HDF5 identifier; closes it at the end of its life, ignoring errors (use `close` where they matter).
template <herr_t (*CloseFunction)(hid_t)>
class Hdf5Handle {
  public:
    Hdf5Handle() = default;
    explicit Hdf5Handle(hid_t id) : id_(id) {}
    ~Hdf5Handle() { reset(); }
    Hdf5Handle(const Hdf5Handle&) = delete;
    Hdf5Handle& operator=(const Hdf5Handle&) = delete;
    Hdf5Handle(Hdf5Handle&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)) {}
    Hdf5Handle& operator=(Hdf5Handle&& other) noexcept {
        if (this != &other) {
            reset();
            id_ = std::exchange(other.id_, H5I_INVALID_HID);
        }
        return *this;
    }

    [[nodiscard]] hid_t id() const { return id_; }
    [[nodiscard]] bool valid() const { return id_ >= 0; }
    // Closes now; false if the library could not (then the identifier is given up all the same).
    [[nodiscard]] bool close() { return CloseFunction(std::exchange(id_, H5I_INVALID_HID)) >= 0; }
    void reset() {
        if (id_ >= 0) CloseFunction(std::exchange(id_, H5I_INVALID_HID));
    }

  private:
    hid_t id_ = H5I_INVALID_HID;
};

using FileHandle = Hdf5Handle<H5Fclose>;
using GroupHandle = Hdf5Handle<H5Gclose>;
using DatasetHandle = Hdf5Handle<H5Dclose>;
using ObjectHandle = Hdf5Handle<H5Oclose>;
using SpaceHandle = Hdf5Handle<H5Sclose>;
using TypeHandle = Hdf5Handle<H5Tclose>;
using AttributeHandle = Hdf5Handle<H5Aclose>;
using PropertyHandle = Hdf5Handle<H5Pclose>;

// While it lives, HDF5 prints nothing in this thread; afterwards it does what it did before.
class QuietHdf5 {
  public:
    QuietHdf5();
    ~QuietHdf5();
    QuietHdf5(const QuietHdf5&) = delete;
    QuietHdf5& operator=(const QuietHdf5&) = delete;

  private:
    H5E_auto2_t function_ = nullptr;
    void* data_ = nullptr;
};

// What the HDF5 library says about its latest failure in this thread: the system's message where there is one ("No space left on
// device"), else the description nearest to the cause; may be empty.
std::string latest_hdf5_error();

// The name of the file that an identifier belongs to.
std::string file_name_of(hid_t object);

// Throws the ResultFileError of a failed operation on the file of `object`, with HDF5's reason.
[[noreturn]] void throw_hdf5_error(hid_t object, std::string_view operation);

// `id` or `status`, if it tells of success; else throws.
hid_t checked_id(hid_t id, hid_t object, std::string_view operation);
void check_status(herr_t status, hid_t object, std::string_view operation);

}  // namespace strife
