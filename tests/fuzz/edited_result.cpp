// SPDX-License-Identifier: Apache-2.0
#include "edited_result.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <vector>

#include <fuzzer/FuzzedDataProvider.h>
#include <unistd.h>

#include "example_run.h"
#include "hdf5_io/attributes.h"
#include "hdf5_io/handle.h"

namespace strife {
namespace {

// The example as bytes, and what there is in it.
struct Example {
    std::string bytes;
    std::vector<std::string> objects;  // paths; "." for the root
};

herr_t note_object(hid_t /*root*/, const char* name, const H5O_info_t* /*info*/, void* example) {
    static_cast<Example*>(example)->objects.emplace_back(name);
    return 0;
}

Example make_example() {
    const std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("strife_fuzz_" + std::to_string(::getpid()) + ".h5");
    write_example(path.string(), {.replications = 3, .kept = 3, .block_size = 3});
    Example example;
    std::ifstream file(path, std::ios::binary);
    example.bytes.assign(std::istreambuf_iterator<char>(file), {});
    std::filesystem::remove(path);
    return example;
}

// Opens bytes as a file in memory that may be written to.
FileHandle open_image(std::string& bytes) {
    const PropertyHandle access(H5Pcreate(H5P_FILE_ACCESS));
    H5Pset_fapl_core(access.id(), std::size_t{64} * 1024, false);
    H5Pset_libver_bounds(access.id(), H5F_LIBVER_V18, H5F_LIBVER_V18);
    H5Pset_file_image(access.id(), bytes.data(), bytes.size());
    return FileHandle(H5Fopen("image", H5F_ACC_RDWR, access.id()));
}

const Example& example_file() {
    static const Example example = [] {
        Example made = make_example();
        const FileHandle file = open_image(made.bytes);
        H5Ovisit(file.id(), H5_INDEX_NAME, H5_ITER_NATIVE, note_object, &made);
        return made;
    }();
    return example;
}

std::vector<std::string> attributes_of(hid_t object) {
    H5O_info_t info{};
    std::vector<std::string> names;
    if (H5Oget_info(object, &info) < 0) return names;
    for (hsize_t i = 0; i < info.num_attrs; ++i) {
        std::string name(256, '\0');
        const ssize_t length =
            H5Aget_name_by_idx(object, ".", H5_INDEX_NAME, H5_ITER_INC, i, name.data(), name.size(), H5P_DEFAULT);
        if (length <= 0) continue;
        name.resize(std::min(static_cast<std::size_t>(length), name.size() - 1));
        names.push_back(std::move(name));
    }
    return names;
}

class Editor {
  public:
    Editor(hid_t file, FuzzedDataProvider& program) : file_(file), program_(program) {}

    void edit() {
        switch (program_.ConsumeIntegralInRange(0, 5)) {
            case 0:
                H5Ldelete(file_, pick_object().c_str(), H5P_DEFAULT);
                break;
            case 1:
                H5Lmove(file_, pick_object().c_str(), file_, pick_object().c_str(), H5P_DEFAULT, H5P_DEFAULT);
                break;
            case 2:
                link_elsewhere();
                break;
            case 3:
                change_attribute(false);
                break;
            case 4:
                change_attribute(true);
                break;
            default:
                exchange_variable();
        }
    }

  private:
    const std::string& pick_object() {
        const std::vector<std::string>& objects = example_file().objects;
        return objects[program_.ConsumeIntegralInRange<std::size_t>(0, objects.size() - 1)];
    }

    void link_elsewhere() {
        const std::string& name = pick_object();
        H5Ldelete(file_, name.c_str(), H5P_DEFAULT);
        H5Lcreate_soft(("/" + pick_object()).c_str(), file_, name.c_str(), H5P_DEFAULT, H5P_DEFAULT);
    }

    TypeHandle any_type() {
        switch (program_.ConsumeIntegralInRange(0, 5)) {
            case 0:
                return variable_text_type();
            case 1: {
                TypeHandle fixed(H5Tcopy(H5T_C_S1));
                H5Tset_size(fixed.id(), program_.ConsumeIntegralInRange<std::size_t>(1, 9));
                return fixed;
            }
            case 2:
                return TypeHandle(H5Tcopy(H5T_NATIVE_INT64));
            case 3:
                return TypeHandle(H5Tcopy(H5T_NATIVE_UINT8));
            case 4:
                return TypeHandle(H5Tcopy(H5T_NATIVE_FLOAT));
            default:
                return TypeHandle(H5Tcopy(H5T_NATIVE_DOUBLE));
        }
    }

    // Mostly small; now and then a dimension that no memory holds.
    std::vector<hsize_t> any_shape() {
        std::vector<hsize_t> shape(program_.ConsumeIntegralInRange<std::size_t>(0, 4));
        for (hsize_t& extent : shape) {
            extent = program_.ConsumeIntegralInRange<hsize_t>(0, 40);
            if (extent > 36) extent = hsize_t{1} << (extent - 20);
        }
        return shape;
    }

    // Values of a type for so many elements out of the program, then zeros; nothing if that were too much to write.
    std::optional<std::vector<char>> any_values(hid_t type, const std::vector<hsize_t>& shape) {
        std::size_t count = 1;
        for (const hsize_t extent : shape) count *= extent < 1000 ? extent : 100000;
        if (count > 20000) return std::nullopt;
        std::vector<char> values(count * H5Tget_size(type), '\0');
        if (H5Tis_variable_str(type) > 0) {
            texts_.push_back(program_.ConsumeRandomLengthString(30));
            const char* text = texts_.back().c_str();
            for (std::size_t i = 0; i < count; ++i) {
                std::copy_n(reinterpret_cast<const char*>(&text), sizeof text, values.data() + i * sizeof text);  // NOLINT
            }
            return values;
        }
        const std::string bytes = program_.ConsumeRandomLengthString(std::min<std::size_t>(values.size(), 256));
        std::copy(bytes.begin(), bytes.end(), values.begin());
        return values;
    }

    void change_attribute(bool write) {
        const std::string& name = pick_object();
        const ObjectHandle object(H5Oopen(file_, name.c_str(), H5P_DEFAULT));
        if (!object.valid()) return;
        const std::vector<std::string> names = attributes_of(object.id());
        if (names.empty()) return;
        const std::string& attribute = names[program_.ConsumeIntegralInRange<std::size_t>(0, names.size() - 1)];
        H5Adelete(object.id(), attribute.c_str());
        if (!write) return;
        const TypeHandle type = any_type();
        const std::vector<hsize_t> shape = any_shape();
        const auto values = any_values(type.id(), shape);
        if (values) make_attribute(object.id(), attribute, type.id(), space_of(shape).id(), values->data());
    }

    static SpaceHandle space_of(const std::vector<hsize_t>& shape) {
        return SpaceHandle(shape.empty() ? H5Screate(H5S_SCALAR)
                                         : H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr));
    }

    static void make_attribute(hid_t object, const std::string& name, hid_t type, hid_t space, const void* values) {
        const AttributeHandle attribute(H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT));
        if (attribute.valid()) H5Awrite(attribute.id(), type, values);
    }

    // A variable of another shape or type under the same name, with the same single attributes.
    void exchange_variable() {
        const std::string& name = pick_object();
        const ObjectHandle old(H5Oopen(file_, name.c_str(), H5P_DEFAULT));
        if (!old.valid() || H5Iget_type(old.id()) != H5I_DATASET) return;
        H5Ldelete(file_, name.c_str(), H5P_DEFAULT);
        const TypeHandle type = program_.ConsumeBool() ? TypeHandle(H5Dget_type(old.id())) : any_type();
        const std::vector<hsize_t> shape = any_shape();
        const PropertyHandle properties(H5Pcreate(H5P_DATASET_CREATE));
        const bool chunked = !shape.empty() && std::ranges::count(shape, hsize_t{0}) == 0;
        std::vector<hsize_t> chunk = shape;
        for (hsize_t& extent : chunk) extent = std::min<hsize_t>(extent, 8);
        if (chunked) H5Pset_chunk(properties.id(), static_cast<int>(chunk.size()), chunk.data());
        const DatasetHandle made(
            H5Dcreate2(file_, name.c_str(), type.id(), space_of(shape).id(), H5P_DEFAULT, properties.id(), H5P_DEFAULT));
        if (!made.valid()) return;
        const auto values = any_values(type.id(), shape);
        if (values && !values->empty()) H5Dwrite(made.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values->data());
        for (const std::string& attribute : attributes_of(old.id())) copy_attribute(old.id(), made.id(), attribute);
    }

    static void copy_attribute(hid_t from, hid_t to, const std::string& name) {
        const AttributeHandle attribute(H5Aopen(from, name.c_str(), H5P_DEFAULT));
        const TypeHandle type(H5Aget_type(attribute.id()));
        const SpaceHandle space(H5Aget_space(attribute.id()));
        if (H5Tget_class(type.id()) == H5T_VLEN || H5Tget_class(type.id()) == H5T_COMPOUND) return;
        if (H5Sget_simple_extent_npoints(space.id()) != 1) return;
        std::vector<char> value(std::max<std::size_t>(H5Tget_size(type.id()), sizeof(char*)));
        if (H5Aread(attribute.id(), type.id(), value.data()) < 0) return;
        make_attribute(to, name, type.id(), space.id(), value.data());
        if (H5Tis_variable_str(type.id()) > 0) H5Dvlen_reclaim(type.id(), space.id(), H5P_DEFAULT, value.data());
    }

    hid_t file_;
    FuzzedDataProvider& program_;
    std::vector<std::string> texts_;
};

struct ByteRange {
    std::size_t begin;
    std::size_t end;
};

// Where HDF5 keeps texts of variable length: it does not check them, and may crash over damaged ones.
std::vector<ByteRange> heaps_of(const std::string& image) {
    std::vector<ByteRange> heaps;
    for (std::size_t at = image.find("GCOL"); at != std::string::npos && at + 16 <= image.size();
         at = image.find("GCOL", at + 4)) {
        std::uint64_t size = 0;
        std::memcpy(&size, image.data() + at + 8, sizeof size);
        heaps.push_back({.begin = at, .end = at + std::min<std::size_t>(size, image.size())});
    }
    return heaps;
}

// What is left of the program: places in the file, and what becomes of the byte there.
void flip_bytes(std::string& image, FuzzedDataProvider& program) {
    if (program.remaining_bytes() == 0) return;
    const std::vector<ByteRange> heaps = heaps_of(image);
    for (int flips = 0; flips < 8 && program.remaining_bytes() > 0 && !image.empty(); ++flips) {
        const auto at = program.ConsumeIntegralInRange<std::size_t>(0, image.size() - 1);
        const auto mask = program.ConsumeIntegral<unsigned char>();
        const bool in_heap = std::ranges::any_of(heaps, [&](const ByteRange& heap) { return heap.begin <= at && at < heap.end; });
        if (!in_heap) image[at] = static_cast<char>(static_cast<unsigned char>(image[at]) ^ mask);
    }
}

}  // namespace

std::string edited_result(const std::uint8_t* program, std::size_t size) {
    const QuietHdf5 quiet;
    std::string bytes = example_file().bytes;
    FileHandle file = open_image(bytes);
    if (!file.valid()) return {};
    FuzzedDataProvider provider(program, size);
    Editor editor(file.id(), provider);
    for (int edits = provider.ConsumeIntegralInRange(0, 6); edits > 0 && provider.remaining_bytes() > 0; --edits) editor.edit();
    H5Fflush(file.id(), H5F_SCOPE_GLOBAL);
    const ssize_t length = H5Fget_file_image(file.id(), nullptr, 0);
    std::string image(length > 0 ? static_cast<std::size_t>(length) : 0, '\0');
    H5Fget_file_image(file.id(), image.data(), image.size());
    flip_bytes(image, provider);
    return image;
}

}  // namespace strife
