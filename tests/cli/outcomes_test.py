#!/usr/bin/python3
"""Outcomes over events against NumPy on the log of the same events; nested designs against a plain analysis of variance."""
# SPDX-License-Identifier: Apache-2.0
import unittest

import h5py
import numpy
import xarray

from strife_program import ProgramTest

SCENARIO = """
strife: 1
title: All outcomes over events
time: {end: 200 day, record: 5 day}
sets: {province: [east, west, north], abroad: [near, far]}
parameters:
  pace: {value: 0.02/day, prior: "gamma(mean = 0.02, cv = 0.5)", source: assumed}
actors:
  group:
    state: {men: {count: person, initial: 6}}
    processes:
      strike[p in province]: {rate: pace * men / (1 person), do: "emit attack(place = p, deaths = negative_binomial(mean = 6 person, dispersion = 0.7))"}
      far: {rate: 0.01/day, do: "emit attack(place = far, deaths = poisson(10 person))"}
      join: {rate: 0.03 person/day, do: "men += 1 person"}
      win: {when: men >= 14 person, do: "stop \\"the group has won\\""}
events: {attack: {place: province | abroad, deaths: person}}
outcomes:
  count: {count: attack}
  sum: {sum: attack.deaths}
  mean: {mean: attack.deaths}
  min: {min: attack.deaths}
  max: {max: attack.deaths}
  median: {median: attack.deaths}
  tail: {quantile: attack.deaths, q: 0.83}
  share: {share: attack, of: event.deaths >= 8 person, where: event.place in province}
  sizes: {histogram: attack.deaths, edges: [1, 5, 20]}
  window: {mean: attack.deaths, from: 50 day, until: 120 day}
  by_place: {quantile: attack.deaths, q: 0.6, by: event.place in province}
  first_by_place: {first: attack, by: event.place in abroad}
  own[p in province]: {sum: attack.deaths, where: event.place = p}
  monthly: {count: attack, per: 30 day}
  monthly_mean: {mean: attack.deaths, per: 30 day}
  monthly_by_place: {median: attack.deaths, by: event.place in province, per: 30 day}
  per_attack: {ratio: [sum, count]}
  men: {mean: group.men}
  won: {stopped: the group has won}
  started: {first: {when: group.men > 10 person}}
"""


def nan_if_empty(values, function):
    return function(values) if len(values) > 0 else numpy.nan


class OverEvents(ProgramTest):
    def setUp(self):
        super().setUp()
        self.scenario("all.yaml", SCENARIO)
        self.strife("run", "all.yaml", "-n", 60, "-o", "all.h5", "-q", "--keep", "events,series")
        file = h5py.File(self.folder / "all.h5")
        self.addCleanup(file.close)
        self.runs, self.series = file["runs"], file["series"]
        log = file["events"]
        self.number = log["replication"][:]
        self.time = log["time"][:]
        text = [attributes.decode() for attributes in log["attributes"][:]]
        fields = [dict(part.split("=") for part in line.split()) for line in text]
        self.place = numpy.array([field["place"] for field in fields])
        self.deaths = numpy.array([float(field["deaths"]) for field in fields])

    def expect(self, variable, wanted):
        """`wanted` gives the value, or the array of values, from the mask of a replication's events."""
        seen = variable[0]
        for replication, value in enumerate(seen):
            numpy.testing.assert_allclose(value, wanted(self.number == replication), rtol=1e-13,
                                          err_msg=f"{variable.name} of replication {replication}")

    def test_there_is_something_to_look_at(self):
        counts = numpy.bincount(self.number, minlength=60)
        self.assertGreater(counts.max(), 60)
        self.assertLess(counts.min(), 30)
        self.assertGreater(numpy.isnan(self.runs["first_by_place"][0, :, 1]).sum(), 2)

    def test_numbers_are_those_of_numpy(self):
        runs, deaths = self.runs, self.deaths
        self.expect(runs["count"], lambda m: m.sum())
        self.expect(runs["sum"], lambda m: deaths[m].sum())
        for name, function in {"mean": numpy.mean, "min": numpy.min, "max": numpy.max, "median": numpy.median,
                               "tail": lambda values: numpy.quantile(values, 0.83)}.items():
            self.expect(runs[name], lambda m, f=function: nan_if_empty(deaths[m], f))
        self.expect(runs["window"], lambda m: nan_if_empty(deaths[m & (self.time >= 50) & (self.time < 120)], numpy.mean))
        self.expect(runs["per_attack"], lambda m: nan_if_empty(deaths[m], numpy.mean))

    def test_shares_and_classes(self):
        inside = numpy.isin(self.place, ["east", "west", "north"])
        self.expect(self.runs["share"], lambda m: nan_if_empty(self.deaths[m & inside] >= 8, numpy.mean))
        edges = [-numpy.inf, 1, 5, 20, numpy.inf]
        self.expect(self.runs["sizes"], lambda m: [((self.deaths[m] >= low) & (self.deaths[m] < high)).sum()
                                                   for low, high in zip(edges, edges[1:])])
        with h5py.File(self.folder / "all.h5") as file:
            self.assertEqual([label.decode() for label in file["runs/sizes_class"][:]],
                             ["under 1", "1 to under 5", "5 to under 20", "20 and over"])

    def test_members_are_told_apart(self):
        provinces = ["east", "west", "north"]
        self.expect(self.runs["by_place"], lambda m: [
            nan_if_empty(self.deaths[m & (self.place == p)], lambda values: numpy.quantile(values, 0.6)) for p in provinces])
        self.expect(self.runs["own"], lambda m: [self.deaths[m & (self.place == p)].sum() for p in provinces])
        self.expect(self.runs["first_by_place"], lambda m: [
            nan_if_empty(self.time[m & (self.place == p)], numpy.min) for p in ["near", "far"]])

    def test_periods_are_told_apart(self):
        ends = [30, 60, 90, 120, 150, 180, 200]
        periods = list(zip([0] + ends, ends))

        def by_period(mask, function):
            return [function(self.deaths[mask & (self.time > low) & (self.time <= high)]) for low, high in periods]
        self.expect(self.series["monthly"], lambda m: by_period(m, len))
        self.expect(self.series["monthly_mean"], lambda m: by_period(m, lambda v: nan_if_empty(v, numpy.mean)))
        self.expect(self.series["monthly_by_place"], lambda m: [
            by_period(m & (self.place == p), lambda v: nan_if_empty(v, numpy.median)) for p in ["east", "west", "north"]])


class Nested(ProgramTest):
    def run_nested(self, name, *options):
        self.scenario("all.yaml", SCENARIO)
        self.strife("run", "all.yaml", "--points", 15, "-n", 7, "-o", name, "-q", *options)

    def test_parts_of_the_variance_are_those_of_a_plain_analysis(self):
        self.run_nested("n.h5")
        with h5py.File(self.folder / "n.h5") as file:
            self.assertEqual(file.attrs["replications_per_point"], 7)
            self.assertEqual(file["runs/count"].shape, (1, 105))
            for name in ["count", "mean", "men"]:
                groups = file[f"runs/{name}"][0].reshape(15, 7)
                self.assertFalse(numpy.isnan(groups).any(), name)
                means = groups.mean(axis=1)
                within = ((groups - means[:, None]) ** 2).sum() / (15 * 6)
                between = (7 * means.var(ddof=1) - within) / 7
                self.assertAlmostEqual(file[f"{name}_sd_within"][0], within ** 0.5, places=10)
                self.assertAlmostEqual(file[f"{name}_sd_between"][0], max(between, 0) ** 0.5, places=10)
                half = (file[f"{name}_upper"][0] - file[f"{name}_lower"][0]) / 2
                self.assertAlmostEqual(half, 2.1447866879169273 * means.std(ddof=1) / 15 ** 0.5, places=9)  # t of 14 degrees
            # The pace of attacks differs from point to point, what happens to the men does not.
            share = file["count_sd_between"][0] ** 2 / (file["count_sd_between"][0] ** 2 + file["count_sd_within"][0] ** 2)
            self.assertGreater(share, 0.5)
        with xarray.open_dataset(self.folder / "n.h5") as summary:
            self.assertEqual(summary["sum_sd_between"].attrs["units"], "person")
            self.assertEqual(summary["started_sd_between"].attrs["units"], "day")

    def test_a_missing_value_leaves_its_point_smaller(self):
        self.run_nested("n.h5")
        with h5py.File(self.folder / "n.h5") as file:
            values = file["runs/started"][0].reshape(15, 7)
            self.assertTrue(0 < numpy.isnan(values).sum() < 60)
            groups = [row[~numpy.isnan(row)] for row in values]
            groups = [group for group in groups if len(group) > 0]
            sizes = numpy.array([len(group) for group in groups])
            means = numpy.array([group.mean() for group in groups])
            total, a = sizes.sum(), len(groups)
            grand = (sizes * means).sum() / total
            within = sum(((group - group.mean()) ** 2).sum() for group in groups) / (total - a)
            size = (total - (sizes ** 2).sum() / total) / (a - 1)
            between = ((sizes * (means - grand) ** 2).sum() / (a - 1) - within) / size
            self.assertAlmostEqual(file["started_sd_within"][0], within ** 0.5, places=9)
            self.assertAlmostEqual(file["started_sd_between"][0], max(between, 0) ** 0.5, places=9)
            self.assertEqual(file["started_missing"][0], numpy.isnan(values).sum())

    def test_threads_change_nothing(self):
        self.run_nested("one.h5", "-j", 1, "--keep", "series")
        self.run_nested("two.h5", "-j", 2, "--keep", "series")
        self.strife("compare", "one.h5", "two.h5", "--identical")

    def test_a_design_without_points_has_neither(self):
        self.scenario("all.yaml", SCENARIO)
        self.strife("run", "all.yaml", "-n", 5, "-o", "plain.h5", "-q")
        with h5py.File(self.folder / "plain.h5") as file:
            self.assertNotIn("replications_per_point", file.attrs)
            self.assertNotIn("count_sd_between", file)
        out, _ = self.strife("show", "plain.h5")
        self.assertNotIn("Spread", out)

    def test_the_summary_tells_parameters_from_chance(self):
        self.run_nested("n.h5")
        out, _ = self.strife("show", "n.h5")
        self.assertIn("105 replications at 15 points", out)
        self.assertRegex(out, r"Spread +sd between points +sd within +share between\ncount ")


class Quantiles(ProgramTest):
    def test_they_lie_within_the_sample(self):
        self.scenario("same.yaml", "strife: 1\ntitle: What does not vary\ntime: {end: 9 day, record: 3 day}\nactors:\n  a:\n    state:\n"
                      "      men: {count: person, initial: 12345}\n      mood: {level: 1, initial: -0.6}\n"
                      "outcomes:\n  men: {state: a.men, series: true}\n  mood: {state: a.mood}\n")
        self.strife("run", "same.yaml", "-n", 20, "-o", "same.h5", "-q")
        with h5py.File(self.folder / "same.h5") as file:
            self.assertTrue((file["men_quantiles"][0] == 12345).all())
            self.assertTrue((file["men__quantiles"][0] == 12345).all())
            self.assertTrue((file["mood_quantiles"][0] == -0.6).all())


if __name__ == "__main__":
    unittest.main()
