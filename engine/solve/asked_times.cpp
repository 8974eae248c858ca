// SPDX-License-Identifier: Apache-2.0
#include "solve/asked_times.h"

#include <algorithm>
#include <set>

namespace strife {

double window_end(const Model& model, const ModelOutcome& outcome) {
    return std::min(outcome.until_days, model.end_days);
}

std::vector<double> asked_times(const Model& model) {
    std::set<double> times(model.record_days.begin(), model.record_days.end());
    times.insert({0.0, model.end_days});
    for (const ModelOutcome& outcome : model.outcomes) {
        times.insert(outcome.period_ends.begin(), outcome.period_ends.end());
        for (const double time : {outcome.from_days, window_end(model, outcome), outcome.at_days}) {
            if (time >= 0.0 && time <= model.end_days) times.insert(time);
        }
    }
    return {times.begin(), times.end()};
}

}  // namespace strife
