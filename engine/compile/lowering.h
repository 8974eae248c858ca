// Emits the bytecode of one program from checked expressions and statements.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "compile/build.h"

namespace strife {

enum class ScratchRange { body, inner };

// One Lowering makes one program. Jumps are relative to the program's first instruction.
class Lowering {
  public:
    Lowering(Build& build, ScratchRange range);

    // The k-th index of a family is in the k-th index register.
    void bind_family(const std::vector<IndexId>& indices);

    // What a process over agents calls the one at hand; gives the slot of its handle.
    Slot bind_agent(LocalId agent) { return local_slot(agent.value()); }

    // From now on a sum over a set that cannot be kept up by increments is worth a warning: this program runs at every change.
    void warn_of_recomputing() { warns_of_recomputing_ = true; }

    // A program that computes a value; its result slot is set.
    Program finish_value(const Expr& expr);
    // A program that runs statements; `n_draws` tells how many places draw in it.
    Program finish_block(const Block& block);

    // The hazards of agents, kept up by increments; nothing after a fault.
    std::optional<std::uint32_t> keep_hazards(const Expr& sum);
    // A program whose value is the slot, which something else keeps up.
    Program finish_slot(Slot slot) { return finish(slot); }
    // Several values in a row, from the result on.
    Program finish_values(const std::vector<ExprPtr>& exprs) { return finish(contiguous(exprs)); }

    [[nodiscard]] std::uint32_t n_draws() const { return n_draws_; }
    [[nodiscard]] std::uint32_t scratch_used() const { return scratch_used_; }

  private:
    using Code = std::vector<Instruction>;
    // Where an element lies: a fixed offset plus, if needed, an index register.
    struct Element {
        std::uint32_t offset = 0;
        IndexRegister reg = kNoRegister;
        std::vector<Slot> belong;  // whether each computed index is a member of its set; empty: else it is a fault
    };

    // Expressions (lower_expression.cpp): the slot that holds the value.
    Slot value(const Expr& expr);
    Slot value_into_new(const Expr& expr);
    Slot operation(const Expr& expr, Op op);
    Slot select(const Expr& expr);
    Slot load(const Expr& expr, Slot first, const std::vector<SetId>& sets);
    Slot load(Slot first, const Element& where);
    Slot load_state(const Expr& expr);
    Slot load_recent(const Expr& expr);
    Slot relation_entry(const Expr& expr, Op op);
    Slot draw(const Expr& expr);
    Element element(const std::vector<ExprPtr>& indices, const std::vector<SetId>& sets);
    Element flat_element(const std::vector<IndexId>& indices);
    IndexRegister index_register(const Expr& index, SetId set);
    Slot index_of_maybe(const Expr& index, SetId set, IndexRegister reg);
    Slot defined_where(Slot loaded, const std::vector<Slot>& belong);

    // Aggregates (lower_aggregate.cpp).
    Slot aggregate(const Expr& expr);
    bool can_be_kept(const Expr& expr, std::vector<IndexId>& outer) const;
    enum class TermUse { value, weight };
    std::uint32_t add_reduction(const Expr& expr, const std::vector<IndexId>& outer, TermUse use);
    std::string aggregate_key(const Expr& expr, const std::vector<IndexId>& outer) const;
    Slot loop_aggregate(const Expr& expr);
    std::size_t open_clause(const Clause& clause, std::vector<std::size_t>& exits);
    void close_clause(const Clause& clause, std::size_t start, const std::vector<std::size_t>& exits);

    // Choices by weight and random orders (lower_choice.cpp).
    struct Choice {
        std::optional<std::uint32_t> tree;  // a reduction; else the candidates are listed
        std::uint32_t first_member = 0;
        Slot total = kNoSlot;                    // of a tree
        IndexRegister outer = kNoRegister;       // of a tree
        std::optional<std::uint32_t> agents;     // their kind, if agents are chosen
        std::optional<std::uint32_t> agent_sum;  // kept up; else the agents are listed
        Slot group = kNoSlot;                    // of an agent sum: the member whose group it is
    };
    Slot draw_member(const Expr& expr);
    Choice prepare_choice(const Expr& expr);
    std::optional<Choice> find_tree(const Expr& expr);
    void list_candidates(const Clause& clause, const Expr* weight, const Expr* condition);
    Slot draw_choice(const Choice& choice, Slot result);
    void pick(const Statement& statement);
    void scatter(const Statement& statement);
    void shuffled_loop(const Statement& statement);

    // Agents in bodies (lower_agents.cpp).
    Slot agent_field(const Expr& expr);
    Slot loop_over_agents(const Expr& expr);
    std::size_t open_agents(const Clause& clause, IndexRegister position);
    void close_agents(std::size_t start, IndexRegister position);
    void list_agents(const Expr& expr);
    void agent_loop(const Statement& statement);
    void assign_agent(const Statement& statement);
    void spawn(const Statement& statement);

    // Sums over agents that are kept up by increments (lower_agent_sums.cpp).
    struct KeptAgents {
        std::uint32_t sum = 0;
        const Expr* group = nullptr;  // the member whose group it is; null: of all
    };
    struct AgentTerm;
    Slot agent_aggregate(const Expr& expr);
    enum class AgentUse { value, draw, hazard };
    AgentTerm take_apart(const Expr& expr, AgentUse use) const;
    std::optional<KeptAgents> keep_agents(const Expr& expr, AgentUse use);
    std::uint32_t add_agent_sum(const Expr& expr, AgentTerm term, AgentUse use);
    std::uint32_t grouping_of(AgentKindId kind, std::uint32_t field);
    Slot agent_total(const KeptAgents& kept);
    Choice choose_agent(const Expr& expr);

    // Statements (lower_statement.cpp).
    void block(const Block& statements);
    void leave_block(std::size_t jump) { leaving_.back().push_back(jump); }
    void statement(const Statement& statement);
    void assign_state(const Statement& statement);
    void assign_local(const Statement& statement);
    void branches(const Statement& statement);
    void repeat(const Statement& statement);
    void loop(const Statement& statement);
    void begin(const Statement& statement);
    void cancel(const Statement& statement);
    Slot contiguous(const std::vector<ExprPtr>& args);
    Slot local_slot(std::uint32_t local);

    std::size_t emit(Op op, std::uint32_t d = 0, std::uint32_t a = 0, std::uint32_t b = 0, std::uint16_t r = kNoRegister);
    std::uint32_t here() const { return static_cast<std::uint32_t>(code_.size()); }
    Slot scratch();
    IndexRegister new_register();
    std::uint32_t add_draw_site(std::uint8_t law, std::size_t n_parameters);
    Program finish(Slot result);
    void too_large(SourceSpan span);

    Build& build_;
    ScratchRange range_;
    Code code_;
    std::vector<SourceSpan> spans_;
    SourceSpan at_;  // what is being lowered, for the instructions' places
    Slot next_scratch_;
    Slot scratch_end_;
    IndexRegister next_register_ = 0;
    std::unordered_map<std::uint32_t, IndexRegister> registers_;  // by IndexId
    std::unordered_map<std::uint32_t, Slot> locals_;              // by LocalId
    std::uint16_t n_draws_ = 0;
    std::uint32_t scratch_used_ = 0;
    std::vector<std::vector<std::size_t>> leaving_;  // jumps to the end of each open block
    std::uint32_t lists_open_ = 0;                   // shuffled loops around what is being lowered
    std::optional<std::uint32_t> own_agent_;         // the agent whose attributes are those of the item at hand
    int guarded_ = 0;                                // operands of logic and choices: read also where they do not count
    bool overflow_ = false;
    bool warns_of_recomputing_ = false;
};

}  // namespace strife
