// The agents of one kind: their attributes, which of them there are, and the groups they are in.
// SPDX-License-Identifier: Apache-2.0
#pragma once

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
    [[nodiscard]] const double* fields(std::uint32_t slot) const { return fields_.data() + std::size_t{slot} * n_fields_; }
    // Must not change a field that a grouping is by: see the next.
    void set_field(std::uint32_t slot, std::uint32_t field, double value) {
        fields_[std::size_t{slot} * n_fields_ + field] = value;
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
        return groups_[grouping].positions[slot];
    }

    [[nodiscard]] double handle(std::uint32_t slot) const;
    // Whether the agent is still there, and its place.
    [[nodiscard]] bool find(double handle, std::uint32_t& slot) const;

    template <class Archive>
    void archive(Archive& a) {
        a(fields_, generations_, free_);
        for (Groups& groups : groups_) {
            a.nested(groups.lists);
            a(groups.positions);
        }
    }

  private:
    struct Groups {
        std::vector<std::vector<std::uint32_t>> lists;  // [groups] places
        std::vector<std::uint32_t> positions;           // [places] in the list of its group
    };
    static constexpr std::uint32_t kGone = 0xFFFFFFFFU;  // as position in grouping 0

    const ModelAgents* kind_ = nullptr;
    std::size_t n_fields_ = 0;
    std::vector<double> fields_;              // [places x fields]
    std::vector<std::uint32_t> generations_;  // [places] how often each was taken
    std::vector<std::uint32_t> free_;
    std::vector<Groups> groups_;  // [groupings]
};

}  // namespace strife
