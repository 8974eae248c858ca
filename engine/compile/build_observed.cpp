// Observed values beside an outcome: read in its unit, and checked against each other.
// SPDX-License-Identifier: Apache-2.0
#include "compile/build_observed.h"

#include <algorithm>

#include <fmt/format.h>

#include "compile/fixed_value.h"
#include "language/parser.h"

namespace strife {
namespace {

class ObservedReader {
  public:
    ObservedReader(Build& build, const std::vector<SetId>& sets, const ModelOutcome& outcome)
        : build_(build), sets_(sets), outcome_(outcome), unit_(build.units.parse(outcome.unit).value_or(Unit{})) {}

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

    // In the unit of the outcome's column.
    std::optional<double> read_value(const std::optional<TextAst>& text, std::string_view what) {
        if (!text) return std::nullopt;
        if (is_first_time()) return build_.read_instant(*text, what);
        const ExprAstPtr ast = parse_expression(*text, build_.units, build_.diagnostics);
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
        if (outcome_.source == OutcomeSource::ever && (*value < 0.0 || *value > 1.0)) {
            build_.diagnostics.error(DiagnosticCode::E615, text->whole(),
                                     fmt::format("'{}' is a probability, which lies between 0 and 1", outcome_.name));
        }
        return *value / unit_.scale;
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
        if (ast.members.size() != sets_.size()) {
            if (sets_.empty()) {
                build_.diagnostics.error(DiagnosticCode::E615, ast.members.front().span,
                                         fmt::format("'{}' has no index, so no member of it was observed", outcome_.name));
            } else {
                std::string names;
                for (const SetId set : sets_) names += (names.empty() ? "" : ", ") + build_.symbols.set(set).name;
                build_.diagnostics.error(
                    DiagnosticCode::E615, ast.members.empty() ? ast.span : ast.members.front().span,
                    fmt::format("'{}' is indexed by {}, and this value does not say of which member it is", outcome_.name, names),
                    sets_.size() == 1 ? "add 'member' with its name" : "add 'member' with a list of names, one for each index");
            }
            return std::nullopt;
        }
        std::uint32_t number = 0;
        for (std::size_t i = 0; i < sets_.size(); ++i) {
            const SetSymbol& set = build_.symbols.set(sets_[i]);
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

    Build& build_;
    const std::vector<SetId>& sets_;
    const ModelOutcome& outcome_;
    Unit unit_;
};

}  // namespace

void build_observed(Build& build, const OutcomeAst& ast, const std::vector<SetId>& sets, ModelOutcome& outcome) {
    if (ast.observed.empty()) return;
    if (!outcome.has_scalar) {
        build.diagnostics.error(DiagnosticCode::E615, ast.observed.front().span,
                                fmt::format("'{}' is a series, but an observed value is one number", outcome.name),
                                "ask for the number in an outcome of its own, with `from` and `until`");
        return;
    }
    ObservedReader reader(build, sets, outcome);
    for (const ObservedAst& observed : ast.observed) {
        if (auto read = reader.read(observed)) outcome.observed.push_back(std::move(*read));
    }
}

}  // namespace strife
