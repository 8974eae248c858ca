// Keys of random streams: from a seed, a qualified name and a purpose to 64 bits, never from a position in the scenario.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace strife {

// What the draws of a stream are for. Streams of one name but different purposes have different keys and share no draw.
// The numbers are part of the reproducibility of results: they are never reused or changed.
enum class StreamPurpose : std::uint32_t {
    clock = 1,        // times and choices of hazard channels
    effect = 2,       // draws in the body of a process, by firing number
    gap = 3,          // drawn gaps between the firings of an `every`
    duration = 4,     // durations of activities and delays
    parameter = 5,    // priors
    initial = 6,      // drawn initial states
    observation = 7,  // what observers and perceiving actors see
    thinning = 8,     // acceptance of candidates of time-dependent hazards
    selection = 9,    // which individual, item or member
    design = 10,      // scrambling of experimental designs
};

// Scrambles 64 bits so that each input bit turns about half of the output bits; a bijection (the finaliser "variant 13" of
// D. Stafford, as in SplitMix64, https://doi.org/10.1145/2660193.2660195).
constexpr std::uint64_t mix_bits(std::uint64_t x) {
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31U);
}

// A 64-bit hash of a qualified name such as "insurgent_group.bomb[kabul]": h = mix(length + c), then for each 8 bytes (little
// endian, the last filled with zeros) h = mix(mix(h ^ word) + c), with c = 2^64 / golden ratio. Two different names of equal
// length up to 8 bytes never collide; a million names collide somewhere with probability 3e-8. Not cryptographic.
constexpr std::uint64_t hash_name(std::string_view name) {
    constexpr std::uint64_t c = 0x9E3779B97F4A7C15U;
    std::uint64_t hash = mix_bits(name.size() + c);
    for (std::size_t begin = 0; begin < name.size(); begin += 8) {
        std::uint64_t word = 0;
        for (std::size_t i = 0; i < 8 && begin + i < name.size(); ++i) {
            word |= static_cast<std::uint64_t>(static_cast<unsigned char>(name[begin + i])) << (8U * i);
        }
        hash = mix_bits(mix_bits(hash ^ word) + c);
    }
    return hash;
}

// The key of the stream of one name and purpose under one seed. For a given seed and purpose, different hashes give different
// keys, and for a given seed and hash different purposes do.
constexpr std::uint64_t derive_key(std::uint64_t seed, std::uint64_t name_hash, StreamPurpose purpose) {
    constexpr std::uint64_t c = 0x9E3779B97F4A7C15U;
    const std::uint64_t named = mix_bits(mix_bits(seed + c) ^ name_hash);
    return mix_bits(named ^ (static_cast<std::uint64_t>(purpose) * 0xD1342543DE82EF95U));
}

}  // namespace strife
