// SPDX-License-Identifier: Apache-2.0
#include "language/syntax.h"

namespace strife {

std::string dotted_name(const std::vector<std::string>& path) {
    std::string text;
    for (const std::string& part : path) text += (text.empty() ? "" : ".") + part;
    return text;
}

}  // namespace strife
