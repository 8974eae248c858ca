// The agents of one kind: their attributes, which of them there are, and the groups they are in.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "model/model.h"

namespace strife {

// Agents lie in places that are used again once they are gone; a handle tells one agent in a place from the next. Nothing is
// allocated for a single agent: with one attribute it takes 20 bytes, and 8 more for each further grouping.
class AgentStore {
  public:
    // Without agents, in the groupings of `kind`, which must outlive the store.
    void reset(const ModelAgents& kind);
    void reserve(std::size_t n);
    // From now on the groupings are those of another kind, which must be the same.
    void follow_model(const ModelAgents& kind) { kind_ = &kind; }

    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(list(0, 0).size()); }
    // The new agent's place; it is the last of the groups it is in.
    std::uint32_t add(std::span<const double> fields);
    void remove(std::uint32_t slot);

    // In a row, as the fields of the kind are.
    [[nodiscard]] const double* fields(std::uint32_t slot) const { return rows_.data() + std::size_t{slot} * stride_ + 1; }
    // Must not change a field that a grouping is by: see the next.
    void set_field(std::uint32_t slot, std::uint32_t field, double value) {
        rows_[std::size_t{slot} * stride_ + 1 + field] = value;
    }
    // Leaves the agent's group, if it is in one: the last of it takes its place.
    void leave_group(std::uint32_t grouping, std::uint32_t slot);
    // Enters the group that the agent's attribute says, as its last.
    void enter_group(std::uint32_t grouping, std::uint32_t slot);

    // Groups by a grouping of the kind; grouping 0 has one group, of all.
    [[nodiscard]] const std::vector<std::uint32_t>& list(std::uint32_t grouping, std::uint32_t group) const {
        return groups_[grouping].lists[group];
    }
    static constexpr std::uint32_t kNoGroup = 0xFFFFFFFFU;
    // The group of a member, kNoGroup if it has none; for grouping 0 always 0.
    [[nodiscard]] std::uint32_t group_of_member(std::uint32_t grouping, double member) const;
    [[nodiscard]] std::uint32_t group(std::uint32_t grouping, std::uint32_t slot) const;
    // Where in its group's list the agent stands.
    [[nodiscard]] std::uint32_t position(std::uint32_t grouping, std::uint32_t slot) const {
        return grouping == 0 ? head(slot).position : groups_[grouping].positions[slot];
    }

    [[nodiscard]] double handle(std::uint32_t slot) const;
    // Whether the agent is still there, and its place.
    [[nodiscard]] bool find(double handle, std::uint32_t& slot) const;

    template <class Archive>
    void archive(Archive& a) {
        a(rows_, free_);
        for (Groups& groups : groups_) {
            a.nested(groups.lists);
            a(groups.positions);
        }
    }

  private:
    struct Groups {
        std::vector<std::vector<std::uint32_t>> lists;  // [groups] places
        std::vector<std::uint32_t> positions;           // [places] in the list of its group; of grouping 0 in the heads
    };
    static constexpr std::uint32_t kGone = 0xFFFFFFFFU;  // as position in grouping 0
    // Lies before the fields in the row of its place, so that a look at an agent is one look at the memory.
    struct Head {
        std::uint32_t generation = 0;  // how often the place was taken
        std::uint32_t position = kGone;
    };
    [[nodiscard]] Head head(std::uint32_t slot) const { return std::bit_cast<Head>(rows_[std::size_t{slot} * stride_]); }
    void set_head(std::uint32_t slot, Head head) { rows_[std::size_t{slot} * stride_] = std::bit_cast<double>(head); }
    void set_position(std::uint32_t grouping, std::uint32_t slot, std::uint32_t position);

    const ModelAgents* kind_ = nullptr;
    std::size_t stride_ = 1;    // of a row: the head and the fields
    std::vector<double> rows_;  // [places x stride]
    std::vector<std::uint32_t> free_;
    std::vector<Groups> groups_;  // [groupings]
};

}  // namespace strife
