// SPDX-License-Identifier: Apache-2.0
#include "experiment/run_settings.h"

#include <fmt/format.h>

#include "base/numbers.h"

namespace strife {
namespace {

constexpr std::uint64_t kDefaultReplications = 1000;
constexpr std::uint64_t kMaxReplications = 1'000'000'000;

}  // namespace

std::optional<RunSettings> read_settings(const RequestedSettings& requested, const LoadedModels& loaded,
                                         Diagnostics& diagnostics) {
    const EnsembleAst& ast = loaded.scenario.ast.ensemble;
    RunSettings settings;
    Diagnostics own;  // the caller's may hold faults of something else
    const auto number = [&](const std::optional<TextAst>& text, std::uint64_t otherwise, const char* what) {
        if (!text) return otherwise;
        const auto value = parse_unsigned(text->text);
        if (!value) own.error(DiagnosticCode::E204, text->whole(), fmt::format("`{}` is a whole number from 0 up", what));
        return value.value_or(otherwise);
    };
    settings.replications = requested.replications.value_or(number(ast.replications, kDefaultReplications, "replications"));
    const std::uint64_t points = requested.points.value_or(number(ast.points, 0, "points"));
    settings.seed = requested.seed.value_or(number(ast.seed, 1, "seed"));
    settings.max_failures = requested.max_failures.value_or(number(ast.max_failures, 0, "max_failures"));
    const std::string method = requested.method.value_or(ast.method ? ast.method->text : "auto");
    if (const auto found = find_method(method)) {
        settings.method = *found;
    } else {
        own.error(DiagnosticCode::E207, ast.method && !requested.method ? ast.method->whole() : SourceSpan{},
                  fmt::format("'{}' is not a method; there are auto, linear, tree and coupled", method));
    }
    if (points > 0) {
        settings.replications_per_point = settings.replications;
        const bool fits = settings.replications <= kMaxReplications / points;
        settings.replications = fits ? settings.replications * points : kMaxReplications + 1;
    } else if (requested.points || ast.points) {
        own.error(DiagnosticCode::E211, ast.points && !requested.points ? ast.points->whole() : SourceSpan{},
                  "a nested design has at least one point");
    }
    if (settings.replications == 0 || settings.replications > kMaxReplications) {
        own.error(DiagnosticCode::E211, ast.replications && !requested.replications ? ast.replications->whole() : SourceSpan{},
                  fmt::format("the number of replications is between 1 and {}{}", kMaxReplications,
                              points > 0 ? ", of all points together" : ""));
    }
    for (const Diagnostic& found : own.sorted()) diagnostics.error(found.code, found.span, found.message, found.hint);
    if (own.has_errors()) return std::nullopt;
    // What-ifs are compared channel by channel, unless something else is asked for. Which of them are run this time does not
    // matter: the baseline is the same with all, some and none.
    if (settings.method == Method::automatic && !loaded.scenario.ast.alternatives.empty()) settings.method = Method::coupled;
    return settings;
}

}  // namespace strife
