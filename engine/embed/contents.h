// What the public classes keep behind their pointers, and the library's own way to it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "experiment/load_models.h"
#include "results/ports.h"
#include "strife/results.h"
#include "strife/scenario.h"

namespace strife {

struct Scenario::Contents {
    LoadedModels loaded;
    Diagnostics diagnostics;  // warnings
    RunDescriptor run;
};

struct Results::Contents {
    StoredRun run;
    std::optional<std::string> path;           // of the result file
    std::vector<std::vector<double>> samples;  // [alternatives][replication x scalar column], where kept in memory
};

struct EmbedAccess {
    static const std::shared_ptr<const Scenario::Contents>& contents(const Scenario& scenario) { return scenario.contents_; }
    static Results make_results(Results::Contents contents) {
        return Results(std::make_shared<const Results::Contents>(std::move(contents)));
    }
};

}  // namespace strife
