// Agents: individuals with attributes, as statements and expressions name them.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <ranges>
#include <utility>

#include <fmt/format.h>

#include "language/checker.h"

namespace strife {
namespace {

StoreOp store_op(AssignOp op) {
    switch (op) {
        case AssignOp::add:
            return StoreOp::add;
        case AssignOp::subtract:
            return StoreOp::subtract;
        case AssignOp::multiply:
            return StoreOp::multiply;
        default:
            return StoreOp::set;
    }
}

ExprPtr make_agent(const Binding& agent, SourceSpan span) {
    auto expr = std::make_unique<Expr>();
    expr->kind = ExprKind::local;
    expr->id = agent.id;
    expr->type = agent.type;
    expr->span = span;
    return expr;
}

}  // namespace

LocalId Checker::bind_agent(CheckScope& scope, const std::string& name, AgentKindId kind) {
    const LocalId id{n_locals_++};
    scope.bindings.push_back({.name = name, .is_index = false, .id = id.value(), .type = Type::agent(kind)});
    return id;
}

std::optional<AgentKindId> Checker::find_agents(const ExprAst& ast, const CheckScope& scope) const {
    if (ast.kind != ExprAstKind::name || !ast.children.empty()) return std::nullopt;
    const auto ref = resolve(ast, scope);
    if (!ref || ref->kind != SymbolKind::agents) return std::nullopt;
    return AgentKindId{ref->index};
}

// Whether a clause may call its index or agent so; a fault is reported.
bool Checker::variable_is_free(const std::string& variable, SourceSpan span, const CheckScope& scope) {
    const bool taken = std::any_of(scope.bindings.begin(), scope.bindings.end(),
                                   [&](const Binding& binding) { return binding.name == variable; });
    if (!taken) return true;
    diagnostics_.error(DiagnosticCode::E402, span, fmt::format("'{}' is already the name of something here", variable),
                       "choose another name for this index");
    return false;
}

// The agent whose attribute a name is: `c` of `c.size`; null if it is none. One with a fault may be returned as well.
const Binding* Checker::find_agent(const ExprAst& ast, const CheckScope& scope) {
    if (ast.kind != ExprAstKind::name || ast.path.size() < 2) return nullptr;
    for (const Binding& binding : std::ranges::reverse_view(scope.bindings)) {
        if (binding.name == ast.path[0]) return binding.type.is_agent() || binding.faulty ? &binding : nullptr;
    }
    return nullptr;
}

// `c of cell`
std::optional<Clause> Checker::check_agent_clause(const std::string& variable, SourceSpan span, const ExprAst& agents,
                                                  CheckScope& scope) {
    const auto kind = find_agents(agents, scope);
    if (!kind) {
        if (agents.kind == ExprAstKind::name && symbols_.is_left_out(agents.path)) return std::nullopt;
        std::vector<std::string> names;
        for (const AgentSymbol& known : symbols_.agents) {
            names.push_back(known.name);
            names.push_back(symbols_.qualified_name(known));
        }
        std::string hint = agents.kind == ExprAstKind::name ? did_you_mean(dotted_name(agents.path), names) : "";
        const auto ref = agents.kind == ExprAstKind::name ? resolve(agents, scope) : std::nullopt;
        if (ref && ref->kind == SymbolKind::set)
            hint = fmt::format("a set is run over with `in`: {} in {}", variable, agents.path[0]);
        diagnostics_.error(DiagnosticCode::E404, agents.span, "after `of` comes a kind of agents", std::move(hint));
        return std::nullopt;
    }
    if (!scope.may_read_state) {
        diagnostics_.error(DiagnosticCode::E604, agents.span,
                           fmt::format("{} cannot read agents, which change during a run", scope.place));
        return std::nullopt;
    }
    if (!variable_is_free(variable, span, scope)) return std::nullopt;
    Clause clause;
    clause.agents = *kind;
    clause.agent = bind_agent(scope, variable, *kind);
    return clause;
}

ExprPtr Checker::check_agent_field(const ExprAst& ast, const Binding& agent) {
    if (agent.faulty) return nullptr;
    const AgentSymbol& kind = symbols_.agents[agent.type.agents.index()];
    if (ast.path.size() != 2 || !ast.children.empty()) {
        diagnostics_.error(DiagnosticCode::E404, ast.span,
                           fmt::format("an agent is followed by one attribute: {}.name", ast.path[0]));
        return nullptr;
    }
    std::vector<std::string> names;
    for (std::size_t i = 0; i < kind.fields.size(); ++i) {
        names.push_back(kind.fields[i].name);
        if (kind.fields[i].name != ast.path[1]) continue;
        auto expr = std::make_unique<Expr>();
        expr->kind = ExprKind::agent_field;
        expr->id = static_cast<std::uint32_t>(i);
        expr->type = kind.fields[i].type;
        expr->span = ast.span;
        expr->args.push_back(make_agent(agent, ast.path_spans[0]));
        return expr;
    }
    diagnostics_.error(DiagnosticCode::E401, ast.path_spans[1],
                       fmt::format("agents of '{}' have no attribute '{}'", kind.name, ast.path[1]),
                       did_you_mean(ast.path[1], names));
    return nullptr;
}

// count(cell)
ExprPtr Checker::check_agent_count(const std::string& function, AgentKindId kind, const ExprAst& ast, CheckScope& scope) {
    const ExprAst& operand = *ast.arguments[0].value;
    if (function != "count") {
        const std::string name = dotted_name(operand.path);
        const AgentSymbol& symbol = symbols_.agents[kind.index()];
        diagnostics_.error(
            DiagnosticCode::E505, ast.span, fmt::format("{}() over agents needs an attribute of them", function),
            symbol.fields.empty() ? "" : fmt::format("{}(c.{} for c of {})", function, symbol.fields[0].name, name));
        return nullptr;
    }
    CheckScope inner = scope;
    auto clause = check_agent_clause("", operand.span, operand, inner);
    if (!clause) return nullptr;
    std::vector<Clause> clauses;
    clauses.push_back(std::move(*clause));
    return finish_aggregate(function, make_constant(1.0, Type::boolean(), ast.span), std::move(clauses), nullptr, ast.span);
}

// `c in cell`: whether it is still there
ExprPtr Checker::check_agent_lives(const ExprAst& ast, AgentKindId kind, CheckScope& scope) {
    ExprPtr agent = check(ast, scope);
    if (!agent) return nullptr;
    if (!agent->type.is_agent() || agent->type.agents != kind) {
        diagnostics_.error(DiagnosticCode::E510, agent->span,
                           fmt::format("only an agent of '{}' can be in it", symbols_.agents[kind.index()].name));
        return nullptr;
    }
    return make_unary(ExprKind::agent_lives, std::move(agent), Type::boolean());
}

std::unique_ptr<Statement> Checker::check_agent_assignment(const StatementAst& ast, const Binding& agent, CheckScope& scope) {
    ExprPtr field = check_agent_field(*ast.target, agent);
    if (!field) {
        check(*ast.value, scope);  // what else is wrong in the line
        return nullptr;
    }
    auto statement = std::make_unique<Statement>();
    statement->kind = StatementKind::assign_agent;
    statement->span = ast.span;
    statement->id = field->id;
    statement->op = store_op(ast.op);
    const std::string name = dotted_name(ast.target->path);
    const std::string place = std::exchange(scope.place, fmt::format("what is assigned to '{}'", name));
    if (!field->type.is_member()) {
        statement->value = check_number(*ast.value, scope, ast.op == AssignOp::multiply ? Dimension{} : field->type.dimension);
    } else if (ast.op == AssignOp::set) {
        statement->value = check_member_of(*ast.value, scope, field->type.sets);
    } else {
        diagnostics_.error(DiagnosticCode::E606, ast.span,
                           fmt::format("'{}' is a member of a set: it can only be set, with :=", name));
    }
    scope.place = place;
    statement->args.push_back(std::move(field->args[0]));
    return statement->value ? std::move(statement) : nullptr;
}

std::unique_ptr<Statement> Checker::check_spawn(const StatementAst& ast, CheckScope& scope) {
    const auto kind = find_agents(*ast.target, scope);
    if (!kind) {
        std::vector<std::string> names;
        for (const AgentSymbol& known : symbols_.agents) {
            names.push_back(known.name);
            names.push_back(symbols_.qualified_name(known));
        }
        const std::string name = dotted_name(ast.target->path);
        if (!symbols_.is_left_out(ast.target->path)) {
            diagnostics_.error(DiagnosticCode::E401, ast.target->span, fmt::format("'{}' is not a kind of agents", name),
                               did_you_mean(name, names));
        }
        if (!ast.name.empty()) scope.bindings.push_back({.name = ast.name, .type = {}, .faulty = true});
        return nullptr;
    }
    const AgentSymbol& symbol = symbols_.agents[kind->index()];
    auto statement = std::make_unique<Statement>();
    statement->kind = StatementKind::spawn;
    statement->span = ast.span;
    statement->id = kind->value();
    bool good = check_fields(ast, symbol.fields, symbol.fields.size(), fmt::format("an agent of '{}'", symbol.name), scope,
                             statement->args);
    if (!ast.name.empty()) {
        good = name_is_free(ast, scope) && good;
        statement->item = bind_agent(scope, ast.name, *kind);
    }
    return good ? std::move(statement) : nullptr;
}

std::unique_ptr<Statement> Checker::check_remove(const StatementAst& ast, CheckScope& scope) {
    ExprPtr agent = check(*ast.target, scope);
    if (!agent) return nullptr;
    if (!agent->type.is_agent()) {
        diagnostics_.error(DiagnosticCode::E510, ast.target->span, "only an agent can be removed",
                           agent->type.base == BaseType::item ? "an item under way is cancelled: cancel x" : "");
        return nullptr;
    }
    auto statement = std::make_unique<Statement>();
    statement->kind = StatementKind::remove;
    statement->span = ast.span;
    statement->args.push_back(std::move(agent));
    return statement;
}

}  // namespace strife
