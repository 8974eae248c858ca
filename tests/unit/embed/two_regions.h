// A small scenario with sets, series, alternatives and a failure that can be switched on, seen through the public headers alone.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "strife/scenario.h"

namespace strife {

inline constexpr const char* kTwoRegions = R"yaml(strife: 1
title: Two regions
time: {start: 2025-01-01, end: 2025-07-01, record: 1 month}
sets: {region: {csv: regions.csv, key: name}}
parameters:
  recruitment: {value: 10 person/month, prior: "lognormal(mean = 10, sd = 3)", source: assumed}
  burden: {value: 0/month, source: assumed}
actors:
  group:
    role: insurgent
    state:
      fighters[region]: {count: person, initial: 40}
      heat: {level: 1, half_life: 20 day}
      strain: {level: 1, initial: 0, min: 0, max: 1}
    processes:
      recruit[r in region]: {rate: recruitment, do: "fighters[r] += 1 person"}
      strike[r in region]:
        rate: 0.05/person/month * fighters[r] * (1 + heat)
        do: |
          emit attack(place = r, deaths = poisson(2 person))
          heat += 0.002
      overreach: {rate: burden, do: strain += 2}     # leaves the range of `strain`: the replication fails
events:
  attack: {place: region, deaths: person}
outcomes:
  attacks: {count: attack}
  deaths: {sum: attack.deaths}
  first: {first: attack}
  strength[r in region]: {state: "group.fighters[r]", series: true}
  strain: {state: group.strain}
alternatives:
  more: {set: {parameters.recruitment: 20 person/month}}
  late: {from: 2025-04-01, set: {parameters.recruitment: 30 person/month}}
ensemble: {replications: 70, seed: 11}
)yaml";

inline Scenario two_regions(const LoadSettings& settings = {}) {
    return Scenario::load_texts("two/regions.yaml",
                                {{"two/regions.yaml", kTwoRegions}, {"two/regions.csv", "name\nnorth\nsouth\n"}}, settings);
}

}  // namespace strife
