"""What is known exactly about clocks: rates that change with time and history, renewals, delays, and a draw with a heavy tail."""
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import itertools
import math

import numpy
import scipy.linalg
import scipy.special

import moments
from exact_check import Covariance, Distribution, Law, Mean, Model, probability
from moments import Moments, checks


def exponential(rate: float) -> Distribution:
    """Of a first event at a constant rate."""
    return Distribution("law of first", "first", lambda t: -numpy.expm1(-rate * t))


# -- a rate that changes with time

STEP = 0.25
WAVE = [round(math.sin(2 * math.pi * (k + 0.5) / 20), 4) for k in range(20)]


def integral_of_steps(level: float, swing: float, t):
    """Of the rate level + swing x wave from 0 to t, where the wave has a value for each step and repeats."""
    t = numpy.asarray(t, dtype=float)
    sums = numpy.concatenate(([0.0], numpy.cumsum(WAVE))) * STEP
    steps = numpy.floor(t / STEP).astype(int)
    periods, within = numpy.divmod(steps, len(WAVE))
    wave = periods * sums[-1] + sums[within] + (t - steps * STEP) * numpy.take(WAVE, within)
    return level * t + swing * wave


def time_dependent_rate(label: str, level: float, swing: float, quick: int, deep: int) -> Model:
    """A Poisson process in changed time."""
    end = 12.6
    quantities = [check for k in range(15) for check in
                  checks("seen", moments.poisson(float(integral_of_steps(level, swing, 0.9 * k))), time=0.9 * k)]
    mean = float(integral_of_steps(level, swing, end))
    quantities += [Law("law of seen", "seen", moments.poisson_pmf(mean)),
                   Distribution("law of first, if any", "first",
                                lambda t: numpy.expm1(-integral_of_steps(level, swing, t)) / math.expm1(-mean))]
    settings = [f"parameters.level={level}/day", f"parameters.swing={swing}/day"]
    return Model("time_dependent_rate.yaml", quantities, quick, deep, settings, label)


# -- self-excitation


class Hawkes:
    """Moments of the excitement x, which jumps by `jump` at each event and fades at the rate `fading`, and of the count n.

    The generator, A f = -fading x df/dx + (background + x)(f(x + jump, n + 1) - f(x, n)), maps polynomials to polynomials of
    the same degree at most, so that the expectations of x^i n^j up to degree 4 obey a closed system of linear equations (Oakes,
    Journal of Applied Probability 12, 1975, on the Markov property; Errais, Giesecke and Goldberg, SIAM Journal on Financial
    Mathematics 1, 2010, doi 10.1137/090771272, on the moments).
    """

    DEGREE = 4

    def __init__(self, background: float, jump: float, fading: float):
        self.powers = [(i, j) for i in range(self.DEGREE + 1) for j in range(self.DEGREE + 1 - i)]
        self.place = {power: k for k, power in enumerate(self.powers)}
        self.matrix = numpy.zeros((len(self.powers), len(self.powers)))
        for (i, j), row in self.place.items():
            self.matrix[row, row] -= fading * i
            for lower_i, lower_j in itertools.product(range(i + 1), range(j + 1)):
                if (lower_i, lower_j) == (i, j):
                    continue
                weight = math.comb(i, lower_i) * math.comb(j, lower_j) * jump ** (i - lower_i)
                self.matrix[row, self.place[lower_i, lower_j]] += background * weight
                self.matrix[row, self.place[lower_i + 1, lower_j]] += weight

    def of(self, t: float, excitement: float, count: float) -> Moments:
        """Of excitement x + count n at t, for two coefficients, from an empty start."""
        start = numpy.zeros(len(self.powers))
        start[self.place[0, 0]] = 1
        values = scipy.linalg.expm(self.matrix * t) @ start
        raw = [sum(math.comb(r, i) * excitement**i * count ** (r - i) * values[self.place[i, r - i]] for i in range(r + 1))
               for r in range(1, 5)]
        return moments.from_raw(*map(float, raw))


def hawkes(label: str, background: float, jump: float, fading: float, quick: int, deep: int) -> Model:
    process = Hawkes(background, jump, fading)
    quantities = []
    for t in map(float, range(20, 201, 20)):
        quantities += [*checks("seen", process.of(t, 0, 1), time=t), *checks("excitement", process.of(t, 1, 0), time=t)]
    # what an event added fades to what is left at the end: the integral of the excitement is (jump n - x) / fading
    quantities += checks("mean_excitement", process.of(200.0, -1 / (fading * 200), jump / (fading * 200)))
    quantities.append(exponential(background))
    settings = [f"parameters.background={background}/day", f"parameters.jump={jump}/day", f"parameters.fading={fading}/day"]
    return Model("hawkes.yaml", quantities, quick, deep, settings, label)


# -- renewals


def counts_from_tails(at_least) -> numpy.ndarray:
    """P(N = n) from the function n -> P(N >= n), to where hardly anything is left."""
    tails = [1.0]
    while tails[-1] > 1e-14:
        tails.append(at_least(len(tails)))
    return -numpy.diff(tails)


def irwin_hall(n: int, x: float) -> float:
    """P(U1 + ... + Un <= x)."""
    if x >= n:
        return 1.0
    return sum((-1) ** k * math.comb(n, k) * (x - k) ** n for k in range(int(x) + 1)) / math.factorial(n)


def renewal(label: str, longest: float, end: float, quick: int, deep: int) -> Model:
    """At least n events come by t if the sum of n uniform gaps is at most t."""
    law = counts_from_tails(lambda n: irwin_hall(n, end / longest))
    quantities = [*checks("seen", moments.from_pmf(law)), Law("law of seen", "seen", law)]
    return Model("renewal.yaml", quantities, quick, deep, [f"parameters.longest={longest} day", f"time.end={end} day"], label)


def erlang_clock(label: str, stages: int, gap: float, quick: int, deep: int) -> Model:
    """At least n ticks come by t if a gamma variable of shape n stages is at most t; the first tick is Erlang."""
    end = 10.0

    def elapsed(shape, t):
        return scipy.special.gammainc(shape, t * stages / gap)

    law = counts_from_tails(lambda n: float(elapsed(n * stages, end)))
    quantities = []
    for way in ("staged", "scheduled"):
        quantities += [*checks(way, moments.from_pmf(law)), Law(f"law of {way}", way, law),
                       Distribution(f"law of first {way}, if any", f"first_{way}",
                                    lambda t: elapsed(stages, t) / elapsed(stages, end))]
    clocks = moments.from_pmf(law)
    quantities.append(Covariance("of the two clocks", ("staged", "scheduled"), (clocks.mean,) * 2, 0.0, clocks.variance))
    settings = [f"parameters.stages={stages} stage", f"parameters.gap={gap} day"]
    return Model("erlang_clock.yaml", quantities, quick, deep, settings, label)


def fixed_delay(label: str, ordering: float, delay: float, loss: float, quick: int, deep: int) -> Model:
    """Displaced Poisson points are Poisson points: both numbers are Poisson, and independent of each other."""
    def stock(t: float) -> Moments:
        return moments.poisson(ordering / loss * -math.expm1(-loss * max(t - delay, 0.0)))

    def under_way(t: float) -> Moments:
        return moments.poisson(ordering * min(t, delay))

    quantities = [check for t in map(float, range(13)) for check in
                  [*checks("stock", stock(t), time=t), *checks("under_way", under_way(t), time=t)]]
    there, coming = stock(12.0), under_way(12.0)
    quantities += [Law("law of stock", "stock", moments.poisson_pmf(there.mean)),
                   Law("law of under_way", "under_way", moments.poisson_pmf(coming.mean)),
                   Covariance("of stock and under_way", ("stock", "under_way"), (there.mean, coming.mean), 0.0,
                              there.sd * coming.sd)]
    settings = [f"parameters.ordering={ordering} item/day", f"parameters.delay={delay} day", f"parameters.loss={loss}/day"]
    return Model("fixed_delay.yaml", quantities, quick, deep, settings, label)


# -- the zeta law


def zeta_sampler(label: str, exponent: float, quick: int, deep: int) -> Model:
    """P(k) = k^-s / zeta(s). Moments of a high order are infinite, therefore the mean is that of the severity cut off at 100."""
    pmf = numpy.arange(1, 101) ** -exponent / scipy.special.zeta(exponent)
    one = float(pmf[0])
    law = Law("law of severity", "severity", pmf[:60], first=1)
    cut_pmf = numpy.append(pmf[:-1], scipy.special.zeta(exponent, 100) / scipy.special.zeta(exponent))
    cut = moments.from_pmf(cut_pmf, first=1)
    quantities = [law, probability("one", "severity", one, lambda values: values == 1),
                  Mean("mean of severity up to 100", "severity", cut.mean, cut.sd,
                       where=lambda values: numpy.minimum(values, 100))]
    return Model("zeta_sampler.yaml", quantities, quick, deep, [f"parameters.exponent={exponent}"], label)


MODELS = [
    time_dependent_rate("2 and 1.5", 2.0, 1.5, 20_000, 1_000_000),
    time_dependent_rate("down to nothing", 0.5, 0.5, 20_000, 1_000_000),
    hawkes("a quarter", 0.5, 0.5, 2.0, 10_000, 200_000),
    hawkes("two thirds", 0.2, 1.0, 1.5, 10_000, 200_000),
    renewal("one gap", 1.0, 1.0, 20_000, 1_000_000),
    renewal("three and a half gaps", 2.0, 7.0, 20_000, 1_000_000),
    erlang_clock("three stages", 3, 2.0, 20_000, 1_000_000),
    erlang_clock("eight stages", 8, 1.3, 10_000, 500_000),
    erlang_clock("one stage", 1, 1.5, 10_000, 500_000),
    fixed_delay("2.5 days", 5.0, 2.5, 0.4, 10_000, 500_000),
    fixed_delay("on the grid", 3.0, 4.0, 0.7, 10_000, 500_000),
    zeta_sampler("2.5", 2.5, 50_000, 1_000_000),
    zeta_sampler("1.8", 1.8, 50_000, 1_000_000),
    zeta_sampler("4", 4.0, 50_000, 1_000_000),
]
