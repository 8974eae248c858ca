// Creates, syncs and renames files by the system's calls.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/output_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "hdf5_io/result_file_error.h"

namespace strife {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void throw_system_error(const std::string& path, const std::string& operation, int error) {
    throw ResultFileError(path, operation, std::generic_category().message(error));
}

fs::path directory_of(const std::string& path) {
    const fs::path parent = fs::path(path).parent_path();
    return parent.empty() ? fs::path(".") : parent;
}

std::string with_infix(const std::string& path, const std::string& infix) {
    const fs::path whole(path);
    return (whole.parent_path() / (whole.stem().string() + infix + whole.extension().string())).string();
}

void sync(const std::string& path, int flags) {
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
    if (descriptor < 0) throw_system_error(path, "opening it to bring it to disk", errno);
    const int status = ::fsync(descriptor);
    const int error = errno;
    ::close(descriptor);
    // Some file systems cannot sync a directory; the content is safe all the same.
    if (status != 0 && error != EINVAL && error != ENOTSUP) throw_system_error(path, "bringing it to disk", error);
}

// Renames without overwriting; false if the target exists.
bool rename_to_free(const std::string& from, const std::string& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return true;
    if (errno == EEXIST) return false;
    if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP) throw_system_error(to, "renaming the finished file", errno);
    // A file system without this call (NFS): look, then rename.
    if (fs::symlink_status(to).type() != fs::file_type::not_found) return false;
    if (::rename(from.c_str(), to.c_str()) != 0) throw_system_error(to, "renaming the finished file", errno);
    return true;
}

}  // namespace

void check_output_is_free(const std::string& path) {
    const std::string operation = "preparing the result file";
    std::error_code error;
    if (fs::path(path).filename().empty()) throw ResultFileError(path, operation, "it names no file");
    const fs::file_status status = fs::symlink_status(path, error);
    if (status.type() == fs::file_type::directory) throw ResultFileError(path, operation, "it is a directory");
    if (fs::exists(status)) {
        throw ResultFileError(path, operation,
                              "the file exists already and is never overwritten; remove it or choose another name");
    }
    const std::string directory = directory_of(path).string();
    const fs::file_status parent = fs::status(directory, error);
    if (parent.type() == fs::file_type::not_found) {
        throw ResultFileError(path, operation, fmt::format("directory '{}' does not exist", directory));
    }
    if (error) throw ResultFileError(path, operation, error.message());
    if (parent.type() != fs::file_type::directory) {
        throw ResultFileError(path, operation, fmt::format("'{}' is not a directory", directory));
    }
    if (::faccessat(AT_FDCWD, directory.c_str(), W_OK | X_OK, AT_EACCESS) != 0) {
        throw ResultFileError(
            path, operation,
            fmt::format("directory '{}' may not be written to: {}", directory, std::generic_category().message(errno)));
    }
}

TemporaryFile::TemporaryFile(const std::string& path) {
    check_output_is_free(path);
    const std::string name = fs::path(path).filename().string();
    // Machines that share a directory may share a process number too.
    for (int attempt = 1; attempt <= 100; ++attempt) {
        const std::string infix = attempt == 1 ? "" : fmt::format(".{}", attempt);
        const std::string candidate = (directory_of(path) / fmt::format(".{}.{}{}.tmp", name, ::getpid(), infix)).string();
        const int descriptor = ::open(candidate.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0666);
        if (descriptor >= 0) {
            ::close(descriptor);
            path_ = candidate;
            return;
        }
        if (errno != EEXIST) throw_system_error(candidate, "creating the temporary file", errno);
    }
    throw ResultFileError(path, "creating the temporary file", "too many left-over temporary files beside it");
}

std::string TemporaryFile::publish(const std::string& target) {
    sync(path_, O_RDWR);
    std::string name = target;
    for (int number = 2; !rename_to_free(path_, name); ++number) name = with_infix(target, fmt::format(".{}", number));
    path_.clear();
    sync(directory_of(name).string(), O_RDONLY | O_DIRECTORY);
    return name;
}

void TemporaryFile::remove() noexcept {
    if (!path_.empty()) ::unlink(path_.c_str());
    path_.clear();
}

std::string partial_path(const std::string& path) {
    return with_infix(path, ".partial");
}

}  // namespace strife
