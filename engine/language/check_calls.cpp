// Functions, aggregates over sets, counts of activities and of recent events.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "language/checker.h"

namespace strife {
namespace {

struct FunctionInfo {
    std::string_view name;
    ExprKind kind;
    enum class Units { kept, whole, none, square_root } units;  // whole: kept, of what can be told in whole numbers
};

constexpr std::array<FunctionInfo, 7> kFunctions = {{{"round", ExprKind::round, FunctionInfo::Units::whole},
                                                     {"floor", ExprKind::floor, FunctionInfo::Units::whole},
                                                     {"ceil", ExprKind::ceil, FunctionInfo::Units::whole},
                                                     {"abs", ExprKind::absolute, FunctionInfo::Units::kept},
                                                     {"exp", ExprKind::exponential, FunctionInfo::Units::none},
                                                     {"log", ExprKind::logarithm, FunctionInfo::Units::none},
                                                     {"sqrt", ExprKind::square_root, FunctionInfo::Units::square_root}}};

std::vector<std::string> function_names() {
    std::vector<std::string> names = {"if",  "min", "max",  "clamp",  "sum",    "count",
                                      "any", "all", "mean", "active", "recent", "month_of_year"};
    for (const FunctionInfo& function : kFunctions) names.emplace_back(function.name);
    for (const std::string_view law : law_names()) names.emplace_back(law);
    return names;
}

bool is_aggregate_name(const std::string& name) {
    return name == "sum" || name == "min" || name == "max" || name == "count" || name == "any" || name == "all" || name == "mean";
}

}  // namespace

ExprPtr Checker::check_call(const ExprAst& ast, CheckScope& scope) {
    const std::string& name = ast.path.front();
    if (ast.path.size() > 1) {
        diagnostics_.error(DiagnosticCode::E406, ast.span, "only functions and laws are called, and their names have no dot");
        return nullptr;
    }
    if (const LawSignature* law = find_law_signature(name)) return check_law(*law, ast, scope);
    for (const ArgumentAst& argument : ast.arguments) {
        if (argument.name.empty()) continue;
        const std::vector<std::string> known = function_names();
        if (std::find(known.begin(), known.end(), name) == known.end()) break;  // told below
        diagnostics_.error(DiagnosticCode::E407, argument.name_span, fmt::format("{}() takes no named arguments", name));
        return nullptr;
    }
    if (name == "active") return check_active(ast, scope);
    if (name == "month_of_year") return check_month(ast, scope);
    if (is_aggregate_name(name) && ast.arguments.size() == 1) return check_array_aggregate(ast, scope);
    if (name == "min" || name == "max" || name == "clamp") return check_extremum(ast, scope);
    return check_function(ast, scope);
}

ExprPtr Checker::check_function(const ExprAst& ast, CheckScope& scope) {
    const std::string& name = ast.path.front();
    if (name == "if") {
        if (ast.arguments.size() != 3) {
            diagnostics_.error(DiagnosticCode::E506, ast.span, "if(condition, a, b) takes three arguments");
            return nullptr;
        }
        ExprPtr condition = check_condition(*ast.arguments[0].value, scope);
        ExprPtr yes = check(*ast.arguments[1].value, scope);
        ExprPtr no = check(*ast.arguments[2].value, scope);
        if (!condition || !yes || !no) return nullptr;
        if (yes->type.base != no->type.base || yes->type.agents != no->type.agents) {
            diagnostics_.error(DiagnosticCode::E510, ast.span, "both values of if(condition, a, b) must be of one kind");
            return nullptr;
        }
        if (yes->type.is_number() && !same_dimension(*yes, *no, ast.span, scope, "choose between")) return nullptr;
        auto expr = std::make_unique<Expr>();
        expr->kind = ExprKind::select;
        expr->type = yes->type;
        for (const SetId set : no->type.sets) {
            if (!expr->type.has_set(set)) expr->type.sets.push_back(set);
        }
        expr->span = ast.span;
        expr->args.push_back(std::move(condition));
        expr->args.push_back(std::move(yes));
        expr->args.push_back(std::move(no));
        return expr;
    }
    const auto* function = std::find_if(kFunctions.begin(), kFunctions.end(), [&](const auto& f) { return f.name == name; });
    if (function == kFunctions.end()) {
        std::string hint = did_you_mean(name, function_names());
        if (hint.empty() && resolve(ast, scope)) hint = fmt::format("an index stands in square brackets: {}[...]", name);
        diagnostics_.error(DiagnosticCode::E406, ast.path_spans[0], fmt::format("'{}' is not a function or a law", name),
                           std::move(hint));
        return nullptr;
    }
    if (ast.arguments.size() != 1) {
        diagnostics_.error(DiagnosticCode::E506, ast.span, fmt::format("{}(x) takes one argument", name));
        return nullptr;
    }
    ExprPtr operand = want_number(check(*ast.arguments[0].value, scope), scope);
    if (!operand) return nullptr;
    Dimension dimension = operand->type.dimension;
    if (function->units == FunctionInfo::Units::none && !dimension.is_none()) {
        diagnostics_.error(DiagnosticCode::E501, operand->span,
                           fmt::format("{}() needs a pure number, this is in [{}]", name, units_.describe(dimension)),
                           "divide by a quantity of the same unit first");
        return nullptr;
    }
    const bool has_wholes = dimension.is_none() || units_.is_counting(dimension) || units_.is_currency(dimension);
    if (function->units == FunctionInfo::Units::whole && !has_wholes) {
        diagnostics_.error(
            DiagnosticCode::E501, operand->span,
            fmt::format("{}() makes whole numbers, but of which unit of [{}] is not said", name, units_.describe(dimension)),
            fmt::format("divide by that unit and multiply after it: {}(x / (1 {})) * 1 {}", name, units_.describe(dimension),
                        units_.describe(dimension)));
        return nullptr;
    }
    if (function->units == FunctionInfo::Units::square_root) {
        const auto root = dimension.square_root();
        if (!root) {
            diagnostics_.error(DiagnosticCode::E501, operand->span,
                               fmt::format("[{}] has no square root", units_.describe(dimension)));
            return nullptr;
        }
        dimension = *root;
    }
    ExprPtr result = make_unary(function->kind, std::move(operand), Type::number(dimension));
    result->span = ast.span;
    return result;
}

// min(a, b, ...), max(a, b, ...), clamp(x, low, high)
ExprPtr Checker::check_extremum(const ExprAst& ast, CheckScope& scope) {
    const std::string& name = ast.path.front();
    const bool clamping = name == "clamp";
    if (clamping ? ast.arguments.size() != 3 : ast.arguments.size() < 2) {
        diagnostics_.error(
            DiagnosticCode::E506, ast.span,
            clamping ? "clamp(x, low, high) takes three arguments" : fmt::format("{}() needs two or more values", name));
        return nullptr;
    }
    ExprPtr result;
    for (std::size_t i = 0; i < ast.arguments.size(); ++i) {
        ExprPtr value = want_number(check(*ast.arguments[i].value, scope), scope);
        if (!value) return nullptr;
        if (!result) {
            result = std::move(value);
            continue;
        }
        if (!same_dimension(*result, *value, ast.span, scope, "compare")) return nullptr;
        const bool larger = clamping ? i == 1 : name == "max";
        const Type type = result->type;
        result = make_binary(larger ? ExprKind::maximum : ExprKind::minimum, std::move(result), std::move(value), type);
    }
    result->span = ast.span;
    return result;
}

// The sets of a name that is written without its indices: sum(fighters).
std::optional<Checker::Sets> Checker::array_sets(const ExprAst& ast, const CheckScope& scope) const {
    if (ast.kind != ExprAstKind::name || !ast.children.empty()) return std::nullopt;
    const auto ref = resolve(ast, scope);
    if (!ref) {
        const std::string name = symbols_.bound_name(scope.instance, ast.path);
        for (const AttributeSymbol& attribute : symbols_.attributes) {
            if (attribute.name == name) return Sets{attribute.set};
        }
        return std::nullopt;
    }
    switch (ref->kind) {
        case SymbolKind::state:
            return symbols_.states[ref->index].sets;
        case SymbolKind::parameter:
            return symbols_.parameters[ref->index].sets;
        case SymbolKind::define:
            return symbols_.defines[ref->index].sets;
        case SymbolKind::activity:
            return symbols_.activities[ref->index].sets;
        default:
            return std::nullopt;
    }
}

// sum(fighters), and sum(x) of what has no index, which is x itself.
ExprPtr Checker::check_array_aggregate(const ExprAst& ast, CheckScope& scope) {
    const std::string& function = ast.path.front();
    const ExprAst& operand = *ast.arguments[0].value;
    if (const auto kind = find_agents(operand, scope)) return check_agent_count(function, *kind, ast, scope);
    const std::optional<Sets> sets = array_sets(operand, scope);
    if (operand.kind == ExprAstKind::name && symbols_.is_left_out(operand.path)) return nullptr;
    const bool is_bound = operand.kind == ExprAstKind::name &&
                          std::any_of(scope.bindings.begin(), scope.bindings.end(),
                                      [&](const Binding& binding) { return binding.name == operand.path.front(); });
    if (!sets && operand.kind == ExprAstKind::name && !is_bound && !resolve(operand, scope)) {
        unknown_name(operand, scope);
        return nullptr;
    }
    if (!sets || sets->empty()) {
        diagnostics_.error(
            DiagnosticCode::E505, ast.span,
            fmt::format("{}() runs over a set: {}(fighters), or {}(x[i] for i in S)", function, function, function));
        return nullptr;
    }
    CheckScope inner = scope;
    ExprAst with_indices;
    with_indices.kind = ExprAstKind::name;
    with_indices.span = operand.span;
    with_indices.path = operand.path;
    with_indices.path_spans = operand.path_spans;
    std::vector<Clause> clauses;
    for (std::size_t i = 0; i < sets->size(); ++i) {
        const std::string name = fmt::format("{}'{}", symbols_.set((*sets)[i]).name, i);  // no user's name holds an apostrophe
        clauses.push_back({bind_index(inner, name, (*sets)[i]), (*sets)[i], {}, nullptr});
        auto index = std::make_unique<ExprAst>();
        index->kind = ExprAstKind::name;
        index->path = {name};
        index->path_spans = {operand.span};
        index->span = operand.span;
        with_indices.children.push_back(std::move(index));
    }
    ExprPtr body = check(with_indices, inner);
    if (!body) return nullptr;
    return finish_aggregate(function, std::move(body), std::move(clauses), nullptr, ast.span);
}

std::optional<Clause> Checker::check_clause(const std::string& variable, SourceSpan span, const ExprAst& set, CheckScope& scope,
                                            ClauseWord word) {
    if (word == ClauseWord::of || find_agents(set, scope)) {
        if (word != ClauseWord::in) return check_agent_clause(variable, span, set, scope);
        const std::string kind = dotted_name(set.path);
        diagnostics_.error(DiagnosticCode::E404, set.span, fmt::format("'{}' is a kind of agents, not a set", kind),
                           fmt::format("agents are named with `of`: {} of {}", variable, kind));
        return std::nullopt;
    }
    std::optional<SymbolRef> ref;
    if (set.kind == ExprAstKind::name) ref = resolve(set, scope);
    if (set.kind == ExprAstKind::name && symbols_.is_left_out(set.path)) return std::nullopt;
    Clause clause;
    if (ref && ref->kind == SymbolKind::set && set.children.empty()) {
        clause.set = SetId{ref->index};
    } else if (ref && ref->kind == SymbolKind::relation) {
        const RelationSymbol& relation = symbols_.relations[ref->index];
        std::vector<ExprPtr> from;
        if (!check_indices(set, {relation.from}, scope, from)) return std::nullopt;
        clause.relation = RelationId{ref->index};
        clause.set = relation.to;
        clause.from = std::move(from[0]);
    } else {
        std::vector<std::string> names;
        for (const SetSymbol& known : symbols_.sets) names.push_back(known.name);
        for (const RelationSymbol& known : symbols_.relations) names.push_back(known.name);
        diagnostics_.error(DiagnosticCode::E404, set.span, "a set is expected here, or the partners of a member: near[p]",
                           set.kind == ExprAstKind::name ? did_you_mean(set.path.back(), names) : "");
        return std::nullopt;
    }
    if (!variable_is_free(variable, span, scope)) return std::nullopt;
    clause.index = bind_index(scope, variable, clause.set);
    return clause;
}

ExprPtr Checker::check_aggregate(const ExprAst& ast, CheckScope& scope) {
    const std::string& function = ast.path.front();
    CheckScope inner = scope;
    std::vector<Clause> clauses;
    for (const ForClauseAst& written : ast.clauses) {
        auto clause = check_clause(written.variable, written.variable_span, *written.set, inner,
                                   written.of ? ClauseWord::of : ClauseWord::in);
        if (!clause) return nullptr;
        if (clause->agent.valid() && ast.clauses.size() > 1) {
            diagnostics_.error(DiagnosticCode::E505, written.variable_span,
                               "agents are run over alone: one `for`, and no set beside it");
            return nullptr;
        }
        clauses.push_back(std::move(*clause));
    }
    ExprPtr condition;
    if (ast.condition) {
        condition = check_condition(*ast.condition, inner);
        if (!condition) return nullptr;
    }
    ExprPtr body;
    if (ast.arguments.empty()) {  // count(i in S if cond)
        body = make_constant(1.0, Type::boolean(), ast.span);
    } else {
        body = check(*ast.arguments[0].value, inner);
    }
    if (!body) return nullptr;
    return finish_aggregate(function, std::move(body), std::move(clauses), std::move(condition), ast.span);
}

ExprPtr Checker::finish_aggregate(const std::string& function, ExprPtr body, std::vector<Clause> clauses, ExprPtr condition,
                                  SourceSpan span) {
    const bool logical = function == "count" || function == "any" || function == "all";
    if (logical != body->type.is_boolean() || (!logical && !body->type.is_number())) {
        diagnostics_.error(DiagnosticCode::E503, body->span,
                           logical ? fmt::format("{}() needs a condition for each member", function)
                                   : fmt::format("{}() needs a number for each member", function),
                           logical ? fmt::format("{}(x[i] > 0 for i in S)", function) : "");
        return nullptr;
    }
    const auto build = [&](AggregateOp op, ExprPtr term, std::vector<Clause> over, ExprPtr where, Type type) {
        auto expr = std::make_unique<Expr>();
        expr->kind = ExprKind::aggregate;
        expr->op = op;
        expr->type = std::move(type);
        expr->span = span;
        expr->args.push_back(std::move(term));
        expr->clauses = std::move(over);
        expr->condition = std::move(where);
        return expr;
    };
    const auto as_number = [&](ExprPtr truth, bool negated) {
        auto expr = std::make_unique<Expr>();
        expr->kind = ExprKind::select;
        expr->type = Type::number();
        expr->span = truth->span;
        expr->args.push_back(std::move(truth));
        expr->args.push_back(make_constant(negated ? 0.0 : 1.0, Type::number(), span));
        expr->args.push_back(make_constant(negated ? 1.0 : 0.0, Type::number(), span));
        return expr;
    };
    const Type type = body->type;
    if (function == "sum") return build(AggregateOp::sum, std::move(body), std::move(clauses), std::move(condition), type);
    if (function == "min") return build(AggregateOp::minimum, std::move(body), std::move(clauses), std::move(condition), type);
    if (function == "max") return build(AggregateOp::maximum, std::move(body), std::move(clauses), std::move(condition), type);
    if (function == "mean") {
        auto total = build(AggregateOp::sum, std::move(body), std::move(clauses), std::move(condition), type);
        ExprPtr number = clone(*total);
        number->args[0] = make_constant(1.0, Type::number(), span);
        number->type = Type::number();
        return make_binary(ExprKind::divide, std::move(total), std::move(number), type);
    }
    ExprPtr number = build(AggregateOp::sum, as_number(std::move(body), function == "all"), std::move(clauses),
                           std::move(condition), Type::number());
    if (function == "count") return number;
    // any: the number that are true is above 0; all: the number that are not is 0.
    return make_binary(function == "any" ? ExprKind::greater : ExprKind::equal, std::move(number),
                       make_constant(0.0, Type::number(), span), Type::boolean());
}

// month_of_year(): 1 to 12, an input that every scenario with dates has.
ExprPtr Checker::check_month(const ExprAst& ast, CheckScope& scope) {
    const auto ref = symbols_.find("month_of_year()");
    if (!ast.arguments.empty() || !ref) {
        diagnostics_.error(ref ? DiagnosticCode::E506 : DiagnosticCode::E604, ast.span,
                           ref ? "month_of_year() takes no argument"
                               : "month_of_year() needs a scenario with dates: there is no month without them");
        return nullptr;
    }
    ExprAst name;
    name.kind = ExprAstKind::name;
    name.span = ast.span;
    name.path = {"month_of_year()"};
    name.path_spans = {ast.span};
    return check_symbol(name, *ref, scope);
}

// active(plots[c]), and active(plots) over all members.
ExprPtr Checker::check_active(const ExprAst& ast, CheckScope& scope) {
    const ExprAst* operand = ast.arguments.size() == 1 ? ast.arguments[0].value.get() : nullptr;
    const bool is_name = operand != nullptr && operand->kind == ExprAstKind::name;
    const auto ref = is_name ? resolve(*operand, scope) : std::nullopt;
    if (is_name && symbols_.is_left_out(operand->path)) return nullptr;
    if (!ref || ref->kind != SymbolKind::activity) {
        diagnostics_.error(DiagnosticCode::E404, ast.span, "active() counts an activity under way: active(plots[c])");
        return nullptr;
    }
    if (!scope.may_read_state) {
        diagnostics_.error(DiagnosticCode::E604, ast.span, fmt::format("{} cannot read what changes during a run", scope.place));
        return nullptr;
    }
    const ActivitySymbol& activity = symbols_.activities[ref->index];
    if (!operand->children.empty() || activity.sets.empty()) {
        return indexed(ExprKind::activity_count, ref->index, Type::number(), *operand, activity.sets, scope);
    }
    CheckScope inner = scope;
    auto count = std::make_unique<Expr>();
    count->kind = ExprKind::activity_count;
    count->id = static_cast<std::uint32_t>(ref->index);
    count->type = Type::number();
    count->span = ast.span;
    std::vector<Clause> clauses;
    for (const SetId set : activity.sets) {
        const IndexId index = bind_index(inner, "", set);
        clauses.push_back({index, set, {}, nullptr});
        auto arg = std::make_unique<Expr>();
        arg->kind = ExprKind::index;
        arg->id = index.value();
        arg->type = Type::member({set});
        arg->span = ast.span;
        count->args.push_back(std::move(arg));
    }
    return finish_aggregate("sum", std::move(count), std::move(clauses), nullptr, ast.span);
}

ExprPtr Checker::check_recent(const ExprAst& ast, CheckScope& scope) {
    std::optional<SymbolRef> ref;
    if (!ast.arguments.empty() && ast.arguments[0].value->kind == ExprAstKind::name)
        ref = resolve(*ast.arguments[0].value, scope);
    if (!ast.arguments.empty() && symbols_.is_left_out(ast.arguments[0].value->path)) return nullptr;
    if (ast.arguments.size() != 2 || !ref || ref->kind != SymbolKind::event) {
        diagnostics_.error(DiagnosticCode::E404, ast.span, "recent() counts an event in a window: recent(attack, 1 month)");
        return nullptr;
    }
    if (!scope.may_read_state) {
        diagnostics_.error(DiagnosticCode::E604, ast.span, fmt::format("{} cannot read what changes during a run", scope.place));
        return nullptr;
    }
    CheckScope fixed;
    fixed.place = "the window of recent()";
    fixed.actor = scope.actor;
    fixed.instance = scope.instance;
    fixed.may_read_state = false;
    auto expr = std::make_unique<Expr>();
    ExprPtr window = check_number(*ast.arguments[1].value, fixed, units_.time());
    if (ast.condition) {
        CheckScope inner = scope;
        inner.place = "the `where` of recent()";
        inner.event = EventTypeId{ref->index};
        inner.may_read_state = false;
        inner.may_draw = false;
        inner.may_read_now = false;
        inner.own.reset();
        expr->condition = check_condition(*ast.condition, inner);
        if (!expr->condition) return nullptr;
    }
    if (!window) return nullptr;
    expr->kind = ExprKind::recent;
    expr->id = static_cast<std::uint32_t>(ref->index);
    expr->type = Type::number();
    expr->span = ast.span;
    expr->args.push_back(std::move(window));
    return expr;
}

}  // namespace strife
