// One Philox4x32-10 block as two 64-bit words, inline for the loops that fill streams.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Random123/philox.h>

#include <array>
#include <cstdint>

namespace strife {

// The words of philox_block (see philox_stream.h).
inline std::array<std::uint64_t, 2> compute_philox_block(std::uint64_t key, std::uint32_t c0, std::uint32_t c1,
                                                         std::uint64_t replication) {
    const philox4x32_key_t key_words{{static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32U)}};
    const philox4x32_ctr_t counter{
        {c0, c1, static_cast<std::uint32_t>(replication), static_cast<std::uint32_t>(replication >> 32U)}};
    const philox4x32_ctr_t out = philox4x32_R(10, counter, key_words);
    return {out.v[0] | static_cast<std::uint64_t>(out.v[1]) << 32U, out.v[2] | static_cast<std::uint64_t>(out.v[3]) << 32U};
}

}  // namespace strife
