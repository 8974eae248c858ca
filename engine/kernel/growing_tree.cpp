// SPDX-License-Identifier: Apache-2.0
#include "kernel/growing_tree.h"

#include <algorithm>
#include <limits>

#include "base/contracts.h"

namespace strife {
namespace {

std::size_t nodes_above(std::size_t n) {
    return (n + kTreeArity - 1) / kTreeArity;
}

}  // namespace

void GrowingTree::clear() {
    for (Level& level : levels_) level.clear();
    height_ = 1;
}

void GrowingTree::reserve(std::size_t n) {
    levels_[0].reserve(n);
}

double GrowingTree::result() const {
    if (levels_[0].empty()) {
        constexpr double kInfinity = std::numeric_limits<double>::infinity();
        return op_ == ReduceOp::sum ? 0.0 : op_ == ReduceOp::minimum ? kInfinity : -kInfinity;
    }
    return levels_[height_ - 1][0];
}

double GrowingTree::node(std::size_t level, std::size_t i) const {
    const Level& below = levels_[level - 1];
    const std::size_t begin = i * kTreeArity;
    const std::size_t end = std::min(begin + kTreeArity, below.size());
    double value = below[begin];
    for (std::size_t c = begin + 1; c < end; ++c) {
        value = op_ == ReduceOp::sum       ? value + below[c]
                : op_ == ReduceOp::minimum ? std::min(value, below[c])
                                           : std::max(value, below[c]);
    }
    return value;
}

// Gives every level as many nodes as the one below needs.
void GrowingTree::fit() {
    std::size_t n = levels_[0].size();
    height_ = 1;
    while (n > 1) {
        n = nodes_above(n);
        if (height_ == levels_.size()) levels_.emplace_back();
        levels_[height_++].resize(n);
    }
    for (std::size_t level = height_; level < levels_.size(); ++level) levels_[level].clear();
}

// Computes the nodes above a place anew, those that are left of them.
void GrowingTree::renew(std::uint32_t i) {
    std::size_t at = i;
    for (std::size_t level = 1; level < height_; ++level) {
        at /= kTreeArity;
        if (at < levels_[level].size()) levels_[level][at] = node(level, at);
    }
}

void GrowingTree::push(double value) {
    levels_[0].push_back(value);
    fit();
    renew(size() - 1);
}

void GrowingTree::set(std::uint32_t i, double value) {
    levels_[0][i] = value;
    renew(i);
}

void GrowingTree::remove(std::uint32_t i) {
    const std::uint32_t last = size() - 1;
    levels_[0][i] = levels_[0][last];
    levels_[0].pop_back();
    fit();
    renew(last);
    if (i != last) renew(i);
}

void GrowingTree::assign(std::span<const double> values) {
    levels_[0].assign(values.begin(), values.end());
    fit();
    for (std::size_t level = 1; level < height_; ++level) {
        for (std::size_t i = 0; i < levels_[level].size(); ++i) levels_[level][i] = node(level, i);
    }
}

std::uint32_t GrowingTree::find(double u) const {
    STRIFE_EXPECT(op_ == ReduceOp::sum && result() > 0.0);
    std::size_t at = 0;
    for (std::size_t level = height_ - 1; level-- > 0;) {
        const Level& values = levels_[level];
        const std::size_t begin = at * kTreeArity;
        const std::size_t end = std::min(begin + kTreeArity, values.size());
        std::size_t chosen = begin;
        double inside = u;  // where in the chosen child
        for (std::size_t child = begin; child < end; ++child) {
            if (!(values[child] > 0.0)) continue;
            chosen = child;  // the last with a weight, where rounding carries u past all
            inside = u;
            if (u < values[child]) break;
            u -= values[child];
        }
        at = chosen;
        u = inside;
    }
    return static_cast<std::uint32_t>(at);
}

}  // namespace strife
