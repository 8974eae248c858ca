// Bodies: statements checked and lowered, as processes, the schedule and activities all have them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compile/build.h"

namespace strife {

struct BodySource {
    std::string name;  // qualified
    ActorId actor;     // invalid for the schedule
    const TextAst* text = nullptr;
    Shape shape;
    std::vector<IndexId> indices;
    CheckScope scope;
    LocalId agent = {};  // of a process over agents: what it calls the one at hand
    AgentKindId agents = {};
    std::int32_t priority = 0;
    bool disabled = false;
    SourceSpan span;
};

// Number of the new body in Model::bodies. Faults are reported; the body then lacks the faulty statements.
std::uint32_t add_checked_body(Build& build, BodySource source);

// A checked body as it is built from statements; its number in Model::bodies.
std::uint32_t add_built_body(Build& build, const BodySource& source, const Block& block);

// When a timed process fires: on the calendar, or after gaps that are drawn. False after a fault. The body must be set.
bool set_period(Build& build, const TextAst& text, const std::optional<TextAst>& first, const CheckScope& scope,
                const std::vector<IndexId>& indices, TimedProcess& timed);

// A date or time that must not lie before the start; after the end it is a warning, with what then is.
std::optional<double> read_instant_in_run(Build& build, const TextAst& text, std::string_view what,
                                          std::string_view if_after = "this never happens");

}  // namespace strife
