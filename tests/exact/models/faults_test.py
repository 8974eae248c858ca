#!/usr/bin/python3
"""The checks of exact answers notice the classic faults of simulators: faults_test.py PROGRAM.

Each fault is planted by writing what a faulty engine would do in the language itself. The true scenario passes all checks, the
faulty one fails, and each kind of check fails on some fault.
"""
# SPDX-License-Identifier: Apache-2.0
import dataclasses
import math
import os
import pathlib
import sys
import tempfile
import unittest

import numpy
import scipy.linalg
import scipy.stats

from exact_check import Covariance, Distribution, Law, Mean, Model, Variance, bound, probability, run_model
from moments import checks, from_pmf, poisson, poisson_pmf

PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else pathlib.Path("strife")
N = 4000 if os.environ.get("STRIFE_TEST_SCALE") == "small" else 20000


def scenario(end, processes, outcomes, state="x: {count: 1}", more=""):
    lines = "\n".join("      " + line for line in processes)
    return (f"strife: 1\ntime: {{end: {end} day, record: {end} day}}\n{more}actors:\n  a:\n    state:\n      " +
            "\n      ".join(state.split("; ")) + f"\n    processes:\n{lines}\noutcomes:\n  " + "\n  ".join(outcomes) + "\n")


def moments_of_poisson(outcome, mean):
    return [*checks(outcome, poisson(mean)), Law("law", outcome, list(poisson_pmf(mean)))]


def dimers(n, k, t):
    """The law of the number left of n, of which pairs meet at rate k for each and vanish, by the master equation."""
    rates = [k * p * (p - 1) / 2 for p in range(n + 1)]
    generator = numpy.zeros((n + 1, n + 1))
    for p in range(2, n + 1):
        generator[p, p - 2] += rates[p]
        generator[p, p] -= rates[p]
    return scipy.linalg.expm(generator * t)[n]


def checks_of(outcome, pmf):
    """Mean, variance and law from the probabilities of 0, 1, 2, ..."""
    return [*checks(outcome, from_pmf(pmf)), Law("law", outcome, list(pmf))]


@dataclasses.dataclass(frozen=True)
class Case:
    true: str
    faulty: str
    checks: list


X = ["x: {state: a.x}"]
COME = 'come: {rate: 10/day, do: "x += 1"}'
PAIRS = 'meet: {rate: "0.05/day * x * (x - 1)", do: "x -= 2"}'
SEEN = "x: {count: 1}; seen: {count: 1, initial: 99}"
LATE = 'come: {rate: 4/day, do: "x += 1; if now >= 5 day and seen = 99 then seen := x end"}'
RESET = ['come: {rate: 10/day, do: "x += 1"}', 'reset: {at: 5 day, do: "x := 0"}']
RESET_LATE = ['come: {rate: 10/day, do: "x += 1; if now >= 5 day and seen = 99 then x := 0; seen := 0 end"}']
QUICKER = 'quicker: {at: 5 day, do: "pace := 5"}'
PACE = "x: {count: 1}; pace: {level: 1, initial: 0.5}"
MEMBERS = "sets: {kind: [" + ", ".join(f"k{i}" for i in range(1, 17)) + "]}\n"
SHARE = {f"k{i}": i for i in range(1, 17)}
WEIGHTS = "parameters:\n  weight[kind]: {value: {" + ", ".join(f"{k}: {v}" for k, v in SHARE.items()) + "}}\n"
DECAY = 'decay[k in kind]: {rate: "0.1/day * weight[k] * x", do: "x -= 1"}'
STOCK = "x: {count: 1, initial: 100}"
PAIR = 'move: {rate: "1/day * left", do: "left -= 1; right += 1"}'
FIRST = ["t: {first: {when: a.x >= 1}}"]

BINOMIAL = scipy.stats.binom.pmf(range(21), 20, math.exp(-1))
CASES = {
    "a rate that is 2 % off":
        Case(scenario(10, [COME], X), scenario(10, [COME.replace("10/day", "10.2/day")], X), moments_of_poisson("x", 100.0)),
    "P^2 for P(P - 1)":
        Case(scenario(2, [PAIRS], X, "x: {count: 1, initial: 12}"),
             scenario(2, [PAIRS.replace("(x - 1)", "x").replace(", do", ", if: x >= 2, do")], X, "x: {count: 1, initial: 12}"),
             checks_of("x", dimers(12, 0.1, 2.0))),
    "sampled after the jump that crosses the time":
        Case(scenario(6, [LATE, 'look: {at: 5 day, do: "seen := x"}'], ["x: {state: a.seen}"], SEEN),
             scenario(6, [LATE], ["x: {state: a.seen}"], SEEN), moments_of_poisson("x", 20.0)),
    "a timed event that comes with the next jump":
        Case(scenario(6, RESET, X), scenario(6, RESET_LATE, X, SEEN), moments_of_poisson("x", 10.0)),
    "a clock that is stale after its rate changed":
        Case(scenario(6, ['come: {rate: pace * 1/day, do: "x += 1"}', QUICKER], X, PACE),
             scenario(6, ['come: {every: exponential(mean = 1 day / pace), do: "x += 1"}', QUICKER], X, PACE),
             moments_of_poisson("x", 7.5)),
    "one channel that is never chosen":
        Case(scenario(0.1, [DECAY], X, STOCK, MEMBERS + WEIGHTS),
             scenario(0.1, [DECAY], X, STOCK, MEMBERS + WEIGHTS.replace("k16: 16", "k16: 0")),
             checks_of("x", scipy.stats.binom.pmf(range(101), 100, math.exp(-1.36)))),
    "an effect that runs twice":
        Case(scenario(1, [PAIR], ["left: {state: a.left}", "right: {state: a.right}"],
                      "left: {count: 1, initial: 20}; right: {count: 1}"),
             scenario(1, [PAIR.replace("right += 1", "right += 1 + bernoulli(0.1)")],
                      ["left: {state: a.left}", "right: {state: a.right}"], "left: {count: 1, initial: 20}; right: {count: 1}"),
             [Covariance("covariance", ("left", "right"), (20 * math.exp(-1), 20 * (1 - math.exp(-1))),
                         -float((numpy.arange(21) - 20 * math.exp(-1)) ** 2 @ BINOMIAL),
                         math.sqrt(float((numpy.arange(21) - 20 * math.exp(-1)) ** 4 @ BINOMIAL) -
                                   float((numpy.arange(21) - 20 * math.exp(-1)) ** 2 @ BINOMIAL) ** 2))]),
    "a wait that is a little too long":
        Case(scenario(100, ['come: {rate: 2/day, if: x = 0, do: "x += 1"}'], FIRST),
             scenario(100, ['come: {every: exponential(mean = 0.5 day) + 0.02 day, if: x = 0, do: "x += 1"}'], FIRST),
             [Distribution("law", "t", scipy.stats.expon(scale=0.5).cdf),
              probability("late", "t", math.exp(-1), lambda t: t > 0.5)]),
}
N_CHECKS = sum(len(case.checks) for case in CASES.values())


class Faults(unittest.TestCase):
    def measure(self, text, checks):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "case.yaml"
            path.write_text(text, encoding="utf-8")
            results = run_model(PROGRAM, Model(path.name, checks, N, N), N, scenarios=pathlib.Path(folder))
            return [(check, check.measure(results)) for check in checks]

    def test_the_true_pass_and_the_faulty_fail(self):
        failing = set()
        for what, case in CASES.items():
            with self.subTest(fault=what):
                for check, found in self.measure(case.true, case.checks):
                    self.assertLessEqual(abs(found.z), bound(N_CHECKS), (check.name, found))
                failed = [type(check) for check, found in self.measure(case.faulty, case.checks)
                          if abs(found.z) > bound(N_CHECKS)]
                self.assertTrue(failed, "the planted fault was not noticed")
                failing.update(failed)
        self.assertEqual(failing, {Mean, Variance, Law, Covariance, Distribution})


if __name__ == "__main__":
    unittest.main()
