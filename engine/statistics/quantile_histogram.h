// Quantiles of a stream of numbers from whole counts in fixed buckets: merged in any order, the same bits.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace strife {

// A bucket is named by the sign, the exponent and the top 11 bits of the mantissa of a double. Whole numbers up to 4096 in size
// have a bucket of their own; elsewhere a bucket is at most 2^-11 of its values wide. +0, -0 and everything smaller than 2^-1033
// in size share one bucket; +inf and -inf have one each. Memory: 8 bytes a bucket that is in use.
class QuantileHistogram {
  public:
    struct Bucket {
        double value = 0;  // the member nearest 0, which quantiles report; adding it finds the same bucket
        double lower =
            0;  // bounds: positive buckets hold [lower, upper), negative ones (lower, upper], the middle one (lower, upper)
        double upper = 0;
        std::uint64_t count = 0;
    };

    // Adds a value `times` times; NaN is counted apart. Throws std::overflow_error, changing nothing, if count() would pass 2^41
    // - 1.
    void add(double value, std::uint64_t times = 1);
    // Adds the counts of another; throws in the same case.
    void merge(const QuantileHistogram& other);

    // Values added, without NaN.
    [[nodiscard]] std::uint64_t count() const { return count_; }
    [[nodiscard]] std::uint64_t nan_count() const { return nan_count_; }

    // The quantile of `level` in [0, 1] as the inverse of the empirical distribution ("type 1"): the value of the first bucket
    // whose cumulative count reaches level * total (and 1), where total = count() + extra_above. `extra_above` counts censored
    // observations, which lie above all others: NaN if the quantile falls among them, or if the total is 0. A product that
    // misses a whole number by rounding (relative 1e-15) counts as that number: 0.07 * 100 is 7. The value has at most the size
    // of the exact sample quantile and differs from it by less than 2^-11 of it; whole numbers up to 4096 are exact.
    [[nodiscard]] double quantile(double level, std::uint64_t extra_above = 0) const;

    // The buckets in use, from the lowest up.
    [[nodiscard]] std::vector<Bucket> buckets() const;

    // Equal counts in equal buckets, whatever the order in which they came.
    bool operator==(const QuantileHistogram& other) const;

  private:
    // A word is a bucket's key (23 bits, in the order of the values) above its count (41 bits).
    [[nodiscard]] std::vector<std::uint64_t> sorted_words() const;
    void add_word(std::uint64_t key, std::uint64_t times);
    void sort_tail();

    std::vector<std::uint64_t> words_;  // [0, sorted_) sorted with each key once; after it recent words in no order
    std::size_t sorted_ = 0;
    std::uint64_t count_ = 0;
    std::uint64_t nan_count_ = 0;
};

}  // namespace strife
