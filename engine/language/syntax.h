// Expressions and statements as written: trees with places, before names and units are looked up.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/source.h"
#include "base/units.h"

namespace strife {

struct ExprAst;
using ExprAstPtr = std::unique_ptr<ExprAst>;

// `i in S if cond` behind an aggregate; the set may be a relation with an index (`q in near[p]`); `c of cell` for agents.
struct ForClauseAst {
    std::string variable;
    SourceSpan variable_span;
    ExprAstPtr set;
    bool of = false;  // written with `of`
};

struct ArgumentAst {
    std::string name;  // empty for a positional argument
    SourceSpan name_span;
    ExprAstPtr value;
};

enum class ExprAstKind {
    number,       // number, with unit
    date,         // date
    boolean,      // number 0 or 1
    text,         // text
    name,         // path, indices
    call,         // path, arguments
    aggregate,    // path[0] with clauses and condition: sum(x[i] for i in S if c)
    recent,       // arguments[0] event, [1] window; condition
    draw_member,  // clauses[0]: draw m from S by weight (arguments[0]) if condition
    negate,       // children
    logical_not,
    add,
    subtract,
    multiply,
    divide,
    power,
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    in,
    logical_and,
    logical_or
};

struct ExprAst {
    ExprAstKind kind = ExprAstKind::number;
    SourceSpan span;
    double number = 0.0;
    std::optional<Unit> unit;  // of a number written with one
    Date date;
    std::string text;
    std::vector<std::string> path;  // a.b.c
    std::vector<SourceSpan> path_spans;
    std::vector<ExprAstPtr> children;  // operands, or the indices of a name
    std::vector<ArgumentAst> arguments;
    std::vector<ForClauseAst> clauses;
    ExprAstPtr condition;
};

// A path as it is written: a.b.c.
std::string dotted_name(const std::vector<std::string>& path);

ExprAstPtr clone(const ExprAst& ast);

struct StatementAst;
using BlockAst = std::vector<std::unique_ptr<StatementAst>>;

enum class StatementAstKind { assign, let, branch, repeat, loop, emit, begin, spawn, remove, cancel, pick, scatter, after, stop };
enum class AssignOp { set, add, subtract, multiply };

struct BranchAst {
    ExprAstPtr condition;  // null for `else`
    BlockAst body;
};

struct StatementAst {
    StatementAstKind kind = StatementAstKind::assign;
    SourceSpan span;
    ExprAstPtr target;  // assign, scatter: a name; emit, begin, spawn: what; cancel, remove: the item, activity or agent
    AssignOp op = AssignOp::set;
    ExprAstPtr value;  // assign, let, repeat's number, loop's limit, cancel's and scatter's number, after's delay, pick's draw
    std::string name;  // let's and pick's name, loop's variable, begin's and spawn's `as`, stop's text
    SourceSpan name_span;
    std::vector<BranchAst> branches;     // branch; repeat, loop and after use the first one's body, pick that as its `else`
    ExprAstPtr set;                      // loop; scatter: of its clause, may be absent
    ExprAstPtr condition;                // loop, scatter
    ExprAstPtr weight;                   // scatter
    bool of = false;                     // loop: over agents
    bool shuffled = false;               // loop
    ExprAstPtr priority;                 // after
    std::vector<ArgumentAst> arguments;  // emit, begin, spawn
};

}  // namespace strife
