"""What is known exactly about radicalisation, cell networks, and groups that merge and break up."""
# SPDX-License-Identifier: Apache-2.0
import math

import numpy
import scipy.linalg
import scipy.stats

from conflict_models import law_checks, settings
from exact_check import Law, Limit, Mean, Model
from jump_chains import Chain

# Radicalisation (McCluskey & Santoprete 2018)

GROWING_UP, DYING, CONTAGION, TO_EXTREMIST, REMOVAL, RISE, DECLINE = 1.0, 0.02, 0.008, 0.9, 0.04, 0.01, 0.02


def radical_equilibrium() -> tuple[float, float, float, float]:
    """R0 and the equilibrium S* = (growing up / dying) / R0, E*, R* of the differential equation."""
    b_e, b_r = DYING + REMOVAL + RISE, DYING + REMOVAL + DECLINE
    gain = (TO_EXTREMIST * RISE + (1 - TO_EXTREMIST) * b_e) / (b_e * b_r - RISE * DECLINE)
    r0 = GROWING_UP / DYING * CONTAGION * gain
    susceptible = GROWING_UP / DYING / r0
    inflow = GROWING_UP - DYING * susceptible
    extremists, recruiters = numpy.linalg.solve([[b_e, -DECLINE], [-RISE, b_r]],
                                                [TO_EXTREMIST * inflow, (1 - TO_EXTREMIST) * inflow])
    return r0, susceptible, float(extremists), float(recruiters)


def binomial_and_poisson(start: int, left: float, new: float) -> numpy.ndarray:
    """The law of those who are left of `start`, each with a chance, and of new ones: independent binomial and Poisson."""
    most = int(new + 20 * math.sqrt(new + 1) + 20)
    return numpy.convolve(scipy.stats.binom.pmf(numpy.arange(start + 1), start, left),
                          scipy.stats.poisson.pmf(numpy.arange(most), new))


def everyone_stays(scale: int, contagion: float, years: float) -> Model:
    """Without removal each person lives for an exponential time of mean 1 / dying, whatever he turns to."""
    start = sum(round(scale * x) for x in (42.1875, 2.141204, 0.462963))
    left = math.exp(-DYING * years)
    pmf = binomial_and_poisson(start, left, scale * GROWING_UP / DYING * (1 - left))
    return Model("radicalisation.yaml", law_checks("everyone", "everyone", pmf), 1000, 20000,
                 (*settings(scale=scale, contagion=contagion), "parameters.removal=0/year", f"time.end={years} year"),
                 f"no removal, contagion {contagion}")


def no_contagion(scale: int, years: float) -> Model:
    """Without contagion the susceptible are an immigration-death process, and each radical moves by himself."""
    left = math.exp(-DYING * years)
    susceptible = binomial_and_poisson(round(scale * 42.1875), left, scale * GROWING_UP / DYING * (1 - left))
    rates = numpy.array([[-(DYING + REMOVAL + RISE), DECLINE], [RISE, -(DYING + REMOVAL + DECLINE)]])
    moved = scipy.linalg.expm(rates * years)  # chance to be (row) after the time, from (column)
    at_first = [round(scale * x) for x in (2.141204, 0.462963)]
    pmfs = []
    for now in (0, 1):
        parts = [scipy.stats.binom.pmf(numpy.arange(n + 1), n, moved[now, then]) for then, n in enumerate(at_first)]
        pmfs.append(numpy.convolve(*parts))
    checks = [*law_checks("susceptible", "susceptible", susceptible), *law_checks("extremists", "extremists", pmfs[0]),
              *law_checks("recruiters", "recruiters", pmfs[1])]
    return Model("radicalisation.yaml", checks, 1000, 100000,
                 (*settings(scale=scale, contagion=0), f"time.end={years} year"), "no contagion")


def equilibrium() -> Model:
    """In a large society the numbers over `scale` stay at the published equilibrium; the biases at scale 200 are below these."""
    _, susceptible, extremists, recruiters = radical_equilibrium()
    return Model("radicalisation.yaml", [Limit("susceptible", "mean_susceptible", susceptible, 0.2),
                                         Limit("extremists", "mean_extremists", extremists, 0.07),
                                         Limit("recruiters", "mean_recruiters", recruiters, 0.02)], 20, 500, (), "large society")


def below_threshold() -> Model:
    """With half the contagion R0 = 0.59: the radicals vanish."""
    return Model("radicalisation.yaml", [Limit(name, name, 0.0, 0.01) for name in ("extremists", "recruiters")],
                 20, 500, (*settings(scale=20, contagion=0.004), "time.end=800 year"), "half the contagion")


# A cell network (Farley 2003)

def cut_sets(levels: int) -> numpy.ndarray:
    """How many sets of each size cut all threads of a binary tree: its root is taken, or both halves are cut."""
    if levels == 1:
        return numpy.array([0.0, 1.0])
    half = cut_sets(levels - 1)
    others = 2**levels - 2
    root_taken = numpy.append(0.0, [float(math.comb(others, k)) for k in range(others + 1)])
    both = numpy.convolve(half, half)
    both = numpy.append(both, numpy.zeros(len(root_taken) - len(both)))
    return root_taken + both


def cell_network() -> Model:
    """Farley's 1 - (1 arrest in 15) and so on: .06667 .14286 .23077 .33333 .45188 .58322 .71686 .83528."""
    chances = [cut_sets(4)[k] / math.comb(15, k) for k in range(16)]
    checks = [Mean(f"broken by {k} arrests", "broken", chances[k], math.sqrt(chances[k] * (1 - chances[k])), time=k)
              for k in range(1, 12)]
    first_day = numpy.diff(chances)  # of arrests 1, 2, ...: the day on which it breaks
    checks.append(Law("day on which it breaks", "broken_on", first_day[:14], first=1))
    return Model("cell_network.yaml", checks, 3000, 300000)


# Coalescence and fragmentation (Eguiluz & Zimmermann 2000)

def merging(people: int, break_up: float, days: float, quick: int = 5000) -> Model:
    """The master equation on the partitions of a few people; events come at rate `people` a day."""
    def moves(bands):
        out = []
        for i, band in enumerate(bands):
            rest = bands[:i] + bands[i + 1:]
            out.append((band * break_up, tuple(sorted(rest + (1,) * band))))
            for j, other in enumerate(rest):
                merged = tuple(sorted(rest[:j] + rest[j + 1:] + (band + other,)))
                out.append((band * (1 - break_up) * other / people, merged))
        return [(rate, state) for rate, state in out if state != bands]

    chain = Chain((1,) * people, moves)
    law = chain.law(days)
    functions = {"bands": len, "singles": lambda s: s.count(1), "pairs": lambda s: s.count(2), "largest": max}
    checks = [check for name, value in functions.items()
              for check in law_checks(name, name, chain.marginal(law, value))]
    return Model("coalescence_fragmentation.yaml", checks, quick, 300000,
                 (*settings(people=people, break_up=break_up), f"time.end={days} day"),
                 f"{people} people, break-up {break_up}")


def many_bands(break_up: float = 0.1) -> Model:
    """n_s / N = (1/s) (2-v) / (2(1-v)) C(2s, s) / ((2s-1) 4^s) (4(1-v) / (2-v)^2)^s as N grows; at N = 1000 within 3 %."""
    def share(s):
        v = break_up
        return (2 - v) / (2 * (1 - v)) * math.comb(2 * s, s) / ((2 * s - 1) * 4**s) * (4 * (1 - v) / (2 - v) ** 2) ** s / s

    assert math.isclose(share(1), 1 / (2 - break_up))
    return Model("coalescence_fragmentation.yaml", [Limit(f"bands of {s} per person", f"share_{s}", share(s), 0.03 * share(s))
                                                    for s in (1, 2, 3, 5)], 50, 1000, (), "many people")


MODELS = [
    everyone_stays(10, CONTAGION, 60), everyone_stays(10, 0.05, 30), no_contagion(20, 15), equilibrium(), below_threshold(),
    cell_network(), merging(6, 0.1, 3), merging(8, 0.35, 2), many_bands(),
]
