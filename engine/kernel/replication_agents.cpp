// Agents: how they come, change and go, the sums over them kept up on the way, and draws among them.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "base/numbers.h"
#include "kernel/body_effects.h"
#include "model/agent_handle.h"

namespace strife {

std::string Replication::body_name(const Body& body, std::uint32_t member) const {
    const Model& model = prepared_->model;
    if (body.agent == kNoSlot) return model.member_name(body.name, body.shape, member);
    return fmt::format("{}[{}]", body.name, model.agent_name(body.agents, memory_[body.agent]));
}

void Replication::reset_agents() {
    const Model& model = prepared_->model;
    agents_.resize(model.agents.size());
    for (std::size_t k = 0; k < agents_.size(); ++k) agents_[k].reset(model.agents[k]);
    agent_sums_.resize(model.agent_sums.size());
    for (std::size_t s = 0; s < agent_sums_.size(); ++s) {
        const AgentSum& sum = model.agent_sums[s];
        AgentSumState& state = agent_sums_[s];
        const std::size_t n_groups = model.agents[sum.agents].groupings[sum.grouping].n_groups;
        state.trees.resize(sum.has_trees() ? n_groups : 0, GrowingTree(sum.op));
        for (GrowingTree& tree : state.trees) tree.clear();
        state.faulty.assign(n_groups, 0);
        state.is_stale = false;
    }
    stale_agent_sums_.clear();
}

// Each entry of `initial` has streams of its own, and each agent of it a firing of them.
void Replication::make_initial_agents() {
    const Model& model = prepared_->model;
    for (std::uint32_t k = 0; k < model.agents.size(); ++k) {
        const ModelAgents& kind = model.agents[k];
        for (std::size_t e = 0; e < kind.initial.size(); ++e) {
            const AgentInitial& initial = kind.initial[e];
            const auto refuse = [&](const std::string& why) { fail(why, "the initial agents of " + kind.name, initial.span); };
            DrawEffects effects(model, *prepared_, index_, hash_name(fmt::format("{}.initial.{}", kind.name, e)),
                                StreamPurpose::initial, 0);
            Frame frame = frame_at(0.0, Shape{}, 0);
            interpret(model, initial.number, frame, effects);
            if (!effects.fault().empty()) refuse(effects.fault());
            const double number = memory_[initial.number.result];
            if (!(number >= 0.0) || number != std::floor(number)) {
                refuse(fmt::format("the number of agents is {}, where a whole number of at least 0 is needed",
                                   format_number(number)));
            }
            if (number + agents_[k].size() > kMaxAgents) refuse(fmt::format("more than {} agents", kMaxAgents));
            agents_[k].reserve(agents_[k].size() + static_cast<std::size_t>(number));
            for (std::uint32_t i = 0; i < number; ++i) {
                effects.set_firing(i + 1);
                frame = frame_at(0.0, Shape{}, 0);
                interpret(model, initial.fields, frame, effects);
                if (!effects.fault().empty()) refuse(effects.fault());
                const std::span<const double> fields(memory_.data() + initial.fields.result, kind.fields.size());
                for (std::size_t f = 0; f < fields.size(); ++f) {
                    if (!std::isfinite(fields[f])) {
                        refuse(fmt::format("the initial '{}' is {}", kind.fields[f].name, format_number(fields[f])));
                    }
                }
                spawn_agent(k, fields);
            }
        }
    }
    refresh_reductions();
}

double Replication::agent_term(const AgentSum& sum, std::uint32_t slot) {
    if (sum.alike) return 1.0;
    Frame frame = frame_at(now_, Shape{}, 0);
    frame.own = agents_[sum.agents].fields(slot);
    return evaluate(prepared_->model, sum.term, frame);
}

void Replication::note_faulty(std::uint32_t sum, std::uint32_t group, double old_term, double new_term) {
    const bool was = !is_weight(old_term);
    const bool is = !is_weight(new_term);
    if (was == is) return;
    agent_sums_[sum].faulty[group] += is ? 1U : -1U;
    mark_dirty(prepared_->model.agent_sums[sum].first + group);
}

void Replication::set_agent_result(std::uint32_t sum, std::uint32_t group) {
    const Slot slot = prepared_->model.agent_sums[sum].first + group;
    const double result = agent_sums_[sum].trees[group].result();
    if (memory_[slot] == result) return;
    memory_[slot] = result;
    mark_dirty(slot);
}

// The agent has just entered its group, at the end.
void Replication::add_to_agent_sum(std::uint32_t id, std::uint32_t slot) {
    const AgentSum& sum = prepared_->model.agent_sums[id];
    const std::uint32_t group = agents_[sum.agents].group(sum.grouping, slot);
    if (group == AgentStore::kNoGroup) return;
    const double term = agent_term(sum, slot);
    if (sum.has_trees()) {
        agent_sums_[id].trees[group].push(term);
        note_faulty(id, group, 0.0, term);
        set_agent_result(id, group);
    } else if (term != 0.0) {
        memory_[sum.first + group] += term;
        mark_dirty(sum.first + group);
    }
}

// The agent is about to leave its group.
void Replication::take_from_agent_sum(std::uint32_t id, std::uint32_t slot) {
    const AgentSum& sum = prepared_->model.agent_sums[id];
    const AgentStore& agents = agents_[sum.agents];
    const std::uint32_t group = agents.group(sum.grouping, slot);
    if (group == AgentStore::kNoGroup) return;
    if (sum.has_trees()) {
        GrowingTree& tree = agent_sums_[id].trees[group];
        const std::uint32_t position = agents.position(sum.grouping, slot);
        note_faulty(id, group, tree.value(position), 0.0);
        tree.remove(position);
        set_agent_result(id, group);
    } else if (const double term = agent_term(sum, slot); term != 0.0) {
        memory_[sum.first + group] -= term;
        mark_dirty(sum.first + group);
    }
}

// An attribute that the terms read has changed; without trees `old_term` is what the agent added before.
void Replication::update_agent_sum(std::uint32_t id, std::uint32_t slot, double old_term) {
    const AgentSum& sum = prepared_->model.agent_sums[id];
    const AgentStore& agents = agents_[sum.agents];
    const std::uint32_t group = agents.group(sum.grouping, slot);
    if (group == AgentStore::kNoGroup) return;
    const double term = agent_term(sum, slot);
    if (sum.has_trees()) {
        GrowingTree& tree = agent_sums_[id].trees[group];
        const std::uint32_t position = agents.position(sum.grouping, slot);
        const double before = tree.value(position);
        if (before == term) return;
        tree.set(position, term);
        note_faulty(id, group, before, term);
        set_agent_result(id, group);
    } else if (term != old_term) {
        memory_[sum.first + group] += term - old_term;
        mark_dirty(sum.first + group);
    }
}

// All terms anew, because something else that they read has changed.
void Replication::renew_agent_sum(std::uint32_t id) {
    const AgentSum& sum = prepared_->model.agent_sums[id];
    AgentSumState& state = agent_sums_[id];
    for (std::uint32_t group = 0; group < state.faulty.size(); ++group) {
        terms_.clear();
        for (const std::uint32_t slot : agents_[sum.agents].list(sum.grouping, group)) terms_.push_back(agent_term(sum, slot));
        const auto faulty =
            static_cast<std::uint32_t>(std::count_if(terms_.begin(), terms_.end(), [](double term) { return !is_weight(term); }));
        const Slot slot = sum.first + group;
        if (std::exchange(state.faulty[group], faulty) != faulty) mark_dirty(slot);
        if (sum.has_trees()) {
            state.trees[group].assign(terms_);
            set_agent_result(id, group);
            continue;
        }
        double total = 0.0;
        for (const double term : terms_) total += term;
        if (memory_[slot] == total) continue;
        memory_[slot] = total;
        mark_dirty(slot);
    }
}

void Replication::renew_all_agent_sums() {
    for (std::uint32_t s = 0; s < agent_sums_.size(); ++s) renew_agent_sum(s);
}

// Whether there were any.
bool Replication::renew_stale_agent_sums() {
    if (stale_agent_sums_.empty()) return false;
    while (!stale_agent_sums_.empty()) {
        const std::uint32_t sum = stale_agent_sums_.back();
        stale_agent_sums_.pop_back();
        agent_sums_[sum].is_stale = false;
        renew_agent_sum(sum);
    }
    return true;
}

std::uint32_t Replication::spawn_agent(std::uint32_t kind, std::span<const double> fields) {
    const std::uint32_t slot = agents_[kind].add(fields);
    for (const std::uint32_t sum : prepared_->model.agents[kind].sums) add_to_agent_sum(sum, slot);
    return slot;
}

void Replication::remove_agent(std::uint32_t kind, std::uint32_t slot) {
    for (const std::uint32_t sum : prepared_->model.agents[kind].sums) take_from_agent_sum(sum, slot);
    agents_[kind].remove(slot);
}

void Replication::set_agent_field(std::uint32_t kind_id, std::uint32_t slot, std::uint32_t field, double value) {
    const Model& model = prepared_->model;
    const ModelAgents& kind = model.agents[kind_id];
    AgentStore& agents = agents_[kind_id];
    std::uint32_t grouping = 0;  // by this attribute, if there is one
    for (std::uint32_t g = 1; g < kind.groupings.size(); ++g) {
        if (kind.groupings[g].field == field) grouping = g;
    }
    const auto moves = [&](std::uint32_t sum) { return grouping != 0 && model.agent_sums[sum].grouping == grouping; };
    // Terms before the change, of sums whose result moves by differences.
    const std::size_t first_term = terms_.size();
    for (const std::uint32_t sum : kind.readers[field]) {
        const bool needed = !moves(sum) && !model.agent_sums[sum].has_trees();
        terms_.push_back(needed ? agent_term(model.agent_sums[sum], slot) : 0.0);
    }
    if (grouping == 0) {
        agents.set_field(slot, field, value);
    } else {
        for (const std::uint32_t sum : kind.sums) {
            if (moves(sum)) take_from_agent_sum(sum, slot);
        }
        agents.leave_group(grouping, slot);
        agents.set_field(slot, field, value);
        agents.enter_group(grouping, slot);
        for (const std::uint32_t sum : kind.sums) {
            if (moves(sum)) add_to_agent_sum(sum, slot);
        }
    }
    for (std::size_t i = 0; i < kind.readers[field].size(); ++i) {
        if (!moves(kind.readers[field][i])) update_agent_sum(kind.readers[field][i], slot, terms_[first_term + i]);
    }
    terms_.resize(first_term);
}

// One of a group that has a weight above 0.
double Replication::draw_agent(std::uint32_t id, std::uint32_t group, DrawStream& stream) const {
    const AgentSum& sum = prepared_->model.agent_sums[id];
    const AgentStore& agents = agents_[sum.agents];
    const std::vector<std::uint32_t>& list = agents.list(sum.grouping, group);
    if (!sum.alike) {
        const GrowingTree& tree = agent_sums_[id].trees[group];
        return agents.handle(list[tree.find(uniform_open(stream) * tree.result())]);
    }
    const auto n = static_cast<double>(list.size());
    return agents.handle(list[static_cast<std::size_t>(std::min(n - 1.0, std::floor(uniform_open(stream) * n)))]);
}

// The agent that fires, in proportion to the hazards.
double Replication::choose_agent(const RateFamily& family) {
    const std::uint32_t instance = prepared_->model.bodies[family.body].first_instance;
    DrawStream stream(derive_key(prepared_->seed, prepared_->instance_hashes[instance], StreamPurpose::selection),
                      firings_[instance], index_);
    return draw_agent(family.agents.value_or(0), 0, stream);
}

// The agent's hazard beside that of all agents.
double Replication::share_of_agent(const RateFamily& family, double handle) {
    const AgentSum& sum = prepared_->model.agent_sums[family.agents.value_or(0)];
    return agent_term(sum, agent_slot(handle)) / memory_[sum.first];
}

std::string Replication::explain_agent_hazard(const RateFamily& family, double shared) {
    const Model& model = prepared_->model;
    const AgentSum& sum = model.agent_sums[family.agents.value_or(0)];
    const AgentStore& agents = agents_[sum.agents];
    for (const std::uint32_t slot : agents.list(0, 0)) {
        const double hazard = shared * agent_term(sum, slot);
        if (is_weight(hazard)) continue;
        const char* reason = std::isnan(hazard) ? "undefined (NaN: 0/0 or the like)" : hazard < 0.0 ? "negative" : "infinite";
        return fmt::format("the rate of '{}' is {}{}", model.agent_name(sum.agents, agents.handle(slot)), reason,
                           std::isfinite(hazard) ? fmt::format(": {} per day", format_number(hazard)) : std::string());
    }
    return "the rate of an agent is negative, infinite or undefined";
}

}  // namespace strife
