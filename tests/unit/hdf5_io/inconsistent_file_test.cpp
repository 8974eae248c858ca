// Files that HDF5 finds good and whose parts do not fit together: each is told, and no memory is made for values that are not
// there. SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "example_run.h"
#include "hdf5_io/handle.h"
#include "hdf5_io/result_reader.h"
#include "temporary_directory.h"

namespace strife {
namespace {

using ::testing::HasSubstr;

class InconsistentFile : public TemporaryDirectory {
  protected:
    // The example with a variable of this shape, without values, in the place of another; its attributes are lost but for those
    // that say what it is.
    std::string exchange(const std::string& variable, const std::vector<hsize_t>& shape) {
        const FileHandle file = open_example();
        const DatasetHandle old(H5Dopen2(file.id(), variable.c_str(), H5P_DEFAULT));
        const TypeHandle type(H5Dget_type(old.id()));
        H5Ldelete(file.id(), variable.c_str(), H5P_DEFAULT);
        const SpaceHandle space(shape.empty() ? H5Screate(H5S_SCALAR)
                                              : H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr));
        const PropertyHandle properties(H5Pcreate(H5P_DATASET_CREATE));
        const std::vector<hsize_t> chunk(shape.size(), 1);
        if (!shape.empty()) H5Pset_chunk(properties.id(), static_cast<int>(shape.size()), chunk.data());
        const DatasetHandle made(
            H5Dcreate2(file.id(), variable.c_str(), type.id(), space.id(), H5P_DEFAULT, properties.id(), H5P_DEFAULT));
        EXPECT_TRUE(made.valid()) << variable;
        for (const char* name : {"strife_outcome", "strife_kind", "strife_sets", "units", "long_name"}) {
            copy_text(old.id(), made.id(), name);
        }
        return path("r.h5");
    }

    FileHandle open_example() {
        std::filesystem::remove(path("r.h5"));
        write_example(path("r.h5"), {});
        return FileHandle(H5Fopen(path("r.h5").c_str(), H5F_ACC_RDWR, H5P_DEFAULT));
    }

  private:
    static void copy_text(hid_t from, hid_t to, const char* name) {
        if (H5Aexists(from, name) <= 0) return;
        const AttributeHandle old(H5Aopen(from, name, H5P_DEFAULT));
        const TypeHandle type(H5Aget_type(old.id()));
        const SpaceHandle space(H5Aget_space(old.id()));
        char* text = nullptr;
        H5Aread(old.id(), type.id(), static_cast<void*>(&text));
        const AttributeHandle made(H5Acreate2(to, name, type.id(), space.id(), H5P_DEFAULT, H5P_DEFAULT));
        H5Awrite(made.id(), type.id(), static_cast<void*>(&text));
        H5free_memory(text);
    }
};

TEST_F(InconsistentFile, HistogramsOfMoreMembersThanTheOutcomeHasAreTold) {
    const std::string file = exchange("deaths_bin_count", {2, 500, 3});
    EXPECT_THAT(message_of([&] { read_results(file); }), HasSubstr("deaths_bin_count has an unexpected shape"));
}

TEST_F(InconsistentFile, ValuesThatAreNotThereAreToldBeforeMemoryIsMadeForThem) {
    const std::string file = exchange("attacks_mean", {1ULL << 40U});
    EXPECT_THAT(message_of([&] { read_results(file); }), HasSubstr("the file does not hold as many values as its shape says"));
    const std::string overflowing = exchange("attacks_mean", {1ULL << 32U, 1ULL << 32U, 1ULL << 32U});
    EXPECT_THAT(message_of([&] { read_results(overflowing); }), HasSubstr("the file does not hold as many values"));
}

TEST_F(InconsistentFile, ColumnsWithoutTheirDimensionsAreTold) {
    const std::string file = exchange("runs/attacks", {});
    EXPECT_THAT(message_of([&] { read_runs(file, "attacks", 0); }), HasSubstr("it has an unexpected shape"));
}

TEST_F(InconsistentFile, TotalsOfOtherAlternativesAreTold) {
    const std::string file = exchange("failed_replications", {1});
    EXPECT_THAT(message_of([&] { read_results(file); }), HasSubstr("failed_replications has an unexpected shape"));
}

TEST_F(InconsistentFile, PeriodsWithoutTheirBoundsAreTold) {
    const std::string file = exchange("time_per_month_bounds", {1, 2});
    EXPECT_THAT(message_of([&] { read_results(file); }), HasSubstr("'time_per_month_bounds' is of other periods"));
}

TEST_F(InconsistentFile, AFailureOfNoAlternativeIsTold) {
    {
        const FileHandle file = open_example();
        H5Ldelete(file.id(), "failures/alternative", H5P_DEFAULT);
        H5Lcreate_soft("/failures/message", file.id(), "failures/alternative", H5P_DEFAULT, H5P_DEFAULT);
    }
    EXPECT_THAT(message_of([&] { read_results(path("r.h5")); }), HasSubstr("which is not there"));
}

}  // namespace
}  // namespace strife
