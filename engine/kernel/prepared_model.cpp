// SPDX-License-Identifier: Apache-2.0
#include "kernel/prepared_model.h"

#include <algorithm>
#include <tuple>

#include "random/stream_keys.h"

namespace strife {
namespace {

constexpr std::uint32_t kSmallFamily = 32;  // below, a scan is faster than a tree

void hash_instances(PreparedModel& prepared, const std::string& name, const Shape& shape, std::uint32_t first,
                    std::uint32_t body) {
    for (std::uint32_t m = 0; m < shape.size; ++m) {
        prepared.instance_hashes[first + m] = hash_name(prepared.model.member_name(name, shape, m));
        prepared.instance_bodies[first + m] = body;
    }
}

void collect_sample_points(PreparedModel& prepared) {
    const Model& model = prepared.model;
    for (std::uint32_t o = 0; o < model.outcomes.size(); ++o) {
        const ModelOutcome& outcome = model.outcomes[o];
        if (outcome.source != OutcomeSource::state_end) continue;
        if (outcome.has_scalar) prepared.sample_points.push_back({outcome.at_days, o, 0, true});
        if (!outcome.series) continue;
        for (std::uint32_t i = 0; i < model.record_days.size(); ++i) {
            prepared.sample_points.push_back({model.record_days[i], o, i, false});
        }
    }
    std::sort(prepared.sample_points.begin(), prepared.sample_points.end(), [](const SamplePoint& a, const SamplePoint& b) {
        return std::tie(a.time, a.outcome, a.grid_index, a.is_scalar) < std::tie(b.time, b.outcome, b.grid_index, b.is_scalar);
    });
}

// Extremes of what relaxes may lie just before a change, and integrals of it have no value that could be held.
void collect_varying_watches(PreparedModel& prepared) {
    for (std::uint32_t g = 0; g < prepared.model.watches.size(); ++g) {
        const WatchGroup& group = prepared.model.watches[g];
        const bool is_extremum = group.kind == WatchKind::maximum || group.kind == WatchKind::minimum;
        const bool is_integral = group.kind == WatchKind::time_mean && !group.is_level;
        if (group.varies && (is_extremum || is_integral)) prepared.varying_watches.push_back(g);
    }
}

}  // namespace

std::optional<Method> find_method(std::string_view name) {
    for (const Method method : {Method::automatic, Method::linear, Method::tree, Method::coupled}) {
        if (method_name(method) == name) return method;
    }
    return std::nullopt;
}

std::string_view method_name(Method method) {
    switch (method) {
        case Method::linear:
            return "linear";
        case Method::tree:
            return "tree";
        case Method::coupled:
            return "coupled";
        default:
            return "auto";
    }
}

PreparedModel::PreparedModel(const Model& compiled, std::uint64_t run_seed, Method run_method, std::uint64_t point_replications)
    : model(compiled),
      seed(run_seed),
      method(run_method),
      replications_per_point(std::max<std::uint64_t>(point_replications, 1)) {
    instance_hashes.resize(model.instance_count);
    instance_bodies.assign(model.instance_count, kNoBody);
    for (std::uint32_t b = 0; b < model.bodies.size(); ++b) {
        const Body& body = model.bodies[b];
        hash_instances(*this, body.name, body.shape, body.first_instance, b);
        max_draws = std::max(max_draws, body.n_draws);
    }
    for (const ModelActivity& activity : model.activities) {
        hash_instances(*this, activity.name, activity.shape, activity.first_instance, kNoBody);
        max_fields = std::max(max_fields, static_cast<std::uint32_t>(activity.fields.size()));
    }
    for (const TimedProcess& timed : model.timed) {
        first_timed.push_back(timed_count);
        timed_count += model.bodies[timed.body].shape.size;
        if (timed.kind != TimedKind::gap) continue;
        hash_instances(*this, model.bodies[timed.body].name, model.bodies[timed.body].shape, timed.first_instance, kNoBody);
    }
    for (const ModelEvent& event : model.events) {
        max_fields = std::max(max_fields, static_cast<std::uint32_t>(event.fields.size()));
    }
    std::vector<std::uint32_t> sizes;
    std::vector<std::uint32_t> arities;
    const auto add_tree = [&](std::uint32_t size) {
        const bool scan = method == Method::linear || (method == Method::automatic && size <= kSmallFamily);
        sizes.push_back(std::max<std::uint32_t>(size, 1));
        arities.push_back(scan ? WeightForest::kScan : WeightForest::kTreeArityOfChoice);
    };
    for (std::uint32_t f = 0; f < model.rates.size(); ++f) {
        add_tree(model.rates[f].shape.size);
        if (model.rates[f].shared_varies || model.rates[f].member_varies) varying_families.push_back(f);
    }
    add_tree(static_cast<std::uint32_t>(model.rates.size()));
    forest = WeightForest(sizes, arities);
    if (method == Method::automatic) {
        const bool large = std::any_of(sizes.begin(), sizes.end(), [](std::uint32_t size) { return size > kSmallFamily; });
        method = large ? Method::tree : Method::linear;
    }
    collect_sample_points(*this);
    collect_varying_watches(*this);
}

}  // namespace strife
