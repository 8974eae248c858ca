// The dependency graph: each rate, term and condition is followed once for each member, and the slots it reads are noted.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "compile/build.h"
#include "model/index_walk.h"

namespace strife {
namespace {

// Edges of the graph at 28 bytes each: beyond, what is looked at again after a change takes longer than to write it differently.
constexpr std::size_t kMaxEdges = 10'000'000;
constexpr std::uint64_t kMaxSteps = 1'000'000'000;  // a few seconds

using Registers = std::array<std::uint32_t, kIndexRegisters>;

// Follows a program's control flow, which depends on sets and relations alone, and reports the slots it reads.
class ReadTracer {
  public:
    explicit ReadTracer(const Build& build) : build_(build), noted_in_(build.dynamic.size(), 0) {}

    const std::vector<Slot>& trace(const Program& program, Registers x) {
        reads_.clear();
        ++n_traces_;
        follow(program, 0, x);
        std::sort(reads_.begin(), reads_.end());
        return reads_;
    }

    // Whether programs were so long, all together, that the rest was given up.
    [[nodiscard]] bool exhausted() const { return steps_ > kMaxSteps; }

  private:
    void follow(const Program& program, std::uint32_t pc, Registers x) {
        const Model& model = build_.model;
        const Instruction* code = model.code.data() + program.begin;
        while (++steps_ <= kMaxSteps) {
            const Instruction& i = code[pc++];
            if (walk_indices(i.op, model, i, x.data(), pc)) continue;
            switch (i.op) {
                case Op::halt:
                    return note(program.result);
                case Op::load_indexed:
                    note(i.a + x[i.r]);
                    break;
                case Op::load_level: {
                    const RelaxingLevel& level = model.levels[i.b];
                    note(level.first + i.a + (i.r == kNoRegister ? 0 : x[i.r]));
                    break;
                }
                case Op::member_to_index:
                    // Which member it is shows only during a run: what stands behind may be read for any of them.
                    note(i.a);
                    for (x[i.r] = 0; x[i.r] < model.sets[i.b].members.size(); ++x[i.r]) follow(program, pc, x);
                    return;
                default:
                    note_operands(i);
                    break;
            }
        }
    }

    void note_operands(const Instruction& i) {
        const bool one = (i.op >= Op::copy && i.op <= Op::square_root) || i.op == Op::select || i.op == Op::in_set;
        const bool two = (i.op > Op::copy && i.op <= Op::logical_or) || i.op == Op::select;
        if (one) note(i.a);
        if (two) note(i.b);
    }

    void note(Slot slot) {
        if (slot == kNoSlot || slot >= noted_in_.size() || !build_.dynamic[slot] || noted_in_[slot] == n_traces_) return;
        noted_in_[slot] = n_traces_;
        reads_.push_back(slot);
    }

    const Build& build_;
    std::vector<Slot> reads_;              // each once: a program may read a slot many millions of times
    std::vector<std::uint64_t> noted_in_;  // [slots] the trace that last read it
    std::uint64_t n_traces_ = 0;
    std::uint64_t steps_ = 0;
};

class GraphBuilder {
  public:
    // False if there is no room for them.
    bool add(const std::vector<Slot>& slots, Dependent dependent) {
        if (edges_.size() + slots.size() > kMaxEdges) return false;
        for (const Slot slot : slots) edges_.emplace_back(slot, dependent);
        return true;
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

// Follows every program for every member, as long as there is room.
class DependencyBuilder {
  public:
    explicit DependencyBuilder(Build& build) : build_(build), tracer_(build) {}

    void run() {
        Model& model = build_.model;
        for (std::uint32_t r = 0; r < model.reductions.size() && !full_; ++r) add_reduction(r);
        for (std::uint32_t s = 0; s < model.agent_sums.size() && !full_; ++s) {
            add(leaves_, model.agent_sums[s].term, Registers{}, {DependentKind::agent_terms, s, 0});
        }
        for (std::uint32_t f = 0; f < model.rates.size() && !full_; ++f) add_rates(f);
        for (std::uint32_t w = 0; w < model.watches.size() && !full_; ++w) add_watches(w);
        if (full_) return;
        model.leaf_dependents = leaves_.finish(model.memory.size());
        model.dependents = others_.finish(model.memory.size());
    }

  private:
    void add_reduction(std::uint32_t id) {
        const Reduction& reduction = build_.model.reductions[id];
        for (std::uint32_t outer = 0; outer < reduction.outer.size; ++outer) {
            for (std::uint32_t inner = 0; inner < reduction.inner.size; ++inner) {
                const Dependent leaf{DependentKind::leaf, id, outer * reduction.inner.size + inner};
                if (!add(leaves_, reduction.term, leaf_registers(reduction, outer, inner), leaf)) return;
            }
        }
    }

    void add_rates(std::uint32_t id) {
        const RateFamily& family = build_.model.rates[id];
        if (family.shared.exists() && !add(others_, family.shared, Registers{}, {DependentKind::shared, id, 0})) return;
        for (std::uint32_t m = 0; m < family.shape.size; ++m) {
            if (!add(others_, family.member, registers_of(family.shape, m), {DependentKind::member, id, m})) return;
            if (!family.reads_own || !family.activity) continue;
            const Slot items = build_.model.activities[*family.activity].count + m;  // they come and go
            others_.add({items}, {DependentKind::member, id, m});
        }
    }

    void add_watches(std::uint32_t id) {
        const WatchGroup& group = build_.model.watches[id];
        for (std::uint32_t m = 0; m < group.shape.size; ++m) {
            if (!add(others_, group.program, registers_of(group.shape, m), {DependentKind::watch, id, m})) return;
        }
    }

    static Registers registers_of(const Shape& shape, std::uint32_t member) {
        Registers x{};
        set_member(shape, member, x.data());
        return x;
    }

    // False, with an error, once there is no room for more.
    bool add(GraphBuilder& graph, const Program& program, const Registers& x, const Dependent& dependent) {
        if (graph.add(tracer_.trace(program, x), dependent) && !tracer_.exhausted()) return true;
        full_ = true;
        build_.diagnostics.error(DiagnosticCode::E612, build_.model.code_spans[program.begin],
                                 "what this reads for all members together is more than can be followed",
                                 "sums of counts, and of levels that do not relax by themselves, cost one step a change");
        return false;
    }

    Build& build_;
    ReadTracer tracer_;
    GraphBuilder leaves_;
    GraphBuilder others_;
    bool full_ = false;
};

}  // namespace

void build_dependencies(Build& build) {
    DependencyBuilder(build).run();
    Model& model = build.model;
    model.slot_states.assign(model.memory.size(), kNoState);
    for (std::uint32_t s = 0; s < model.states.size(); ++s) {
        const ModelState& state = model.states[s];
        std::fill_n(model.slot_states.begin() + state.first, state.shape.size, s);
    }
}

}  // namespace strife
