// Sums over agents that are kept up by increments, of all of them or of each group, and draws from them.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "compile/lowering.h"
#include "language/printer.h"

namespace strife {

// What a sum over agents adds up, taken apart.
struct Lowering::AgentTerm {
    ExprPtr term;                    // of one agent, which is called kAgentAtHand in it, as in the next
    ExprPtr condition;               // of what counts; may be null
    const Expr* group = nullptr;     // the member that `c.place = ...` asks for
    std::uint32_t group_field = 0;   // the attribute
    const Expr* obstacle = nullptr;  // the first part that is known only where the sum stands, so that it cannot be kept up
    const Expr* changing = nullptr;  // the first part that other things than the agent change
};

namespace {

bool is_own(const Expr& expr, LocalId agent) {
    return expr.kind == ExprKind::local && expr.id == agent.value();
}

bool reads_agent(const Expr& expr, LocalId agent) {
    bool found = false;
    for_each_expr(expr, [&](const Expr& part) { found = found || is_own(part, agent); });
    return found;
}

void split_conjuncts(const Expr& condition, std::vector<const Expr*>& parts) {
    if (condition.kind != ExprKind::logical_and) {
        parts.push_back(&condition);
        return;
    }
    for (const ExprPtr& arg : condition.args) split_conjuncts(*arg, parts);
}

// Of `c.place = E`, where E is the same for all agents: the attribute and E.
std::optional<std::pair<std::uint32_t, const Expr*>> find_group(const Expr& conjunct, LocalId agent) {
    if (conjunct.kind != ExprKind::equal) return std::nullopt;
    for (const std::size_t side : {0U, 1U}) {
        const Expr& field = *conjunct.args[side];
        const Expr& other = *conjunct.args[1 - side];
        const bool is_field = field.kind == ExprKind::agent_field && is_own(*field.args[0], agent) && field.type.is_member();
        if (!is_field || !other.type.is_member() || other.type.is_none() || reads_agent(other, agent)) continue;
        return std::pair{field.id, &other};
    }
    return std::nullopt;
}

// The first part that is known only where the sum stands: an index, a `let`, an event, the clock, another agent.
const Expr* find_obstacle(const Build& build, const Expr& expr, LocalId agent, std::vector<IndexId> indices,
                          std::vector<LocalId> agents) {
    for (const Clause& clause : expr.clauses) {
        if (clause.agent.valid()) {
            agents.push_back(clause.agent);
        } else {
            indices.push_back(clause.index);
        }
    }
    const auto bound = [](const auto& ids, auto id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); };
    switch (expr.kind) {
        case ExprKind::agent_field:
            if (is_own(*expr.args[0], agent)) return nullptr;
            break;
        case ExprKind::local:
            if (!bound(agents, LocalId{expr.id})) return &expr;
            break;
        case ExprKind::index:
            if (!bound(indices, IndexId{expr.id})) return &expr;
            break;
        case ExprKind::state:
            if (build.symbols.states[expr.id].relaxing) return &expr;
            break;
        case ExprKind::event_field:
        case ExprKind::own_field:
        case ExprKind::now:
        case ExprKind::draw:
        case ExprKind::draw_member:
            return &expr;
        default:
            break;
    }
    for (const ExprPtr& arg : expr.args) {
        if (const Expr* found = find_obstacle(build, *arg, agent, indices, agents)) return found;
    }
    for (const Clause& clause : expr.clauses) {
        if (!clause.from) continue;
        if (const Expr* found = find_obstacle(build, *clause.from, agent, indices, agents)) return found;
    }
    return expr.condition ? find_obstacle(build, *expr.condition, agent, indices, agents) : nullptr;
}

const Expr* find_changing(const Expr& expr) {
    const Expr* found = nullptr;
    for_each_expr(expr, [&](const Expr& part) {
        const bool agents = part.kind == ExprKind::aggregate && part.clauses[0].agent.valid();
        const bool changes = agents || part.kind == ExprKind::state || part.kind == ExprKind::input ||
                             part.kind == ExprKind::activity_count || part.kind == ExprKind::recent;
        if (changes && found == nullptr) found = &part;
    });
    return found;
}

// Whether the value is 1 whatever the agent.
bool is_one(const Expr& expr) {
    if (expr.kind == ExprKind::constant) return expr.number == 1.0;
    return expr.kind == ExprKind::select && expr.args[0]->kind == ExprKind::constant &&
           is_one(expr.args[0]->number != 0.0 ? *expr.args[1] : *expr.args[2]);
}

bool is_whole(const Expr& expr) {
    if (expr.kind == ExprKind::constant) return expr.number == static_cast<double>(static_cast<long long>(expr.number));
    return expr.kind == ExprKind::select && is_whole(*expr.args[1]) && is_whole(*expr.args[2]);
}

// The expression with the agent called kAgentAtHand, so that equal sums are printed alike.
ExprPtr with_agent_at_hand(const Expr& expr, LocalId agent) {
    ExprPtr copy = clone(expr);
    const auto rename = [&](auto&& self, Expr& part) -> void {
        if (is_own(part, agent)) part.id = kAgentAtHand.value();
        for (ExprPtr& arg : part.args) self(self, *arg);
        for (Clause& clause : part.clauses) {
            if (clause.from) self(self, *clause.from);
        }
        if (part.condition) self(self, *part.condition);
    };
    rename(rename, *copy);
    return copy;
}

double neutral(AggregateOp op) {
    return op == AggregateOp::sum       ? 0.0
           : op == AggregateOp::minimum ? std::numeric_limits<double>::infinity()
                                        : -std::numeric_limits<double>::infinity();
}

}  // namespace

Lowering::AgentTerm Lowering::take_apart(const Expr& expr, AgentUse use) const {
    const LocalId agent = expr.clauses[0].agent;
    AgentTerm result;
    const bool counts = expr.args.empty() || is_one(*expr.args[0]);
    result.term = counts ? make_constant(1.0, Type::number(), expr.span) : with_agent_at_hand(*expr.args[0], agent);
    std::vector<const Expr*> parts;
    if (expr.condition) split_conjuncts(*expr.condition, parts);
    for (const Expr* part : parts) {
        const auto group = result.group == nullptr && use != AgentUse::hazard ? find_group(*part, agent) : std::nullopt;
        if (group) {
            result.group_field = group->first;
            result.group = group->second;
            continue;
        }
        ExprPtr renamed = with_agent_at_hand(*part, agent);
        result.condition = result.condition ? make_binary(ExprKind::logical_and, std::move(result.condition), std::move(renamed),
                                                          Type::boolean())
                                            : std::move(renamed);
    }
    result.obstacle = find_obstacle(build_, *result.term, kAgentAtHand, {}, {});
    result.changing = find_changing(*result.term);
    if (!result.condition) return result;
    if (result.obstacle == nullptr) result.obstacle = find_obstacle(build_, *result.condition, kAgentAtHand, {}, {});
    if (result.changing == nullptr) result.changing = find_changing(*result.condition);
    return result;
}

// Nothing if it cannot be kept up; outside of bodies, where nothing else is possible, that is reported.
std::optional<Lowering::KeptAgents> Lowering::keep_agents(const Expr& expr, AgentUse use) {
    AgentTerm parts = take_apart(expr, use);
    const bool in_body = range_ == ScratchRange::body;
    // What other things change as well would be added up at each of their changes: a body does that when it needs it.
    if (in_body && (parts.obstacle != nullptr || parts.changing != nullptr)) return std::nullopt;
    if (parts.obstacle != nullptr) {
        const bool relaxing = parts.obstacle->kind == ExprKind::state;
        build_.diagnostics.error(
            DiagnosticCode::E610, parts.obstacle->span.valid() ? parts.obstacle->span : expr.span,
            relaxing ? "what each agent adds cannot read a level that changes by itself"
                     : "what each agent adds is kept up as agents change: it cannot depend on this",
            relaxing ? "take it out of the sum, or in a rate make it a factor that all agents share"
                     : "a condition may ask for agents of one member: `if c.place = p`; sums of such may be added up over a set");
        return std::nullopt;
    }
    if (parts.changing != nullptr) {
        build_.diagnostics.warning(DiagnosticCode::W904, parts.changing->span.valid() ? parts.changing->span : expr.span,
                                   "when this changes, the terms of all agents are computed anew",
                                   "a factor that all agents share costs nothing: take it out of the sum");
    }
    KeptAgents kept;
    kept.group = parts.group;
    kept.sum = add_agent_sum(expr, std::move(parts), use);
    return kept;
}

std::uint32_t Lowering::grouping_of(AgentKindId kind, std::uint32_t field) {
    std::vector<AgentGrouping>& groupings = build_.model.agents[kind.index()].groupings;
    for (std::uint32_t g = 1; g < groupings.size(); ++g) {
        if (groupings[g].field == field) return g;
    }
    AgentGrouping grouping{.field = field, .ranges = {}, .n_groups = 0};
    for (const SetId id : build_.symbols.agents[kind.index()].fields[field].type.sets) {
        const SetSymbol& set = build_.symbols.set(id);
        const auto size = static_cast<std::uint32_t>(set.members.size());
        grouping.ranges.push_back({static_cast<std::uint32_t>(set.first_member), size});
        grouping.n_groups += size;
    }
    groupings.push_back(std::move(grouping));
    return static_cast<std::uint32_t>(groupings.size() - 1);
}

// The number of the sum; equal ones are kept once.
std::uint32_t Lowering::add_agent_sum(const Expr& expr, AgentTerm parts, AgentUse use) {
    const AgentKindId kind = expr.clauses[0].agents;
    ModelAgents& agents = build_.model.agents[kind.index()];
    const auto print = [&](const Expr& part) {
        return print_expr(part, build_.symbols, [&](IndexId index) {
            return fmt::format("{}#{}", build_.symbols.set(build_.checker.index_set(index)).name, index.value());
        });
    };
    static constexpr std::array<std::string_view, 3> kNames = {"sum", "min", "max"};
    std::string text = fmt::format("{}({} for {}", kNames[static_cast<std::size_t>(expr.op)], print(*parts.term), agents.name);
    if (parts.condition) text += " if " + print(*parts.condition);
    text += ")";
    if (parts.group != nullptr) text += " by " + agents.fields[parts.group_field].name;
    auto found = build_.agent_sums.find(text);
    if (found == build_.agent_sums.end()) {
        AgentSum sum;
        sum.agents = kind.value();
        sum.op = static_cast<ReduceOp>(expr.op);
        sum.alike = !parts.condition && is_one(*parts.term);
        sum.whole = sum.op == ReduceOp::sum && is_whole(*parts.term);
        sum.text = text;
        if (parts.group != nullptr) sum.grouping = grouping_of(kind, parts.group_field);
        std::vector<bool> reads(agents.fields.size());
        const auto note_reads = [&](const Expr& part) {
            for_each_expr(part, [&](const Expr& inner) {
                if (inner.kind == ExprKind::agent_field && is_own(*inner.args[0], kAgentAtHand)) reads[inner.id] = true;
            });
        };
        note_reads(*parts.term);
        if (parts.condition) note_reads(*parts.condition);
        Lowering inner(build_, ScratchRange::inner);
        inner.own_agent_ = kAgentAtHand.value();
        if (expr.condition) ++inner.guarded_;
        if (parts.condition) {
            Expr term;
            term.kind = ExprKind::select;
            term.type = parts.term->type;
            term.span = expr.span;
            term.args.push_back(std::move(parts.condition));
            term.args.push_back(std::move(parts.term));
            term.args.push_back(make_constant(neutral(expr.op), term.type, expr.span));
            sum.term = inner.finish_value(term);
        } else {
            sum.term = inner.finish_value(*parts.term);
        }
        sum.first = build_.allocate(agents.groupings[sum.grouping].n_groups, true, neutral(expr.op));
        const auto number = static_cast<std::uint32_t>(build_.model.agent_sums.size());  // those that the term reads come first
        agents.sums.push_back(number);
        for (std::size_t field = 0; field < reads.size(); ++field) {
            if (reads[field]) agents.readers[field].push_back(number);
        }
        build_.model.agent_sums.push_back(std::move(sum));
        found = build_.agent_sums.emplace(text, number).first;
    }
    if (use != AgentUse::value) build_.model.agent_sums[found->second].drawn = true;
    return found->second;
}

// The result of all agents, or of those of the group asked for: nothing where that is no group.
Slot Lowering::agent_total(const KeptAgents& kept) {
    const AgentSum sum = build_.model.agent_sums[kept.sum];
    if (kept.group == nullptr) return sum.first;
    const AgentGrouping grouping = build_.model.agents[sum.agents].groupings[sum.grouping];
    const std::vector<SetId>& sets = build_.symbols.agents[sum.agents].fields[grouping.field].type.sets;
    const Slot result = scratch();
    emit(Op::copy, result, build_.constant(neutral(static_cast<AggregateOp>(sum.op))));
    Slot first = sum.first;
    for (const SetId set : sets) {
        const auto& symbol = build_.symbols.set(set);
        if (kept.group->type.has_set(set)) {
            if (kept.group->kind == ExprKind::index)
                return load(first, {.offset = 0, .reg = registers_.at(kept.group->id), .belong = {}});
            if (kept.group->kind == ExprKind::constant) {
                return first + static_cast<Slot>(kept.group->number - static_cast<double>(symbol.first_member));
            }
            const Slot mark = next_scratch_;
            const IndexRegister reg = new_register();
            const Slot belongs = index_of_maybe(*kept.group, set, reg);
            const Slot loaded = scratch();
            emit(Op::load_indexed, loaded, first, 0, reg);
            emit(Op::select, result, belongs, loaded);
            next_scratch_ = mark;
        }
        first += static_cast<Slot>(symbol.members.size());
    }
    return result;
}

Slot Lowering::agent_aggregate(const Expr& expr) {
    const auto kept = keep_agents(expr, AgentUse::value);
    if (!kept) return range_ == ScratchRange::body ? loop_over_agents(expr) : build_.constant(0.0);
    if (range_ == ScratchRange::body) emit(Op::refresh);
    return agent_total(*kept);
}

Lowering::Choice Lowering::choose_agent(const Expr& expr) {
    Choice choice;
    choice.agents = expr.clauses[0].agents.value();
    if (range_ != ScratchRange::body) {
        build_.diagnostics.error(DiagnosticCode::E603, expr.span, "agents can be drawn in bodies alone");
        return choice;
    }
    const auto kept = keep_agents(expr, AgentUse::draw);
    if (!kept) {
        list_agents(expr);
        return choice;
    }
    emit(Op::refresh);
    choice.agent_sum = kept->sum;
    choice.total = agent_total(*kept);
    if (kept->group != nullptr) choice.group = value(*kept->group);
    return choice;
}

std::optional<std::uint32_t> Lowering::keep_hazards(const Expr& sum) {
    const auto kept = keep_agents(sum, AgentUse::hazard);
    if (!kept) return std::nullopt;
    return kept->sum;
}

}  // namespace strife
