// Walks two HDF5 files side by side.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/compare.h"

#include <map>
#include <set>

#include <fmt/format.h>

#include "hdf5_io/compare_data.h"
#include "hdf5_io/result_file.h"

namespace strife {

namespace {

// Path and kind of every object outside /volatile.
using ObjectList = std::map<std::string, H5O_type_t>;

ObjectList list_objects(hid_t file) {
    ObjectList objects;
    const auto visit = [](hid_t /*root*/, const char* name, const H5O_info_t* info, void* data) -> herr_t {
        const std::string_view path(name);
        if (path == "volatile" || path.starts_with("volatile/")) return 0;
        (*static_cast<ObjectList*>(data))[path == "." ? "/" : "/" + std::string(path)] = info->type;
        return 0;
    };
    check_status(H5Ovisit2(file, H5_INDEX_NAME, H5_ITER_INC, visit, &objects, H5O_INFO_BASIC), file, "listing the file");
    return objects;
}

std::set<std::string> list_attributes(hid_t object) {
    std::set<std::string> names;
    const auto visit = [](hid_t /*object*/, const char* name, const H5A_info_t* /*info*/, void* data) -> herr_t {
        // Who refers to a scale follows from the DIMENSION_LISTs.
        if (std::string_view(name) != "REFERENCE_LIST") static_cast<std::set<std::string>*>(data)->insert(name);
        return 0;
    };
    check_status(H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_INC, nullptr, visit, &names), object, "listing attributes");
    return names;
}

class FileComparison {
  public:
    FileComparison(hid_t a, hid_t b) : a_(a), b_(b) {}

    std::vector<std::string> run() {
        const ObjectList in_a = list_objects(a_);
        const ObjectList in_b = list_objects(b_);
        for (const auto& [path, type] : in_a) {
            const auto other = in_b.find(path);
            if (other == in_b.end()) {
                report(path, "only in the first file");
            } else if (other->second != type) {
                report(path, "a group in one file and a variable in the other");
            } else {
                compare_objects(path, type);
            }
        }
        for (const auto& [path, type] : in_b) {
            if (!in_a.contains(path)) report(path, "only in the second file");
        }
        return std::move(differences_);
    }

  private:
    void report(const std::string& path, const std::string& difference) {
        differences_.push_back(fmt::format("{}: {}", path, difference));
    }

    void compare_objects(const std::string& path, H5O_type_t type) {
        const ObjectHandle a(checked_id(H5Oopen(a_, path.c_str(), H5P_DEFAULT), a_, "opening " + path));
        const ObjectHandle b(checked_id(H5Oopen(b_, path.c_str(), H5P_DEFAULT), b_, "opening " + path));
        compare_attributes(path, a.id(), b.id());
        if (type == H5O_TYPE_DATASET) {
            if (const std::string difference = dataset_difference(a.id(), b.id()); !difference.empty()) report(path, difference);
        }
    }

    void compare_attributes(const std::string& path, hid_t a, hid_t b) {
        const std::set<std::string> in_a = list_attributes(a);
        const std::set<std::string> in_b = list_attributes(b);
        for (const std::string& name : in_a) {
            if (!in_b.contains(name)) {
                report(path, fmt::format("attribute '{}' only in the first file", name));
            } else if (const std::string difference = attribute_difference(a, b, name); !difference.empty()) {
                report(path, fmt::format("attribute '{}': {}", name, difference));
            }
        }
        for (const std::string& name : in_b) {
            if (!in_a.contains(name)) report(path, fmt::format("attribute '{}' only in the second file", name));
        }
    }

    hid_t a_;
    hid_t b_;
    std::vector<std::string> differences_;
};

}  // namespace

std::vector<std::string> compare_files(const std::string& a, const std::string& b) {
    const QuietHdf5 quiet;
    const FileHandle file_a = open_hdf5_file(a);
    const FileHandle file_b = open_hdf5_file(b);
    return FileComparison(file_a.id(), file_b.id()).run();
}

}  // namespace strife
