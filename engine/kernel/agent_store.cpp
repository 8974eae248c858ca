// SPDX-License-Identifier: Apache-2.0
#include "kernel/agent_store.h"

#include <algorithm>

#include "base/contracts.h"
#include "model/agent_handle.h"

namespace strife {

void AgentStore::reset(const ModelAgents& kind) {
    kind_ = &kind;
    stride_ = 1 + kind.fields.size();
    rows_.clear();
    free_.clear();
    groups_.resize(kind.groupings.size());
    for (std::size_t g = 0; g < groups_.size(); ++g) {
        groups_[g].lists.resize(kind.groupings[g].n_groups);
        for (auto& list : groups_[g].lists) list.clear();
        groups_[g].positions.clear();
    }
}

void AgentStore::reserve(std::size_t n) {
    rows_.reserve(n * stride_);
    groups_[0].lists[0].reserve(n);
    for (std::size_t g = 1; g < groups_.size(); ++g) groups_[g].positions.reserve(n);
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

void AgentStore::set_position(std::uint32_t grouping, std::uint32_t slot, std::uint32_t position) {
    if (grouping == 0) {
        set_head(slot, {head(slot).generation, position});
    } else {
        groups_[grouping].positions[slot] = position;
    }
}

void AgentStore::enter_group(std::uint32_t grouping, std::uint32_t slot) {
    const std::uint32_t number = group(grouping, slot);
    if (number == kNoGroup) return;
    std::vector<std::uint32_t>& list = groups_[grouping].lists[number];
    set_position(grouping, slot, static_cast<std::uint32_t>(list.size()));
    list.push_back(slot);
}

void AgentStore::leave_group(std::uint32_t grouping, std::uint32_t slot) {
    const std::uint32_t number = group(grouping, slot);
    if (number == kNoGroup) return;
    std::vector<std::uint32_t>& list = groups_[grouping].lists[number];
    const std::uint32_t at = position(grouping, slot);
    list[at] = list.back();
    set_position(grouping, list[at], at);
    list.pop_back();
}

std::uint32_t AgentStore::add(std::span<const double> fields) {
    STRIFE_EXPECT(fields.size() + 1 == stride_);
    std::uint32_t slot = 0;
    if (free_.empty()) {
        slot = static_cast<std::uint32_t>(rows_.size() / stride_);
        rows_.push_back(std::bit_cast<double>(Head{}));
        rows_.insert(rows_.end(), fields.begin(), fields.end());
        for (std::size_t g = 1; g < groups_.size(); ++g) groups_[g].positions.push_back(kGone);
    } else {
        slot = free_.back();
        free_.pop_back();
        std::copy(fields.begin(), fields.end(), rows_.begin() + static_cast<std::ptrdiff_t>(slot * stride_ + 1));
    }
    const std::uint32_t generation = head(slot).generation + 1;
    set_head(slot, {generation == kAgentGenerations ? 1 : generation, kGone});
    for (std::uint32_t g = 0; g < groups_.size(); ++g) enter_group(g, slot);
    return slot;
}

void AgentStore::remove(std::uint32_t slot) {
    for (std::uint32_t g = 0; g < groups_.size(); ++g) leave_group(g, slot);
    set_position(0, slot, kGone);
    free_.push_back(slot);
}

double AgentStore::handle(std::uint32_t slot) const {
    return agent_handle(slot, head(slot).generation);
}

bool AgentStore::find(double handle, std::uint32_t& slot) const {
    slot = agent_slot(handle);
    if (std::size_t{slot} * stride_ >= rows_.size()) return false;
    const Head found = head(slot);
    return found.generation == agent_generation(handle) && found.position != kGone;
}

}  // namespace strife
