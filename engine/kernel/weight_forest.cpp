// SPDX-License-Identifier: Apache-2.0
#include "kernel/weight_forest.h"

#include <algorithm>

#include "base/contracts.h"

namespace strife {

WeightForest::WeightForest(const std::vector<std::uint32_t>& sizes, const std::vector<std::uint32_t>& arities) {
    std::uint32_t next = 0;
    for (std::size_t f = 0; f < sizes.size(); ++f) {
        Tree tree;
        tree.arity = std::max<std::uint32_t>(2, std::min(arities[f], std::max<std::uint32_t>(sizes[f], 2)));
        std::uint32_t n = sizes[f];
        for (;;) {
            tree.levels.push_back(next);
            tree.sizes.push_back(n);
            next += n;
            if (n <= 1) break;
            n = (n + tree.arity - 1) / tree.arity;
        }
        tree.root = tree.levels.back();
        trees_.push_back(std::move(tree));
    }
    values_.assign(next, 0.0);
}

void WeightForest::clear() {
    std::fill(values_.begin(), values_.end(), 0.0);
}

void WeightForest::set(std::uint32_t family, std::uint32_t member, double weight) {
    const Tree& tree = trees_[family];
    double* values = values_.data();
    if (values[tree.levels[0] + member] == weight) return;
    values[tree.levels[0] + member] = weight;
    std::uint32_t i = member;
    for (std::size_t level = 1; level < tree.levels.size(); ++level) {
        i /= tree.arity;
        const std::uint32_t first = i * tree.arity;
        const std::uint32_t end = std::min(first + tree.arity, tree.sizes[level - 1]);
        const double* children = values + tree.levels[level - 1];
        double sum = 0.0;
        for (std::uint32_t c = first; c < end; ++c) sum += children[c];
        values[tree.levels[level] + i] = sum;
    }
}

std::uint32_t WeightForest::find(std::uint32_t family, double u) const {
    const Tree& tree = trees_[family];
    STRIFE_EXPECT(values_[tree.root] > 0.0);
    std::uint32_t i = 0;
    for (std::size_t level = tree.levels.size() - 1; level-- > 0;) {
        const std::uint32_t first = i * tree.arity;
        const std::uint32_t end = std::min(first + tree.arity, tree.sizes[level]);
        const double* children = values_.data() + tree.levels[level];
        std::uint32_t chosen = end;
        for (std::uint32_t c = first; c < end; ++c) {
            if (children[c] <= 0.0) continue;
            chosen = c;  // by rounding u may lie beyond the last one: then the last with a weight is it
            if (u < children[c]) break;
            u -= children[c];
        }
        i = chosen;
    }
    return i;
}

}  // namespace strife
