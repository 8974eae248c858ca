// SPDX-License-Identifier: Apache-2.0
#include "language/types.h"

#include <algorithm>

namespace strife {

bool Type::has_set(SetId set) const {
    return std::find(sets.begin(), sets.end(), set) != sets.end();
}

bool Type::is_within(const std::vector<SetId>& others) const {
    return std::all_of(sets.begin(), sets.end(),
                       [&](SetId set) { return std::find(others.begin(), others.end(), set) != others.end(); });
}

}  // namespace strife
