// The probability laws a scenario may draw from: their table, the check of their parameters, and their samplers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "random/philox_stream.h"

namespace strife {

// Every law with its canonical parameters in the order of `law_info`.
enum class Law : std::uint8_t {
    uniform,            // low, high
    normal,             // mean, sd
    lognormal,          // meanlog, sdlog
    gamma,              // shape, scale
    exponential,        // mean
    weibull,            // shape, scale
    beta,               // a, b
    poisson,            // mean
    binomial,           // n, p
    negative_binomial,  // mean, dispersion
    geometric,          // p
    bernoulli,          // p
    discrete,           // weights (any number of them)
    zeta,               // s
    pareto,             // minimum, shape
    triangular,         // low, mode, high
    empirical,          // values (any number of them)
};

enum class LawSupport : std::uint8_t { real, whole };

struct LawInfo {
    Law law;
    std::string_view name;                         // as in a scenario
    std::span<const std::string_view> parameters;  // for a list law the one name of the list
    bool takes_list;                               // `parameters` names a list of any length from 1
    LawSupport support;                            // whole: every value is a whole number from 0 to 2^53
};

// All laws in the order of `Law`.
std::span<const LawInfo> law_table();
const LawInfo& law_info(Law law);
// The law of that name; nothing if there is none.
std::optional<Law> find_law(std::string_view name);

// Whether `sample` may be called with these parameters: their number, finite, and in the law's range.
bool valid_parameters(Law law, std::span<const double> parameters);
// Why they are not valid, in words ("sd must be greater than 0, it is -3"); nothing if they are.
std::optional<std::string> explain_invalid(Law law, std::span<const double> parameters);
// The same for the parameter in place `i` alone, whatever the others are.
std::optional<std::string> explain_invalid_parameter(Law law, std::size_t i, double value);

// A value of the law with valid parameters (a contract). Never NaN and never infinite: a value beyond the largest double is
// that double, positive laws give at least the smallest normal double, and counts end at 2^53. `discrete` gives an index from 0.
double sample(Law law, std::span<const double> parameters, DrawStream& stream);

// The samplers by law; parameters must be valid as above.
double sample_uniform(DrawStream& stream, double low, double high);                   // low < high
double sample_normal(DrawStream& stream, double mean, double sd);                     // sd > 0
double sample_lognormal(DrawStream& stream, double meanlog, double sdlog);            // sdlog > 0
double sample_gamma(DrawStream& stream, double shape, double scale);                  // both > 0; mean shape * scale
double sample_exponential(DrawStream& stream, double mean);                           // mean > 0
double sample_weibull(DrawStream& stream, double shape, double scale);                // both > 0
double sample_beta(DrawStream& stream, double a, double b);                           // both > 0; within (0, 1)
double sample_poisson(DrawStream& stream, double mean);                               // 0 <= mean <= 1e15
double sample_binomial(DrawStream& stream, double n, double p);                       // n whole, 0 <= n <= 2^53, 0 <= p <= 1
double sample_negative_binomial(DrawStream& stream, double mean, double dispersion);  // 0 <= mean <= 1e15, dispersion k > 0;
                                                                                      // variance mean + mean^2 / k
double sample_geometric(DrawStream& stream, double p);                        // 0 < p <= 1; failures before the first success
double sample_bernoulli(DrawStream& stream, double p);                        // 0 <= p <= 1; 0 or 1
double sample_discrete(DrawStream& stream, std::span<const double> weights);  // weights >= 0 with a positive finite sum; an index
double sample_zeta(DrawStream& stream, double s);                             // s > 1; from 1, P(x) in proportion to x^-s
double sample_pareto(DrawStream& stream, double minimum, double shape);       // both > 0; P(X > x) = (minimum / x)^shape
double sample_triangular(DrawStream& stream, double low, double mode, double high);  // low <= mode <= high, low < high
double sample_empirical(DrawStream& stream, std::span<const double> values);         // each of the values equally likely

}  // namespace strife
