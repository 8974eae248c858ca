// Which parts of hazards are negative or undefined: that is a fault only where the other part is not 0.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "model/model.h"

namespace strife {

// A hazard is a product of a part that its family shares and a part of the member. `0 x undefined` is 0, since a hazard is 0
// while its condition is false, and two negative parts make a positive hazard. The clocks therefore get magnitudes, and the signs
// stay here, counted by family, so that a look at them costs O(1).
class HazardSigns {
  public:
    enum class Sign : std::uint8_t { zero, positive, negative, undefined };

    explicit HazardSigns(const Model& model);
    void reset();

    // Notes a new value of a part and gives its magnitude; 0 for one that is not finite.
    double note_shared(std::uint32_t family, double value);
    double note_member(std::uint32_t family, std::uint32_t channel, double value);

    // Whether any part of any family is negative or undefined: else no hazard can be faulty.
    [[nodiscard]] bool suspicious() const { return n_suspicious_ > 0; }
    // Whether some hazard of the family is negative or undefined as a whole.
    [[nodiscard]] bool faulty(std::uint32_t family) const;
    // The sign of one hazard.
    [[nodiscard]] Sign hazard(std::uint32_t family, std::uint32_t channel) const;

    template <class Archive>
    void archive(Archive& a) {
        a(members_, shared_, counts_, n_suspicious_);
    }

  private:
    struct Counts {
        std::uint32_t positive = 0;
        std::uint32_t negative = 0;
        std::uint32_t undefined = 0;
    };
    static Sign sign_of(double value);
    static bool is_suspicious(Sign sign) { return sign == Sign::negative || sign == Sign::undefined; }
    void change(Sign& from, Sign to);
    [[nodiscard]] std::uint32_t& count(std::uint32_t family, Sign sign);

    std::vector<Sign> members_;   // [channels]
    std::vector<Sign> shared_;    // [families]
    std::vector<Counts> counts_;  // [families] of members
    std::uint64_t n_suspicious_ = 0;
};

}  // namespace strife
