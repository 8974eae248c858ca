#!/usr/bin/python3
"""Mechanisms of security, each alone."""
# SPDX-License-Identifier: Apache-2.0
import math
import unittest

import numpy

from mechanism_test import MechanismTest, MONTH

DAYS = 300

ALERT = """strife: 1
time: {end: 300 day}
sets: {country: [near, far]}
parameters: {attacks: 0/day, found: 0/day, told: 0}
define:
  advice[c in country]: told
actors:
  rebels:
    state:
      operatives[country]: {count: person, initial: {near: 200, far: 50}}
    processes:
      strike: {rate: attacks, do: emit attack(place = near)}
      lose_plot: {rate: found, do: emit foiled(place = near)}
  services:
    uses:
      - security.alert:
          as: guard
          bind: {target: country, operatives: rebels.operatives, watch: advice}
          vetting: 0.05
          load: 1e12
events: {attack: {place: country}, foiled: {place: country}, stopped: {place: country}}
outcomes:
  near: {state: "rebels.operatives[near]"}
  far: {state: "rebels.operatives[far]"}
  stopped: {count: stopped}
  alert_near: {state: "services.guard.alert[near]"}
  alert_far: {state: "services.guard.alert[far]"}
"""


class Alert(MechanismTest):
    def test_in_calm_times_each_operative_is_found_at_a_constant_rate(self):
        runs = self.run_scenario(ALERT)
        self.assert_mean(runs["near"], 200 * math.exp(-0.05 / MONTH * DAYS))
        self.assert_mean(runs["far"], 50 * math.exp(-0.05 / MONTH * DAYS))
        self.assert_same(runs["stopped"], 250 - runs["near"] - runs["far"])
        runs = self.run_scenario(ALERT, "--set", "parameters.told=2")  # strength 3
        self.assert_mean(runs["near"], 200 * math.exp(-3 * 0.05 / MONTH * DAYS))

    def test_attacks_and_foiled_plots_raise_alert_to_its_balance(self):
        # What comes is what fades: 0.1 a day x shock x half-life / ln 2, less what has not come yet since the start.
        for rate, name, calm in (("attacks", "shock", 90), ("attacks", "shock", 20), ("found", "lesson", 90)):
            runs = self.run_scenario(ALERT, "--set", f"parameters.{rate}=0.1/day", "--set", f"parameters.guard.{name}=0.5",
                                     "--set", f"parameters.guard.calm={calm} day")
            self.assert_mean(runs["alert_near"], 0.1 * 0.5 * calm / math.log(2) * (1 - 2 ** (-DAYS / calm)))
            self.assertEqual(runs["alert_far"].max(), 0)

    def test_alert_finds_more_operatives_where_it_is_felt(self):
        calm = self.run_scenario(ALERT, "--method", "coupled")
        runs = self.run_scenario(ALERT, "--set", "parameters.attacks=0.05/day", "--method", "coupled")
        self.assert_more(calm["near"], runs["near"])
        self.assert_same(calm["far"], runs["far"])

    def test_services_work_through_no_more_than_their_load(self):
        # With far more operatives than load, vetting finds 0.05 a month x load of them, whatever their number.
        runs = self.run_scenario(ALERT, "--set", "actors.rebels.state.operatives.initial=1e9", "--set", "parameters.guard.load=100 person")
        self.assert_mean(runs["stopped"], 2 * 0.05 / MONTH * 100 * DAYS)
        # At 200 operatives, a load of 200 halves the rate at which the first is found.
        first = ("--set", "time.end=1 day")
        full, half = self.run_scenario(ALERT, *first), self.run_scenario(ALERT, *first, "--set", "parameters.guard.load=200 person")
        self.assert_mean(half["near"] - 200 + 0.5 * 200 * (1 - math.exp(-0.05 / MONTH)), 0)
        self.assertGreater(numpy.mean(half["near"]), numpy.mean(full["near"]))


if __name__ == "__main__":
    unittest.main()
