// Statements: what they may change, and the attributes they give.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "language/checker.h"
#include "language/parser.h"

namespace strife {
namespace {

std::unique_ptr<Statement> make_statement(StatementKind kind, const StatementAst& ast) {
    auto statement = std::make_unique<Statement>();
    statement->kind = kind;
    statement->span = ast.span;
    return statement;
}

}  // namespace

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

Block Checker::check_block(const BlockAst& ast, CheckScope& scope) {
    Block block;
    for (const auto& statement : ast) {
        if (auto checked = check_statement(*statement, scope)) block.push_back(std::move(checked));
    }
    return block;
}

// Names made inside a block end with it.
Block Checker::check_inner(const BlockAst& ast, CheckScope& scope) {
    const std::size_t n_bindings = scope.bindings.size();
    Block block = check_block(ast, scope);
    scope.bindings.resize(n_bindings);
    return block;
}

std::unique_ptr<Statement> Checker::check_statement(const StatementAst& ast, CheckScope& scope) {
    switch (ast.kind) {
        case StatementAstKind::assign:
            return check_assignment(ast, scope);
        case StatementAstKind::let:
            return check_let(ast, scope);
        case StatementAstKind::branch:
            return check_branches(ast, scope);
        case StatementAstKind::loop:
            return check_loop(ast, scope);
        case StatementAstKind::emit:
            return check_emit(ast, scope);
        case StatementAstKind::begin:
            return check_begin(ast, scope);
        case StatementAstKind::spawn:
            return check_spawn(ast, scope);
        case StatementAstKind::remove:
            return check_remove(ast, scope);
        case StatementAstKind::cancel:
            return check_cancel(ast, scope);
        case StatementAstKind::pick:
            return check_pick(ast, scope);
        case StatementAstKind::scatter:
            return check_scatter(ast, scope);
        case StatementAstKind::repeat: {
            auto statement = make_statement(StatementKind::repeat, ast);
            statement->value = want_number(check(*ast.value, scope), scope);
            const bool countable = statement->value && (statement->value->type.dimension.is_none() ||
                                                        units_.is_counting(statement->value->type.dimension));
            if (statement->value && !countable) {
                diagnostics_.error(DiagnosticCode::E501, ast.value->span,
                                   "the number of repetitions is a pure number or a count");
            }
            statement->branches.push_back({nullptr, check_inner(ast.branches[0].body, scope)});
            return countable ? std::move(statement) : nullptr;
        }
        case StatementAstKind::after: {
            auto statement = make_statement(StatementKind::after, ast);
            const std::string place = std::exchange(scope.place, "a delay");
            statement->value = check_number(*ast.value, scope, units_.time());
            scope.place = place;
            if (ast.priority) {
                ExprPtr priority = check(*ast.priority, scope);
                const bool negated = priority && priority->kind == ExprKind::negate;
                const Expr* number = negated ? priority->args[0].get() : priority.get();
                if (number == nullptr || number->kind != ExprKind::constant || !number->type.is_number()) {
                    diagnostics_.error(DiagnosticCode::E204, ast.priority->span, "a priority is a whole number");
                    return nullptr;
                }
                statement->priority = static_cast<int>(negated ? -number->number : number->number);
            }
            statement->branches.push_back({nullptr, check_inner(ast.branches[0].body, scope)});
            return statement->value ? std::move(statement) : nullptr;
        }
        case StatementAstKind::stop: {
            auto statement = make_statement(StatementKind::stop, ast);
            statement->text = ast.name;
            return statement;
        }
    }
    return nullptr;
}

std::unique_ptr<Statement> Checker::check_assignment(const StatementAst& ast, CheckScope& scope) {
    const ExprAst& target = *ast.target;
    if (const Binding* agent = find_agent(target, scope)) return check_agent_assignment(ast, *agent, scope);
    // A `let` may be changed as well.
    if (target.path.size() == 1 && target.children.empty()) {
        for (auto binding = scope.bindings.rbegin(); binding != scope.bindings.rend(); ++binding) {
            if (binding->name != target.path[0]) continue;
            if (binding->is_index || binding->type.base == BaseType::item) {
                diagnostics_.error(DiagnosticCode::E606, target.span, fmt::format("'{}' cannot be assigned", binding->name));
                return nullptr;
            }
            if (binding->faulty) {
                check(*ast.value, scope);  // what else is wrong in the line
                return nullptr;
            }
            auto statement = make_statement(StatementKind::assign_local, ast);
            statement->id = binding->id;
            statement->op = store_op(ast.op);
            const Type type = binding->type;
            statement->value = check_expecting(*ast.value, scope, type.is_member() ? &type.sets : nullptr);
            if (!statement->value) return nullptr;
            const bool scaling = ast.op == AssignOp::multiply;
            const Type wanted = scaling ? Type::number() : type;
            const bool fits = statement->value->type.base == wanted.base &&
                              statement->value->type.dimension == wanted.dimension &&
                              statement->value->type.agents == wanted.agents;
            if (!fits) {
                diagnostics_.error(
                    DiagnosticCode::E501, ast.value->span,
                    fmt::format("'{}' is in [{}], this is in [{}]", target.path[0], units_.describe(type.dimension),
                                units_.describe(statement->value->type.dimension)));
                return nullptr;
            }
            return statement;
        }
    }
    const auto ref = resolve(target, scope);
    if (!ref || symbols_.is_left_out(target.path)) {
        unknown_name(target, scope);
        check(*ast.value, scope);  // what else is wrong in the line
        return nullptr;
    }
    if (ref->kind != SymbolKind::state) {
        diagnostics_.error(
            DiagnosticCode::E606, target.span,
            fmt::format("'{}' is not a state and cannot be assigned", dotted_name(target.path)),
            ref->kind == SymbolKind::parameter ? "parameters are fixed during a run; declare a state of an actor" : "");
        return nullptr;
    }
    const StateSymbol& state = symbols_.states[ref->index];
    auto statement = make_statement(StatementKind::assign_state, ast);
    statement->id = static_cast<std::uint32_t>(ref->index);
    statement->op = store_op(ast.op);
    const bool indices = check_indices(target, state.sets, scope, statement->indices);
    if (state.kind == StateSymbolKind::one_of || state.kind == StateSymbolKind::time) {
        statement->value = check_assigned_choice(ast, state, scope);
    } else if (ast.op == AssignOp::multiply) {
        if (state.kind == StateSymbolKind::count) {
            const std::string name = dotted_name(target.path);
            diagnostics_.error(DiagnosticCode::E605, ast.span,
                               fmt::format("the count '{}' cannot be multiplied: it stays a whole number", name),
                               fmt::format("to lose each with a chance, write {} -= binomial({}, 0.1)", name, name));
            return nullptr;
        }
        statement->value = check_number(*ast.value, scope, Dimension{});
    } else {
        const std::string place = std::exchange(scope.place, fmt::format("what is assigned to '{}'", dotted_name(target.path)));
        statement->value = check_number(*ast.value, scope, state.unit.dimension);
        scope.place = place;
    }
    return indices && statement->value ? std::move(statement) : nullptr;
}

// What may be assigned to a member or an instant.
ExprPtr Checker::check_assigned_choice(const StatementAst& ast, const StateSymbol& state, CheckScope& scope) {
    const std::string name = dotted_name(ast.target->path);
    const bool instant = state.kind == StateSymbolKind::time;
    const std::string place = std::exchange(scope.place, fmt::format("what is assigned to '{}'", name));
    ExprPtr value;
    if (instant && (ast.op == AssignOp::add || ast.op == AssignOp::subtract)) {
        value = check_number(*ast.value, scope, units_.time());
    } else if (ast.op != AssignOp::set) {
        diagnostics_.error(
            DiagnosticCode::E606, ast.span,
            fmt::format("'{}' is {}: it can only be set, with :=", name, instant ? "an instant" : "a member of a set"));
    } else {
        value = instant ? check_instant(*ast.value, scope) : check_member_of(*ast.value, scope, state.values);
    }
    scope.place = place;
    return value;
}

// Whether a statement may give its name to something; a fault is reported.
bool Checker::name_is_free(const StatementAst& ast, const CheckScope& scope) {
    const bool taken = is_reserved_word(ast.name) || std::any_of(scope.bindings.begin(), scope.bindings.end(),
                                                                 [&](const Binding& b) { return b.name == ast.name; });
    if (taken) {
        diagnostics_.error(DiagnosticCode::E402, ast.name_span,
                           fmt::format("'{}' is already the name of something here", ast.name));
    } else if (const auto unit = units_.find_word(ast.name); unit && !units_.is_counting(unit->dimension)) {
        diagnostics_.warning(DiagnosticCode::W906, ast.name_span, fmt::format("the name '{}' is also a unit", ast.name),
                             "directly after a number it is read as the unit");
    }
    return !taken;
}

std::unique_ptr<Statement> Checker::check_let(const StatementAst& ast, CheckScope& scope) {
    ExprPtr value = check(*ast.value, scope);
    Type type = value ? value->type : Type::number();
    const LocalId local{n_locals_++};
    const bool free = name_is_free(ast, scope);
    scope.bindings.push_back(
        {.name = ast.name, .is_index = false, .id = local.value(), .type = std::move(type), .faulty = !value});
    if (!value || !free) return nullptr;
    auto statement = make_statement(StatementKind::assign_local, ast);
    statement->id = local.value();
    statement->value = std::move(value);
    return statement;
}

std::unique_ptr<Statement> Checker::check_branches(const StatementAst& ast, CheckScope& scope) {
    auto statement = make_statement(StatementKind::branch, ast);
    bool good = true;
    for (const BranchAst& branch : ast.branches) {
        Branch checked;
        if (branch.condition) {
            const std::string place = std::exchange(scope.place, "a condition");
            checked.condition = check_condition(*branch.condition, scope);
            scope.place = place;
            good = good && checked.condition != nullptr;
        }
        checked.body = check_inner(branch.body, scope);
        statement->branches.push_back(std::move(checked));
    }
    return good ? std::move(statement) : nullptr;
}

std::unique_ptr<Statement> Checker::check_loop(const StatementAst& ast, CheckScope& scope) {
    auto statement = make_statement(StatementKind::loop, ast);
    statement->shuffled = ast.shuffled;
    const std::size_t n_bindings = scope.bindings.size();
    if (ast.value) statement->value = want_number(check(*ast.value, scope), scope);
    auto clause = check_clause(ast.name, ast.name_span, *ast.set, scope, ast.of ? ClauseWord::of : ClauseWord::in);
    if (clause) {
        if (ast.condition) statement->condition = check_condition(*ast.condition, scope);
        statement->branches.push_back({nullptr, check_inner(ast.branches[0].body, scope)});
        statement->clause = std::move(*clause);
    }
    scope.bindings.resize(n_bindings);
    const bool good = clause.has_value() && (!ast.condition || statement->condition) && (!ast.value || statement->value);
    return good ? std::move(statement) : nullptr;
}

// Gives each of the first `n_fields` fields its value; all must be given, by name.
bool Checker::check_fields(const StatementAst& ast, const std::vector<FieldSymbol>& fields, std::size_t n_fields,
                           std::string_view what, CheckScope& scope, std::vector<ExprPtr>& out) {
    out.clear();
    out.resize(n_fields);
    bool good = true;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < n_fields; ++i) names.push_back(fields[i].name);
    for (const ArgumentAst& argument : ast.arguments) {
        const auto found = std::find(names.begin(), names.end(), argument.name);
        if (found == names.end()) {
            const bool nameless = argument.name.empty();
            diagnostics_.error(DiagnosticCode::E407, nameless ? argument.value->span : argument.name_span,
                               nameless ? "attributes are given by name: attribute = value"
                                        : fmt::format("{} has no attribute '{}'", what, argument.name),
                               did_you_mean(argument.name, names));
            good = false;
            continue;
        }
        const auto i = static_cast<std::size_t>(found - names.begin());
        const Type& wanted = fields[i].type;
        if (out[i]) {
            diagnostics_.error(DiagnosticCode::E407, argument.name_span, fmt::format("'{}' is given twice", argument.name));
            good = false;
            continue;
        }
        if (wanted.is_member()) {
            out[i] = check_expecting(*argument.value, scope, &wanted.sets);
            const bool fits =
                out[i] && out[i]->type.is_member() &&
                std::all_of(out[i]->type.sets.begin(), out[i]->type.sets.end(), [&](SetId set) { return wanted.has_set(set); });
            if (out[i] && !fits) {
                diagnostics_.error(DiagnosticCode::E504, argument.value->span,
                                   fmt::format("'{}' must be a member of {}", argument.name, set_names(wanted.sets)));
            }
            good = good && fits;
        } else {
            const std::string place = std::exchange(scope.place, fmt::format("'{}'", argument.name));
            out[i] = check_number(*argument.value, scope, wanted.dimension);
            scope.place = place;
            good = good && out[i] != nullptr;
        }
    }
    for (std::size_t i = 0; i < n_fields; ++i) {
        const bool given = std::any_of(ast.arguments.begin(), ast.arguments.end(),
                                       [&](const ArgumentAst& argument) { return argument.name == names[i]; });
        if (given) continue;
        diagnostics_.error(DiagnosticCode::E506, ast.span, fmt::format("{} needs its attribute '{}'", what, names[i]));
        good = false;
    }
    return good;
}

std::unique_ptr<Statement> Checker::check_emit(const StatementAst& ast, CheckScope& scope) {
    const std::string name = dotted_name(ast.target->path);
    const auto ref = symbols_.find(symbols_.bound_name(scope.instance, ast.target->path));
    if (symbols_.is_left_out(ast.target->path)) return nullptr;
    if (!ref || ref->kind != SymbolKind::event || !ast.target->children.empty()) {
        std::vector<std::string> names;
        for (const EventSymbol& event : symbols_.events) names.push_back(event.name);
        std::string hint = symbols_.requirement_hint({}, scope.instance, name);
        if (hint.empty()) hint = did_you_mean(name, names);
        diagnostics_.error(DiagnosticCode::E401, ast.target->span, fmt::format("'{}' is not a declared event", name),
                           std::move(hint));
        return nullptr;
    }
    const EventSymbol& event = symbols_.events[ref->index];
    auto statement = make_statement(StatementKind::emit, ast);
    statement->id = static_cast<std::uint32_t>(ref->index);
    const std::size_t n_fields = event.fields.size() - 1;  // the actor is known
    return check_fields(ast, event.fields, n_fields, fmt::format("the event {}", name), scope, statement->args)
               ? std::move(statement)
               : nullptr;
}

std::unique_ptr<Statement> Checker::check_begin(const StatementAst& ast, CheckScope& scope) {
    const std::string name = dotted_name(ast.target->path);
    const auto ref = resolve(*ast.target, scope);
    if (symbols_.is_left_out(ast.target->path)) return nullptr;
    if (!ref || ref->kind != SymbolKind::activity) {
        std::vector<std::string> names;
        for (const ActivitySymbol& activity : symbols_.activities) {
            names.push_back(activity.name);
            names.push_back(symbols_.qualified_name(activity));
        }
        diagnostics_.error(DiagnosticCode::E401, ast.target->span, fmt::format("'{}' is not an activity", name),
                           did_you_mean(name, names));
        return nullptr;
    }
    const ActivitySymbol& activity = symbols_.activities[ref->index];
    auto statement = make_statement(StatementKind::begin, ast);
    statement->id = static_cast<std::uint32_t>(ref->index);
    const bool indices = check_indices(*ast.target, activity.sets, scope, statement->indices);
    const bool fields =
        check_fields(ast, activity.fields, activity.fields.size(), fmt::format("the activity {}", name), scope, statement->args);
    if (!ast.name.empty()) {
        statement->item = LocalId{n_locals_++};
        scope.bindings.push_back({.name = ast.name, .is_index = false, .id = statement->item.value(), .type = Type::item()});
    }
    return indices && fields ? std::move(statement) : nullptr;
}

std::unique_ptr<Statement> Checker::check_cancel(const StatementAst& ast, CheckScope& scope) {
    const ExprAst& target = *ast.target;
    if (!ast.value && target.path.size() == 1 && target.children.empty()) {
        for (const Binding& binding : scope.bindings) {
            if (binding.name != target.path[0] || binding.type.base != BaseType::item) continue;
            auto statement = make_statement(StatementKind::cancel_item, ast);
            statement->id = binding.id;
            return statement;
        }
    }
    const auto ref = resolve(target, scope);
    if (!ref || ref->kind != SymbolKind::activity) {
        diagnostics_.error(DiagnosticCode::E401, target.span,
                           fmt::format("'{}' is neither an activity nor an item begun here", dotted_name(target.path)),
                           "write `cancel x` after `begin ... as x`, or `cancel 2 of plots[c]`");
        return nullptr;
    }
    auto statement = make_statement(StatementKind::cancel_some, ast);
    statement->id = static_cast<std::uint32_t>(ref->index);
    const bool indices = check_indices(target, symbols_.activities[ref->index].sets, scope, statement->indices);
    if (ast.value) {
        statement->value = check_number(*ast.value, scope, Dimension{});
        if (!statement->value) return nullptr;
    }
    return indices ? std::move(statement) : nullptr;
}

}  // namespace strife
