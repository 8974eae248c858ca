// A file with a damaged byte gives an error or the right numbers. Apart from the other tests, because HDF5 leaks over such files.
// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "example_run.h"
#include "expect_same_summary.h"
#include "hdf5_io/result_reader.h"
#include "temporary_directory.h"

// Asked by the leak sanitizer where there is one.
extern "C" const char* __lsan_default_suppressions();  // NOLINT(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libhdf5";
}

namespace strife {
namespace {

using DamagedFile = TemporaryDirectory;

// Where HDF5 keeps texts of variable length: it does not check them, and may crash over damaged ones.
std::vector<bool> bytes_of_heaps(const std::string& bytes) {
    std::vector<bool> in_heap(bytes.size(), false);
    for (std::size_t at = bytes.find("GCOL"); at != std::string::npos; at = bytes.find("GCOL", at + 4)) {
        std::uint64_t size = 0;
        std::memcpy(&size, bytes.data() + at + 8, sizeof size);
        for (std::size_t i = at; i < at + size && i < bytes.size(); ++i) in_heap[i] = true;
    }
    return in_heap;
}

// One byte anywhere else: either an error, or it lies where nothing is read.
TEST_F(DamagedFile, IsNeverReadAsAWrongNumber) {
    write_example(path("r.h5"), {});
    const std::string bytes = read_bytes(path("r.h5"));
    const std::vector<bool> in_heap = bytes_of_heaps(bytes);
    const RunFooter good = read_results(path("r.h5")).footer;
    std::size_t told = 0;
    for (std::size_t at = 101; at < bytes.size(); at += 997) {
        if (in_heap[at]) continue;
        std::string damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
        write_bytes(path("damaged.h5"), damaged);
        SCOPED_TRACE(at);
        try {
            const RunFooter read = read_results(path("damaged.h5")).footer;
            ASSERT_EQ(read.summaries.size(), 2U) << at;
            for (std::size_t a = 0; a < 2; ++a) {
                ASSERT_EQ(read.summaries[a].scalars.size(), good.summaries[a].scalars.size()) << at;
                for (std::size_t i = 0; i < good.summaries[a].scalars.size(); ++i) {
                    expect_same_summary(read.summaries[a].scalars[i], good.summaries[a].scalars[i]);
                }
            }
        } catch (const ResultFileError&) {
            ++told;
        }
    }
    EXPECT_GT(told, 20U);
}

}  // namespace
}  // namespace strife
