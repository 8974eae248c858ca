// Events a second of the whole loop, from YAML, beside hand-written loops of the same models in the same run.
// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cmath>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>

#include <benchmark/benchmark.h>

#include "compile/compile.h"
#include "kernel/replication.h"
#include "random/clock_stream.h"
#include "random/stream_keys.h"
#include "scenario/load.h"

namespace {

struct Loaded {
    strife::Model model;
};

std::unique_ptr<Loaded> load(const std::string& path) {
    strife::SourceMap sources;
    strife::Diagnostics diagnostics;
    const auto scenario = strife::load_scenario({.path = std::string(STRIFE_SOURCE_DIR) + "/" + path}, sources, diagnostics);
    std::optional<strife::Model> model;
    if (scenario) model = strife::compile_scenario(scenario->ast, diagnostics);
    if (!model) throw std::runtime_error(strife::render_all(diagnostics, sources));
    return std::make_unique<Loaded>(Loaded{std::move(*model)});
}

void run_scenario(benchmark::State& state, const std::string& path, strife::Method method) {
    const auto loaded = load(path);
    const strife::PreparedModel prepared(loaded->model, 1, method);
    strife::Replication replication(prepared);
    std::uint64_t events = 0;
    std::uint64_t index = 0;
    for (auto _ : state) {
        replication.start(index++);
        replication.run();
        events += replication.event_count();
    }
    state.counters["events/s"] = benchmark::Counter(static_cast<double>(events), benchmark::Counter::kIsRate);
    state.counters["ns/event"] =
        benchmark::Counter(static_cast<double>(events) * 1e-9, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
    state.counters["events/replication"] = static_cast<double>(events) / static_cast<double>(index);
}

// The reference of birth_death.yaml: the direct method by hand on the same generator.
void birth_death_by_hand(benchmark::State& state) {
    std::uint64_t events = 0;
    std::uint64_t index = 0;
    for (auto _ : state) {
        strife::ClockStream clock(strife::derive_key(1, strife::hash_name("clock"), strife::StreamPurpose::clock), index++);
        double x = 1000.0;
        for (double t = 0.0;;) {
            const double total = 1000.0 + x;
            t += clock.exponential() / total;
            if (t > 100.0) break;
            x += clock.uniform() * total < 1000.0 ? 1.0 : -1.0;
            ++events;
        }
        benchmark::DoNotOptimize(x);
    }
    state.counters["events/s"] = benchmark::Counter(static_cast<double>(events), benchmark::Counter::kIsRate);
    state.counters["ns/event"] =
        benchmark::Counter(static_cast<double>(events) * 1e-9, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

// The reference of toy.yaml: all twelve rates anew at each event, then a scan.
void toy_by_hand(benchmark::State& state) {
    static constexpr std::array<std::array<int, 6>, 12> kChange = {{{1, -1, 0, 0, 0, 0},
                                                                    {0, 1, 0, 0, 0, 0},
                                                                    {0, -1, 0, 0, 0, 0},
                                                                    {-1, 0, 0, 0, 0, 0},
                                                                    {0, 0, 0, 0, 0, -1},
                                                                    {0, 0, 0, 0, 0, 1},
                                                                    {0, 0, 0, 0, -1, 0},
                                                                    {0, 0, 1, 0, 0, 0},
                                                                    {0, 0, -1, 0, 0, 0},
                                                                    {0, 0, -1, 1, 0, 0},
                                                                    {0, 0, 0, -1, 1, 0},
                                                                    {0, 0, 1, -1, 0, 0}}};
    std::uint64_t events = 0;
    std::uint64_t index = 0;
    for (auto _ : state) {
        strife::ClockStream clock(strife::derive_key(1, strife::hash_name("clock"), strife::StreamPurpose::clock), index++);
        std::array<double, 6> v = {50, 200, 100, 10, 20, 50};
        for (double t = 0.0;;) {
            const auto [a, s, m, p, d, g] = v;
            const std::array<double, 12> rate = {
                0.1 * s, 0.05 * (1000 - s), 0.1 * s, a * g * (1 + 0.01 * d) / 150, 0.5 * g,      25.0,
                0.5 * d, 0.2 * s,           0.2 * m, 0.8 * a * m / (m + 100),      0.02 * p * g, p};
            double total = 0.0;
            for (const double r : rate) total += r;
            t += clock.exponential() / total;
            if (t > 100.0) break;
            double u = clock.uniform() * total;
            std::size_t c = 0;
            while (c < 11 && u >= rate[c]) u -= rate[c++];
            for (std::size_t i = 0; i < 6; ++i) v[i] += kChange[c][i];
            ++events;
        }
        benchmark::DoNotOptimize(v);
    }
    state.counters["events/s"] = benchmark::Counter(static_cast<double>(events), benchmark::Counter::kIsRate);
    state.counters["ns/event"] =
        benchmark::Counter(static_cast<double>(events) * 1e-9, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

BENCHMARK(birth_death_by_hand)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run_scenario, birth_death, "bench/scenarios/birth_death.yaml", strife::Method::automatic)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(toy_by_hand)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run_scenario, toy, "bench/scenarios/toy.yaml", strife::Method::automatic)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run_scenario, toy_coupled, "bench/scenarios/toy.yaml", strife::Method::coupled)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run_scenario, ring_tree, "bench/scenarios/ring.yaml", strife::Method::tree)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run_scenario, ring_linear, "bench/scenarios/ring.yaml", strife::Method::linear)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run_scenario, queue, "bench/scenarios/queue.yaml", strife::Method::automatic)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run_scenario, khorasan, "scenarios/khorasan/scenario.yaml", strife::Method::automatic)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run_scenario, khorasan_coupled, "scenarios/khorasan/scenario.yaml", strife::Method::coupled)
    ->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
