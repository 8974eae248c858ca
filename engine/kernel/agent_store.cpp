// SPDX-License-Identifier: Apache-2.0
#include "kernel/agent_store.h"

#include <algorithm>

#include "base/contracts.h"
#include "model/agent_handle.h"

namespace strife {

void AgentStore::reset(const ModelAgents& kind) {
    kind_ = &kind;
    n_fields_ = kind.fields.size();
    fields_.clear();
    generations_.clear();
    free_.clear();
    groups_.resize(kind.groupings.size());
    for (std::size_t g = 0; g < groups_.size(); ++g) {
        groups_[g].lists.resize(kind.groupings[g].n_groups);
        for (auto& list : groups_[g].lists) list.clear();
        groups_[g].positions.clear();
    }
}

void AgentStore::reserve(std::size_t n) {
    fields_.reserve(n * n_fields_);
    generations_.reserve(n);
    groups_[0].lists[0].reserve(n);
    for (Groups& groups : groups_) groups.positions.reserve(n);
}

std::uint32_t AgentStore::group_of_member(std::uint32_t grouping, double member) const {
    if (grouping == 0) return 0;
    std::uint32_t first = 0;
    for (const AgentGrouping::Range& range : kind_->groupings[grouping].ranges) {
        const double position = member - range.first_member;
        if (position >= 0.0 && position < range.size) return first + static_cast<std::uint32_t>(position);
        first += range.size;
    }
    return kNoGroup;
}

std::uint32_t AgentStore::group(std::uint32_t grouping, std::uint32_t slot) const {
    if (grouping == 0) return 0;
    return group_of_member(grouping, fields(slot)[kind_->groupings[grouping].field]);
}

void AgentStore::enter_group(std::uint32_t grouping, std::uint32_t slot) {
    const std::uint32_t number = group(grouping, slot);
    if (number == kNoGroup) return;
    std::vector<std::uint32_t>& list = groups_[grouping].lists[number];
    groups_[grouping].positions[slot] = static_cast<std::uint32_t>(list.size());
    list.push_back(slot);
}

void AgentStore::leave_group(std::uint32_t grouping, std::uint32_t slot) {
    const std::uint32_t number = group(grouping, slot);
    if (number == kNoGroup) return;
    Groups& groups = groups_[grouping];
    std::vector<std::uint32_t>& list = groups.lists[number];
    const std::uint32_t position = groups.positions[slot];
    list[position] = list.back();
    groups.positions[list[position]] = position;
    list.pop_back();
}

std::uint32_t AgentStore::add(std::span<const double> fields) {
    STRIFE_EXPECT(fields.size() == n_fields_);
    std::uint32_t slot = 0;
    if (free_.empty()) {
        slot = static_cast<std::uint32_t>(generations_.size());
        generations_.push_back(0);
        fields_.insert(fields_.end(), fields.begin(), fields.end());
        for (Groups& groups : groups_) groups.positions.push_back(kGone);
    } else {
        slot = free_.back();
        free_.pop_back();
        std::copy(fields.begin(), fields.end(), fields_.begin() + static_cast<std::ptrdiff_t>(slot * n_fields_));
    }
    if (++generations_[slot] == kAgentGenerations) generations_[slot] = 1;
    for (std::uint32_t g = 0; g < groups_.size(); ++g) enter_group(g, slot);
    return slot;
}

void AgentStore::remove(std::uint32_t slot) {
    for (std::uint32_t g = 0; g < groups_.size(); ++g) leave_group(g, slot);
    groups_[0].positions[slot] = kGone;
    free_.push_back(slot);
}

double AgentStore::handle(std::uint32_t slot) const {
    return agent_handle(slot, generations_[slot]);
}

bool AgentStore::find(double handle, std::uint32_t& slot) const {
    slot = agent_slot(handle);
    return slot < generations_.size() && generations_[slot] == agent_generation(handle) && groups_[0].positions[slot] != kGone;
}

}  // namespace strife
