"""Checks of a run against what is known exactly: how far the measured value lies off, in standard deviations of its estimator.

Every quantity knows the exact standard deviation of what it measures, so that a deviation is judged by theory and not by the
sample it judges. All quantities of all models are one family: together they raise a false alarm with a probability of at most
FAMILY_ALARM, by Bonferroni's inequality.
"""
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import dataclasses
import math
import os
import pathlib
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Sequence

import h5py
import numpy
import scipy.stats

SOURCE = pathlib.Path(__file__).resolve().parents[3]
SCENARIOS = SOURCE / "scenarios" / "models"
FAMILY_ALARM = 1e-4
SEED = 20260401
NORMAL = statistics.NormalDist()


def bound(n_checks: int) -> float:
    """The |z| that none of so many checks of a true model exceeds but with probability FAMILY_ALARM."""
    return -NORMAL.inv_cdf(FAMILY_ALARM / (2 * max(n_checks, 1)))


@dataclasses.dataclass(frozen=True)
class Measured:
    """What one quantity came to: the exact value, the measured one, and how many standard deviations lie between them."""

    exact: float
    value: float
    z: float


class Results:
    """The baseline of a result file: values of the replications by outcome, and means of series on their grid of time."""

    def __init__(self, path):
        with h5py.File(path) as file:
            self.values = {name: data[0] for name, data in file["runs"].items() if data.ndim >= 2}
            self.summaries = {name: data[0] for name, data in file.items() if isinstance(data, h5py.Dataset) and "__" in name}
            self.time = file["time"][()] if "time" in file else None

    def of(self, outcome: str, member: int | None = None) -> numpy.ndarray:
        """One value for each replication; `member` counts from 0 where the outcome has one for each member of a set."""
        values = self.values[outcome]
        return values if member is None else values.reshape(len(values), -1)[:, member]

    def series(self, outcome: str, statistic: str, time: float, member: int | None = None) -> float:
        """`mean`, `sd` or `n` of a series at a time of its grid, in days."""
        row = int(numpy.argmin(abs(self.time - time)))
        if not math.isclose(self.time[row], time, abs_tol=1e-9):
            raise ValueError(f"{time} is not a recorded time of {outcome}")
        table = self.summaries[f"{outcome}__{statistic}"]
        return float(table[..., row].ravel()[member or 0])  # [members..., times]


def _z(deviation: float, sd: float, exact: float) -> float:
    """Deviations in units of `sd`; where nothing varies all but rounding is infinitely far off."""
    if sd > 0:
        return deviation / sd
    return 0.0 if abs(deviation) <= 1e-9 * max(1.0, abs(exact)) else math.inf


@dataclasses.dataclass(frozen=True)
class Mean:
    """The mean of an outcome: z = sqrt(n) (mean - exact) / sd, with the exact sd of one replication.

    At a `time` it is the mean of a series there. `where` maps the values of the replications first: an event's probability is
    the mean of 0 and 1, see probability().
    """

    name: str
    outcome: str
    exact: float
    sd: float
    member: int | None = None
    time: float | None = None
    where: Callable[[numpy.ndarray], numpy.ndarray] | None = None

    def measure(self, results: Results) -> Measured:
        if self.time is not None:
            value, n = (results.series(self.outcome, s, self.time, self.member) for s in ("mean", "n"))
        else:
            values = results.of(self.outcome, self.member)
            values = values if self.where is None else self.where(values)
            value, n = float(numpy.mean(values)), len(values)
        return Measured(self.exact, value, _z((value - self.exact) * math.sqrt(n), self.sd, self.exact))


def probability(name: str, outcome: str, exact: float, where: Callable[[numpy.ndarray], numpy.ndarray],
                member: int | None = None) -> Mean:
    """The share of the replications in which something holds; `where` maps values to truths."""
    return Mean(name, outcome, exact, math.sqrt(exact * (1 - exact)), member=member,
                where=lambda values: where(values).astype(float))


@dataclasses.dataclass(frozen=True)
class Variance:
    """The variance of an outcome about its exact mean: z = sqrt(n) (S^2/var - 1) / sqrt(kurtosis - 1).

    `kurtosis` is the exact fourth standardised moment, 3 for a normal law.
    """

    name: str
    outcome: str
    mean: float
    exact: float
    kurtosis: float
    member: int | None = None
    time: float | None = None

    def measure(self, results: Results) -> Measured:
        if self.time is not None:
            mean, sd, n = (results.series(self.outcome, s, self.time, self.member) for s in ("mean", "sd", "n"))
            value = sd * sd * (n - 1) / n + (mean - self.mean) ** 2
        else:
            values = results.of(self.outcome, self.member)
            value, n = float(numpy.mean((values - self.mean) ** 2)), len(values)
        if self.exact == 0:
            return Measured(0.0, value, _z(value, 0.0, 0.0))
        return Measured(self.exact, value, (value / self.exact - 1) * math.sqrt(n / (self.kurtosis - 1)))


@dataclasses.dataclass(frozen=True)
class Covariance:
    """The covariance of two outcomes about their exact means; `sd` is the exact one of the product of the deviations."""

    name: str
    outcomes: tuple[str, str]
    means: tuple[float, float]
    exact: float
    sd: float

    def measure(self, results: Results) -> Measured:
        first, second = (results.of(o) - m for o, m in zip(self.outcomes, self.means))
        value, n = float(numpy.mean(first * second)), len(first)
        return Measured(self.exact, value, _z((value - self.exact) * math.sqrt(n), self.sd, self.exact))


@dataclasses.dataclass(frozen=True)
class Law:
    """The whole law of an outcome with whole values: Pearson's chi-square against `pmf`, the probabilities of `first` and on.

    What lies beyond the table is one more class; classes are joined from both ends until each expects at least 5. The tail
    probability is given as the |z| of the same rarity, and the "exact" and "measured" are the degrees of freedom and chi-square.
    """

    name: str
    outcome: str
    pmf: Sequence[float]
    first: int = 0
    member: int | None = None

    def measure(self, results: Results) -> Measured:
        values = results.of(self.outcome, self.member)
        places = numpy.round(values).astype(int) - self.first
        if numpy.any(abs(values - self.first - places) > 1e-9):
            return Measured(0.0, math.nan, math.inf)
        n_classes = len(self.pmf)
        inside = (places >= 0) & (places < n_classes)
        counts = numpy.append(numpy.bincount(places[inside], minlength=n_classes), numpy.sum(~inside))
        expected = len(values) * numpy.append(self.pmf, max(0.0, 1.0 - math.fsum(self.pmf)))
        return chi_square(counts, expected)


def chi_square(counts: numpy.ndarray, expected: numpy.ndarray, least: float = 5.0) -> Measured:
    """Pearson's test with neighbouring classes joined until each expects `least`; the |z| as rare as its tail."""
    if numpy.any((expected == 0) & (counts > 0)):
        return Measured(0.0, math.inf, math.inf)  # what cannot be has happened
    joined: list[list[float]] = []
    for count, wanted in zip(counts, expected):
        if joined and joined[-1][1] < least:
            joined[-1][0] += count
            joined[-1][1] += wanted
        else:
            joined.append([float(count), float(wanted)])
    while len(joined) > 1 and joined[-1][1] < least:
        last = joined.pop()
        joined[-1] = [joined[-1][0] + last[0], joined[-1][1] + last[1]]
    freedom = len(joined) - 1
    statistic = sum((count - wanted) ** 2 / wanted for count, wanted in joined)
    if freedom < 1:
        raise ValueError("too few replications for a chi-square test")
    tail = scipy.stats.chi2.sf(statistic, freedom)
    return Measured(freedom, statistic, float(scipy.stats.norm.isf(tail / 2)) if tail > 0 else math.inf)


@dataclasses.dataclass(frozen=True)
class Distribution:
    """The continuous law of an outcome: Kolmogorov's test against its distribution function; missing values are left out.

    The |z| as rare as its tail is given; the "exact" is 0 and the "measured" the largest distance.
    """

    name: str
    outcome: str
    cdf: Callable[[numpy.ndarray], numpy.ndarray]
    member: int | None = None

    def measure(self, results: Results) -> Measured:
        values = results.of(self.outcome, self.member)
        test = scipy.stats.kstest(values[~numpy.isnan(values)], self.cdf)
        return Measured(0.0, float(test.statistic), float(scipy.stats.norm.isf(test.pvalue / 2)) if test.pvalue > 0 else math.inf)


@dataclasses.dataclass(frozen=True)
class Published:
    """A mean that was itself measured, over `n_published` replications of another program with this sd.

    Both samples have errors: z = (mean - exact) / sqrt(s^2/n + sd^2/n_published). It is judged by PUBLISHED_BOUND and stands
    outside the family: it is no theorem.
    """

    name: str
    outcome: str
    exact: float
    sd: float
    n_published: int
    member: int | None = None

    def measure(self, results: Results) -> Measured:
        values = results.of(self.outcome, self.member)
        error = math.sqrt(float(numpy.var(values, ddof=1)) / len(values) + self.sd**2 / self.n_published)
        value = float(numpy.mean(values))
        return Measured(self.exact, value, _z(value - self.exact, error, self.exact))


@dataclasses.dataclass(frozen=True)
class Limit:
    """A mean that is exact in a limit only (a large population, a long run): the bias of size `bias` is told and allowed for.

    z counts from the edge of the allowed stretch, with the sample's own sd.
    """

    name: str
    outcome: str
    exact: float
    bias: float
    member: int | None = None

    def measure(self, results: Results) -> Measured:
        values = results.of(self.outcome, self.member)
        value = float(numpy.mean(values))
        beyond = max(0.0, abs(value - self.exact) - self.bias)
        return Measured(self.exact, value,
                        _z(math.copysign(beyond, value - self.exact), float(numpy.std(values, ddof=1)) / math.sqrt(len(values)),
                           self.exact))


PUBLISHED_BOUND = 4.0

Quantity = Mean | Variance | Covariance | Law | Distribution | Published | Limit


@dataclasses.dataclass(frozen=True)
class Model:
    """A scenario of scenarios/models and what is known about it."""

    scenario: str  # "birth_death.yaml"
    quantities: Sequence[Quantity]
    quick: int  # replications among the quick tests
    deep: int  # of scripts/validate
    settings: Sequence[str] = ()  # path=value, as for --set
    label: str = ""  # what sets it apart from others with the same scenario

    @property
    def name(self) -> str:
        stem = self.scenario.removesuffix(".yaml")
        return f"{stem}, {self.label}" if self.label else stem


def run_model(program: os.PathLike | str, model: Model, n: int, *arguments: str, scenarios: pathlib.Path = SCENARIOS) -> Results:
    """Runs a model with n replications of the baseline."""
    with tempfile.TemporaryDirectory() as folder:
        results = pathlib.Path(folder) / "results.h5"
        command = [program, "run", scenarios / model.scenario, "-n", n, "--seed", SEED, "--alternatives", "none", "-q", "-o",
                   results]
        for setting in model.settings:
            command += ["--set", setting]
        ran = subprocess.run([*map(str, command), *arguments], capture_output=True, text=True, check=False)
        if ran.returncode != 0:
            raise RuntimeError(f"{model.name}: {ran.stdout}{ran.stderr}")
        return Results(results)


def is_exact(quantity: Quantity) -> bool:
    """Whether it belongs to the family that shares FAMILY_ALARM."""
    return not isinstance(quantity, Published)


def limit_of(quantity: Quantity, n_checks: int) -> float:
    """The |z| up to which a quantity passes, where the family has so many checks."""
    return bound(n_checks) if is_exact(quantity) else PUBLISHED_BOUND
