#!/usr/bin/python3
"""What `strife run` does with files, signals and failures, seen from outside."""
# SPDX-License-Identifier: Apache-2.0
import csv
import json
import re
import shlex
import subprocess
import unittest

import h5py
import xarray

from strife_program import FIRST, LANGUAGE, REPLICATIONS, SIGNALS, ProgramTest

# Fails in about one replication in twenty: 0.05 a year for one year ends with a probability of 1 - exp(-0.05) = 0.049.
SOMETIMES_FAILING = """
strife: 1
title: A level that now and then leaves its range
time: {start: 0 day, end: 1 year}
actors:
  group:
    role: other
    state:
      effort: {level: 1, initial: 0, min: 0, max: 1}
    processes:
      exceed: {rate: 0.05/year, do: effort += 2}
outcomes:
  effort: {state: group.effort}
"""

MOVING = """
strife: 1
title: Men who come and leave
time: {start: 0 day, end: 1 year}
parameters: {pace: {value: 30 person/year, source: assumed}}
actors:
  group:
    state: {men: {count: person}}
    processes:
      come: {rate: pace, do: men += 1 person}
      leave: {rate: 1/person/year * men, do: men -= 1 person}
outcomes: {men: {state: group.men}}
alternatives:
  slow: {set: {parameters.pace: 20 person/year}}
  still: {set: {parameters.pace: 0 person/year}}
"""


class Files(ProgramTest):
    def test_an_existing_output_is_refused_before_anything_is_computed(self):
        existing = self.folder / "results.h5"
        existing.write_text("precious", encoding="utf-8")
        # So many replications would take hours: an answer at all means that none was computed.
        _, err = self.strife("run", FIRST, "-n", 1000000000, status=6)
        self.assertIn("results.h5", err)
        self.assertEqual(existing.read_text(encoding="utf-8"), "precious")
        self.assertEqual(self.files(), ["results.h5"])

    def test_a_bad_scenario_leaves_no_file(self):
        self.scenario("bad.yaml", "strife: 1\ntitle: bad\ntime: {start: 0 day, end: 1 month}\noutcomes: {x: {state: nothing}}\n")
        _, err = self.strife("run", "bad.yaml", status=2)
        self.assertRegex(err, r"bad\.yaml:4:\d+: error\[E401\]")
        self.assertEqual(self.files(), ["bad.yaml"])

    def test_an_unknown_option_is_wrong_usage(self):
        _, err = self.strife("run", FIRST, "--replicatoins", 3, status=2)
        self.assertIn("--replicatoins", err)
        self.assertEqual(self.files(), [])

    def test_a_folder_that_does_not_exist_is_told(self):
        _, err = self.strife("run", FIRST, "-n", 1, "-o", "nowhere/results.h5", status=6)
        self.assertIn("nowhere", err)

    def test_results_open_with_h5py_and_with_both_engines_of_xarray(self):
        self.strife("run", FIRST, "-n", 20, "-o", "a.h5", "-q")
        with h5py.File(self.folder / "a.h5") as file:
            self.assertEqual(file["runs/attacks"].shape, (2, 20))
            self.assertEqual(file.attrs["complete"], 1)
        for engine in ("netcdf4", "h5netcdf"):
            with self.subTest(engine=engine), xarray.open_dataset(self.folder / "a.h5", group="runs", engine=engine) as runs:
                self.assertEqual(runs["attacks"].shape, (2, 20))

    def test_series_and_events_that_are_kept_open_with_both_engines_of_xarray(self):
        self.strife("run", FIRST, "-n", 20, "-o", "a.h5", "--keep", "series,events", "-q")
        for engine in ("netcdf4", "h5netcdf"):
            with self.subTest(engine=engine):
                with xarray.open_dataset(self.folder / "a.h5", engine=engine) as summary:
                    self.assertEqual(str(summary["time"].values[0])[:10], "2025-01-01")
                    self.assertEqual([str(name) for name in summary["alternative"].values], ["baseline", "more_raids"])
                    fan = summary["strength__quantiles"].sel(alternative="baseline")
                    self.assertTrue((fan.diff("quantile") >= 0).all())
                with xarray.open_dataset(self.folder / "a.h5", group="series", engine=engine) as series, \
                        xarray.open_dataset(self.folder / "a.h5", group="runs", engine=engine) as runs:
                    self.assertEqual(series["strength"].attrs["units"], "person")
                    last = series["strength"].isel(time=-1)
                    self.assertTrue((last == runs["strength"]).all())
                with xarray.open_dataset(self.folder / "a.h5", group="events", engine=engine) as events, \
                        xarray.open_dataset(self.folder / "a.h5", group="runs", engine=engine) as runs:
                    self.assertEqual(events["type"].size, int(runs["attacks"].sum()))

    def test_a_replication_that_fails_at_its_start_is_recorded_like_any_other(self):
        self.scenario("failing.yaml", SOMETIMES_FAILING.replace("initial: 0,", 'initial: "bernoulli(0.5) * 2",'))
        self.strife("run", "failing.yaml", "-n", 40, "--max-failures", 40, "-q", status=4)
        with h5py.File(self.folder / "results.h5") as file:
            # Binomial(40, 0.52): mean 21, sd 3.2; the seed is fixed, and the bounds are six of them.
            failures = file["failures/replication"].shape[0]
            self.assertTrue(2 <= failures <= 40, failures)
            self.assertEqual(file["runs/effort"].shape, (1, 40))

    def test_an_override_changes_outcomes(self):
        self.strife("run", FIRST, "-n", 20, "-o", "a.h5", "-q")
        self.strife("run", FIRST, "-n", 20, "-o", "b.h5", "-q", "--set", "parameters.recruitment=100 person/month")
        with h5py.File(self.folder / "a.h5") as a, h5py.File(self.folder / "b.h5") as b:
            self.assertLess(a["runs/attacks"][0].mean(), b["runs/attacks"][0].mean())


# A scenario in two files, with an overlay and an observed value.
PARTS = {
    "s.yaml": """
strife: 1
include: common/base.yaml
title: In parts
time: {end: 100 day}
outcomes: {hits: {count: hit, observed: {value: 100, low: 80, high: 120, source: a book}}}
""",
    "common/base.yaml": """
parameters: {pace: {value: 0.1/day, source: assumed}}
sets: {place: {csv: places.csv, key: name}}
actors:
  group:
    processes:
      strike[p in place]: {rate: pace, do: emit hit(place = p)}
events: {hit: {place: place}}
""",
    "common/places.csv": "name\nnorth\nsouth\n",
    "strong.yaml": "parameters: {pace: 0.5/day}\n",
}


class Parts(ProgramTest):
    def setUp(self):
        super().setUp()
        (self.folder / "common").mkdir()
        for name, text in PARTS.items():
            self.scenario(name, text)

    def outcome(self, *arguments, name="r.h5"):
        self.strife("run", *arguments, "-n", 50, "-q", "-o", name)
        summary = json.loads(self.strife("show", name, "--json")[0])
        return summary["outcomes"][0], summary["provenance"]

    def test_an_overlay_changes_outcomes_and_is_recorded(self):
        hits, _ = self.outcome("s.yaml")
        strong, provenance = self.outcome("s.yaml", "--with", "strong.yaml", name="strong.h5")
        # 100 days of two places at 0.1 and at 0.5 a day; standard errors 0.6 and 1.4.
        self.assertAlmostEqual(hits["results"][0]["mean"], 20, delta=4)
        self.assertAlmostEqual(strong["results"][0]["mean"], 100, delta=8)
        self.assertEqual(provenance["overlays"], ["strong.yaml"])
        self.assertEqual(provenance["sources"], ["s.yaml", "common/base.yaml", "strong.yaml", "common/places.csv"])
        self.assertEqual([seen["observed"][0]["agreement"][0]["lies"] for seen in (hits, strong)], ["below", "within"])
        self.assertIn("within", self.strife("show", "strong.h5")[0])

    def test_each_overlay_has_an_option_of_its_own_as_the_help_says(self):
        self.scenario("still.yaml", "parameters: {pace: 0/day}\n")
        for command in ("check", "run"):
            self.assertRegex(self.strife(command, "--help")[0], r"--with FILE  +Overlay.*\(may be repeated\)")
            for arguments in (["s.yaml", "--with", "strong.yaml", "still.yaml"], ["--with", "strong.yaml", "still.yaml", "s.yaml"]):
                _, err = self.strife(command, *arguments, status=2)
                self.assertRegex(err, r"not expected: \w+\.yaml\n--with takes one value: repeat it before each")
            self.assertIn("--with: 1 required FILE missing", self.strife(command, "s.yaml", "--with", status=2)[1])
        last, provenance = self.outcome("s.yaml", "--with", "strong.yaml", "--with", "still.yaml")
        self.assertEqual(last["results"][0]["mean"], 0)
        self.assertEqual(provenance["overlays"], ["strong.yaml", "still.yaml"])

    def test_what_is_set_comes_after_what_is_laid_over(self):
        last, _ = self.outcome("s.yaml", "--set", "parameters.pace=0/day", "--with", "strong.yaml")
        self.assertEqual(last["results"][0]["mean"], 0)

    def test_the_resolved_scenario_of_a_result_is_enough_to_run_it_again(self):
        self.strife("run", "s.yaml", "--with", "strong.yaml", "-n", 20, "-q", "-o", "a.h5")
        with h5py.File(self.folder / "a.h5") as file:
            resolved = file["provenance/resolved_scenario"][()].decode("utf-8")
            first = file["runs/hits"][()]
        self.assertNotIn("include", resolved)
        self.scenario("again.yaml", resolved)
        self.strife("run", "again.yaml", "-n", 20, "-q", "-o", "b.h5")
        with h5py.File(self.folder / "b.h5") as file:
            self.assertEqual(file["runs/hits"][()].tolist(), first.tolist())


class Observed(ProgramTest):
    def test_bounds_are_held_against_exact_medians(self):
        # Summaries keep 4097 as 4096 and 3.001 as 3.0; the verdict must not.
        bounds = {"many": [("low: 4097", "within"), ("low: 4098", "below"), ("high: 4096", "above"), ("high: 4097", "within")],
                  "few": [("low: 3.0005", "within"), ("low: 3.0011", "below"), ("high: 3.0005", "above")]}
        outcomes = "".join(f"  {name}: {{mean: a.{name}, observed: [{', '.join(f'{{{bound}, source: s}}' for bound, _ in of)}]}}\n"
                           for name, of in bounds.items())
        self.scenario("s.yaml", "strife: 1\ntime: {end: 10 day}\nactors: {a: {state: {many: {level: 1, initial: 4097}, "
                                f"few: {{level: 1, initial: 3.001}}}}}}}}\noutcomes:\n{outcomes}")
        self.strife("run", "s.yaml", "-n", 9, "-q", "-o", "r.h5")
        summary = json.loads(self.strife("show", "r.h5", "--json")[0])
        for outcome in summary["outcomes"]:
            agreement = [observed["agreement"][0] for observed in outcome["observed"]]
            self.assertEqual([of["lies"] for of in agreement], [lies for _, lies in bounds[outcome["name"]]])
            self.assertEqual({of["value"] for of in agreement}, {4097.0 if outcome["name"] == "many" else 3.001})
        self.assertRegex(self.strife("show", "r.h5")[0], r"many +4,097 .* 4,097 .* at least 4,097 +within")

    def test_first_times_that_did_not_come_count_as_later(self):
        self.scenario("s.yaml", "strife: 1\ntime: {start: 2025-01-01, end: 2025-04-01}\n"
                                "actors: {a: {processes: {act: {rate: 0.02/day, do: emit hit}}}}\nevents: {hit: {}}\n"
                                "outcomes: {early: {first: hit, observed: {high: 2025-03-01, source: s}}}\n")
        self.strife("run", "s.yaml", "-n", 101, "-q", "-o", "r.h5")
        with h5py.File(self.folder / "r.h5") as file:
            times = sorted(1e9 if time != time else time for time in file["runs/early"][0])
        # The bound exactly at the median, and one in the last digit below it: the replications are the same ones.
        for bound, lies in ((times[50], "within"), (times[50] * (1 - 1e-9), "above")):
            self.scenario("t.yaml", "strife: 1\ntime: {end: 90 day}\n"
                                    "actors: {a: {processes: {act: {rate: 0.02/day, do: emit hit}}}}\nevents: {hit: {}}\n"
                                    f"outcomes: {{early: {{first: hit, observed: {{high: {bound!r} day, source: s}}}}}}\n")
            self.strife("run", "t.yaml", "-n", 101, "-q", "-o", f"{lies}.h5")
            outcome = json.loads(self.strife("show", f"{lies}.h5", "--json")[0])["outcomes"][0]
            self.assertEqual(outcome["observed"][0]["agreement"], [{"alternative": "baseline", "value": times[50], "lies": lies}])


class Output(ProgramTest):
    def test_json_is_json_and_stands_alone_on_stdout(self):
        out, _ = self.strife("run", FIRST, "-n", 10, "-o", "a.h5", "--json")
        ran = json.loads(out)
        out, _ = self.strife("show", "a.h5", "--json")
        self.assertEqual(json.loads(out), ran)

    def test_nothing_but_terminals_gets_escape_codes(self):
        for environment in ({"TERM": "xterm-256color"}, {"TERM": "xterm-256color", "NO_COLOR": "1"}):
            name = f"{len(environment)}.h5"
            texts = self.strife("run", FIRST, "-n", 10, "-o", name, environment=environment)
            texts += self.strife("show", name, environment=environment)
            texts += self.strife("check", FIRST, environment=environment)
            self.assertNotIn("\x1b", "".join(texts))

    def test_quiet_says_nothing_if_all_is_well(self):
        self.assertEqual(self.strife("run", FIRST, "-n", 3, "-q"), ("", ""))

    def test_a_trace_is_told_in_words_and_as_csv(self):
        out, _ = self.strife("run", FIRST, "--replication", 3, "--trace", "--trace-csv", "trace.csv")
        self.assertIn("armed_group.recruit", out)
        self.assertRegex(out, r"armed_group\.fighters: \d+ -> \d+ person")
        self.assertEqual(self.files(), ["trace.csv"])
        with open(self.folder / "trace.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file, strict=True))
        self.assertGreater(len(rows), 10)
        self.assertTrue(all(None not in row and None not in row.values() for row in rows))
        times = [float(row["time_days"]) for row in rows]
        self.assertEqual(times, sorted(times))
        self.assertTrue({"fired", "changed", "event"} <= {row["kind"] for row in rows})


class Ending(ProgramTest):
    def test_a_signal_keeps_what_is_finished_under_a_name_of_its_own(self):
        for number in SIGNALS:
            with self.subTest(signal=number.name):
                name = number.name
                status, err = self.stop_in_the_middle(number, "run", FIRST, "-n", 50000000, "-j", 2, "-o", f"{name}.h5")
                self.assertEqual(status, 75, err)
                self.assertEqual([file for file in self.files() if file.startswith(name)], [f"{name}.partial.h5"])
                with h5py.File(self.folder / f"{name}.partial.h5") as file:
                    self.assertEqual(file.attrs["completion"], b"interrupted" if isinstance(file.attrs["completion"], bytes)
                                     else "interrupted")
                    self.assertEqual(file.attrs["complete"], 0)
                    kept = int(file.attrs["replications_kept"])
                    self.assertLess(kept, 50000000)
                self.strife("show", f"{name}.partial.h5")

    def test_the_first_failure_ends_the_run_and_what_is_finished_is_kept(self):
        self.scenario("failing.yaml", SOMETIMES_FAILING)
        _, err = self.strife("run", "failing.yaml", "-n", 400, status=1)
        self.assertRegex(err, r"failing\.yaml:\d+:\d+: replication \d+ failed on day [\d.]+ in group\.exceed: ")
        with h5py.File(self.folder / "results.h5") as file:
            completion = file.attrs["completion"]
            self.assertEqual(completion.decode() if isinstance(completion, bytes) else completion, "failed")
            self.assertEqual(file.attrs["complete"], 0)

    def test_a_failure_names_alternative_and_date_and_how_to_see_it(self):
        self.scenario("failing.yaml", SOMETIMES_FAILING.replace("0 day, end: 1 year", "2025-01-01, end: 2026-01-01")
                      .replace("0.05/year", "pace")
                      .replace("actors:", "parameters: {pace: {value: 0/year, source: assumed}}\nactors:")
                      + "alternatives:\n  still: {set: {parameters.pace: 0/year}}\n  fast: {set: {parameters.pace: 9/year}}\n")
        _, err = self.strife("run", "failing.yaml", "-n", 40, "--seed", 5, "--set", "parameters.pace=0 /year", status=1)
        told = re.search(r"(?m)^failing\.yaml:\d+:\d+: replication (\d+) of 'fast' failed on "
                         r"(2025-\d\d-\d\dT[\d:]+) in group\.exceed: ", err)
        self.assertTrue(told, err)
        command = re.search(r"(?m)^  to see what happened(?: in the first)?: strife (.*)$", err)[1]
        self.assertIn(f"--set 'parameters.pace=0 /year' --seed 5 --trace --replication {told[1]} --alternatives fast", command)
        _, err = self.strife(*shlex.split(command), status=1)
        self.assertIn(f"the replication failed on {told[2]} in group.exceed", err)

    def test_the_baseline_is_the_same_whatever_is_run_beside_it(self):
        self.scenario("pace.yaml", MOVING)
        for name in ("slow,still", "slow", "none"):
            self.strife("run", "pace.yaml", "-n", 40, "-q", "--alternatives", name, "-o", f"{name}.h5")
        with h5py.File(self.folder / "none.h5") as none:
            alone = none["runs/men"][0].tolist()
            self.assertGreater(len(set(alone)), 5)
            for name in ("slow,still", "slow"):
                with h5py.File(self.folder / f"{name}.h5") as other:
                    self.assertEqual(alone, other["runs/men"][0].tolist(), name)

    def test_failures_that_are_allowed_let_the_run_complete(self):
        self.scenario("failing.yaml", SOMETIMES_FAILING)
        self.strife("run", "failing.yaml", "-n", 400, "--max-failures", 400, status=4)
        with h5py.File(self.folder / "results.h5") as file:
            self.assertEqual(file.attrs["complete"], 1)
            # Binomial(400, 0.049): mean 19.5, sd 4.3; the seed is fixed, and the bounds are six of them.
            failures = file["failures/replication"].shape[0]
            self.assertTrue(1 <= failures <= 46, failures)

    def test_a_supercritical_scenario_ends_with_its_budget_of_events(self):
        _, err = self.strife("run", LANGUAGE, "-n", 1, "--set", "ensemble.max_events=100000", status=1)
        self.assertIn("ensemble.max_events", err)
        self.assertIn("100000", err)


class Threads(ProgramTest):
    def test_the_number_of_threads_changes_nothing(self):
        for threads in (1, 2, 3):
            self.strife("run", FIRST, "-n", REPLICATIONS, "-j", threads, "-o", f"{threads}.h5", "--keep", "series,events", "-q")
        for threads in (2, 3):
            self.strife("compare", "--identical", "1.h5", f"{threads}.h5")
            told = subprocess.run(["h5diff", "-c", "--exclude-path=/volatile", "1.h5", f"{threads}.h5"], cwd=self.folder,
                                  capture_output=True, text=True, check=False)
            self.assertEqual(told.returncode, 0, told.stdout + told.stderr)
            # Empty tables, as those of failures and of overrides are here, are all that h5diff may leave out.
            left_out = [line for line in told.stdout.splitlines() if line.startswith("Not comparable")]
            self.assertEqual([line for line in left_out if "is an empty dataset" not in line], [])
            self.assertNotIn("differences found", told.stdout)

    def test_another_seed_is_another_run(self):
        for seed in (1, 2):
            self.strife("run", FIRST, "-n", 20, "--seed", seed, "-o", f"{seed}.h5", "-q")
        self.strife("compare", "--identical", "1.h5", "2.h5", status=1)


if __name__ == "__main__":
    unittest.main()
