"""What is known exactly about the elementary jump processes: births and deaths, pairing, decay, epidemics."""
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import functools
import math

import numpy
import scipy.special
import scipy.stats

import moments
from exact_check import Distribution, Law, Mean, Model, probability
from moments import Moments, checks

DAYS = range(51)


def series_checks(outcome: str, at) -> list:
    """Means and variances on the days of the Discrete Stochastic Model Test Suite; `at` gives the moments."""
    return [check for t in DAYS for check in checks(outcome, at(float(t)), time=float(t))]


# -- linear birth and death


def family_of_one(birth: float, death: float, t: float) -> tuple[float, float]:
    """Of the descendants of one individual: P(none), and the ratio of the geometric law of the rest (Kendall 1948)."""
    if birth == death:
        return (birth * t / (1 + birth * t),) * 2
    growth = math.exp((birth - death) * t)
    return death * (growth - 1) / (birth * growth - death), birth * (growth - 1) / (birth * growth - death)


def birth_death_moments(start: int, birth: float, death: float, t: float) -> Moments:
    """The sum of the families of all that there were: P(0) = a, P(n) = (1 - a)(1 - b) b^(n-1) for each."""
    none, ratio = family_of_one(birth, death, t)
    factorial = [(1 - none) * math.factorial(r) * ratio ** (r - 1) / (1 - ratio) ** r for r in range(1, 5)]
    f1, f2, f3, f4 = factorial
    raw = (f1, f2 + f1, f3 + 3 * f2 + f1, f4 + 6 * f3 + 7 * f2 + f1)
    return moments.from_raw(*raw) * start


def birth_death_pmf(start: int, birth: float, death: float, t: float) -> numpy.ndarray:
    """Of the sum of the families; k of them survive, and their sizes add up to a negative binomial number."""
    none, ratio = family_of_one(birth, death, t)
    about = birth_death_moments(start, birth, death, t)
    n = numpy.arange(int(about.mean + 14 * about.sd + 40 / (1 - ratio)))
    survive = scipy.stats.binom.pmf(numpy.arange(start + 1), start, 1 - none)
    pmf = survive[0] * (n == 0)
    for k in range(1, start + 1):
        pmf = pmf + survive[k] * scipy.stats.nbinom.pmf(n - k, k, 1 - ratio)
    return pmf


def birth_death(label: str, start: int, birth: float, death: float, quick: int, deep: int) -> Model:
    quantities = series_checks("living", functools.partial(birth_death_moments, start, birth, death))
    quantities.append(Law("law of living", "living", birth_death_pmf(start, birth, death, 50.0)))
    extinct = family_of_one(birth, death, 50.0)[0] ** start
    if 0.005 < extinct < 0.995:
        quantities.append(probability("died out", "died_out", extinct, lambda values: values > 0.5))
    settings = [f"parameters.start={start} individual", f"parameters.birth={birth}/day", f"parameters.death={death}/day"]
    return Model("birth_death.yaml", quantities, quick, deep, settings, label)


# -- immigration and death


def immigration_death_moments(arrival: float, leaving: float, t: float) -> Moments:
    """Poisson from an empty start."""
    return moments.poisson(arrival / leaving * -math.expm1(-leaving * t))


def immigration_death(label: str, arrival: float, leaving: float, quick: int, deep: int) -> Model:
    at = functools.partial(immigration_death_moments, arrival, leaving)
    quantities = [*series_checks("present", at), Law("law of present", "present", moments.poisson_pmf(at(50.0).mean))]
    settings = [f"parameters.arrival={arrival} individual/day", f"parameters.leaving={leaving}/day"]
    return Model("immigration_death.yaml", quantities, quick, deep, settings, label)


def reset_moments(arrival: float, leaving: float, reset_to: int, reset_at: float, t: float) -> Moments:
    """From the reset on those who are left of it, binomial, and those who came since, Poisson; at its moment, it has happened."""
    if t < reset_at:
        return immigration_death_moments(arrival, leaving, t)
    since = t - reset_at
    return moments.binomial(reset_to, math.exp(-leaving * since)) + immigration_death_moments(arrival, leaving, since)


def immigration_death_reset(label: str, arrival: float, leaving: float, reset_to: int, reset_at: float, quick: int,
                            deep: int) -> Model:
    left = scipy.stats.binom.pmf(numpy.arange(reset_to + 1), reset_to, math.exp(-leaving * (50 - reset_at)))
    came = moments.poisson_pmf(immigration_death_moments(arrival, leaving, 50 - reset_at).mean)
    quantities = series_checks("present", functools.partial(reset_moments, arrival, leaving, reset_to, reset_at))
    quantities.append(Law("law of present", "present", numpy.convolve(left, came)))
    settings = [f"parameters.arrival={arrival} individual/day", f"parameters.leaving={leaving}/day",
                f"parameters.reset_to={reset_to} individual", f"schedule.reset.at={reset_at} day"]
    return Model("immigration_death_reset.yaml", quantities, quick, deep, settings, label)


def batch_moments(arrival: float, group: int, leaving: float, t: float) -> Moments:
    """Shot noise: the r-th factorial cumulant is arrival (group)_r times the integral of exp(-r leaving u) from 0 to t."""
    return moments.from_factorial_cumulants(*(arrival * scipy.special.poch(group - r + 1, r) * -math.expm1(-r * leaving * t)
                                              / (r * leaving) for r in range(1, 5)))


def batch_immigration_death(label: str, arrival: float, group: int, leaving: float, quick: int, deep: int) -> Model:
    settings = [f"parameters.arrival={arrival}/day", f"parameters.group={group} individual", f"parameters.leaving={leaving}/day"]
    quantities = series_checks("present", functools.partial(batch_moments, arrival, group, leaving))
    return Model("batch_immigration_death.yaml", quantities, quick, deep, settings, label)


# -- pairing and binding


def pairing_laws(start: int, pairing: float, parting: float) -> list[numpy.ndarray]:
    """The law of the number of pairs on each day."""
    most = start // 2
    pairs = numpy.arange(most + 1)
    single = start - 2 * pairs
    generator = moments.birth_death_generator((pairing * single * (single - 1) / 2)[:-1], (parting * pairs)[1:])
    return moments.transient(generator, 0, list(map(float, DAYS)))


def pairing_model(label: str, start: int, pairing: float, parting: float, quick: int, deep: int) -> Model:
    laws = pairing_laws(start, pairing, parting)
    quantities = [*series_checks("pairs", lambda t: moments.from_pmf(laws[int(t)])),
                  *series_checks("single", lambda t: moments.from_pmf(laws[int(t)], first=start, step=-2)),
                  Law("law of pairs", "pairs", laws[-1])]
    settings = [f"parameters.start={start} item", f"parameters.pairing={pairing}/item/day", f"parameters.parting={parting}/day"]
    return Model("pairing.yaml", quantities, quick, deep, settings, label)


def bound_law(keys: int, locks: int, binding: float, parting: float, t: float) -> numpy.ndarray:
    """The law of the number of bound ones at t, from none."""
    bound = numpy.arange(min(keys, locks) + 1)
    up = binding * (keys - bound) * (locks - bound)
    return moments.transient(moments.birth_death_generator(up[:-1], (parting * bound)[1:]), 0, [0.0, t])[1]


def reversible_binding(label: str, keys: int, locks: int, binding: float, parting: float, quick: int, deep: int) -> Model:
    law = bound_law(keys, locks, binding, parting, 5.0)
    quantities = [*checks("bound", moments.from_pmf(law)), *checks("free_keys", moments.from_pmf(law, first=keys, step=-1)),
                  Law("law of bound", "bound", law), Mean("keys are kept", "lost", 0.0, 0.0)]
    settings = [f"parameters.keys={keys} item", f"parameters.locks={locks} item", f"parameters.binding={binding}/item/day",
                f"parameters.parting={parting}/day"]
    return Model("reversible_binding.yaml", quantities, quick, deep, settings, label)


# -- decay, extinction, exhaustion


def parallel_decays(label: str, start: int, unit_hazard: float, t: float, quick: int, deep: int) -> Model:
    """Independent items with competing exponential times: multinomial."""
    survive = math.exp(-136 * unit_hazard * t)
    gone = [(1 - survive) * (way + 1) / 136 for way in range(16)]
    quantities = [*checks("left", moments.binomial(start, survive)),
                  Law("law of left", "left", scipy.stats.binom.pmf(numpy.arange(start + 1), start, survive))]
    for way, p in enumerate(gone):
        quantities += checks("gone", moments.binomial(start, p), member=way)
    settings = [f"parameters.start={start} item", f"parameters.unit_hazard={unit_hazard}/day", f"time.end={t} day"]
    return Model("parallel_decays.yaml", quantities, quick, deep, settings, label)


def extinction(label: str, start: int, death: float, quick: int, deep: int) -> Model:
    """The largest of exponential times is a sum of independent ones with the means 1/(k death), k = 1 ... start (Renyi 1953)."""
    k = numpy.arange(1, start + 1)
    last = Moments(float(numpy.sum(1 / k)) / death, float(numpy.sum(1.0 / k**2)) / death**2,
                   6 * float(numpy.sum(1.0 / k.astype(float) ** 4)) / death**4)
    quantities = [*checks("last_death", last),
                  Distribution("law of last_death", "last_death",
                               lambda t: numpy.exp(start * numpy.log1p(-numpy.exp(-death * t)))),
                  Mean("all have died", "died", start, 0.0), Mean("none live", "living", 0.0, 0.0),
                  Mean("none live on the grid", "living", 0.0, 0.0, time=60.0)]
    return Model("extinction.yaml", quantities, quick, deep,
                 [f"parameters.start={start} individual", f"parameters.death={death}/day"], label)


def stock_pmf(start: int, used: float) -> numpy.ndarray:
    """Of max(start - Poisson(used), 0)."""
    drawn = scipy.stats.poisson.pmf(numpy.arange(start), used)
    return numpy.concatenate(([1 - drawn.sum()], drawn[::-1]))


def exhausted_stock(label: str, start: int, demand: float, quick: int, deep: int) -> Model:
    law = stock_pmf(start, 5 * demand)
    quantities = [Law("law of stock", "stock", law), Law("law of lowest", "lowest", law),
                  probability("ran out", "ran_out", float(law[0]), lambda values: values > 0.5)]
    for t in range(6):
        quantities += checks("stock", moments.from_pmf(stock_pmf(start, t * demand)), time=float(t))
    settings = [f"parameters.start={start} item", f"parameters.demand={demand} item/day"]
    return Model("exhausted_stock.yaml", quantities, quick, deep, settings, label)


def parameter_switch(label: str, start: int, rate: float, quick: int, deep: int) -> Model:
    """Independent items: away by day t with 1 - exp(-rate t) until day 1000, and then still away with exp(-rate (t - 1000))."""
    quantities = []
    for t in (20.0, 40.0, 60.0, 1000.0, 1020.0, 1040.0, 1060.0):
        away = -math.expm1(-rate * min(t, 1000)) * math.exp(-rate * max(t - 1000, 0))
        if away < 1 - 1e-12:
            quantities += checks("in_b", moments.binomial(start, away), time=t)
            quantities += checks("in_a", moments.binomial(start, 1 - away), time=t)
        else:
            quantities.append(Mean(f"all in B at {t:g}", "in_b", start, 0.0, time=t))
    quantities += [Mean("all in A", "in_a", start, 0.0), Mean("none in B", "in_b", 0.0, 0.0)]
    settings = [f"parameters.start={start} item", f"parameters.rate={rate}/day"]
    return Model("parameter_switch.yaml", quantities, quick, deep, settings, label)


# -- the epidemic


def epidemic(quiet: int, unrest: int, spread: float, recovery: float) -> tuple[numpy.ndarray, float, float]:
    """The law of the number drawn in, and mean and variance of the time until it ends.

    Forwards through the states of the jump chain for the law, backwards for the time: with the mean m of the time spent in a
    state, and T' from the next one on, E T = m + E T' and E T^2 = 2 m^2 + 2 m E T' + E T'^2.
    """
    everywhere = quiet + unrest
    reached = numpy.zeros((quiet + 1, everywhere + 2))
    reached[quiet, unrest] = 1
    first, second = (numpy.zeros((quiet + 1, everywhere + 2)) for _ in range(2))

    def spreads(s: int) -> float:
        return spread * s / (spread * s + recovery * everywhere)

    for s in range(quiet, -1, -1):
        for i in range(everywhere - s, 0, -1):
            if s > 0:
                reached[s - 1, i + 1] += reached[s, i] * spreads(s)
            reached[s, i - 1] += reached[s, i] * (1 - spreads(s))
    for s in range(quiet + 1):
        for i in range(1, everywhere - s + 1):
            hold, p = 1 / (spread * s * i / everywhere + recovery * i), spreads(s)
            after, square = ((1 - p) * table[s, i - 1] + (p * table[s - 1, i + 1] if s else 0.0) for table in (first, second))
            first[s, i] = hold + after
            second[s, i] = 2 * hold**2 + 2 * hold * after + square
    return reached[::-1, 0], float(first[quiet, unrest]), float(second[quiet, unrest] - first[quiet, unrest] ** 2)


def epidemic_final_size(label: str, quiet: int, unrest: int, spread: float, recovery: float, quick: int, deep: int) -> Model:
    law, duration, variance = epidemic(quiet, unrest, spread, recovery)
    quantities = [*checks("drawn_in", moments.from_pmf(law)), Law("law of drawn_in", "drawn_in", law),
                  probability("no spread", "drawn_in", float(law[0]), lambda values: values == 0),
                  Mean("mean of duration", "duration", duration, math.sqrt(variance)), Mean("it ends", "ended", 1.0, 0.0)]
    settings = [f"parameters.quiet_start={quiet} place", f"parameters.unrest_start={unrest} place",
                f"parameters.spread={spread}/day", f"parameters.recovery={recovery}/day"]
    return Model("epidemic_final_size.yaml", quantities, quick, deep, settings, label)


MODELS = [
    birth_death("DSMTS 001-01", 100, 0.1, 0.11, 10_000, 100_000),
    birth_death("DSMTS 001-04", 10, 0.1, 0.11, 20_000, 500_000),
    birth_death("growing", 20, 0.06, 0.04, 10_000, 100_000),
    birth_death("critical", 15, 0.08, 0.08, 10_000, 200_000),
    immigration_death("DSMTS 002-01", 1.0, 0.1, 20_000, 500_000),
    immigration_death("many", 6.0, 0.3, 10_000, 100_000),
    immigration_death_reset("DSMTS 002-09", 1.0, 0.1, 50, 25.0, 20_000, 500_000),
    immigration_death_reset("between samples", 2.0, 0.15, 20, 33.25, 20_000, 200_000),
    batch_immigration_death("DSMTS 004-01", 1.0, 5, 0.2, 10_000, 200_000),
    batch_immigration_death("groups of two", 2.5, 2, 0.1, 10_000, 200_000),
    pairing_model("DSMTS 003-01", 100, 0.001, 0.01, 10_000, 500_000),
    pairing_model("odd", 31, 0.004, 0.1, 10_000, 200_000),
    reversible_binding("500 of each", 500, 500, 0.1, 1.0, 1_000, 15_000),
    reversible_binding("unequal", 60, 40, 0.002, 0.15, 20_000, 500_000),
    parallel_decays("to 0.1 day", 100, 0.1, 0.1, 20_000, 500_000),
    extinction("100,000", 100_000, 1.0, 80, 800),
    extinction("200", 200, 0.6, 20_000, 200_000),
    exhausted_stock("five", 5, 1.0, 10_000, 1_000_000),
    exhausted_stock("eight", 8, 1.3, 10_000, 1_000_000),
    parameter_switch("slow", 100, 0.05, 10_000, 200_000),
    epidemic_final_size("R0 = 1.5", 50, 1, 1.5, 1.0, 10_000, 1_000_000),
    epidemic_final_size("several at the start", 30, 3, 2.0, 0.8, 20_000, 500_000),
]
