// Writes by pwrite; after an error, into memory.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/output_driver.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>

namespace strife {

namespace {

// What HDF5 hands to the callbacks; the base must come first.
struct OutputFile {
    H5FD_t base;
    int descriptor;
    haddr_t end_of_allocation;
    haddr_t end_of_file;
    OutputFaults* faults;
};

OutputFile& file_of(H5FD_t* base) {
    return *reinterpret_cast<OutputFile*>(base);
}
const OutputFile& file_of(const H5FD_t* base) {
    return *reinterpret_cast<const OutputFile*>(base);
}

H5FD_t* open_file(const char* name, unsigned flags, hid_t properties, haddr_t /*maximum*/) {
    const void* information = H5Pget_driver_info(properties);
    if (information == nullptr) return nullptr;
    int mode = O_CLOEXEC | ((flags & H5F_ACC_RDWR) != 0 ? O_RDWR : O_RDONLY);
    if ((flags & H5F_ACC_TRUNC) != 0) mode |= O_TRUNC;
    if ((flags & H5F_ACC_CREAT) != 0) mode |= O_CREAT;
    const int descriptor = ::open(name, mode, 0666);
    if (descriptor < 0) return nullptr;
    auto file = std::make_unique<OutputFile>();
    file->descriptor = descriptor;
    const off_t size = ::lseek(descriptor, 0, SEEK_END);
    file->end_of_file = size > 0 ? static_cast<haddr_t>(size) : 0;
    file->faults = *static_cast<OutputFaults* const*>(information);
    return &file.release()->base;
}

herr_t close_file(H5FD_t* base) {
    const std::unique_ptr<OutputFile> file(&file_of(base));
    if (::close(file->descriptor) != 0 && file->faults->error == 0) file->faults->error = errno;
    return 0;
}

herr_t query_features(const H5FD_t* /*base*/, unsigned long* flags) {
    *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE | H5FD_FEAT_AGGREGATE_SMALLDATA |
             H5FD_FEAT_DEFAULT_VFD_COMPATIBLE;
    return 0;
}

haddr_t get_end_of_allocation(const H5FD_t* base, H5FD_mem_t /*type*/) {
    return file_of(base).end_of_allocation;
}

herr_t set_end_of_allocation(H5FD_t* base, H5FD_mem_t /*type*/, haddr_t end) {
    file_of(base).end_of_allocation = end;
    return 0;
}

haddr_t get_end_of_file(const H5FD_t* base, H5FD_mem_t /*type*/) {
    return file_of(base).end_of_file;
}

// What lies behind the end reads as zero.
bool read_from_disk(int descriptor, haddr_t address, std::size_t size, std::byte* buffer) {
    while (size > 0) {
        const ssize_t done = ::pread(descriptor, buffer, size, static_cast<off_t>(address));
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return false;
        if (done == 0) {
            std::memset(buffer, 0, size);
            return true;
        }
        const auto count = static_cast<std::size_t>(done);
        address += count;
        buffer += count;
        size -= count;
    }
    return true;
}

bool write_to_disk(int descriptor, haddr_t address, std::size_t size, const std::byte* buffer) {
    while (size > 0) {
        const ssize_t done = ::pwrite(descriptor, buffer, size, static_cast<off_t>(address));
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return false;
        const auto count = static_cast<std::size_t>(done);
        address += count;
        buffer += count;
        size -= count;
    }
    return true;
}

// Calls `action(page number, offset in the page, offset in the buffer, length)` for every page that the range touches.
template <class Action>
void for_each_page(haddr_t address, std::size_t size, Action action) {
    for (std::size_t done = 0; done < size;) {
        const haddr_t page = (address + done) / OutputFaults::kPageSize;
        const auto offset = static_cast<std::size_t>((address + done) % OutputFaults::kPageSize);
        const std::size_t length = std::min(size - done, OutputFaults::kPageSize - offset);
        action(page, offset, done, length);
        done += length;
    }
}

herr_t read_bytes(H5FD_t* base, H5FD_mem_t /*type*/, hid_t /*transfer*/, haddr_t address, std::size_t size, void* buffer) {
    OutputFile& file = file_of(base);
    auto* bytes = static_cast<std::byte*>(buffer);
    if (!read_from_disk(file.descriptor, address, size, bytes)) {
        if (file.faults->error == 0) file.faults->error = errno;
        return -1;
    }
    if (file.faults->pages.empty()) return 0;
    for_each_page(address, size, [&](haddr_t page, std::size_t offset, std::size_t done, std::size_t length) {
        const auto found = file.faults->pages.find(page);
        if (found != file.faults->pages.end()) std::memcpy(bytes + done, found->second.data() + offset, length);
    });
    return 0;
}

herr_t write_bytes(H5FD_t* base, H5FD_mem_t /*type*/, hid_t /*transfer*/, haddr_t address, std::size_t size, const void* buffer) {
    OutputFile& file = file_of(base);
    OutputFaults& faults = *file.faults;
    const auto* bytes = static_cast<const std::byte*>(buffer);
    file.end_of_file = std::max(file.end_of_file, address + size);
    if (faults.error == 0) {
        if (write_to_disk(file.descriptor, address, size, bytes)) return 0;
        faults.error = errno;
    }
    for_each_page(address, size, [&](haddr_t page, std::size_t offset, std::size_t done, std::size_t length) {
        const auto [entry, fresh] = faults.pages.try_emplace(page);
        if (fresh) read_from_disk(file.descriptor, page * OutputFaults::kPageSize, OutputFaults::kPageSize, entry->second.data());
        std::memcpy(entry->second.data() + offset, bytes + done, length);
    });
    return 0;
}

herr_t truncate_file(H5FD_t* base, hid_t /*transfer*/, hbool_t /*closing*/) {
    OutputFile& file = file_of(base);
    if (file.faults->error == 0 && ::ftruncate(file.descriptor, static_cast<off_t>(file.end_of_allocation)) != 0) {
        file.faults->error = errno;
    }
    file.end_of_file = file.end_of_allocation;
    return 0;
}

}  // namespace

void OutputFaults::check(const std::string& path) const {
    if (error != 0) throw ResultFileError(path, "writing the file", std::generic_category().message(error));
}

DriverHandle use_output_driver(hid_t file_access_properties, OutputFaults& faults) {
    H5FD_class_t driver{};
    driver.name = "strife_output";
    driver.maxaddr = (haddr_t{1} << 62U) - 1;
    driver.fc_degree = H5F_CLOSE_STRONG;
    driver.fapl_size = sizeof(OutputFaults*);  // HDF5 copies the pointer
    driver.open = open_file;
    driver.close = close_file;
    driver.query = query_features;
    driver.get_eoa = get_end_of_allocation;
    driver.set_eoa = set_end_of_allocation;
    driver.get_eof = get_end_of_file;
    driver.read = read_bytes;
    driver.write = write_bytes;
    driver.truncate = truncate_file;
    constexpr std::array<H5FD_mem_t, H5FD_MEM_NTYPES> free_lists = H5FD_FLMAP_DICHOTOMY;
    std::ranges::copy(free_lists, driver.fl_map);
    DriverHandle handle(checked_id(H5FDregister(&driver), H5I_INVALID_HID, "registering the file driver"));
    OutputFaults* information = &faults;
    check_status(H5Pset_driver(file_access_properties, handle.id(), static_cast<const void*>(&information)), H5I_INVALID_HID,
                 "setting the file driver");
    return handle;
}

}  // namespace strife
