#!/usr/bin/python3
"""The examples in scenarios/README.md hold: each checks without a warning and runs, or fails with the code that it announces.

What stands in a comment before a block: `error: E507` for the code, `file: other.yaml` for a block that is no example but a file which
examples use, `arguments: --with other.yaml` for more arguments of an example.
"""
# SPDX-License-Identifier: Apache-2.0
import dataclasses
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

SCENARIOS = pathlib.Path(__file__).resolve().parents[2] / "scenarios"
PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else pathlib.Path("strife")
BLOCK = re.compile(r"^(?:<!-- (error|file|arguments): (.*?) -->\n+)?```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HANGING = 60  # seconds after which an example counts as hanging
FEWEST = 20   # examples; with fewer, blocks are no longer found or the reference is no longer one


@dataclasses.dataclass
class Example:
    line: int
    text: str
    error: str | None = None
    file: str | None = None
    arguments: str = ""


def blocks_in(page):
    return [Example(page.count("\n", 0, found.start(3)) + 1, found[3], **({found[1]: found[2]} if found[1] else {}))
            for found in BLOCK.finditer(page)]


class Reference(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "khorasan").mkdir()
        for table in (SCENARIOS / "khorasan").glob("*.csv"):  # examples read tables as if they stood beside the page
            shutil.copy(table, self.folder / "khorasan")
        shutil.copytree(SCENARIOS / "mechanisms", self.folder / "mechanisms")
        blocks = blocks_in((SCENARIOS / "README.md").read_text(encoding="utf-8"))
        self.examples = [block for block in blocks if not block.file]
        self.files = [block for block in blocks if block.file]
        for block in self.files:
            (self.folder / block.file).write_text(block.text, encoding="utf-8")

    def strife(self, *arguments):
        return subprocess.run([PROGRAM, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=HANGING, check=False)

    def write(self, example):
        name = f"line_{example.line}.yaml"
        (self.folder / name).write_text(example.text, encoding="utf-8")
        return name

    def test_there_are_examples_good_and_bad(self):
        self.assertGreaterEqual(len(self.examples), FEWEST)
        self.assertTrue(any(example.error for example in self.examples))

    def test_good_ones_check_without_a_word_and_run(self):
        for example in self.examples:
            if example.error:
                continue
            with self.subTest(line=example.line):
                name = self.write(example)
                arguments = shlex.split(example.arguments)
                checked = self.strife("check", "--quiet", name, *arguments)
                self.assertEqual((checked.returncode, checked.stdout, checked.stderr), (0, "", ""), checked.stderr)
                ran = self.strife("run", name, *arguments, "-n", "2", "-q", "-o", name + ".h5")
                self.assertEqual(ran.returncode, 0, ran.stderr)

    def test_bad_ones_fail_with_their_code_alone(self):
        for example in self.examples:
            if not example.error:
                continue
            with self.subTest(line=example.line):
                checked = self.strife("check", self.write(example))
                codes = re.findall(r"(?:error|warning)\[([EW]\d+)\]", checked.stderr)
                self.assertEqual((checked.returncode, codes), (2, [example.error]), checked.stderr)

    def test_every_file_is_used_by_an_example(self):
        for block in self.files:
            with self.subTest(file=block.file):
                self.assertTrue(any(block.file in example.text + example.arguments for example in self.examples))

    def test_blocks_are_taken_with_what_stands_before_them(self):
        page = "text\n```yaml\na: 1\n```\n<!-- error: E507 -->\n```yaml\nb: 2\n```\n```sh\nc\n```\n" \
               "<!-- file: d.yaml -->\n\n```yaml\nd: 3\n```\n<!-- arguments: --with d.yaml -->\n```yaml\ne: 4\n```\n"
        self.assertEqual(blocks_in(page), [Example(3, "a: 1\n"), Example(7, "b: 2\n", error="E507"), Example(15, "d: 3\n", file="d.yaml"),
                                           Example(19, "e: 4\n", arguments="--with d.yaml")])


if __name__ == "__main__":
    unittest.main()
