// Formats numbers for tables.
// SPDX-License-Identifier: Apache-2.0
#include "report/number_text.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace strife {

namespace {

// "-1234567" to "-1,234,567".
std::string grouped(std::string digits) {
    const std::size_t first = digits.starts_with('-') ? 1 : 0;
    for (std::size_t at = digits.size(); at > first + 3;) {
        at -= 3;
        digits.insert(at, 1, ',');
    }
    return digits;
}

}  // namespace

std::string number_text(double value) {
    if (std::isnan(value)) return "-";
    if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
    const double size = std::abs(value);
    if (size >= 1e9 || (size > 0 && size < 1e-3)) return fmt::format("{:.3e}", value);
    if (size >= 999.95) return grouped(fmt::format("{:.0f}", value));
    return fmt::format("{:.4g}", value);
}

std::string count_text(std::uint64_t count) {
    return grouped(fmt::format("{}", count));
}

std::string share_text(double share) {
    if (std::isnan(share)) return "-";
    const double to_edge = std::min(share, 1.0 - share);
    if (to_edge == 0.0) return share == 0.0 ? "0 %" : "100 %";
    return fmt::format("{:.{}f} %", 100.0 * share, to_edge < 0.001 ? 3 : to_edge < 0.01 ? 2 : 1);
}

std::string instant_text(const std::optional<Date>& start, double days) {
    if (!std::isfinite(days)) return "-";
    return start ? format_instant(*start, std::floor(days)) : number_text(days);
}

}  // namespace strife
