#!/usr/bin/python3
"""The public headers seen from outside: each alone, in a program of this build, and in one built against an installation."""
# SPDX-License-Identifier: Apache-2.0
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
HEADERS = sorted((SOURCE / "include" / "strife").rglob("*"))
DOWNSTREAM = SOURCE / "tests" / "embed" / "downstream"
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"]
OUTCOME = "deaths"


def arguments():
    parser = argparse.ArgumentParser()
    for name in ("cmake", "generator", "compiler", "build", "program", "embedding"):
        parser.add_argument(f"--{name}", required=True)
    return parser.parse_known_args()


class EmbedTest(unittest.TestCase):
    """A case with a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_command(self, *command, status=0):
        """Runs a command in the folder and expects an exit status; gives back stdout and stderr together."""
        ran = subprocess.run([*map(str, command)], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                             timeout=600, check=False)
        self.assertEqual(ran.returncode, status, ran.stdout)
        return ran.stdout

    def mean_by_program(self, program, scenario):
        """The mean of the same 100 replications as `strife run` and `strife show` give it."""
        self.run_command(program, "run", scenario, "-n", 100, "--seed", 7, "-o", "results.h5", "-q")
        shown = json.loads(self.run_command(program, "show", "results.h5", "--json"))
        outcome = next(outcome for outcome in shown["outcomes"] if outcome["name"] == OUTCOME)
        return next(result["mean"] for result in outcome["results"] if result["alternative"] == "baseline")


class Headers(EmbedTest):
    def test_there_are_headers_and_nothing_else(self):
        self.assertGreaterEqual(len(HEADERS), 5)
        self.assertEqual({header.suffix for header in HEADERS}, {".h"})

    def test_each_compiles_alone_and_twice_without_a_warning(self):
        # Beside the folder of the public headers the compiler sees the system's alone.
        for header in HEADERS:
            with self.subTest(header=header.name):
                line = f"#include <strife/{header.name}>\n"
                source = self.folder / f"{header.stem}.cpp"
                source.write_text(line + line, encoding="utf-8")
                self.run_command(ARGUMENTS.compiler, "-std=c++20", "-fsyntax-only", *WARNINGS, "-I", SOURCE / "include", source)

    def test_each_is_short_and_includes_only_the_standard_library_and_its_like(self):
        for header in HEADERS:
            with self.subTest(header=header.name):
                text = header.read_text(encoding="utf-8")
                self.assertLess(text.count("\n"), 200)
                for included in re.findall(r'^[ \t]*#[ \t]*include[ \t]*(\S+)', text, re.MULTILINE):
                    self.assertRegex(included, r'^(<[a-z_]+>|"strife/[a-z_]+\.h")$')

    def test_the_small_program_includes_nothing_else(self):
        text = (DOWNSTREAM / "mean_outcome.cpp").read_text(encoding="utf-8")
        self.assertEqual(re.findall(r"#\s*include\s*(\S+)", text), ["<strife/strife.h>"])


class Build(EmbedTest):
    def test_the_small_program_prints_what_strife_shows(self):
        scenario = SOURCE / "scenarios" / "first.yaml"
        printed = float(self.run_command(ARGUMENTS.embedding, scenario, OUTCOME))
        self.assertGreater(printed, 0.0)
        self.assertEqual(printed, self.mean_by_program(ARGUMENTS.program, scenario))


class Install(EmbedTest):
    def test_a_project_builds_against_an_installation_and_agrees_with_the_installed_program(self):
        prefix = self.folder / "prefix"
        self.run_command(ARGUMENTS.cmake, "--install", ARGUMENTS.build, "--prefix", prefix)
        project = self.folder / "project"
        shutil.copytree(DOWNSTREAM, project)
        build = self.folder / "build"
        self.run_command(ARGUMENTS.cmake, "-S", project, "-B", build, "-G", ARGUMENTS.generator, f"-DCMAKE_PREFIX_PATH={prefix}",
                         f"-DCMAKE_CXX_COMPILER={ARGUMENTS.compiler}")
        self.run_command(ARGUMENTS.cmake, "--build", build)
        self.assertIn(f"strife_DIR:PATH={prefix}", (build / "CMakeCache.txt").read_text(encoding="utf-8"))

        scenarios = pathlib.Path((build / "scenarios.txt").read_text(encoding="utf-8"))
        self.assertEqual(scenarios, prefix / "share" / "strife" / "scenarios")
        printed = float(self.run_command(build / "mean_outcome", scenarios / "first.yaml", OUTCOME))
        self.assertGreater(printed, 0.0)
        self.assertEqual(printed, self.mean_by_program(prefix / "bin" / "strife", scenarios / "first.yaml"))

    def test_nothing_of_the_installation_points_into_the_sources_or_the_build(self):
        prefix = self.folder / "prefix"
        self.run_command(ARGUMENTS.cmake, "--install", ARGUMENTS.build, "--prefix", prefix)
        packages = list(prefix.rglob("*.cmake"))
        self.assertGreaterEqual(len(packages), 3)
        for file in [*packages, *prefix.rglob("*.h")]:
            text = file.read_text(encoding="utf-8")
            for folder in (str(SOURCE), ARGUMENTS.build):
                self.assertNotIn(folder, text, file)
        installed = {file.relative_to(prefix / "include").as_posix() for file in (prefix / "include").rglob("*.h")}
        self.assertEqual(installed, {f"strife/{header.name}" for header in HEADERS})


if __name__ == "__main__":
    ARGUMENTS, rest = arguments()
    unittest.main(argv=[sys.argv[0], *rest])
