// Names: what they stand for, and their indices.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <ranges>
#include <utility>

#include <fmt/format.h>

#include "language/checker.h"
#include "language/parser.h"

namespace strife {

std::string Checker::set_names(const Sets& sets) const {
    std::string text;
    for (const SetId set : sets) text += (text.empty() ? "" : " | ") + symbols_.set(set).name;
    return text;
}

std::optional<SymbolRef> Checker::resolve(const ExprAst& name, const CheckScope& scope) const {
    return symbols_.find_from(scope.actor, scope.instance, name.path);
}

void Checker::unknown_name(const ExprAst& ast, const CheckScope& scope) {
    if (symbols_.is_left_out(ast.path)) return;
    const std::string key = dotted_name(ast.path);
    std::vector<std::string> names = symbols_.visible_names(scope.actor, scope.instance);
    for (const Binding& binding : scope.bindings) names.push_back(binding.name);
    std::string hint = did_you_mean(key, names);
    if (const std::string required = symbols_.requirement_hint(scope.actor, scope.instance, key); !required.empty())
        hint = required;
    if (hint.empty() && ast.path.size() == 1) {
        // A name that another actor has needs that actor's name before it.
        std::vector<std::string> owners;
        for (const std::string& name : names) {
            if (name.size() > key.size() && name.ends_with("." + key)) owners.push_back(name);
        }
        if (!owners.empty()) hint = fmt::format("did you mean '{}'?", owners.front());
    }
    if (hint.empty() && units_.find_word(key)) hint = "a unit stands directly after a number: 3 " + key;
    diagnostics_.error(DiagnosticCode::E401, ast.span, fmt::format("'{}' is not a known name", key), std::move(hint));
}

ExprPtr Checker::check_name(const ExprAst& ast, CheckScope& scope, const Sets* expected) {
    const std::string& head = ast.path.front();
    if (ast.path.size() == 1) {
        for (const Binding& binding : std::ranges::reverse_view(scope.bindings)) {
            if (binding.name != head) continue;
            if (binding.faulty) return nullptr;
            if (!ast.children.empty()) {
                diagnostics_.error(DiagnosticCode::E505, ast.span, fmt::format("'{}' has no index", head));
                return nullptr;
            }
            auto expr = std::make_unique<Expr>();
            expr->kind = binding.is_index ? ExprKind::index : ExprKind::local;
            expr->id = binding.id;
            expr->type = binding.type;
            expr->span = ast.span;
            return expr;
        }
        if (head == "now") {
            if (!scope.may_read_now) {
                diagnostics_.error(DiagnosticCode::E607, ast.span, fmt::format("`now` cannot be read in {}", scope.place),
                                   "rates and conditions change only with the state: what depends on the date is an input or a "
                                   "schedule, what depends on age "
                                   "an `every`, an `after` or the `duration` of an activity");
                return nullptr;
            }
            auto expr = std::make_unique<Expr>();
            expr->kind = ExprKind::now;
            expr->type = symbols_.has_dates ? Type::date() : Type::number(units_.time());
            expr->span = ast.span;
            return expr;
        }
    }
    if (const Binding* agent = find_agent(ast, scope)) return check_agent_field(ast, *agent);
    if (head == "none" && ast.path.size() == 1 && ast.children.empty()) return make_constant(kNoMember, Type::none(), ast.span);
    if (head == "event" || head == "own") return check_field(ast, scope);
    if (symbols_.is_left_out(ast.path)) return nullptr;
    if (expected != nullptr && ast.path.size() == 1 && ast.children.empty()) {
        if (ExprPtr member = check_member(ast, scope, expected)) return member;
    }
    if (const auto ref = resolve(ast, scope)) return check_symbol(ast, *ref, scope);
    if (const Binding* actor = find_actor_index(ast, scope)) return check_through_actor(ast, *actor, scope);
    if (const std::string name = symbols_.bound_name(scope.instance, ast.path); symbols_.is_attribute(name))
        return check_attribute(ast, name, scope);
    if (ast.path.size() == 2 && ast.children.empty()) {
        // province.kabul names a member with its set.
        const auto set = symbols_.find(head);
        if (set && set->kind == SymbolKind::set) {
            if (const auto position = symbols_.position(SetId{set->index}, ast.path[1])) {
                const std::size_t value = symbols_.sets[set->index].first_member + *position;
                return make_constant(static_cast<double>(value), Type::member({SetId{set->index}}), ast.span);
            }
        }
    }
    if (ast.path.size() == 1 && ast.children.empty()) {
        Sets all;
        for (std::size_t i = 0; i < symbols_.sets.size(); ++i) all.emplace_back(i);
        if (ExprPtr member = check_member(ast, scope, &all)) return member;
    }
    unknown_name(ast, scope);
    return nullptr;
}

// A member written by its name, looked for in the expected sets.
ExprPtr Checker::check_member(const ExprAst& ast, const CheckScope&, const Sets* expected) {
    ExprPtr found;
    for (const SetId set : *expected) {
        const auto position = symbols_.position(set, ast.path.front());
        if (!position) continue;
        if (found) {
            diagnostics_.error(DiagnosticCode::E404, ast.span,
                               fmt::format("'{}' is a member of {} and of {}", ast.path.front(), set_names(found->type.sets),
                                           symbols_.set(set).name),
                               fmt::format("write {}.{}", symbols_.set(set).name, ast.path.front()));
            return found;
        }
        const std::size_t value = symbols_.set(set).first_member + *position;
        found = make_constant(static_cast<double>(value), Type::member({set}), ast.span);
    }
    return found;
}

ExprPtr Checker::check_field(const ExprAst& ast, CheckScope& scope) {
    const bool of_event = ast.path.front() == "event";
    const std::vector<FieldSymbol>* fields = nullptr;
    if (of_event && scope.event) fields = &symbols_.events[scope.event->index()].fields;
    if (!of_event && scope.own) fields = &symbols_.activities[scope.own->index()].fields;
    if (fields == nullptr) {
        diagnostics_.error(DiagnosticCode::E404, ast.span, fmt::format("there is no `{}` in {}", ast.path.front(), scope.place),
                           of_event ? "`event.` is known to processes `upon` an event and to `where`"
                                    : "`own.` is known to the parts of an activity");
        return nullptr;
    }
    if (ast.path.size() != 2 || !ast.children.empty()) {
        diagnostics_.error(DiagnosticCode::E404, ast.span,
                           fmt::format("`{}` is followed by one attribute: {}.name", ast.path.front(), ast.path.front()));
        return nullptr;
    }
    std::vector<std::string> names;
    for (std::size_t i = 0; i < fields->size(); ++i) {
        const FieldSymbol& field = (*fields)[i];
        if (field.name == ast.path[1]) {
            auto expr = std::make_unique<Expr>();
            expr->kind = of_event ? ExprKind::event_field : ExprKind::own_field;
            expr->id = static_cast<std::uint32_t>(i);
            expr->type = field.type;
            expr->span = ast.span;
            return expr;
        }
        names.push_back(field.name);
    }
    diagnostics_.error(DiagnosticCode::E401, ast.path_spans[1], fmt::format("'{}' is not an attribute here", ast.path[1]),
                       did_you_mean(ast.path[1], names));
    return nullptr;
}

ExprPtr Checker::check_symbol(const ExprAst& ast, SymbolRef ref, CheckScope& scope) {
    switch (ref.kind) {
        case SymbolKind::parameter: {
            const ParameterSymbol& parameter = symbols_.parameters[ref.index];
            return indexed(ExprKind::parameter, ref.index, Type::number(parameter.unit.dimension), ast, parameter.sets, scope);
        }
        case SymbolKind::state: {
            if (!scope.may_read_state) {
                diagnostics_.error(
                    DiagnosticCode::E604, ast.span,
                    fmt::format("{} cannot read '{}', which changes during a run", scope.place, dotted_name(ast.path)));
                return nullptr;
            }
            const StateSymbol& state = symbols_.states[ref.index];
            return indexed(ExprKind::state, ref.index, symbols_.type_of(state), ast, state.sets, scope);
        }
        case SymbolKind::input: {
            if (!scope.may_read_state) {
                diagnostics_.error(
                    DiagnosticCode::E604, ast.span,
                    fmt::format("{} cannot read '{}', which changes during a run", scope.place, dotted_name(ast.path)));
                return nullptr;
            }
            const InputSymbol& input = symbols_.inputs[ref.index];
            return indexed(ExprKind::input, ref.index, Type::number(input.unit.dimension), ast, input.sets, scope);
        }
        case SymbolKind::relation: {
            const RelationSymbol& relation = symbols_.relations[ref.index];
            return indexed(ExprKind::relation_weight, ref.index, Type::number(), ast, {relation.from, relation.to}, scope);
        }
        case SymbolKind::define:
            return check_define(ast, DefineId{ref.index}, scope);
        case SymbolKind::actor: {
            const SetSymbol& actors = symbols_.set(symbols_.actor_set);
            return make_constant(static_cast<double>(actors.first_member + ref.index), Type::member({symbols_.actor_set}),
                                 ast.span);
        }
        case SymbolKind::activity:
            diagnostics_.error(DiagnosticCode::E404, ast.span,
                               fmt::format("'{}' is an activity, not a value", dotted_name(ast.path)),
                               fmt::format("its number under way is active({})", dotted_name(ast.path)));
            return nullptr;
        case SymbolKind::agents:
            diagnostics_.error(DiagnosticCode::E404, ast.span,
                               fmt::format("'{}' is a kind of agents, not a value", dotted_name(ast.path)),
                               fmt::format("their number is count({})", dotted_name(ast.path)));
            return nullptr;
        case SymbolKind::event:
            diagnostics_.error(DiagnosticCode::E404, ast.span,
                               fmt::format("'{}' is an event, not a value", dotted_name(ast.path)),
                               fmt::format("its number in a window is recent({}, 1 month)", dotted_name(ast.path)));
            return nullptr;
        default:
            diagnostics_.error(DiagnosticCode::E404, ast.span, fmt::format("'{}' is a set, not a value", dotted_name(ast.path)));
            return nullptr;
    }
}

ExprPtr Checker::check_attribute(const ExprAst& ast, const std::string& name, CheckScope& scope) {
    if (ast.children.size() != 1) {
        std::string set;
        for (const AttributeSymbol& attribute : symbols_.attributes) {
            if (attribute.name == name) set = symbols_.set(attribute.set).name;
        }
        diagnostics_.error(DiagnosticCode::E505, ast.span, fmt::format("'{}' has one index: {}[{}]", name, name, set),
                           fmt::format("over all members: sum({})", name));
        return nullptr;
    }
    const ExprAst& index_ast = *ast.children[0];
    Sets carriers;
    for (const AttributeSymbol& attribute : symbols_.attributes) {
        if (attribute.name == name) carriers.push_back(attribute.set);
    }
    ExprPtr index = check_expecting(index_ast, scope, &carriers);
    if (!index) return nullptr;
    for (const SetId set : carriers) {
        const auto attribute = symbols_.find_attribute(name, set);
        if (!attribute || !index->type.is_member() || !index->type.has_set(set)) continue;
        auto expr = std::make_unique<Expr>();
        expr->kind = ExprKind::attribute;
        expr->id = attribute->value();
        expr->type = Type::number(symbols_.attributes[expr->id].dimension);
        expr->span = ast.span;
        expr->args.push_back(std::move(index));
        return expr;
    }
    diagnostics_.error(DiagnosticCode::E504, index_ast.span,
                       fmt::format("'{}' belongs to the members of {}", name, set_names(carriers)));
    return nullptr;
}

ExprPtr Checker::indexed(ExprKind kind, std::size_t id, Type type, const ExprAst& ast, const Sets& sets, CheckScope& scope) {
    auto expr = std::make_unique<Expr>();
    if (!check_indices(ast, sets, scope, expr->args)) return nullptr;
    expr->kind = kind;
    expr->id = static_cast<std::uint32_t>(id);
    expr->type = std::move(type);
    expr->span = ast.span;
    return expr;
}

bool Checker::check_indices(const ExprAst& ast, const Sets& sets, CheckScope& scope, std::vector<ExprPtr>& out) {
    const std::string name = dotted_name(ast.path);
    if (ast.children.size() != sets.size()) {
        std::string wanted;
        for (const SetId set : sets) wanted += (wanted.empty() ? "" : ", ") + symbols_.set(set).name;
        const std::string message = sets.empty() ? fmt::format("'{}' has no index", name)
                                                 : fmt::format("'{}' needs {} {}: {}[{}]", name, sets.size(),
                                                               sets.size() == 1 ? "index" : "indices", name, wanted);
        diagnostics_.error(DiagnosticCode::E505, ast.span, message,
                           ast.children.empty() ? fmt::format("over all members: sum({})", name) : "");
        return false;
    }
    bool good = true;
    for (std::size_t i = 0; i < sets.size(); ++i) {
        ExprPtr index = check_index(*ast.children[i], sets[i], scope);
        good = good && index != nullptr;
        out.push_back(std::move(index));
    }
    return good;
}

ExprPtr Checker::check_index(const ExprAst& ast, SetId set, CheckScope& scope) {
    const SetSymbol& wanted = symbols_.set(set);
    const bool bare = ast.kind == ExprAstKind::name && ast.path.size() == 1 && ast.children.empty();
    const Sets expected{set};
    const bool bound = bare && std::any_of(scope.bindings.begin(), scope.bindings.end(),
                                           [&](const Binding& b) { return b.name == ast.path[0]; });
    if (bare && !bound && ast.path[0] != "event" && !symbols_.position(set, ast.path[0]) && !resolve(ast, scope)) {
        diagnostics_.error(
            DiagnosticCode::E405, ast.span,
            fmt::format("'{}' is not a member of {} and no index of that name is known here", ast.path[0], wanted.name),
            did_you_mean(ast.path[0], wanted.members));
        return nullptr;
    }
    ExprPtr index = check_expecting(ast, scope, &expected);
    if (!index) return nullptr;
    if (!index->type.is_member() || !index->type.has_set(set)) {
        const std::string is = index->type.is_member() ? fmt::format("a member of {}", set_names(index->type.sets)) : "a number";
        diagnostics_.error(DiagnosticCode::E504, ast.span,
                           fmt::format("this index must be a member of {}, it is {}", wanted.name, is));
        return nullptr;
    }
    return index;
}

// The index over a set of actors that a name leads through: `c` of `c.alert`; null if it does not.
const Binding* Checker::find_actor_index(const ExprAst& ast, const CheckScope& scope) const {
    if (ast.path.size() != 2) return nullptr;
    for (const Binding& binding : std::ranges::reverse_view(scope.bindings)) {
        if (binding.name != ast.path[0]) continue;
        const bool single = binding.type.is_member() && binding.type.sets.size() == 1;
        return single && is_set_of_actors(binding.type.sets[0]) ? &binding : nullptr;
    }
    return nullptr;
}

bool Checker::is_set_of_actors(SetId set) const {
    const std::vector<std::string>& members = symbols_.set(set).members;
    return std::all_of(members.begin(), members.end(), [&](const std::string& member) {
        const auto ref = symbols_.find(member);
        return ref && ref->kind == SymbolKind::actor;
    });
}

// What each of several actors has under one name, chosen by an index over them: a chain of choices.
ExprPtr Checker::check_through_actor(const ExprAst& ast, const Binding& actor, CheckScope& scope) {
    const SetSymbol& set = symbols_.set(actor.type.sets[0]);
    ExprPtr chain;
    for (std::size_t i = set.members.size(); i-- > 0;) {
        const ExprAstPtr of_one = clone(ast);
        of_one->path[0] = set.members[i];
        const auto ref = symbols_.find(dotted_name(of_one->path));
        if (!ref) {
            diagnostics_.error(
                DiagnosticCode::E401, ast.span,
                fmt::format("'{}' stands for any of {}, and {} has no '{}'", ast.path[0], set.name, set.members[i], ast.path[1]));
            return nullptr;
        }
        ExprPtr value = check_symbol(*of_one, *ref, scope);
        if (!value) return nullptr;
        if (chain && !(chain->type.base == value->type.base && chain->type.dimension == value->type.dimension)) {
            diagnostics_.error(DiagnosticCode::E501, ast.span,
                               fmt::format("'{}' is of another kind or unit for {} than for others of {}", ast.path[1],
                                           set.members[i], set.name));
            return nullptr;
        }
        if (!chain) {
            chain = std::move(value);
            continue;
        }
        auto choice = std::make_unique<Expr>();
        choice->kind = ExprKind::select;
        choice->type = value->type;
        choice->span = ast.span;
        choice->args.push_back(is_member(actor, set.first_member + i, ast.span));
        choice->args.push_back(std::move(value));
        choice->args.push_back(std::move(chain));
        chain = std::move(choice);
    }
    return chain;
}

// Whether an index or local is this member.
ExprPtr Checker::is_member(const Binding& binding, std::size_t member, SourceSpan span) {
    auto index = std::make_unique<Expr>();
    index->kind = binding.is_index ? ExprKind::index : ExprKind::local;
    index->id = binding.id;
    index->type = binding.type;
    index->span = span;
    ExprPtr wanted = make_constant(static_cast<double>(member), binding.type, span);
    return make_binary(ExprKind::equal, std::move(index), std::move(wanted), Type::boolean());
}

// A `define` is put in the place of its name, with its indices bound to what stands in brackets.
ExprPtr Checker::check_define(const ExprAst& ast, DefineId id, CheckScope& scope) {
    const DefineSymbol& define = symbols_.defines[id.index()];
    if (std::find(defines_open_.begin(), defines_open_.end(), id) != defines_open_.end()) {
        std::string circle;
        for (const DefineId open : defines_open_) circle += symbols_.defines[open.index()].name + " -> ";
        diagnostics_.error(DiagnosticCode::E601, ast.span,
                           fmt::format("a definition refers to itself: {}{}", circle, define.name));
        return nullptr;
    }
    std::vector<ExprPtr> indices;
    if (!check_indices(ast, define.sets, scope, indices) || !define.body) return nullptr;
    CheckScope inner = scope;
    inner.actor = define.actor;
    inner.instance = define.instance;
    inner.bindings.clear();
    for (std::size_t i = 0; i < define.sets.size(); ++i) {
        if (i >= define.variables.size() || define.variables[i].empty()) continue;
        if (indices[i]->kind != ExprKind::index) {
            // Bound as a one-member choice: the index expression itself is substituted below.
            inner.bindings.push_back({.name = define.variables[i],
                                      .is_index = true,
                                      .id = bind_index(inner, "", define.sets[i]).value(),
                                      .type = Type::member({define.sets[i]})});
        } else {
            inner.bindings.push_back(
                {.name = define.variables[i], .is_index = true, .id = indices[i]->id, .type = indices[i]->type});
        }
    }
    defines_open_.push_back(id);
    ExprPtr result = check(*define.body, inner);
    defines_open_.pop_back();
    if (!result) return nullptr;
    for (std::size_t i = 0; i < define.sets.size(); ++i) {
        if (indices[i]->kind == ExprKind::index) continue;
        const auto bound = std::find_if(inner.bindings.begin(), inner.bindings.end(), [&](const Binding& b) {
            return i < define.variables.size() && b.name == define.variables[i];
        });
        if (bound == inner.bindings.end()) continue;
        const std::uint32_t placeholder = bound->id;
        const auto substitute = [&](auto&& self, ExprPtr& expr) -> void {
            if (expr->kind == ExprKind::index && expr->id == placeholder) {
                expr = clone(*indices[i]);
                return;
            }
            for (ExprPtr& arg : expr->args) self(self, arg);
            for (Clause& clause : expr->clauses) {
                if (clause.from) self(self, clause.from);
            }
            if (expr->condition) self(self, expr->condition);
        };
        substitute(substitute, result);
    }
    result->span = ast.span;
    return result;
}

}  // namespace strife
