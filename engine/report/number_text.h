// Numbers, shares and instants as people read them in a table.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/calendar.h"

namespace strife {

// Four significant digits: "12.35", "1,234,568", "1.235e-05"; "-" if undefined.
std::string number_text(double value);
// "10,000".
std::string count_text(std::uint64_t count);
// A share in per cent, as "12.3 %"; nearer to 0 or 1 with more digits; "-" if undefined.
std::string share_text(double share);
// An instant: the date, or days after the start where there are no dates; "-" if undefined.
std::string instant_text(const std::optional<Date>& start, double days);

}  // namespace strife
