// The table of the laws and the check of their parameters.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "random/laws.h"

namespace strife {
namespace {

// What one parameter must be by itself; all must be finite.
enum class Rule : std::uint8_t {
    any,
    positive,
    count_mean,
    probability,
    positive_probability,
    above_one,
    whole_count,
    not_negative
};

constexpr double kLargestCount = 0x1p53;
constexpr double kLargestMean = 1e15;

using Names = std::string_view;
constexpr std::array<Names, 2> kLowHigh{"low", "high"};
constexpr std::array<Names, 2> kMeanSd{"mean", "sd"};
constexpr std::array<Names, 2> kLogs{"meanlog", "sdlog"};
constexpr std::array<Names, 2> kShapeScale{"shape", "scale"};
constexpr std::array<Names, 1> kMean{"mean"};
constexpr std::array<Names, 2> kAB{"a", "b"};
constexpr std::array<Names, 2> kNP{"n", "p"};
constexpr std::array<Names, 2> kMeanDispersion{"mean", "dispersion"};
constexpr std::array<Names, 1> kP{"p"};
constexpr std::array<Names, 1> kWeights{"weights"};
constexpr std::array<Names, 1> kS{"s"};
constexpr std::array<Names, 2> kMinimumShape{"minimum", "shape"};
constexpr std::array<Names, 3> kLowModeHigh{"low", "mode", "high"};
constexpr std::array<Names, 1> kValues{"values"};

constexpr auto kReal = LawSupport::real;
constexpr auto kWhole = LawSupport::whole;

constexpr std::array<LawInfo, 17> kTable{{
    {Law::uniform, "uniform", kLowHigh, false, kReal},
    {Law::normal, "normal", kMeanSd, false, kReal},
    {Law::lognormal, "lognormal", kLogs, false, kReal},
    {Law::gamma, "gamma", kShapeScale, false, kReal},
    {Law::exponential, "exponential", kMean, false, kReal},
    {Law::weibull, "weibull", kShapeScale, false, kReal},
    {Law::beta, "beta", kAB, false, kReal},
    {Law::poisson, "poisson", kMean, false, kWhole},
    {Law::binomial, "binomial", kNP, false, kWhole},
    {Law::negative_binomial, "negative_binomial", kMeanDispersion, false, kWhole},
    {Law::geometric, "geometric", kP, false, kWhole},
    {Law::bernoulli, "bernoulli", kP, false, kWhole},
    {Law::discrete, "discrete", kWeights, true, kWhole},
    {Law::zeta, "zeta", kS, false, kWhole},
    {Law::pareto, "pareto", kMinimumShape, false, kReal},
    {Law::triangular, "triangular", kLowModeHigh, false, kReal},
    {Law::empirical, "empirical", kValues, true, kReal},
}};

// The rule of parameter `i` (of any element for a list law).
constexpr Rule rule_of(Law law, std::size_t i) {
    switch (law) {
        case Law::uniform:
        case Law::triangular:
        case Law::empirical:
            return Rule::any;
        case Law::normal:
        case Law::lognormal:
            return i == 0 ? Rule::any : Rule::positive;
        case Law::gamma:
        case Law::exponential:
        case Law::weibull:
        case Law::beta:
        case Law::pareto:
            return Rule::positive;
        case Law::poisson:
            return Rule::count_mean;
        case Law::negative_binomial:
            return i == 0 ? Rule::count_mean : Rule::positive;
        case Law::binomial:
            return i == 0 ? Rule::whole_count : Rule::probability;
        case Law::geometric:
            return Rule::positive_probability;
        case Law::bernoulli:
            return Rule::probability;
        case Law::discrete:
            return Rule::not_negative;
        case Law::zeta:
            return Rule::above_one;
    }
    return Rule::any;
}

bool obeys(Rule rule, double x) {
    if (!std::isfinite(x)) {
        return false;
    }
    switch (rule) {
        case Rule::any:
            return true;
        case Rule::positive:
            return x > 0;
        case Rule::count_mean:
            return x >= 0 && x <= kLargestMean;
        case Rule::probability:
            return x >= 0 && x <= 1;
        case Rule::positive_probability:
            return x > 0 && x <= 1;
        case Rule::above_one:
            return x > 1;
        case Rule::whole_count:
            return x >= 0 && x <= kLargestCount && x == std::floor(x);
        case Rule::not_negative:
            return x >= 0;
    }
    return false;
}

std::string_view wording(Rule rule) {
    switch (rule) {
        case Rule::any:
            return "a finite number";
        case Rule::positive:
            return "greater than 0";
        case Rule::count_mean:
            return "from 0 to 1e15";
        case Rule::probability:
            return "from 0 to 1";
        case Rule::positive_probability:
            return "greater than 0 and at most 1";
        case Rule::above_one:
            return "greater than 1";
        case Rule::whole_count:
            return "a whole number from 0 to 2^53";
        case Rule::not_negative:
            return "at least 0";
    }
    return "";
}

double sum(std::span<const double> values) {
    double total = 0;
    for (const double value : values) {
        total += value;
    }
    return total;
}

// Whether parameters that obey their rules one by one also fit together.
bool fit_together(Law law, std::span<const double> p) {
    switch (law) {
        case Law::uniform:
            return p[0] < p[1] && std::isfinite(p[1] - p[0]);
        case Law::triangular:
            return p[0] <= p[1] && p[1] <= p[2] && p[0] < p[2] && std::isfinite(p[2] - p[0]);
        case Law::discrete: {
            const double total = sum(p);
            return total > 0 && std::isfinite(total);
        }
        default:
            return true;
    }
}

std::string explain_misfit(Law law, std::span<const double> p) {
    if (law == Law::discrete) {
        return sum(p) > 0 ? "the sum of the weights is too large for a number"
                          : "at least one of the weights must be greater than 0, all are 0";
    }
    const double high = p.back();
    if (!(p[0] < high)) {
        return fmt::format("low must be less than high, low is {} and high is {}", p[0], high);
    }
    if (!std::isfinite(high - p[0])) {
        return fmt::format("high - low is too large for a number, low is {} and high is {}", p[0], high);
    }
    return fmt::format("mode must be from low to high, it is {} with low {} and high {}", p[1], p[0], high);
}

}  // namespace

std::span<const LawInfo> law_table() {
    return kTable;
}

const LawInfo& law_info(Law law) {
    return kTable[static_cast<std::size_t>(law)];
}

std::optional<Law> find_law(std::string_view name) {
    const auto found = std::ranges::find(kTable, name, &LawInfo::name);
    return found == kTable.end() ? std::nullopt : std::optional(found->law);
}

bool valid_parameters(Law law, std::span<const double> parameters) {
    const LawInfo& info = law_info(law);
    if (info.takes_list ? parameters.empty() : parameters.size() != info.parameters.size()) {
        return false;
    }
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        if (!obeys(rule_of(law, i), parameters[i])) {
            return false;
        }
    }
    return fit_together(law, parameters);
}

std::optional<std::string> explain_invalid_parameter(Law law, std::size_t i, double value) {
    const Rule rule = rule_of(law, i);
    if (obeys(rule, value)) return std::nullopt;
    const LawInfo& info = law_info(law);
    const std::string name =
        info.takes_list ? fmt::format("number {} of the {}", i + 1, info.parameters[0]) : std::string(info.parameters[i]);
    if (std::isnan(value)) return fmt::format("{} must be {}, it is nan", name, wording(Rule::any));
    return fmt::format("{} must be {}, it is {}", name, std::isfinite(value) ? wording(rule) : wording(Rule::any), value);
}

std::optional<std::string> explain_invalid(Law law, std::span<const double> parameters) {
    const LawInfo& info = law_info(law);
    if (info.takes_list && parameters.empty()) {
        return fmt::format("{} needs at least one of its {}, it was given none", info.name, info.parameters[0]);
    }
    if (!info.takes_list && parameters.size() != info.parameters.size()) {
        return fmt::format("{} takes {} parameter{} ({}), it was given {}", info.name, info.parameters.size(),
                           info.parameters.size() == 1 ? "" : "s", fmt::join(info.parameters, ", "), parameters.size());
    }
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        if (auto reason = explain_invalid_parameter(law, i, parameters[i])) return reason;
    }
    if (!fit_together(law, parameters)) {
        return explain_misfit(law, parameters);
    }
    return std::nullopt;
}

}  // namespace strife
