// Fuzzes what changes a scenario from outside: arguments of `--set`, one a line, then an overlay behind a line `#file overlay`.
// The scenario is fixed. Whatever the changes: no crash, no report of a sanitizer, no broken contract; each fault has a code and
// a place within a text. What is changed well has a resolved text that is good without any change, and resolves to itself.
// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <optional>
#include <string>

#include "experiment/load_models.h"
#include "fuzz_checks.h"

namespace strife {
namespace {

constexpr const char* kScenario = R"yaml(strife: 1
title: Fixed
time: {start: 2022-01-01, end: 2022-07-01, record: 1 month}
sets:
  province: [east, west]
  kind: [raid, "no"]
relations:
  near: {between: [province, province], pairs: [[east, west, 0.5]], symmetric: true}
parameters:
  pay: {value: 2 person/month, prior: "gamma(mean = 2, cv = 0.5)", truncate: [0.1, 9], source: assumed}
  by_kind[kind]: {value: {default: 1, raid: 2}, unit: 1}
define:
  all_fighters: sum(group.fighters)
events:
  attack: {place: province, deaths: person}
actors:
  group:
    role: insurgent
    state:
      fighters[province]: {count: person, initial: {default: 10, east: 20}}
      heat: {level: 1, initial: 0, half_life: 20 day, min: 0, max: 10, clamp: true}
    activities:
      plots[p in province]:
        duration: gamma(mean = 30 day, cv = 0.6)
        finish: emit attack(place = p, deaths = 1 person)
        interrupt: {foiled: {rate: 0.01/day}}
    processes:
      recruit[p in province]: {rate: "pay * by_kind[raid]", do: "fighters[p] += 1 person"}
      plan[p in province]: {rate: 0.01/day * (1 + heat), do: "begin plots[p]"}
      cool: {every: 1 month, do: heat -= 0.5 * heat, if: all_fighters > 3 person}
schedule:
  rising: {at: 2022-03-01, do: "group.fighters[east] += 3 person"}
outcomes:
  attacks: {count: attack}
  strength: {state: all_fighters, series: true}
alternatives:
  richer: {set: {parameters.pay: 3 person/month}}
ensemble: {replications: 10, seed: 1}
)yaml";

struct Changed {
    std::shared_ptr<SourceMap> sources = std::make_shared<SourceMap>();
    Diagnostics diagnostics;
    std::optional<LoadedModels> loaded;
};

std::unique_ptr<Changed> check(const ScenarioOptions& options) {
    auto changed = std::make_unique<Changed>();
    changed->loaded = load_models(options, {}, changed->sources, changed->diagnostics);
    demand_good_diagnostics(changed->diagnostics, *changed->sources);
    demand(changed->loaded.has_value() || changed->diagnostics.has_errors(), "a change refused without an error");
    return changed;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

void check_input(std::string_view input) {
    auto files = std::make_shared<MemoryFiles>();
    files->add("s.yaml", kScenario);
    ScenarioOptions options{.path = "s.yaml", .files = files};
    const auto parts = split_files(input, "set");
    options.overrides = lines_of(parts.front().second);
    for (std::size_t i = 1; i < parts.size() && i < 3; ++i) {
        options.overlays.push_back("overlay" + std::to_string(i));
        files->add(options.overlays.back(), parts[i].second);
    }
    const std::unique_ptr<Changed> changed = check(options);
    if (!changed->loaded) return;
    auto resolved = std::make_shared<MemoryFiles>();
    const std::string& text = changed->loaded->scenario.resolved_yaml;
    resolved->add("s.yaml", text);
    const std::unique_ptr<Changed> again = check({.path = "s.yaml", .files = resolved});
    demand(again->loaded.has_value(), "a resolved text with errors", render_all(again->diagnostics, *again->sources));
    demand(again->loaded->scenario.resolved_yaml == text, "a resolved text that resolves to another", text);
}

}  // namespace
}  // namespace strife

// The name is libFuzzer's.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    strife::check_input(strife::as_text(data, size));
    return 0;
}
