#!/usr/bin/python3
"""Mechanisms of the population, each alone."""
# SPDX-License-Identifier: Apache-2.0
import datetime
import math
import unittest

from mechanism_test import MechanismTest

SUPPORT = """strife: 1
time: {start: 2025-01-01, end: 2026-01-01}
sets: {province: [east, west], community: [hill, plain]}
parameters:
  living_there[community, province]: {value: {hill: {east: 0.8, west: 0.1}, plain: {east: 0.2, west: 0.9}}, source: assumed}
  raids: {value: 0/day, source: assumed}
  massacres: {value: 0/day, source: assumed}
  clinics: {value: 0, source: assumed}
actors:
  fate:
    processes:
      raid: {rate: raids, do: "emit raid(place = east, deaths = 2 person)"}
      massacre: {rate: massacres, do: "emit massacre(group = hill, deaths = 5 person)"}
  people:
    uses:
      - population.support:
          bind: {group: community, place: province, mixture: living_there, harm: raid, hit: massacre, services: clinics}
          leaning: {value: {hill: 0.2, plain: -0.1}, source: assumed}
          harm_effect: -0.004
          services_effect: 0.02
          sectarian_effect: 0.002
          backlash: 0.001
          memory: 90
          sharpness: 2
events: {raid: {place: province, deaths: person}, massacre: {group: community, deaths: person}}
outcomes:
  hill: {state: "people.support.favour[hill]"}
  plain: {state: "people.support.favour[plain]"}
  open_to_hill: {state: "support.open_to[hill]"}
  open_in_east: {state: "support.open_in[east]"}
  appeal_plain: {state: "support.appeal[plain]"}
"""
# What a steady stream of one unit a day has raised favour to after the 365 days: what comes is balanced by what fades.
STREAM = 90 / math.log(2) * (1 - 2 ** (-365 / 90))


class Support(MechanismTest):
    def test_without_anything_people_lean_as_they_do(self):
        runs = self.run_scenario(SUPPORT, replications=2)
        hill = 1 / (1 + math.exp(2 * 0.2))
        plain = 1 / (1 + math.exp(2 * -0.1))
        self.assertTrue((runs["hill"] == 0).all())
        self.assert_mean(runs["open_to_hill"], hill)
        self.assert_mean(runs["open_in_east"], 0.8 * hill + 0.2 * plain)
        self.assert_mean(runs["appeal_plain"], 2 * plain)

    def test_harm_costs_favour_where_a_group_lives(self):
        runs = self.run_scenario(SUPPORT, "--set", "parameters.raids=0.2/day")
        self.assert_mean(runs["hill"], 0.2 * 2 * -0.004 * 0.8 * STREAM)
        self.assert_mean(runs["plain"], 0.2 * 2 * -0.004 * 0.2 * STREAM)

    def test_a_hit_moves_the_group_and_disgusts_the_others(self):
        runs = self.run_scenario(SUPPORT, "--set", "parameters.massacres=0.1/day")
        self.assert_mean(runs["hill"], 0.1 * 5 * 0.002 * STREAM)
        self.assert_mean(runs["plain"], 0.1 * 5 * 0.001 * STREAM)

    def test_services_add_every_month_and_fade(self):
        runs = self.run_scenario(SUPPORT, "--set", "parameters.clinics=0.5", replications=2)
        end = datetime.date(2026, 1, 1)
        months = [datetime.date(2025, month, 1) for month in range(2, 13)] + [end]
        self.assert_mean(runs["hill"], sum(0.02 * 0.5 * 2 ** (-(end - day).days / 90) for day in months))

    def test_favour_stays_within_its_bounds(self):
        runs = self.run_scenario(SUPPORT, "--set", "parameters.raids=20/day", replications=20)
        # A day of 20 raids moves favour in the hills by -0.13, so that it stays at its bound but for what fades within hours.
        self.assertGreaterEqual(runs["hill"].min(), -1)
        self.assertLess(runs["hill"].max(), -0.99)


if __name__ == "__main__":
    unittest.main()
