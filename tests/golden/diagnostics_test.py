#!/usr/bin/python3
"""Each scenario in tests/golden/diagnostics gets from `strife check` exactly the diagnostics of the `.expected` file beside it.

With STRIFE_UPDATE_GOLDEN=1 in the environment the expected files are written instead; review them like code.
"""
# SPDX-License-Identifier: Apache-2.0
import os
import pathlib
import re
import subprocess
import sys
import unittest

FOLDER = pathlib.Path(__file__).resolve().parent / "diagnostics"
PROGRAM = pathlib.Path()


def check(case):
    """The exit status and the diagnostics of one case, run where it lies so that paths are its names alone."""
    ran = subprocess.run([PROGRAM, "check", "--quiet", f"{case}.yaml"], cwd=FOLDER, capture_output=True, text=True, timeout=120)
    return ran.returncode, ran.stdout, ran.stderr


class Diagnostics(unittest.TestCase):
    maxDiff = None

    def test_every_case_is_told_as_expected(self):
        for path in sorted(FOLDER.glob("*.yaml")):
            with self.subTest(case=path.stem):
                status, out, err = check(path.stem)
                expected = path.with_suffix(".expected")
                if os.environ.get("STRIFE_UPDATE_GOLDEN"):
                    expected.write_text(err, encoding="utf-8")
                self.assertEqual(out, "")
                self.assertEqual(err, expected.read_text(encoding="utf-8"))
                self.assertEqual(status, 2 if "error[" in err else 0)
                self.assertRegex(err, re.compile(r"^(" + re.escape(path.name) + r"|mechanisms/\w+\.yaml):\d+:\d+: (error\[E|warning\[W)\d+\]: ", re.M))

    def test_there_are_at_least_forty_cases_and_no_expectation_without_one(self):
        cases = {path.stem for path in FOLDER.glob("*.yaml")}
        self.assertGreaterEqual(len(cases), 40)
        self.assertEqual({path.stem for path in FOLDER.glob("*.expected")}, cases)


if __name__ == "__main__":
    PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
