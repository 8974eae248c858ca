// Comparisons that have no meaning where numbers of people are real numbers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "base/source.h"
#include "model/model.h"

namespace strife {

// Where rates, conditions and bodies ask whether something is equal to (or not) what changes with the state: at no time but by
// chance does a real number equal another. Values are followed through programs and sums, from the first instruction to the last
// without regard to jumps.
class EqualityCheck {
  public:
    explicit EqualityCheck(const Model& model);
    // The first such comparison of a program.
    [[nodiscard]] std::optional<SourceSpan> find(const Program& program) const;

  private:
    // Whether its value changes with the state; `compared` gets the first comparison of such a value, if it is asked for.
    bool follow(const Program& program, std::optional<SourceSpan>* compared) const;

    const Model& model_;
    std::vector<bool> changes_;  // [memory]
};

}  // namespace strife
