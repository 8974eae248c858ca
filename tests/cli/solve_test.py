#!/usr/bin/python3
"""`strife solve` from outside: the file that it writes, what it says, and what it refuses."""
# SPDX-License-Identifier: Apache-2.0
import json
import unittest

import h5py
import numpy
import xarray

from strife_program import FIRST, ProgramTest

CHAIN = """
strife: 1
title: People come and go
time: {start: 2025-01-01, end: 2025-02-10, record: 10 day}
sets: {place: [north, south]}
parameters: {pace: {value: 2 person/day, prior: "gamma(mean = 2, cv = 0.2)", source: assumed}}
actors:
  group:
    state:
      men[place]: {count: person, initial: 4}
      mood: {one_of: place, initial: north}
    processes:
      come[p in place]: {rate: "if(p = mood, pace, 1 person/day)", if: "men[p] < 9 person", do: "men[p] += 1 person; emit came(place = p)"}
      go[p in place]: {rate: "0.3/person/day * men[p]", do: "men[p] -= 1 person"}
      turn: {rate: 0.1/day, do: "mood := if(mood = north, south, north)"}
events: {came: {place: place}}
outcomes:
  men[p in place]: {state: "group.men[p]", series: true}
  all: {state: sum(group.men)}
  arrivals: {count: came, per: 10 day}
  came: {count: came}
  full: {ever: "group.men[north] >= 9 person"}
  peak: {max: sum(group.men)}
alternatives:
  slow: {set: {parameters.pace: 1 person/day}}
"""
ENGINES = ("netcdf4", "h5netcdf")


class Solve(ProgramTest):
    def setUp(self):
        super().setUp()
        self.scenario("chain.yaml", CHAIN)

    def test_the_file_opens_like_that_of_a_run(self):
        _, err = self.strife("solve", "chain.yaml", "-o", "a.h5")
        self.assertIn("200 states", err)
        self.assertIn("parameters with priors stand at their declared values: pace", err)
        self.assertIn("left out 'peak'", err)
        for engine in ENGINES:
            with self.subTest(engine=engine):
                with xarray.open_dataset(self.folder / "a.h5", engine=engine) as root:
                    self.assertEqual(root.attrs["result_kind"], "exact")
                    self.assertEqual(root.men_mean.dims, ("alternative", "place"))
                    self.assertEqual(str(root.time.values[1])[:10], "2025-01-11")
                    self.assertNotIn("peak_mean", root)
                    # Each arrival is counted in one period, and the mean of a sum is the sum of means.
                    self.assertTrue(numpy.allclose(root.arrivals_mean.sum("period"), root.came_mean, rtol=1e-12))
                    self.assertTrue(numpy.allclose(root.men_mean.sum("place"), root.all_mean, rtol=1e-12))
                    self.assertLess(float(root.all_mean.sel(alternative="slow")), float(root.all_mean.sel(alternative="baseline")))
                with xarray.open_dataset(self.folder / "a.h5", engine=engine, group="/states/baseline") as states:
                    self.assertEqual(states["value"].shape, (200, 3))
                    self.assertEqual(sorted(str(name) for name in states["variable"].values),
                                     ["group.men[north]", "group.men[south]", "group.mood"])
                    self.assertTrue(numpy.allclose(states.probability.sum("state"), 1, atol=1e-12))
                    self.assertLess(states.attrs["error"], 1e-12)
                    mood = [str(name) for name in states["variable"].values].index("group.mood")
                    named = {str(states["member"].values[int(number)]) for number in states["value"].values[:, mood]}
                    self.assertEqual(named, {"north", "south"})
                with xarray.open_dataset(self.folder / "a.h5", engine=engine, group="/distributions/slow") as distributions:
                    self.assertEqual(distributions.men_probability.dims, ("place", "men_value"))
                    self.assertTrue(numpy.allclose(distributions.all_probability.sum(), 1, atol=1e-12))
                with xarray.open_dataset(self.folder / "a.h5", engine=engine, group="/runs") as runs:
                    self.assertEqual(runs.sizes["replication"], 0)

    def test_every_variable_is_documented(self):
        self.strife("solve", "chain.yaml", "-q", "-o", "a.h5")
        page = (FIRST.parents[1] / "engine" / "hdf5_io" / "FORMAT.md").read_text(encoding="utf-8")
        with h5py.File(self.folder / "a.h5") as file:
            for name in file["states/baseline"]:
                self.assertIn(f"\n| `{name}` |", page)

    def test_the_ensemble_agrees(self):
        self.strife("solve", "chain.yaml", "-q", "-o", "exact.h5", "--alternatives", "none")
        self.strife("run", "chain.yaml", "-q", "-n", 4000, "-o", "runs.h5", "--alternatives", "none", "--set", "parameters.pace=2 person/day")
        with h5py.File(self.folder / "exact.h5") as exact, h5py.File(self.folder / "runs.h5") as runs:
            for outcome in ("all", "came", "full"):
                values = runs[f"runs/{outcome}"][0]
                error = values.std() / numpy.sqrt(len(values))
                # The seed is fixed; four standard errors.
                self.assertLess(abs(values.mean() - exact[f"{outcome}_mean"][0]), 4 * error, outcome)

    def test_show_says_what_it_is(self):
        for arguments, told in (([], "Exact solution, 2025-01-01 to 2025-02-10"), (["--stationary"], "Exact solution at rest"),
                                (["--mean-field", "--set", "actors.group.processes.turn.do=emit came(place = mood)"], "Deterministic limit")):
            with self.subTest(arguments=arguments):
                out, _ = self.strife("solve", "chain.yaml", "--alternatives", "none", "-o", f"{len(arguments)}.h5", "--json", "-q", *arguments)
                shown, _ = self.strife("show", f"{len(arguments)}.h5")
                self.assertIn(told, shown)
                # No replication stands behind it: neither 0 nor another number.
                self.assertRegex(shown, r"(?m)^Outcome +mean .* n *$")
                self.assertRegex(shown, r"(?m)^all \[person\] +[\d.]+ .* -$")
                self.assertEqual(json.loads(out), json.loads(self.strife("show", f"{len(arguments)}.h5", "--json")[0]))

    def test_equal_solutions_are_equal_files(self):
        for name in ("a.h5", "b.h5"):
            self.strife("solve", "chain.yaml", "-q", "-o", name)
        self.strife("compare", "--identical", "a.h5", "b.h5")

    def test_at_rest_nothing_changes_any_more(self):
        self.strife("solve", "chain.yaml", "-q", "--stationary", "-o", "rest.h5")
        with h5py.File(self.folder / "rest.h5") as file:
            means = file["men_mean"][0]
            self.assertTrue(numpy.allclose(file["men__mean"][0].T, means, rtol=1e-12))
            self.assertTrue(numpy.allclose(file["states/baseline/probability"][0], file["states/baseline/probability"][-1], atol=1e-15))

    def test_what_cannot_be_solved_is_told_with_its_place(self):
        _, err = self.strife("solve", FIRST, status=2)
        self.assertRegex(err, r"first\.yaml:\d+:\d+: error\[E821\]: .* relaxes between events")
        _, err = self.strife("solve", "chain.yaml", "--max-states", 100, status=2)
        self.assertRegex(err, r"chain\.yaml:10:\d+: error\[E821\]: there are more than 100 states")
        self.assertIn("takes the most values", err)
        self.assertEqual(self.files(), ["chain.yaml"])

    def test_an_alternative_from_a_date_is_refused(self):
        self.scenario("dated.yaml", CHAIN.replace("slow: {set", "slow: {from: 2025-01-20, set"))
        _, err = self.strife("solve", "dated.yaml", status=2)
        self.assertIn("the alternative 'slow' begins at a date", err)
        self.strife("solve", "dated.yaml", "--alternatives", "none", "-q")

    def test_what_fails_in_a_state_fails_with_its_place(self):
        self.scenario("failing.yaml", CHAIN.replace("men[p] -= 1 person", "men[p] -= 3 person"))
        _, err = self.strife("solve", "failing.yaml", status=1)
        self.assertRegex(err, r"failing\.yaml:14:\d+: in group\.go\[\w+\]: 'group\.men\[\w+\]' becomes -2 person, below its minimum of 0 person "
                              r"\(in the state group\.men\[north\] = ")
        self.assertEqual(self.files(), ["chain.yaml", "failing.yaml"])

    def test_an_existing_file_is_kept(self):
        (self.folder / "results.h5").write_text("precious", encoding="utf-8")
        self.strife("solve", "chain.yaml", status=6)
        self.assertEqual((self.folder / "results.h5").read_text(encoding="utf-8"), "precious")

    def test_two_methods_at_once_are_wrong_usage(self):
        self.strife("solve", "chain.yaml", "--stationary", "--mean-field", status=2)
        out, _ = self.strife("solve", "--help")
        self.assertIn("Exit status", out)


if __name__ == "__main__":
    unittest.main()
