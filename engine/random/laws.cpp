// From a law's name to its sampler.
// SPDX-License-Identifier: Apache-2.0
#include "random/laws.h"

#include "base/contracts.h"

namespace strife {

double sample(Law law, std::span<const double> parameters, DrawStream& stream) {
    STRIFE_EXPECT(valid_parameters(law, parameters));
    const auto p = [&](std::size_t i) { return parameters[i]; };
    switch (law) {
        case Law::uniform:
            return sample_uniform(stream, p(0), p(1));
        case Law::normal:
            return sample_normal(stream, p(0), p(1));
        case Law::lognormal:
            return sample_lognormal(stream, p(0), p(1));
        case Law::gamma:
            return sample_gamma(stream, p(0), p(1));
        case Law::exponential:
            return sample_exponential(stream, p(0));
        case Law::weibull:
            return sample_weibull(stream, p(0), p(1));
        case Law::beta:
            return sample_beta(stream, p(0), p(1));
        case Law::poisson:
            return sample_poisson(stream, p(0));
        case Law::binomial:
            return sample_binomial(stream, p(0), p(1));
        case Law::negative_binomial:
            return sample_negative_binomial(stream, p(0), p(1));
        case Law::geometric:
            return sample_geometric(stream, p(0));
        case Law::bernoulli:
            return sample_bernoulli(stream, p(0));
        case Law::discrete:
            return sample_discrete(stream, parameters);
        case Law::zeta:
            return sample_zeta(stream, p(0));
        case Law::pareto:
            return sample_pareto(stream, p(0), p(1));
        case Law::triangular:
            return sample_triangular(stream, p(0), p(1), p(2));
        case Law::empirical:
            return sample_empirical(stream, parameters);
    }
    STRIFE_ASSERT(false);
    return 0;
}

}  // namespace strife
