// How far a run is: a bar with rate and remaining time on a terminal, else a line now and then.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <iosfwd>

#include "ensemble/run_ensemble.h"

namespace strife {

class ProgressDisplay {
  public:
    enum class Style { silent, lines, bar };
    ProgressDisplay(std::ostream& err, Style style);
    void update(const EnsembleProgress& progress);
    // Wipes the bar.
    void finish();

  private:
    using Clock = std::chrono::steady_clock;
    std::ostream& err_;
    Style style_;
    Clock::time_point start_ = Clock::now();
    Clock::time_point last_ = start_;
    bool shown_ = false;
};

}  // namespace strife
