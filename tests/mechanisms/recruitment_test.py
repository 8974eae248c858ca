#!/usr/bin/python3
"""Mechanisms of recruitment, each alone."""
# SPDX-License-Identifier: Apache-2.0
import unittest

from mechanism_test import MechanismTest

GRIEVANCE = """strife: 1
time: {start: 2025-01-01, end: 2025-12-31}
sets: {province: [east, west]}
parameters:
  living[province]: {value: {east: 9e6 person, west: 3e6 person}, source: assumed}
  raids: {value: 0/day, source: assumed}
actors:
  rebels:
    state:
      fighters[province]: {count: person, initial: 0}
    uses:
      - recruitment.grievance:
          {as: north, bind: {place: province, people: living, harm: raid}, base: 30, leaving: 0, reach: 1}
  army:
    processes:
      raid[p in province]: {rate: raids, do: "emit raid(place = p, deaths = 2 person)"}
events: {raid: {place: province, deaths: person}}
outcomes:
  east: {state: "rebels.fighters[east]"}
  west: {state: "rebels.fighters[west]"}
  grievance: {state: "rebels.north.grievance[east]"}
"""
MONTH = 365.242198781 / 12  # days, UDUNITS's mean month


class Grievance(MechanismTest):
    def test_without_harm_recruits_are_a_poisson_stream_shared_by_people(self):
        runs = self.run_scenario(GRIEVANCE)
        # Reach 1 of millions: the share that has joined (0.00004) thins the stream by less than its standard error.
        self.assert_mean(runs["east"], 30 * 364 / MONTH * 0.75)
        self.assert_mean(runs["west"], 30 * 364 / MONTH * 0.25)

    def test_harm_raises_grievance_to_its_balance_and_recruitment_with_it(self):
        calm = self.run_scenario(GRIEVANCE)
        runs = self.run_scenario(GRIEVANCE, "--set", "parameters.raids=0.1/day", "--method", "coupled")
        # Each raid adds 0.1 + 0.05 * 2; in balance what comes is what fades: 0.1/day * 0.2 * 60 day / ln 2, less 2^(-364/60).
        balance = 0.1 * 0.2 * 60 / 0.6931471805599453
        self.assert_mean(runs["grievance"], balance * (1 - 2 ** (-364 / 60)))
        self.assert_more(runs["east"], calm["east"])

    def test_pull_is_what_joins_grievance_to_recruitment(self):
        calm = self.run_scenario(GRIEVANCE, "--set", "parameters.north.pull=0", "--method", "coupled")
        angry = self.run_scenario(GRIEVANCE, "--set", "parameters.north.pull=0", "--set", "parameters.raids=0.1/day", "--method", "coupled")
        self.assert_same(calm["east"], angry["east"])


if __name__ == "__main__":
    unittest.main()
