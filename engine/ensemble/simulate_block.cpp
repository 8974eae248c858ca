// SPDX-License-Identifier: Apache-2.0
#include "ensemble/simulate_block.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace strife {

namespace {

// The values in the columns of the run; those that this model has nothing for are missing.
RowMajorArray spread(const RowMajorArray& own, const std::vector<std::uint32_t>& columns, std::size_t n_columns) {
    RowMajorArray all =
        RowMajorArray::Constant(own.rows(), static_cast<Eigen::Index>(n_columns), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t c = 0; c < columns.size(); ++c) all.col(columns[c]) = own.col(static_cast<Eigen::Index>(c));
    return all;
}

void place_in_run(const RunColumns& columns, SampleBlock& block) {
    block.scalars = spread(block.scalars, columns.scalars, columns.scalar_count);
    block.series = spread(block.series, columns.series, columns.series_count);
    for (LoggedEvent& event : block.events) event.type = columns.event_types[event.type];
    for (std::int32_t& reason : block.stop_reasons) {
        if (reason >= 0) reason = columns.stop_reasons[static_cast<std::size_t>(reason)];
    }
}

}  // namespace

BlockSimulator::BlockSimulator(const std::vector<PreparedAlternative>& alternatives, const SourceMap& sources, bool keep_events)
    : alternatives_(alternatives), sources_(sources), keep_events_(keep_events) {
    replications_.resize(alternatives.size());
}

void BlockSimulator::run_one(std::uint32_t number, std::uint64_t index) {
    const PreparedAlternative& alternative = alternatives_[number];
    Replication& replication = *replications_[number];
    if (alternative.baseline == nullptr) {
        replication.start(index);
        replication.run();
        return;
    }
    replication.follow_model(*alternative.baseline);
    replication.start(index);
    // Everything before the date, and nothing at it, is the baseline's.
    const double before = std::nextafter(alternative.from_days, -1.0);
    if (!replication.run_until(before))
        replication.switch_to(*alternative.prepared, alternative.from_days, alternative.restarted);
    replication.run();
}

SampleBlock BlockSimulator::simulate(BlockRange range, const std::atomic<bool>& stop, bool& cancelled) {
    if (!replications_[range.alternative]) {
        replications_[range.alternative] = std::make_unique<Replication>(*alternatives_[range.alternative].prepared);
    }
    Replication& replication = *replications_[range.alternative];
    SampleBlock block;
    block.first = range.first;
    block.n_replications = range.size;
    block.alternative = range.alternative;
    const auto n = static_cast<Eigen::Index>(range.size);
    if (keep_events_) replication.log_events(&block.events);
    replication.stop_on(&stop);
    for (Eigen::Index row = 0; row < n; ++row) {
        if (stop.load(std::memory_order_relaxed)) {
            cancelled = true;
            break;
        }
        const std::uint64_t index = range.first + static_cast<std::uint64_t>(row);
        const std::size_t n_logged = block.events.size();
        bool finished = true;
        try {
            run_one(range.alternative, index);
            if (!replication.finished()) {
                cancelled = true;
                break;
            }
        } catch (const ReplicationError& error) {
            finished = false;
            block.events.resize(n_logged);
            FailureRecord failure;
            failure.replication = index;
            failure.alternative = range.alternative;
            failure.time_days = error.time_days;
            failure.event_count = error.event_count;
            failure.process = error.process;
            failure.message = error.what();
            if (error.place.valid()) {
                const SourceLocation place = sources_.locate(error.place);
                failure.place = fmt::format("{}:{}:{}", place.file, place.line, place.column);
            }
            block.failures.push_back(std::move(failure));
        }
        if (row == 0) {
            block.scalars.resize(n, static_cast<Eigen::Index>(replication.scalars().size()));
            block.series.resize(n, static_cast<Eigen::Index>(replication.series().size()));
        }
        const auto fill = [&](RowMajorArray& rows, std::span<const double> values) {
            if (rows.cols() == 0) return;
            if (finished) {
                std::copy(values.begin(), values.end(), rows.row(row).data());
            } else {
                rows.row(row).setConstant(std::numeric_limits<double>::quiet_NaN());
            }
        };
        fill(block.scalars, replication.scalars());
        fill(block.series, replication.series());
        block.finished.push_back(finished ? 1 : 0);
        block.event_counts.push_back(replication.event_count());
        block.clampings.push_back(replication.clamping_count());
        block.stop_reasons.push_back(replication.stop_reason());
        block.end_times.push_back(finished ? replication.now() : std::numeric_limits<double>::quiet_NaN());
    }
    replication.log_events(nullptr);
    if (const auto& columns = alternatives_[range.alternative].columns) place_in_run(*columns, block);
    return block;
}

}  // namespace strife
