// The candidates that a body lists to choose among them: by weight, by how many of a number fall to each, in random order.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "random/philox_stream.h"

namespace strife {

// Working space of one body after another; nothing in it outlives a body.
class Candidates {
  public:
    void clear();
    // `weight` must be finite and at least 0.
    void add(std::uint32_t candidate, double weight);
    // Whether some weight is above 0.
    [[nodiscard]] bool any() const { return total_ > 0.0; }

    // One candidate, drawn in proportion to the weights. Some weight must be above 0.
    [[nodiscard]] std::uint32_t draw(DrawStream& stream) const;
    // Lets each of `number` fall to a candidate, in proportion to the weights: a multinomial draw, made of binomial ones for one
    // candidate after another (Devroye 1986, Non-Uniform Random Variate Generation, XI.1.4). Some weight must be above 0 unless
    // the number is 0.
    void scatter(double number, DrawStream& stream);
    // How many fell to a candidate; asked for in the order in which they were added, 0 for one that was not.
    double take(std::uint32_t candidate);

    // Keeps the candidates in random order as list number `list` (Fisher and Yates).
    void shuffle(std::uint32_t list, DrawStream& stream);
    // The next of a list; false at its end.
    bool next(std::uint32_t list, std::uint32_t& candidate);

  private:
    struct List {
        std::vector<std::uint32_t> entries;
        std::size_t next = 0;
    };
    std::vector<std::uint32_t> candidates_;
    std::vector<double> weights_;
    double total_ = 0.0;
    std::vector<double> shares_;
    std::size_t next_share_ = 0;
    std::vector<List> lists_;
};

// The leaf in which `u`, from [0, total), falls, in a tree of sums with `n` leaves first and kTreeArity children a node; one of
// weight 0 is never chosen. The total must be positive.
std::uint32_t find_leaf(std::span<const double> tree, std::uint32_t n, double u);

}  // namespace strife
