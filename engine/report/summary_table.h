// A run on one screen: what `strife show` prints.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "results/ports.h"

namespace strife {

enum class TextColor { off, on };

struct SummaryTableOptions {
    TextColor color = TextColor::off;
    std::size_t width = 100;   // columns of the screen; long names are cut to fit
    std::size_t members = 4;   // of an indexed outcome or series, those with the largest mean of the first alternative
    std::size_t failures = 3;  // shown one by one
};

// UTF-8 text, each line ended by '\n': title and size of the run; a table each of numbers (mean, sd, 5, 50 and 95 %, n), of
// probabilities (with Wilson's 95 % limits), of first-passage times (share of replications in which it happened, quantiles as
// dates where the scenario has dates) and of series; then failures, clamped values and reasons to stop where there are any.
std::string format_summary(const StoredRun& run, const SummaryTableOptions& options = {});

}  // namespace strife
