// What bodies do to agents: read and change them, let them come and go, run over them and draw among them.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "base/numbers.h"
#include "kernel/body_effects.h"

namespace strife {

std::uint32_t Replication::find_agent(const Instruction& i, double handle, const char* doing) const {
    std::uint32_t slot = 0;
    if (agents_[i.r].find(handle, slot)) return slot;
    fail_at(&i, fmt::format("'{}' is gone: it cannot be {}", prepared_->model.agent_name(i.r, handle), doing));
}

void Replication::store_agent_field(const Instruction& i, const Frame& f) {
    const double handle = f.m[i.b];
    const std::uint32_t slot = find_agent(i, handle, "changed");
    const double before = agents_[i.r].fields(slot)[i.a];
    const double value = f.m[i.d];
    const double after = i.op == Op::agent_add        ? before + value
                         : i.op == Op::agent_subtract ? before - value
                         : i.op == Op::agent_multiply ? before * value
                                                      : value;
    if (!std::isfinite(after)) {
        fail_at(&i, fmt::format("'{}' of '{}' becomes {}", prepared_->model.agents[i.r].fields[i.a].name,
                                prepared_->model.agent_name(i.r, handle), std::isnan(after) ? "undefined (NaN)" : "infinite"));
    }
    if (after != before) set_agent_field(i.r, slot, i.a, after);
    if (trace_ != nullptr) trace_->changed_agent(i.r, handle, i.a, before, after);
}

void Replication::perform_on_agents(const Instruction& i, Frame& f, std::uint32_t& pc) {
    BodyEffects effects{*this};
    std::uint32_t slot = 0;
    switch (i.op) {
        case Op::agent_load:
            f.m[i.d] = agents_[i.r].fields(find_agent(i, f.m[i.b], "read"))[i.a];
            return;
        case Op::agent_load_maybe:
            f.m[i.d] = agents_[i.r].find(f.m[i.b], slot) ? agents_[i.r].fields(slot)[i.a] : std::nan("");
            return;
        case Op::agent_lives:
            f.m[i.d] = agents_[i.r].find(f.m[i.a], slot) ? 1.0 : 0.0;
            return;
        case Op::agent_spawn: {
            const std::span<const double> fields(f.m + i.b, prepared_->model.agents[i.r].fields.size());
            return effects.spawn(i, f, fields);
        }
        case Op::agent_remove:
            slot = find_agent(i, f.m[i.a], "removed");
            if (trace_ != nullptr) trace_->removed(i.r, f.m[i.a]);
            return remove_agent(i.r, slot);
        case Op::agent_draw:
            f.m[i.d] = effects.draw_agent(i, f.m[i.d]);
            return;
        case Op::agent_each:
            if (f.x[i.r] < agents_[i.a].size()) {
                f.m[i.d] = agents_[i.a].handle(agents_[i.a].list(0, 0)[f.x[i.r]]);
            } else {
                pc = i.b;
            }
            return;
        case Op::agent_at:
            f.m[i.d] = agents_[i.r].handle(agents_[i.r].list(0, 0)[static_cast<std::size_t>(f.m[i.a])]);
            return;
        case Op::agents_list:
            return effects.list_agents(i);
        case Op::agents_shuffle:
            return effects.shuffle_agents(i);
        case Op::agents_next: {
            AgentList& list = agent_lists_[i.a];
            while (list.next < list.handles.size() && !agents_[i.r].find(list.handles[list.next], slot)) ++list.next;
            if (list.next == list.handles.size()) {
                pc = i.b;
            } else {
                f.m[i.d] = list.handles[list.next++];
            }
            return;
        }
        default:
            return store_agent_field(i, f);
    }
}

void Replication::BodyEffects::spawn(const Instruction& i, Frame& f, std::span<const double> fields) const {
    const ModelAgents& kind = r.prepared_->model.agents[i.r];
    for (std::size_t n = 0; n < fields.size(); ++n) {
        if (std::isfinite(fields[n])) continue;
        r.fail_at(&i, fmt::format("'{}' of a new agent of '{}' is {}", kind.fields[n].name, kind.name,
                                  std::isnan(fields[n]) ? "undefined (NaN)" : "infinite"));
    }
    if (r.agents_[i.r].size() == kMaxAgents) r.fail_at(&i, fmt::format("more than {} agents of '{}'", kMaxAgents, kind.name));
    const double handle = r.agents_[i.r].handle(r.spawn_agent(i.r, fields));
    if (r.trace_ != nullptr) r.trace_->spawned(i.r, handle, fields);
    if (i.d != kNoSlot) f.m[i.d] = handle;
}

double Replication::BodyEffects::draw_agent(const Instruction& i, double member) {
    r.refresh_reductions();
    const Model& model = r.prepared_->model;
    const AgentSum& sum = model.agent_sums[i.a];
    const AgentStore& agents = r.agents_[sum.agents];
    const std::uint32_t group = agents.group_of_member(sum.grouping, member);
    const auto refuse = [&] {
        r.fail_at(&i, fmt::format("no agent of '{}' has a weight above 0: none can be drawn", model.agents[sum.agents].name));
    };
    if (group == AgentStore::kNoGroup) refuse();
    if (r.agent_sums_[i.a].faulty[group] > 0) {
        for (const std::uint32_t slot : agents.list(sum.grouping, group)) {
            const double weight = r.agent_term(sum, slot);
            if (is_weight(weight)) continue;
            r.fail_at(&i, fmt::format("the weight of '{}' is {}, where a finite number of at least 0 is needed",
                                      model.agent_name(sum.agents, agents.handle(slot)), format_number(weight)));
        }
    }
    if (!(r.memory_[sum.first + group] > 0.0)) refuse();
    return with_stream(i, [&](DrawStream& stream) { return r.draw_agent(i.a, group, stream); });
}

void Replication::BodyEffects::list_agents(const Instruction& i) const {
    if (i.a >= r.agent_lists_.size()) r.agent_lists_.resize(i.a + std::size_t{1});
    AgentList& list = r.agent_lists_[i.a];
    list.next = 0;
    list.handles.clear();
    for (const std::uint32_t slot : r.agents_[i.r].list(0, 0)) list.handles.push_back(r.agents_[i.r].handle(slot));
}

// Fisher and Yates.
void Replication::BodyEffects::shuffle_agents(const Instruction& i) {
    std::vector<double>& handles = r.agent_lists_[i.a].handles;
    with_stream(i, [&](DrawStream& stream) {
        for (std::size_t left = handles.size(); left > 1; --left) {
            const auto n = static_cast<double>(left);
            const auto chosen = static_cast<std::size_t>(std::min(n - 1.0, std::floor(uniform_open(stream) * n)));
            std::swap(handles[left - 1], handles[chosen]);
        }
        return 0;
    });
}

}  // namespace strife
