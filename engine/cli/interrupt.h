// Signals that ask a run to end: the first is noted, the second has its usual effect.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>

namespace strife {

// While one lives, the first SIGINT, SIGTERM or SIGUSR1 sets a flag and brings back the signals' former handlers. One at a time.
class InterruptGuard {
  public:
    InterruptGuard();
    ~InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;

    [[nodiscard]] const std::atomic<bool>& flag() const;
};

}  // namespace strife
