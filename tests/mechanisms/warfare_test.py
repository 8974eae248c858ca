#!/usr/bin/python3
"""Mechanisms of warfare, each alone: raids, detention, the opening of prisons, air strikes."""
# SPDX-License-Identifier: Apache-2.0
import math
import unittest

import numpy

from mechanism_test import MechanismTest, MONTH

DAYS = 360.0

RAIDS = """strife: 1
time: {end: 360 day}
sets: {province: [east, west]}
parameters:
  effort: {value: 1, source: assumed}
actors:
  rebels:
    state:
      fighters[province]: {count: person, initial: {east: 1000, west: 0}}
  army:
    uses:
      - warfare.raids:
          bind: {place: province, targets: rebels.fighters, effort: effort, report: raid}
          tempo: 2
          hiding: 0
          take: 0.05
          capture: 0.3
          bystanders: 0.6
          dispersion: 0.5
events: {raid: {place: province, captured: person, killed: person, deaths: person}}
outcomes:
  fighters: {state: sum(rebels.fighters)}
  east: {count: raid, where: event.place = east}
  west: {count: raid, where: event.place = west}
  raids: {count: raid}
  captured: {sum: raid.captured}
  killed: {sum: raid.killed}
  deaths: {sum: raid.deaths}
"""


class Raids(MechanismTest):
    def test_each_raid_takes_its_share_and_the_balance_is_kept(self):
        runs = self.run_scenario(RAIDS)
        # A Poisson number of raids, each of which leaves 0.95 of the group on average: the mean is N exp(-0.05 * raids).
        left = 1000 * math.exp(-0.05 * 2 * DAYS / MONTH)
        self.assert_mean(runs["fighters"], left)
        self.assert_mean(runs["captured"], 0.3 * (1000 - left))
        self.assert_mean(runs["killed"], 0.7 * (1000 - left))
        numpy.testing.assert_array_equal(runs["fighters"] + runs["captured"] + runs["killed"], 1000)

    def test_bystanders_have_their_mean_and_dispersion(self):
        runs = self.run_scenario(RAIDS)
        raids = 2 * DAYS / MONTH
        self.assert_mean(runs["raids"], raids)
        self.assert_mean(runs["deaths"], 0.6 * raids)
        # A compound Poisson sum: its variance is the number of raids times the second moment m + m^2/k + m^2.
        self.assert_mean((runs["deaths"] - 0.6 * raids) ** 2, raids * (0.6 + 0.6 ** 2 / 0.5 + 0.6 ** 2))

    def test_raids_go_where_fighters_are_and_find_half_of_them_at_hiding(self):
        runs = self.run_scenario(RAIDS, "--set", "parameters.raids.take=0", "--set", "parameters.raids.hiding=25",
                                 "--set", "actors.rebels.state.fighters.initial.east=75",
                                 "--set", "actors.rebels.state.fighters.initial.west=25")
        self.assert_mean(runs["east"], 2 * DAYS / MONTH * 0.75 * 75 / 100)
        self.assert_mean(runs["west"], 2 * DAYS / MONTH * 0.25 * 25 / 50)

    def test_effort_multiplies_the_tempo(self):
        runs = self.run_scenario(RAIDS, "--set", "parameters.effort=2.5")
        self.assert_mean(runs["raids"], 2.5 * 2 * DAYS / MONTH)

    def test_nobody_is_left_to_be_raided(self):
        runs = self.run_scenario(RAIDS, "--set", "parameters.raids.take=1")
        numpy.testing.assert_array_equal(runs["raids"], (runs["fighters"] == 0).astype(float))


DETENTION = """strife: 1
time: {end: 360 day}
sets: {province: [east, west]}
parameters:
  captures: {value: 3/month, source: assumed}
  pull[province]: {value: {east: 3, west: 1}, source: assumed}
actors:
  rebels:
    state:
      fighters[province]: {count: person, initial: 0}
  army:
    state:
      held: {count: person, initial: 40}
    processes:
      capture: {rate: captures, do: "emit taken(place = east, captured = 5 person)"}
    uses:
      - warfare.detention:
          bind: {place: province, report: taken, fighters: rebels.fighters, pull: pull}
          sentence: 200
          relapse: 0.4
events: {taken: {place: province, captured: person}}
outcomes:
  held: {state: army.held}
  east: {state: "rebels.fighters[east]"}
  west: {state: "rebels.fighters[west]"}
  captured: {sum: taken.captured}
"""


class Detention(MechanismTest):
    def test_the_held_come_to_their_balance_and_relapse_by_pull(self):
        runs = self.run_scenario(DETENTION)
        inflow = 3 / MONTH * 5
        left = math.exp(-DAYS / 200)
        held = 40 * left + inflow * 200 * (1 - left)
        self.assert_mean(runs["held"], held)
        freed = 40 + inflow * DAYS - held
        self.assert_mean(runs["east"], freed * 0.4 * 0.75)
        self.assert_mean(runs["west"], freed * 0.4 * 0.25)

    def test_the_time_held_is_exponential(self):
        runs = self.run_scenario(DETENTION, "--set", "parameters.captures=0/month")
        # Each of 40 is still held with the chance q on its own: a binomial number.
        still = math.exp(-DAYS / 200)
        self.assert_mean((runs["held"] - 40 * still) ** 2, 40 * still * (1 - still))

    def test_relapse_is_of_all_or_of_none(self):
        everyone = self.run_scenario(DETENTION, "--set", "parameters.detention.relapse=1")
        numpy.testing.assert_array_equal(everyone["held"] + everyone["east"] + everyone["west"], 40 + everyone["captured"])
        nobody = self.run_scenario(DETENTION, "--set", "parameters.detention.relapse=0")
        self.assertEqual((nobody["east"] + nobody["west"]).sum(), 0)

    def test_where_no_place_pulls_nobody_goes_back(self):
        runs = self.run_scenario(DETENTION, "--set", "parameters.pull=0")
        self.assertEqual((runs["east"] + runs["west"]).sum(), 0)
        self.assert_more(40 + runs["captured"], runs["held"])


RELEASE = """strife: 1
time: {end: 100 day}
sets: {province: [east, west]}
parameters:
  pull[province]: {value: {east: 3, west: 1}, source: assumed}
  share: {value: 0.8, source: assumed}
actors:
  rebels:
    state:
      fighters[province]: {count: person, initial: 0}
    uses:
      - warfare.release:
          as: prisons
          bind: {place: province, held: army.held, opened: opened, pull: pull}
          relapse: 0.5
          return_time: 40
  army:
    state:
      held: {count: person, initial: 100}
schedule:
  open: {at: 50 day, do: emit opened(share = share)}
events: {opened: {share: 1}}
outcomes:
  held: {state: army.held}
  freed: {state: rebels.prisons.freed}
  freed_before: {state: rebels.prisons.freed, at: 49 day}
  east: {state: "rebels.fighters[east]"}
  west: {state: "rebels.fighters[west]"}
"""


class Release(MechanismTest):
    def test_a_share_comes_out_and_those_who_relapse_arrive_by_pull(self):
        runs = self.run_scenario(RELEASE)
        self.assertEqual(runs["freed_before"].sum(), 0)
        self.assert_mean(runs["held"], 20)
        self.assert_mean((runs["held"] - 20) ** 2, 100 * 0.8 * 0.2)
        underway = math.exp(-50 / 40)
        self.assert_mean(runs["freed"], 100 * 0.8 * 0.5 * underway)
        self.assert_mean(runs["east"], 100 * 0.8 * 0.5 * (1 - underway) * 0.75)
        self.assert_mean(runs["west"], 100 * 0.8 * 0.5 * (1 - underway) * 0.25)

    def test_nobody_is_lost_or_made(self):
        runs = self.run_scenario(RELEASE, "--set", "parameters.prisons.relapse=1")
        numpy.testing.assert_array_equal(runs["held"] + runs["freed"] + runs["east"] + runs["west"], 100)

    def test_where_no_place_pulls_nobody_arrives(self):
        runs = self.run_scenario(RELEASE, "--set", "parameters.pull=0", "--set", "parameters.prisons.return_time=1")
        self.assertEqual((runs["freed"] + runs["east"] + runs["west"]).sum(), 0)
        self.assert_mean(runs["held"], 20)

    def test_more_than_all_is_all(self):
        runs = self.run_scenario(RELEASE, "--set", "parameters.share=1.5", "--set", "parameters.prisons.relapse=0")
        self.assertEqual((runs["held"] + runs["freed"] + runs["east"] + runs["west"]).sum(), 0)


STRIKES = """strife: 1
time: {end: 360 day}
sets: {province: [east, west]}
parameters:
  reach: {value: 1, source: assumed}
actors:
  rebels:
    state:
      fighters[province]: {count: person, initial: {east: 3000, west: 1000}}
  coalition:
    uses:
      - warfare.strikes:
          bind: {place: province, targets: rebels.fighters, reach: reach, strike: air_strike, leader: leader}
          tempo: 3
          over_horizon: 0.2
          hiding: 0
          crew: 0
          bystanders: 0.7
          dispersion: 0.25
          leader_chance: 0.1
events: {air_strike: {place: province, killed: person, deaths: person}, leader: {}}
outcomes:
  fighters: {state: sum(rebels.fighters)}
  strikes: {count: air_strike}
  east: {count: air_strike, where: event.place = east}
  west: {count: air_strike, where: event.place = west}
  killed: {sum: air_strike.killed}
  deaths: {sum: air_strike.deaths}
  leaders: {count: leader}
"""


class Strikes(MechanismTest):
    def test_strikes_go_where_fighters_are_and_kill_bystanders_and_leaders(self):
        runs = self.run_scenario(STRIKES)
        strikes = 3 * DAYS / MONTH
        self.assert_mean(runs["east"], strikes * 0.75)
        self.assert_mean(runs["west"], strikes * 0.25)
        self.assert_mean(runs["leaders"], strikes * 0.1)
        self.assert_mean(runs["deaths"], strikes * 0.7)
        # A compound Poisson sum: its variance is the number of strikes times the second moment m + m^2/k + m^2.
        self.assert_mean((runs["deaths"] - strikes * 0.7) ** 2, strikes * (0.7 + 0.7 ** 2 / 0.25 + 0.7 ** 2))

    def test_without_presence_the_share_over_the_horizon_is_left(self):
        for reach, share in ((0, 0.2), (0.5, 0.6)):
            runs = self.run_scenario(STRIKES, "--set", f"parameters.reach={reach}")
            self.assert_mean(runs["strikes"], 3 * DAYS / MONTH * share)

    def test_each_kills_a_poisson_number_but_not_more_than_there_are(self):
        runs = self.run_scenario(STRIKES, "--set", "parameters.strikes.crew=1")
        strikes = 3 * DAYS / MONTH
        self.assert_mean(runs["killed"], strikes)
        self.assert_mean((runs["killed"] - strikes) ** 2, strikes * (1 + 1))
        numpy.testing.assert_array_equal(runs["fighters"] + runs["killed"], 4000)
        few = self.run_scenario(STRIKES, "--set", "parameters.strikes.crew=40", "--set", "actors.rebels.state.fighters.initial=5")
        numpy.testing.assert_array_equal(few["fighters"] + few["killed"], 10)
        self.assertEqual(few["fighters"].sum(), 0)

    def test_the_few_who_are_left_are_hard_to_find(self):
        runs = self.run_scenario(STRIKES, "--set", "parameters.strikes.hiding=1000")
        self.assert_mean(runs["east"], 3 * DAYS / MONTH * 0.75 * 3000 / 4000)
        self.assert_mean(runs["west"], 3 * DAYS / MONTH * 0.25 * 1000 / 2000)


if __name__ == "__main__":
    unittest.main()
