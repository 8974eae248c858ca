// Sums, minima or maxima of a list that grows and shrinks: a tree of partial results over it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/model.h"

namespace strife {

// Nodes have kTreeArity children, and each is computed anew from them when one changes: the result depends on the values and
// their order alone, never on what happened before. Every change costs O(log n).
class GrowingTree {
  public:
    explicit GrowingTree(ReduceOp op = ReduceOp::sum) : op_(op) {}

    void clear();
    void reserve(std::size_t n);
    void push(double value);
    void set(std::uint32_t i, double value);
    // The last value takes the place of the removed one.
    void remove(std::uint32_t i);
    // Another list.
    void assign(std::span<const double> values);

    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(levels_[0].size()); }
    [[nodiscard]] double value(std::uint32_t i) const { return levels_[0][i]; }
    // Of the whole list; of an empty one 0, or infinity for a minimum, -infinity for a maximum.
    [[nodiscard]] double result() const;
    // The place in which `u`, from [0, result()), falls; one with a value of 0 is never chosen. For sums of values of at least 0,
    // one of them above it.
    [[nodiscard]] std::uint32_t find(double u) const;

  private:
    [[nodiscard]] double node(std::size_t level, std::size_t i) const;
    void fit();
    void renew(std::uint32_t i);

    ReduceOp op_;
    std::vector<std::vector<double>> levels_ = std::vector<std::vector<double>>(1);  // the list, then its partial results
    std::size_t height_ = 1;                                                         // levels in use; the last has one node
};

}  // namespace strife
