// The laws that may be drawn from: their names, arguments and the canonical parameters that each spelling stands for.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace strife {

enum class LawKind : std::uint8_t {
    uniform,            // low, high
    normal,             // mean, sd
    lognormal,          // meanlog, sdlog (of the number in canonical units)
    gamma,              // shape, scale
    exponential,        // mean
    weibull,            // shape, scale
    beta,               // a, b
    poisson,            // mean
    binomial,           // n, p
    negative_binomial,  // mean, dispersion
    geometric,          // p
    bernoulli,          // p
    discrete,           // weights; the number of the entry, from 0
    zeta,               // s
    pareto,             // minimum, shape
    triangular,         // low, mode, high
    empirical           // values
};

struct LawSignature {
    LawKind kind;
    std::string_view name;
    // Arguments in order, as users may name them; an empty name ends the list.
    std::array<std::string_view, 5> arguments;
    bool counting;  // the value is a whole number of a counting unit
};

const LawSignature* find_law_signature(std::string_view name);
const LawSignature& law_signature(LawKind kind);
std::vector<std::string_view> law_names();

}  // namespace strife
