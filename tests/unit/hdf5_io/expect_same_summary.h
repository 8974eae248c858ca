// Compares summaries value by value.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include <gtest/gtest.h>

#include "results/summary.h"

namespace strife {

inline bool same(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

inline void expect_same_summary(const Summary& read, const Summary& written) {
    EXPECT_EQ(read.n, written.n);
    EXPECT_EQ(read.n_missing, written.n_missing);
    for (const auto member : {&Summary::mean, &Summary::sd, &Summary::lower, &Summary::upper, &Summary::minimum,
                              &Summary::maximum, &Summary::probability, &Summary::probability_lower, &Summary::probability_upper,
                              &Summary::sd_between, &Summary::sd_within}) {
        EXPECT_TRUE(same(read.*member, written.*member)) << read.*member << " " << written.*member;
    }
    for (std::size_t i = 0; i < kQuantileCount; ++i) EXPECT_TRUE(same(read.quantiles[i], written.quantiles[i]));
    EXPECT_EQ(read.bucket_lower, written.bucket_lower);
    EXPECT_EQ(read.bucket_count, written.bucket_count);
}

}  // namespace strife
