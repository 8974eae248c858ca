// Follows every way that chance may go through something that is run again and again.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace strife {

struct WeightedValue {
    double value = 0.0;
    double probability = 0.0;
};

// What is run asks choose() wherever a run would draw. Each time it is run it takes another branch of the tree of all draws, from
// the first to the last value of each, depth first:
//   branches.clear();
//   do { run(branches); use(branches.probability()); } while (branches.advance());
class Branches {
  public:
    void clear();
    // The value on the branch at hand. `options` is called where this draw is met for the first time, and gives at least one
    // value.
    template <class Options>
    double choose(Options options) {
        if (depth_ == points_.size()) points_.push_back({options(), 0});
        const Point& point = points_[depth_++];
        return point.options[point.at].value;
    }
    // Goes over to the next branch; false if all have been followed.
    bool advance();
    // Of the branch that was followed last.
    [[nodiscard]] double probability() const;

  private:
    struct Point {
        std::vector<WeightedValue> options;
        std::size_t at = 0;
    };
    std::vector<Point> points_;
    std::size_t depth_ = 0;
};

}  // namespace strife
