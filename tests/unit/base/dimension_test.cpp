// The algebra of dimensions.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/units.h"

namespace strife {
namespace {

const BaseUnitId kA{1};
const BaseUnitId kB{2};

TEST(Dimension, ProductDoesNotDependOnTheOrder) {
    EXPECT_EQ(Dimension(kA).times(Dimension(kB)), Dimension(kB).times(Dimension(kA)));
    EXPECT_EQ(Dimension(kA).times(Dimension(kB)).power_of(kB), 1);
}

TEST(Dimension, QuotientByItselfIsNone) {
    const Dimension product = Dimension(kA, 2).times(Dimension(kB, -1));
    EXPECT_TRUE(product.over(product).is_none());
}

TEST(Dimension, DiffersFromItsReciprocal) {
    EXPECT_NE(Dimension(kA), Dimension(kA, -1));
}

TEST(Dimension, PowersMultiply) {
    const Dimension cube = Dimension(kA, 2).times(Dimension(kB, -1)).to_the(-3);
    EXPECT_EQ(cube.power_of(kA), -6);
    EXPECT_EQ(cube.power_of(kB), 3);
    EXPECT_TRUE(cube.to_the(0).is_none());
}

TEST(Dimension, HasASquareRootWhereAllPowersAreEven) {
    EXPECT_EQ(Dimension(kA, 4).times(Dimension(kB, -2)).square_root(), Dimension(kA, 2).times(Dimension(kB, -1)));
    EXPECT_EQ(Dimension(kA, 3).square_root(), std::nullopt);
    EXPECT_EQ(Dimension().square_root(), Dimension());
}

TEST(Dimension, PowerZeroIsNone) {
    EXPECT_TRUE(Dimension(kA, 0).is_none());
}

}  // namespace
}  // namespace strife
