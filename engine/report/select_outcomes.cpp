// SPDX-License-Identifier: Apache-2.0
#include "report/select_outcomes.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace strife {
namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

void require(const std::vector<std::string>& asked, const std::vector<std::string>& known, const char* what) {
    for (const std::string& name : asked) {
        if (!contains(known, name)) {
            throw SelectionError(fmt::format("there is no {} '{}'; there are: {}", what, name, fmt::join(known, ", ")));
        }
    }
}

}  // namespace

void select_outcomes(StoredRun& run, const std::vector<std::string>& outcomes, const std::vector<std::string>& alternatives) {
    RunDescriptor& description = run.header.run;
    std::vector<std::string> names;
    for (const OutcomeDescriptor& outcome : description.outcomes) names.push_back(outcome.name);
    for (const SeriesDescriptor& series : description.series) {
        if (!contains(names, series.name)) names.push_back(series.name);
    }
    require(outcomes, names, "outcome");
    require(alternatives, run.header.alternatives, "alternative");
    if (!outcomes.empty()) {
        const auto unwanted = [&](const auto& descriptor) { return !contains(outcomes, descriptor.name); };
        std::erase_if(description.outcomes, unwanted);
        std::erase_if(description.series, unwanted);
    }
    if (alternatives.empty()) return;
    std::erase_if(run.footer.summaries, [&](const AlternativeSummary& summary) { return !contains(alternatives, summary.name); });
    std::erase_if(run.header.alternatives, [&](const std::string& name) { return !contains(alternatives, name); });
}

}  // namespace strife
