// Writes the words of a layout of streams to stdout, without end, for batteries of tests of random numbers:
//   stream_words LAYOUT [SEED] | dieharder -a -g 200
// Each layout goes through the streams in an order in which the engine could use them, a word or two of each: if neighbouring
// keys, firings or replications hung together, it would show there and not within one stream. SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "kernel/draw_effects.h"
#include "random/clock_stream.h"
#include "random/philox_stream.h"
#include "random/stream_keys.h"

namespace strife {
namespace {

constexpr std::size_t kWords = 8192;  // written at once

// Words [kWords] of a layout, `round` after `round`.
using Fill = std::function<void(std::uint64_t seed, std::uint64_t round, std::array<std::uint64_t, kWords>& words)>;

struct Layout {
    std::string_view name;
    std::string_view doc;
    Fill fill;
};

std::uint64_t channel_key(std::uint64_t seed, std::uint64_t channel, StreamPurpose purpose) {
    return derive_key(seed, hash_name(fmt::format("group.attack[{}]", channel)), purpose);
}

// A word from each of kWords streams that are numbered on through the rounds.
template <class Word>
Fill one_word_of_each(Word word) {
    return [word](std::uint64_t seed, std::uint64_t round, std::array<std::uint64_t, kWords>& words) {
        for (std::size_t i = 0; i < kWords; ++i) words[i] = word(seed, round * kWords + i);
    };
}

// The open uniforms of a clock stream keep 52 of the 64 bits, so its blocks are asked for the words themselves.
std::uint64_t clock_word(std::uint64_t key, std::uint64_t position, std::uint64_t replication) {
    const std::uint64_t block = position / 2;
    return philox_block(key, static_cast<std::uint32_t>(block), static_cast<std::uint32_t>(block >> 32U),
                        replication)[position % 2];
}

std::vector<Layout> layouts() {
    return {
        {"clock", "the shared clock of one replication, word after word",
         one_word_of_each([](std::uint64_t seed, std::uint64_t i) {
             return clock_word(derive_key(seed, hash_name("clock"), StreamPurpose::clock), i, 0);
         })},
        {"clock_replications", "the first word of the shared clock in each replication",
         one_word_of_each([](std::uint64_t seed, std::uint64_t i) {
             return clock_word(derive_key(seed, hash_name("clock"), StreamPurpose::clock), 0, i);
         })},
        {"channel_clocks", "the first word of the clock of each channel",
         one_word_of_each(
             [](std::uint64_t seed, std::uint64_t i) { return DrawStream(channel_key(seed, i, StreamPurpose::clock), 0, 0)(); })},
        {"firings", "a word from each firing of one channel", one_word_of_each([](std::uint64_t seed, std::uint64_t i) {
             return DrawStream(channel_key(seed, i >> 32U, StreamPurpose::effect), static_cast<std::uint32_t>(i), 0)();
         })},
        {"places", "a word from each of 16 places in the body, firing after firing",
         one_word_of_each([](std::uint64_t seed, std::uint64_t i) {
             const std::uint64_t key =
                 place_key(channel_key(seed, i >> 36U, StreamPurpose::effect), static_cast<std::uint32_t>(i % 16));
             return DrawStream(key, static_cast<std::uint32_t>(i / 16), 0)();
         })},
        {"replications", "the first word of one draw in each replication",
         one_word_of_each([](std::uint64_t seed, std::uint64_t i) {
             return DrawStream(place_key(channel_key(seed, 0, StreamPurpose::effect), 0), 0, i)();
         })},
        {"purposes", "a word from each purpose of each channel", one_word_of_each([](std::uint64_t seed, std::uint64_t i) {
             return DrawStream(channel_key(seed, i / 10, static_cast<StreamPurpose>(1 + i % 10)), 0, 0)();
         })},
        {"seeds", "the first word of one draw under each seed", one_word_of_each([](std::uint64_t seed, std::uint64_t i) {
             return DrawStream(place_key(channel_key(seed + i, 0, StreamPurpose::effect), 0), 0, 0)();
         })},
        {"within", "all words of one draw after the other, 64 of each firing",
         one_word_of_each([](std::uint64_t seed, std::uint64_t i) {
             return philox_block(channel_key(seed, 0, StreamPurpose::effect), static_cast<std::uint32_t>(i % 64 / 2),
                                 static_cast<std::uint32_t>(i / 64), i >> 38U)[i % 2];
         })},
    };
}

int write_words(const Layout& layout, std::uint64_t seed) {
    std::array<std::uint64_t, kWords> words{};
    for (std::uint64_t round = 0;; ++round) {
        layout.fill(seed, round, words);
        // The reader ends the pipe when it has enough.
        if (std::fwrite(words.data(), sizeof(words[0]), kWords, stdout) != kWords) return EXIT_SUCCESS;
    }
}

}  // namespace
}  // namespace strife

int main(int argc, char** argv) {
    const std::vector<strife::Layout> layouts = strife::layouts();
    const std::string wanted = argc > 1 ? argv[1] : "";
    const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
    for (const strife::Layout& layout : layouts) {
        if (layout.name == wanted) return strife::write_words(layout, seed);
    }
    for (const strife::Layout& layout : layouts) fmt::print("{:20} {}\n", layout.name, layout.doc);
    return wanted.empty() ? EXIT_SUCCESS : 2;
}
