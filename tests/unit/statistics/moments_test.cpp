// Tests of streaming moments.
// SPDX-License-Identifier: Apache-2.0
#include "statistics/moments.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace strife {
namespace {

Moments of(const std::vector<double>& values) {
    Moments moments;
    for (const double x : values) {
        moments.add(x);
    }
    return moments;
}

std::vector<double> draws(unsigned seed, int n, double shift) {
    std::mt19937_64 engine(seed);
    std::vector<double> values;
    values.reserve(static_cast<std::size_t>(n));
    for (int i = 0; i < n; ++i) {
        values.push_back(shift + static_cast<double>(engine() >> 11U) * 0x1p-53);
    }
    return values;
}

void expect_close(const Moments& a, const Moments& b) {
    EXPECT_EQ(a.n(), b.n());
    EXPECT_EQ(a.missing(), b.missing());
    EXPECT_EQ(a.min(), b.min());
    EXPECT_EQ(a.max(), b.max());
    EXPECT_NEAR(a.mean(), b.mean(), 1e-14 * std::abs(b.mean()));
    EXPECT_NEAR(a.variance(), b.variance(), 1e-11 * b.variance());
}

TEST(Moments, OfSmallWholeNumbers) {
    const Moments moments = of({2, 4, 4, 4, 5, 5, 7, 9});
    EXPECT_EQ(moments.n(), 8U);
    EXPECT_EQ(moments.mean(), 5);
    EXPECT_DOUBLE_EQ(moments.variance(), 32.0 / 7);
    EXPECT_DOUBLE_EQ(moments.sd(), std::sqrt(32.0 / 7));
    EXPECT_DOUBLE_EQ(moments.standard_error(), std::sqrt(32.0 / 7 / 8));
    EXPECT_EQ(moments.min(), 2);
    EXPECT_EQ(moments.max(), 9);
}

TEST(Moments, OfNothingAndOfOneAreUndefined) {
    const Moments none;
    EXPECT_TRUE(std::isnan(none.mean()));
    EXPECT_TRUE(std::isnan(none.variance()));
    EXPECT_TRUE(std::isnan(none.standard_error()));
    const Moments one = of({3});
    EXPECT_EQ(one.mean(), 3);
    EXPECT_TRUE(std::isnan(one.variance()));
    EXPECT_TRUE(std::isnan(one.sd()));
}

TEST(Moments, OfEqualValuesHaveNoVariance) {
    EXPECT_EQ(of({0.1, 0.1, 0.1, 0.1}).variance(), 0);
    EXPECT_EQ(of({0.1, 0.1, 0.1, 0.1}).mean(), 0.1);
}

TEST(Moments, CountMissingValuesApart) {
    const Moments moments = of({1, std::nan(""), 3, std::nan("")});
    EXPECT_EQ(moments.n(), 2U);
    EXPECT_EQ(moments.missing(), 2U);
    EXPECT_EQ(moments.mean(), 2);
    EXPECT_EQ(moments.variance(), 2);
}

// The sum of squares minus the square of the sum would lose every digit here.
TEST(Moments, KeepTheVarianceUnderALargeMean) {
    const Moments moments = of({1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16});
    EXPECT_EQ(moments.mean(), 1e9 + 10);
    EXPECT_DOUBLE_EQ(moments.variance(), 30);
}

TEST(Moments, MergedEqualTheWhole) {
    const auto values = draws(1, 1000, 100);
    for (const std::size_t cut : {std::size_t{0}, std::size_t{1}, std::size_t{500}, std::size_t{1000}}) {
        const auto at = values.begin() + static_cast<std::ptrdiff_t>(cut);
        Moments left = of({values.begin(), at});
        left.merge(of({at, values.end()}));
        expect_close(left, of(values));
    }
}

TEST(Moments, MergingIsAssociativeUpToRounding) {
    const Moments a = of(draws(1, 10, 0));
    const Moments b = of(draws(2, 1000, 5));
    const Moments c = of(draws(3, 77, -3));
    Moments left = a;
    left.merge(b);
    left.merge(c);
    Moments right = b;
    right.merge(c);
    Moments whole = a;
    whole.merge(right);
    expect_close(left, whole);
}

TEST(Moments, MergingNothingChangesNothing) {
    const Moments moments = of(draws(1, 10, 0));
    Moments with_nothing = moments;
    with_nothing.merge(Moments());
    EXPECT_EQ(with_nothing, moments);
    Moments nothing;
    nothing.add(std::nan(""));
    nothing.merge(moments);
    EXPECT_EQ(nothing.mean(), moments.mean());
    EXPECT_EQ(nothing.missing(), 1U);
}

TEST(Moments, AreRestoredFromTheirNumbers) {
    const Moments moments = of(draws(4, 10, 0));
    EXPECT_EQ(Moments(moments.n(), moments.missing(), moments.mean(), moments.sum_of_squares(), moments.min(), moments.max()),
              moments);
}

}  // namespace
}  // namespace strife
