// SLEEF behind the functions of bit_consistent_math.h.
// SPDX-License-Identifier: Apache-2.0
#include "random/bit_consistent_math.h"

#include <sleef.h>

namespace strife {

double consistent_log(double x) {
    return Sleef_cinz_logd1_u10purec(x);
}
double consistent_exp(double x) {
    return Sleef_cinz_expd1_u10purec(x);
}
double consistent_pow(double x, double y) {
    return Sleef_cinz_powd1_u10purec(x, y);
}

double consistent_log1p(double x) {
    return Sleef_cinz_log1pd1_u10purec(x);
}

double consistent_expm1(double x) {
    return Sleef_cinz_expm1d1_u10purec(x);
}

}  // namespace strife
