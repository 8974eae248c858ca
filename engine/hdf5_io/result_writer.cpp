// Opens the file, hands rows to the groups that store them, and publishes the file at the end.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/result_writer.h"

#include <utility>

#include <fmt/format.h>

#include "hdf5_io/observed_group.h"
#include "hdf5_io/output_driver.h"
#include "hdf5_io/provenance_group.h"
#include "hdf5_io/run_columns.h"
#include "hdf5_io/solution_group.h"
#include "hdf5_io/summary_group.h"

namespace strife {

namespace {

FileHandle create_file(const std::string& path, OutputFaults& faults) {
    const PropertyHandle creation = creation_properties(H5P_FILE_CREATE, H5I_INVALID_HID);
    // Nothing that needs a superblock extension may be set here (a smaller chunk index, say): HDF5 stores times in it.
    const PropertyHandle access(checked_id(H5Pcreate(H5P_FILE_ACCESS), H5I_INVALID_HID, "creating properties"));
    check_status(H5Pset_libver_bounds(access.id(), H5F_LIBVER_V18, H5F_LIBVER_V18), H5I_INVALID_HID, "setting properties");
    check_status(H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG), H5I_INVALID_HID, "setting properties");
    const DriverHandle driver = use_output_driver(access.id(), faults);
    const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.id(), access.id());
    if (file < 0) {
        const std::string reason = latest_hdf5_error();
        throw ResultFileError(path, "creating the result file", reason);
    }
    return FileHandle(file);
}

}  // namespace

class Hdf5ResultWriter::OpenFile {
  public:
    // `path` is the one that messages name.
    OpenFile(std::string path, const std::string& temporary_path, RunHeader header, const WriterOptions& options)
        : header_(std::move(header)),
          layout_(header_.run),
          options_(options),
          path_(std::move(path)),
          file_(create_file(temporary_path, faults_)),
          queue_(header_.alternatives.size(),
                 header_.keep_series ? ReplicationQueue::Series::held : ReplicationQueue::Series::dropped),
          columns_(std::make_unique<RunColumns>(
              file_.id(), header_, layout_,
              StorageOptions{.deflate_level = options.deflate_level, .buffer_bytes = options.buffer_bytes})) {}

    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    void write(const SampleBlock& block) {
        check_block(block);
        if (!queue_.push(block)) {
            throw ResultFileError(
                path_, "writing a block",
                fmt::format("replication {} of alternative {} does not come next", block.first, block.alternative));
        }
        for (auto replication = queue_.pop(); !replication.empty(); replication = queue_.pop()) {
            columns_->append(replication);
            faults_.check(path_);
        }
    }

    void finish(const RunFooter& footer) {
        if (footer.replications_kept > queue_.popped() || footer.summaries.size() != header_.alternatives.size()) {
            throw ResultFileError(
                path_, "finishing the file",
                fmt::format("{} replications and {} summaries are to be kept, {} and {} are there", footer.replications_kept,
                            footer.summaries.size(), queue_.popped(), header_.alternatives.size()));
        }
        columns_->finish(footer.replications_kept);
        columns_.reset();
        faults_.check(path_);
        {
            GroupHandle group(checked_id(H5Gopen2(file_.id(), "/", H5P_DEFAULT), file_.id(), "opening the root group"));
            NetcdfGroup root(std::move(group), options_.deflate_level);
            write_summaries(root, header_, footer, layout_);
        }
        faults_.check(path_);
        write_solutions(file_.id(), header_, footer, layout_, options_.deflate_level);
        write_observed(file_.id(), header_.run, options_.deflate_level);
        write_provenance(file_.id(), header_.provenance, options_.deflate_level);
        write_volatile_facts(file_.id(), footer.volatile_facts);
        if (!file_.close()) {
            const std::string reason = latest_hdf5_error();
            throw ResultFileError(path_, "closing the file", reason);
        }
        faults_.check(path_);
    }

  private:
    void check_block(const SampleBlock& block) const {
        const auto rows = static_cast<Eigen::Index>(block.n_replications);
        const auto matches = [&](const RowMajorArray& array, std::size_t columns) {
            return array.rows() == rows && array.cols() == static_cast<Eigen::Index>(columns);
        };
        const std::size_t n = block.n_replications;
        const bool shaped = matches(block.scalars, header_.run.scalar_columns()) &&
                            (!header_.keep_series || matches(block.series, header_.run.series_columns())) &&
                            block.finished.size() == n && block.event_counts.size() == n && block.clampings.size() == n &&
                            block.stop_reasons.size() == n && block.end_times.size() == n;
        if (!shaped) throw ResultFileError(path_, "writing a block", "its arrays do not have the shape of the run");
        if (block.first + n > header_.replications) {
            throw ResultFileError(path_, "writing a block", "it has more replications than were announced");
        }
    }

    RunHeader header_;
    Layout layout_;
    WriterOptions options_;
    std::string path_;
    OutputFaults faults_;
    FileHandle file_;
    ReplicationQueue queue_;
    std::unique_ptr<RunColumns> columns_;
};

Hdf5ResultWriter::Hdf5ResultWriter(std::string path, WriterOptions options)
    : path_(std::move(path)), options_(options), temporary_(path_) {}

Hdf5ResultWriter::~Hdf5ResultWriter() {
    const QuietHdf5 quiet;
    file_.reset();
}

template <class Action>
void Hdf5ResultWriter::guarded(Action action) {
    const QuietHdf5 quiet;
    if (temporary_.path().empty()) throw ResultFileError(path_, "writing results", "the file was finished or given up before");
    try {
        action();
    } catch (...) {
        file_.reset();
        temporary_.remove();
        throw;
    }
}

void Hdf5ResultWriter::begin(const RunHeader& header) {
    guarded([&] {
        if (file_) throw ResultFileError(path_, "writing results", "the run was begun before");
        file_ = std::make_unique<OpenFile>(path_, temporary_.path(), header, options_);
    });
}

void Hdf5ResultWriter::write(const SampleBlock& block) {
    guarded([&] {
        if (!file_) throw ResultFileError(path_, "writing results", "the run was not begun");
        file_->write(block);
    });
}

void Hdf5ResultWriter::finish(const RunFooter& footer) {
    guarded([&] {
        if (!file_) throw ResultFileError(path_, "writing results", "the run was not begun");
        file_->finish(footer);
        file_.reset();
        published_path_ = temporary_.publish(footer.completion == Completion::interrupted ? partial_path(path_) : path_);
    });
}

}  // namespace strife
