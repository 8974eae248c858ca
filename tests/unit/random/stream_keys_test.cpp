// Tests of the hash of names and of the keys of streams. The literal values come from a second implementation in Python.
// SPDX-License-Identifier: Apache-2.0
#include "random/stream_keys.h"

#include <gtest/gtest.h>

#include <bit>
#include <string>
#include <unordered_set>

namespace strife {
namespace {

TEST(HashName, KnownAnswers) {
    EXPECT_EQ(hash_name(""), 0xE220A8397B1DCDAFU);
    EXPECT_EQ(hash_name("a"), 0x80BDFD4D3E359A26U);
    EXPECT_EQ(hash_name("attacks"), 0xB91397548446D88BU);
    EXPECT_EQ(hash_name("abcdefgh"), 0xE2800DCA2FEFEB21U);
    EXPECT_EQ(hash_name("insurgent_group.bomb[kabul]"), 0xD97F55FB2F1ACB70U);
    EXPECT_EQ(hash_name("h\xC3\xA9rat"), 0x2BD16FBD39A3D3B0U);
}

TEST(HashName, IsTheSameWhenCompiledAndWhenRun) {
    constexpr std::uint64_t compiled = hash_name("insurgent_group.bomb[kabul]");
    const std::string name = std::string("insurgent_group.bomb[") + "kabul" + "]";
    EXPECT_EQ(hash_name(name), compiled);
}

TEST(HashName, TrailingZeroBytesCount) {
    using namespace std::string_view_literals;
    EXPECT_NE(hash_name("a"sv), hash_name("a\0"sv));
    EXPECT_NE(hash_name(""sv), hash_name("\0"sv));
    EXPECT_NE(hash_name("abcdefgh"sv), hash_name("abcdefgh\0"sv));
}

// 400,000 hashes of 64 bits collide with probability 4e-9.
TEST(HashName, FamiliesOfNamesDoNotCollide) {
    std::unordered_set<std::uint64_t> seen;
    for (const char* family : {"insurgent_group.bomb[", "insurgent_group.recruit[", "authorities.raid[", "plots["}) {
        for (int i = 0; i < 100'000; ++i) {
            seen.insert(hash_name(family + std::to_string(i) + "]"));
        }
    }
    EXPECT_EQ(seen.size(), 400'000U);
}

// Each flipped input bit turns each output bit with probability 1/2. n = 2000 names x 8 bits x 64 output bits per position;
// the share of turned bits has sd 0.5 / sqrt(2000 * 64) = 0.0014 per input bit; bound 5.5 sd over 136 input bits:
// false alarm 136 * 4e-8 = 5e-6.
template <class Hash>
double worst_avalanche(Hash hash) {
    double worst = 0;
    for (std::size_t bit = 0; bit < 136; ++bit) {
        std::size_t turned = 0;
        for (int i = 0; i < 2000; ++i) {
            std::string name = "cell." + std::to_string(100'000'000 + i * 7919) + "[a]";
            const std::uint64_t before = hash(name);
            name[bit / 8] = static_cast<char>(name[bit / 8] ^ (1 << (bit % 8)));
            turned += static_cast<std::size_t>(std::popcount(before ^ hash(name)));
        }
        worst = std::max(worst, std::abs(static_cast<double>(turned) / (2000.0 * 64) - 0.5));
    }
    return worst;
}

TEST(HashName, EveryInputBitTurnsHalfOfTheOutput) {
    EXPECT_LT(worst_avalanche([](const std::string& name) { return hash_name(name); }), 5.5 * 0.0014);
}

TEST(HashName, TheAvalancheCheckFailsOnFnv) {
    const auto fnv = [](const std::string& name) {
        std::uint64_t hash = 0xCBF29CE484222325U;
        for (const char c : name) {
            hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
        }
        return hash;
    };
    EXPECT_GT(worst_avalanche(fnv), 5.5 * 0.0014);
}

TEST(DeriveKey, KnownAnswers) {
    constexpr std::uint64_t bomb = hash_name("insurgent_group.bomb[kabul]");
    EXPECT_EQ(derive_key(20240322, bomb, StreamPurpose::clock), 0xE09CB6134F8A0CFDU);
    EXPECT_EQ(derive_key(20240322, bomb, StreamPurpose::effect), 0x3ABA630E0CAE1578U);
    EXPECT_EQ(derive_key(20240322, bomb, StreamPurpose::parameter), 0x37E7A74504D787D6U);
    EXPECT_EQ(derive_key(0, 0, StreamPurpose::clock), 0x98F27DE83DC39843U);
}

// 2 * 200 * 1000 keys collide with probability 4e-9.
TEST(DeriveKey, SeedsNamesAndPurposesGiveDifferentKeys) {
    std::unordered_set<std::uint64_t> seen;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        for (std::uint64_t name = 0; name < 1000; ++name) {
            seen.insert(derive_key(seed, name, StreamPurpose::clock));
            seen.insert(derive_key(seed, name, StreamPurpose::effect));
        }
    }
    EXPECT_EQ(seen.size(), 400'000U);
}

}  // namespace
}  // namespace strife
