// Turns what stopped yaml-cpp into a diagnostic that says what is wrong where the writer went wrong.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/diagnostic.h"
#include "base/source.h"
#include "scenario/yaml_events.h"
#include "scenario/yaml_scalar.h"

namespace strife {

// Where the content of a node begins: past the anchor and tag that stand at `at`. Blanks, line breaks and comments after them
// are passed too.
std::uint32_t skip_properties(std::string_view text, std::uint32_t at);

// Reports the fault that ended `recording`; an unclosed quote, a tab or an open bracket before it is reported in its place.
void report_yaml_fault(const YamlRecording& recording, const YamlFault& fault, SourceFileId file, const SourceMap& sources,
                       Diagnostics& diagnostics);

// Reports a tab in the indentation of a line before `end`, outside of `inside` (ranges of scalars, in order). True if there is
// one.
bool report_tab_indentation(const std::vector<SourceSpan>& inside, std::uint32_t end, SourceFileId file, const SourceMap& sources,
                            Diagnostics& diagnostics);

// Reports what is wrong with one scalar; true if there was something.
bool report_scalar_problem(ScalarProblem problem, SourceSpan span, Diagnostics& diagnostics);

}  // namespace strife
