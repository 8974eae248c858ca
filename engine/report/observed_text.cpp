// SPDX-License-Identifier: Apache-2.0
#include "report/observed_text.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include <fmt/format.h>

#include "report/number_text.h"

namespace strife {

double compared_value(const Summary& summary, OutcomeKind kind) {
    if (kind == OutcomeKind::probability) {
        // The mean was added up; the share of whole numbers is what a bound of 10 % can equal.
        const auto n = static_cast<double>(summary.n);
        return summary.n == 0 ? summary.mean : std::round(summary.mean * n) / n;
    }
    if (!std::isnan(summary.exact_median)) return summary.exact_median;
    const double median = summary.quantiles[kQuantileCount / 2];
    const bool beyond_the_end = kind == OutcomeKind::first_time && summary.n + summary.n_missing > 0;
    if (std::isnan(median) && beyond_the_end && !std::isnan(summary.probability)) return std::numeric_limits<double>::infinity();
    return median;
}

Agreement agreement_of(const Observation& observed, double value) {
    if (std::isnan(value) || (std::isnan(observed.low) && std::isnan(observed.high))) return Agreement::unknown;
    // Sums and conversions of units round: 7 % is 7 * 0.01, which is not 0.07.
    const double rounding = std::isfinite(value) ? 1e-12 * std::abs(value) : 0.0;
    if (value < observed.low - rounding) return Agreement::below;
    if (value > observed.high + rounding) return Agreement::above;
    return Agreement::within;
}

std::string_view agreement_name(Agreement agreement) {
    switch (agreement) {
        case Agreement::below:
            return "below";
        case Agreement::within:
            return "within";
        case Agreement::above:
            return "above";
        case Agreement::unknown:
            break;
    }
    return "-";
}

std::string observed_text(const Observation& observed, OutcomeKind kind, const std::optional<Date>& start) {
    const auto text = [&](double value) {
        if (kind == OutcomeKind::probability) return share_text(value);
        return kind == OutcomeKind::first_time ? instant_text(start, value) : number_text(value);
    };
    std::string bounds;
    if (!std::isnan(observed.low) && !std::isnan(observed.high)) {
        bounds = fmt::format("{} to {}", text(observed.low), text(observed.high));
    } else if (!std::isnan(observed.low)) {
        bounds = "at least " + text(observed.low);
    } else if (!std::isnan(observed.high)) {
        bounds = "at most " + text(observed.high);
    }
    // Of dates the bounds are enough: three would not fit beside the quantiles.
    if (std::isnan(observed.value) || (kind == OutcomeKind::first_time && !bounds.empty())) return bounds;
    return bounds.empty() ? text(observed.value) : fmt::format("{} ({})", text(observed.value), bounds);
}

std::vector<Observation> observations_of(const OutcomeDescriptor& outcome, std::size_t member) {
    std::vector<Observation> result;
    std::ranges::copy_if(outcome.observed, std::back_inserter(result),
                         [&](const Observation& observed) { return observed.member == member; });
    return result;
}

}  // namespace strife
