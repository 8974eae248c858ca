#!/usr/bin/python3
"""What takes longer to see from outside: memory that does not grow, the flagship on several threads, a killed run."""
# SPDX-License-Identifier: Apache-2.0
import signal
import subprocess
import sys
import time
import unittest

import h5py
import numpy

from strife_program import FIRST, PROGRAM, SOURCE, ProgramTest

KHORASAN = SOURCE / "scenarios" / "khorasan" / "scenario.yaml"
# Runs the program as its only child and prints the peak of the child's resident memory [KiB].
PEAK = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); " \
       "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"


class Memory(ProgramTest):
    def peak_of(self, replications, name):
        command = [PROGRAM, "run", FIRST, "-n", replications, "-j", 2, "-o", name, "-q"]
        ran = subprocess.run([sys.executable, "-c", PEAK, *map(str, command)], cwd=self.folder, capture_output=True, text=True,
                             check=True)
        return int(ran.stdout)

    def test_twenty_five_times_the_replications_take_no_more_memory(self):
        few = self.peak_of(2000, "few.h5")
        many = self.peak_of(50000, "many.h5")
        # 2 alternatives x 48,000 replications x 9 columns of 8 bytes would be 6.6 MiB more if they were held.
        self.assertLess(many - few, 4 * 1024, f"{few} KiB for 2,000 replications, {many} KiB for 50,000")
        with h5py.File(self.folder / "many.h5") as file:
            self.assertEqual(file["runs/attacks"].shape, (2, 50000))


class Flagship(ProgramTest):
    def test_the_number_of_threads_changes_nothing(self):
        for threads in (1, 2, 3):
            self.strife("run", KHORASAN, "-n", 20, "-j", threads, "-o", f"{threads}.h5", "-q")
        for threads in (2, 3):
            self.strife("compare", "--identical", "1.h5", f"{threads}.h5")

    def test_alternatives_that_begin_at_a_date_are_the_baseline_before_it(self):
        self.strife("run", KHORASAN, "-n", 8, "-o", "a.h5", "--keep", "series", "-q")
        with h5py.File(self.folder / "a.h5") as file:
            names = [name.decode() if isinstance(name, bytes) else name for name in file["alternative"]]
            series = file["series/strength"]
            baseline, cut = (series[names.index(name)] for name in ("baseline", "parent_funding_cut"))
        # Monthly from January 2020 on: 25 instants up to and with 1 January 2022.
        self.assertTrue(numpy.array_equal(baseline[:, :24], cut[:, :24]))
        self.assertFalse(numpy.array_equal(baseline[:, 30:], cut[:, 30:]))


class Killed(ProgramTest):
    def test_a_killed_run_leaves_no_file_under_the_name_asked_for(self):
        for seconds in (0.3, 0.6, 1.2):
            with subprocess.Popen([PROGRAM, "run", FIRST, "-n", "50000000", "-o", "killed.h5", "-q"], cwd=self.folder) as running:
                time.sleep(seconds)
                running.send_signal(signal.SIGKILL)
                running.wait()
            self.assertNotIn("killed.h5", self.files())
        # What the killed runs left behind is in nobody's way.
        self.strife("run", FIRST, "-n", 20, "-o", "killed.h5", "-q")
        with h5py.File(self.folder / "killed.h5") as file:
            self.assertEqual(file.attrs["complete"], 1)


if __name__ == "__main__":
    unittest.main()
