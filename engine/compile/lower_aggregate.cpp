// Aggregates: kept up by increments where their terms depend on the members' own state alone, else recomputed by a loop.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "compile/lowering.h"
#include "language/printer.h"

namespace strife {
namespace {

constexpr double kMaxKeptLeaves = 4e6;
constexpr std::size_t kManyTerms = 16;  // fewer are as quick to add up as to keep up

bool is_whole(const Build& build, const Expr& expr) {
    switch (expr.kind) {
        case ExprKind::constant:
            return expr.number == static_cast<double>(static_cast<long long>(expr.number));
        case ExprKind::state:
            return build.symbols.states[expr.id].kind == StateSymbolKind::count;
        case ExprKind::activity_count:
        case ExprKind::recent:
            return true;
        case ExprKind::negate:
            return is_whole(build, *expr.args[0]);
        case ExprKind::add:
        case ExprKind::subtract:
        case ExprKind::multiply:
            return is_whole(build, *expr.args[0]) && is_whole(build, *expr.args[1]);
        case ExprKind::select:
            return is_whole(build, *expr.args[1]) && is_whole(build, *expr.args[2]);
        default:
            return expr.type.is_boolean();
    }
}

// Slots of a tree over n leaves: the leaves and all nodes above them, up to one root.
std::uint32_t tree_slots(std::uint32_t n) {
    std::uint32_t total = n;
    while (n > 1) {
        n = (n + kTreeArity - 1) / kTreeArity;
        total += n;
    }
    return total;
}

// Indices that the expression reads and that are bound outside of it, in order of appearance.
void collect_free(const Expr& expr, std::vector<IndexId>& bound, std::vector<IndexId>& free) {
    for (const Clause& clause : expr.clauses) bound.push_back(clause.index);
    for_each_expr(expr, [&](const Expr& part) {
        for (const Clause& clause : part.clauses) bound.push_back(clause.index);
    });
    for_each_expr(expr, [&](const Expr& part) {
        const IndexId index{part.id};
        if (part.kind != ExprKind::index || std::find(bound.begin(), bound.end(), index) != bound.end()) return;
        if (std::find(free.begin(), free.end(), index) == free.end()) free.push_back(index);
    });
}

}  // namespace

bool Lowering::can_be_kept(const Expr& expr, std::vector<IndexId>& outer) const {
    bool possible = true;
    for_each_expr(expr, [&](const Expr& part) {
        switch (part.kind) {
            case ExprKind::event_field:
            case ExprKind::own_field:
            case ExprKind::local:
            case ExprKind::now:
            case ExprKind::draw:
            case ExprKind::draw_member:
                possible = false;
                break;
            case ExprKind::state:
                possible = possible && !build_.symbols.states[part.id].relaxing;
                break;
            default:
                break;
        }
    });
    for (const Clause& clause : expr.clauses) possible = possible && !clause.relation.valid();
    if (!possible) return false;
    std::vector<IndexId> bound;
    collect_free(expr, bound, outer);
    double leaves = 1.0;
    for (const Clause& clause : expr.clauses) leaves *= static_cast<double>(build_.symbols.set(clause.set).members.size());
    for (const IndexId index : outer) {
        if (!registers_.contains(index.value())) return false;
        leaves *= static_cast<double>(build_.symbols.set(build_.checker.index_set(index)).members.size());
    }
    return leaves <= kMaxKeptLeaves && outer.size() <= kMaxRank && expr.clauses.size() <= kMaxRank &&
           outer.size() + expr.clauses.size() <= 2 * kMaxRank;
}

// Equal aggregates have equal keys, whatever their indices are called.
std::string Lowering::aggregate_key(const Expr& expr, const std::vector<IndexId>& outer) const {
    std::vector<std::uint32_t> seen;
    return print_expr(expr, build_.symbols, [&](IndexId index) {
        const auto found = std::find(outer.begin(), outer.end(), index);
        if (found != outer.end()) {
            return fmt::format("{}'{}", build_.symbols.set(build_.checker.index_set(index)).name, found - outer.begin());
        }
        auto inner = std::find(seen.begin(), seen.end(), index.value());
        if (inner == seen.end()) inner = seen.insert(seen.end(), index.value());
        return fmt::format("{}#{}", build_.symbols.set(build_.checker.index_set(index)).name, inner - seen.begin());
    });
}

std::uint32_t Lowering::add_reduction(const Expr& expr, const std::vector<IndexId>& outer, TermUse use) {
    Reduction reduction;
    std::vector<SetId> outer_sets;
    std::vector<SetId> inner_sets;
    std::vector<IndexId> all = outer;
    for (const IndexId index : outer) outer_sets.push_back(build_.checker.index_set(index));
    for (const Clause& clause : expr.clauses) {
        inner_sets.push_back(clause.set);
        all.push_back(clause.index);
    }
    reduction.outer = build_.shape_of(outer_sets);
    reduction.inner = build_.shape_of(inner_sets);
    reduction.op = static_cast<ReduceOp>(expr.op);
    reduction.weights = use == TermUse::weight;  // a choice needs the tree
    reduction.whole = !reduction.weights && expr.op == AggregateOp::sum && is_whole(build_, *expr.args[0]);
    reduction.text = (reduction.weights ? "weights of " : "") + aggregate_key(expr, outer);

    const double nothing = expr.op == AggregateOp::sum       ? 0.0
                           : expr.op == AggregateOp::minimum ? std::numeric_limits<double>::infinity()
                                                             : -std::numeric_limits<double>::infinity();
    ExprPtr term = clone(*expr.args[0]);
    if (expr.condition) {
        auto select = std::make_unique<Expr>();
        select->kind = ExprKind::select;
        select->type = term->type;
        select->span = expr.span;
        select->args.push_back(clone(*expr.condition));
        select->args.push_back(std::move(term));
        select->args.push_back(make_constant(nothing, expr.type, expr.span));
        term = std::move(select);
    }
    Lowering inner(build_, ScratchRange::inner);
    inner.bind_family(all);
    reduction.term = inner.finish_value(*term);
    // Allocated after the term: what it reads comes first, so that reductions are made in order of what they need.
    reduction.stride = reduction.whole ? reduction.inner.size : tree_slots(reduction.inner.size);
    reduction.first = build_.allocate(reduction.outer.size, true);
    reduction.leaves = build_.allocate(static_cast<std::size_t>(reduction.outer.size) * reduction.stride, false);
    reduction.first_leaf = build_.model.leaf_count;
    build_.model.leaf_count += reduction.outer.size * reduction.inner.size;
    build_.model.reductions.push_back(std::move(reduction));
    return static_cast<std::uint32_t>(build_.model.reductions.size() - 1);
}

Slot Lowering::aggregate(const Expr& expr) {
    if (expr.clauses[0].agent.valid()) return agent_aggregate(expr);
    std::vector<IndexId> outer;
    if (!can_be_kept(expr, outer)) return loop_aggregate(expr);
    const std::string key = aggregate_key(expr, outer);
    auto found = build_.reductions.find(key);
    if (found == build_.reductions.end()) {
        const std::uint32_t made = add_reduction(expr, outer, TermUse::value);
        found = build_.reductions.emplace(key, made).first;
    }
    if (range_ == ScratchRange::body) emit(Op::refresh);
    return load(build_.model.reductions[found->second].first, flat_element(outer));
}

// Opens the loop of one clause; returns the place its end jumps back to. Jumps out of an empty one are added to `exits`.
std::size_t Lowering::open_clause(const Clause& clause, std::vector<std::size_t>& exits) {
    const IndexRegister member = new_register();
    if (!clause.relation.valid()) {
        emit(Op::set_index, 0, 0, 0, member);
        registers_[clause.index.value()] = member;
        return here();
    }
    const RelationSymbol& relation = build_.symbols.relations[clause.relation.index()];
    IndexRegister from = kNoRegister;
    if (clause.from->kind == ExprKind::constant) {
        from = new_register();
        const double position = clause.from->number - static_cast<double>(build_.symbols.set(relation.from).first_member);
        emit(Op::set_index, 0, static_cast<std::uint32_t>(position), 0, from);
    } else {
        from = index_register(*clause.from, relation.from);
    }
    const IndexRegister entry = new_register();
    exits.push_back(emit(Op::relation_begin, from, clause.relation.value(), 0, entry));
    const std::size_t start = here();
    emit(Op::relation_get, member, clause.relation.value(), from, entry);
    registers_[clause.index.value()] = member;
    return start;
}

void Lowering::close_clause(const Clause& clause, std::size_t start, const std::vector<std::size_t>& exits) {
    if (!clause.relation.valid()) {
        const auto size = static_cast<std::uint32_t>(build_.symbols.set(clause.set).members.size());
        emit(Op::next_index, 0, static_cast<std::uint32_t>(start), size, registers_.at(clause.index.value()));
        return;
    }
    const Instruction get = code_[start];
    emit(Op::relation_next, get.b, get.a, static_cast<std::uint32_t>(start), get.r);
    for (const std::size_t exit : exits) code_[exit].b = here();
}

Slot Lowering::loop_aggregate(const Expr& expr) {
    std::size_t terms = 1;
    for (const Clause& clause : expr.clauses) {
        if (!clause.relation.valid()) terms *= build_.symbols.set(clause.set).members.size();
    }
    if (warns_of_recomputing_ && terms >= kManyTerms) {
        build_.diagnostics.warning(DiagnosticCode::W904, expr.span,
                                   fmt::format("all {} terms are computed anew at every change", terms),
                                   "sums of counts and of levels that do not relax by themselves are kept up by increments");
    }
    const Slot result = scratch();
    const double nothing = expr.op == AggregateOp::sum       ? 0.0
                           : expr.op == AggregateOp::minimum ? std::numeric_limits<double>::infinity()
                                                             : -std::numeric_limits<double>::infinity();
    emit(Op::copy, result, build_.constant(nothing));
    const IndexRegister first_register = next_register_;
    std::vector<std::pair<std::size_t, std::vector<std::size_t>>> open;
    for (const Clause& clause : expr.clauses) {
        std::vector<std::size_t> exits;
        const std::size_t start = open_clause(clause, exits);
        open.emplace_back(start, std::move(exits));
    }
    const Op op = expr.op == AggregateOp::sum ? Op::add : expr.op == AggregateOp::minimum ? Op::minimum : Op::maximum;
    if (expr.condition) {
        // Without a jump, so that the same program can be followed with intervals: a term that does not count is neutral.
        const Slot term = scratch();
        emit(Op::copy, term, build_.constant(nothing));
        const Slot condition = value(*expr.condition);
        const Slot counted = value(*expr.args[0]);
        emit(Op::select, term, condition, counted);
        emit(op, result, result, term);
    } else {
        emit(op, result, result, value(*expr.args[0]));
    }
    for (std::size_t i = expr.clauses.size(); i-- > 0;) close_clause(expr.clauses[i], open[i].first, open[i].second);
    next_scratch_ = result + 1;
    next_register_ = first_register;
    return result;
}

}  // namespace strife
