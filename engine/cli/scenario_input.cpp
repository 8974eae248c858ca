// SPDX-License-Identifier: Apache-2.0
#include "cli/scenario_input.h"

#include <ostream>

#include <fmt/format.h>

#include "experiment/mechanism_folders.h"

namespace strife {

std::optional<LoadedModels> load_or_explain(const ScenarioOptions& options, const std::vector<std::string>& wanted,
                                            std::ostream& err) {
    const auto sources = std::make_shared<SourceMap>();
    Diagnostics diagnostics;
    ScenarioOptions complete = options;
    complete.mechanism_folders = mechanism_folders();
    auto loaded = load_models(complete, wanted, sources, diagnostics);
    err << render_all(diagnostics, *sources);
    if (diagnostics.has_errors()) {
        const std::size_t n = diagnostics.error_count();
        err << fmt::format("strife: {} {} in {}\n", n, n == 1 ? "error" : "errors", options.path);
    }
    return loaded;
}

}  // namespace strife
