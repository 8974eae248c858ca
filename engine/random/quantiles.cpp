// SPDX-License-Identifier: Apache-2.0
#include "random/quantiles.h"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/triangular.hpp>

#include "base/contracts.h"

namespace strife {

bool has_quantile(Law law) {
    switch (law) {
        case Law::uniform:
        case Law::normal:
        case Law::lognormal:
        case Law::gamma:
        case Law::exponential:
        case Law::weibull:
        case Law::beta:
        case Law::pareto:
        case Law::triangular:
            return true;
        default:
            return false;
    }
}

double quantile(Law law, std::span<const double> parameters, double u) {
    STRIFE_EXPECT(u > 0.0 && u < 1.0);
    const double a = parameters[0];
    const double b = parameters.size() > 1 ? parameters[1] : 0.0;
    switch (law) {
        case Law::uniform:
            return a + (b - a) * u;
        case Law::normal:
            return boost::math::quantile(boost::math::normal(a, b), u);
        case Law::lognormal:
            return std::exp(boost::math::quantile(boost::math::normal(a, b), u));
        case Law::gamma:
            return boost::math::quantile(boost::math::gamma_distribution<>(a, b), u);
        case Law::exponential:
            return -a * std::log1p(-u);
        case Law::weibull:
            return b * std::pow(-std::log1p(-u), 1.0 / a);
        case Law::beta:
            return boost::math::quantile(boost::math::beta_distribution<>(a, b), u);
        case Law::pareto:
            return a * std::pow(1.0 - u, -1.0 / b);
        default:
            STRIFE_EXPECT(law == Law::triangular);
            return boost::math::quantile(boost::math::triangular(a, b, parameters[2]), u);
    }
}

double normal_share(double z) {
    constexpr double kSmallest = 1e-300;
    return std::clamp(boost::math::cdf(boost::math::normal(), z), kSmallest, 1.0 - 1e-16);
}

}  // namespace strife
