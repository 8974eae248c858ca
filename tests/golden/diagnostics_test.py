#!/usr/bin/python3
"""Each scenario in tests/golden/diagnostics gets from `strife check` exactly the diagnostics of the `.expected` file beside it.

A first line "# arguments: --with parts/overlay.yaml" gives `strife check` more to do; what cases include or lay over themselves lies
in parts/. With STRIFE_UPDATE_GOLDEN=1 in the environment the expected files are written instead; review them like code.
"""
# SPDX-License-Identifier: Apache-2.0
import os
import pathlib
import re
import shlex
import subprocess
import sys
import unittest

FOLDER = pathlib.Path(__file__).resolve().parent / "diagnostics"
PROGRAM = pathlib.Path()
ARGUMENTS = "# arguments: "


def arguments_of(path):
    """What the first line of a case asks for beside its name."""
    with path.open("rb") as file:
        first = file.readline().decode("utf-8", errors="replace")
    return shlex.split(first.removeprefix(ARGUMENTS)) if first.startswith(ARGUMENTS) else []


def check(path):
    """The exit status and the diagnostics of one case, run where it lies so that paths are its names alone."""
    ran = subprocess.run([PROGRAM, "check", "--quiet", path.name, *arguments_of(path)], cwd=FOLDER, capture_output=True, text=True,
                         timeout=120)
    return ran.returncode, ran.stdout, ran.stderr


class Diagnostics(unittest.TestCase):
    maxDiff = None

    def test_every_case_is_told_as_expected(self):
        for path in sorted(FOLDER.glob("*.yaml")):
            with self.subTest(case=path.stem):
                status, out, err = check(path)
                expected = path.with_suffix(".expected")
                if os.environ.get("STRIFE_UPDATE_GOLDEN"):
                    expected.write_text(err, encoding="utf-8")
                self.assertEqual(out, "")
                self.assertEqual(err, expected.read_text(encoding="utf-8"))
                self.assertEqual(status, 2 if "error[" in err else 0)
                self.assertRegex(err, re.compile(rf"^(?:{self.places(path)}):\d+:\d+: (error\[E|warning\[W)\d+\]: ", re.M))

    @staticmethod
    def places(path):
        """Where the faults of a case may lie, as a pattern: in it, in a part if it names one, or on the command line."""
        text = path.read_text(encoding="utf-8", errors="replace")
        places = [re.escape(path.name)] + [r"parts/\w+\.yaml"] * ("parts/" in text) + ["--set"] * ("--set" in text)
        places += [r"mechanisms/\w+\.yaml"] * ("uses:" in text)
        return "|".join(places)

    def test_every_part_belongs_to_a_case(self):
        texts = "".join(path.read_text(encoding="utf-8", errors="replace") for path in FOLDER.rglob("*.yaml"))
        for part in (FOLDER / "parts").iterdir():
            self.assertIn(part.name, texts)

    def test_there_are_at_least_forty_cases_and_no_expectation_without_one(self):
        cases = {path.stem for path in FOLDER.glob("*.yaml")}
        self.assertGreaterEqual(len(cases), 100)
        self.assertEqual({path.stem for path in FOLDER.glob("*.expected")}, cases)


if __name__ == "__main__":
    PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
