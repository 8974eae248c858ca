// What the builders of outcomes share: one outcome in the making.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compile/build.h"

namespace strife {

struct OutcomeParts {
    const OutcomeAst& ast;
    std::uint32_t number = 0;  // in Model::outcomes
    std::vector<IndexId> indices = {};
    CheckScope scope = {};
    ModelOutcome model = {};
    Dimension dimension = {};       // of its values
    std::size_t series_length = 0;  // instants or periods of its series
    bool is_built = false;
};

// `attack` or `attack.deaths`; nothing if the text names no event.
struct EventField {
    std::uint32_t event = 0;
    std::optional<std::uint32_t> field;
};
std::optional<EventField> find_event_field(const Build& build, const ExprAst& ast);

// A program that is run for each member of the outcome's own indices.
Program lower_for(Build& build, const OutcomeParts& parts, const Expr& expr);

// Whether the verb has a meaning over events and over the state.
bool may_look_at_either(OutcomeVerb verb);
// Whether the outcome's verb, on this text, looks at events.
bool looks_at_events(const Build& build, const OutcomeAst& outcome, const ExprAst& ast);

// Each fills `parts.model`; false after a fault, which is then in the diagnostics.
bool build_event_outcome(Build& build, OutcomeParts& parts, const ExprAst& ast);  // build_event_outcomes.cpp
bool build_state_outcome(Build& build, OutcomeParts& parts, const ExprAst& ast);  // build_state_outcomes.cpp
bool build_stop_outcome(Build& build, OutcomeParts& parts);

// Outcomes of other outcomes, once all others are built (build_derived_outcomes.cpp); `all` are those of the file.
bool is_derived(OutcomeVerb verb);
void build_derived_outcomes(Build& build, std::vector<OutcomeParts>& all);

}  // namespace strife
