// Philox blocks by Random123, for the streams of philox_stream.h.
// SPDX-License-Identifier: Apache-2.0
#include "random/philox_stream.h"

#include <stdexcept>

#include "random/philox_block.h"

namespace strife {

std::array<std::uint64_t, 2> philox_block(std::uint64_t key, std::uint32_t c0, std::uint32_t c1, std::uint64_t replication) {
    return compute_philox_block(key, c0, c1, replication);
}

void DrawStream::load(std::uint32_t block) {
    if (block == 0 && loaded_block_ == 0x7FFFFFFFU) {
        throw std::length_error("a firing used all 2^32 words of its random stream");
    }
    words_ = compute_philox_block(key_, block, firing_, replication_);
    loaded_block_ = block;
}

}  // namespace strife
