#!/usr/bin/python3
"""Scenarios made to exhaust memory or patience: `strife check` tells what is wrong, or finds them good, in little of either."""
# SPDX-License-Identifier: Apache-2.0
import os
import subprocess
import time
import unittest

from strife_program import PROGRAM, ProgramTest

HEAD = "strife: 1\ntime: {end: 10 day}\n"
MIB = 1024 * 1024
MAX_MEMORY = 1024 * MIB
MAX_SECONDS = 60  # of a busy machine; each takes a second or two


def list_of(n, stem="m"):
    return "[" + ", ".join(f"{stem}{i}" for i in range(n)) + "]"


def actor(body):
    return HEAD + "actors:\n  a:\n    role: governing\n" + body


class Nasty(ProgramTest):
    def check(self, text, *codes, arguments=(), name="nasty.yaml"):
        """Expects the errors, or none; gives back what was said."""
        text = text if isinstance(text, bytes) else text.encode()
        self.assertLess(len(text), MIB)
        (self.folder / name).write_bytes(text)
        begun = time.monotonic()
        out = self.folder / "said"
        with out.open("wb") as said, subprocess.Popen([PROGRAM, "check", name, *arguments], cwd=self.folder, stdout=said,
                                                      stderr=subprocess.STDOUT) as running:
            _, status, usage = os.wait4(running.pid, 0)
            running.returncode = os.waitstatus_to_exitcode(status)
        said = out.read_text(encoding="utf-8")
        seconds = time.monotonic() - begun
        self.assertEqual(running.returncode, 2 if codes else 0, said[:2000])
        self.assertLess(usage.ru_maxrss * 1024, MAX_MEMORY, said[:2000])
        self.assertLess(seconds, MAX_SECONDS)
        for code in codes:
            self.assertIn(f"error[{code}]", said)
        self.assertLess(len(said), 8 * MIB)
        if os.environ.get("STRIFE_TEST_FIGURES"):
            print(f"{self.id()}: {usage.ru_maxrss / 1024:.0f} MiB, {seconds:.2f} s, status {running.returncode}: {said[:300]}")
        return said
