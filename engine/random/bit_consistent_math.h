// Logarithm, exponential and power with the same bits on every x86-64 CPU, for event times and rates.
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace strife {

// glibc picks variants of log, exp and pow by the CPU's features, and their last bits may differ. These are SLEEF's scalar
// functions of the "cinz" family (no fused multiply-add, consistent with the vector versions), error at most 1.0 ulp
// (N. Shibata and F. Petrogalli, 2020, https://doi.org/10.1109/TPDS.2019.2960333). Limits are those of the C library.

// Natural logarithm: -inf at 0 and -0, NaN below 0, +inf at +inf, NaN at NaN.
double consistent_log(double x);
// e^x: 0 at -inf and on underflow, +inf on overflow, NaN at NaN.
double consistent_exp(double x);
// x^y: 1 where y is 0 or x is 1, NaN where x < 0 and y is not whole.
double consistent_pow(double x, double y);
// log(1 + x): -inf at -1, NaN below.
double consistent_log1p(double x);
// e^x - 1: -1 at -inf, +inf on overflow.
double consistent_expm1(double x);

}  // namespace strife
