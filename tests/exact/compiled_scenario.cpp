// SPDX-License-Identifier: Apache-2.0
#include "compiled_scenario.h"

#include <cstring>
#include <stdexcept>
#include <utility>

#include "base/diagnostic.h"
#include "compile/compile.h"
#include "scenario/files.h"
#include "scenario/load.h"

namespace strife {
namespace {

const ModelOutcome& find_outcome(const Model& model, const std::string& name) {
    for (const ModelOutcome& outcome : model.outcomes) {
        if (outcome.name == name) return outcome;
    }
    throw std::runtime_error("no outcome " + name);
}

bool same(const std::vector<double>& a, const std::vector<double>& b) {
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0);
}

}  // namespace

std::size_t CompiledScenario::column(const std::string& outcome) const {
    return find_outcome(model, outcome).column;
}

std::size_t CompiledScenario::series_column(const std::string& outcome) const {
    return find_outcome(model, outcome).series.value();
}

std::uint32_t CompiledScenario::state(const std::string& name) const {
    for (std::uint32_t s = 0; s < model.states.size(); ++s) {
        if (model.states[s].name == name) return s;
    }
    throw std::runtime_error("no state " + name);
}

std::unique_ptr<CompiledScenario> compile_text(const std::string& text, const std::map<std::string, std::string>& beside) {
    auto compiled = std::make_unique<CompiledScenario>();
    auto files = std::make_shared<MemoryFiles>();
    files->add("scenario.yaml", text);
    for (const auto& [name, content] : beside) files->add(name, content);
    Diagnostics diagnostics;
    const auto loaded = load_scenario({.path = "scenario.yaml", .files = files}, compiled->sources, diagnostics);
    std::optional<Model> model;
    if (loaded && !diagnostics.has_errors()) model = compile_scenario(loaded->ast, diagnostics);
    if (!model || diagnostics.has_errors()) throw std::runtime_error(render_all(diagnostics, compiled->sources));
    compiled->model = std::move(*model);
    return compiled;
}

void for_each_replication(const CompiledScenario& scenario, Method method, std::uint64_t seed, std::size_t n,
                          const std::function<void(const Replication&)>& look) {
    const PreparedModel prepared(scenario.model, seed, method);
    Replication replication(prepared);
    for (std::size_t i = 0; i < n; ++i) {
        replication.start(i);
        replication.run();
        look(replication);
    }
}

std::vector<double> sample_outcome(const CompiledScenario& scenario, Method method, std::uint64_t seed, std::size_t n,
                                   const std::string& outcome) {
    std::vector<double> values;
    const std::size_t column = scenario.column(outcome);
    for_each_replication(scenario, method, seed, n, [&](const Replication& r) { values.push_back(r.scalars()[column]); });
    return values;
}

RunValues run_values(const Replication& replication) {
    return {{replication.scalars().begin(), replication.scalars().end()},
            {replication.series().begin(), replication.series().end()},
            {replication.memory().begin(), replication.memory().end()},
            replication.event_count()};
}

RunValues run_once(const CompiledScenario& scenario, Method method, std::uint64_t seed, std::uint64_t index) {
    const PreparedModel prepared(scenario.model, seed, method);
    Replication replication(prepared);
    replication.start(index);
    replication.run();
    return run_values(replication);
}

bool same_bits(const RunValues& a, const RunValues& b) {
    return a.events == b.events && same(a.scalars, b.scalars) && same(a.series, b.series) && same(a.memory, b.memory);
}

}  // namespace strife
