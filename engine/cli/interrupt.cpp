// SPDX-License-Identifier: Apache-2.0
#include "cli/interrupt.h"

#include <array>
#include <csignal>

namespace strife {
namespace {

constexpr std::array<int, 3> kSignals = {SIGINT, SIGTERM, SIGUSR1};

// A handler can reach nothing but what lives for the whole program.
std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void note_signal(int) {
    interrupted.store(true, std::memory_order_relaxed);
    for (const int signal : kSignals) std::signal(signal, SIG_DFL);
}

}  // namespace

InterruptGuard::InterruptGuard() {
    interrupted.store(false);
    for (const int signal : kSignals) std::signal(signal, note_signal);
}

InterruptGuard::~InterruptGuard() {
    for (const int signal : kSignals) std::signal(signal, SIG_DFL);
}

const std::atomic<bool>& InterruptGuard::flag() const {
    return interrupted;
}

}  // namespace strife
