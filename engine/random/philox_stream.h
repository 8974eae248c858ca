// The stream of draws of one firing: Philox4x32-10 counters addressed by key, firing number, replication and position.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace strife {

// Maps a word to the middle of one of 2^52 equal cells of (0, 1): (top 52 bits + 1/2) 2^-52, from 2^-53 to 1 - 2^-53. With 53
// bits the largest value would round to 1.
constexpr double open_unit(std::uint64_t word) {
    // The bits form 1 + k 2^-52; the difference is exact.
    return std::bit_cast<double>((word >> 12U) | 0x3FF0000000000000U) - (1.0 - 0x1p-53);
}

// Two 64-bit words of Philox4x32-10 (J. Salmon et al., 2011, https://doi.org/10.1145/2063384.2063405; Random123) for the key
// words {key low, key high} and the counter words {c0, c1, replication low, replication high}; 32-bit outputs 0 and 1 form the
// first word (0 is the low half), 2 and 3 the second.
std::array<std::uint64_t, 2> philox_block(std::uint64_t key, std::uint32_t c0, std::uint32_t c1, std::uint64_t replication);

// A uniform random bit generator over the draws of one firing in one replication. A word is one 64-bit result; word w is half
// w mod 2 of the Philox block with counter {w / 2, firing, replication low, replication high}. Any word can be reached at once,
// and nothing is computed before the first draw. Streams do not overlap for different keys, firings or replications. A key is
// never shared with a ClockStream, whose counters are laid out otherwise: the purpose in derive_key keeps them apart.
class DrawStream {
  public:
    using result_type = std::uint64_t;

    DrawStream(std::uint64_t key, std::uint32_t firing, std::uint64_t replication, std::uint32_t first_word = 0)
        : key_(key), replication_(replication), firing_(firing), next_word_(first_word) {}

    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return ~result_type{0}; }

    // The next word. Throws std::length_error after word 2^32 - 1.
    result_type operator()() {
        const std::uint32_t block = next_word_ / 2;
        if (block != loaded_block_) {
            load(block);
        }
        return words_[next_word_++ % 2];
    }

    // Number of the next word: the words used so far where the stream began at word 0. A stream made with it as `first_word`
    // goes on where this one stands.
    [[nodiscard]] std::uint32_t words_used() const { return next_word_; }

  private:
    void load(std::uint32_t block);

    static constexpr std::uint32_t kNoBlock = 0xFFFFFFFFU;  // blocks end at 2^31 - 1

    std::uint64_t key_;
    std::uint64_t replication_;
    std::array<std::uint64_t, 2> words_{};
    std::uint32_t firing_;
    std::uint32_t next_word_;
    std::uint32_t loaded_block_ = kNoBlock;
};

// The next uniform draw in the open interval (0, 1); uses one word.
inline double uniform_open(DrawStream& stream) {
    return open_unit(stream());
}

}  // namespace strife
