// SPDX-License-Identifier: Apache-2.0
#include "solve/value_classes.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace strife {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

// Of values in rising order with their masses, which need not add up to 1.
Summary summarise_masses(const std::vector<double>& values, const std::vector<double>& masses) {
    double total = 0.0;
    double sum = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        total += masses[i];
        sum += masses[i] * values[i];
    }
    Summary summary = mean_alone(total > 0.0 ? sum / total : kUnknown);
    if (!(total > 0.0)) return summary;
    double squares = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        squares += masses[i] * (values[i] - summary.mean) * (values[i] - summary.mean);
    }
    summary.sd = std::sqrt(squares / total);
    double below = 0.0;
    std::size_t next = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (masses[i] > kLeastProbability) {
            if (std::isnan(summary.minimum)) summary.minimum = values[i];
            summary.maximum = values[i];
        }
        below += masses[i];
        while (next < kQuantileCount && below >= kQuantileLevels[next] * total - kLeastProbability) {
            summary.quantiles[next++] = values[i];
        }
    }
    return summary;
}

}  // namespace

ValueClasses::ValueClasses(std::span<const double> values) {
    for (const double value : values) {
        if (!std::isnan(value)) values_.push_back(value);
    }
    std::sort(values_.begin(), values_.end());
    values_.erase(std::unique(values_.begin(), values_.end()), values_.end());
    class_of_.reserve(values.size());
    for (const double value : values) {
        const auto found = std::lower_bound(values_.begin(), values_.end(), value);
        class_of_.push_back(std::isnan(value) ? kNone : static_cast<std::uint32_t>(found - values_.begin()));
    }
}

std::vector<double> ValueClasses::masses(const Eigen::VectorXd& distribution) const {
    std::vector<double> masses(values_.size(), 0.0);
    for (std::size_t i = 0; i < class_of_.size(); ++i) {
        if (class_of_[i] != kNone) masses[class_of_[i]] += distribution[static_cast<Eigen::Index>(i)];
    }
    return masses;
}

Summary ValueClasses::summarise(const Eigen::VectorXd& distribution) const {
    return summarise_masses(values_, masses(distribution));
}

Summary mean_alone(double mean) {
    Summary summary;
    summary.mean = summary.lower = summary.upper = mean;
    summary.sd = summary.minimum = summary.maximum = kUnknown;
    summary.probability = summary.probability_lower = summary.probability_upper = kUnknown;
    summary.quantiles.fill(kUnknown);
    return summary;
}

Summary of_probability(double probability) {
    return summarise_masses({0.0, 1.0}, {1.0 - probability, probability});
}

}  // namespace strife
