#!/usr/bin/python3
"""Mechanisms of information, each alone."""
# SPDX-License-Identifier: Apache-2.0
import datetime
import math
import unittest

import numpy

from mechanism_test import MechanismTest

ATTACKS = """strife: 1
time: {start: 2025-01-01, end: 2026-01-01}
sets: {province: [east, west], abroad: [far], organisation: [mother, branch, rival]}
actors:
  branch:
    processes:
      strike[p in province]: {rate: 0.1/day, do: "emit attack(place = p, deaths = 3 person, injured = 4 person)"}
      strike_abroad: {rate: 0.1/day, do: "emit attack(place = far, deaths = 3 person, injured = 4 person)"}
  press:
    uses:
"""
CLAIMS = ATTACKS + """
      - information.claims:
          bind: {place: province, suspect: organisation, claim: claimed}
          claim_chance: 0.3
          size_pull: 0.5
          centre: 0.25
          true_share: {value: {mother: 0, branch: 4, rival: 1}, source: assumed}
          blame: {value: {mother: 1, branch: 1, rival: 2}, source: assumed}
          credence: 0.6
          learning: 0.02
          delay: 60
          delay_cv: 1
events:
  attack: {place: province | abroad, deaths: person, injured: person}
  claimed: {place: province, by: organisation, deaths: person}
outcomes:
  claims: {count: claimed}
  deaths: {sum: claimed.deaths}
  by_mother: {count: claimed, where: event.by = mother}
  by_branch: {count: claimed, where: event.by = branch}
  blamed_mother: {state: "press.claims.blamed[mother]"}
  blamed_branch: {state: "press.claims.blamed[branch]"}
  blamed_rival: {state: "press.claims.blamed[rival]"}
"""
REPORTING = ATTACKS + """
      - information.reporting:
          {bind: {place: province, coverage: reach}, base_chance: 0.4, half: 2, undercount: 0.8, inflation: 0.1, delay: 60}
parameters:
  reach[province]: {value: {east: 1, west: 0.3}, source: assumed}
events:
  attack: {place: province | abroad, deaths: person, injured: person}
  reported: {place: province, deaths: person, injured: person}
outcomes:
  attacks: {count: attack, where: event.place in province}
  reports: {count: reported}
  counted: {state: press.reporting.counted}
  east: {count: reported, where: event.place = east}
  deaths: {sum: reported.deaths}
  injured: {sum: reported.injured}
"""
ASSESSMENT = """strife: 1
time: {start: 2025-01-01, end: 2026-01-01, record: 1 month}
parameters:
  grown: {value: 500 person, source: assumed}
actors:
  rebels:
    state: {fighters: {count: person, initial: 500}}
  monitors:
    uses:
      - information.assessment:
          {bind: {truth: rebels.fighters}, bias: 0.8, error: 1, persistence: 0.7, delay: 0.01, delay_cv: 1}
schedule: {grow: {at: 2025-07-15, do: rebels.fighters := grown}}
outcomes:
  at_start: {state: monitors.assessment.assessed, at: 2025-01-10}
  in_november: {state: monitors.assessment.assessed, at: 2025-11-10}
  in_december: {state: monitors.assessment.assessed, at: 2025-12-10}
"""
DELAYED = 365 - 60 * (1 - math.exp(-365 / 60))  # days whose attacks are known at the end, if that takes 60 days, exponentially


class Claims(MechanismTest):
    # The odds of a claim are 0.3 / 0.7 * (1 + 3) ^ 0.5, and there are 0.2 attacks a day in the provinces.
    CHANCE = 0.3 / 0.7 * 2 / (1 + 0.3 / 0.7 * 2)

    def test_claims_come_with_deaths_after_a_delay_and_by_whom_they_must(self):
        runs = self.run_scenario(CLAIMS)
        claims = 0.2 * DELAYED * self.CHANCE
        self.assert_mean(runs["claims"], claims)
        self.assert_mean(runs["deaths"], 3 * claims)
        self.assert_mean(runs["by_mother"], 0.25 * claims)
        self.assert_mean(runs["by_branch"], 0.75 * 0.8 * claims)

    def test_blame_goes_from_prejudice_to_what_is_claimed_and_believed(self):
        runs = self.run_scenario(CLAIMS)
        # Each of a Poisson number of attacks, of mean 0.2 * DELAYED, leaves 0.98 of the way to the mean of what single attacks say.
        left = math.exp(-0.02 * 0.2 * DELAYED)
        believed = 0.6 * self.CHANCE
        for name, prejudice, claimed in (("mother", 0.25, 0.25), ("branch", 0.25, 0.75 * 0.8), ("rival", 0.5, 0.75 * 0.2)):
            said = believed * claimed + (1 - believed) * prejudice
            self.assert_mean(runs[f"blamed_{name}"], said + (prejudice - said) * left)
        numpy.testing.assert_allclose(runs["blamed_mother"] + runs["blamed_branch"] + runs["blamed_rival"], 1, rtol=1e-12)

    def test_size_pull_has_two_signs(self):
        none = self.run_scenario(CLAIMS, "--set", "parameters.claims.size_pull=0", "--method", "coupled")
        fewer = self.run_scenario(CLAIMS, "--set", "parameters.claims.size_pull=-0.5", "--method", "coupled")
        self.assert_mean(none["claims"], 0.2 * DELAYED * 0.3)
        self.assert_more(none["claims"], fewer["claims"])


class Reporting(MechanismTest):
    SEEN = 0.4 + 0.6 * 3 / 5

    def test_attacks_are_counted_by_coverage_and_deaths(self):
        runs = self.run_scenario(REPORTING)
        self.assert_mean(runs["east"], 0.1 * DELAYED * self.SEEN)
        self.assert_mean(runs["reports"], 0.1 * DELAYED * self.SEEN * 1.3)
        self.assert_same(runs["counted"], runs["reports"])

    def test_the_dead_are_missed_and_exaggerated(self):
        runs = self.run_scenario(REPORTING)
        self.assert_mean(runs["deaths"], 3 * (0.8 + 0.1) * 0.1 * DELAYED * self.SEEN * 1.3)
        self.assert_mean(runs["injured"], 4 * (0.8 + 0.1) * 0.1 * DELAYED * self.SEEN * 1.3)

    def test_a_count_does_not_touch_what_happens(self):
        runs = self.run_scenario(REPORTING, "--method", "coupled")
        blind = self.run_scenario(REPORTING, "--set", "parameters.reach.value.east=0", "--method", "coupled")
        self.assert_same(runs["attacks"], blind["attacks"])
        self.assertTrue((blind["east"] == 0).all())

    def test_without_deaths_the_base_chance_holds(self):
        runs = self.run_scenario(REPORTING.replace("deaths = 3 person", "deaths = 0 person"))
        self.assert_mean(runs["east"], 0.1 * DELAYED * 0.4)
        self.assertTrue((runs["deaths"] == 0).all())


class Assessment(MechanismTest):
    def test_bias_and_error_are_as_large_as_they_must_be_from_the_start_on(self):
        runs = self.run_scenario(ASSESSMENT)
        for name in ("at_start", "in_december"):
            self.assert_mean(runs[name], 0.8 * 500)
            logs = numpy.log(runs[name])
            self.assert_mean(logs, math.log(0.8 * 500) - 1 / 2)
            self.assert_mean((logs - math.log(0.8 * 500) + 1 / 2) ** 2, 1)

    def test_error_persists(self):
        runs = self.run_scenario(ASSESSMENT)
        first, second = (numpy.log(runs[name] / 400) + 1 / 2 for name in ("in_november", "in_december"))
        self.assert_mean(first * second, 0.7)

    def test_a_look_is_known_late_and_the_latest_look_counts(self):
        runs = self.run_scenario(ASSESSMENT, "--set", "parameters.assessment.error=0", "--set", "parameters.assessment.delay=120",
                                 "--set", "parameters.grown=1000 person")
        # The looks of four months since 15 July may be known by 10 November; that all of them still take longer has the chance `late`.
        date = datetime.date(2025, 11, 10)
        late = math.prod(math.exp(-(date - datetime.date(2025, month, 1)).days / 120) for month in (8, 9, 10, 11))
        self.assert_mean(runs["in_november"], 0.8 * (500 * late + 1000 * (1 - late)))


if __name__ == "__main__":
    unittest.main()
