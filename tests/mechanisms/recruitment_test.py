#!/usr/bin/python3
"""Mechanisms of recruitment, each alone."""
# SPDX-License-Identifier: Apache-2.0
import math
import unittest

from mechanism_test import MechanismTest, MONTH

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
CONTAGION = """strife: 1
time: {start: 2025-01-01, end: 2025-12-31}
sets: {province: [east, west]}
relations: {border: {between: [province, province], pairs: [[east, west, 0.5]], symmetric: true}}
parameters:
  living[province]: {value: {east: 1e9 person, west: 2e9 person}, source: assumed}
actors:
  rebels:
    state:
      fighters[province]: {count: person, initial: {east: 40, west: 0}}
    uses:
      - recruitment.contagion:
          {bind: {place: province, near: border, people: living}, contact: 0.1, spill: 0.4, reach: 1, leaving: 0.3}
ensemble: {max_events: 10000}               # ends soon if nothing bounds the growth
outcomes:
  east: {state: "rebels.fighters[east]"}
  west: {state: "rebels.fighters[west]"}
"""
PAYMENT = """strife: 1
time: {start: 2025-01-01, end: 2025-12-31}
sets: {province: [east, west]}
parameters:
  living[province]: {value: {east: 9e6 person, west: 3e6 person}, source: assumed}
  unemployed: {value: 1, source: assumed}
actors:
  rebels:
    state:
      fighters[province]: {count: person, initial: 0}
      funds: {level: USD, initial: 1000, min: 0}
    uses:
      - recruitment.payment:
          bind: {place: province, people: living, appeal: unemployed}
          base: 40
          wage: 200
          reservation: 100
          bounty: 0
          reach: 1
outcomes:
  east: {state: "rebels.fighters[east]"}
  west: {state: "rebels.fighters[west]"}
  all: {state: sum(rebels.fighters)}
  funds: {state: rebels.funds}
"""
FOREIGN_FIGHTERS = """strife: 1
time: {start: 2025-01-01, end: 2025-12-31}
sets: {country: [near, far], province: [east, west]}
parameters:
  camps_in[province]: {value: {east: 3, west: 1}, source: assumed}
  closed[country]: {value: {near: 0.5, far: 0}, source: assumed}
  called: {value: 2, source: assumed}
actors:
  rebels:
    state:
      fighters[province]: {count: person, initial: 0}
    uses:
      - recruitment.foreign_fighters:
          as: volunteers
          bind: {origin: country, place: province, attraction: camps_in, appeal: called, closure: closed, stopped: arrest}
          flow: {value: {near: 6, far: 3}}
          journey: 30
          journey_cv: 0.5
          interception: 0.02
events: {arrest: {origin: country}}
outcomes:
  east: {state: "rebels.fighters[east]"}
  west: {state: "rebels.fighters[west]"}
  near: {state: "rebels.volunteers.arrived[near]"}
  far: {state: "rebels.volunteers.arrived[far]"}
  near_on_the_way: {state: "active(rebels.volunteers.travelling[near])"}
  far_on_the_way: {state: "active(rebels.volunteers.travelling[far])"}
  stopped: {count: arrest, where: event.origin = near}
  stopped_far: {count: arrest, where: event.origin = far}
"""
YEAR = 12 * MONTH


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


class Contagion(MechanismTest):
    def test_while_few_have_joined_it_grows_as_a_branching_process_and_crosses_the_border(self):
        runs = self.run_scenario(CONTAGION)
        # With so many left to win, means obey east' = (c - l) east + c s west, and the same with both exchanged, where s = 0.4 * 0.5:
        # the sum grows at c (1 + s) - l, the difference at c (1 - s) - l.
        both = 40 * math.exp((0.1 / MONTH * 1.2 - 0.3 / YEAR) * 364)
        difference = 40 * math.exp((0.1 / MONTH * 0.8 - 0.3 / YEAR) * 364)
        self.assert_mean(runs["east"], (both + difference) / 2)
        self.assert_mean(runs["west"], (both - difference) / 2)

    def test_it_stops_when_all_within_reach_have_joined(self):
        fast = ("--set", "parameters.contagion.contact=4", "--set", "parameters.contagion.leaving=0", "--set", "parameters.contagion.reach=1e-7")
        runs = self.run_scenario(CONTAGION, *fast)
        self.assert_every(runs["east"], 100)
        self.assert_every(runs["west"], 200)
        apart = self.run_scenario(CONTAGION, *fast, "--set", "parameters.contagion.spill=0")
        self.assert_every(apart["east"], 100)
        self.assert_every(apart["west"], 0)

    def test_without_contact_those_who_are_there_leave_one_by_one(self):
        runs = self.run_scenario(CONTAGION, "--set", "parameters.contagion.contact=0")
        self.assert_mean(runs["east"], 40 * math.exp(-0.3 / YEAR * 364))


class Payment(MechanismTest):
    def test_the_share_that_joins_follows_from_pay_and_reservation(self):
        runs = self.run_scenario(PAYMENT)
        # 200 / (200 + 100) of those asked join; reach 1 of millions thins by less than a standard error.
        self.assert_mean(runs["east"], 40 * 364 / MONTH * 2 / 3 * 0.75)
        self.assert_mean(runs["west"], 40 * 364 / MONTH * 2 / 3 * 0.25)
        self.assert_every(runs["funds"], 1000)
        appealing = self.run_scenario(PAYMENT, "--set", "parameters.unemployed=0.5", "--set", "parameters.payment.wage=50")
        self.assert_mean(appealing["all"], 40 * 0.5 * 364 / MONTH / 3)

    def test_bounties_are_paid_and_nobody_joins_without_money(self):
        runs = self.run_scenario(PAYMENT, "--set", "parameters.payment.bounty=150")
        self.assert_every(runs["all"], 6)  # six bounties of 150 fit into 1000; a year offers more than 300 takers
        self.assert_every(runs["funds"], 100)
        poor = self.run_scenario(PAYMENT, "--set", "actors.rebels.state.funds.initial=0")
        self.assert_every(poor["all"], 0)

    def test_it_stops_when_all_within_reach_have_joined(self):
        runs = self.run_scenario(PAYMENT, "--set", "parameters.payment.base=4000", "--set", "parameters.payment.reach=1e-6")
        self.assert_every(runs["east"], 9)
        self.assert_every(runs["west"], 3)


class ForeignFighters(MechanismTest):
    def test_the_journey_and_the_border_decide_who_arrives(self):
        runs = self.run_scenario(FOREIGN_FIGHTERS)
        # Gamma with mean 30 and cv 0.5: shape 4, scale 7.5 days. With the risk i of being stopped the share f = (1 + 7.5 i)^-4
        # arrives, and their journey is gamma with scale 7.5 / (1 + 7.5 i). A year is much longer than a journey, so of a
        # Poisson stream at rate r all but r f x (mean journey) of f r T have arrived. On the way: r x (mean time on the way),
        # which is (1 - f) / i for competing risks.
        for origin, rate, risk in (("near", 12 / MONTH, 0.02 * 0.5), ("far", 6 / MONTH, 0.0)):
            share = (1 + 7.5 * risk) ** -4
            away = (1 - share) / risk if risk > 0 else 30.0
            arrived = rate * share * (364 - 30 / (1 + 7.5 * risk))
            self.assert_mean(runs[origin], arrived)
            self.assert_mean(runs[f"{origin}_on_the_way"], rate * away)
            if risk > 0:
                self.assert_mean(runs["stopped"], rate * 364 - arrived - rate * away)
        self.assert_every(runs["stopped_far"], 0)

    def test_who_arrives_goes_where_it_attracts(self):
        runs = self.run_scenario(FOREIGN_FIGHTERS)
        self.assert_every(runs["east"] + runs["west"] - runs["near"] - runs["far"], 0)
        self.assert_mean(runs["east"] - 3 * runs["west"], 0)
        vain = self.run_scenario(FOREIGN_FIGHTERS, "--set", "parameters.camps_in=0")
        self.assert_every(vain["east"] + vain["west"] + vain["near"] + vain["far"], 0)

    def test_interception_and_journey_move_what_they_say(self):
        runs = self.run_scenario(FOREIGN_FIGHTERS, "--method", "coupled")
        strict = self.run_scenario(FOREIGN_FIGHTERS, "--set", "parameters.volunteers.interception=0.06", "--method", "coupled")
        self.assert_more(runs["near"], strict["near"])
        self.assert_same(runs["far"], strict["far"])
        slow = self.run_scenario(FOREIGN_FIGHTERS, "--set", "parameters.volunteers.journey=60", "--method", "coupled")
        self.assert_more(slow["stopped"], runs["stopped"])


if __name__ == "__main__":
    unittest.main()
