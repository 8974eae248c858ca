// SPDX-License-Identifier: Apache-2.0
#include "language/types.h"

#include <algorithm>

namespace strife {

bool Type::has_set(SetId set) const {
    return std::find(sets.begin(), sets.end(), set) != sets.end();
}

}  // namespace strife
