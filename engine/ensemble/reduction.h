// Streaming summaries of a run: moments and histograms of every column, added in the order of replications.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ensemble/simulate_block.h"
#include "results/descriptors.h"
#include "results/sample_block.h"
#include "results/summary.h"
#include "statistics/array_moments.h"
#include "statistics/nested_moments.h"
#include "statistics/quantile_histogram.h"

namespace strife {

// Of one alternative. Memory grows with the number of columns and of distinct values, not of replications.
class AlternativeReduction {
  public:
    // `columns` are those that the alternative fills, nothing for all of them. With `replications_per_point` > 0 the design is
    // nested: so many replications after each other share the draws of priors.
    AlternativeReduction(std::string name, const RunDescriptor& run, const std::optional<RunColumns>& columns,
                         std::uint64_t replications_per_point);
    // Blocks come in the order of replications.
    void add(const SampleBlock& block);
    [[nodiscard]] AlternativeSummary finish() const;
    [[nodiscard]] std::uint64_t failed() const { return failed_; }

  private:
    void add_to_point(const SampleBlock& block, std::size_t row);
    void close_point();
    void add_nested(AlternativeSummary& summary) const;

    std::string name_;
    const RunDescriptor& run_;
    std::uint64_t finished_ = 0;
    std::uint64_t failed_ = 0;
    std::uint64_t events_ = 0;
    std::uint64_t clampings_ = 0;
    std::vector<std::uint64_t> stop_counts_;
    ArrayMoments scalar_moments_;
    ArrayMoments series_moments_;
    std::vector<QuantileHistogram> scalar_histograms_;
    std::vector<QuantileHistogram> series_histograms_;
    std::vector<bool> lacks_;  // [scalar columns] the alternative has no such outcome
    // Of a nested design, else empty.
    std::uint64_t replications_per_point_;
    std::uint64_t point_ = 0;                     // the one at hand
    std::vector<NestedMoments> nested_scalars_;   // [scalar columns]
    std::vector<NestedMoments> nested_happened_;  // [scalar columns] whether a value is there
    std::vector<NestedMoments> nested_series_;    // [series columns]
};

}  // namespace strife
