// SPDX-License-Identifier: Apache-2.0
#include "language/printer.h"

#include <fmt/format.h>

#include "base/numbers.h"

namespace strife {
namespace {

class Printer {
  public:
    Printer(const SymbolTable& symbols, const std::function<std::string(IndexId)>& index_name)
        : symbols_(symbols), index_name_(index_name) {}

    [[nodiscard]] std::string print(const Expr& e) const {
        switch (e.kind) {
            case ExprKind::constant:
                return constant(e);
            case ExprKind::parameter:
                return symbols_.parameters[e.id].name + indices(e);
            case ExprKind::input:
                return symbols_.inputs[e.id].name + indices(e);
            case ExprKind::attribute:
                return symbols_.attributes[e.id].name + indices(e);
            case ExprKind::relation_weight:
                return symbols_.relations[e.id].name + indices(e);
            case ExprKind::state:
                return symbols_.qualified_name(symbols_.states[e.id]) + indices(e);
            case ExprKind::activity_count:
                return "active(" + symbols_.qualified_name(symbols_.activities[e.id]) + indices(e) + ")";
            case ExprKind::recent:
                return "recent(" + symbols_.events[e.id].name + ", " + print(*e.args[0]) +
                       (e.condition ? ", where " + print(*e.condition) : "") + ")";
            case ExprKind::event_field:
                return fmt::format("event.{}", e.id);
            case ExprKind::own_field:
                return fmt::format("own.{}", e.id);
            case ExprKind::agent_field:
                return print(*e.args[0]) + "." + symbols_.agents[e.args[0]->type.agents.index()].fields[e.id].name;
            case ExprKind::agent_lives:
                return print(*e.args[0]) + " in " + symbols_.agents[e.args[0]->type.agents.index()].name;
            case ExprKind::index:
                return index_name_(IndexId{e.id});
            case ExprKind::local:
                return e.type.is_agent() ? agent(LocalId{e.id}, e.type.agents) : fmt::format("let{}", e.id);
            case ExprKind::now:
                return "now";
            case ExprKind::aggregate:
            case ExprKind::draw_member:
                return over_clauses(e);
            case ExprKind::draw:
                return call(law_signature(e.law).name, e);
            case ExprKind::in_set:
                return print(*e.args[0]) + " in " + symbols_.set(e.sets[0]).name;
            case ExprKind::in_relation:
                return print(*e.args[1]) + " in " + symbols_.relations[e.id].name + "[" + print(*e.args[0]) + "]";
            default:
                return operation(e);
        }
    }

  private:
    [[nodiscard]] std::string constant(const Expr& e) const {
        if (e.type.is_boolean()) return e.number != 0.0 ? "true" : "false";
        if (!e.type.is_member()) return format_number(e.number);
        if (e.type.is_none()) return "none";
        const SetSymbol& set = symbols_.set(e.type.sets[0]);
        return set.members[static_cast<std::size_t>(e.number) - set.first_member];
    }

    [[nodiscard]] std::string list(const Expr& e) const {
        std::string text;
        for (const ExprPtr& arg : e.args) text += (text.empty() ? "" : ", ") + print(*arg);
        return text;
    }
    [[nodiscard]] std::string indices(const Expr& e) const { return e.args.empty() ? "" : "[" + list(e) + "]"; }
    [[nodiscard]] std::string call(std::string_view name, const Expr& e) const { return fmt::format("{}({})", name, list(e)); }
    [[nodiscard]] std::string infix(std::string_view sign, const Expr& e) const {
        return fmt::format("({} {} {})", print(*e.args[0]), sign, print(*e.args[1]));
    }

    [[nodiscard]] std::string agent(LocalId local, AgentKindId kind) const {
        const std::string& name = symbols_.agents[kind.index()].name;
        return local == kAgentAtHand ? name : fmt::format("{}#{}", name, local.value());
    }

    [[nodiscard]] std::string over_clauses(const Expr& e) const {
        static constexpr std::string_view kNames[] = {"sum", "min", "max"};
        std::string text = e.kind == ExprKind::draw_member ? "draw" : std::string(kNames[static_cast<std::size_t>(e.op)]);
        text += "(" + (e.args.empty() ? std::string("1") : print(*e.args[0]));
        for (const Clause& clause : e.clauses) {
            if (clause.agent.valid()) {
                text += fmt::format(" for {} of {}", agent(clause.agent, clause.agents),
                                    symbols_.qualified_name(symbols_.agents[clause.agents.index()]));
                continue;
            }
            const std::string over = clause.relation.valid()
                                         ? symbols_.relations[clause.relation.index()].name + "[" + print(*clause.from) + "]"
                                         : symbols_.set(clause.set).name;
            text += fmt::format(" for {} in {}", index_name_(clause.index), over);
        }
        if (e.condition) text += " if " + print(*e.condition);
        return text + ")";
    }

    [[nodiscard]] std::string operation(const Expr& e) const {
        switch (e.kind) {
            case ExprKind::negate:
                return "-" + print(*e.args[0]);
            case ExprKind::logical_not:
                return "not " + print(*e.args[0]);
            case ExprKind::round:
                return call("round", e);
            case ExprKind::floor:
                return call("floor", e);
            case ExprKind::ceil:
                return call("ceil", e);
            case ExprKind::absolute:
                return call("abs", e);
            case ExprKind::exponential:
                return call("exp", e);
            case ExprKind::logarithm:
                return call("log", e);
            case ExprKind::square_root:
                return call("sqrt", e);
            case ExprKind::minimum:
                return call("min", e);
            case ExprKind::maximum:
                return call("max", e);
            case ExprKind::select:
                return call("if", e);
            case ExprKind::add:
                return infix("+", e);
            case ExprKind::subtract:
                return infix("-", e);
            case ExprKind::multiply:
                return infix("*", e);
            case ExprKind::divide:
                return infix("/", e);
            case ExprKind::power:
                return infix("^", e);
            case ExprKind::equal:
                return infix("=", e);
            case ExprKind::not_equal:
                return infix("!=", e);
            case ExprKind::less:
                return infix("<", e);
            case ExprKind::less_equal:
                return infix("<=", e);
            case ExprKind::greater:
                return infix(">", e);
            case ExprKind::greater_equal:
                return infix(">=", e);
            case ExprKind::logical_and:
                return infix("and", e);
            default:
                return infix("or", e);
        }
    }

    const SymbolTable& symbols_;
    const std::function<std::string(IndexId)>& index_name_;
};

}  // namespace

std::string print_expr(const Expr& expr, const SymbolTable& symbols, const std::function<std::string(IndexId)>& index_name) {
    return Printer(symbols, index_name).print(expr);
}

}  // namespace strife
