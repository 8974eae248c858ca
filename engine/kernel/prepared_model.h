// A model made ready to run under one seed and method: what all replications and threads share.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "kernel/weight_forest.h"
#include "model/model.h"

namespace strife {

enum class Method : std::uint8_t {
    automatic,  // linear for small families, tree for large ones
    linear,     // direct method with plain scans
    tree,       // direct method with trees of partial sums: cost grows with log_8 of the number of channels
    coupled     // one unit-rate clock a channel: alternatives share their randomness channel by channel
};

std::optional<Method> find_method(std::string_view name);
std::string_view method_name(Method method);

// An instant at which an outcome looks at the state: its end value, or one point of its series.
struct SamplePoint {
    double time = 0.0;
    std::uint32_t outcome = 0;
    std::uint32_t grid_index = 0;
    bool is_scalar = false;
};

// Immutable; one object serves all threads. Refers to the model, which must outlive it.
struct PreparedModel {
    PreparedModel(const Model& compiled, std::uint64_t run_seed, Method run_method, std::uint64_t point_replications = 1);

    const Model& model;
    std::uint64_t seed;
    Method method;                                // never `automatic`
    std::uint64_t replications_per_point;         // as many consecutive replications share the draws of priors
    std::vector<std::uint64_t> instance_hashes;   // [Model::instance_count] of qualified names with members
    std::vector<std::uint32_t> instance_bodies;   // [Model::instance_count] the body, or kNoBody (durations, gaps)
    WeightForest forest;                          // shape of the choice trees, all weights 0; the last tree is over the families
    std::vector<SamplePoint> sample_points;       // by time
    std::vector<std::uint32_t> varying_families;  // with hazards that change between events
    std::vector<std::uint32_t> varying_watches;   // of outcomes that must follow the state between events
    std::uint32_t max_fields = 0;                 // of events and items
    std::uint32_t max_draws = 0;                  // places in one body
    std::uint32_t timed_count = 0;                // instances of timed processes
    std::vector<std::uint32_t> first_timed;       // [Model::timed] first of its instances

    static constexpr std::uint32_t kNoBody = 0xFFFFFFFFU;
};

}  // namespace strife
