#!/usr/bin/python3
"""Each row of the facts behind the Khorasan scenario matters there: its parameter moves the outcome, and only by its processes.

rows.csv beside the scenario gives for each part of the system its state, its processes, a parameter with a low and a high value, and
the outcome that must move. Both values are run with the same draws, so what is compared is the mean of differences.
"""
# SPDX-License-Identifier: Apache-2.0
import csv
import math
import re
import unittest

import h5py
import numpy

from strife_program import SOURCE, ProgramTest

KHORASAN = SOURCE / "scenarios" / "khorasan"
ROWS = 18
SIGMA = 5.0
REPLICATIONS = (20, 40)  # the second if the first do not tell
CUT = 6  # without its processes the two runs are alike bit for bit, which few replications show


def path_of(process):
    """Where a process stands in the scenario: 'actor.process' as actors.actor.processes.process; of an activity, its interrupt."""
    if process.startswith("schedule."):
        return process
    actor, name = process.split(".", 1)
    return f"actors.{actor}.processes.{name}"


def paths_of(processes):
    if processes.startswith("activity "):
        actor, rest = processes.removeprefix("activity ").split(".", 1)
        activity, interrupt = rest.rsplit(".", 1)
        return [f"actors.{actor}.activities.{activity}.interrupt.{interrupt}"]
    return [path_of(process) for process in processes.split()]


class KhorasanRows(ProgramTest):
    def values(self, row, value, replications, overlay=None):
        """The outcome of a row in each replication (of several members or instants: their mean)."""
        (self.folder / "results.h5").unlink(missing_ok=True)
        arguments = ["--with", overlay] if overlay else []
        self.strife("run", KHORASAN / "scenario.yaml", "-n", replications, "--alternatives", "none", "--method", "coupled", "-q",
                    "--set", f"parameters.{row['parameter']}={value}", "-o", "results.h5", *arguments)
        with h5py.File(self.folder / "results.h5") as file:
            values = file[f"runs/{row['outcome']}"][0].astype(float)
        return values.reshape(len(values), -1).mean(axis=1)

    def shift(self, row, replications, overlay=None):
        """By how many standard errors the outcome moves from the low to the high value, in the direction that the row says."""
        difference = self.values(row, row["high"], replications, overlay) - self.values(row, row["low"], replications, overlay)
        error = float(numpy.std(difference, ddof=1)) / math.sqrt(len(difference))
        mean = float(difference.mean()) * (1 if row["moves"] == "up" else -1)
        return mean / error if error > 0 else math.copysign(math.inf, mean) if mean else 0.0

    def test_all_rows(self):
        with open(KHORASAN / "rows.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(sorted({int(row["row"]) for row in rows}), list(range(1, ROWS + 1)))
        resolved = self.strife("check", "--resolved", KHORASAN / "scenario.yaml")[0]
        for row in rows:
            with self.subTest(row=row["row"], part=row["part"]):
                self.assertIn(row["moves"], ("up", "down"))
                self.assertRegex(resolved, rf"(?m)^ +{re.escape(row['state'].split('.', 1)[1])}(\[.*\])?:")
                moved = next((shift for n in REPLICATIONS if (shift := self.shift(row, n)) > SIGMA), 0.0)
                self.assertGreater(moved, SIGMA)
                # Without the processes of the row there is nothing for the parameter to act by.
                overlay = self.scenario("cut.yaml", f"without: [{', '.join(paths_of(row['processes']))}]\n")
                cut = self.shift(row, CUT, overlay)
                self.assertEqual(cut, 0.0)
                print(f"{row['row']:>2} {row['part']:<55} {row['outcome']:<25} {moved:8.1f} {cut:8.1f}", flush=True)


if __name__ == "__main__":
    unittest.main()
