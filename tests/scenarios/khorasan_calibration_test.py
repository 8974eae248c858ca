#!/usr/bin/python3
"""Which of the targets C1 to C14 the baseline of the Khorasan scenario meets, as its README says: pinned, met and not met alike."""
# SPDX-License-Identifier: Apache-2.0
import re
import subprocess
import unittest

from strife_program import PROGRAM, SOURCE, ProgramTest

MET = {f"C{i}" for i in range(1, 15)}
REPLICATIONS = 400


class Calibration(ProgramTest):
    def calibration(self, *arguments):
        ran = subprocess.run([SOURCE / "scripts" / "calibration", "--program", PROGRAM, *map(str, arguments)], cwd=self.folder,
                             capture_output=True, text=True, check=False)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        return ran.stdout

    def test_the_targets_met_are_those_the_page_names(self):
        lines = self.calibration("-n", REPLICATIONS).splitlines()
        found = {match[1]: match[2] == "met" for line in lines if (match := re.match(r"(C\d+): .* (not met|met)$", line))}
        self.assertEqual(set(found), {f"C{i}" for i in range(1, 15)})
        self.assertEqual({name for name, met in found.items() if met}, MET)
        page = (SOURCE / "scenarios" / "khorasan" / "README.md").read_text(encoding="utf-8")
        told = {match[1]: match[2] == "met" for match in re.finditer(r"(?m)^\| (C\d+): .* \| (not met|met) \|$", page)}
        self.assertEqual(told, found)

    def test_a_median_outside_its_band_is_not_met(self):
        self.scenario("low.yaml", "strife: 1\ntime: {end: 10 day}\nactors: {a: {processes: {act: {rate: 1/day, do: emit hit}}}}\n"
                                  "events: {hit: {}}\noutcomes:\n"
                                  "  hits: {count: hit, observed: [{low: 20, high: 30, source: s}, {low: 5, source: s}]}\n")
        self.strife("run", "low.yaml", "-n", 50, "-q", "-o", "low.h5")
        lines = self.calibration("low.h5").splitlines()
        self.assertRegex(lines[1], r"hits .* 20 to 30 .* not met$")
        self.assertRegex(lines[2], r"hits .* met$")
        self.assertEqual(lines[-1], "1 of 2 met")


if __name__ == "__main__":
    unittest.main()
