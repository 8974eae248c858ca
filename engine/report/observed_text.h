// How what a run gave agrees with what was observed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "results/descriptors.h"
#include "results/summary.h"

namespace strife {

enum class Agreement { unknown, below, within, above };

// What of an outcome is compared: the median (the exact one, where the rounding of quantiles could matter), of a probability its
// estimate. A first time that most replications did not reach lies beyond everything.
double compared_value(const Summary& summary, OutcomeKind kind);
// Where that lies against the bounds of an observation, which belong to what agrees, and so does what misses one by rounding
// (relative 1e-12); unknown without bounds, or without a value to compare.
Agreement agreement_of(const Observation& observed, double value);
// "below", "within", "above"; "-" where unknown.
std::string_view agreement_name(Agreement agreement);

// "33.8 (30 to 38)", "at least 30"; instants as dates, probabilities in per cent.
std::string observed_text(const Observation& observed, OutcomeKind kind, const std::optional<Date>& start);

// The observations of one member of an outcome.
std::vector<Observation> observations_of(const OutcomeDescriptor& outcome, std::size_t member);

}  // namespace strife
