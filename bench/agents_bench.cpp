// What agents cost with a million of them in one replication: choices, changes, births and hazards, and the memory they take.
// SPDX-License-Identifier: Apache-2.0
#include <malloc.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include <benchmark/benchmark.h>

#include "compile/compile.h"
#include "kernel/replication.h"
#include "scenario/files.h"
#include "scenario/load.h"

namespace {

constexpr double kOperations = 100'000.0;  // in one body, which runs once a day

// A million agents of sizes 1 to 9, in places if these are spoken of, and a body that does `work` many times over.
std::string scenario_text(const std::string& work, const std::string& processes) {
    const bool places = work.find("place") != std::string::npos;
    return std::string(R"yaml(strife: 1
title: Agents
time: {end: 100000 day}
sets: {place: [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]}
actors:
  x:
    state: {sink: {level: 1}}
    agents:
      cell:
        attributes: {size: person)yaml") +
           (places ? ", place: place" : "") +
           R"yaml(}
        initial: {number: 1000000, size: "round(uniform(1 person, 9 person))")yaml" +
           (places ? ", place: draw p from place" : "") +
           R"yaml(}
    processes:
      work:
        every: 1 day
        do: |
          repeat 100000 do
            )yaml" +
           work + R"yaml(
          end
)yaml" + processes +
           R"yaml(outcomes:
  number: {state: count(x.cell)}
  strength: {state: sum(c.size for c of x.cell)}
ensemble: {max_events: 1000000000}
)yaml";
}

std::unique_ptr<strife::Model> compile(const std::string& text) {
    auto files = std::make_shared<strife::MemoryFiles>();
    files->add("agents.yaml", text);
    strife::SourceMap sources;
    strife::Diagnostics diagnostics;
    const auto scenario = strife::load_scenario({.path = "agents.yaml", .files = files}, sources, diagnostics);
    std::optional<strife::Model> model;
    if (scenario) model = strife::compile_scenario(scenario->ast, diagnostics);
    if (!model) throw std::runtime_error(strife::render_all(diagnostics, sources));
    return std::make_unique<strife::Model>(std::move(*model));
}

double bytes_in_use() {
    const struct mallinfo2 info = mallinfo2();
    return static_cast<double>(info.uordblks + info.hblkhd);
}

void work(benchmark::State& state, const std::string& work, const std::string& processes) {
    const auto model = compile(scenario_text(work, processes));
    const strife::PreparedModel prepared(*model, 1, strife::Method::automatic);
    const double before = bytes_in_use();
    strife::Replication replication(prepared);
    replication.start(0);
    replication.run_until(1.0);
    const double bytes = bytes_in_use() - before;
    const double agents = replication.agents(0).size();
    double day = 1.0;
    for (auto _ : state) replication.run_until(++day);
    const auto operations = static_cast<double>(state.iterations()) * kOperations;
    state.counters["ns/operation"] =
        benchmark::Counter(operations * 1e-9, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
    state.counters["bytes/agent"] = bytes / agents;
}

// Hazards of a million agents: events alone, about 100,000 a day.
void hazards(benchmark::State& state, const std::string& body) {
    const auto model =
        compile(scenario_text("sink := 1", "      fire[c of cell]: {rate: 0.02/day * c.size / (1 person), do: " + body + "}\n"));
    const strife::PreparedModel prepared(*model, 1, strife::Method::automatic);
    strife::Replication replication(prepared);
    replication.start(0);
    replication.run_until(0.1);
    const std::uint64_t before = replication.event_count();
    double day = 0.1;
    for (auto _ : state) replication.run_until(day += 1e-3);
    state.counters["ns/event"] = benchmark::Counter(static_cast<double>(replication.event_count() - before) * 1e-9,
                                                    benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

BENCHMARK_CAPTURE(work, pick_alike, "pick c from cell; sink := c.size / (1 person)", "")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(work, pick_by_weight, "pick c from cell by c.size; sink := c.size / (1 person)", "")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(work, pick_and_update, "pick c from cell by c.size; c.size := 10 person - c.size", "")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(work, pick_in_group_and_move,
                  "pick p from place; pick c from cell by c.size if c.place = p; pick q from place; c.place := q", "")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(work, remove_and_spawn, "pick c from cell by c.size; remove c; spawn cell(size = 3 person)", "")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(hazards, hazard, "\"c.size := 10 person - c.size\"")->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
