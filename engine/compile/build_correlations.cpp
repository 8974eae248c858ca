// Rank correlations between priors: groups that are drawn together by a Gaussian copula.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <numeric>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>

#include "base/numbers.h"
#include "compile/build.h"
#include "random/quantiles.h"

namespace strife {
namespace {

// Spearman's rank correlation of two normal variables with correlation r is 6/pi asin(r/2) (Pearson 1907; Kruskal 1958,
// https://doi.org/10.1080/01621459.1958.10501481).
double normal_correlation(double rank) {
    return 2.0 * std::sin(std::numbers::pi / 6.0 * rank);
}

struct Edge {
    std::uint32_t first = 0;  // parameters
    std::uint32_t second = 0;
    const CorrelationAst* ast = nullptr;
};

// The law that a prior draws from, if it is one draw from a law with quantiles, perhaps scaled or shifted.
bool is_single_draw(const Model& model, const Prior& prior) {
    std::size_t draws = 0;
    for (std::uint32_t at = prior.program.begin; model.code[at].op != Op::halt; ++at) {
        if (model.code[at].op != Op::draw) continue;
        ++draws;
        if (!has_quantile(static_cast<Law>(model.draws[model.code[at].b].law))) return false;
    }
    return draws == 1;
}

std::optional<std::uint32_t> find_prior(const Model& model, std::size_t parameter) {
    const auto prior = std::find_if(model.priors.begin(), model.priors.end(),
                                    [&](const Prior& candidate) { return candidate.parameter == parameter; });
    if (prior == model.priors.end()) return std::nullopt;
    return static_cast<std::uint32_t>(prior - model.priors.begin());
}

// The parameter that is named in a correlation; nothing, and a report, if it cannot be correlated. One without a prior can: a
// value that is set takes the prior out, and what it was correlated with is to stay as it was.
std::optional<std::uint32_t> find_parameter(Build& build, const NameAst& name) {
    const Model& model = build.model;
    const auto ref = build.symbols.find(name.text);
    if (!ref || ref->kind != SymbolKind::parameter) {
        if (build.symbols.left_out.contains(name.text)) return std::nullopt;
        std::vector<std::string> names;
        for (const ParameterSymbol& parameter : build.symbols.parameters) names.push_back(parameter.name);
        build.diagnostics.error(DiagnosticCode::E401, name.span, fmt::format("'{}' is not a parameter", name.text),
                                did_you_mean(name.text, names));
        return std::nullopt;
    }
    std::string why;
    if (const auto number = find_prior(model, ref->index)) {
        const Prior& prior = model.priors[*number];
        if (!prior.shared && model.parameters[prior.parameter].shape.rank > 0) {
            why = fmt::format("'{}' has a draw for each member", name.text);
        } else if (!is_single_draw(model, prior)) {
            why = fmt::format("the prior of '{}' is not one draw from a continuous law with quantiles", name.text);
        }
    }
    if (why.empty()) return static_cast<std::uint32_t>(ref->index);
    build.diagnostics.error(DiagnosticCode::E620, name.span, why + ", so it cannot be correlated");
    return std::nullopt;
}

void warn_of_fixed(Build& build, const NameAst& name, std::uint32_t parameter) {
    if (find_prior(build.model, parameter)) return;
    build.diagnostics.warning(DiagnosticCode::W907, name.span,
                              fmt::format("'{}' has a fixed value, so its correlations say nothing", name.text),
                              "give it a prior, or take the pair out");
}

std::vector<Edge> read_edges(Build& build) {
    std::vector<Edge> edges;
    std::set<std::pair<std::uint32_t, std::uint32_t>> seen;
    for (const CorrelationAst& correlation : build.scenario.correlations) {
        const auto first = find_parameter(build, correlation.first);
        const auto second = find_parameter(build, correlation.second);
        if (!(std::abs(correlation.rank.value) <= 1.0)) {
            build.diagnostics.error(DiagnosticCode::E211, correlation.rank.span, "a rank correlation lies between -1 and 1");
            continue;
        }
        if (!first || !second) continue;
        if (*first == *second) {
            build.diagnostics.error(DiagnosticCode::E620, correlation.second.span, "a parameter is not correlated with itself");
        } else if (!seen.insert(std::minmax(*first, *second)).second) {
            build.diagnostics.error(
                DiagnosticCode::E402, correlation.second.span,
                fmt::format("the correlation of '{}' and '{}' stands twice", correlation.first.text, correlation.second.text));
        } else {
            warn_of_fixed(build, correlation.first, *first);
            warn_of_fixed(build, correlation.second, *second);
            edges.push_back({*first, *second, &correlation});
        }
    }
    return edges;
}

// Numbers the groups of parameters that correlations join.
std::map<std::uint32_t, std::vector<std::uint32_t>> join(std::size_t n_parameters, const std::vector<Edge>& edges) {
    std::vector<std::uint32_t> root(n_parameters);
    std::iota(root.begin(), root.end(), 0U);
    const auto find = [&](std::uint32_t parameter) {
        while (root[parameter] != parameter) parameter = root[parameter];
        return parameter;
    };
    for (const Edge& edge : edges) {
        const auto [low, high] = std::minmax({find(edge.first), find(edge.second)});
        root[high] = low;
    }
    std::map<std::uint32_t, std::vector<std::uint32_t>> groups;
    for (std::uint32_t parameter = 0; parameter < n_parameters; ++parameter) groups[find(parameter)].push_back(parameter);
    std::erase_if(groups, [](const auto& group) { return group.second.size() < 2; });
    return groups;
}

void add_group(Build& build, const std::vector<std::uint32_t>& parameters, const std::vector<Edge>& edges) {
    Model& model = build.model;
    const auto n = static_cast<Eigen::Index>(parameters.size());
    const auto place = [&](std::uint32_t parameter) {
        return static_cast<Eigen::Index>(std::find(parameters.begin(), parameters.end(), parameter) - parameters.begin());
    };
    Eigen::MatrixXd correlations = Eigen::MatrixXd::Identity(n, n);
    const CorrelationAst* any = nullptr;
    for (const Edge& edge : edges) {
        const Eigen::Index i = place(edge.first);
        const Eigen::Index j = place(edge.second);
        if (i == n || j == n) continue;
        correlations(i, j) = correlations(j, i) = normal_correlation(edge.ast->rank.value);
        any = edge.ast;
    }
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(correlations, Eigen::EigenvaluesOnly);
    const double smallest = eigen.eigenvalues()[0];
    constexpr double kLeast = 1e-9;
    if (!(smallest > kLeast)) {
        std::string names;
        for (const std::uint32_t parameter : parameters) {
            names += (names.empty() ? "" : ", ") + model.parameters[parameter].name;
        }
        build.diagnostics.error(
            DiagnosticCode::E620, any->rank.span,
            fmt::format("the correlations of {} contradict each other: their matrix is not positive definite (smallest "
                        "eigenvalue {:.3g})",
                        names, smallest),
            "pairs that are left out count as uncorrelated: name theirs too, or bring the others nearer to 0");
        return;
    }
    const Eigen::MatrixXd factor = correlations.llt().matrixL();
    PriorGroup group;
    for (const std::uint32_t parameter : parameters) group.members.push_back({parameter, find_prior(model, parameter)});
    for (Eigen::Index i = 0; i < n; ++i) {
        for (Eigen::Index j = 0; j < n; ++j) group.factor.push_back(j <= i ? factor(i, j) : 0.0);
    }
    model.prior_groups.push_back(std::move(group));
}

}  // namespace

void build_correlations(Build& build) {
    const std::vector<Edge> edges = read_edges(build);
    for (const auto& [root, parameters] : join(build.model.parameters.size(), edges)) add_group(build, parameters, edges);
}

}  // namespace strife
