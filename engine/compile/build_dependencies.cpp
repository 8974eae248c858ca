// The dependency graph: each rate, term and condition is followed once for each member, and the slots it reads are noted.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "compile/build.h"
#include "model/index_walk.h"

namespace strife {
namespace {

using Registers = std::array<std::uint32_t, kIndexRegisters>;

// Follows a program's control flow, which depends on sets and relations alone, and reports the slots it reads.
class ReadTracer {
  public:
    explicit ReadTracer(const Build& build) : build_(build) {}

    const std::vector<Slot>& trace(const Program& program, Registers x) {
        reads_.clear();
        const Model& model = build_.model;
        const Instruction* code = model.code.data() + program.begin;
        for (std::uint32_t pc = 0;;) {
            const Instruction& i = code[pc++];
            if (walk_indices(i.op, model, i, x.data(), pc)) continue;
            switch (i.op) {
                case Op::halt:
                    note(program.result);
                    std::sort(reads_.begin(), reads_.end());
                    reads_.erase(std::unique(reads_.begin(), reads_.end()), reads_.end());
                    return reads_;
                case Op::load_indexed:
                    note(i.a + x[i.r]);
                    break;
                case Op::load_level: {
                    const RelaxingLevel& level = model.levels[i.b];
                    note(level.first + i.a + (i.r == kNoRegister ? 0 : x[i.r]));
                    break;
                }
                default:
                    if (i.op >= Op::copy && i.op <= Op::square_root) {
                        note(i.a);
                        if (i.op <= Op::logical_or && i.op != Op::copy) note(i.b);
                    } else if (i.op == Op::select) {
                        note(i.a);
                        note(i.b);
                    }
                    break;
            }
        }
    }

  private:
    void note(Slot slot) {
        if (slot != kNoSlot && slot < build_.dynamic.size() && build_.dynamic[slot]) reads_.push_back(slot);
    }

    const Build& build_;
    std::vector<Slot> reads_;
};

class GraphBuilder {
  public:
    void add(const std::vector<Slot>& slots, Dependent dependent) {
        for (const Slot slot : slots) edges_.emplace_back(slot, dependent);
    }

    DependencyGraph finish(std::size_t n_slots) {
        DependencyGraph graph;
        graph.starts.assign(n_slots + 1, 0);
        for (const auto& [slot, dependent] : edges_) ++graph.starts[slot + 1];
        for (std::size_t i = 1; i <= n_slots; ++i) graph.starts[i] += graph.starts[i - 1];
        graph.dependents.resize(edges_.size());
        std::vector<std::uint32_t> next(graph.starts.begin(), graph.starts.end() - 1);
        for (const auto& [slot, dependent] : edges_) graph.dependents[next[slot]++] = dependent;
        return graph;
    }

  private:
    std::vector<std::pair<Slot, Dependent>> edges_;
};

// Registers of a reduction's term: the outer members, then the inner ones.
Registers leaf_registers(const Reduction& reduction, std::uint32_t outer, std::uint32_t inner) {
    Registers x{};
    set_member(reduction.outer, outer, x.data());
    set_member(reduction.inner, inner, x.data() + reduction.outer.rank);
    return x;
}

}  // namespace

void build_dependencies(Build& build) {
    Model& model = build.model;
    ReadTracer tracer(build);
    GraphBuilder leaves;
    GraphBuilder others;
    for (std::uint32_t r = 0; r < model.reductions.size(); ++r) {
        const Reduction& reduction = model.reductions[r];
        for (std::uint32_t outer = 0; outer < reduction.outer.size; ++outer) {
            for (std::uint32_t inner = 0; inner < reduction.inner.size; ++inner) {
                leaves.add(tracer.trace(reduction.term, leaf_registers(reduction, outer, inner)),
                           {DependentKind::leaf, r, outer * reduction.inner.size + inner});
            }
        }
    }
    for (std::uint32_t f = 0; f < model.rates.size(); ++f) {
        const RateFamily& family = model.rates[f];
        if (family.shared.exists()) others.add(tracer.trace(family.shared, Registers{}), {DependentKind::shared, f, 0});
        std::vector<Slot> reads;
        for (std::uint32_t m = 0; m < family.shape.size; ++m) {
            Registers x{};
            set_member(family.shape, m, x.data());
            reads = tracer.trace(family.member, x);
            if (family.reads_own && family.activity) {
                reads.push_back(model.activities[*family.activity].count + m);  // items come and go
            }
            others.add(reads, {DependentKind::member, f, m});
        }
    }
    for (std::uint32_t w = 0; w < model.watches.size(); ++w) {
        const WatchGroup& group = model.watches[w];
        for (std::uint32_t m = 0; m < group.shape.size; ++m) {
            Registers x{};
            set_member(group.shape, m, x.data());
            others.add(tracer.trace(group.program, x), {DependentKind::watch, w, m});
        }
    }
    model.leaf_dependents = leaves.finish(model.memory.size());
    model.dependents = others.finish(model.memory.size());
    model.slot_states.assign(model.memory.size(), kNoState);
    for (std::uint32_t s = 0; s < model.states.size(); ++s) {
        const ModelState& state = model.states[s];
        std::fill_n(model.slot_states.begin() + state.first, state.shape.size, s);
    }
}

}  // namespace strife
