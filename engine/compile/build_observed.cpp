// Observed values beside an outcome: read in its unit, and checked against each other.
// SPDX-License-Identifier: Apache-2.0
#include "compile/build_observed.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "compile/compile.h"
#include "compile/fixed_value.h"
#include "language/parser.h"

namespace strife {
namespace {

class ObservedReader {
  public:
    ObservedReader(Build& build, const Dimension& dimension, const ModelOutcome& outcome)
        : build_(build), outcome_(outcome), unit_{.scale = outcome.unit_scale, .dimension = dimension, .text = outcome.unit} {
        if (outcome.source == OutcomeSource::event_histogram) unit_ = {};  // numbers of events: the unit is that of the edges
    }

    std::optional<ModelObservation> read(const ObservedAst& ast) {
        ModelObservation observed;
        observed.source = ast.source;
        observed.title = ast.title;
        const std::optional<std::uint32_t> member = find_member(ast);
        if (!ast.value && !ast.low && !ast.high) {
            build_.diagnostics.error(DiagnosticCode::E202, ast.span, "an observed value has none of 'value', 'low' and 'high'",
                                     "give what was observed, bounds of it, or both");
            return std::nullopt;
        }
        observed.value = read_value(ast.value, "an observed value");
        observed.low = read_value(ast.low, "`low` of an observed value");
        observed.high = read_value(ast.high, "`high` of an observed value");
        const bool ordered = in_order(ast.low, observed.low, ast.high, observed.high, "low", "high") &&
                             in_order(ast.low, observed.low, ast.value, observed.value, "low", "value") &&
                             in_order(ast.value, observed.value, ast.high, observed.high, "value", "high");
        if (!member || !ordered) return std::nullopt;
        observed.member = *member;
        return observed;
    }

  private:
    [[nodiscard]] bool is_first_time() const {
        return outcome_.source == OutcomeSource::event_first || outcome_.source == OutcomeSource::first_when;
    }

    // What the outcome is, if its values lie between 0 and 1.
    [[nodiscard]] std::string_view kind_up_to_one() const {
        switch (outcome_.source) {
            case OutcomeSource::ever:
            case OutcomeSource::stopped:
                return "a probability";
            case OutcomeSource::event_share:
                return "a share";
            case OutcomeSource::time_true:
                return "a fraction of time";
            default:
                return {};
        }
    }

    // In the unit of the outcome's column.
    std::optional<double> read_value(const std::optional<TextAst>& text, std::string_view what) {
        if (!text) return std::nullopt;
        if (is_first_time()) return read_time(*text, what);
        const std::size_t n_faults = build_.diagnostics.error_count();
        const ExprAstPtr ast = parse_expression(*text, build_.units, build_.diagnostics);
        if (build_.diagnostics.error_count() > n_faults) return std::nullopt;  // what is left of a faulty text has no meaning
        CheckScope scope;
        scope.place = what;
        scope.may_read_state = false;
        scope.default_unit = unit_;
        const ExprPtr expr = ast ? build_.checker.check_number(*ast, scope, unit_.dimension) : nullptr;
        if (!expr) return std::nullopt;
        const std::optional<double> value = fixed_value(build_, *expr, {});
        if (!value) {
            build_.diagnostics.error(DiagnosticCode::E604, text->whole(), fmt::format("{} must be a plain quantity", what));
            return std::nullopt;
        }
        if (!std::isfinite(*value)) {
            build_.diagnostics.error(DiagnosticCode::E615, text->whole(), fmt::format("{} is no finite number", what),
                                     "leave a bound that is not known out");
            return std::nullopt;
        }
        if (*value < 0.0) check_negative(text->whole());
        const std::string_view kind = kind_up_to_one();
        if (!kind.empty() && (*value < 0.0 || *value > 1.0)) {
            build_.diagnostics.error(DiagnosticCode::E615, text->whole(),
                                     fmt::format("'{}' is {}, which lies between 0 and 1", outcome_.name, kind));
        }
        return *value / unit_.scale;
    }

    void check_negative(SourceSpan place) {
        const std::string hint = "bounds are given by `low` and `high`, not as 5-10";
        if (outcome_.source == OutcomeSource::event_count || outcome_.source == OutcomeSource::event_histogram) {
            build_.diagnostics.error(DiagnosticCode::E615, place,
                                     fmt::format("'{}' counts events, and their number is never negative", outcome_.name), hint);
        } else if (outcome_.is_count && outcome_.source != OutcomeSource::difference) {
            build_.diagnostics.warning(DiagnosticCode::W908, place,
                                       fmt::format("'{}' is a count, which is hardly negative", outcome_.name), hint);
        }
    }

    // Of a first time: whoever saw nothing until the end of the run knows nothing of a later date either.
    std::optional<double> read_time(const TextAst& text, std::string_view what) {
        const std::optional<double> at = build_.read_instant(text, what);
        if (!at || build_.model.end_days <= 0.0 || (*at >= 0.0 && *at <= build_.model.end_days)) return at;
        build_.diagnostics.error(DiagnosticCode::E609, text.whole(), fmt::format("{} does not lie within the run", what),
                                 run_extent(build_.model) + "; leave a bound beyond it out");
        return std::nullopt;
    }

    bool in_order(const std::optional<TextAst>& first, std::optional<double> low, const std::optional<TextAst>& second,
                  std::optional<double> high, std::string_view first_key, std::string_view second_key) {
        if (!first || !second || !low || !high || *low <= *high) return true;
        build_.diagnostics.error(
            DiagnosticCode::E615, second->whole(),
            fmt::format("the observed '{}' ({}) is below '{}' ({})", second_key, second->text, first_key, first->text));
        return false;
    }

    // The member that was observed, as the outcome numbers them.
    std::optional<std::uint32_t> find_member(const ObservedAst& ast) {
        const Shape& shape = outcome_.shape;
        if (ast.members.size() != shape.rank) {
            if (shape.rank == 0) {
                build_.diagnostics.error(DiagnosticCode::E615, ast.members.front().span,
                                         fmt::format("'{}' has no index, so no member of it was observed", outcome_.name));
            } else {
                std::string names;
                for (std::size_t i = 0; i < shape.rank; ++i) names += (i == 0 ? "" : ", ") + set_of(i).name;
                build_.diagnostics.error(
                    DiagnosticCode::E615, ast.members.empty() ? ast.span : ast.members.front().span,
                    fmt::format("'{}' is indexed by {}, and this value does not say of which member it is", outcome_.name, names),
                    shape.rank == 1 ? "add 'member' with its name" : "add 'member' with a list of names, one for each index");
            }
            return std::nullopt;
        }
        std::uint32_t number = 0;
        for (std::size_t i = 0; i < shape.rank; ++i) {
            const ModelSet& set = set_of(i);
            const auto found = std::find(set.members.begin(), set.members.end(), ast.members[i].text);
            if (found == set.members.end()) {
                build_.diagnostics.error(DiagnosticCode::E405, ast.members[i].span,
                                         fmt::format("'{}' is no member of '{}'", ast.members[i].text, set.name),
                                         did_you_mean(ast.members[i].text, set.members));
                return std::nullopt;
            }
            number =
                number * static_cast<std::uint32_t>(set.members.size()) + static_cast<std::uint32_t>(found - set.members.begin());
        }
        return number;
    }

    [[nodiscard]] const ModelSet& set_of(std::size_t index) const { return build_.model.sets[outcome_.shape.sets[index]]; }

    Build& build_;
    const ModelOutcome& outcome_;
    Unit unit_;
};

}  // namespace

void build_observed(Build& build, const OutcomeAst& ast, const Dimension& dimension, ModelOutcome& outcome) {
    if (ast.observed.empty()) return;
    if (!outcome.has_scalar) {
        build.diagnostics.error(DiagnosticCode::E615, ast.observed.front().span,
                                fmt::format("'{}' is a series, but an observed value is one number", outcome.name),
                                "ask for the number in an outcome of its own, with `from` and `until`");
        return;
    }
    ObservedReader reader(build, dimension, outcome);
    for (const ObservedAst& observed : ast.observed) {
        if (auto read = reader.read(observed)) outcome.observed.push_back(std::move(*read));
    }
}

}  // namespace strife
