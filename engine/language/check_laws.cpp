// Laws: arguments by name or place, their units, and the canonical parameters they stand for.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "language/checker.h"

namespace strife {
namespace {

// Arithmetic on pure numbers of canonical parameters; units were checked before.
ExprPtr divide(ExprPtr a, ExprPtr b) {
    return make_binary(ExprKind::divide, std::move(a), std::move(b), Type::number());
}
ExprPtr multiply(ExprPtr a, ExprPtr b) {
    return make_binary(ExprKind::multiply, std::move(a), std::move(b), Type::number());
}
ExprPtr square(const Expr& a) {
    return multiply(clone(a), clone(a));
}
ExprPtr reciprocal(ExprPtr a) {
    const SourceSpan span = a->span;
    return divide(make_constant(1.0, Type::number(), span), std::move(a));
}

using Arguments = std::map<std::string, ExprPtr, std::less<>>;

bool has(const Arguments& arguments, std::string_view a, std::string_view b) {
    return arguments.size() == 2 && arguments.contains(a) && arguments.contains(b);
}

// Shape and scale of a gamma law from any two of mean, cv, sd, shape, scale; empty for a pair that does not fix them.
std::vector<ExprPtr> gamma_parameters(Arguments& given) {
    std::vector<ExprPtr> result;
    const auto take = [&](std::string_view name) { return clone(*given.find(name)->second); };
    const auto add = [&](ExprPtr shape, ExprPtr scale) {
        result.push_back(std::move(shape));
        result.push_back(std::move(scale));
    };
    if (has(given, "shape", "scale")) add(take("shape"), take("scale"));
    if (has(given, "mean", "cv")) add(reciprocal(square(*take("cv"))), multiply(take("mean"), square(*take("cv"))));
    if (has(given, "mean", "sd")) {
        add(square(*divide(take("mean"), take("sd"))), divide(square(*take("sd")), take("mean")));
    }
    if (has(given, "mean", "shape")) add(take("shape"), divide(take("mean"), take("shape")));
    if (has(given, "mean", "scale")) add(divide(take("mean"), take("scale")), take("scale"));
    if (has(given, "cv", "scale")) add(reciprocal(square(*take("cv"))), take("scale"));
    if (has(given, "cv", "sd")) add(reciprocal(square(*take("cv"))), multiply(take("sd"), take("cv")));
    if (has(given, "sd", "shape")) {
        add(take("shape"), divide(take("sd"), make_unary(ExprKind::square_root, take("shape"), Type::number())));
    }
    if (has(given, "sd", "scale")) add(square(*divide(take("sd"), take("scale"))), take("scale"));
    return result;
}

// sdlog^2 = log(1 + sd^2 / mean^2), meanlog = log(mean) - sdlog^2 / 2.
std::vector<ExprPtr> lognormal_from_moments(const Expr& mean, const Expr& sd) {
    const SourceSpan span = mean.span;
    ExprPtr ratio = square(*divide(clone(sd), clone(mean)));
    ExprPtr variance = make_unary(
        ExprKind::logarithm,
        make_binary(ExprKind::add, make_constant(1.0, Type::number(), span), std::move(ratio), Type::number()), Type::number());
    ExprPtr half = multiply(make_constant(0.5, Type::number(), span), clone(*variance));
    std::vector<ExprPtr> result;
    result.push_back(make_binary(ExprKind::subtract, make_unary(ExprKind::logarithm, clone(mean), Type::number()),
                                 std::move(half), Type::number()));
    result.push_back(make_unary(ExprKind::square_root, std::move(variance), Type::number()));
    return result;
}

// Arguments that carry the unit of the value; the others are pure numbers.
bool carries_unit(LawKind law, std::string_view argument) {
    switch (law) {
        case LawKind::uniform:
        case LawKind::normal:
        case LawKind::triangular:
        case LawKind::poisson:
        case LawKind::empirical:
            return true;
        case LawKind::exponential:
            return argument == "mean";
        case LawKind::lognormal:
        case LawKind::gamma:
            return argument == "mean" || argument == "sd" || argument == "scale";
        case LawKind::weibull:
            return argument == "scale";
        case LawKind::binomial:
            return argument == "n";
        case LawKind::negative_binomial:
            return argument == "mean";
        case LawKind::pareto:
            return argument == "minimum";
        default:
            return false;
    }
}

// How many canonical parameters a law has, and what it takes, in words.
struct Usage {
    std::size_t n_parameters = 0;
    std::string text;
};

// Turns the arguments by name into the canonical parameters, which are appended to `values`: other than as many as the law has
// if it was given too little or too much.
Usage canonical_parameters(const LawSignature& law, Arguments& given, std::vector<ExprPtr>& values) {
    const auto take_all = [&](std::initializer_list<std::string_view> names) {
        for (const std::string_view name : names) {
            const auto found = given.find(name);
            if (found != given.end()) values.push_back(std::move(found->second));
        }
    };
    Usage usage;
    switch (law.kind) {
        case LawKind::gamma:
            values = gamma_parameters(given);
            usage.n_parameters = 2;
            usage.text = "any two of mean, cv, sd, shape and scale that fix shape and scale";
            break;
        case LawKind::lognormal:
            usage.n_parameters = 2;
            usage.text = "mean and sd of the variable, or meanlog and sdlog";
            if (has(given, "mean", "sd")) values = lognormal_from_moments(*given["mean"], *given["sd"]);
            if (has(given, "meanlog", "sdlog")) take_all({"meanlog", "sdlog"});
            break;
        case LawKind::exponential:
            usage.n_parameters = 1;
            usage.text = "mean or rate";
            if (given.size() == 1 && given.contains("rate")) {
                values.push_back(reciprocal(std::move(given["rate"])));
            } else if (given.size() == 1) {
                take_all({"mean"});
            }
            break;
        case LawKind::discrete:
        case LawKind::empirical:
            usage.n_parameters = std::max<std::size_t>(values.size(), 1);
            usage.text = "one or more values";
            break;
        default:
            for (const std::string_view name : law.arguments) {
                if (name.empty()) break;
                ++usage.n_parameters;
                usage.text += (usage.text.empty() ? "" : ", ") + std::string(name);
                take_all({name});
            }
    }
    return usage;
}

std::vector<std::string> argument_names(const LawSignature& law) {
    return {law.arguments.begin(), std::find(law.arguments.begin(), law.arguments.end(), std::string_view{})};
}

// Names argument `i` by its place if it has no name; tells what is wrong with the name, nothing if all is well.
std::string name_argument(const LawSignature& law, const Arguments& given, std::size_t i, std::string& name) {
    const std::vector<std::string> known = argument_names(law);
    if (name.empty() && i < known.size()) name = known[i];
    if (given.contains(name)) return fmt::format("'{}' is given twice", name);
    if (!name.empty() && std::find(known.begin(), known.end(), name) != known.end()) return {};
    return fmt::format("{}() has no such argument; it takes {}", law.name, fmt::join(known, ", "));
}

}  // namespace

ExprPtr Checker::check_law(const LawSignature& law, const ExprAst& ast, CheckScope& scope) {
    if (!scope.may_draw) {
        diagnostics_.error(DiagnosticCode::E603, ast.span, fmt::format("nothing can be drawn in {}", scope.place),
                           "draw in a body and keep the value in a state; a waiting time of another law is an `every` or the "
                           "`duration` of an activity");
        return nullptr;
    }
    CheckScope inner = scope;
    inner.may_draw = false;
    inner.place = fmt::format("an argument of {}()", law.name);
    const bool listed = law.arguments[0].empty();  // discrete and empirical take any number of values
    Arguments given;
    std::vector<ExprPtr> values;
    Dimension dimension;
    bool dimension_known = false;
    for (std::size_t i = 0; i < ast.arguments.size(); ++i) {
        const ArgumentAst& argument = ast.arguments[i];
        std::string name = argument.name;
        if (!listed) {
            const std::string wrong = name_argument(law, given, i, name);
            if (!wrong.empty()) {
                diagnostics_.error(DiagnosticCode::E407, argument.name.empty() ? argument.value->span : argument.name_span, wrong,
                                   did_you_mean(name, argument_names(law)));
                return nullptr;
            }
        }
        ExprPtr value = want_number(check(*argument.value, inner), inner);
        if (!value) return nullptr;
        if (carries_unit(law.kind, name)) {
            if (scope.default_unit) take_default_unit(value, inner, scope.default_unit->dimension);
            if (dimension_known && !(value->type.dimension == dimension)) {
                diagnostics_.error(DiagnosticCode::E501, value->span,
                                   fmt::format("the arguments of {}() are in [{}] and [{}]", law.name, units_.describe(dimension),
                                               units_.describe(value->type.dimension)));
                return nullptr;
            }
            dimension = value->type.dimension;
            dimension_known = true;
        } else if (law.kind == LawKind::exponential) {  // rate: the value is in one over its unit
            dimension = Dimension{}.over(value->type.dimension);
        } else if (!value->type.dimension.is_none()) {
            diagnostics_.error(DiagnosticCode::E501, value->span,
                               fmt::format("{} of {}() is a pure number, this is in [{}]", listed ? "a weight" : name, law.name,
                                           units_.describe(value->type.dimension)));
            return nullptr;
        }
        if (listed) {
            values.push_back(std::move(value));
        } else {
            given[name] = std::move(value);
        }
    }
    if (law.counting && !dimension.is_none() && !units_.is_counting(dimension)) {
        diagnostics_.error(DiagnosticCode::E508, ast.span,
                           fmt::format("{}() counts: its argument is a pure number or in a counting unit, not in [{}]", law.name,
                                       units_.describe(dimension)));
        return nullptr;
    }
    const Usage usage = canonical_parameters(law, given, values);
    if (values.size() != usage.n_parameters) {
        diagnostics_.error(DiagnosticCode::E506, ast.span, fmt::format("{}() needs {}", law.name, usage.text));
        return nullptr;
    }
    auto expr = std::make_unique<Expr>();
    expr->kind = ExprKind::draw;
    expr->law = law.kind;
    expr->type = Type::number(dimension);
    expr->span = ast.span;
    expr->args = std::move(values);
    return expr;
}

}  // namespace strife
