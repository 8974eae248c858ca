// The words by which kinds of outcomes and ways to end are stored and reported.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "results/descriptors.h"
#include "results/ports.h"

namespace strife {

std::string_view kind_name(OutcomeKind kind);
std::string_view completion_name(Completion completion);

std::string_view result_kind_name(ResultKind kind);
std::optional<ResultKind> parse_result_kind(std::string_view name);

// Nothing if no kind, or no way to end, has this name.
std::optional<OutcomeKind> parse_kind(std::string_view name);
std::optional<Completion> parse_completion(std::string_view name);

}  // namespace strife
