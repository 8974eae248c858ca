// The lesser and the greater of two numbers, of which either may be undefined.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

namespace strife {

// Undefined (NaN) if either is: unlike std::min, which drops a second operand that is, and with it the fault that it stands for.
inline double lesser(double a, double b) {
    return b < a || std::isnan(b) ? b : a;
}
inline double greater(double a, double b) {
    return b > a || std::isnan(b) ? b : a;
}

}  // namespace strife
