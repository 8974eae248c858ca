"""What the tests of the mechanisms share: a mechanism alone in a small scenario, and means compared by their standard errors."""
# SPDX-License-Identifier: Apache-2.0
import math

import h5py
import numpy

from strife_program import REPLICATIONS, SOURCE, ProgramTest

MECHANISMS = SOURCE / "scenarios" / "mechanisms"
MONTH = 365.242198781 / 12  # days, UDUNITS's mean month
SIGMA = 5.0  # standard errors by which a mean may miss what it must be; one of a million true claims fails


class MechanismTest(ProgramTest):
    """A case whose scenarios find the mechanisms that ship."""

    def run_scenario(self, text, *arguments, replications=REPLICATIONS):
        """Runs a scenario; gives the values of every outcome in the baseline by name, one row for each replication."""
        self.scenario("scenario.yaml", text)
        (self.folder / "results.h5").unlink(missing_ok=True)
        self.strife("run", "scenario.yaml", "-n", replications, "--seed", 5, "-q", "-o", "results.h5", *arguments,
                    environment={"STRIFE_MECHANISMS": str(MECHANISMS)})
        with h5py.File(self.folder / "results.h5") as file:
            return {name: values[0] for name, values in file["runs"].items() if values.ndim >= 2}

    def assert_mean(self, values, expected):
        """The mean over the replications is what it must be, within SIGMA standard errors."""
        error = standard_error(values)
        self.assertLess(abs(numpy.mean(values) - expected), SIGMA * error + 1e-9 * abs(expected),
                        f"mean {numpy.mean(values):.6g} +- {error:.2g}, expected {expected:.6g}")

    def assert_every(self, values, expected):
        """Every replication gave this value, but for rounding."""
        numpy.testing.assert_allclose(values, expected, rtol=1e-9, atol=1e-9)

    def assert_more(self, more, less):
        """The mean of the first is larger than that of the second by more than SIGMA standard errors."""
        error = math.hypot(standard_error(more), standard_error(less))
        self.assertGreater(numpy.mean(more) - numpy.mean(less), SIGMA * error,
                           f"means {numpy.mean(more):.6g} and {numpy.mean(less):.6g}, standard error {error:.2g}")

    def assert_same(self, first, second):
        """Two runs gave the same values, bit for bit."""
        self.assertEqual(numpy.asarray(first).tobytes(), numpy.asarray(second).tobytes())


def standard_error(values):
    """Of the mean of independent values."""
    return float(numpy.std(values, ddof=1)) / math.sqrt(len(values))
