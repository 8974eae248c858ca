// Outcomes of other outcomes: ratios, differences and dispersions, whatever the order in which they are declared.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compile/outcome_parts.h"

namespace strife {
namespace {

enum class Visit : std::uint8_t { never, open, done };

class DerivedBuilder {
  public:
    DerivedBuilder(Build& build, std::vector<OutcomeParts>& all) : build_(build), all_(all), visits_(all.size(), Visit::never) {}

    void run() {
        for (std::uint32_t number = 0; number < all_.size(); ++number) visit(number);
    }

  private:
    // Builds an outcome after those that it reads.
    void visit(std::uint32_t number) {
        OutcomeParts& parts = all_[number];
        if (visits_[number] != Visit::never || !is_derived(parts.ast.verb)) return;
        visits_[number] = Visit::open;
        path_.push_back(number);
        const std::vector<TextAst> texts =
            parts.ast.verb == OutcomeVerb::dispersion ? std::vector<TextAst>{parts.ast.text} : parts.ast.operands;
        bool good = !has_index(parts);
        for (std::size_t i = 0; i < texts.size() && i < parts.model.operands.size(); ++i) {
            const auto operand = find_operand(texts[i]);
            if (operand) parts.model.operands[i] = *operand;
            good = operand && good;
        }
        path_.pop_back();
        visits_[number] = Visit::done;
        if (!good) return;
        parts.is_built = parts.ast.verb == OutcomeVerb::dispersion ? build_dispersion(parts) : build_pair(parts);
        if (parts.is_built) build_.model.derived.push_back(number);
    }

    bool has_index(const OutcomeParts& parts) {
        if (parts.ast.name.indices.empty()) return false;
        build_.diagnostics.error(DiagnosticCode::E505, parts.ast.name.span,
                                 "an outcome of other outcomes has their indices, and none of its own");
        return true;
    }

    // An outcome by its name, built; nothing if it is not there, has faults, or leads back to the one at hand.
    std::optional<std::uint32_t> find_operand(const TextAst& text) {
        const auto found = std::find_if(all_.begin(), all_.end(),
                                        [&](const OutcomeParts& parts) { return parts.ast.name.name.text == text.text; });
        if (found == all_.end()) {
            if (build_.symbols.left_out.contains(text.text)) return std::nullopt;
            std::vector<std::string> names;
            for (const OutcomeParts& parts : all_) names.push_back(parts.ast.name.name.text);
            build_.diagnostics.error(DiagnosticCode::E613, text.whole(), fmt::format("there is no outcome '{}'", text.text),
                                     did_you_mean(text.text, names));
            return std::nullopt;
        }
        const std::uint32_t number = found->number;
        if (visits_[number] == Visit::open) {
            std::vector<std::string> circle;
            for (const std::uint32_t open : path_) circle.push_back(all_[open].ast.name.name.text);
            circle.erase(circle.begin(), std::find(circle.begin(), circle.end(), text.text));
            circle.push_back(text.text);
            build_.diagnostics.error(DiagnosticCode::E601, text.whole(),
                                     fmt::format("outcomes lead in a circle: {}", fmt::join(circle, " → ")));
            return std::nullopt;
        }
        visit(number);
        if (!found->is_built) return std::nullopt;
        return number;
    }

    [[nodiscard]] std::string shape_text(const OutcomeParts& parts) const {
        std::string text = parts.ast.name.name.text;
        for (std::size_t i = 0; i < parts.model.shape.rank; ++i) {
            text += fmt::format("{}{}", i == 0 ? "[" : ", ", build_.model.sets[parts.model.shape.sets[i]].name);
        }
        return parts.model.shape.rank > 0 ? text + "]" : text;
    }

    static bool same_shape(const Shape& a, const Shape& b) { return a.rank == b.rank && a.sets == b.sets; }

    // Member by member; what has no index goes with every member of the other.
    bool join_shapes(OutcomeParts& parts, const OutcomeParts& a, const OutcomeParts& b) {
        ModelOutcome& model = parts.model;
        model.shape = a.model.shape.rank > 0 ? a.model.shape : b.model.shape;
        const bool fits = same_shape(a.model.shape, b.model.shape) || a.model.shape.rank == 0 || b.model.shape.rank == 0;
        if (!fits) {
            build_.diagnostics.error(DiagnosticCode::E504, parts.ast.operands[1].whole(),
                                     fmt::format("{} and {} have different indices", shape_text(a), shape_text(b)));
            return false;
        }
        model.has_scalar = a.model.has_scalar && b.model.has_scalar;
        if (a.series_length > 0 && b.series_length > 0 && a.model.period_ends == b.model.period_ends) {
            parts.series_length = a.series_length;
            model.period_ends = a.model.period_ends;
            model.whole_periods = std::min(a.model.whole_periods, b.model.whole_periods);
        }
        if (model.has_scalar || parts.series_length > 0) return true;
        const auto form = [](const OutcomeParts& x) { return x.series_length > 0 ? "a series" : "one number"; };
        const bool both = a.series_length > 0 && b.series_length > 0;
        build_.diagnostics.error(DiagnosticCode::E613, parts.ast.operands[1].whole(),
                                 both ? fmt::format("'{}' and '{}' are series over different periods", a.model.name, b.model.name)
                                      : fmt::format("'{}' is {} and '{}' is {}", a.model.name, form(a), b.model.name, form(b)),
                                 "two numbers go together, or two series over the same periods");
        return false;
    }

    bool build_pair(OutcomeParts& parts) {
        const OutcomeParts& a = all_[parts.model.operands[0]];
        const OutcomeParts& b = all_[parts.model.operands[1]];
        if (!join_shapes(parts, a, b)) return false;
        ModelOutcome& model = parts.model;
        const bool same_dimension = a.dimension == b.dimension;
        if (parts.ast.verb == OutcomeVerb::difference) {
            model.source = OutcomeSource::difference;
            if (!same_dimension) {
                build_.diagnostics.error(
                    DiagnosticCode::E501, parts.ast.operands[1].whole(),
                    fmt::format("cannot subtract '{}' [{}] from '{}' [{}]: their units do not match", b.model.name,
                                build_.units.describe(b.dimension), a.model.name, build_.units.describe(a.dimension)));
                return false;
            }
            parts.dimension = a.dimension;
            model.unit = unit_of(a);
            model.unit_scale = a.model.unit_scale;
            model.operand_scales = {1.0, b.model.unit_scale / a.model.unit_scale};
            return true;
        }
        model.source = OutcomeSource::ratio;
        parts.dimension = a.dimension.over(b.dimension);
        model.unit = build_.units.describe(parts.dimension);
        model.operand_scales = {a.model.unit_scale, b.model.unit_scale};
        return true;
    }

    // First-passage times are stored in days, whatever their own unit says.
    [[nodiscard]] std::string unit_of(const OutcomeParts& parts) const {
        return parts.dimension == build_.units.time() && parts.model.unit == "1" ? "day" : parts.model.unit;
    }

    bool build_dispersion(OutcomeParts& parts) {
        const OutcomeParts& of = all_[parts.model.operands[0]];
        if (of.series_length == 0) {
            build_.diagnostics.error(DiagnosticCode::E613, parts.ast.text.whole(),
                                     fmt::format("'{}' is no series, so its values do not vary within a run", of.model.name),
                                     "make it one with `per: 1 month`, or with `series: true` for a state");
            return false;
        }
        ModelOutcome& model = parts.model;
        model.source = OutcomeSource::dispersion;
        model.shape = of.model.shape;
        parts.dimension = of.dimension;
        model.unit = unit_of(of);
        model.unit_scale = of.model.unit_scale;
        return true;
    }

    Build& build_;
    std::vector<OutcomeParts>& all_;
    std::vector<Visit> visits_;
    std::vector<std::uint32_t> path_;  // those being visited
};

}  // namespace

bool is_derived(OutcomeVerb verb) {
    return verb >= OutcomeVerb::ratio;
}

void build_derived_outcomes(Build& build, std::vector<OutcomeParts>& all) {
    DerivedBuilder(build, all).run();
}

}  // namespace strife
