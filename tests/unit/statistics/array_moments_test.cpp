// Tests of the moments of many cells.
// SPDX-License-Identifier: Apache-2.0
#include "statistics/array_moments.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace strife {
namespace {

Eigen::ArrayXd row(std::mt19937_64& engine) {
    Eigen::ArrayXd values(5);
    for (double& x : values) {
        x = engine() % 7 == 0 ? std::nan("") : static_cast<double>(engine() % 1000) / 7;
    }
    values[4] = std::nan("");
    return values;
}

TEST(ArrayMoments, EachCellEqualsMomentsOfItsOwn) {
    std::mt19937_64 engine(1);
    ArrayMoments array(5);
    std::vector<Moments> cells(5);
    for (int i = 0; i < 100; ++i) {
        const Eigen::ArrayXd values = row(engine);
        array.add(values);
        for (Eigen::Index c = 0; c < 5; ++c) {
            cells[static_cast<std::size_t>(c)].add(values[c]);
        }
    }
    for (Eigen::Index c = 0; c < 5; ++c) {
        EXPECT_EQ(array.cell(c), cells[static_cast<std::size_t>(c)]);
    }
    EXPECT_EQ(array.means()[0], cells[0].mean());
    EXPECT_EQ(array.standard_deviations()[1], cells[1].sd());
    EXPECT_EQ(array.counts()[2], static_cast<double>(cells[2].n()));
    EXPECT_TRUE(std::isnan(array.means()[4]));
    EXPECT_TRUE(std::isnan(array.standard_deviations()[4]));
    EXPECT_EQ(array.cell(4).missing(), 100U);
}

TEST(ArrayMoments, MergeCellByCell) {
    std::mt19937_64 engine(2);
    ArrayMoments a(5);
    ArrayMoments b(5);
    for (int i = 0; i < 20; ++i) {
        a.add(row(engine));
        b.add(row(engine));
    }
    ArrayMoments merged = a;
    merged.merge(b);
    for (Eigen::Index c = 0; c < 5; ++c) {
        Moments cell = a.cell(c);
        cell.merge(b.cell(c));
        EXPECT_EQ(merged.cell(c), cell);
    }
}

}  // namespace
}  // namespace strife
