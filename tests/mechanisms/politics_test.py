#!/usr/bin/python3
"""Mechanisms of politics, each alone."""
# SPDX-License-Identifier: Apache-2.0
import datetime
import math
import unittest

from mechanism_test import MechanismTest

AGREEMENT = """strife: 1
time: {start: 2025-01-01, end: 2026-01-01}
parameters:
  breaches: {value: 0/day, source: assumed}
actors:
  branch:
    processes: {strike: {rate: breaches, do: emit attack_abroad(deaths = 30 person)}}
  government:
    state: {budget: {level: USD}, threat: {level: 1, initial: 1}}
    uses:
      - politics.agreement:
          {as: deal, bind: {breach: attack_abroad, funds: budget, interest: threat}, aid: 1000, start: 0.4, full: 0.8, penalty: 0.5,
           least: 0.2, severe: 10, patience: 120, own_effort: 0.2, care: 0, inertia: 0.5}
schedule: {threaten: {at: 2025-09-15, do: government.threat := 3}}
events: {attack_abroad: {deaths: person}}
outcomes:
  trust: {state: government.deal.trust}
  will: {state: government.deal.will}
  will_before: {state: government.deal.will, at: 2025-06-15}
  budget: {state: government.budget}
  received: {state: government.deal.received}
"""
BREACHED = ("--set", "parameters.breaches=0.01/day", "--method", "coupled")


class Agreement(MechanismTest):
    def test_without_breaches_trust_comes_back_and_aid_follows_it(self):
        runs = self.run_scenario(AGREEMENT, replications=2)
        self.assert_mean(runs["trust"], 0.8 - 0.4 * 2 ** (-365 / 120))
        start = datetime.date(2025, 1, 1)
        months = [datetime.date(2025, month, 1) for month in range(2, 13)] + [datetime.date(2026, 1, 1)]
        aid = sum(1000 * (0.8 - 0.4 * 2 ** (-(day - start).days / 120)) for day in months)
        self.assert_mean(runs["budget"], aid)
        self.assert_mean(runs["received"], aid)

    def test_breaches_take_trust_by_their_deaths(self):
        runs = self.run_scenario(AGREEMENT, *BREACHED)
        # Trust t relaxes to 0.8 and loses the share q of itself in breaches, which come as a Poisson stream of the rate r, so that the
        # mean m obeys m' = d (0.8 - m) - r q m, with d = ln 2 / 120 day: it nears d 0.8 / (d + r q) at the rate d + r q.
        fade = math.log(2) / 120
        lost = 0.01 * 0.5 * (0.2 + 0.8 * 30 / 40)
        balance = fade * 0.8 / (fade + lost)
        self.assert_mean(runs["trust"], balance + (0.4 - balance) * math.exp(-(fade + lost) * 365))
        calm = self.run_scenario(AGREEMENT)
        self.assert_more(calm["budget"], runs["budget"])

    def test_will_follows_interest_with_inertia(self):
        runs = self.run_scenario(AGREEMENT, replications=2)
        self.assert_mean(runs["will_before"], 0.2)
        # From 15 September on the goal is 0.6; on the first of four months half of the way that is left is gone.
        self.assert_mean(runs["will"], 0.6 - 0.4 * 0.5 ** 4)

    def test_will_starts_and_stays_where_trust_and_care_put_it(self):
        runs = self.run_scenario(AGREEMENT, "--set", "parameters.deal.start=0.8", "--set", "parameters.deal.care=0.4", replications=2)
        self.assert_mean(runs["will_before"], 0.2 + 0.4 * (1 - 0.8))

    def test_care_turns_lost_trust_into_effort_or_into_defiance(self):
        without = self.run_scenario(AGREEMENT, *BREACHED)
        zealous = self.run_scenario(AGREEMENT, *BREACHED, "--set", "parameters.deal.care=0.4")
        defiant = self.run_scenario(AGREEMENT, *BREACHED, "--set", "parameters.deal.care=-0.4")
        calm = self.run_scenario(AGREEMENT, "--set", "parameters.deal.care=0.4", "--method", "coupled")
        self.assert_same(without["trust"], zealous["trust"])
        self.assert_more(zealous["will_before"], calm["will_before"])
        self.assert_more(zealous["will_before"], without["will_before"])
        self.assert_more(without["will_before"], defiant["will_before"])


if __name__ == "__main__":
    unittest.main()
