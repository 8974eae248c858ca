#!/usr/bin/python3
"""Mechanisms of intelligence, each alone."""
# SPDX-License-Identifier: Apache-2.0
import math
import unittest

from mechanism_test import MechanismTest, MONTH

DAYS = 200

WARNINGS = """strife: 1
time: {end: 200 day}
sets: {country: [near, far]}
parameters: {sources: 1, proof: 0/day}
actors:
  rebels:
    activities:
      plots[c in country]: {}
    processes:
      plot: {at: 0 day, do: "repeat 3 do begin plots[near] end"}
  ally:
    uses:
      - intelligence.warnings:
          as: told
          bind: {target: country, plots: rebels.plots, insight: sources}
          learning: 0.02
          false_warnings: 0
          patience: 1e6
  fate:
    processes:
      prove: {at: 190 day, do: emit borne_out(place = near)}
events: {warned: {place: country, heeded: 1}, borne_out: {place: country}}
outcomes:
  near: {count: warned, where: event.place = near}
  far: {count: warned, where: event.place = far}
  heeded: {sum: warned.heeded}
  watch: {state: "ally.told.watch[near]"}
  trust: {state: "ally.told.trust[near]"}
  trust_before: {state: "ally.told.trust[near]", at: 189 day}
"""


def told(**values):
    """Arguments that set parameters of the warnings."""
    return [text for name, value in values.items() for text in ("--set", f"parameters.told.{name}={value}")]


class Warnings(MechanismTest):
    def test_warnings_come_of_plots_after_their_delay(self):
        # Of three plots at 0.02 a day each; those of the last days, by the mean delay, are on their way.
        runs = self.run_scenario(WARNINGS)
        self.assert_mean(runs["near"], 3 * 0.02 * (DAYS - 10))
        self.assertEqual(runs["far"].max(), 0)
        runs = self.run_scenario(WARNINGS, *told(learning="0.04/day", delay=100, delay_cv=1), "--set", "parameters.sources=0.5")
        # An exponential delay: on their way are those of the last 100 days, less what the start cuts off.
        self.assert_mean(runs["near"], 3 * 0.04 * 0.5 * (DAYS - 100 * (1 - math.exp(-DAYS / 100))))

    def test_false_warnings_need_no_plot(self):
        runs = self.run_scenario(WARNINGS, *told(false_warnings="2/month"), "--set", "parameters.sources=0")
        self.assert_mean(runs["near"], 2 / MONTH * (DAYS - 10))
        self.assert_mean(runs["far"], 2 / MONTH * (DAYS - 10))

    def test_heeded_warnings_raise_watch_to_its_balance(self):
        # Trust stays 0.5 until the proof at day 190, and after it too where nothing is learned: half of 0.6 is heeded.
        runs = self.run_scenario(WARNINGS, *told(trust_gain=0, heed=0.6, bump=2, fading=20, delay_cv=0.1))
        self.assert_mean(runs["heeded"], 3 * 0.02 * (DAYS - 10) * 0.3)
        self.assert_mean(runs["watch"], 3 * 0.02 * 0.3 * 2 * 20 / math.log(2) * (1 - 2 ** (-(DAYS - 10) / 20)))

    def test_what_is_borne_out_raises_trust_once(self):
        # If at least one warning has come by day 190, trust closes 0.4 of its distance to 1, however many they are.
        runs = self.run_scenario(WARNINGS, *told(trust_gain=0.4, learning=0.002, first_trust=0.6))
        given = 1 - math.exp(-3 * 0.002 * (190 - 10))
        self.assert_mean(runs["trust"], 0.6 + 0.4 * 0.4 * given)
        self.assert_mean(runs["trust_before"], 0.6)

    def test_what_is_never_borne_out_costs_trust(self):
        # Each warning costs a fifth of trust after 30 days. Their number is Poisson with mean m, so E[0.8^n] = exp(-0.2 m).
        runs = self.run_scenario(WARNINGS, *told(patience=30, trust_loss=0.2))
        self.assert_mean(runs["trust_before"], 0.5 * math.exp(-0.2 * 3 * 0.02 * (189 - 30 - 10)))

    def test_a_warning_that_has_been_borne_out_costs_nothing_later(self):
        # All warnings that come before the proof stand until then; those after it would lapse on day 250 at the earliest.
        runs = self.run_scenario(WARNINGS, *told(patience=195, trust_loss=1, trust_gain=0, delay=1, learning="0.1/day"))
        self.assert_mean(runs["trust"], 0.5)


if __name__ == "__main__":
    unittest.main()
