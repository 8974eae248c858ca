// SPDX-License-Identifier: Apache-2.0
#include "kernel/hazard_signs.h"

#include <algorithm>
#include <cmath>

namespace strife {

HazardSigns::HazardSigns(const Model& model)
    : members_(model.channel_count, Sign::zero), shared_(model.rates.size(), Sign::positive), counts_(model.rates.size()) {}

void HazardSigns::reset() {
    std::fill(members_.begin(), members_.end(), Sign::zero);
    std::fill(shared_.begin(), shared_.end(), Sign::positive);
    std::fill(counts_.begin(), counts_.end(), Counts{});
    n_suspicious_ = 0;
}

HazardSigns::Sign HazardSigns::sign_of(double value) {
    if (!std::isfinite(value)) return Sign::undefined;
    return value > 0.0 ? Sign::positive : value < 0.0 ? Sign::negative : Sign::zero;
}

void HazardSigns::change(Sign& from, Sign to) {
    if (is_suspicious(from)) --n_suspicious_;
    if (is_suspicious(to)) ++n_suspicious_;
    from = to;
}

double HazardSigns::note_shared(std::uint32_t family, double value) {
    const Sign sign = sign_of(value);
    if (sign != shared_[family]) change(shared_[family], sign);
    return sign == Sign::undefined ? 0.0 : std::abs(value);
}

double HazardSigns::note_member(std::uint32_t family, std::uint32_t channel, double value) {
    const Sign sign = sign_of(value);
    if (sign != members_[channel]) {
        if (members_[channel] != Sign::zero) --count(family, members_[channel]);
        if (sign != Sign::zero) ++count(family, sign);
        change(members_[channel], sign);
    }
    return sign == Sign::undefined ? 0.0 : std::abs(value);
}

std::uint32_t& HazardSigns::count(std::uint32_t family, Sign sign) {
    Counts& counts = counts_[family];
    return sign == Sign::positive ? counts.positive : sign == Sign::negative ? counts.negative : counts.undefined;
}

bool HazardSigns::faulty(std::uint32_t family) const {
    const Counts& counts = counts_[family];
    switch (shared_[family]) {
        case Sign::zero:
            return false;
        case Sign::positive:
            return counts.negative + counts.undefined > 0;
        case Sign::negative:
            return counts.positive + counts.undefined > 0;
        default:
            return counts.positive + counts.negative + counts.undefined > 0;
    }
}

HazardSigns::Sign HazardSigns::hazard(std::uint32_t family, std::uint32_t channel) const {
    const Sign shared = shared_[family];
    const Sign member = members_[channel];
    if (shared == Sign::zero || member == Sign::zero) return Sign::zero;
    if (shared == Sign::undefined || member == Sign::undefined) return Sign::undefined;
    return shared == member ? Sign::positive : Sign::negative;
}

}  // namespace strife
