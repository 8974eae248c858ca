// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "base/contracts.h"
#include "compile/fixed_value.h"
#include "compile/lowering.h"

namespace strife {
namespace {

// The instruction that does what an operator or a function of plain values says.
Op operation_of(ExprKind kind) {
    static const std::unordered_map<ExprKind, Op> kOperations = {{ExprKind::negate, Op::negate},
                                                                 {ExprKind::logical_not, Op::logical_not},
                                                                 {ExprKind::round, Op::round},
                                                                 {ExprKind::floor, Op::floor},
                                                                 {ExprKind::ceil, Op::ceil},
                                                                 {ExprKind::absolute, Op::absolute},
                                                                 {ExprKind::exponential, Op::exponential},
                                                                 {ExprKind::logarithm, Op::logarithm},
                                                                 {ExprKind::square_root, Op::square_root},
                                                                 {ExprKind::add, Op::add},
                                                                 {ExprKind::subtract, Op::subtract},
                                                                 {ExprKind::multiply, Op::multiply},
                                                                 {ExprKind::divide, Op::divide},
                                                                 {ExprKind::power, Op::power},
                                                                 {ExprKind::minimum, Op::minimum},
                                                                 {ExprKind::maximum, Op::maximum},
                                                                 {ExprKind::equal, Op::equal},
                                                                 {ExprKind::not_equal, Op::not_equal},
                                                                 {ExprKind::less, Op::less},
                                                                 {ExprKind::less_equal, Op::less_equal},
                                                                 {ExprKind::greater, Op::greater},
                                                                 {ExprKind::greater_equal, Op::greater_equal},
                                                                 {ExprKind::logical_and, Op::logical_and},
                                                                 {ExprKind::logical_or, Op::logical_or}};
    return kOperations.at(kind);
}

}  // namespace

Lowering::Lowering(Build& build, ScratchRange range)
    : build_(build),
      range_(range),
      next_scratch_(range == ScratchRange::body ? 0 : kBodyScratch),
      scratch_end_(range == ScratchRange::body ? kBodyScratch : kScratchSlots) {}

void Lowering::bind_family(const std::vector<IndexId>& indices) {
    for (const IndexId index : indices) registers_[index.value()] = next_register_++;
}

std::size_t Lowering::emit(Op op, std::uint32_t d, std::uint32_t a, std::uint32_t b, std::uint16_t r) {
    code_.push_back({op, r, d, a, b});
    spans_.push_back(at_);
    return code_.size() - 1;
}

void Lowering::too_large(SourceSpan span) {
    if (overflow_) return;
    overflow_ = true;
    build_.diagnostics.error(DiagnosticCode::E612, span, "this is too large to be compiled",
                             "divide it, or name parts under `define:`");
}

Slot Lowering::scratch() {
    if (next_scratch_ == scratch_end_) {
        too_large(at_);
        return scratch_end_ - 1;
    }
    const Slot slot = next_scratch_++;
    const Slot first = range_ == ScratchRange::body ? 0 : kBodyScratch;
    scratch_used_ = std::max(scratch_used_, next_scratch_ - first);
    return slot;
}

IndexRegister Lowering::new_register() {
    if (next_register_ + 1U >= kIndexRegisters) {
        too_large(at_);
        return static_cast<IndexRegister>(kIndexRegisters - 1);
    }
    return next_register_++;
}

Program Lowering::finish(Slot result) {
    emit(Op::halt);
    Program program;
    program.begin = static_cast<std::uint32_t>(build_.model.code.size());
    program.result = result;
    build_.model.code.insert(build_.model.code.end(), code_.begin(), code_.end());
    build_.model.code_spans.insert(build_.model.code_spans.end(), spans_.begin(), spans_.end());
    return program;
}

Program Lowering::finish_value(const Expr& expr) {
    const Slot result = value(expr);
    return finish(result);
}

std::uint32_t Lowering::add_draw_site(std::uint8_t law, std::size_t n_parameters) {
    build_.model.draws.push_back({law, static_cast<std::uint8_t>(n_parameters), n_draws_++});
    return static_cast<std::uint32_t>(build_.model.draws.size() - 1);
}

// An index that is a plain index variable already sits in a register; a member computed otherwise is turned into one.
IndexRegister Lowering::index_register(const Expr& index, SetId set) {
    if (index.kind == ExprKind::index) return registers_.at(index.id);
    const Slot member = value(index);
    const IndexRegister reg = new_register();
    emit(Op::member_to_index, 0, member, set.value(), reg);
    return reg;
}

// Puts the position of a member in a register, 0 if it is one of another set; gives a slot that tells whether it is not.
Slot Lowering::index_of_maybe(const Expr& index, SetId set, IndexRegister reg) {
    const Slot belongs = scratch();
    const Slot member = scratch();
    const Slot mark = next_scratch_;
    const Slot computed = value(index);
    emit(Op::in_set, belongs, computed, set.value());
    emit(Op::copy, member, build_.constant(static_cast<double>(build_.symbols.set(set).first_member)));
    emit(Op::select, member, belongs, computed);
    emit(Op::member_to_index, 0, member, set.value(), reg);
    next_scratch_ = mark;
    return belongs;
}

Lowering::Element Lowering::element(const std::vector<ExprPtr>& indices, const std::vector<SetId>& sets) {
    Element result;
    std::vector<std::pair<IndexRegister, std::uint32_t>> parts;  // register and stride
    std::uint32_t stride = 1;
    for (std::size_t i = sets.size(); i-- > 0;) {
        const SetSymbol& set = build_.symbols.set(sets[i]);
        if (indices[i]->kind == ExprKind::constant) {
            result.offset += stride * static_cast<std::uint32_t>(indices[i]->number - static_cast<double>(set.first_member));
        } else if (guarded_ > 0 && indices[i]->kind != ExprKind::index) {
            const IndexRegister reg = new_register();
            result.belong.push_back(index_of_maybe(*indices[i], sets[i], reg));
            parts.emplace_back(reg, stride);
        } else {
            parts.emplace_back(index_register(*indices[i], sets[i]), stride);
        }
        stride *= static_cast<std::uint32_t>(set.members.size());
    }
    if (parts.empty()) return result;
    if (parts.size() == 1 && parts[0].second == 1) {
        result.reg = parts[0].first;
        return result;
    }
    result.reg = new_register();
    emit(Op::set_index, 0, 0, 0, result.reg);
    for (const auto& [reg, scale] : parts) emit(Op::scale_index, result.reg, reg, scale, result.reg);
    return result;
}

// What is read at a member of another set is undefined, where logic or a choice decides whether it counts.
Slot Lowering::defined_where(Slot loaded, const std::vector<Slot>& belong) {
    for (const Slot belongs : belong) {
        const Slot defined = scratch();
        emit(Op::copy, defined, build_.constant(std::numeric_limits<double>::quiet_NaN()));
        emit(Op::select, defined, belongs, loaded);
        loaded = defined;
    }
    return loaded;
}

Lowering::Element Lowering::flat_element(const std::vector<IndexId>& indices) {
    std::vector<ExprPtr> exprs;
    std::vector<SetId> sets;
    for (const IndexId index : indices) {
        auto expr = std::make_unique<Expr>();
        expr->kind = ExprKind::index;
        expr->id = index.value();
        exprs.push_back(std::move(expr));
        sets.push_back(build_.checker.index_set(index));
    }
    return element(exprs, sets);
}

Slot Lowering::load(const Expr& expr, Slot first, const std::vector<SetId>& sets) {
    return load(first, element(expr.args, sets));
}

Slot Lowering::load(Slot first, const Element& where) {
    if (where.reg == kNoRegister) return first + where.offset;
    const Slot result = scratch();
    emit(Op::load_indexed, result, first + where.offset, 0, where.reg);
    return defined_where(result, where.belong);
}

Slot Lowering::load_state(const Expr& expr) {
    build_.states_read.insert(expr.id);
    const StateSymbol& symbol = build_.symbols.states[expr.id];
    const ModelState& state = build_.model.states[expr.id];
    if (!state.level) return load(expr, state.first, symbol.sets);
    const Element where = element(expr.args, symbol.sets);
    const Slot result = scratch();
    emit(Op::load_level, result, where.offset, *state.level, where.reg);
    return defined_where(result, where.belong);
}

// Each distinct window and filter is counted once, for every member of the indices that its filter reads.
Slot Lowering::load_recent(const Expr& expr) {
    std::vector<IndexId> outer;
    if (expr.condition) {
        for_each_expr(*expr.condition, [&](const Expr& part) {
            if (part.kind != ExprKind::index || !registers_.contains(part.id)) return;
            const IndexId index{part.id};
            if (std::find(outer.begin(), outer.end(), index) == outer.end()) outer.push_back(index);
        });
    }
    const std::string key = aggregate_key(expr, outer);
    auto found = build_.recents.find(key);
    if (found == build_.recents.end()) {
        RecentCount recent;
        recent.event = expr.id;
        std::vector<SetId> sets;
        for (const IndexId index : outer) sets.push_back(build_.checker.index_set(index));
        recent.shape = build_.shape_of(sets);
        recent.first = build_.allocate(recent.shape.size, true);
        recent.window = build_.allocate(1, false);
        Lowering window(build_, ScratchRange::inner);
        Initializer initializer;
        initializer.first = recent.window;
        initializer.program = window.finish_value(*expr.args[0]);
        build_.add_initializer(initializer);
        if (expr.condition) {
            Lowering where(build_, ScratchRange::inner);
            where.bind_family(outer);
            recent.where = where.finish_value(*expr.condition);
        }
        build_.model.recents.push_back(recent);
        build_.model.events[recent.event].recents.push_back(static_cast<std::uint32_t>(build_.model.recents.size() - 1));
        found = build_.recents.emplace(key, static_cast<std::uint32_t>(build_.model.recents.size() - 1)).first;
    }
    return load(build_.model.recents[found->second].first, flat_element(outer));
}

Slot Lowering::operation(const Expr& expr, Op op) {
    const Slot mark = next_scratch_;
    const bool logical = op == Op::logical_and || op == Op::logical_or;
    if (logical) ++guarded_;
    const Slot a = value(*expr.args[0]);
    const Slot b = expr.args.size() > 1 ? value(*expr.args[1]) : 0;
    if (logical) --guarded_;
    next_scratch_ = mark;  // operands are read before the result is written, so it may take their place
    const Slot result = scratch();
    emit(op, result, a, b);
    return result;
}

Slot Lowering::value_into_new(const Expr& expr) {
    const Slot result = scratch();
    const Slot slot = value(expr);
    emit(Op::copy, result, slot);
    next_scratch_ = result + 1;
    return result;
}

Slot Lowering::select(const Expr& expr) {
    ++guarded_;
    const Slot result = value_into_new(*expr.args[2]);
    const Slot condition = value(*expr.args[0]);
    const Slot yes = value(*expr.args[1]);
    --guarded_;
    emit(Op::select, result, condition, yes);
    next_scratch_ = result + 1;
    return result;
}

Slot Lowering::draw(const Expr& expr) {
    check_fixed_law(build_, expr);
    const Slot first = contiguous(expr.args);
    const std::uint32_t site = add_draw_site(static_cast<std::uint8_t>(expr.law), expr.args.size());
    next_scratch_ = first;
    const Slot result = scratch();
    emit(Op::draw, result, first, site, static_cast<std::uint16_t>(expr.law));
    return result;
}

// The weight of a relation between two members, or whether there is one.
Slot Lowering::relation_entry(const Expr& expr, Op op) {
    const RelationSymbol& relation = build_.symbols.relations[expr.id];
    const auto as_register = [&](const Expr& index, SetId set) {
        if (index.kind != ExprKind::constant) return index_register(index, set);
        const IndexRegister reg = new_register();
        const double position = index.number - static_cast<double>(build_.symbols.set(set).first_member);
        emit(Op::set_index, 0, static_cast<std::uint32_t>(position), 0, reg);
        return reg;
    };
    const IndexRegister from = as_register(*expr.args[0], relation.from);
    const IndexRegister to = as_register(*expr.args[1], relation.to);
    const Slot result = scratch();
    emit(op, result, expr.id, to, from);
    return result;
}

Slot Lowering::value(const Expr& expr) {
    const SourceSpan outside = std::exchange(at_, expr.span.valid() ? expr.span : at_);
    const auto done = [&](Slot slot) {
        at_ = outside;
        return slot;
    };
    const auto loaded = [&](Op op, std::uint32_t a) {
        const Slot result = scratch();
        emit(op, result, a);
        return result;
    };
    switch (expr.kind) {
        case ExprKind::constant:
            return done(build_.constant(expr.number));
        case ExprKind::parameter:
            build_.parameters_read.insert(expr.id);
            return done(load(expr, build_.model.parameters[expr.id].first, build_.symbols.parameters[expr.id].sets));
        case ExprKind::input:
            build_.inputs_read.insert(expr.id);
            return done(load(expr, build_.model.inputs[expr.id].first, build_.symbols.inputs[expr.id].sets));
        case ExprKind::attribute:
            return done(load(expr, build_.attribute_slots[expr.id], {build_.symbols.attributes[expr.id].set}));
        case ExprKind::state:
            return done(load_state(expr));
        case ExprKind::activity_count:
            return done(load(expr, build_.model.activities[expr.id].count, build_.symbols.activities[expr.id].sets));
        case ExprKind::recent:
            return done(load_recent(expr));
        case ExprKind::relation_weight:
            return done(relation_entry(expr, Op::weight));
        case ExprKind::in_relation:
            return done(relation_entry(expr, Op::in_relation));
        case ExprKind::event_field:
            return done(loaded(Op::load_event, expr.id));
        case ExprKind::own_field:
            return done(loaded(Op::load_own, expr.id));
        case ExprKind::agent_field:
            return done(agent_field(expr));
        case ExprKind::agent_lives: {
            const Slot result = scratch();
            const Slot agent = value(*expr.args[0]);
            emit(Op::agent_lives, result, agent, 0, static_cast<std::uint16_t>(expr.args[0]->type.agents.value()));
            return done(result);
        }
        case ExprKind::now:
            return done(loaded(Op::load_now, 0));
        case ExprKind::index: {
            const Slot result = scratch();
            const SetId set = build_.checker.index_set(IndexId{expr.id});
            emit(Op::index_to_member, result, static_cast<std::uint32_t>(build_.symbols.set(set).first_member), 0,
                 registers_.at(expr.id));
            return done(result);
        }
        case ExprKind::local:
            return done(local_slot(expr.id));
        case ExprKind::select:
            return done(select(expr));
        case ExprKind::in_set: {
            const Slot mark = next_scratch_;
            const Slot member = value(*expr.args[0]);
            next_scratch_ = mark;
            const Slot result = scratch();
            emit(Op::in_set, result, member, expr.sets[0].value());
            return done(result);
        }
        case ExprKind::aggregate:
            return done(aggregate(expr));
        case ExprKind::draw:
            return done(draw(expr));
        case ExprKind::draw_member:
            return done(draw_member(expr));
        default:
            break;
    }
    return done(operation(expr, operation_of(expr.kind)));
}

}  // namespace strife
