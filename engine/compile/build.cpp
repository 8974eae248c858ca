// SPDX-License-Identifier: Apache-2.0
#include "compile/build.h"

#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "base/calendar.h"
#include "base/numbers.h"
#include "compile/compile.h"
#include "language/parser.h"

namespace strife {
namespace {
// Constants have a place of their own, so that alternatives which differ in numbers alone have the same layout elsewhere.
constexpr Slot kConstantSlots = 1024;
// What one replication may hold, all states and parameters together. What the compiler notes of each slot is several times that.
constexpr std::size_t kMaxSlots = 8'000'000;
}  // namespace

Build::Build(const ScenarioAst& scenario_ast, Diagnostics& diagnostics_sink)
    : scenario(scenario_ast), diagnostics(diagnostics_sink), checker(symbols, units, diagnostics_sink) {
    model.memory.assign(kScratchSlots + kConstantSlots, 0.0);
    dynamic.assign(model.memory.size(), false);
}

Slot Build::allocate(std::size_t n, bool changes, double value) {
    if (model.memory.size() + n > kMaxSlots) {
        diagnostics.error(DiagnosticCode::E612, scenario.span,
                          fmt::format("the scenario holds more than {} million values", kMaxSlots / 1'000'000),
                          "families over several large sets hold one for each combination of members");
        throw ModelTooLarge{};
    }
    const Slot first = static_cast<Slot>(model.memory.size());
    model.memory.resize(model.memory.size() + n, value);
    dynamic.resize(model.memory.size(), changes);
    return first;
}

Slot Build::constant(double value) {
    if (std::isnan(value)) {
        if (!undefined) undefined = allocate(1, false, value);
        return *undefined;
    }
    const auto found = constants.find(value);
    if (found != constants.end()) return found->second;  // -0 stands for 0 as well: no scenario tells them apart
    const auto n = static_cast<Slot>(constants.size());
    const Slot slot = n < kConstantSlots ? kScratchSlots + n : allocate(1, false);
    model.memory[slot] = value;
    constants.emplace(value, slot);
    fixed_slots[slot] = value;
    return slot;
}

Shape Build::shape_of(const std::vector<SetId>& sets) const {
    Shape shape;
    shape.rank = static_cast<std::uint8_t>(sets.size());
    for (std::size_t i = 0; i < sets.size(); ++i) {
        shape.sets[i] = sets[i].value();
        shape.sizes[i] = static_cast<std::uint32_t>(symbols.set(sets[i]).members.size());
        shape.size *= shape.sizes[i];
    }
    return shape;
}

std::optional<SetId> Build::find_set(InstanceId instance, const std::string& name) const {
    const auto ref = symbols.find(symbols.bound_name(instance, {name}));
    return ref && ref->kind == SymbolKind::set ? std::optional(SetId{ref->index}) : std::nullopt;
}

std::vector<SetId> Build::sets_of(const IndexedNameAst& name) {
    return sets_of(name, symbols.instance_of(name.name.text));
}

std::vector<SetId> Build::sets_of(const IndexedNameAst& name, InstanceId instance) {
    std::vector<SetId> sets;
    if (name.indices.size() > kMaxRank) {
        diagnostics.error(DiagnosticCode::E505, name.span, fmt::format("more than {} indices", kMaxRank));
        return sets;
    }
    double size = 1.0;
    for (const IndexAst& index : name.indices) {
        if (index.of_agents) {
            diagnostics.error(DiagnosticCode::E505, index.set.span, "only a process with a `rate` can have agents as its index",
                              "and then only that one: raid[c of cell]");
            continue;
        }
        const std::optional<SetId> set = find_set(instance, index.set.text);
        if (!set) {
            const bool told = symbols.left_out.contains(index.set.text);
            symbols.leave_out(name.name.text);
            if (told) continue;
            std::vector<std::string> names;
            for (const SetSymbol& known : symbols.sets) names.push_back(known.name);
            std::string hint = symbols.requirement_hint({}, instance, index.set.text);
            if (hint.empty()) hint = did_you_mean(index.set.text, names);
            for (const AgentSymbol& kind : symbols.agents) {
                if (kind.name != index.set.text && symbols.qualified_name(kind) != index.set.text) continue;
                hint = fmt::format("agents are named with `of`: {} of {}", index.variable ? index.variable->text : "c",
                                   index.set.text);
            }
            diagnostics.error(DiagnosticCode::E401, index.set.span, fmt::format("'{}' is not a declared set", index.set.text),
                              std::move(hint));
            continue;
        }
        sets.push_back(*set);
        size *= static_cast<double>(symbols.set(*set).members.size());
    }
    if (size > static_cast<double>(kMaxSlots)) {
        diagnostics.error(DiagnosticCode::E612, name.span,
                          fmt::format("this has {} members, more than {} million", size, kMaxSlots / 1'000'000));
        sets.clear();
    }
    return sets;
}

CheckScope Build::scope_for(const IndexedNameAst& name, const std::vector<SetId>& sets, std::vector<IndexId>& indices) {
    CheckScope scope;
    scope.instance = symbols.instance_of(name.name.text);
    for (std::size_t i = 0; i < sets.size(); ++i) {
        const std::optional<NameAst> variable = i < name.indices.size() ? name.indices[i].variable : std::nullopt;
        // Without a variable of its own an index is called as its set is here: `fighters[province]`.
        const std::string called = variable                  ? variable->text
                                   : i < name.indices.size() ? name.indices[i].set.text
                                                             : symbols.set(sets[i]).name;
        if (variable) {
            if (is_reserved_word(called)) {
                diagnostics.error(DiagnosticCode::E403, variable->span, fmt::format("'{}' is a word of the language", called));
            }
            for (const Binding& binding : scope.bindings) {
                if (binding.name != called) continue;
                diagnostics.error(DiagnosticCode::E402, variable->span, fmt::format("'{}' names two indices", called));
            }
        }
        indices.push_back(checker.bind_index(scope, called, sets[i]));
    }
    // An index over a set that is not known still has its name.
    for (std::size_t i = sets.size(); i < name.indices.size(); ++i) {
        if (const auto& variable = name.indices[i].variable)
            scope.bindings.push_back({.name = variable->text, .type = {}, .faulty = true});
    }
    return scope;
}

void Build::add_initializer(Initializer initializer) {
    initializer.reductions = static_cast<std::uint32_t>(model.reductions.size());
    model.initializers.push_back(std::move(initializer));
}

void Build::add_prior(Prior prior) {
    prior.reductions = static_cast<std::uint32_t>(model.reductions.size());
    prior.before = model.initializers.size();
    model.priors.push_back(prior);
}

std::uint32_t Build::add_instances(std::uint32_t n) {
    const std::uint32_t first = model.instance_count;
    model.instance_count += n;
    return first;
}

std::uint32_t Build::add_body(Body body) {
    body.first_instance = add_instances(body.shape.size);
    model.bodies.push_back(std::move(body));
    return static_cast<std::uint32_t>(model.bodies.size() - 1);
}

std::optional<Unit> Build::read_unit(const TextAst& text) {
    UnitError fault;
    if (auto unit = units.parse(text.text, &fault)) return unit;
    DiagnosticCode code = DiagnosticCode::E502;
    if (fault.reason == UnitError::Reason::offset) code = DiagnosticCode::E509;
    diagnostics.error(code, text.span(std::min(fault.begin, text.text.size()), std::min(fault.end, text.text.size())),
                      fault.message, fault.hint);
    return std::nullopt;
}

std::optional<double> Build::read_instant(const TextAst& text, std::string_view what) {
    const ExprAstPtr ast = parse_expression(text, units, diagnostics);
    if (!ast) return std::nullopt;
    CheckScope scope;
    scope.place = what;
    scope.may_read_state = false;
    const ExprPtr expr = checker.check_instant(*ast, scope);
    if (!expr) return std::nullopt;
    const bool negative = expr->kind == ExprKind::negate && expr->args[0]->kind == ExprKind::constant;
    if (negative) return -expr->args[0]->number;
    if (expr->kind != ExprKind::constant) {
        diagnostics.error(DiagnosticCode::E604, text.whole(),
                          fmt::format("{} must be {}a plain quantity of time", what, model.start_date ? "a date or " : ""));
        return std::nullopt;
    }
    return expr->number;
}

std::string run_extent(const Model& model) {
    const std::string begin = model.start_date ? format_date(*model.start_date) : "0";
    const std::string end =
        model.start_date ? format_instant(*model.start_date, model.end_days) : fmt::format("{} day", model.end_days);
    return fmt::format("the run lasts from {} to {}", begin, end);
}

std::optional<double> Build::read_quantity(const TextAst& text, const Dimension& dimension, std::string_view what) {
    const ExprAstPtr ast = parse_expression(text, units, diagnostics);
    if (!ast) return std::nullopt;
    CheckScope scope;
    scope.place = what;
    scope.may_read_state = false;
    const ExprPtr expr = checker.check_number(*ast, scope, dimension);
    if (!expr) return std::nullopt;
    const bool negative = expr->kind == ExprKind::negate && expr->args[0]->kind == ExprKind::constant;
    if (negative) return -expr->args[0]->number;
    if (expr->kind != ExprKind::constant) {
        diagnostics.error(DiagnosticCode::E604, text.whole(), fmt::format("{} must be a plain quantity", what));
        return std::nullopt;
    }
    return expr->number;
}

ExprPtr Build::read_number(const TextAst& text, CheckScope scope, const Dimension& dimension, std::string place) {
    scope.place = std::move(place);
    const ExprAstPtr ast = parse_expression(text, units, diagnostics);
    return ast ? checker.check_number(*ast, scope, dimension) : nullptr;
}

std::optional<CalendarStep> Build::read_step(const TextAst& text) {
    Diagnostics quiet;  // a text that is no literal step may be an expression with a drawn gap
    const ExprAstPtr ast = parse_expression(text, units, quiet);
    if (!ast || ast->kind != ExprAstKind::number) return std::nullopt;
    const std::optional<Unit>& unit = ast->unit;
    if (!unit || !(unit->dimension == units.time())) return std::nullopt;
    const std::string& word = unit->text;
    const bool whole = ast->number == std::floor(ast->number) && ast->number < 1e6;
    int months = 0;
    if (whole && (word == "month" || word == "months")) months = static_cast<int>(ast->number);
    if (whole && (word == "year" || word == "years")) months = static_cast<int>(12 * ast->number);
    if (months > 0 && model.start_date) return CalendarStep{months, 0.0};
    if (months > 0) return CalendarStep{0, months * 365.242198781 / 12.0};  // without dates there is no calendar
    return CalendarStep{0, ast->number * unit->scale};
}

std::optional<std::int32_t> Build::read_priority(const std::optional<TextAst>& text) {
    if (!text) return 0;
    const auto value = parse_integer(text->text);
    if (!value || *value < -10000 || *value > 10000) {
        diagnostics.error(DiagnosticCode::E211, text->whole(),
                          fmt::format("a priority is a whole number from -10000 to 10000, not '{}'", text->text));
        return std::nullopt;
    }
    return static_cast<std::int32_t>(*value);
}

void warn_of_unit(Build& build, const NameAst& name) {
    const auto unit = build.units.find_word(name.text);
    if (!unit || build.units.is_counting(unit->dimension)) return;
    build.diagnostics.warning(DiagnosticCode::W906, name.span, fmt::format("the name '{}' is also a unit", name.text),
                              "directly after a number it is read as the unit");
}

NameAst own_name(const NameAst& name) {
    const std::size_t dot = name.text.find('.');
    return {.text = name.text.substr(dot == std::string::npos ? 0 : dot + 1), .span = name.span};
}

bool reads_relaxing_level(const Build& build, const Expr& expr) {
    bool found = false;
    for_each_expr(expr, [&](const Expr& part) {
        if (part.kind == ExprKind::state && build.symbols.states[part.id].relaxing) found = true;
    });
    return found;
}

bool reads_own(const Expr& expr) {
    bool found = false;
    for_each_expr(expr, [&](const Expr& part) { found = found || part.kind == ExprKind::own_field; });
    return found;
}

}  // namespace strife
