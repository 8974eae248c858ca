// Tests of the mergeable histogram of quantiles.
// SPDX-License-Identifier: Apache-2.0
#include "statistics/quantile_histogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>
#include <vector>

namespace strife {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

QuantileHistogram of(const std::vector<double>& values) {
    QuantileHistogram histogram;
    for (const double x : values) {
        histogram.add(x);
    }
    return histogram;
}

// The exact sample quantile of type 1.
double exact_quantile(std::vector<double> values, double level) {
    std::sort(values.begin(), values.end());
    const auto rank = static_cast<std::size_t>(std::max(1.0, std::ceil(level * static_cast<double>(values.size()) - 1e-9)));
    return values[rank - 1];
}

// Values of all kinds: spread over many orders of size, both signs, whole numbers, zeros.
std::vector<double> mixed_values(unsigned seed, int n) {
    std::mt19937_64 engine(seed);
    const auto unit = [&] { return (static_cast<double>(engine() >> 12U) + 0.5) * 0x1p-52; };
    std::vector<double> values;
    for (int i = 0; i < n; ++i) {
        switch (engine() % 4) {
            case 0:
                values.push_back(std::exp(20 * unit() - 10));
                break;
            case 1:
                values.push_back(-std::exp(20 * unit() - 10));
                break;
            case 2:
                values.push_back(std::floor(100 * unit()));
                break;
            default:
                values.push_back(1000 + unit());
        }
    }
    return values;
}

TEST(QuantileHistogram, WholeNumbersTo4096HaveTheirOwnBuckets) {
    QuantileHistogram histogram;
    for (int i = -4096; i <= 4096; ++i) {
        histogram.add(i);
    }
    const auto buckets = histogram.buckets();
    ASSERT_EQ(buckets.size(), 8193U);
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        EXPECT_EQ(buckets[i].value, static_cast<double>(i) - 4096);
        EXPECT_EQ(buckets[i].count, 1U);
    }
}

TEST(QuantileHistogram, BoundsOfBuckets) {
    const auto buckets = of({-1, 0, 1, 5000, -kInfinity, kInfinity}).buckets();
    ASSERT_EQ(buckets.size(), 6U);
    EXPECT_EQ(buckets[0].value, -kInfinity);
    EXPECT_EQ(buckets[1].value, -1);
    EXPECT_EQ(buckets[1].lower, -(1 + 0x1p-11));
    EXPECT_EQ(buckets[1].upper, -1);
    EXPECT_EQ(buckets[2].value, 0);
    EXPECT_EQ(buckets[2].lower, -0x1p-1033);
    EXPECT_EQ(buckets[2].upper, 0x1p-1033);
    EXPECT_EQ(buckets[3].lower, 1);
    EXPECT_EQ(buckets[3].upper, 1 + 0x1p-11);
    EXPECT_EQ(buckets[4].lower, 5000);
    EXPECT_EQ(buckets[4].upper, 5002);
    EXPECT_EQ(buckets[5].value, kInfinity);
}

TEST(QuantileHistogram, EveryValueLiesInItsBucket) {
    for (const double x : mixed_values(1, 2000)) {
        const auto bucket = of({x}).buckets().at(0);
        EXPECT_LE(std::abs(bucket.value), std::abs(x));
        EXPECT_LE(std::abs(bucket.value - x), 0x1p-11 * std::abs(x));
        EXPECT_TRUE(x > 0 ? bucket.lower <= x && x < bucket.upper : bucket.lower < x && x <= bucket.upper) << x;
        EXPECT_EQ(of({bucket.value}), of({x}));
    }
}

TEST(QuantileHistogram, ZerosAndTheSmallestNumbersShareABucket) {
    const auto buckets = of({0.0, -0.0, 5e-324, -5e-324}).buckets();
    ASSERT_EQ(buckets.size(), 1U);
    EXPECT_EQ(buckets[0].count, 4U);
    EXPECT_EQ(buckets[0].value, 0);
    EXPECT_FALSE(std::signbit(buckets[0].value));
}

TEST(QuantileHistogram, TheLargestNumberIsNotInfinity) {
    const auto buckets = of({std::numeric_limits<double>::max(), kInfinity}).buckets();
    ASSERT_EQ(buckets.size(), 2U);
    EXPECT_TRUE(std::isfinite(buckets[0].value));
    EXPECT_EQ(buckets[0].upper, kInfinity);
}

TEST(QuantileHistogram, CountsNanApart) {
    const QuantileHistogram histogram = of({1, std::nan(""), 2});
    EXPECT_EQ(histogram.count(), 2U);
    EXPECT_EQ(histogram.nan_count(), 1U);
    EXPECT_EQ(histogram.quantile(1), 2);
}

TEST(QuantileHistogram, QuantilesAreTheInverseOfTheEmpiricalDistribution) {
    const QuantileHistogram histogram = of({10, 20, 30, 40});
    EXPECT_EQ(histogram.quantile(0), 10);
    EXPECT_EQ(histogram.quantile(0.25), 10);
    EXPECT_EQ(histogram.quantile(0.2500001), 20);
    EXPECT_EQ(histogram.quantile(0.5), 20);
    EXPECT_EQ(histogram.quantile(0.75), 30);
    EXPECT_EQ(histogram.quantile(0.76), 40);
    EXPECT_EQ(histogram.quantile(1), 40);
}

// 0.07 * 100 rounds to 7.000000000000001.
TEST(QuantileHistogram, RoundingDoesNotMoveAQuantile) {
    QuantileHistogram histogram;
    for (int i = 1; i <= 100; ++i) {
        histogram.add(i);
    }
    for (int percent = 1; percent <= 100; ++percent) {
        EXPECT_EQ(histogram.quantile(percent / 100.0), percent);
    }
}

TEST(QuantileHistogram, CensoredObservationsLieAboveAll) {
    const QuantileHistogram histogram = of({10, 20, 30, 40});
    EXPECT_EQ(histogram.quantile(0.5, 4), 40);
    EXPECT_TRUE(std::isnan(histogram.quantile(0.51, 4)));
    EXPECT_EQ(histogram.quantile(0.25, 4), 20);
    EXPECT_TRUE(std::isnan(QuantileHistogram().quantile(0.5, 3)));
    EXPECT_TRUE(std::isnan(QuantileHistogram().quantile(0.5)));
}

TEST(QuantileHistogram, AgreesWithTheSortedSample) {
    for (unsigned seed = 1; seed <= 5; ++seed) {
        const auto values = mixed_values(seed, 3001);
        const QuantileHistogram histogram = of(values);
        for (const double level : {0.0, 0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999, 1.0}) {
            const double exact = exact_quantile(values, level);
            EXPECT_NEAR(histogram.quantile(level), exact, 0x1p-11 * std::abs(exact)) << level;
        }
    }
}

TEST(QuantileHistogram, MergingIsAssociativeAndCommutativeToTheBit) {
    const QuantileHistogram a = of(mixed_values(1, 1000));
    const QuantileHistogram b = of(mixed_values(2, 17));
    QuantileHistogram c = of(mixed_values(3, 500));
    c.add(std::nan(""));
    QuantileHistogram left = a;
    left.merge(b);
    left.merge(c);
    QuantileHistogram right = c;
    right.merge(b);
    right.merge(a);
    EXPECT_EQ(left, right);
    ASSERT_EQ(left.buckets().size(), right.buckets().size());
    for (std::size_t i = 0; i < left.buckets().size(); ++i) {
        EXPECT_EQ(left.buckets()[i].value, right.buckets()[i].value);
        EXPECT_EQ(left.buckets()[i].count, right.buckets()[i].count);
    }
    EXPECT_EQ(left.count(), 1517U);
    EXPECT_EQ(left.nan_count(), 1U);
}

TEST(QuantileHistogram, MergedEqualTheWhole) {
    const auto values = mixed_values(4, 2000);
    QuantileHistogram merged = of({values.begin(), values.begin() + 777});
    merged.merge(of({values.begin() + 777, values.end()}));
    EXPECT_EQ(merged, of(values));
    auto shuffled = values;
    std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937_64(5));
    EXPECT_EQ(of(shuffled), of(values));
}

TEST(QuantileHistogram, DiffersWhereACountDiffers) {
    EXPECT_FALSE(of({1, 2}) == of({1, 1}));
    EXPECT_FALSE(of({1, 2}) == of({1, 2, 2}));
    EXPECT_FALSE(of({1}) == of({1, std::nan("")}));
}

TEST(QuantileHistogram, IsRebuiltFromItsBuckets) {
    const QuantileHistogram histogram = of(mixed_values(6, 3000));
    QuantileHistogram rebuilt;
    for (const auto& bucket : histogram.buckets()) {
        rebuilt.add(bucket.value, bucket.count);
    }
    EXPECT_EQ(rebuilt, histogram);
}

TEST(QuantileHistogram, MergesIntoItself) {
    QuantileHistogram histogram = of({1, 2, 2});
    histogram.merge(histogram);
    EXPECT_EQ(histogram, of({1, 1, 2, 2, 2, 2}));
}

TEST(QuantileHistogram, RefusesToOverflowABucket) {
    QuantileHistogram histogram;
    histogram.add(1, (std::uint64_t{1} << 41U) - 1);
    EXPECT_THROW(histogram.add(1), std::overflow_error);
    EXPECT_EQ(histogram.count(), (std::uint64_t{1} << 41U) - 1);
    QuantileHistogram other = of({1});
    EXPECT_THROW(other.merge(histogram), std::overflow_error);
    EXPECT_EQ(other, of({1}));
    histogram.add(5, 0);
    EXPECT_EQ(histogram.buckets().size(), 1U);
}

}  // namespace
}  // namespace strife
