// SPDX-License-Identifier: Apache-2.0
#include "experiment/prepare_run.h"

#include "base/build_info.h"

namespace strife {

PreparedRun prepare_run(const LoadedModels& loaded, const RunSettings& settings) {
    PreparedRun run;
    for (const CompiledAlternative& alternative : loaded.alternatives) {
        run.models.push_back(
            std::make_unique<PreparedModel>(alternative.model, settings.seed, settings.method, settings.replications_per_point));
        PreparedAlternative prepared;
        prepared.prepared = run.models.back().get();
        prepared.columns = alternative.columns;
        if (alternative.from_days) {
            prepared.baseline = run.models.front().get();
            prepared.from_days = *alternative.from_days;
            prepared.restarted = alternative.restarted;
        }
        run.alternatives.push_back(std::move(prepared));
        run.names.push_back(alternative.name);
    }
    return run;
}

Provenance describe_provenance(const LoadedModels& loaded, const RunSettings& settings, Method used) {
    Provenance provenance;
    for (const auto& [name, file] : loaded.scenario.files()) {
        provenance.sources.push_back({name, std::string(loaded.sources->text(file))});
    }
    provenance.resolved_scenario = loaded.scenario.resolved_yaml;
    provenance.overlays = loaded.scenario.overlays;
    provenance.overrides = loaded.overrides;
    provenance.seed = settings.seed;
    provenance.replications = settings.replications;
    provenance.method = method_name(used);
    provenance.generator = "philox4x32-10";
    provenance.version = version();
    provenance.git_commit = git_commit();
    provenance.compiler = compiler();
    provenance.build_flags = build_flags();
    provenance.cpu_features = cpu_features();
    for (const auto& [name, number] : base_libraries()) provenance.libraries.push_back({name, number});
    return provenance;
}

}  // namespace strife
