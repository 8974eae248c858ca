// Sums, minima or maxima of a list that grows and shrinks: a tree of partial results over it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <vector>

#include "model/model.h"

namespace strife {

// Gives memory at the begin of a cache line, so that the children of a node lie in one.
template <class T>
struct LineAllocator {
    using value_type = T;
    static constexpr std::align_val_t kLine{64};

    LineAllocator() = default;
    template <class U>
    explicit LineAllocator(const LineAllocator<U>&) {}
    T* allocate(std::size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), kLine)); }
    void deallocate(T* place, std::size_t) { ::operator delete(place, kLine); }
    bool operator==(const LineAllocator&) const = default;
};

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
    using Level = std::vector<double, LineAllocator<double>>;
    std::vector<Level> levels_ = std::vector<Level>(1);  // the list, then its partial results
    std::size_t height_ = 1;                             // levels in use; the last has one node
};

}  // namespace strife
