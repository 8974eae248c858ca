// Weighted choice among the members of many families: trees of partial sums that depend on the current weights alone.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace strife {

// One tree a family over one array. Every node is the sum of its children in order, recomputed from them when one changes, so no
// rounding error builds up, and equal weights give equal sums whatever happened before. With an arity of the family's size the
// tree is a plain scan; with 8 a node is one cache line, and cost grows with the logarithm of the size to the base 8.
class WeightForest {
  public:
    static constexpr std::uint32_t kTreeArityOfChoice = 8;
    static constexpr std::uint32_t kScan = 0xFFFFFFFFU;  // as arity: one level

    WeightForest() = default;
    // Families of `sizes` members each; `arities` one for each.
    WeightForest(const std::vector<std::uint32_t>& sizes, const std::vector<std::uint32_t>& arities);

    void clear();  // all weights 0
    void set(std::uint32_t family, std::uint32_t member, double weight);
    [[nodiscard]] double weight(std::uint32_t family, std::uint32_t member) const {
        return values_[trees_[family].levels[0] + member];
    }
    [[nodiscard]] double total(std::uint32_t family) const { return values_[trees_[family].root]; }
    // The member in which `u`, from [0, total), falls; one with weight 0 is never chosen. The total must be positive.
    [[nodiscard]] std::uint32_t find(std::uint32_t family, double u) const;

    template <class Archive>
    void archive(Archive& a) {
        a(values_);
    }

  private:
    struct Tree {
        std::vector<std::uint32_t> levels;  // first value of each level, leaves first
        std::vector<std::uint32_t> sizes;   // values of each level
        std::uint32_t arity = 8;
        std::uint32_t root = 0;
    };
    std::vector<Tree> trees_;
    std::vector<double> values_;
};

}  // namespace strife
