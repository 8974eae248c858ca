// Follows a program over a stretch of time: bounds of its value while relaxing levels change and nothing else does.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "kernel/frame.h"

namespace strife {

struct ValueRange {
    double low = 0.0;
    double high = 0.0;
};

// ValueRange arithmetic on a pure program; one object a thread.
class IntervalInterpreter {
  public:
    IntervalInterpreter() : scratch_(kInnerScratch) {}

    // Bounds of the program's value over [from, to] days. `frame.now` is not used. Bounds are widened by a relative 1e-12, more
    // than rounding can amount to.
    ValueRange bound(const Model& model, const Program& program, const Frame& frame, double from, double to);

  private:
    std::vector<ValueRange> scratch_;
};

}  // namespace strife
