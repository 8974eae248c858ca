// SPDX-License-Identifier: Apache-2.0
#include "compile/fixed_value.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/extremes.h"
#include "random/laws.h"

namespace strife {
namespace {

constexpr std::size_t kMaxTerms = 100'000;  // of a sum: a longer one is left to the run

class FixedEvaluator {
  public:
    FixedEvaluator(const Build& build, IndexPositions positions) : build_(build), positions_(std::move(positions)) {}

    std::optional<double> value(const Expr& expr) {
        switch (expr.kind) {
            case ExprKind::constant:
                return expr.number;
            case ExprKind::parameter:
                return parameter(expr);
            case ExprKind::attribute: {
                const auto at = element(expr, {build_.symbols.attributes[expr.id].set});
                if (!at) return std::nullopt;
                return build_.symbols.attributes[expr.id].values[*at];
            }
            case ExprKind::index: {
                const auto found = positions_.find(expr.id);
                if (found == positions_.end()) return std::nullopt;
                return static_cast<double>(build_.symbols.set(build_.checker.index_set(IndexId{expr.id})).first_member +
                                           found->second);
            }
            case ExprKind::select: {
                const auto condition = value(*expr.args[0]);
                if (!condition) return std::nullopt;
                return value(*expr.args[*condition != 0.0 ? 1 : 2]);
            }
            case ExprKind::aggregate:
                return aggregate(expr);
            default:
                break;
        }
        if (expr.kind < ExprKind::negate || expr.kind > ExprKind::logical_or) return std::nullopt;
        const auto a = value(*expr.args[0]);
        if (!a) return std::nullopt;
        if (expr.kind <= ExprKind::square_root) return of_one(expr.kind, *a);
        const auto b = value(*expr.args[1]);
        if (!b) return std::nullopt;
        return of_two(expr.kind, *a, *b);
    }

  private:
    std::optional<std::uint32_t> element(const Expr& expr, const std::vector<SetId>& sets) {
        std::uint32_t at = 0;
        for (std::size_t i = 0; i < expr.args.size(); ++i) {
            const SetSymbol& set = build_.symbols.set(sets[i]);
            const auto member = value(*expr.args[i]);
            if (!member) return std::nullopt;
            const double position = *member - static_cast<double>(set.first_member);
            if (position < 0.0 || position >= static_cast<double>(set.members.size())) return std::nullopt;
            at = at * static_cast<std::uint32_t>(set.members.size()) + static_cast<std::uint32_t>(position);
        }
        return at;
    }

    std::optional<double> parameter(const Expr& expr) {
        const auto at = element(expr, build_.symbols.parameters[expr.id].sets);
        if (!at) return std::nullopt;
        const auto found = build_.fixed_slots.find(build_.model.parameters[expr.id].first + *at);
        if (found == build_.fixed_slots.end()) return std::nullopt;
        return found->second;
    }

    // Loops over plain sets alone.
    std::optional<double> aggregate(const Expr& expr) {
        std::size_t n = 1;
        for (const Clause& clause : expr.clauses) {
            if (clause.relation.valid()) return std::nullopt;
            n *= build_.symbols.set(clause.set).members.size();
            if (n > kMaxTerms) return std::nullopt;
        }
        const IndexPositions outside = positions_;
        std::optional<double> result = expr.op == AggregateOp::sum ? 0.0 : expr.op == AggregateOp::minimum ? HUGE_VAL : -HUGE_VAL;
        for (std::size_t i = 0; i < n && result; ++i) {
            std::size_t left = i;
            for (std::size_t c = expr.clauses.size(); c-- > 0;) {
                const std::size_t size = build_.symbols.set(expr.clauses[c].set).members.size();
                positions_[expr.clauses[c].index.value()] = static_cast<std::uint32_t>(left % size);
                left /= size;
            }
            if (expr.condition) {
                const auto condition = value(*expr.condition);
                if (!condition) result.reset();
                if (!condition || *condition == 0.0) continue;
            }
            const auto term = value(*expr.args[0]);
            if (!term) {
                result.reset();
            } else if (expr.op == AggregateOp::sum) {
                *result += *term;
            } else {
                *result = expr.op == AggregateOp::minimum ? std::min(*result, *term) : std::max(*result, *term);
            }
        }
        positions_ = outside;
        return result;
    }

    static double of_one(ExprKind kind, double a) {
        switch (kind) {
            case ExprKind::negate:
                return -a;
            case ExprKind::logical_not:
                return a == 0.0 ? 1.0 : 0.0;
            case ExprKind::round:
                return std::round(a);
            case ExprKind::floor:
                return std::floor(a);
            case ExprKind::ceil:
                return std::ceil(a);
            case ExprKind::absolute:
                return std::abs(a);
            case ExprKind::exponential:
                return std::exp(a);
            case ExprKind::logarithm:
                return std::log(a);
            default:
                return std::sqrt(a);
        }
    }

    static double of_two(ExprKind kind, double a, double b) {
        switch (kind) {
            case ExprKind::add:
                return a + b;
            case ExprKind::subtract:
                return a - b;
            case ExprKind::multiply:
                return a * b;
            case ExprKind::divide:
                return a / b;
            case ExprKind::power:
                return std::pow(a, b);
            case ExprKind::minimum:
                return lesser(a, b);
            case ExprKind::maximum:
                return greater(a, b);
            case ExprKind::equal:
                return a == b ? 1.0 : 0.0;
            case ExprKind::not_equal:
                return a != b ? 1.0 : 0.0;
            case ExprKind::less:
                return a < b ? 1.0 : 0.0;
            case ExprKind::less_equal:
                return a <= b ? 1.0 : 0.0;
            case ExprKind::greater:
                return a > b ? 1.0 : 0.0;
            case ExprKind::greater_equal:
                return a >= b ? 1.0 : 0.0;
            case ExprKind::logical_and:
                return a != 0.0 && b != 0.0 ? 1.0 : 0.0;
            default:
                return a != 0.0 || b != 0.0 ? 1.0 : 0.0;
        }
    }

    const Build& build_;
    IndexPositions positions_;
};

}  // namespace

std::optional<double> fixed_value(const Build& build, const Expr& expr, const IndexPositions& positions) {
    return FixedEvaluator(build, positions).value(expr);
}

void bind_member(const Shape& shape, std::span<const IndexId> indices, std::uint32_t member, IndexPositions& positions) {
    for (std::size_t i = indices.size(); i-- > 0;) {
        positions[indices[i].value()] = member % shape.sizes[i];
        member /= shape.sizes[i];
    }
}

void check_fixed_law(Build& build, const Expr& draw) {
    const Law law = static_cast<Law>(draw.law);
    std::vector<double> known;
    std::optional<std::string> reason;
    for (std::size_t i = 0; i < draw.args.size() && !reason; ++i) {
        const auto value = fixed_value(build, *draw.args[i], {});
        if (!value) continue;
        known.push_back(*value);
        reason = explain_invalid_parameter(law, i, *value);
    }
    if (!reason && known.size() == draw.args.size()) reason = explain_invalid(law, known);
    if (!reason) return;
    const char* hint = law == Law::lognormal ? "meanlog and sdlog follow from mean and sd, which must both be greater than 0"
                       : law == Law::gamma   ? "shape and scale follow from what is given; mean, cv and sd must be greater than 0"
                                             : "";
    build.diagnostics.error(DiagnosticCode::E608, draw.span, fmt::format("{}(): {}", law_info(law).name, *reason), hint);
}

}  // namespace strife
