// Writes the result file of a run: the sink that the ensemble fills.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "hdf5_io/output_file.h"
#include "hdf5_io/result_file_error.h"
#include "results/ports.h"

namespace strife {

struct WriterOptions {
    int deflate_level = 4;                              // 0 to 9
    std::size_t buffer_bytes = std::size_t{64} << 20U;  // for all rows that wait for their chunk to fill
};

// Format: FORMAT.md. The file is written under a temporary name in the same directory and appears at finish(), whole: at the path
// given, or at `<stem>.partial<extension>` for an interrupted run. Equal content gives equal bytes outside /volatile, whatever
// the sizes of the blocks. Memory does not depend on the number of replications.
//
// Any error is a ResultFileError; after one the temporary file is gone and the writer is of no more use. A writer destroyed
// without finish() leaves nothing. Not to be called by several threads at once.
class Hdf5ResultWriter final : public ResultSink {
  public:
    // Refuses a path as check_output_is_free() does, before anything is computed.
    explicit Hdf5ResultWriter(std::string path, WriterOptions options = {});
    ~Hdf5ResultWriter() override;
    Hdf5ResultWriter(const Hdf5ResultWriter&) = delete;
    Hdf5ResultWriter& operator=(const Hdf5ResultWriter&) = delete;

    void begin(const RunHeader& header) override;
    void write(const SampleBlock& block) override;
    void finish(const RunFooter& footer) override;

    // Where the file is, once finish() returned.
    [[nodiscard]] const std::string& published_path() const { return published_path_; }

  private:
    class OpenFile;
    template <class Action>
    void guarded(Action action);

    std::string path_;
    std::string published_path_;
    WriterOptions options_;
    TemporaryFile temporary_;
    std::unique_ptr<OpenFile> file_;
};

}  // namespace strife
