// Finds out whether a file is a result that this program can read, and what it describes.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/result_file.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include <fmt/format.h>

#include "hdf5_io/attributes.h"
#include "hdf5_io/layout.h"
#include "hdf5_io/observed_group.h"
#include "hdf5_io/stored_values.h"
#include "results/names.h"

namespace strife {

namespace {

constexpr const char* kOpening = "opening the result file";

void check_format(hid_t file, const std::string& path) {
    const std::optional<std::string> format = read_text_attribute(file, "strife_format");
    if (!format) {
        throw ResultFileError(path, kOpening,
                              "it is an HDF5 file, but no result of strife (attribute 'strife_format' is missing)");
    }
    int major = 0;
    const auto [end, error] = std::from_chars(format->data(), format->data() + format->size(), major);
    if (error != std::errc() || end == format->data() + format->size() || *end != '.' || major < 1) {
        throw ResultFileError(path, kOpening, fmt::format("its format '{}' is none that strife ever wrote", *format));
    }
    if (major > kFormatMajor) {
        throw ResultFileError(path, kOpening,
                              fmt::format("its format {} is newer than this program, which reads {}.x", *format, kFormatMajor));
    }
    if (!has_attribute(file, "completion")) throw ResultFileError(path, kOpening, "it was never finished");
}

[[noreturn]] void throw_inconsistent(hid_t file, const std::string& what) {
    throw ResultFileError(file_name_of(file), "reading the description of the run", what);
}

std::vector<std::size_t> read_axes(hid_t file, hid_t variable, const RunDescriptor& run) {
    const auto axes = parse_set_names(run, read_text_attribute(variable, "strife_sets").value_or(""));
    if (!axes) throw_inconsistent(file, "a variable is indexed by a set that is not there");
    return *axes;
}

// The number of columns of something indexed by these sets, `per_member` for each member; a damaged file may say anything.
std::size_t column_count(hid_t file, const RunDescriptor& run, const std::vector<std::size_t>& axes, std::size_t per_member) {
    constexpr std::size_t kMost = 100'000'000;
    std::size_t product = per_member;
    for (const std::size_t axis : axes) {
        product *= run.axes[axis].labels.size();
        if (product > kMost) throw_inconsistent(file, "a variable has more members than any run");
    }
    return product;
}

TimeGrid read_grid(hid_t root, const std::string& variable, hid_t dataset, const std::string& name) {
    TimeGrid grid{.name = name,
                  .long_name = read_text_attribute(dataset, "long_name").value_or(""),
                  .values = read_reals(root, variable),
                  .bounds = {}};
    if (const auto bounds = read_text_attribute(dataset, "bounds")) {
        grid.bounds = read_reals(root, *bounds);
        if (grid.bounds.size() != 2 * grid.values.size())
            throw_inconsistent(root, fmt::format("'{}' is of other periods", *bounds));
    }
    return grid;
}

void add_series(hid_t file, hid_t dataset, const std::string& name, RunDescriptor& run) {
    SeriesDescriptor series{.name = name,
                            .long_name = required_text(dataset, "strife_long_name"),
                            .units = required_text(dataset, "units"),
                            .grid = 0,
                            .axes = read_axes(file, dataset, run),
                            .offset = run.series_columns(),
                            .size = 1};
    const auto grid = std::ranges::find(run.grids, required_text(dataset, "strife_grid"), &TimeGrid::name);
    if (grid == run.grids.end()) throw_inconsistent(file, fmt::format("series '{}' has a time grid that is not there", name));
    series.grid = static_cast<std::size_t>(grid - run.grids.begin());
    series.size = column_count(file, run, series.axes, grid->values.size());
    run.series.push_back(std::move(series));
}

void read_root_variables(hid_t file, RunDescriptor& run) {
    for (const std::string& variable : variable_names(file)) {
        const DatasetHandle dataset = open_variable(file, variable);
        if (const auto set = read_text_attribute(dataset.id(), "strife_set")) {
            run.axes.push_back({.name = *set, .labels = read_texts(file, variable)});
        } else if (const auto series = read_text_attribute(dataset.id(), "strife_series")) {
            add_series(file, dataset.id(), *series, run);
        } else if (const auto grid = read_text_attribute(dataset.id(), "strife_grid")) {
            run.grids.push_back(read_grid(file, variable, dataset.id(), *grid));
        }
    }
}

void read_outcomes(hid_t file, RunDescriptor& run) {
    const GroupHandle runs(checked_id(H5Gopen2(file, "runs", H5P_DEFAULT), file, "opening group /runs"));
    for (const std::string& variable : variable_names(runs.id())) {
        const DatasetHandle dataset = open_variable(runs.id(), variable);
        const auto name = read_text_attribute(dataset.id(), "strife_outcome");
        if (!name) continue;
        const auto kind = parse_kind(required_text(dataset.id(), "strife_kind"));
        if (!kind) throw_inconsistent(file, fmt::format("outcome '{}' is of an unknown kind", *name));
        OutcomeDescriptor outcome{.name = *name,
                                  .long_name = required_text(dataset.id(), "long_name"),
                                  .units = required_text(dataset.id(), "units"),
                                  .kind = *kind,
                                  .axes = read_axes(file, dataset.id(), run),
                                  .offset = run.scalar_columns(),
                                  .size = 1};
        outcome.size = column_count(file, run, outcome.axes, 1);
        run.outcomes.push_back(std::move(outcome));
    }
}

}  // namespace

FileHandle open_hdf5_file(const std::string& path) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found) throw ResultFileError(path, kOpening, "no such file");
    if (status.type() == std::filesystem::file_type::directory) throw ResultFileError(path, kOpening, "it is a directory");
    const PropertyHandle access(checked_id(H5Pcreate(H5P_FILE_ACCESS), H5I_INVALID_HID, "creating properties"));
    check_status(H5Pset_file_locking(access.id(), true, true), H5I_INVALID_HID, "setting properties");
    check_status(H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG), H5I_INVALID_HID, "setting properties");
    const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.id());
    if (file >= 0) return FileHandle(file);
    const std::string reason = latest_hdf5_error();
    if (reason.find("truncated") != std::string::npos) {
        throw ResultFileError(path, kOpening, fmt::format("it is cut off: its end is missing ({})", reason));
    }
    if (H5Fis_hdf5(path.c_str()) == 0) {
        throw ResultFileError(path, kOpening, "it is no HDF5 file, or its beginning is damaged");
    }
    throw ResultFileError(path, kOpening, reason);
}

FileHandle open_result_file(const std::string& path) {
    FileHandle file = open_hdf5_file(path);
    check_format(file.id(), path);
    return file;
}

RunHeader read_header(hid_t file) {
    RunHeader header;
    header.run.title = required_text(file, "title");
    if (const auto start = read_text_attribute(file, "start_date")) {
        header.run.start_date = parse_date(*start);
        if (!header.run.start_date) throw_inconsistent(file, fmt::format("'{}' is no date", *start));
    }
    header.run.end_days = required_real(file, "length_days");
    header.alternatives = read_texts(file, "alternative");
    header.replications = required_whole(file, "replications");
    if (const auto size = read_whole_attribute(file, "replications_per_point")) header.replications_per_point = *size;
    if (const auto kind = read_text_attribute(file, "result_kind")) {
        const auto known = parse_result_kind(*kind);
        if (!known) throw_inconsistent(file, fmt::format("a result of an unknown kind, '{}'", *kind));
        header.kind = *known;
    }
    header.keep_series = required_whole(file, "keep_series") != 0;
    header.keep_events = required_whole(file, "keep_events") != 0;
    if (has_link(file, "event_type")) header.run.event_types = read_texts(file, "event_type");
    if (has_link(file, "reason")) header.run.stop_reasons = read_texts(file, "reason");
    read_root_variables(file, header.run);
    read_outcomes(file, header.run);
    read_observed(file, header.run);
    return header;
}

}  // namespace strife
