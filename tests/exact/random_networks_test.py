#!/usr/bin/python3
"""Ensembles of random small reaction networks against their exact solutions.

Each network has one to three species with caps, two to five channels, and now and then draws, choices among members, events that set
something off and conditions. `strife run` simulates it, `strife solve` computes the distribution over all its states; the two share
the compiler and the interpreter of programs, nothing else. The joint distribution at the end is compared by Pearson's chi-square, the
mean number of events by its exact value; Bonferroni's bound keeps the chance of any false alarm in the whole family below 1e-4. Seeds
are fixed: a failure is to be looked into, never to be seeded anew.

Usage: random_networks_test.py <strife> [number of networks, default 40]
"""
# SPDX-License-Identifier: Apache-2.0
import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy
from scipy import stats

PROGRAM = "strife"
NETWORKS = 40
SMALL = os.environ.get("STRIFE_TEST_SCALE") == "small"
FAMILY = 200  # the level of each test is that of the largest family, however many are looked at
FALSE_ALARM = 1e-4
REPLICATIONS = 5000
LEAST_EXPECTED = 20  # of a cell; smaller ones are put together, so that chi-square's tail can be trusted far out
DAYS = 30


class Network:
    """A random scenario."""

    def __init__(self, number):
        self.random = random.Random(f"network {number}")
        self.caps = [self.random.randint(3, 7) for _ in range(self.random.choice([1, 2, 2, 3, 3]))]
        self.species = "abc"[:len(self.caps)]
        self.emits = False
        self.processes = [self.channel(i) for i in range(self.random.choice([2, 3, 4, 5, 5]))]
        if self.emits and self.random.random() < 0.7:
            self.processes.append(f"echo: {{upon: tick, if: \"{self.condition()}\", do: \"{self.change()}\"}}")
        if self.random.random() < 0.4:
            of = self.pick()
            level = self.random.randint(1, self.caps[self.species.index(of)])
            self.processes.append(f"tip: {{when: {of} >= {level} person, do: \"{self.change()}\"}}")
        if self.random.random() < 0.15:
            of = self.pick()
            self.processes.append(f"end: {{when: {of} = 0 person, do: stop \"gone\"}}")

    def pick(self):
        return self.random.choice(self.species)

    def cap(self, of):
        return self.caps[self.species.index(of)]

    def constant(self):
        return f"{math.exp(self.random.uniform(-3.0, -0.5)):.4g}"

    def condition(self):
        of = self.pick()
        return f"{of} {self.random.choice(['<', '>='])} {self.random.randint(1, self.cap(of))} person"

    def change(self):
        """A statement that leaves every species between 0 and its cap."""
        a, b = self.pick(), self.pick()
        return self.random.choice([
            lambda: f"{a} += min(1 person, {self.cap(a)} person - {a})",
            lambda: f"{a} -= min(1 person, {a})",
            lambda: f"{a} := {self.random.randint(0, self.cap(a))} person",
            lambda: f"if {a} > 0 person and {b} < {self.cap(b)} person then {a} -= 1 person; {b} += 1 person end",
            lambda: f"{a} -= binomial({a}, {self.random.uniform(0.1, 0.9):.3f})",
            lambda: f"{a} += binomial({self.cap(a)} person - {a}, {self.random.uniform(0.1, 0.6):.3f})",
            lambda: f"{a} += min({self.cap(a)} person - {a}, discrete(1, 3, 2) * 1 person)",
            lambda: f"if bernoulli({self.random.uniform(0.1, 0.9):.3f}) = 1 then {a} := 0 person end",
            lambda: "pick p from place by men[p] if men[p] > 0 person else skipped := 1 - skipped end; men[p] -= 1 person; "
                    "for q in place if q != p shuffled limit 1 do men[q] += 1 person end",
        ])()

    def channel(self, number):
        a, b = self.pick(), self.pick()
        k = self.constant()
        kind = 0 if number == 0 else self.random.randrange(6)
        unit = "/day"
        factor = {0: "", 1: f" * {a}", 2: f" * {a}", 3: f" * {a} * {b}", 4: "", 5: f" * ({self.cap(b)} person - {b})"}[kind]
        if factor.count("*") == 1:
            unit = "/person/day"
        if factor.count("*") == 2:
            unit = "/person^2/day"
        # The first two let something come and go, so that there is something to compare.
        body = [f"{a} += min(1 person, {self.cap(a)} person - {a})", f"{b} -= min(1 person, {b})"][number] if number < 2 else self.change()
        if self.random.random() < 0.5:
            body += "; emit tick"
            self.emits = True
        # A condition that does not hold at the start may keep a channel still for good, so the first has none.
        condition = f", if: \"{self.condition()}\"" if number > 0 and self.random.random() < 0.3 else ""
        return f"c{number}: {{rate: \"{k}{unit} * pace{factor}\"{condition}, do: \"{body}\"}}"

    def text(self):
        initial = [self.random.randint(0, cap) for cap in self.caps]
        states = [f"{name}: {{count: person, initial: {start}}}" for name, start in zip(self.species, initial)]
        states += ["men[place]: {count: person, initial: 1}", "skipped: {level: 1}"]
        joint = " + ".join(f"{8 ** i} * g.{name}" for i, name in enumerate(self.species))
        return "\n".join([
            "strife: 1", "title: A random network", f"time: {{start: 0 day, end: {DAYS} day, record: {DAYS} day}}",
            "sets: {place: [north, south]}", "parameters: {pace: {value: 1, source: assumed}}", "actors:", "  g:", "    state:",
            *[f"      {state}" for state in states], "    processes:", *[f"      {process}" for process in self.processes],
            "events: {tick: {}}", "outcomes:", f"  joint: {{state: \"{joint} + 512 * g.men[north]\"}}", "  ticks: {count: tick}",
            f"  high: {{ever: g.a >= {self.caps[0]} person}}", "  half: {state: g.a, at: 15 day}"]) + "\n"


def chi_square(values, probabilities, sample):
    """The p-value of a sample under a distribution; 0 if it holds what cannot be."""
    expected = dict(zip(values.tolist(), (probabilities * len(sample)).tolist()))
    observed = dict.fromkeys(expected, 0)
    for value in sample.tolist():
        if expected.get(value, 0) <= 1e-9:
            return 0.0
        observed[value] += 1
    cells = []
    rest = [0.0, 0]
    for value in sorted(expected, key=expected.get):
        rest = [rest[0] + expected[value], rest[1] + observed[value]]
        if rest[0] >= LEAST_EXPECTED:
            cells.append(rest)
            rest = [0.0, 0]
    if not cells:
        return 1.0
    cells[0] = [cells[0][0] + rest[0], cells[0][1] + rest[1]]
    statistic = sum((o - e) ** 2 / e for e, o in cells)
    return float(stats.chi2.sf(statistic, len(cells) - 1)) if len(cells) > 1 else 1.0


def proportion(p, successes, n):
    """The two-sided p-value of a number of successes."""
    return min(1.0, 2 * min(stats.binom.cdf(successes, n, p), stats.binom.sf(successes - 1, n, p)))


def mean_of(exact, sample):
    """The two-sided p-value of a mean, by Student's t; 1 where nearly all values are alike and t says nothing."""
    if len(sample) - numpy.unique(sample, return_counts=True)[1].max() < 50:
        return 1.0
    spread = sample.std(ddof=1)
    return float(2 * stats.t.sf(abs(sample.mean() - exact) / spread * math.sqrt(len(sample)), len(sample) - 1))


class RandomNetworks(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def strife(self, *arguments):
        ran = subprocess.run([PROGRAM, *map(str, arguments)], cwd=self.folder, capture_output=True, text=True, timeout=300, check=False)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)

    def p_values(self, number, solved_pace=1.0, replications=REPLICATIONS):
        """One for each comparison of a network: run at pace 1, and solved at a pace that may be wrong."""
        name = f"{number}.yaml"
        (self.folder / name).write_text(Network(number).text(), encoding="utf-8")
        self.strife("run", name, "-n", replications, "--seed", 1000 + number, "-q", "-j", 2, "-o", f"{number}.run.h5")
        self.strife("solve", name, "-q", "--set", f"parameters.pace={solved_pace}", "-o", f"{number}.solved.h5")
        with h5py.File(self.folder / f"{number}.run.h5") as run, h5py.File(self.folder / f"{number}.solved.h5") as solved:
            exact = solved["distributions/baseline"]
            found = [chi_square(exact[f"{outcome}_value"][()], exact[f"{outcome}_probability"][()], run[f"runs/{outcome}"][0])
                     for outcome in ("joint", "half")]
            found.append(mean_of(solved["ticks_mean"][0], run["runs/ticks"][0]))
            found.append(proportion(solved["high_mean"][0], int(run["runs/high"][0].sum()), replications))
            size = solved["states/baseline/value"].shape[0]
        for path in self.folder.iterdir():
            path.unlink()
        return found, size

    LEVEL = FALSE_ALARM / (FAMILY * 4)

    def test_ensembles_agree_with_exact_solutions(self):
        sizes = []
        smallest = []
        for number in range(NETWORKS):
            found, size = self.p_values(number)
            sizes.append(size)
            smallest += found
            with self.subTest(network=number):
                self.assertGreater(min(found), self.LEVEL, f"{found}\n{Network(number).text()}")
        # The networks are worth the comparison: most have more than a handful of states.
        self.assertGreater(numpy.median(sizes), 5)
        self.assertGreater(sum(p < 1 for p in smallest), 2 * NETWORKS)

    def test_a_rate_that_is_off_is_found(self):
        """By five per cent, or in a short run by fifteen: the deviation in standard errors is about the same."""
        pace, n = (1.15, 10_000) if SMALL else (1.05, 100_000)
        caught = [number for number in range(8) if min(self.p_values(number, solved_pace=pace, replications=n)[0]) < self.LEVEL]
        self.assertGreaterEqual(len(caught), 6, caught)


if __name__ == "__main__":
    PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()
    if len(sys.argv) > 1 and sys.argv[1].isdigit():
        NETWORKS = int(sys.argv.pop(1))
    if SMALL:
        NETWORKS = min(NETWORKS, 10)
    unittest.main()
