// Poisson and binomial counts too large for Boost.Random, by transformed rejection with a probability that does not cancel.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "random/philox_stream.h"

namespace strife {

// log of P(k) for a Poisson law of mean `mean` > 0, k whole >= 0, relative error of P about 1e-14 at any size
// (C. Loader, "Fast and accurate computation of binomial probabilities", 2000).
double log_poisson_probability(double k, double mean);
// log of P(k) for a binomial law, 0 <= k <= n whole, 0 < p < 1; by the same author.
double log_binomial_probability(double k, double n, double p);

// PTRS and BTRS of W. Hörmann (1993, https://doi.org/10.1016/0167-6687(93)90997-4 and https://doi.org/10.1080/00949659308811496):
// two words a trial, about 1.2 trials. Need mean >= 10, and n p >= 10 with p <= 1/2.
double sample_poisson_by_rejection(DrawStream& stream, double mean);
double sample_binomial_by_rejection(DrawStream& stream, double n, double p);

}  // namespace strife
