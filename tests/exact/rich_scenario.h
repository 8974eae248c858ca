// A scenario that uses most of what a replication keeps: activities, windows, levels, drawn gaps, deferred blocks, sums,
// outcomes. SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace strife {

inline std::string rich_scenario(const std::string& end, const std::string& extra_process = "") {
    return R"yaml(strife: 1
title: Much at once
time: {end: )yaml" +
           end + R"yaml(, record: 5 day}
sets:
  place: [north, south, east]
parameters:
  hiring: {value: 2 person/day, prior: "gamma(mean = 2, cv = 0.2)"}
actors:
  organisation_with_a_long_name:
    state:
      fighters[place]: {count: person, initial: 20}
      heat[place]: {level: 1, half_life: 3 day}
      alarm: {level: 1, half_life: 7 day}
      effort: {level: 1, initial: 0.5, min: 0, max: 1, clamp: true}
      calm: {count: event}
    activities:
      plots[p in place]:
        attributes: {size: person}
        duration: gamma(mean = 6 day, cv = 0.6)
        finish: emit attack(place = p, deaths = poisson(own.size))
        interrupt:
          foiled: {rate: 0.02/person/day * own.size * (1 + alarm), do: emit foiled}
          lost: {rate: 0.01/day}
    processes:
      recruit[p in place]: {rate: hiring / 3, do: "fighters[p] += 1 person"}
      leave[p in place]: {rate: "0.03/day * fighters[p] * (1 + heat[p])", do: "fighters[p] -= 1 person"}
      launch[p in place]: {rate: 0.01/day * sum(fighters) / (1 person), do: "begin plots[p](size = 1 person + poisson(2 person))"}
      mourn[p in place]:
        upon: attack
        if: event.place = p
        do: |
          heat[p] += 1
          alarm += 0.5
          let lost = event.deaths
          after uniform(0 day, 4 day) do
            alarm += 0.01 * lost / (1 person)
            if recent(attack, 5 day) > 2 then
              emit foiled
            end
          end
      review: {every: 7 day, do: "effort += 0.1 * (recent(attack, 10 day) - 2)"}
      search: {every: "exponential(mean = 4 day)", do: "cancel 1 of plots[south]"}
      relax: {when: alarm < 0.2, do: calm += 1 event}
)yaml" + extra_process +
           R"yaml(events:
  attack: {place: place, deaths: person}
  foiled: {}
outcomes:
  attacks: {count: attack}
  deaths: {sum: attack.deaths}
  monthly: {count: attack, per: 30 day}
  first: {first: attack}
  strength: {state: sum(organisation_with_a_long_name.fighters), series: true}
  alarm: {state: organisation_with_a_long_name.alarm, series: true}
  alarmed: {ever: organisation_with_a_long_name.alarm > 5}
  most: {max: organisation_with_a_long_name.alarm}
  calm: {state: organisation_with_a_long_name.calm}
  effort: {state: organisation_with_a_long_name.effort}
  mean: {mean: attack.deaths, by: event.place}
  median: {median: attack.deaths, per: 30 day}
  tail: {quantile: attack.deaths, q: 0.9}
  deadly: {share: attack, of: event.deaths >= 3 person}
  sizes: {histogram: attack.deaths, edges: [1, 3]}
  fewest: {min: sum(organisation_with_a_long_name.fighters)}
  hot[p in place]: {fraction_of_time: "organisation_with_a_long_name.heat[p] > 0.5"}
  alarm_mean: {mean: organisation_with_a_long_name.alarm}
  heat_mean: {mean: sum(organisation_with_a_long_name.heat)}
  fighters_mean[p in place]: {mean: "organisation_with_a_long_name.fighters[p]", from: 20 day}
  per_attack: {ratio: [deaths, attacks]}
  clustering: {dispersion: monthly}
)yaml";
}

}  // namespace strife
