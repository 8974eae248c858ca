// Tests of Philox blocks and of the streams of one firing.
// SPDX-License-Identifier: Apache-2.0
#include "random/philox_stream.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <stdexcept>
#include <type_traits>
#include <vector>

namespace strife {
namespace {

using Words = std::array<std::uint64_t, 2>;
constexpr std::uint64_t kKey = 0x0123456789ABCDEFU;
constexpr std::uint64_t kReplication = (std::uint64_t{5} << 32U) | 9U;

// Lines "philox4x32 10" of the file kat_vectors that Random123 publishes: counter, key, result.
TEST(PhiloxBlock, PublishedKnownAnswers) {
    EXPECT_EQ(philox_block(0, 0, 0, 0), (Words{0xE169C58D6627E8D5U, 0x9B00DBD8BC57AC4CU}));
    EXPECT_EQ(philox_block(~std::uint64_t{0}, ~0U, ~0U, ~std::uint64_t{0}), (Words{0x41C83B0E408F276DU, 0x6D5451FDA20BC7C6U}));
    EXPECT_EQ(philox_block(0x299F31D0A4093822U, 0x243F6A88U, 0x85A308D3U, 0x0370734413198A2EU),
              (Words{0x94FDCCEBD16CFE09U, 0x24126EA15001E420U}));
}

// The words come from a second implementation in Python.
TEST(DrawStream, CountersAreBlockFiringAndReplication) {
    DrawStream stream(kKey, 7, kReplication);
    EXPECT_EQ(stream(), 0x7380E42AE5B7444EU);
    EXPECT_EQ(stream(), 0x6D698465497C2B55U);
    EXPECT_EQ(stream(), 0xBF5CB56A492C74D1U);
    EXPECT_EQ(stream(), 0x451CC837F363B0C3U);
}

TEST(DrawStream, CountsItsWords) {
    DrawStream stream(kKey, 7, kReplication);
    EXPECT_EQ(stream.words_used(), 0U);
    stream();
    EXPECT_EQ(stream.words_used(), 1U);
    stream();
    stream();
    EXPECT_EQ(stream.words_used(), 3U);
}

TEST(DrawStream, StartsAtAnyWord) {
    DrawStream whole(kKey, 7, kReplication);
    for (std::uint32_t first = 0; first < 9; ++first) {
        DrawStream part(kKey, 7, kReplication, first);
        DrawStream next = whole;
        EXPECT_EQ(part.words_used(), first);
        for (int i = 0; i < 5; ++i) {
            EXPECT_EQ(part(), next());
        }
        whole();
    }
}

TEST(DrawStream, ReachesItsLastWordAndThenThrows) {
    DrawStream stream(kKey, 7, kReplication, 0xFFFFFFFEU);
    EXPECT_EQ(stream(), 0x156D9A1EBDFECFF7U);
    EXPECT_EQ(stream(), 0x18A6E8D63639BC4FU);
    EXPECT_THROW(stream(), std::length_error);
}

TEST(DrawStream, IsTriviallyCopyable) {
    EXPECT_TRUE(std::is_trivially_copyable_v<DrawStream>);
}

TEST(DrawStream, SpansAllWords) {
    EXPECT_EQ(DrawStream::min(), 0U);
    EXPECT_EQ(DrawStream::max(), 0xFFFFFFFFFFFFFFFFU);
}

TEST(OpenUnit, IsOpenAtBothEnds) {
    EXPECT_EQ(open_unit(0), 0x1p-53);
    EXPECT_EQ(open_unit(~std::uint64_t{0}), 1.0 - 0x1p-53);
    EXPECT_EQ(open_unit(std::uint64_t{1} << 63U), 0.5 + 0x1p-53);
    EXPECT_EQ(open_unit(0xFFF), 0x1p-53);
    EXPECT_EQ(open_unit(0x1000), 3 * 0x1p-53);
}

TEST(OpenUnit, MirrorsAboutOneHalf) {
    DrawStream stream(kKey, 1, 1);
    for (int i = 0; i < 1000; ++i) {
        const std::uint64_t word = stream();
        EXPECT_EQ(open_unit(word) + open_unit(~word), 1.0);
    }
}

// Correlation of two streams of n = 10,000 uniforms; its sd is 1 / sqrt(n) = 0.01 where they are independent.
double correlation(DrawStream a, DrawStream b) {
    double sum = 0;
    for (int i = 0; i < 10'000; ++i) {
        sum += (uniform_open(a) - 0.5) * (uniform_open(b) - 0.5) * 12;
    }
    return sum / 10'000;
}

// 66 pairs of 12 neighbours; bound 5.3 sd: false alarm 66 * 1.2e-7 = 8e-6.
TEST(DrawStream, NeighboursAreUncorrelatedAndShareNoWord) {
    std::vector<DrawStream> streams;
    for (std::uint64_t key = 0; key < 3; ++key) {
        for (std::uint32_t firing = 0; firing < 2; ++firing) {
            for (std::uint64_t replication = 0; replication < 2; ++replication) {
                streams.emplace_back(key, firing, replication);
            }
        }
    }
    std::set<std::uint64_t> words;
    for (std::size_t i = 0; i < streams.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            EXPECT_LT(std::abs(correlation(streams[i], streams[j])), 5.3 * 0.01) << i << " " << j;
        }
        DrawStream stream = streams[i];
        for (int n = 0; n < 1000; ++n) {
            words.insert(stream());
        }
    }
    EXPECT_EQ(words.size(), streams.size() * 1000);
}

TEST(DrawStream, TheCorrelationCheckFailsOnOverlappingStreams) {
    EXPECT_GT(correlation(DrawStream(1, 0, 0), DrawStream(1, 0, 0)), 5.3 * 0.01);
}

// Serial correlation at lags 1 to 8, n = 100,000: sd 0.00316, bound 5.3 sd.
TEST(DrawStream, WordsFollowEachOtherWithoutCorrelation) {
    for (std::uint32_t lag = 1; lag <= 8; ++lag) {
        DrawStream a(kKey, 3, 4);
        DrawStream b(kKey, 3, 4, lag);
        double sum = 0;
        for (int i = 0; i < 100'000; ++i) {
            sum += (uniform_open(a) - 0.5) * (uniform_open(b) - 0.5) * 12;
        }
        EXPECT_LT(std::abs(sum / 100'000), 5.3 * 0.00317) << lag;
    }
}

// Bits of 100,000 words: the share of ones has sd 0.5 / sqrt(n) = 0.00158; bound 5.5 sd over 64 bits: false alarm 2.4e-6.
TEST(DrawStream, EveryBitIsSetHalfTheTime) {
    DrawStream stream(kKey, 11, 12);
    std::array<int, 64> ones{};
    for (int i = 0; i < 100'000; ++i) {
        const std::uint64_t word = stream();
        for (std::size_t bit = 0; bit < 64; ++bit) {
            ones[bit] += static_cast<int>((word >> bit) & 1U);
        }
    }
    for (std::size_t bit = 0; bit < 64; ++bit) {
        EXPECT_NEAR(ones[bit] / 100'000.0, 0.5, 5.5 * 0.00158) << bit;
    }
}

}  // namespace
}  // namespace strife
