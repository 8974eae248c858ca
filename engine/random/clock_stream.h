// The sequential stream of one replication for event times and choices, generated ahead in blocks.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "random/bit_consistent_math.h"
#include "random/philox_stream.h"

namespace strife {

// Words come from Philox4x32-10 in order: word w is half w mod 2 of the block with counter {w / 2 low, w / 2 high, replication
// low, replication high}. The layout differs from DrawStream's, so the two never share a key (derive_key with different
// purposes). Trivially copyable, no heap; a copy goes on like the original. Bits are the same on every x86-64 CPU.
class ClockStream {
  public:
    static constexpr std::uint32_t kBufferWords = 256;

    ClockStream(std::uint64_t key, std::uint64_t replication) : key_(key), replication_(replication) {}

    // Uniform in the open interval (0, 1); uses one word.
    double uniform() { return open_unit(next()); }
    // Exponential with mean 1, in [1.1e-16, 36.8]: -log(uniform); uses one word.
    double exponential() { return -consistent_log(uniform()); }

    // Number of words used since the start of the stream.
    [[nodiscard]] std::uint64_t position() const { return buffer_begin_ + index_; }
    // Goes to any position, forwards or back.
    void set_position(std::uint64_t position);

  private:
    std::uint64_t next() {
        if (index_ == kBufferWords || !filled_) {
            refill();
        }
        return words_[index_++];
    }
    void refill();

    std::uint64_t key_;
    std::uint64_t replication_;
    std::uint64_t buffer_begin_ = 0;  // position of words_[0]; a multiple of kBufferWords
    std::uint32_t index_ = 0;
    bool filled_ = false;
    std::array<std::uint64_t, kBufferWords> words_{};
};

}  // namespace strife
