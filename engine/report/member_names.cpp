// Splits the number of a member into its labels.
// SPDX-License-Identifier: Apache-2.0
#include "report/member_names.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace strife {

std::size_t member_count(const RunDescriptor& run, const std::vector<std::size_t>& axes) {
    std::size_t count = 1;
    for (const std::size_t axis : axes) count *= run.axes[axis].labels.size();
    return count;
}

std::vector<std::string> member_labels(const RunDescriptor& run, const std::vector<std::size_t>& axes, std::size_t member) {
    std::vector<std::string> labels(axes.size());
    for (std::size_t i = axes.size(); i-- > 0;) {
        const std::vector<std::string>& all = run.axes[axes[i]].labels;
        labels[i] = all[member % all.size()];
        member /= all.size();
    }
    return labels;
}

std::string member_name(const std::string& name, const std::vector<std::string>& labels) {
    return labels.empty() ? name : fmt::format("{}[{}]", name, fmt::join(labels, ", "));
}

}  // namespace strife
