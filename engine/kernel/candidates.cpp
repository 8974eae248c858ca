// SPDX-License-Identifier: Apache-2.0
#include "kernel/candidates.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/contracts.h"
#include "model/model.h"
#include "random/laws.h"

namespace strife {
namespace {
constexpr std::size_t kMaxLevels = 12;  // 8^11 leaves are more than there can be
}

void Candidates::clear() {
    candidates_.clear();
    weights_.clear();
    total_ = 0.0;
}

void Candidates::add(std::uint32_t candidate, double weight) {
    candidates_.push_back(candidate);
    weights_.push_back(weight);
    total_ += weight;
}

std::uint32_t Candidates::draw(DrawStream& stream) const {
    STRIFE_EXPECT(any());
    return candidates_[static_cast<std::size_t>(sample_discrete(stream, weights_))];
}

void Candidates::scatter(double number, DrawStream& stream) {
    shares_.assign(candidates_.size(), 0.0);
    next_share_ = 0;
    if (number == 0.0) return;
    STRIFE_EXPECT(any());
    // Sums from the end, so that the last candidate with a weight takes all that is left, exactly.
    std::vector<double> rest(weights_.size() + 1, 0.0);
    for (std::size_t i = weights_.size(); i-- > 0;) rest[i] = rest[i + 1] + weights_[i];
    for (std::size_t i = 0; i < weights_.size() && number > 0.0; ++i) {
        if (weights_[i] == 0.0) continue;
        const double share = rest[i + 1] == 0.0 ? number : sample_binomial(stream, number, std::min(1.0, weights_[i] / rest[i]));
        shares_[i] = share;
        number -= share;
    }
}

double Candidates::take(std::uint32_t candidate) {
    if (next_share_ == candidates_.size() || candidates_[next_share_] != candidate) return 0.0;
    return shares_[next_share_++];
}

void Candidates::shuffle(std::uint32_t list, DrawStream& stream) {
    if (list >= lists_.size()) lists_.resize(list + std::size_t{1});
    List& kept = lists_[list];
    kept.next = 0;
    kept.entries = candidates_;
    for (std::size_t left = kept.entries.size(); left > 1; --left) {
        const auto n = static_cast<double>(left);
        const auto chosen = static_cast<std::size_t>(std::min(n - 1.0, std::floor(uniform_open(stream) * n)));
        std::swap(kept.entries[left - 1], kept.entries[chosen]);
    }
}

bool Candidates::next(std::uint32_t list, std::uint32_t& candidate) {
    List& kept = lists_[list];
    if (kept.next == kept.entries.size()) return false;
    candidate = kept.entries[kept.next++];
    return true;
}

std::uint32_t find_leaf(std::span<const double> tree, std::uint32_t n, double u) {
    std::array<std::uint32_t, kMaxLevels> starts{};
    std::array<std::uint32_t, kMaxLevels> sizes{};
    std::size_t top = 0;
    sizes[0] = n;
    while (sizes[top] > 1) {
        starts[top + 1] = starts[top] + sizes[top];
        sizes[top + 1] = (sizes[top] + kTreeArity - 1) / kTreeArity;
        ++top;
    }
    std::uint32_t node = 0;
    for (std::size_t level = top; level-- > 0;) {
        const std::uint32_t begin = node * kTreeArity;
        const std::uint32_t end = std::min(begin + kTreeArity, sizes[level]);
        std::uint32_t chosen = begin;
        for (std::uint32_t child = begin; child < end; ++child) {
            const double weight = tree[starts[level] + child];
            if (!(weight > 0.0)) continue;
            chosen = child;  // the last with a weight, where rounding carries u past all
            if (u < weight) break;
            u -= weight;
        }
        node = chosen;
    }
    return node;
}

}  // namespace strife
