// Parameters: their values, their priors, and the initializers that both share with states.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numbers>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "compile/fixed_value.h"
#include "compile/lowering.h"
#include "compile/values.h"
#include "language/parser.h"

namespace strife {
namespace {

ExprPtr check_value(Build& build, const TextAst& text, const ValueSlots& where, CheckScope& scope) {
    const ExprAstPtr ast = parse_expression(text, build.units, build.diagnostics);
    if (!ast) return nullptr;
    scope.place = where.place;
    scope.actor = where.actor;
    if (!where.actor.valid()) scope.instance = {};  // a parameter's value is the scenario's, also where a mechanism declares it
    scope.may_read_state = where.may_read_state;
    scope.may_draw = where.may_draw;
    if (where.bare_numbers) scope.default_unit = where.unit;
    if (where.type.is_member()) return build.checker.check_member_of(*ast, scope, where.type.sets);
    if (where.type.base == BaseType::date) return build.checker.check_instant(*ast, scope);
    return build.checker.check_number(*ast, scope, where.unit.dimension);
}

// The number of a member given by one name for each index; nothing if a name is unknown.
std::optional<std::uint32_t> member_of(Build& build, const MemberValueAst& value, const ValueSlots& where) {
    if (value.members.size() != where.sets.size()) {
        const SourceSpan span = value.members.empty() ? value.value.whole() : value.members.front().span;
        build.diagnostics.error(DiagnosticCode::E505, span,
                                where.sets.empty() ? fmt::format("'{}' has no index, so it has one value", where.name.name.text)
                                                   : fmt::format("a member is named by {} names here", where.sets.size()));
        return std::nullopt;
    }
    std::uint32_t member = 0;
    for (std::size_t i = 0; i < where.sets.size(); ++i) {
        const SetSymbol& set = build.symbols.set(where.sets[i]);
        const auto position = build.symbols.position(where.sets[i], value.members[i].text);
        if (!position) {
            build.diagnostics.error(DiagnosticCode::E405, value.members[i].span,
                                    fmt::format("'{}' is not a member of {}", value.members[i].text, set.name),
                                    did_you_mean(value.members[i].text, set.members));
            return std::nullopt;
        }
        member = member * static_cast<std::uint32_t>(set.members.size()) + static_cast<std::uint32_t>(*position);
    }
    return member;
}

// Parameters get their values in the order of the file: one that reads itself or a later one would read what is not there yet.
bool reads_later_parameter(Build& build, const Expr& expr, const ValueSlots& where) {
    const auto own = build.symbols.find(where.name.name.text);
    const bool in_parameter =
        where.qualified_name == "parameters." + where.name.name.text && own && own->kind == SymbolKind::parameter;
    if (!in_parameter) return false;
    if (expr.kind == ExprKind::parameter && expr.id >= own->index) {
        const std::string& read = build.symbols.parameters[expr.id].name;
        build.diagnostics.error(
            DiagnosticCode::E601, expr.span,
            fmt::format("the value of '{}' needs '{}', whose value comes no earlier", where.name.name.text, read),
            "parameters get their values in the order of the file: move it up, unless both need each other");
        return true;
    }
    return std::any_of(expr.args.begin(), expr.args.end(),
                       [&](const ExprPtr& arg) { return arg && reads_later_parameter(build, *arg, where); });
}

void build_prior(Build& build, const ParameterAst& parameter, const PriorAst& prior, std::uint32_t id) {
    const ParameterSymbol& symbol = build.symbols.parameters[id];
    const ExprAstPtr ast = parse_expression(prior.law, build.units, build.diagnostics);
    if (!ast) return;
    std::vector<IndexId> indices;
    CheckScope scope = build.scope_for(parameter.name, prior.shared ? std::vector<SetId>{} : symbol.sets, indices);
    scope.place = fmt::format("the prior of '{}'", symbol.name);
    scope.instance = {};
    scope.may_read_state = false;
    scope.may_draw = true;
    scope.default_unit = symbol.unit;
    const ExprPtr law = build.checker.check_number(*ast, scope, symbol.unit.dimension);
    if (!law) return;
    Prior result;
    result.parameter = id;
    result.shared = prior.shared;
    result.span = prior.law.whole();
    Lowering lowering(build, ScratchRange::inner);
    lowering.bind_family(indices);
    result.program = lowering.finish_value(*law);
    const auto bound = [&](const std::optional<TextAst>& text) {
        if (!text) return kNoSlot;
        return add_fixed_value(build, *text, symbol.unit.dimension, symbol.unit, "a truncation", {}, {});
    };
    result.lower = bound(prior.lower);
    result.upper = bound(prior.upper);
    build.add_prior(result);
}

// Reports the members that no value was given for.
bool names_all(Build& build, const std::set<std::uint32_t>& given, const ValueSlots& where) {
    constexpr std::size_t kMaxNamed = 5;
    const Shape shape = build.shape_of(where.sets);
    std::vector<std::string> missing;
    for (std::uint32_t m = 0; m < shape.size && missing.size() <= kMaxNamed; ++m) {
        if (!given.contains(m)) missing.push_back(build.model.member_name(where.name.name.text, shape, m));
    }
    if (missing.empty()) return true;
    if (missing.size() > kMaxNamed) missing.back() = fmt::format("{} more", shape.size - given.size() - kMaxNamed);
    build.diagnostics.error(DiagnosticCode::E202, where.name.name.span,
                            fmt::format("{} is missing for {}", where.place, fmt::join(missing, ", ")),
                            "give each its value, or add `default` with the value of all that are not named");
    return false;
}

}  // namespace

bool add_values(Build& build, const ValuesAst& values, const ValueSlots& where) {
    bool good = true;
    const Shape shape = build.shape_of(where.sets);
    const auto add = [&](const TextAst& text, std::optional<std::uint32_t> member) {
        std::vector<IndexId> indices;
        CheckScope scope = build.scope_for(where.name, where.sets, indices);
        ExprPtr expr = check_value(build, text, where, scope);
        if (!expr || reads_later_parameter(build, *expr, where)) {
            good = false;
            return;
        }
        if (where.is_half_life) {
            ExprPtr log_two = make_constant(std::numbers::ln2, Type::number(), expr->span);
            const Type decay = Type::number(Dimension{}.over(where.unit.dimension));
            expr = make_binary(ExprKind::divide, std::move(log_two), std::move(expr), decay);
        }
        Lowering lowering(build, ScratchRange::inner);
        lowering.bind_family(indices);
        Initializer initializer;
        initializer.shape = shape;
        initializer.first = where.first;
        initializer.member = member;
        initializer.program = lowering.finish_value(*expr);
        initializer.name = where.qualified_name;
        build.add_initializer(initializer);
        if (where.has_prior) return;
        const std::uint32_t end = member ? *member + 1 : shape.size;
        for (std::uint32_t m = member.value_or(0); m < end; ++m) {
            IndexPositions positions;
            bind_member(shape, indices, m, positions);
            if (const auto value = fixed_value(build, *expr, positions)) {
                build.fixed_slots[where.first + m] = *value;
            } else {
                build.fixed_slots.erase(where.first + m);
            }
        }
    };
    if (values.all) add(*values.all, std::nullopt);
    std::set<std::uint32_t> given;
    for (const MemberValueAst& value : values.by_member) {
        const auto member = member_of(build, value, where);
        if (!member) {
            good = false;
            continue;
        }
        given.insert(*member);
        add(value.value, member);
    }
    if (good && where.needs_all && !values.all) good = names_all(build, given, where);
    return good;
}

Slot add_fixed_value(Build& build, const TextAst& text, const Dimension& dimension, const std::optional<Unit>& default_unit,
                     std::string_view place, ActorId actor, InstanceId instance) {
    const ExprAstPtr ast = parse_expression(text, build.units, build.diagnostics);
    if (!ast) return kNoSlot;
    CheckScope scope;
    scope.place = place;
    scope.actor = actor;
    scope.instance = instance;
    scope.may_read_state = false;
    scope.default_unit = default_unit;
    const ExprPtr expr = build.checker.check_number(*ast, scope, dimension);
    if (!expr) return kNoSlot;
    const Slot slot = build.allocate(1, false);
    Lowering lowering(build, ScratchRange::inner);
    Initializer initializer;
    initializer.first = slot;
    initializer.program = lowering.finish_value(*expr);
    build.add_initializer(initializer);
    if (const auto value = fixed_value(build, *expr, {})) build.fixed_slots[slot] = *value;
    return slot;
}

void build_parameters(Build& build) {
    // Slots first, so that every value may read every parameter that stands before it.
    for (const ParameterSymbol& symbol : build.symbols.parameters) {
        const Shape shape = build.shape_of(symbol.sets);
        build.model.parameters.push_back({.name = symbol.name,
                                          .shape = shape,
                                          .first = build.allocate(shape.size, false),
                                          .unit = symbol.unit.text,
                                          .unit_scale = symbol.unit.scale});
    }
    for (const ParameterAst& parameter : build.scenario.parameters) {
        const auto ref = build.symbols.find(parameter.name.name.text);
        if (!ref || ref->kind != SymbolKind::parameter) continue;
        const ParameterSymbol& symbol = build.symbols.parameters[ref->index];
        const std::string place = fmt::format("the value of '{}'", symbol.name);
        const ValueSlots where{.name = parameter.name,
                               .sets = symbol.sets,
                               .first = build.model.parameters[ref->index].first,
                               .unit = symbol.unit,
                               .place = place,
                               .qualified_name = "parameters." + symbol.name,
                               .may_read_state = false,
                               .may_draw = false,
                               .needs_all = true,
                               .has_prior = parameter.prior.has_value(),
                               .actor = {}};
        add_values(build, parameter.value, where);
        if (parameter.prior) build_prior(build, parameter, *parameter.prior, static_cast<std::uint32_t>(ref->index));
    }
}

}  // namespace strife
