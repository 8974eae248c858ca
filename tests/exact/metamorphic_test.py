#!/usr/bin/python3
"""Changes of a scenario that leave its law as it is leave the law of what comes out as it is: metamorphic_test.py PROGRAM.

No answer is known here: a scenario is compared with another way to write it, by a two-sample chi-square of their final states.
"""
# SPDX-License-Identifier: Apache-2.0
import dataclasses
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy
import scipy.stats

PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else pathlib.Path("strife")
N = 2000 if os.environ.get("STRIFE_TEST_SCALE") == "small" else 20000
FAMILY_ALARM = 1e-4
METHODS = ("linear", "tree", "coupled")

# Two towns between which people move; a threshold that sets off a flight, an event that is answered, a counter of recent events.
# {slow} divides every rate; with the times in the other gaps it stretches time.
TOWNS = """strife: 1
title: People who come, move, fight and flee
time: {{end: {end:g} day}}
sets: {{town: [east, west]}}
parameters:
  coming: {{value: 3 person/day / {slow}}}
  moving: {{value: 0.4/day / {slow}}}
  anger: {{value: 0.02/day / {slow}}}
actors:
  people:
    state:
      living[town]: {{count: person, initial: {{east: 12, west: 3}}}}
      fled: {{count: person}}
      heat: {{level: 1, half_life: {half_life:g} day}}
    processes:
{processes}
events: {{clash: {{town: town, size: person}}{more_events}}}
outcomes:
  east: {{state: "people.living[east]"}}
  west: {{state: "people.living[west]"}}
  fled: {{state: people.fled}}
  clashes: {{count: clash}}
"""
PROCESSES = {
    "arrive": 'arrive: {rate: coming, do: "living[east] += 1 person"}',
    "move_west": 'move_west: {rate: "moving * living[east] / (1 person)", do: "living[east] -= 1 person; living[west] += 1 person"}',
    "move_east":
        'move_east: {rate: "moving / 2 * living[west] / (1 person)", do: "living[west] -= 1 person; living[east] += 1 person"}',
    "clash": 'clash[t in town]: {rate: "anger * (1 + heat) * living[t] * (living[t] - 1 person) / (1 person)^2", do: '
             '"emit clash(town = t, size = binomial(living[t], 0.2))"}',
    "mourn": 'mourn: {upon: clash, do: "living[event.town] -= event.size; heat += 1"}',
    "flight": 'flight: {when: "recent(clash, DAY) >= 3", do: "let n = min(living[east], 2 person); '
              'living[east] -= n; fled += n"}',
    "leave": 'leave: {every: PERIOD, do: "let n = binomial(living[west], 0.5); living[west] -= n; fled += n"}',
}


def towns(processes, slow=1.0, long=1.0, more_events=""):
    """The scenario with these processes, in this order."""
    lines = "\n".join("      " + text.replace("DAY", f"{long:g} day").replace("PERIOD", f"{3 * long:g} day") for text in processes)
    return TOWNS.format(processes=lines, slow=slow, end=8 * long, half_life=2 * long, more_events=more_events)


def plain():
    return towns(PROCESSES.values())


def permuted():
    names = ["clash", "move_east", "leave", "arrive", "flight", "mourn", "move_west"]
    return towns(PROCESSES[name] for name in names)


def split():
    """`arrive` in three parts of unequal rates."""
    parts = [PROCESSES["arrive"].replace("arrive:", f"arrive_{i}:").replace("rate: coming", f"rate: coming * {share}")
             for i, share in enumerate((0.5, 0.3, 0.2))]
    return towns([*parts, *(text for name, text in PROCESSES.items() if name != "arrive")])


def idle_channel():
    """A busy process that changes nothing, one that never can happen and one that begins with the others and does nothing."""
    return towns([*list(PROCESSES.values())[:3], 'idle: {rate: 30/day, do: "living[east] += 0 person"}',
                  'never: {rate: "0/day * living[east] / (1 person)", do: "living[east] += 5 person"}',
                  *list(PROCESSES.values())[3:], 'tick: {every: 1 hour, do: "let nothing = 1"}'])


def idle_event():
    """Events that nobody answers, beside those that count."""
    clash = PROCESSES["clash"].replace("do: \"emit", "do: \"emit rumour(town = t); emit")
    return towns([clash if name == "clash" else text for name, text in PROCESSES.items()], more_events=", rumour: {town: town}")


def stretched():
    """Everything a thousand times as slow over a thousand times the time."""
    return towns(PROCESSES.values(), slow=1000.0, long=1000.0)


def other_units():
    """Rates by the hour and by the week, times in hours."""
    text = plain()
    for old, new in (("3 person/day", "0.125 person/hour"), ("0.4/day", "2.8/week"), ("0.02/day", "0.14/week"),
                     ("8 day", "192 hour"), ("3 day", "72 hour"), ("2 day", "48 hour"), ("recent(clash, 1 day)", "recent(clash, 24 hour)")):
        assert old in text, old
        text = text.replace(old, new)
    return text


WRITINGS = {"permuted channels": permuted, "a channel split": split, "channels that do nothing": idle_channel,
            "events that nobody answers": idle_event, "time stretched": stretched, "other units": other_units}


@dataclasses.dataclass(frozen=True)
class Run:
    """The final state of each replication, a row each."""

    rows: numpy.ndarray


def run(text, method, seed):
    with tempfile.TemporaryDirectory() as folder:
        scenario = pathlib.Path(folder) / "scenario.yaml"
        scenario.write_text(text, encoding="utf-8")
        ran = subprocess.run([PROGRAM, "run", scenario, "-n", str(N), "--seed", str(seed), "--method", method, "-q", "-o",
                              scenario.with_suffix(".h5")], capture_output=True, text=True, check=False)
        if ran.returncode != 0:
            raise AssertionError(ran.stdout + ran.stderr)
        with h5py.File(scenario.with_suffix(".h5")) as file:
            return Run(numpy.column_stack([file["runs"][name][0] for name in ("east", "west", "fled", "clashes")]))


def homogeneity(first, second, least=10):
    """The tail probability of a two-sample chi-square; rare rows count as one class."""
    rows, classes = numpy.unique(numpy.vstack([first.rows, second.rows]), axis=0, return_inverse=True)
    classes = classes.ravel()
    counts = numpy.vstack([numpy.bincount(part, minlength=len(rows)) for part in (classes[:N], classes[N:])])
    common = counts.sum(axis=0) >= least
    table = numpy.column_stack([counts[:, common], counts[:, ~common].sum(axis=1)])
    table = table[:, table.sum(axis=0) > 0]
    return scipy.stats.chi2_contingency(table, correction=False).pvalue


def marginals(first, second):
    """The smallest tail probability of the outcomes one by one, times their number."""
    n = first.rows.shape[1]
    return n * min(homogeneity(Run(first.rows[:, [i]]), Run(second.rows[:, [i]])) for i in range(n))


class Metamorphic(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.plain = {method: run(plain(), method, seed) for seed, method in enumerate(METHODS, start=1)}
        # Each comparison looks at the joint law and at the marginal ones.
        cls.least = FAMILY_ALARM / (2 * (len(WRITINGS) + len(METHODS)))

    def assert_same_law(self, first, second):
        self.assertGreater(homogeneity(first, second), self.least)
        self.assertGreater(marginals(first, second), self.least)

    def test_something_happens(self):
        rows = self.plain["linear"].rows
        self.assertTrue(numpy.all(rows.std(axis=0) > 0.3))
        self.assertGreater(len(numpy.unique(rows, axis=0)), 200)

    def test_methods_agree(self):
        for first, second in (("linear", "tree"), ("linear", "coupled"), ("tree", "coupled")):
            with self.subTest(first=first, second=second):
                self.assert_same_law(self.plain[first], self.plain[second])

    def test_another_way_to_write_it_has_the_same_law(self):
        for i, (what, write) in enumerate(WRITINGS.items()):
            method = METHODS[i % len(METHODS)]
            with self.subTest(what=what, method=method):
                self.assert_same_law(self.plain[METHODS[(i + 1) % len(METHODS)]], run(write(), method, 100 + i))

    def test_clocks_of_their_own_do_not_see_the_order_of_the_file(self):
        """Under `coupled` streams go by names: what comes out is the same, bit for bit."""
        numpy.testing.assert_array_equal(run(plain(), "coupled", 3).rows, run(permuted(), "coupled", 3).rows)
        numpy.testing.assert_array_equal(run(plain(), "coupled", 3).rows, run(idle_event(), "coupled", 3).rows)

    def test_another_law_is_told_apart(self):
        """The comparison fails on what is not the same: a rate off, P^2, a channel gone, an event late."""
        faults = {"a rate that is off": plain().replace("3 person/day", "3.3 person/day"),
                  "P^2 for P(P - 1)": plain().replace("(living[t] - 1 person)", "living[t]"),
                  "a channel gone": plain().replace("moving / 2", "moving * 0"),
                  "a timed event later": plain().replace("every: 3 day", "every: 3.5 day")}
        for seed, (what, text) in enumerate(faults.items(), start=200):
            with self.subTest(what=what):
                self.assertNotEqual(text, plain())
                other = run(text, "linear", seed)
                self.assertLess(min(homogeneity(self.plain["tree"], other), marginals(self.plain["tree"], other)), self.least)


if __name__ == "__main__":
    unittest.main()
