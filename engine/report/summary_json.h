// A run's summary for other programs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "results/ports.h"

namespace strife {

// One JSON object, ended by '\n': title, start_date (null without dates), length_days, completion, replications, provenance,
// totals by alternative, `outcomes` and `series` with one entry of `results` for each alternative and member, and `failures`.
// Numbers that are undefined are null. Times are days after the start. All of the run's histogram buckets are left out.
std::string summary_json(const StoredRun& run);

}  // namespace strife
