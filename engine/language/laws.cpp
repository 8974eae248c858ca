// SPDX-License-Identifier: Apache-2.0
#include "language/laws.h"

#include <algorithm>

namespace strife {
namespace {

constexpr std::array<LawSignature, 17> kLaws = {{
    {LawKind::uniform, "uniform", {"low", "high"}, false},
    {LawKind::normal, "normal", {"mean", "sd"}, false},
    {LawKind::lognormal, "lognormal", {"mean", "sd", "meanlog", "sdlog"}, false},
    {LawKind::gamma, "gamma", {"mean", "cv", "sd", "shape", "scale"}, false},
    {LawKind::exponential, "exponential", {"mean", "rate"}, false},
    {LawKind::weibull, "weibull", {"shape", "scale"}, false},
    {LawKind::beta, "beta", {"a", "b"}, false},
    {LawKind::poisson, "poisson", {"mean"}, true},
    {LawKind::binomial, "binomial", {"n", "p"}, true},
    {LawKind::negative_binomial, "negative_binomial", {"mean", "dispersion"}, true},
    {LawKind::geometric, "geometric", {"p"}, true},
    {LawKind::bernoulli, "bernoulli", {"p"}, true},
    {LawKind::discrete, "discrete", {}, true},
    {LawKind::zeta, "zeta", {"s"}, true},
    {LawKind::pareto, "pareto", {"minimum", "shape"}, false},
    {LawKind::triangular, "triangular", {"low", "mode", "high"}, false},
    {LawKind::empirical, "empirical", {}, false},
}};

}  // namespace

const LawSignature* find_law_signature(std::string_view name) {
    const auto* found = std::find_if(kLaws.begin(), kLaws.end(), [&](const LawSignature& law) { return law.name == name; });
    return found == kLaws.end() ? nullptr : found;
}

const LawSignature& law_signature(LawKind kind) {
    return kLaws[static_cast<std::size_t>(kind)];
}

std::vector<std::string_view> law_names() {
    std::vector<std::string_view> names;
    for (const LawSignature& law : kLaws) names.push_back(law.name);
    return names;
}

}  // namespace strife
