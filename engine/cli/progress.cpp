// SPDX-License-Identifier: Apache-2.0
#include "cli/progress.h"

#include <algorithm>
#include <cmath>
#include <ostream>
#include <string>

#include <fmt/format.h>

namespace strife {
namespace {

std::string duration_text(double seconds) {
    const long s = std::lround(seconds);
    if (s < 60) return fmt::format("{} s", s);
    if (s < 3600) return fmt::format("{}:{:02} min", s / 60, s % 60);
    return fmt::format("{}:{:02} h", s / 3600, s / 60 % 60);
}

}  // namespace

ProgressDisplay::ProgressDisplay(std::ostream& err, Style style) : err_(err), style_(style) {}

void ProgressDisplay::update(const EnsembleProgress& progress) {
    if (style_ == Style::silent) return;
    const auto now = Clock::now();
    const auto interval = style_ == Style::bar ? std::chrono::milliseconds(100) : std::chrono::seconds(15);
    if (now - last_ < interval) return;
    last_ = now;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    const double share = progress.replications_total == 0
                             ? 1.0
                             : static_cast<double>(progress.replications_done) / static_cast<double>(progress.replications_total);
    const double rate = static_cast<double>(progress.events) / std::max(seconds, 1e-9) / 1e6;
    const std::string left = share > 0.0 ? duration_text(seconds * (1.0 - share) / share) + " left" : "";
    if (style_ == Style::lines) {
        err_ << fmt::format("{} of {} replications ({:.0f} %), {:.1f} million events/s, {}\n", progress.replications_done,
                            progress.replications_total, 100.0 * share, rate, left)
             << std::flush;
        return;
    }
    constexpr std::size_t kWidth = 30;
    const auto full = static_cast<std::size_t>(share * kWidth);
    err_ << fmt::format("\r\x1b[2K[{}{}] {:3.0f} %  {}/{}  {:.1f} M events/s  {}", std::string(full, '#'),
                        std::string(kWidth - full, '.'), 100.0 * share, progress.replications_done, progress.replications_total,
                        rate, left)
         << std::flush;
    shown_ = true;
}

void ProgressDisplay::finish() {
    if (shown_) err_ << "\r\x1b[2K" << std::flush;
    shown_ = false;
}

}  // namespace strife
