// Fuzzes the way of a scenario from its text to compiled models, as `strife check` goes it; all files lie in memory.
// Whatever the text: no crash, no report of a sanitizer, no broken contract; each fault has a code and a place within a text.
// What is good can be dumped, and its resolved text is good too, resolves to itself and compiles to a model of the same extent.
// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <optional>
#include <string>

#include "experiment/load_models.h"
#include "fuzz_checks.h"

namespace strife {
namespace {

struct Checked {
    std::shared_ptr<SourceMap> sources = std::make_shared<SourceMap>();
    Diagnostics diagnostics;
    std::optional<LoadedModels> loaded;
};

std::unique_ptr<Checked> check(const std::shared_ptr<const FileProvider>& files) {
    auto checked = std::make_unique<Checked>();
    const ScenarioOptions options{.path = "folder/scenario.yaml", .mechanism_folders = {"mechanisms"}, .files = files};
    checked->loaded = load_models(options, {}, checked->sources, checked->diagnostics);
    demand_good_diagnostics(checked->diagnostics, *checked->sources);
    demand(checked->loaded.has_value() || checked->diagnostics.has_errors(), "a scenario refused without an error");
    return checked;
}

void check_resolved(const LoadedModels& loaded) {
    auto files = std::make_shared<MemoryFiles>();
    for (const auto& [name, file] : loaded.scenario.files()) {
        files->add("folder/" + name, std::string(loaded.sources->text(file)));
    }
    files->add("folder/scenario.yaml", loaded.scenario.resolved_yaml);
    const std::unique_ptr<Checked> again = check(files);
    demand(again->loaded.has_value(), "a resolved text with errors", render_all(again->diagnostics, *again->sources));
    demand(again->loaded->scenario.resolved_yaml == loaded.scenario.resolved_yaml, "a resolved text that resolves to another",
           loaded.scenario.resolved_yaml);
    demand(again->loaded->alternatives.size() == loaded.alternatives.size(), "alternatives got lost");
    for (std::size_t i = 0; i < loaded.alternatives.size(); ++i) {
        const Model& a = loaded.alternatives[i].model;
        const Model& b = again->loaded->alternatives[i].model;
        demand(a.memory.size() == b.memory.size() && a.channel_count == b.channel_count && a.bodies.size() == b.bodies.size(),
               "the resolved text makes another model", loaded.scenario.resolved_yaml);
    }
}

void check_input(std::string_view input) {
    auto files = std::make_shared<MemoryFiles>();
    for (const auto& [name, text] : split_files(input, "scenario.yaml")) files->add("folder/" + name, text);
    const std::unique_ptr<Checked> checked = check(files);
    if (!checked->loaded) return;
    demand(!dump_model(checked->loaded->alternatives.front().model, *checked->sources).empty(), "a model without a dump");
    check_resolved(*checked->loaded);
}

}  // namespace
}  // namespace strife

// The name is libFuzzer's.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    strife::check_input(strife::as_text(data, size));
    return 0;
}
