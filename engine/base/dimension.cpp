// The algebra of dimensions: products and powers of base units.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/contracts.h"
#include "base/units.h"

namespace strife {

Dimension::Dimension(BaseUnitId base, int power) {
    STRIFE_EXPECT(base.valid());
    if (power != 0) factors_.emplace_back(base, power);
}

int Dimension::power_of(BaseUnitId base) const {
    for (const auto& [id, power] : factors_) {
        if (id == base) return power;
    }
    return 0;
}

Dimension Dimension::times(const Dimension& other) const {
    Dimension result;
    auto a = factors_.begin();
    auto b = other.factors_.begin();
    while (a != factors_.end() || b != other.factors_.end()) {
        if (b == other.factors_.end() || (a != factors_.end() && a->first < b->first)) {
            result.factors_.push_back(*a++);
        } else if (a == factors_.end() || b->first < a->first) {
            result.factors_.push_back(*b++);
        } else {
            const int power = a->second + b->second;
            if (power != 0) result.factors_.emplace_back(a->first, power);
            ++a;
            ++b;
        }
    }
    return result;
}

Dimension Dimension::over(const Dimension& other) const {
    return times(other.to_the(-1));
}

Dimension Dimension::to_the(int power) const {
    Dimension result;
    if (power == 0) return result;
    result.factors_ = factors_;
    for (auto& factor : result.factors_) factor.second *= power;
    return result;
}

std::optional<Dimension> Dimension::square_root() const {
    Dimension result;
    result.factors_ = factors_;
    for (auto& factor : result.factors_) {
        if (factor.second % 2 != 0) return std::nullopt;
        factor.second /= 2;
    }
    return result;
}

}  // namespace strife
