#!/usr/bin/python3
"""Mechanisms of violence, each alone, and plots together with the warnings and the alert that are made to go with them."""
# SPDX-License-Identifier: Apache-2.0
import math
import unittest

import numpy

from mechanism_test import MechanismTest, MONTH, SIGMA, standard_error

DAYS = 360

ATTACKS = """strife: 1
time: {end: 360 day}
sets: {province: [east, west]}
parameters: {strength: 1}
actors:
  rebels:
    state:
      fighters[province]: {count: person, initial: {east: 60, west: 20}}
      funds: {level: USD, initial: 1e9, min: 0}
      will: {level: 1, initial: 1}
    uses:
      - violence.attacks:
          as: campaign
          bind: {place: province, attackers: fighters, tempo_factor: will, means: strength}
          tempo: 0.05
          deadly: 1
          cost: 1000
events: {attack: {place: province, deaths: person, injured: person}}
outcomes:
  attacks: {count: attack}
  east: {count: attack, where: event.place = east}
  deaths: {sum: attack.deaths}
  injured: {sum: attack.injured}
  bloodless: {count: attack, where: event.deaths = 0 person}
  from_10: {count: attack, where: event.deaths >= 10 person}
  from_21: {count: attack, where: event.deaths >= 21 person}
  from_40: {count: attack, where: event.deaths >= 40 person}
  largest: {max: attack.deaths}
  late: {count: attack, from: 181 day}
  funds: {state: rebels.funds}
"""
TEMPO = 0.05 / MONTH * 80  # attacks a day in both provinces


def excited(excitation, echo, days=DAYS):
    """Mean number of attacks until the end: a Hawkes process with an exponential kernel that starts with nothing to follow up."""
    relaxing = math.log(2) / echo * (1 - excitation)
    return TEMPO / (1 - excitation) * (days - excitation * (1 - math.exp(-relaxing * days)) / relaxing)


def dead(log_mean, log_sd, cap):
    """Mean of a lognormal number, rounded, at least 1 and at most cap: the sum over k of the chances that it is at least k."""
    return 1 + sum(0.5 * math.erfc((math.log(k - 0.5) - log_mean) / log_sd / math.sqrt(2)) for k in range(2, cap + 1))


class Attacks(MechanismTest):
    def test_without_excitation_attacks_are_a_poisson_stream_in_proportion_to_attackers(self):
        runs = self.run_scenario(ATTACKS)
        self.assert_mean(runs["attacks"], TEMPO * DAYS)
        self.assert_mean(runs["east"], TEMPO * DAYS * 0.75)
        self.assert_mean((runs["attacks"] - TEMPO * DAYS) ** 2, TEMPO * DAYS)  # the variance of a Poisson number is its mean
        self.assert_same(runs["funds"], 1e9 - 1000 * runs["attacks"])

    def test_will_and_means_multiply_the_tempo(self):
        runs = self.run_scenario(ATTACKS, "--set", "actors.rebels.state.will.initial=0.5", "--set", "parameters.strength=0.8")
        self.assert_mean(runs["attacks"], TEMPO * DAYS * 0.4)
        self.assertEqual(self.run_scenario(ATTACKS, "--set", "actors.rebels.state.will.initial=0")["attacks"].max(), 0)

    def test_excitation_adds_followers_after_their_echo(self):
        # In the end every attack has 1/(1 - excitation) attacks in its family; those still to come at the end are missing.
        for echo in (14, 100):
            runs = self.run_scenario(ATTACKS, "--set", "parameters.campaign.excitation=0.5", "--set", "actors.rebels.state.will.initial=5",
                                     "--set", f"parameters.campaign.echo={echo} day")
            self.assert_mean(runs["attacks"], 5 * excited(0.5, echo))
            self.assert_mean(runs["east"], 5 * excited(0.5, echo) * 0.75)  # followers stay where they were set off
            if echo == 14:  # they come in clusters: the variance is above that of a Poisson number
                self.assertGreater(numpy.var(runs["attacks"]), 2 * runs["attacks"].mean())

    def test_followers_need_will_and_attackers_too(self):
        for end in ("rebels.will := 0", "rebels.fighters[east] := 0 person; rebels.fighters[west] := 0 person"):
            scenario = ATTACKS.replace("outcomes:", f'schedule: {{truce: {{at: 180 day, do: "{end}"}}}}\noutcomes:')
            runs = self.run_scenario(scenario, "--set", "parameters.campaign.excitation=0.5")
            self.assert_mean(runs["attacks"], excited(0.5, 14, 180))
            self.assertEqual(runs["late"].max(), 0)

    def test_no_money_no_attack(self):
        runs = self.run_scenario(ATTACKS, "--set", "actors.rebels.state.funds.initial=4500", "--set", "parameters.campaign.excitation=0.5")
        self.assertEqual(runs["attacks"].max(), 4)
        self.assert_same(runs["funds"], 4500 - 1000 * runs["attacks"])

    def test_the_dead_are_lognormal_and_the_injured_follow_them(self):
        runs = self.run_scenario(ATTACKS)
        self.assert_mean(runs["deaths"], TEMPO * DAYS * dead(1, 1, 3000))
        self.assert_mean(runs["injured"] - 2 * runs["deaths"], 0)
        self.assertEqual(runs["bloodless"].max(), 0)
        runs = self.run_scenario(ATTACKS, "--set", "parameters.campaign.deadly=0.3", "--set", "parameters.campaign.log_mean=2",
                                 "--set", "parameters.campaign.log_sd=1.5", "--set", "parameters.campaign.cap=20",
                                 "--set", "parameters.campaign.injured_per_killed=0.5")
        self.assert_mean(runs["deaths"], TEMPO * DAYS * 0.3 * dead(2, 1.5, 20))
        self.assert_mean(runs["injured"] - 0.5 * runs["deaths"], 0)
        self.assert_mean(runs["bloodless"], TEMPO * DAYS * 0.7)
        self.assertEqual(numpy.nanmax(runs["largest"]), 20)

    def test_a_power_law_makes_the_worst_worse_and_leaves_the_rest(self):
        tail = ("--set", "parameters.campaign.power_law=1", "--method", "coupled")
        log, power = self.run_scenario(ATTACKS, "--method", "coupled"), self.run_scenario(ATTACKS, *tail)
        self.assert_same(log["from_10"], power["from_10"])
        # Of those with 10 dead or more, (40/10)^-(2.4 - 1) have 40 or more; with the exponent 2 they are (40/10)^-1.
        self.assert_mean(power["from_40"] - 4 ** -1.4 * power["from_10"], 0)
        self.assert_more(power["from_40"], log["from_40"])
        power = self.run_scenario(ATTACKS, *tail, "--set", "parameters.campaign.exponent=2")
        self.assert_mean(power["from_40"] - power["from_10"] / 4, 0)
        power = self.run_scenario(ATTACKS, *tail, "--set", "parameters.campaign.threshold=20 person",
                                  "--set", "parameters.campaign.log_mean=3", "--set", "parameters.campaign.log_sd=0.001")
        self.assert_same(power["from_10"], power["attacks"])  # all of them would have 20 dead, as exp(3) is 20.1
        self.assert_mean(power["from_21"] - (21 / 20) ** -1.4 * power["attacks"], 0)
        self.assert_mean(power["from_40"] - 2 ** -1.4 * power["attacks"], 0)


PLOTS = """strife: 1
time: {end: 4000 day}
sets: {country: [near, far]}
parameters: {alert: 1, ambition: 1, money: 1, skill: 1}
define:
  alertness[c in country]: alert
actors:
  rebels:
    state:
      operatives[country]: {count: person, initial: {near: 40, far: 0}}
    uses:
      - violence.plots:
          as: external
          bind: {target: country, will: ambition, means: money, screening: alertness, quality: skill}
          pace: 0.1
          staff: 1e9
          noise: 0
          failure: 0
events:
  attack: {place: country, deaths: person, injured: person}
  foiled: {place: country}
  false_alarm: {place: country}
outcomes:
  attacks: {count: attack}
  foiled: {count: foiled}
  failed: {state: sum(rebels.external.failed)}
  false_alarms: {count: false_alarm}
  deaths: {sum: attack.deaths}
  injured: {sum: attack.injured}
  operatives: {state: sum(rebels.operatives)}
  planning: {state: active(rebels.external.planning)}
  preparing: {state: active(rebels.external.preparing)}
  busy: {state: active(rebels.external.cases)}
"""


def unseen(hazard, mean, cv):
    """The chance that a plot is not found during a stage that lasts a gamma time: the Laplace transform of it."""
    return (1 + hazard * mean * cv ** 2) ** (-1 / cv ** 2)


def external(**values):
    """Arguments that set parameters of the plots."""
    return [text for name, value in values.items() for text in ("--set", f"parameters.external.{name}={value}")]


class Plots(MechanismTest):
    # 40 operatives make ten plots of four, one after the other if need be; after 4000 days all of them have come to an end.

    def test_plots_are_found_by_the_law_of_their_stages(self):
        runs = self.run_scenario(PLOTS)
        self.assert_same(runs["attacks"] + runs["foiled"], numpy.full_like(runs["attacks"], 10))
        self.assert_mean(runs["attacks"], 10 * unseen(0.2 * 0.02, 90, 0.6) * unseen(0.02, 60, 0.6))
        self.assertEqual(runs["operatives"].max(), 0)
        self.assertEqual(runs["false_alarms"].max(), 0)

    def test_each_parameter_of_the_race_moves_it(self):
        for values, chance in (({"detection": "0.005/day"}, unseen(0.001, 90, 0.6) * unseen(0.005, 60, 0.6)),
                               ({"early": 1}, unseen(0.02, 90, 0.6) * unseen(0.02, 60, 0.6)),
                               ({"planning_time": 300, "planning_cv": 1, "preparing_time": 1},
                                unseen(0.004, 300, 1) * unseen(0.02, 1, 0.6)),
                               ({"preparing_time": 100, "preparing_cv": 1, "early": 0}, unseen(0.02, 100, 1))):
            self.assert_mean(self.run_scenario(PLOTS, *external(**values))["attacks"], 10 * chance)
        runs = self.run_scenario(PLOTS, "--set", "parameters.alert=3")
        self.assert_mean(runs["attacks"], 10 * unseen(3 * 0.004, 90, 0.6) * unseen(3 * 0.02, 60, 0.6))

    def test_plots_begin_at_the_pace_of_operatives_who_are_in_none(self):
        # Plots that take for ever: with a team of 40 there is one or none, and with teams of 4 the waiting times of ten add up.
        arguments = ("--set", "parameters.ambition=0.5", "--set", "parameters.money=0.4", "--set", "time.end=60 day")
        runs = self.run_scenario(PLOTS, *arguments, *external(planning_time=1e9, planning_cv=0.1, detection=0, team=40))
        self.assert_mean(runs["planning"], 1 - math.exp(-0.1 * 0.2 / MONTH * 40 * 60))
        runs = self.run_scenario(PLOTS, *external(planning_time=1e9, planning_cv=0.1, detection=0), "--set", "time.end=60 day")
        # From 40 idle operatives, 4 fewer with each plot: a linear death process of ten plots, each begun at the rate 4 x pace.
        self.assert_mean(runs["planning"], 10 * (1 - math.exp(-0.1 / MONTH * 4 * 60)))
        self.assertEqual(self.run_scenario(PLOTS, "--set", "parameters.ambition=0")["attacks"].max(), 0)

    def test_plots_fail_by_themselves_as_quality_lets_them(self):
        for skill, chance in ((1, 0.4), (2, 0.16), (0, 1)):
            runs = self.run_scenario(PLOTS, *external(failure=0.4, detection=0), "--set", f"parameters.skill={skill}")
            self.assert_mean(runs["failed"], 10 * chance)
            self.assert_same(runs["failed"] + runs["attacks"], numpy.full_like(runs["attacks"], 10))

    def test_the_dead_and_injured(self):
        runs = self.run_scenario(PLOTS, *external(detection=0, log_mean=0, log_sd=1.5, cap=4, injured_per_killed=3))
        self.assert_mean(runs["deaths"], 10 * dead(0, 1.5, 4))
        self.assert_mean(runs["injured"] - 3 * runs["deaths"], 0)

    def test_false_leads_bind_teams_and_let_plots_through(self):
        idle = ("--set", "parameters.ambition=0")
        busy = external(noise="0.2/day", staff=5, case=40)
        # Leads come at 2 x 0.2 a day (two countries) times the free share; each case ends at 1/40 a day. All is linear: in balance
        # 0.2 / (0.2/5 + 1/40) cases in each country, which is reached at the rate 0.2/5 + 1/40.
        rate, balance = 0.2 / 5 + 1 / 40, 0.2 / (0.2 / 5 + 1 / 40)
        runs = self.run_scenario(PLOTS, *busy, *idle, "--set", "time.end=100 day")
        self.assert_mean(runs["busy"], 2 * balance * (1 - math.exp(-rate * 100)))
        self.assert_mean(runs["false_alarms"], 2 * balance / 40 * (100 - (1 - math.exp(-rate * 100)) / rate))
        quiet, runs = self.run_scenario(PLOTS), self.run_scenario(PLOTS, *busy)
        self.assert_more(runs["attacks"], quiet["attacks"])
        self.assert_more(runs["attacks"], self.run_scenario(PLOTS, *busy, *external(staff=50))["attacks"])
        more = self.run_scenario(PLOTS, *busy, *idle, "--set", "parameters.alert=3", "--set", "time.end=100 day")
        self.assert_mean(more["busy"], 2 * 0.6 / (0.6 / 5 + 1 / 40) * (1 - math.exp(-(0.6 / 5 + 1 / 40) * 100)))

    def test_cases_of_real_plots_bind_teams_too(self):
        # One team that is never free again finds one plot, or none, but not more.
        runs = self.run_scenario(PLOTS, *external(staff=1, case=1e12))
        self.assertEqual(runs["foiled"].max(), 1)
        self.assert_same(runs["busy"], runs["foiled"])
        self.assertEqual(runs["false_alarms"].max(), 0)


TOGETHER = """strife: 1
time: {end: 1500 day}
sets: {country: [near, far]}
define:
  screening[c in country]: 1 + services.guard.alert[c] + ally.warnings.watch[c]
actors:
  rebels:
    state:
      operatives[country]: {count: person, initial: {near: 60, far: 20}}
    uses:
      - violence.plots: {as: external, bind: {target: country}, pace: 0.02, preparing_time: 120, detection: 0.005, staff: 20, noise: 0.5}
  ally:
    uses:
      - intelligence.warnings:
          {bind: {target: country, plots: rebels.external.preparing}, learning: 0.05, first_trust: 1, bump: 3, fading: 60}
  services:
    uses:
      - security.alert: {as: guard, bind: {target: country, operatives: rebels.operatives, watch: ally.warnings.watch}}
    processes:
      tell_of_attack: {upon: attack, do: emit borne_out(place = event.place)}
      tell_of_foiled: {upon: foiled, do: emit borne_out(place = event.place)}
events:
  attack: {place: country, deaths: person, injured: person}
  foiled: {place: country}
  false_alarm: {place: country}
  warned: {place: country, heeded: 1}
  borne_out: {place: country}
  stopped: {place: country}
outcomes:
  attacks: {count: attack}
  foiled: {count: foiled}
  failed: {state: sum(rebels.external.failed)}
  stopped: {count: stopped}
  operatives: {state: sum(rebels.operatives)}
  warned: {count: warned}
  screening: {mean: "screening[near]"}
"""


class PlotsWarningsAndAlert(MechanismTest):
    ALONE = ("--set", "parameters.guard.shock=0", "--set", "parameters.guard.lesson=0", "--set", "parameters.warnings.heed=0")

    def test_the_books_balance(self):
        # Each plot that has ended took four operatives and vetting took one each; vetting may also leave a team incomplete.
        for arguments in ((), ("--set", "parameters.guard.vetting=0")):
            runs = self.run_scenario(TOGETHER, *arguments)
            left = 80 - runs["stopped"] - 4 * (runs["attacks"] + runs["foiled"] + runs["failed"])
            self.assertGreaterEqual((runs["operatives"] - left).min(), 0)
        self.assert_same(runs["operatives"], left)
        self.assertGreater(runs["warned"].mean(), 1)

    def test_alert_and_heeded_warnings_each_raise_screening_and_prevent_attacks(self):
        alone = self.run_scenario(TOGETHER, *self.ALONE, "--method", "coupled")
        self.assert_same(alone["screening"], numpy.ones_like(alone["screening"]))
        for kept in (self.ALONE[:4], self.ALONE[4:]):  # without alert; without warnings
            runs = self.run_scenario(TOGETHER, *kept, "--method", "coupled")
            self.assertGreater(runs["screening"].min(), 1 - 1e-12)
            self.assert_more(runs["screening"], alone["screening"])
            self.assert_more(alone["attacks"] - runs["attacks"], numpy.zeros_like(runs["attacks"]))

    def test_warnings_that_nobody_heeds_change_nothing(self):
        deaf = self.run_scenario(TOGETHER, "--set", "parameters.warnings.heed=0", "--method", "coupled")
        none = self.run_scenario(TOGETHER, "--set", "parameters.warnings.learning=0", "--set", "parameters.warnings.false_warnings=0",
                                 "--method", "coupled")
        self.assert_more(deaf["warned"], none["warned"])
        # Hazards that fade are drawn from more or fewer pieces as other things happen, so a few histories part.
        for name in ("attacks", "foiled", "stopped", "screening"):
            difference = deaf[name] - none[name]
            self.assertLessEqual(abs(difference.mean()), SIGMA * standard_error(difference))


if __name__ == "__main__":
    unittest.main()
