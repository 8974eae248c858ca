"""Moments of laws, and the checks of an outcome's mean and variance that follow from them."""
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

import numpy
import scipy.linalg
import scipy.stats

from exact_check import Mean, Variance

MOST_KURTOSIS = 12.0  # beyond, a law is a rare event: its sample moments are not normal at our numbers of replications


@dataclasses.dataclass(frozen=True)
class Moments:
    """Mean, variance and fourth cumulant; those of a sum of independent variables add up."""

    mean: float
    variance: float
    fourth_cumulant: float

    @property
    def sd(self) -> float:
        return math.sqrt(self.variance)

    @property
    def kurtosis(self) -> float:
        """The fourth standardised moment, 3 for a normal law."""
        return 3 + self.fourth_cumulant / self.variance**2 if self.variance > 0 else math.nan

    def __add__(self, other: Moments) -> Moments:
        return Moments(*(a + b for a, b in zip(dataclasses.astuple(self), dataclasses.astuple(other))))

    def __mul__(self, n: float) -> Moments:
        """Of the sum of n independent copies."""
        return Moments(*(n * part for part in dataclasses.astuple(self)))


def from_factorial_cumulants(f1: float, f2: float = 0.0, f3: float = 0.0, f4: float = 0.0) -> Moments:
    """Cumulants of a count from its factorial cumulants, by Stirling numbers of the second kind."""
    return Moments(f1, f2 + f1, f4 + 6 * f3 + 7 * f2 + f1)


def from_central(mean: float, second: float, fourth: float) -> Moments:
    return Moments(mean, second, fourth - 3 * second**2)


def from_raw(first: float, second: float, third: float, fourth: float) -> Moments:
    """From the expectations of x, x^2, x^3 and x^4."""
    return from_central(first, second - first**2, fourth - 4 * first * third + 6 * first**2 * second - 3 * first**4)


def from_law(values: Sequence[float], pmf: Sequence[float]) -> Moments:
    """Of these values with these probabilities."""
    points, weights = numpy.asarray(values, dtype=float), numpy.asarray(pmf, dtype=float)
    mean = float(points @ weights)
    return from_central(mean, float((points - mean) ** 2 @ weights), float((points - mean) ** 4 @ weights))


def from_pmf(pmf: Sequence[float], first: float = 0.0, step: float = 1.0) -> Moments:
    """Of the values first, first + step, ... with these probabilities."""
    return from_law(first + step * numpy.arange(len(pmf)), pmf)


def poisson(mean: float) -> Moments:
    return from_factorial_cumulants(mean)


def binomial(n: float, p: float) -> Moments:
    q = 1 - p
    return Moments(n * p, n * p * q, n * p * q * (1 - 6 * p * q))


def poisson_pmf(mean: float) -> numpy.ndarray:
    """Up to where hardly anything is left."""
    return scipy.stats.poisson.pmf(numpy.arange(int(mean + 10 * math.sqrt(mean) + 15)), mean)


def checks(outcome: str, moments: Moments, time: float | None = None, member: int | None = None, name: str = "") -> list:
    """The mean and variance of an outcome; of a rare event, neither."""
    name = name or outcome + ("" if member is None else f"[{member}]") + ("" if time is None else f" at {time:g}")
    if moments.variance > 0 and moments.kurtosis > MOST_KURTOSIS:
        return []
    mean = Mean(f"mean of {name}", outcome, moments.mean, moments.sd, member=member, time=time)
    kurtosis = moments.kurtosis if moments.variance > 0 else 3.0
    return [mean, Variance(f"variance of {name}", outcome, moments.mean, moments.variance, kurtosis, member=member, time=time)]


def birth_death_generator(up: Sequence[float], down: Sequence[float]) -> numpy.ndarray:
    """The generator of a chain on 0, 1, ...: `up` from each state but the last, `down` from each but the first."""
    generator = numpy.diag(numpy.asarray(up, dtype=float), 1) + numpy.diag(numpy.asarray(down, dtype=float), -1)
    return generator - numpy.diag(generator.sum(axis=1))


def transient(generator: numpy.ndarray, start: int, times: Sequence[float]) -> list[numpy.ndarray]:
    """The law at each of some equidistant times from 0 on, begun in a state, by the master equation."""
    step = times[1] - times[0]
    if not numpy.allclose(times, step * numpy.arange(len(times))):
        raise ValueError("times are to be 0, step, 2 step, ...")
    move = scipy.linalg.expm(generator * step)
    laws = [numpy.eye(len(generator))[start]]
    while len(laws) < len(times):
        laws.append(laws[-1] @ move)
    return laws
