// Checks expressions and statements against the declared names: types, units, sets, and what may be read or drawn where.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "language/expr.h"
#include "language/symbols.h"
#include "language/syntax.h"

namespace strife {

// A name that is known in one place only: an index, a `let`, an item.
struct Binding {
    std::string name;
    bool is_index = false;
    std::uint32_t id = 0;  // IndexId or LocalId
    Type type;
    bool faulty = false;  // its value has a fault, which is told: what uses it is not to blame
};

// Where an expression stands: what it may use.
struct CheckScope {
    std::string place = "this expression";  // for messages: "a rate", "the body of bomb"
    ActorId actor;                          // whose names need no qualification
    InstanceId instance = {};               // whose requirements and own names need none either
    std::optional<EventTypeId> event;       // `event.x` is known
    std::optional<ActivityId> own;          // `own.x` is known
    bool may_draw = false;
    bool may_read_state = true;
    bool may_read_now = false;
    std::optional<Unit> default_unit;  // bare numbers take it
    std::vector<Binding> bindings;
};

// How an assignment stores.
StoreOp store_op(AssignOp op);

// With its definitions written out, an expression may nest this deep and hold so many parts, and all expressions of a scenario
// together so many; more is E306. It bounds the stack, the memory and the time that doubling definitions could take.
inline constexpr int kMaxWrittenOutDepth = 1000;
inline constexpr std::size_t kMaxWrittenOutParts = 100'000;
inline constexpr std::size_t kMaxPartsTogether = 10'000'000;

// Hands out numbers for indices and locals, and checks. One checker serves a whole scenario.
class Checker {
  public:
    Checker(const SymbolTable& symbols, const UnitSystem& units, Diagnostics& diagnostics)
        : symbols_(symbols), units_(units), diagnostics_(diagnostics) {}

    // Declares an index over `set` in `scope`.
    IndexId bind_index(CheckScope& scope, const std::string& name, SetId set);
    // Declares an agent.
    LocalId bind_agent(CheckScope& scope, const std::string& name, AgentKindId kind);

    // All return null after a fault, which is then in the diagnostics.
    ExprPtr check(const ExprAst& ast, CheckScope& scope);
    ExprPtr check_number(const ExprAst& ast, CheckScope& scope, const Dimension& dimension);
    ExprPtr check_condition(const ExprAst& ast, CheckScope& scope);
    ExprPtr check_rate(const ExprAst& ast, CheckScope& scope);
    ExprPtr check_member_of(const ExprAst& ast, CheckScope& scope, const std::vector<SetId>& sets);  // or `none`
    ExprPtr check_instant(const ExprAst& ast, CheckScope& scope);  // a date or a time after the start; in days after the start
    Block check_block(const BlockAst& ast, CheckScope& scope);

    // Numbers given out so far.
    [[nodiscard]] std::size_t index_count() const { return index_sets_.size(); }
    [[nodiscard]] SetId index_set(IndexId index) const { return index_sets_[index.index()]; }
    [[nodiscard]] std::size_t local_count() const { return n_locals_; }
    // A local that no text names.
    std::uint32_t new_local() { return static_cast<std::uint32_t>(n_locals_++); }

  private:
    using Sets = std::vector<SetId>;

    // Expressions (check_expression.cpp).
    ExprPtr check_expecting(const ExprAst& ast, CheckScope& scope, const Sets* expected);
    ExprPtr check_kind(const ExprAst& ast, CheckScope& scope, const Sets* expected);
    bool count_part(const ExprAst& ast);
    ExprPtr check_literal(const ExprAst& ast, CheckScope& scope);
    ExprPtr check_sum(const ExprAst& ast, CheckScope& scope);
    ExprPtr check_product(const ExprAst& ast, CheckScope& scope);
    ExprPtr check_power(const ExprAst& ast, CheckScope& scope);
    ExprPtr check_comparison(const ExprAst& ast, CheckScope& scope);
    ExprPtr check_logical(const ExprAst& ast, CheckScope& scope);
    ExprPtr check_in(const ExprAst& ast, CheckScope& scope);
    void compare_as_actors(ExprPtr& left, ExprPtr& right) const;
    ExprPtr as_actor(ExprPtr member) const;
    ExprPtr is_one_of_actors(ExprPtr actor, SetId set, SourceSpan span) const;
    ExprPtr want_number(ExprPtr expr, const CheckScope& scope);
    bool same_dimension(Expr& left, Expr& right, SourceSpan span, const CheckScope& scope, std::string_view doing);
    void take_default_unit(ExprPtr& expr, const CheckScope& scope, const Dimension& wanted) const;

    // Names (check_names.cpp).
    ExprPtr check_name(const ExprAst& ast, CheckScope& scope, const Sets* expected);
    ExprPtr check_member(const ExprAst& ast, const CheckScope& scope, const Sets* expected);
    ExprPtr check_field(const ExprAst& ast, CheckScope& scope);
    ExprPtr check_symbol(const ExprAst& ast, SymbolRef ref, CheckScope& scope);
    const Binding* find_actor_index(const ExprAst& ast, const CheckScope& scope) const;
    [[nodiscard]] bool is_set_of_actors(SetId set) const;
    ExprPtr check_through_actor(const ExprAst& ast, const Binding& actor, CheckScope& scope);
    static ExprPtr is_member(const Binding& binding, std::size_t member, SourceSpan span);
    ExprPtr check_attribute(const ExprAst& ast, const std::string& name, CheckScope& scope);
    ExprPtr check_define(const ExprAst& ast, DefineId id, CheckScope& scope);
    ExprPtr indexed(ExprKind kind, std::size_t id, Type type, const ExprAst& ast, const Sets& sets, CheckScope& scope);
    bool check_indices(const ExprAst& ast, const Sets& sets, CheckScope& scope, std::vector<ExprPtr>& out);
    ExprPtr check_index(const ExprAst& ast, SetId set, CheckScope& scope);
    std::optional<SymbolRef> resolve(const ExprAst& name, const CheckScope& scope) const;
    void unknown_name(const ExprAst& ast, const CheckScope& scope);
    [[nodiscard]] std::string set_names(const Sets& sets) const;

    // Calls and aggregates (check_calls.cpp, check_laws.cpp).
    ExprPtr check_call(const ExprAst& ast, CheckScope& scope);
    ExprPtr check_function(const ExprAst& ast, CheckScope& scope);
    ExprPtr check_extremum(const ExprAst& ast, CheckScope& scope);
    ExprPtr check_array_aggregate(const ExprAst& ast, CheckScope& scope);
    ExprPtr check_aggregate(const ExprAst& ast, CheckScope& scope);
    ExprPtr finish_aggregate(const std::string& function, ExprPtr body, std::vector<Clause> clauses, ExprPtr condition,
                             SourceSpan span);
    ExprPtr check_month(const ExprAst& ast, CheckScope& scope);
    ExprPtr check_active(const ExprAst& ast, CheckScope& scope);
    ExprPtr check_recent(const ExprAst& ast, CheckScope& scope);
    ExprPtr check_draw_member(const ExprAst& ast, CheckScope& scope);
    enum class ClauseWord { in, of, from };
    std::optional<Clause> check_clause(const std::string& variable, SourceSpan span, const ExprAst& set, CheckScope& scope,
                                       ClauseWord word);
    std::optional<Sets> array_sets(const ExprAst& ast, const CheckScope& scope) const;
    ExprPtr check_law(const LawSignature& law, const ExprAst& ast, CheckScope& scope);

    // Statements (check_statements.cpp).
    std::unique_ptr<Statement> check_statement(const StatementAst& ast, CheckScope& scope);
    std::unique_ptr<Statement> check_assignment(const StatementAst& ast, CheckScope& scope);
    ExprPtr check_assigned_choice(const StatementAst& ast, const StateSymbol& state, CheckScope& scope);
    std::unique_ptr<Statement> check_let(const StatementAst& ast, CheckScope& scope);
    std::unique_ptr<Statement> check_branches(const StatementAst& ast, CheckScope& scope);
    std::unique_ptr<Statement> check_loop(const StatementAst& ast, CheckScope& scope);
    std::unique_ptr<Statement> check_emit(const StatementAst& ast, CheckScope& scope);
    std::unique_ptr<Statement> check_begin(const StatementAst& ast, CheckScope& scope);
    std::unique_ptr<Statement> check_cancel(const StatementAst& ast, CheckScope& scope);
    std::unique_ptr<Statement> check_pick(const StatementAst& ast, CheckScope& scope);
    std::unique_ptr<Statement> check_scatter(const StatementAst& ast, CheckScope& scope);
    bool check_scattered(const StatementAst& ast, const ExprAst& index, const StateSymbol& state, CheckScope& scope,
                         Statement& out);
    // Agents (check_agents.cpp).
    [[nodiscard]] std::optional<AgentKindId> find_agents(const ExprAst& ast, const CheckScope& scope) const;
    bool variable_is_free(const std::string& variable, SourceSpan span, const CheckScope& scope);
    std::optional<Clause> check_agent_clause(const std::string& variable, SourceSpan span, const ExprAst& agents,
                                             CheckScope& scope);
    [[nodiscard]] static const Binding* find_agent(const ExprAst& ast, const CheckScope& scope);
    ExprPtr check_agent_field(const ExprAst& ast, const Binding& agent);
    ExprPtr check_agent_count(const std::string& function, AgentKindId kind, const ExprAst& ast, CheckScope& scope);
    ExprPtr check_agent_lives(const ExprAst& ast, AgentKindId kind, CheckScope& scope);
    std::unique_ptr<Statement> check_agent_assignment(const StatementAst& ast, const Binding& agent, CheckScope& scope);
    std::unique_ptr<Statement> check_spawn(const StatementAst& ast, CheckScope& scope);
    std::unique_ptr<Statement> check_remove(const StatementAst& ast, CheckScope& scope);
    bool name_is_free(const StatementAst& ast, const CheckScope& scope);
    bool check_fields(const StatementAst& ast, const std::vector<FieldSymbol>& fields, std::size_t n_fields,
                      std::string_view what, CheckScope& scope, std::vector<ExprPtr>& out);
    Block check_inner(const BlockAst& ast, CheckScope& scope);

    const SymbolTable& symbols_;
    const UnitSystem& units_;
    Diagnostics& diagnostics_;
    std::vector<SetId> index_sets_;
    std::size_t n_locals_ = 0;
    std::vector<DefineId> defines_open_;  // being expanded, to find circles
    int depth_ = 0;                       // of the part being checked, in its expression
    std::size_t n_parts_ = 0;             // of the expression, so far
    std::size_t n_parts_together_ = 0;
    bool is_too_large_ = false;  // the expression is, which is told
};

}  // namespace strife
