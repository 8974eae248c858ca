// Simulates a block of consecutive replications of one alternative.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/source.h"
#include "kernel/prepared_model.h"
#include "kernel/replication.h"
#include "results/sample_block.h"

namespace strife {

// Where the columns and names of a model stand among those of the whole run, to which other alternatives contribute too.
struct RunColumns {
    std::vector<std::uint32_t> scalars;      // [own columns]
    std::vector<std::uint32_t> series;       // [own columns]
    std::vector<std::uint32_t> event_types;  // [own types]
    std::vector<std::int32_t> stop_reasons;  // [own reasons]
    std::size_t scalar_count = 0;            // of the run
    std::size_t series_count = 0;
};

// An alternative ready to run. With `from_days` it is the baseline up to that date, exactly, and itself from then on.
struct PreparedAlternative {
    const PreparedModel* prepared = nullptr;
    const PreparedModel* baseline = nullptr;  // of an alternative that begins at a date
    double from_days = 0.0;
    std::vector<std::uint32_t> restarted;  // states that take their initial values at that date
    std::optional<RunColumns> columns;     // nothing where they are those of the run
};

struct BlockRange {
    std::uint64_t first = 0;
    std::size_t size = 0;
    std::uint32_t alternative = 0;
};

// One worker's tools: a replication for each alternative, used for one block after another.
class BlockSimulator {
  public:
    BlockSimulator(const std::vector<PreparedAlternative>& alternatives, const SourceMap& sources, bool keep_events);

    // Failures are recorded in the block and touch no other replication. Returns early, with `cancelled` then true, once `stop`
    // is set.
    SampleBlock simulate(BlockRange range, const std::atomic<bool>& stop, bool& cancelled);

  private:
    void run_one(std::uint32_t alternative, std::uint64_t index);

    const std::vector<PreparedAlternative>& alternatives_;
    const SourceMap& sources_;
    bool keep_events_;
    std::vector<std::unique_ptr<Replication>> replications_;
};

}  // namespace strife
