// Fuzzes the reader of result files. An input that begins as HDF5 files do is one; any other is a program of edits to a good file
// (edited_result.h), since changed bytes alone seldom get past the checksums of the format. Files lie in memory.
// Whatever the file: no crash, no report of a sanitizer, no memory out of proportion; either an error that names the file, or a
// run whose parts fit together, so that reports can count on it. Columns that the run describes can be read or are refused.
// SPDX-License-Identifier: Apache-2.0
#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include <fmt/format.h>

#include "edited_result.h"
#include "fuzz_checks.h"
#include "hdf5_io/result_reader.h"

// HDF5 leaks over damaged files.
extern "C" const char* __lsan_default_suppressions();  // NOLINT(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libhdf5";
}

namespace strife {
namespace {

// A file without a place on disk, opened anew by its path.
class MemoryFile {
  public:
    explicit MemoryFile(std::string_view bytes) : descriptor_(::memfd_create("result", 0)) {
        demand(descriptor_ >= 0, "no file in memory");
        for (std::size_t at = 0; at < bytes.size();) {
            const ssize_t written = ::write(descriptor_, bytes.data() + at, bytes.size() - at);
            demand(written > 0, "the file in memory cannot be written");
            at += static_cast<std::size_t>(written);
        }
    }
    ~MemoryFile() { ::close(descriptor_); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    [[nodiscard]] std::string path() const { return fmt::format("/proc/self/fd/{}", descriptor_); }

  private:
    int descriptor_;
};

void check_summary(const Summary& summary) {
    demand(summary.bucket_lower.size() == summary.bucket_count.size(), "buckets without counts");
}

void check_run(const StoredRun& run) {
    const RunDescriptor& described = run.header.run;
    demand(run.footer.summaries.size() == run.header.alternatives.size(), "alternatives without a summary");
    for (const AlternativeSummary& summary : run.footer.summaries) {
        demand(summary.scalars.size() == described.scalar_columns(), "outcomes without a summary");
        demand(summary.series.size() == described.series_columns(), "series without a summary");
        demand(summary.stop_counts.size() == described.stop_reasons.size(), "reasons without a count");
        for (const Summary& scalar : summary.scalars) check_summary(scalar);
    }
    for (const FailureRecord& failure : run.failures) {
        demand(failure.alternative < run.header.alternatives.size(), "a failure of no alternative");
    }
    for (const TimeGrid& grid : described.grids) {
        demand(grid.bounds.empty() || grid.bounds.size() == 2 * grid.values.size(), "periods without bounds");
    }
    for (const OutcomeDescriptor& outcome : described.outcomes) {
        for (const Observation& observed : outcome.observed)
            demand(observed.member < outcome.size, "an observation of no member");
    }
}

template <class Action>
void expect_error_or_good(const MemoryFile& file, Action action) {
    try {
        action();
    } catch (const ResultFileError& error) {
        demand(error.path() == file.path() && !error.operation().empty(), "an error about another file", error.what());
    }
}

void check_file(std::string_view bytes) {
    const MemoryFile file(bytes);
    StoredRun run;
    expect_error_or_good(file, [&] {
        run = read_results(file.path());
        check_run(run);
    });
    const RunDescriptor& described = run.header.run;
    if (!described.outcomes.empty()) {
        const OutcomeDescriptor& outcome = described.outcomes.back();
        expect_error_or_good(file, [&] { read_runs(file.path(), described.outcomes.front().name, 1); });
        expect_error_or_good(file, [&] { read_runs(file.path(), outcome.name, 0, outcome.size - 1); });
    }
    if (!described.series.empty()) {
        const SeriesAddress address{.series = described.series.back().name, .alternative = 1, .replication = 1};
        expect_error_or_good(file, [&] { read_series(file.path(), address); });
    }
}

}  // namespace
}  // namespace strife

// The name is libFuzzer's.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = strife::as_text(data, size);
    if (bytes.starts_with("\x89HDF")) {
        strife::check_file(bytes);
    } else {
        strife::check_file(strife::edited_result(data, size));
    }
    return 0;
}
