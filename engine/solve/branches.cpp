// SPDX-License-Identifier: Apache-2.0
#include "solve/branches.h"

namespace strife {

void Branches::clear() {
    points_.clear();
    depth_ = 0;
}

bool Branches::advance() {
    depth_ = 0;
    while (!points_.empty()) {
        Point& last = points_.back();
        if (++last.at < last.options.size()) return true;
        points_.pop_back();
    }
    return false;
}

double Branches::probability() const {
    double product = 1.0;
    for (const Point& point : points_) product *= point.options[point.at].probability;
    return product;
}

}  // namespace strife
