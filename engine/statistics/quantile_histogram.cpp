// Buckets packed into words, found by bisection, with a short unsorted tail so that new buckets cost little.
// SPDX-License-Identifier: Apache-2.0
#include "statistics/quantile_histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "base/contracts.h"

namespace strife {
namespace {

constexpr unsigned kMantissaBitsDropped = 52 - 11;
constexpr std::uint64_t kZeroKey = 0x7FFU << 11U;  // the key of 0: as many keys lie below it (down to -inf) as above
constexpr unsigned kCountBits = 41;
constexpr std::uint64_t kLargestCount = (std::uint64_t{1} << kCountBits) - 1;
constexpr std::size_t kLongestTail = 32;

constexpr std::uint64_t key_of_word(std::uint64_t word) {
    return word >> kCountBits;
}
constexpr std::uint64_t count_of_word(std::uint64_t word) {
    return word & kLargestCount;
}

std::uint64_t key_of(double value) {
    const std::uint64_t size = std::bit_cast<std::uint64_t>(std::abs(value)) >> kMantissaBitsDropped;
    return std::signbit(value) ? kZeroKey - size : kZeroKey + size;
}

// The smallest double of a bucket of positive size, or the size of its negative mirror.
double size_at(std::uint64_t steps) {
    return std::bit_cast<double>(steps << kMantissaBitsDropped);
}

QuantileHistogram::Bucket bucket_of(std::uint64_t word) {
    const std::uint64_t key = key_of_word(word);
    const std::uint64_t count = count_of_word(word);
    const std::uint64_t steps = key < kZeroKey ? kZeroKey - key : key - kZeroKey;
    const double near = size_at(steps);
    const double far = std::isinf(near) ? near : size_at(steps + 1);
    if (key == kZeroKey) {
        return {0, -far, far, count};
    }
    return key < kZeroKey ? QuantileHistogram::Bucket{-near, -far, -near, count}
                          : QuantileHistogram::Bucket{near, near, far, count};
}

// As no bucket holds more than all of them, the counts of words never overflow.
void check_total(std::uint64_t count, std::uint64_t added) {
    if (added > kLargestCount - count) {
        throw std::overflow_error("a quantile histogram cannot hold more than 2^41 - 1 values");
    }
}

// Adds up neighbours of the same key in a sorted sequence.
void join_equal_keys(std::vector<std::uint64_t>& words) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (kept > 0 && key_of_word(words[kept - 1]) == key_of_word(words[i])) {
            words[kept - 1] += count_of_word(words[i]);
        } else {
            words[kept++] = words[i];
        }
    }
    words.resize(kept);
}

}  // namespace

void QuantileHistogram::add(double value, std::uint64_t times) {
    if (std::isnan(value)) {
        nan_count_ += times;
        return;
    }
    if (times == 0) {
        return;
    }
    check_total(count_, times);
    add_word(key_of(value), times);
    count_ += times;
}

void QuantileHistogram::add_word(std::uint64_t key, std::uint64_t times) {
    const auto end = words_.begin() + static_cast<std::ptrdiff_t>(sorted_);
    const auto found = std::lower_bound(words_.begin(), end, key << kCountBits);
    if (found != end && key_of_word(*found) == key) {
        *found += times;
        return;
    }
    words_.push_back((key << kCountBits) | times);
    if (words_.size() - sorted_ > kLongestTail) {
        sort_tail();
    }
}

void QuantileHistogram::sort_tail() {
    std::vector<std::uint64_t> tail(words_.begin() + static_cast<std::ptrdiff_t>(sorted_), words_.end());
    std::sort(tail.begin(), tail.end());
    join_equal_keys(tail);
    // The keys of the tail are new, so from the back the two parts fall into place without losing a word.
    std::size_t from = sorted_;
    std::size_t left = tail.size();
    sorted_ += left;
    words_.resize(sorted_);
    for (std::size_t to = sorted_; left > 0; --to) {
        words_[to - 1] = from > 0 && words_[from - 1] > tail[left - 1] ? words_[--from] : tail[--left];
    }
}

std::vector<std::uint64_t> QuantileHistogram::sorted_words() const {
    std::vector<std::uint64_t> words = words_;
    if (sorted_ < words.size()) {
        std::sort(words.begin(), words.end());
        join_equal_keys(words);
    }
    return words;
}

void QuantileHistogram::merge(const QuantileHistogram& other) {
    check_total(count_, other.count_);
    std::vector<std::uint64_t> words = words_;
    words.insert(words.end(), other.words_.begin(), other.words_.end());
    std::sort(words.begin(), words.end());
    join_equal_keys(words);
    words.shrink_to_fit();
    words_ = std::move(words);
    sorted_ = words_.size();
    count_ += other.count_;
    nan_count_ += other.nan_count_;
}

double QuantileHistogram::quantile(double level, std::uint64_t extra_above) const {
    STRIFE_EXPECT(level >= 0 && level <= 1);
    const auto total = static_cast<double>(count_ + extra_above);
    const double rank = std::max(1.0, std::ceil(level * total * (1 - 4 * std::numeric_limits<double>::epsilon())));
    std::uint64_t below = 0;
    for (const std::uint64_t word : sorted_words()) {
        below += count_of_word(word);
        if (static_cast<double>(below) >= rank) {
            return bucket_of(word).value;
        }
    }
    return std::numeric_limits<double>::quiet_NaN();
}

std::vector<QuantileHistogram::Bucket> QuantileHistogram::buckets() const {
    std::vector<Bucket> result;
    for (const std::uint64_t word : sorted_words()) {
        result.push_back(bucket_of(word));
    }
    return result;
}

bool QuantileHistogram::operator==(const QuantileHistogram& other) const {
    return count_ == other.count_ && nan_count_ == other.nan_count_ && sorted_words() == other.sorted_words();
}

}  // namespace strife
