#!/usr/bin/python3
"""Mechanisms of financing, each alone."""
# SPDX-License-Identifier: Apache-2.0
import datetime
import math
import unittest

from mechanism_test import MechanismTest, MONTH

SPONSOR = """strife: 1
time: {start: 2025-01-01, end: 2025-12-31}
parameters:
  willingness: {value: 0.5, source: assumed}
actors:
  rebels:
    state:
      funds: {level: USD, initial: 1000, min: 0}
    uses:
      - financing.sponsor:
          bind: {willing: willingness, seizure: seized}
          amount: 200e3
          delay: 60
          delay_cv: 0.5
          interception: 0.01
events: {seized: {amount: USD}}
outcomes:
  funds: {state: rebels.funds}
  received: {state: rebels.sponsor.received}
  on_the_way: {state: active(rebels.sponsor.transfers)}
  seized: {sum: seized.amount}
"""
EXTORTION = """strife: 1
time: {start: 2025-01-01, end: 2025-12-31}
sets: {province: [east, west, north]}
parameters:
  living[province]: {value: {east: 1e6 person, west: 2e6 person, north: 5e6 person}, source: assumed}
actors:
  rebels:
    state:
      fighters[province]: {count: person, initial: {east: 100, west: 300, north: 0}}
      funds: {level: USD, initial: 1000, min: 0}
    uses:
      - financing.extortion: {bind: {place: province, people: living}, yield: 0.5, reach: 0.1, hold: 100}
outcomes:
  funds: {state: rebels.funds}
  raised: {state: rebels.extortion.raised}
  month_in_west: {state: "extortion.income[west] * 1 month"}
"""
DONATIONS = """strife: 1
time: {start: 2025-01-01, end: 2025-12-31}
parameters:
  striking: {value: 0/day, source: assumed}
actors:
  rebels:
    state:
      funds: {level: USD, initial: 1000, min: 0}
    uses:
      - financing.donations: {bind: {deed: attack}, base: 20, pull: 0.5, memory: 40, gift_log_mean: 5, gift_log_sd: 0.8}
    processes:
      strike: {rate: striking, do: emit attack}
events: {attack: {}}
outcomes:
  funds: {state: rebels.funds}
  raised: {state: rebels.donations.raised}
  gifts: {state: rebels.donations.gifts}
  fame: {state: rebels.donations.fame}
"""
WAGES = """strife: 1
time: {start: 2025-01-01, end: 2025-12-31}
sets: {province: [east, west]}
parameters:
  income: {value: 0 USD, source: assumed}
actors:
  rebels:
    state:
      fighters[province]: {count: person, initial: {east: 200, west: 100}}
      funds: {level: USD, initial: 0, min: 0}
    uses:
      - financing.wages: {bind: {place: province}, stipend: 100, desertion: 0.3}
  patron:
    processes:
      give: {every: 1 month, do: rebels.funds += income}
outcomes:
  east: {state: "rebels.fighters[east]"}
  west: {state: "rebels.fighters[west]"}
  all_in_february: {state: sum(rebels.fighters), at: 2025-02-15}
  paid_in_february: {state: rebels.wages.paid, at: 2025-02-15}
  paid: {state: rebels.wages.paid}
  funds: {state: rebels.funds}
"""
PAY_DAYS = [datetime.date(2025, month, 1) for month in range(2, 13)]  # what falls due every month from a start on 1 January
END = datetime.date(2025, 12, 31)


def erlang(x, shape=4):
    """The distribution function of a gamma law of whole shape and scale 1."""
    return 1 - math.exp(-x) * sum(x**j / math.factorial(j) for j in range(shape))


class Sponsor(MechanismTest):
    def test_what_arrives_is_what_was_sent_less_what_was_seized_or_is_on_the_way(self):
        runs = self.run_scenario(SPONSOR)
        # Gamma with mean 60 and cv 0.5: shape 4, scale 15 days. With the risk i of seizure the share (1 + 15 i)^-4 arrives, after
        # a gamma time of scale 15 / (1 + 15 i).
        scale = 15 / (1 + 15 * 0.01)
        arrived = sum((1 + 15 * 0.01) ** -4 * erlang((END - day).days / scale) for day in PAY_DAYS)
        self.assert_mean(runs["received"], 100e3 * arrived)
        self.assert_mean(runs["funds"], 1000 + 100e3 * arrived)
        self.assert_every(runs["received"] + runs["seized"] + 100e3 * runs["on_the_way"], 11 * 100e3)

    def test_seizure_delay_and_will_move_what_they_say(self):
        free = self.run_scenario(SPONSOR, "--set", "parameters.sponsor.interception=0", "--set", "parameters.sponsor.delay=1")
        self.assert_every(free["received"], 11 * 100e3)  # the last is sent thirty days before the end
        unwilling = self.run_scenario(SPONSOR, "--set", "parameters.willingness=0")
        self.assert_every(unwilling["received"] + unwilling["on_the_way"], 0)
        runs = self.run_scenario(SPONSOR, "--method", "coupled")
        risky = self.run_scenario(SPONSOR, "--set", "parameters.sponsor.interception=0.03", "--method", "coupled")
        self.assert_more(risky["seized"], runs["seized"])
        self.assert_more(runs["received"], risky["received"])


class Extortion(MechanismTest):
    def test_each_month_brings_what_the_fighters_of_each_place_can_take(self):
        runs = self.run_scenario(EXTORTION)
        # 0.5 USD of each tenth person, times 100 / 200 in the east, 300 / 400 in the west and 0 in the north; eleven months.
        raised = 11 * 0.5 * 0.1 * (1e6 / 2 + 2e6 * 3 / 4)
        self.assert_every(runs["raised"], raised)
        self.assert_every(runs["funds"], 1000 + raised)
        self.assert_every(runs["month_in_west"], 0.5 * 0.1 * 2e6 * 3 / 4)

    def test_yield_reach_and_hold_move_what_they_say(self):
        runs = self.run_scenario(EXTORTION, *("--set", "parameters.extortion.hold=300", "--set", "parameters.extortion.reach=0.2",
                                              "--set", "parameters.extortion.yield=0.1"))
        self.assert_every(runs["raised"], 11 * 0.1 * 0.2 * (1e6 / 4 + 2e6 / 2))
        everything = self.run_scenario(EXTORTION, "--set", "parameters.extortion.hold=0")
        self.assert_every(everything["raised"], 11 * 0.5 * 0.1 * (1e6 + 2e6))  # nobody is in the north


class Donations(MechanismTest):
    def test_without_deeds_gifts_are_a_compound_poisson_stream(self):
        runs = self.run_scenario(DONATIONS)
        self.assert_mean(runs["gifts"], 20 * 364 / MONTH)
        self.assert_mean(runs["raised"], 20 * 364 / MONTH * math.exp(5 + 0.8**2 / 2))
        self.assert_every(runs["funds"] - runs["raised"], 1000)
        # The variance is rate x time x second moment of a gift; its error is taken from the squares themselves.
        mean = 20 * 364 / MONTH * math.exp(5 + 0.8**2 / 2)
        self.assert_mean((runs["raised"] - mean) ** 2, 20 * 364 / MONTH * math.exp(2 * 5 + 2 * 0.8**2))

    def test_deeds_are_answered_while_they_are_talked_of(self):
        runs = self.run_scenario(DONATIONS, "--set", "parameters.striking=0.2/day")
        # Fame comes at 0.2 a day and lives for 40 / ln 2 days on average, so its mean at t is 0.2 L (1 - exp(-t / L)).
        life = 40 / math.log(2)
        self.assert_mean(runs["fame"], 0.2 * life * (1 - math.exp(-364 / life)))
        fame = 0.2 * life * (364 - life * (1 - math.exp(-364 / life)))
        self.assert_mean(runs["gifts"], 20 / MONTH * (364 + 0.5 * fame))
        self.assert_mean(runs["raised"], 20 / MONTH * (364 + 0.5 * fame) * math.exp(5 + 0.8**2 / 2))

    def test_pull_is_what_joins_fame_to_gifts(self):
        still = ("--set", "parameters.donations.pull=0", "--method", "coupled")
        calm = self.run_scenario(DONATIONS, *still)
        busy = self.run_scenario(DONATIONS, *still, "--set", "parameters.striking=0.2/day")
        self.assert_same(calm["raised"], busy["raised"])


class Wages(MechanismTest):
    def test_without_money_a_share_leaves_every_month(self):
        runs = self.run_scenario(WAGES)
        self.assert_mean(runs["east"], 200 * 0.7**11)
        self.assert_mean(runs["west"], 100 * 0.7**11)
        self.assert_every(runs["paid_in_february"], 0)
        loyal = self.run_scenario(WAGES, "--set", "parameters.wages.desertion=0")
        self.assert_every(loyal["east"], 200)

    def test_money_of_the_same_day_is_there_in_time_and_the_rest_stays(self):
        runs = self.run_scenario(WAGES, "--set", "parameters.income=31e3 USD")
        self.assert_every(runs["east"] + runs["west"], 300)
        self.assert_every(runs["paid"], 1)
        self.assert_every(runs["funds"], 11 * 1e3)

    def test_pay_that_falls_short_falls_short_for_all_alike(self):
        runs = self.run_scenario(WAGES, "--set", "actors.rebels.state.funds.initial=15e3")
        # Half of 30,000 USD is there: each leaves with chance 0.3 / 2. After that there is nothing.
        self.assert_every(runs["paid_in_february"], 0.5)
        self.assert_mean(runs["all_in_february"], 300 * 0.85)
        self.assert_every(runs["funds"], 0)
        dear = self.run_scenario(WAGES, "--set", "actors.rebels.state.funds.initial=15e3", "--set", "parameters.wages.stipend=200")
        self.assert_every(dear["paid_in_february"], 0.25)

    def test_where_nobody_is_to_be_paid_pay_is_full(self):
        runs = self.run_scenario(WAGES, "--set", "actors.rebels.state.fighters.initial=0")
        self.assert_every(runs["paid"], 1)


if __name__ == "__main__":
    unittest.main()
