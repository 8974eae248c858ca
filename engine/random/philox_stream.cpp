// Philox blocks by Random123, for the streams of philox_stream.h.
// SPDX-License-Identifier: Apache-2.0
#include "random/philox_stream.h"

#include <Random123/philox.h>

#include <stdexcept>

namespace strife {

std::array<std::uint64_t, 2> philox_block(std::uint64_t key, std::uint32_t c0, std::uint32_t c1, std::uint64_t replication) {
    const philox4x32_key_t key_words{{static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32U)}};
    const philox4x32_ctr_t counter{
        {c0, c1, static_cast<std::uint32_t>(replication), static_cast<std::uint32_t>(replication >> 32U)}};
    const philox4x32_ctr_t out = philox4x32_R(10, counter, key_words);
    return {out.v[0] | static_cast<std::uint64_t>(out.v[1]) << 32U, out.v[2] | static_cast<std::uint64_t>(out.v[3]) << 32U};
}

void DrawStream::load(std::uint32_t block) {
    if (block == 0 && loaded_block_ == 0x7FFFFFFFU) {
        throw std::length_error("a firing used all 2^32 words of its random stream");
    }
    words_ = philox_block(key_, block, firing_, replication_);
    loaded_block_ = block;
}

}  // namespace strife
