// A scenario text made ready to run, and access to its outcomes by name.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/source.h"
#include "kernel/replication.h"
#include "model/model.h"

namespace strife {

struct CompiledScenario {
    SourceMap sources;
    Model model;

    // The first column of an outcome, among the scalars and in the series.
    [[nodiscard]] std::size_t column(const std::string& outcome) const;
    [[nodiscard]] std::size_t series_column(const std::string& outcome) const;
    // The number of a state, "office.staff".
    [[nodiscard]] std::uint32_t state(const std::string& name) const;
};

// Compiles `text`, with texts of other files beside it; throws std::runtime_error with the diagnostics if it has errors.
std::unique_ptr<CompiledScenario> compile_text(const std::string& text, const std::map<std::string, std::string>& beside = {});

// Runs replications 0 .. n - 1 and shows each of them when it is finished.
void for_each_replication(const CompiledScenario& scenario, Method method, std::uint64_t seed, std::size_t n,
                          const std::function<void(const Replication&)>& look);

// Values of a scalar outcome [replication].
std::vector<double> sample_outcome(const CompiledScenario& scenario, Method method, std::uint64_t seed, std::size_t n,
                                   const std::string& outcome);

// All outcomes of one replication.
struct RunValues {
    std::vector<double> scalars;
    std::vector<double> series;
    std::vector<double> memory;
    std::uint64_t events = 0;
};
RunValues run_values(const Replication& replication);
RunValues run_once(const CompiledScenario& scenario, Method method, std::uint64_t seed = 1, std::uint64_t index = 0);
// Whether two runs are the same bit for bit.
bool same_bits(const RunValues& a, const RunValues& b);

}  // namespace strife
