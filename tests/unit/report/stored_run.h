// A small run as read back, for the tests of reports.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "results/ports.h"

namespace strife {

// One alternative, one outcome of each kind, "deaths" over six provinces, one series; 2022-01-01 to 2022-12-31; nothing went
// wrong.
StoredRun make_stored_run();
// The same with a second alternative whose means are larger by 1.
StoredRun make_run_of_two_alternatives();

}  // namespace strife
