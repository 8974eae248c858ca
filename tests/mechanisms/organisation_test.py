#!/usr/bin/python3
"""Mechanisms of organisation, each alone: training camps, the loss of leaders, affiliates."""
# SPDX-License-Identifier: Apache-2.0
import math
import unittest

import numpy

from mechanism_test import MechanismTest, MONTH

YEAR = 365.242198781
DAYS = 360.0

CAMPS = """strife: 1
time: {end: 360 day}
sets: {province: [hills, plain]}
parameters:
  searches: {value: 0/month, source: assumed}
  will: {value: 1, source: assumed}
  ground[province]: {value: {hills: 3, plain: 1}, source: assumed}
actors:
  rebels:
    state:
      fighters[province]: {count: person, initial: 1000}
      funds: {level: USD, initial: 1e7, min: 0}
    uses:
      - organisation.camps:
          as: training
          bind: {place: province, pressure: searches, opened: opened, closed: closed, ground: ground, will: will}
          founding: 0.5/month
          cost: 20000
          capacity: 20
events: {opened: {place: province}, closed: {place: province}}
outcomes:
  hills: {state: "rebels.training.camps[hills]"}
  plain: {state: "rebels.training.camps[plain]"}
  courses: {state: active(rebels.training.courses)}
  opened: {count: opened}
  closed: {count: closed}
  funds: {state: rebels.funds}
  skill: {state: rebels.training.skill}
"""


class Camps(MechanismTest):
    def test_camps_are_a_poisson_stream_shared_by_ground_and_paid_for(self):
        runs = self.run_scenario(CAMPS)
        opened = 0.5 * DAYS / MONTH
        self.assert_mean(runs["hills"], opened * 0.75)
        self.assert_mean(runs["plain"], opened * 0.25)
        numpy.testing.assert_array_equal(runs["funds"], 1e7 - 20000 * runs["opened"])
        numpy.testing.assert_array_equal(runs["courses"], runs["hills"] + runs["plain"])
        self.assertEqual(runs["closed"].sum(), 0)

    def test_searches_that_find_their_camp_hold_the_number_down(self):
        runs = self.run_scenario(CAMPS, "--set", "parameters.searches=1/month", "--set", "parameters.training.found=0.4")
        # Immigration and death: founding / (found * searches) is the balance, approached from 0 at the rate found * searches.
        balance = 0.5 / 0.4
        self.assert_mean(runs["hills"] + runs["plain"], balance * (1 - math.exp(-0.4 * DAYS / MONTH)))
        numpy.testing.assert_array_equal(runs["hills"] + runs["plain"], runs["opened"] - runs["closed"])
        numpy.testing.assert_array_equal(runs["courses"], runs["hills"] + runs["plain"])

    def test_no_camp_opens_without_money_or_fighters_to_fill_it(self):
        poor = self.run_scenario(CAMPS, "--set", "actors.rebels.state.funds.initial=50000", "--set", "parameters.training.founding=20")
        numpy.testing.assert_array_equal(poor["opened"], numpy.full_like(poor["opened"], 2))
        few = self.run_scenario(CAMPS, "--set", "actors.rebels.state.fighters.initial=59", "--set", "parameters.training.founding=20")
        numpy.testing.assert_array_equal(few["opened"], numpy.full_like(few["opened"], 4))

    def test_skill_comes_to_the_balance_of_courses_and_fading(self):
        # Two camps a place; courses that are exponential make a Poisson stream g. Each takes the share x of the untrained, so that the
        # mean follows m' = g x (1 - m) - d m.
        runs = self.run_scenario(CAMPS, "--set", "parameters.training.founding=0", "--set", "parameters.training.there=2",
                                 "--set", "parameters.training.course_cv=1", "--set", "parameters.training.course=40",
                                 "--set", "parameters.training.fading=100", "--set", "parameters.training.capacity=100")
        gained, lost = 4 / 40 * 100 / 2000, math.log(2) / 100
        self.assert_mean(runs["skill"], gained / (gained + lost) * (1 - math.exp(-(gained + lost) * DAYS)))

    def test_courses_of_one_length_end_together(self):
        # All four camps hold one course of 200 days and are at the second; each took a twentieth of the untrained.
        runs = self.run_scenario(CAMPS, "--set", "parameters.training.founding=0", "--set", "parameters.training.there=2",
                                 "--set", "parameters.training.course_cv=0.01", "--set", "parameters.training.course=200",
                                 "--set", "parameters.training.fading=1e9", "--set", "parameters.training.capacity=100")
        numpy.testing.assert_allclose(runs["skill"], 1 - 0.95 ** 4, rtol=1e-6)

    def test_will_multiplies_the_founding(self):
        runs = self.run_scenario(CAMPS, "--set", "parameters.will=0.4")
        self.assert_mean(runs["opened"], 0.4 * 0.5 * DAYS / MONTH)

    def test_skill_without_camps_fades_by_its_half_life(self):
        runs = self.run_scenario(CAMPS, "--set", "parameters.training.founding=0", "--set", "parameters.training.trained=0.8",
                                 "--set", "parameters.training.fading=180", replications=2)
        numpy.testing.assert_allclose(runs["skill"], 0.2)


SUCCESSION = """strife: 1
time: {end: 360 day}
actors:
  rebels:
    uses:
      - organisation.succession:
          as: leader
          bind: {leader_killed: struck, lost: lost}
          effect: 0.4
          ageing: 1e9
          recovery: 90
          hunted: 2/year
schedule:
  strike: {at: 180 day, if: striking > 0, do: emit struck}
parameters:
  striking: {value: 0, source: assumed}
events: {struck: {}, lost: {}}
outcomes:
  effectiveness: {state: rebels.leader.effectiveness}
  lost: {count: lost}
"""


class Succession(MechanismTest):
    def test_the_hunt_and_recovery_come_to_their_balance(self):
        runs = self.run_scenario(SUCCESSION)
        # The dent u = 1 - effectiveness fades at r, and a loss turns it into effect + u (1 - effect): u' = h effect (1 - u) - r u.
        hunt, fade = 2 / YEAR * 0.4, math.log(2) / 90
        self.assert_mean(runs["effectiveness"], 1 - hunt / (hunt + fade) * (1 - math.exp(-(hunt + fade) * DAYS)))
        self.assert_mean(runs["lost"], 2 * DAYS / YEAR)

    def test_a_loss_to_another_dents_by_effect_halved_with_each_ageing_of_the_group(self):
        arguments = ["--set", "parameters.striking=1", "--set", "parameters.leader.hunted=0"]
        for age, ageing in ((0, 1e9), (5, 5), (20, 10)):
            runs = self.run_scenario(SUCCESSION, *arguments, "--set", f"parameters.leader.founded_years={age}",
                                     "--set", f"parameters.leader.ageing={ageing}", replications=2)
            dent = 0.4 * 2 ** (-(age + 180 / YEAR) / ageing)
            numpy.testing.assert_allclose(runs["effectiveness"], 1 - dent * 2 ** (-180 / 90), rtol=1e-9)
            numpy.testing.assert_array_equal(runs["lost"], 1)

    def test_pressure_multiplies_the_hunt(self):
        pressed = SUCCESSION.replace("lost: lost}\n", "lost: lost, pressure: striking}\n")
        runs = self.run_scenario(pressed, "--set", "parameters.striking=3")
        self.assert_mean(runs["lost"], 3 * 2 * DAYS / YEAR + 1)

    def test_the_prior_of_effect_reaches_to_both_signs(self):
        runs = self.run_scenario(SUCCESSION.replace("          effect: 0.4\n", ""), "--set", "parameters.striking=1",
                                 "--set", "parameters.leader.hunted=0")
        self.assertGreater(runs["effectiveness"].max(), 1)
        self.assertLess(runs["effectiveness"].min(), 0.9)


AFFILIATES = """strife: 1
time: {end: 360 day}
sets: {branch: [south, followers]}
parameters:
  deeds: {value: 0.5/month, source: assumed}
actors:
  rebels:
    processes:
      strike: {rate: deeds, do: emit deed(deaths = 10 person)}
    uses:
      - organisation.affiliates:
          as: network
          bind: {affiliate: branch, deed: deed, report: elsewhere}
          base: {value: {south: 2/month, followers: 0.5/month}, source: assumed}
          notice: 30
          memory: 60
          inspiration: 1
          killed: 4
          dispersion: 0.5
          generosity: 0.8
schedule:
  strike: {at: 330 day, if: deeds = 0/month, do: emit deed(deaths = 10 person)}
events: {deed: {deaths: person}, elsewhere: {by: branch, deaths: person}}
outcomes:
  fame: {state: rebels.network.fame}
  standing: {state: network.standing}
  south: {count: elsewhere, where: event.by = south}
  followers: {count: elsewhere, where: event.by = followers}
  attacks: {count: elsewhere}
  deaths: {sum: elsewhere.deaths}
"""


class Affiliates(MechanismTest):
    def test_fame_comes_to_its_balance_and_lifts_the_attacks_of_each(self):
        runs = self.run_scenario(AFFILIATES)
        # Each deed adds 10 / (10 + 30) = 1/4. Mean fame is b (1 - exp(-d t)) with b = deeds / 4 / d; its integral over the run
        # is b (T - (1 - exp(-d T)) / d).
        fade = math.log(2) / 60
        balance = 0.5 / MONTH * 0.25 / fade
        self.assert_mean(runs["fame"], balance * (1 - math.exp(-fade * DAYS)))
        exposure = DAYS + balance * (DAYS - (1 - math.exp(-fade * DAYS)) / fade)
        self.assert_mean(runs["south"], 2 / MONTH * exposure)
        self.assert_mean(runs["followers"], 0.5 / MONTH * exposure)
        self.assert_mean(runs["deaths"] - 4 * runs["attacks"], 0)

    def test_without_inspiration_attacks_do_not_follow_deeds(self):
        still = self.run_scenario(AFFILIATES, "--set", "parameters.network.inspiration=0", "--method", "coupled")
        famous = self.run_scenario(AFFILIATES, "--set", "parameters.network.inspiration=0", "--set", "parameters.deeds=3/month",
                                   "--method", "coupled")
        self.assert_same(still["deaths"], famous["deaths"])
        self.assert_mean(still["south"], 2 / MONTH * DAYS)

    def test_deaths_of_an_attack_are_dispersed_as_said(self):
        runs = self.run_scenario(AFFILIATES, "--set", "parameters.network.inspiration=0")
        # A compound Poisson sum: its variance is the number of attacks times the second moment m + m^2/k + m^2.
        attacks = 2.5 / MONTH * DAYS
        self.assert_mean((runs["deaths"] - 4 * attacks) ** 2, attacks * (4 + 4 ** 2 / 0.5 + 4 ** 2))

    def test_standing_follows_fame_up_to_generosity(self):
        runs = self.run_scenario(AFFILIATES, "--set", "parameters.deeds=0/month", "--set", "parameters.network.support=1.5",
                                 replications=2)
        fame = 0.25 * 2 ** (-30 / 60)
        numpy.testing.assert_allclose(runs["fame"], fame)
        numpy.testing.assert_allclose(runs["standing"], 1.5 * (1 + 0.8 * fame / (1 + fame)))


if __name__ == "__main__":
    unittest.main()
