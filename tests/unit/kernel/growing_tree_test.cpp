// Partial results over a list that grows and shrinks: equal to those computed anew, whatever happened before.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "kernel/growing_tree.h"

namespace strife {
namespace {

TEST(GrowingTree, AnEmptyListHasTheNeutralResult) {
    EXPECT_EQ(GrowingTree(ReduceOp::sum).result(), 0.0);
    EXPECT_EQ(GrowingTree(ReduceOp::minimum).result(), std::numeric_limits<double>::infinity());
    EXPECT_EQ(GrowingTree(ReduceOp::maximum).result(), -std::numeric_limits<double>::infinity());
}

TEST(GrowingTree, TheLastTakesThePlaceOfTheRemoved) {
    GrowingTree tree;
    for (const double value : {1.0, 2.0, 4.0, 8.0}) tree.push(value);
    EXPECT_EQ(tree.result(), 15.0);
    tree.remove(1);
    EXPECT_EQ(tree.result(), 13.0);
    EXPECT_EQ(tree.value(1), 8.0);
    EXPECT_EQ(tree.size(), 3U);
    tree.remove(2);
    EXPECT_EQ(tree.result(), 9.0);
}

class GrowingTreeOf : public testing::TestWithParam<ReduceOp> {};

// Sums of powers of two spread over 100 binary orders are not associative, so equality with a tree made anew says that nothing of
// the history is left.
TEST_P(GrowingTreeOf, ResultsDependOnTheListAlone) {
    std::mt19937_64 random(5);
    GrowingTree tree(GetParam());
    std::vector<double> list;
    const auto some_value = [&] {
        return std::ldexp(static_cast<double>(random() % 1000), static_cast<int>(random() % 100) - 50);
    };
    std::size_t largest = 0;
    for (int step = 0; step < 20'000; ++step) {
        // Grows for a while, then shrinks, over several heights of the tree.
        const bool growing = (step / 2'500) % 2 == 0;
        const std::uint64_t what = random() % 10;
        if (list.empty() || what < (growing ? 6U : 2U)) {
            list.push_back(some_value());
            tree.push(list.back());
        } else if (what < 8U) {
            const auto i = static_cast<std::uint32_t>(random() % list.size());
            list[i] = list.back();
            list.pop_back();
            tree.remove(i);
        } else {
            const auto i = static_cast<std::uint32_t>(random() % list.size());
            list[i] = some_value();
            tree.set(i, list[i]);
        }
        largest = std::max(largest, list.size());
        if (step % 7 != 0) continue;
        GrowingTree anew(GetParam());
        anew.assign(list);
        ASSERT_EQ(tree.size(), list.size());
        ASSERT_EQ(tree.result(), anew.result()) << "after " << step << " steps";
        if (GetParam() == ReduceOp::minimum && !list.empty()) {
            ASSERT_EQ(tree.result(), *std::min_element(list.begin(), list.end()));
        }
    }
    EXPECT_GT(largest, 512U);  // three heights
}

INSTANTIATE_TEST_SUITE_P(Ops, GrowingTreeOf, testing::Values(ReduceOp::sum, ReduceOp::minimum, ReduceOp::maximum));

TEST(GrowingTree, FindsThePlaceInWhichAPointOfTheTotalFalls) {
    GrowingTree tree;
    std::vector<double> weights;
    for (std::uint32_t i = 0; i < 100; ++i) weights.push_back(i % 3 == 0 ? 0.0 : 1.0 + i % 5);
    for (const double weight : weights) tree.push(weight);
    double begin = 0.0;
    for (std::uint32_t i = 0; i < weights.size(); ++i) {
        if (weights[i] == 0.0) continue;
        EXPECT_EQ(tree.find(begin), i);
        EXPECT_EQ(tree.find(begin + weights[i] - 0.5), i);
        begin += weights[i];
    }
    EXPECT_EQ(tree.find(begin), 98U);  // at the very end: the last with a weight
}

}  // namespace
}  // namespace strife
