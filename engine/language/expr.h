// Expressions and statements after checking: names resolved, types known, canonical units throughout.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/source.h"
#include "language/laws.h"
#include "language/types.h"

namespace strife {

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

enum class ExprKind : std::uint8_t {
    constant,   // number; members and truth values are numbers too
    parameter,  // id; args are indices, as for the next six
    attribute,
    input,
    relation_weight,  // two indices
    state,
    activity_count,
    recent,       // id event; args[0] window in days; condition where
    event_field,  // id
    own_field,    // id
    agent_field,  // id; args[0] the agent
    agent_lives,  // args[0]: whether the agent is still there
    index,        // id: an index variable, a member
    local,        // id
    now,          // days after the start
    negate,
    logical_not,
    round,
    floor,
    ceil,
    absolute,
    exponential,
    logarithm,
    square_root,
    add,
    subtract,
    multiply,
    divide,
    power,
    minimum,
    maximum,
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    logical_and,
    logical_or,
    select,       // condition, then, else
    in_set,       // args[0]; sets in `type_sets`
    in_relation,  // id; from, to
    aggregate,    // args[0] over clauses where condition
    draw,         // law; args are canonical parameters
    draw_member   // clauses[0], args[0] weight (may be absent), condition
};

enum class AggregateOp : std::uint8_t { sum, minimum, maximum };

// `i in S`, `i in near[a]`, or `c of cell`.
struct Clause {
    IndexId index;
    SetId set;            // the set that the index runs over, also for a relation
    RelationId relation;  // invalid for a plain set
    ExprPtr from;         // of a relation: whose partners
    LocalId agent = {};   // valid: the clause runs over agents, and nothing else of it counts
    AgentKindId agents = {};
};

struct Expr {
    ExprKind kind = ExprKind::constant;
    Type type;
    SourceSpan span;
    double number = 0.0;
    std::uint32_t id = 0;
    AggregateOp op = AggregateOp::sum;
    LawKind law = LawKind::uniform;
    std::vector<SetId> sets;  // in_set
    std::vector<ExprPtr> args;
    std::vector<Clause> clauses;
    ExprPtr condition;
};

struct Statement;
using Block = std::vector<std::unique_ptr<Statement>>;

enum class StatementKind : std::uint8_t {
    assign_state,
    assign_local,
    assign_agent,
    branch,
    repeat,
    loop,
    emit,
    begin,
    spawn,
    remove,
    cancel_item,
    cancel_some,
    pick,
    scatter,
    after,
    stop
};
enum class StoreOp : std::uint8_t { set, add, subtract, multiply };

struct Branch {
    ExprPtr condition;  // null for `else`
    Block body;
};

struct Statement {
    StatementKind kind = StatementKind::assign_state;
    SourceSpan span;
    std::uint32_t id = 0;  // state, event, activity, kind of agents, attribute of assign_agent; local of the others
    StoreOp op = StoreOp::set;
    std::vector<ExprPtr> indices;  // of the state or activity
    ExprPtr value;                 // assigned value, repetitions, limit, number to cancel (null: all) or scatter, delay, draw
    std::vector<ExprPtr> args;     // emit, begin, spawn: a value for each field (without the event's actor); scatter: the
                                   // weight; assign_agent, remove: the agent
    std::vector<Branch> branches;  // repeat, loop and after use the first, pick as its `else`
    Clause clause;                 // loop, scatter
    ExprPtr condition;             // loop, scatter
    bool shuffled = false;         // loop
    LocalId item;                  // begin ... as, spawn ... as
    int priority = 0;              // after
    std::string text;              // stop
};

// What the agent is called that a sum over agents is at, so that equal sums are written alike.
inline constexpr LocalId kAgentAtHand{0xFFFFFFFEU};

ExprPtr make_constant(double value, Type type, SourceSpan span);
ExprPtr make_unary(ExprKind kind, ExprPtr operand, Type type);
ExprPtr make_binary(ExprKind kind, ExprPtr left, ExprPtr right, Type type);
ExprPtr clone(const Expr& expr);
// Calls `visit` for the expression and everything in it, from the outside in.
template <class Visitor>
void for_each_expr(const Expr& expr, Visitor&& visit) {
    visit(expr);
    for (const auto& arg : expr.args) for_each_expr(*arg, visit);
    for (const auto& clause : expr.clauses) {
        if (clause.from) for_each_expr(*clause.from, visit);
    }
    if (expr.condition) for_each_expr(*expr.condition, visit);
}

}  // namespace strife
