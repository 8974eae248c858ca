// Filling the buffer of a ClockStream.
// SPDX-License-Identifier: Apache-2.0
#include "random/clock_stream.h"

#include "random/philox_block.h"

namespace strife {

void ClockStream::set_position(std::uint64_t position) {
    const std::uint64_t begin = position / kBufferWords * kBufferWords;
    if (begin != buffer_begin_) {
        buffer_begin_ = begin;
        filled_ = false;
    }
    index_ = static_cast<std::uint32_t>(position - begin);
}

void ClockStream::refill() {
    if (index_ == kBufferWords) {
        buffer_begin_ += kBufferWords;
        index_ = 0;
    }
    for (std::uint32_t i = 0; i < kBufferWords; i += 2) {
        const std::uint64_t block = (buffer_begin_ + i) / 2;
        const auto pair =
            compute_philox_block(key_, static_cast<std::uint32_t>(block), static_cast<std::uint32_t>(block >> 32U), replication_);
        words_[i] = pair[0];
        words_[i + 1] = pair[1];
    }
    filled_ = true;
}

}  // namespace strife
