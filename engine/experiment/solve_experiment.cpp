// SPDX-License-Identifier: Apache-2.0
#include "experiment/solve_experiment.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "experiment/prepare_run.h"
#include "kernel/describe_run.h"
#include "results/names.h"
#include "solve/check_solvable.h"
#include "solve/mean_field.h"
#include "solve/solve_exactly.h"

namespace strife {
namespace {

std::string host_name() {
    std::array<char, 256> name{};
    return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

// An alternative with its results in its own columns.
struct SolvedAlternative {
    SolvedOutcomes outcomes;
    std::optional<ExactSolution> solution;
};

const ModelOutcome* find_outcome(const Model& model, const std::string& name) {
    const auto found = std::ranges::find(model.outcomes, name, &ModelOutcome::name);
    return found == model.outcomes.end() ? nullptr : &*found;
}

// Puts the results of all alternatives into the columns of outcomes that every one of them could give.
class SolvedTable {
  public:
    SolvedTable(const LoadedModels& loaded, std::vector<SolvedAlternative>& solved) : loaded_(loaded), solved_(solved) {}

    void fill(SolvedExperiment& experiment) {
        describe(experiment);
        RunFooter& footer = experiment.footer;
        for (std::size_t a = 0; a < solved_.size(); ++a) {
            AlternativeSummary summary;
            summary.name = loaded_.alternatives[a].name;
            summary.stop_counts.assign(loaded_.run.stop_reasons.size(), 0);
            summary.scalars = columns(a, experiment.header.run.outcomes, solved_[a].outcomes.scalars);
            summary.series = columns(a, experiment.header.run.series, solved_[a].outcomes.series);
            footer.summaries.push_back(std::move(summary));
            if (std::optional<ExactSolution>& solution = solved_[a].solution) {
                footer.solutions.push_back(in_order_of_run(std::move(*solution), a, experiment.header.run));
            }
        }
    }

  private:
    // Why an outcome is left out; empty if it is not.
    [[nodiscard]] std::string reason_of(const std::string& name) const {
        for (std::size_t a = 0; a < solved_.size(); ++a) {
            const Model& model = loaded_.alternatives[a].model;
            const ModelOutcome* outcome = find_outcome(model, name);
            if (outcome == nullptr) continue;
            const auto o = static_cast<std::size_t>(outcome - model.outcomes.data());
            if (!solved_[a].outcomes.solved[o]) return solved_[a].outcomes.reasons[o];
        }
        return {};
    }

    template <class Descriptor>
    std::vector<Descriptor> kept(const std::vector<Descriptor>& all, SolvedExperiment& experiment) const {
        std::vector<Descriptor> kept;
        std::size_t offset = 0;
        for (const Descriptor& one : all) {
            const std::string reason = reason_of(one.name);
            const std::string told = fmt::format("'{}': {}", one.name, reason);
            if (!reason.empty()) {
                if (std::ranges::find(experiment.left_out, told) == experiment.left_out.end())
                    experiment.left_out.push_back(told);
                continue;
            }
            kept.push_back(one);
            kept.back().offset = offset;
            offset += one.size;
        }
        return kept;
    }

    void describe(SolvedExperiment& experiment) const {
        RunDescriptor& run = experiment.header.run;
        run = loaded_.run;
        run.outcomes = kept(loaded_.run.outcomes, experiment);
        run.series = kept(loaded_.run.series, experiment);
    }

    // The columns of one alternative in the order of the run; what it does not have stays undefined.
    template <class Descriptor>
    std::vector<Summary> columns(std::size_t alternative, const std::vector<Descriptor>& kept,
                                 const std::vector<Summary>& own) const {
        const RunDescriptor described = describe_run(loaded_.alternatives[alternative].model);
        const std::vector<Descriptor>* there = nullptr;
        if constexpr (std::is_same_v<Descriptor, OutcomeDescriptor>) {
            there = &described.outcomes;
        } else {
            there = &described.series;
        }
        std::vector<Summary> result;
        for (const Descriptor& one : kept) {
            const auto found = std::ranges::find(*there, one.name, &Descriptor::name);
            for (std::size_t i = 0; i < one.size; ++i) {
                result.push_back(found == there->end() ? mean_alone(std::numeric_limits<double>::quiet_NaN())
                                                       : own[found->offset + i]);
            }
        }
        return result;
    }

    [[nodiscard]] ExactSolution in_order_of_run(ExactSolution solution, std::size_t alternative, const RunDescriptor& run) const {
        std::vector<SolvedDistribution> distributions;
        for (SolvedDistribution& distribution : solution.distributions) {
            const std::string& name = loaded_.alternatives[alternative].model.outcomes[distribution.outcome].name;
            const auto found = std::ranges::find(run.outcomes, name, &OutcomeDescriptor::name);
            if (found == run.outcomes.end()) continue;
            distribution.outcome = static_cast<std::size_t>(found - run.outcomes.begin());
            distributions.push_back(std::move(distribution));
        }
        solution.distributions = std::move(distributions);
        return solution;
    }

    const LoadedModels& loaded_;
    std::vector<SolvedAlternative>& solved_;
};

SolvedAlternative solve_one(const Model& model, const SolveSettings& settings) {
    if (settings.kind == ResultKind::mean_field) return {solve_mean_field(model), std::nullopt};
    const SolvedStart start = settings.kind == ResultKind::stationary ? SolvedStart::stationary : SolvedStart::initial;
    ExactResult result = solve_exactly(model, {.max_states = settings.max_states, .start = start});
    return {std::move(result.outcomes), std::move(result.solution)};
}

void check_alternatives(const LoadedModels& loaded, const SolveSettings& settings, Diagnostics& diagnostics) {
    const SolveMethod method = settings.kind == ResultKind::mean_field ? SolveMethod::mean_field : SolveMethod::exact;
    for (const CompiledAlternative& alternative : loaded.alternatives) {
        check_solvable(alternative.model, method, diagnostics);
        if (!alternative.from_days) continue;
        diagnostics.error(DiagnosticCode::E821, {}, fmt::format("the alternative '{}' begins at a date", alternative.name),
                          "leave it out: --alternatives none, or the names of others");
    }
}

std::vector<std::string> collect_remarks(const LoadedModels& loaded, const SolveSettings& settings) {
    const Model& model = loaded.alternatives.front().model;
    std::vector<std::string> remarks;
    std::vector<std::string> names;
    for (const Prior& prior : model.priors) names.push_back(model.parameters[prior.parameter].name);
    if (!names.empty()) {
        remarks.push_back(fmt::format("parameters with priors stand at their declared values: {}", fmt::join(names, ", ")));
    }
    if (settings.kind != ResultKind::mean_field) return remarks;
    const std::vector<std::string> laws = averaged_laws(model);
    if (!laws.empty()) {
        remarks.push_back(fmt::format("draws from {} stand at their means, which is exact where bodies are linear in them",
                                      fmt::join(laws, ", ")));
    }
    return remarks;
}

}  // namespace

std::optional<SolvedExperiment> solve_experiment(const LoadedModels& loaded, const SolveSettings& settings,
                                                 Diagnostics& diagnostics) {
    check_alternatives(loaded, settings, diagnostics);
    if (diagnostics.has_errors()) return std::nullopt;
    const auto start = std::chrono::steady_clock::now();
    const auto started_at = std::chrono::system_clock::now();
    std::vector<SolvedAlternative> solved;
    for (const CompiledAlternative& alternative : loaded.alternatives) solved.push_back(solve_one(alternative.model, settings));
    SolvedExperiment experiment;
    experiment.header.kind = settings.kind;
    for (const CompiledAlternative& alternative : loaded.alternatives) experiment.header.alternatives.push_back(alternative.name);
    experiment.header.provenance = describe_provenance(loaded, {}, Method::automatic);
    experiment.header.provenance.method = result_kind_name(settings.kind);
    experiment.header.provenance.generator = "none";
    SolvedTable(loaded, solved).fill(experiment);
    experiment.remarks = collect_remarks(loaded, settings);
    experiment.footer.volatile_facts = {
        .started_utc = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(started_at))),
        .host = host_name(),
        .command_line = settings.command_line,
        .threads = 1,
        .wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()};
    return experiment;
}

}  // namespace strife
