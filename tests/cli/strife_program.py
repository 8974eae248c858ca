"""The program as the tests of the command line call it: where it is, how it is run, and how small a run may be."""
# SPDX-License-Identifier: Apache-2.0
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
FIRST = SOURCE / "scenarios" / "first.yaml"
LANGUAGE = SOURCE / "tests" / "scenarios" / "language" / "scenario.yaml"
REPLICATIONS = "150" if os.environ.get("STRIFE_TEST_SCALE") == "small" else "600"
PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else pathlib.Path("strife")
HANGING = 300  # seconds after which a run counts as hanging


class ProgramTest(unittest.TestCase):
    """A case with a folder of its own, from which the program is run."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def strife(self, *arguments, status=0, environment=None):
        """Runs the program and expects an exit status; gives back stdout and stderr."""
        ran = subprocess.run([PROGRAM, *map(str, arguments)], cwd=self.folder, capture_output=True, text=True, timeout=HANGING,
                             env={**os.environ, **(environment or {})}, check=False)
        self.assertEqual(ran.returncode, status, ran.stdout + ran.stderr)
        return ran.stdout, ran.stderr

    def scenario(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def files(self):
        return sorted(path.name for path in self.folder.iterdir())

    def stop_in_the_middle(self, signal_number, *arguments):
        """Sends a signal once replications are being computed; gives back the exit status and stderr."""
        with subprocess.Popen([PROGRAM, *map(str, arguments)], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True) as running:
            # The guard that catches signals is in place before the temporary file grows; until then a signal ends the program.
            patience = time.monotonic() + HANGING
            while not self.catches(running.pid, signal_number) and time.monotonic() < patience and running.poll() is None:
                time.sleep(0.01)
            time.sleep(0.5)
            running.send_signal(signal_number)
            try:
                _, err = running.communicate(timeout=HANGING)
            except subprocess.TimeoutExpired:
                running.kill()
                raise
            return running.returncode, err

    @staticmethod
    def catches(process, signal_number):
        """Whether a process has a handler of its own for a signal."""
        try:
            status = pathlib.Path(f"/proc/{process}/status").read_text(encoding="ascii")
        except OSError:
            return False
        caught = next((line.split()[1] for line in status.splitlines() if line.startswith("SigCgt:")), "0")
        return bool(int(caught, 16) >> (signal_number - 1) & 1)


SIGNALS = (signal.SIGINT, signal.SIGTERM)
