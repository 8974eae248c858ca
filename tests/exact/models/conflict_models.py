"""What is known exactly about models of conflict: duels, queues of plots, groups that recruit, lose and are jailed."""
# SPDX-License-Identifier: Apache-2.0
import math

import numpy
import scipy.integrate
import scipy.stats

from exact_check import Covariance, Law, Limit, Mean, Model, Variance, probability
from jump_chains import Chain, Duel, LinearProcess
from moments import from_pmf


def won(values):
    """An outcome that is 1 where something happened."""
    return values == 1


def law_checks(name: str, outcome: str, pmf: numpy.ndarray) -> list:
    """Mean, variance and the whole law of a count from its probabilities of 0, 1, 2, ..."""
    moments = from_pmf(pmf)
    return [Mean(f"mean {name}", outcome, moments.mean, moments.sd),
            Variance(f"variance of {name}", outcome, moments.mean, moments.variance, moments.kurtosis),
            Law(f"law of {name}", outcome, pmf)]


def settings(**values) -> tuple[str, ...]:
    return tuple(f"parameters.{name}={value}" for name, value in values.items())


# Duels

def duel_checks(duel: Duel, winner: str, left_a: str, left_b: str) -> list:
    return [probability("a wins", winner, duel.a_wins, won), Law("law of those left of a", left_a, duel.left_a),
            Law("law of those left of b", left_b, duel.left_b), Mean("duration", "duration", duel.duration, duel.duration_sd)]


def aimed_fire(n_a: int, n_b: int, fire_a: float = 1.0, fire_b: float = 1.0, quick: int = 20000) -> Model:
    """Brown 1963: 4 beat 3 of equal fire with probability 233/315."""
    duel = Duel(n_a, n_b, lambda x, y: fire_b * y, lambda x, y: fire_a * x)

    def advantage(x, y):
        return fire_a * x * (x + 1) - fire_b * y * (y + 1)

    martingale = Mean("the square law", "advantage", advantage(n_a, n_b), duel.sd_at_end(advantage))
    return Model("aimed_fire.yaml", [*duel_checks(duel, "a_wins", "left_a", "left_b"), martingale], quick, 1000000,
                 settings(men_a=n_a, men_b=n_b, fire_a=fire_a, fire_b=fire_b), f"{n_a} x {fire_a} against {n_b} x {fire_b}")


def area_fire(n_a: int, n_b: int, fire_a: float, fire_b: float) -> Model:
    """The negative binomial: 10 beat 15 with p = 0.6 with probability 0.489080."""
    duel = Duel(n_a, n_b, lambda x, y: fire_b * x * y, lambda x, y: fire_a * x * y)
    p = fire_a / (fire_a + fire_b)
    assert math.isclose(duel.a_wins, scipy.stats.nbinom.cdf(n_a - 1, n_b, p))
    return Model("area_fire.yaml", duel_checks(duel, "a_wins", "left_a", "left_b"), 20000, 1000000,
                 settings(men_a=n_a, men_b=n_b, fire_a=fire_a, fire_b=fire_b), f"{n_a} x {fire_a} against {n_b} x {fire_b}")


def ambush(regulars: int, guerrillas: int, aimed: float, area: float) -> Model:
    """Deitchman 1962: 50 guerrillas beat 100 regulars at a hundredth of the fire with probability 0.473826."""
    duel = Duel(guerrillas, regulars, lambda y, x: area * x * y, lambda y, x: aimed * y)

    def advantage(y, x):
        return area / 2 * x * (x + 1) - aimed * y

    martingale = Mean("the mixed law", "advantage", advantage(guerrillas, regulars), duel.sd_at_end(advantage))
    checks = [*duel_checks(duel, "guerrillas_win", "guerrillas_left", "regulars_left"), martingale]
    return Model("ambush.yaml", checks, 5000, 300000,
                 settings(regulars_at_first=regulars, guerrillas_at_first=guerrillas, aimed_fire=aimed, area_fire=area),
                 f"{guerrillas} against {regulars}")


# The terror queue

def terror_queue(hatching: float, maturing: float, stages: int, finding: float, following: float, agents: int, most: int,
                 time: float, label: str, *more: str, quick: int = 2000, deep: int = 200000) -> Model:
    """Kaplan 2010: states are the plots in each stage and those followed; `most` plots at a time cuts off less than 1e-9."""
    def moves(state):
        *plots, cases = state
        out = []
        if sum(plots) < most:
            out.append((hatching, (plots[0] + 1, *plots[1:], cases)))
        for i, n in enumerate(plots):
            on = list(plots)
            on[i] -= 1
            out.append((finding * n * (agents - cases), (*on, cases + 1)))
            if i + 1 < stages:
                on[i + 1] += 1
            out.append((stages / maturing * n, (*on, cases)))
        out.append((cases / following, (*plots, cases - 1)))
        return out

    chain = Chain((0,) * (stages + 1), moves)
    law = chain.law(time)
    under_way, followed = (numpy.array([f(s) for s in chain.states]) for f in (lambda s: sum(s[:-1]), lambda s: s[-1]))
    mean_x, mean_y = float(under_way @ law), float(followed @ law)
    product = (under_way - mean_x) * (followed - mean_y)
    covariance = float(product @ law)
    found = chain.count(time, lambda a, b: b[-1] == a[-1] + 1)
    struck = chain.count(time, lambda a, b: b[-1] == a[-1] and sum(b) == sum(a) - 1)
    checks = [*law_checks("plots under way", "under_way", chain.marginal(law, lambda s: sum(s[:-1]))),
              *law_checks("plots followed", "followed", chain.marginal(law, lambda s: s[-1])),
              Covariance("under way and followed", ("under_way", "followed"), (mean_x, mean_y), covariance,
                         math.sqrt(float(product**2 @ law) - covariance**2)),
              Mean("detections", "detections", *found), Mean("attacks", "attacks", *struck)]
    return Model("terror_queue.yaml", checks, quick, deep, more, label)


# A year is 12 months of 30.436875 days.
US_PLOTS = ("parameters.hatching=4/year", "parameters.maturing=9 month", "parameters.stages=2", "parameters.finding=0.05/month",
            "parameters.following=6 month", "parameters.agents=2", "time.end=3652.425 day")


# Groups

def leaders_and_foot_soldiers(leaders: int, soldiers: int, months: int) -> Model:
    """Gutfraind 2009, while neither stock runs out: closed equations of all moments."""
    p, d, r, m, b, k = 0.2, 0.3, 0.25, 4.0, 2.0, 10.0
    process = LinearProcess(2, [({0: r * m, 1: r}, 0, (0, 1)), ({1: p}, 0, (1, -1)), ({0: d}, 0, (-1, 0)), ({1: d}, 0, (0, -1)),
                                ({}, b, (-1, 0)), ({}, k, (0, -1))])
    moment = process.at((leaders, soldiers), months)
    checks = []
    for name, unit in (("leaders", (1, 0)), ("soldiers", (0, 1))):
        second, fourth = tuple(2 * u for u in unit), tuple(4 * u for u in unit)
        checks += [Mean(f"mean {name}", name, moment(unit), math.sqrt(moment(second))),
                   Variance(f"variance of {name}", name, moment(unit), moment(second), moment(fourth) / moment(second) ** 2)]
    checks.append(Covariance("leaders and soldiers", ("leaders", "soldiers"), (moment((1, 0)), moment((0, 1))), moment((1, 1)),
                             math.sqrt(moment((2, 2)) - moment((1, 1)) ** 2)))
    return Model("leaders_foot_soldiers.yaml", checks, 1000, 50000,
                 (*settings(leaders_at_first=leaders, soldiers_at_first=soldiers), f"time.end={months} month"),
                 f"{leaders} and {soldiers}")


def leaders_collapse(leaders: int, soldiers: int, collapsed: float) -> Model:
    """With ten times the losses the saddle is at (200, 400); below the line of slope -2.1146 through it the group collapses."""
    return Model("leaders_foot_soldiers.yaml", [Limit("collapsed", "collapsed", collapsed, 0.02)], 50, 1000,
                 (*settings(leaders_at_first=leaders, soldiers_at_first=soldiers, leaders_taken=20, soldiers_taken=100),
                  "time.end=24 month"), f"{leaders} and {soldiers}, ten times the losses")


def intelligence_equilibrium(mu: float, anger: float, population: int) -> Model:
    """In a large population the share goes to [anger (1 - mu) - mu] / [(1 - mu)(1 + anger)], here from there.

    The bias is below 1.
    """
    share = (anger * (1 - mu) - mu) / ((1 - mu) * (1 + anger))
    return Model("intelligence_threshold.yaml", [Limit("insurgents", "insurgents", share * population, 1.0)], 300, 20000,
                 (*settings(intelligence=mu, anger=anger, population=population, insurgents_at_first=round(share * population)),
                  "time.end=200 day"), "large population")


def intelligence(mu: float, anger: float, population: int, start: int, time: float, striking: float = 10.0) -> Model:
    """Kress & Szechtman 2009: a birth-death chain that ends at 0."""
    def moves(state):
        n = state[0]
        found = mu + (1 - mu) * n / population
        return [] if n == 0 else [(striking * found, (n - 1,)), (striking * (1 - found) * anger, (n + 1,))]

    chain = Chain((start,), moves)
    pmf = chain.marginal(chain.law(time), lambda s: s[0])
    checks = [probability("the insurgency is over", "over", pmf[0], won), *law_checks("insurgents", "insurgents", pmf)]
    return Model("intelligence_threshold.yaml", checks, 3000, 200000,
                 (*settings(intelligence=mu, anger=anger, population=population, insurgents_at_first=start),
                  f"time.end={time} day"),
                 f"intelligence {mu}, anger {anger}")


def cells(forming: float, disabling: float, start: int, years: float) -> Model:
    """Kaminskiy & Ayyub 2006: Binomial(N0, e^-lt) and Poisson((P / l)(1 - e^-lt)), independent."""
    left = math.exp(-disabling * years)
    new = forming / disabling * (1 - left)
    most = start + int(new + 20 * math.sqrt(new) + 20)
    pmf = numpy.convolve(scipy.stats.binom.pmf(numpy.arange(start + 1), start, left),
                         scipy.stats.poisson.pmf(numpy.arange(most - start + 1), new))
    return Model("cells.yaml", law_checks("cells", "cells", pmf), 5000, 500000,
                 ("time.end=%r year" % years, f"parameters.forming={forming}/year", f"parameters.disabling={disabling}/year",
                  f"parameters.cells_at_first={start}"), f"{start} cells, {years} years")


def jail(escape: float, returning: float, days: float = 28.0, lam: float = 20.0, c: float = 0.5, d: float = 0.3,
         rho: float = 0.25) -> Model:
    """Poisson means a' = lam - (c + d) a + q rho j, j' = c a - rho j from 0.

    The break after 28 of 30 days moves a share of j to a.
    """
    def rhs(_, y):
        return [lam - (c + d) * y[0] + returning * rho * y[1], c * y[0] - rho * y[1]]

    def at(start, time):
        return scipy.integrate.solve_ivp(rhs, (0, time), start, rtol=1e-11, atol=1e-11).y[:, -1]

    active, jailed = at([0, 0], days)
    active, jailed = at([active + escape * jailed, (1 - escape) * jailed], 2)
    grid = numpy.arange(400)
    checks = [*law_checks("members", "members", scipy.stats.poisson.pmf(grid, active)),
              *law_checks("those jailed", "jailed", scipy.stats.poisson.pmf(grid, jailed)),
              Covariance("members and jailed", ("members", "jailed"), (active, jailed), 0.0, math.sqrt(active * jailed))]
    return Model("recruit_jail_release.yaml", checks, 1000, 50000, settings(escape=escape, returning=returning),
                 f"escape {escape}, returning {returning}")


def progress_curve(first_gap: float, b: float, days: float = 300.0) -> Model:
    """Independent exponential gaps of mean first_gap n^-b; for b = 1 the law is geometric (Yule)."""
    def sums(n):
        gaps = first_gap * numpy.arange(1.0, n + 1) ** -b
        return float(gaps.sum()), math.sqrt(float((gaps**2).sum()))

    most = 2000
    chain = Chain((0,), lambda s: [((s[0] + 1) ** b / first_gap, (s[0] + 1,))] if s[0] < most else [])
    if b == 1:
        p = math.exp(-days / first_gap)
        pmf = p * (1 - p) ** numpy.arange(most)
    else:
        pmf = chain.law(days)
    return Model("progress_curve.yaml", law_checks("attacks", "attacks", pmf), 3000, 300000,
                 (f"parameters.first_gap={first_gap} day", f"parameters.escalation={b}"),
                 f"gap {first_gap}, escalation {b}")


def progress_times(first_gap: float, b: float) -> Model:
    """The times of the fifth and the fiftieth attack: sums of exponential gaps, in a run long enough for both."""
    def check(name, n):
        gaps = first_gap * numpy.arange(1.0, n + 1) ** -b
        return Mean(f"time of attack {n}", name, float(gaps.sum()), math.sqrt(float((gaps**2).sum())))

    return Model("progress_curve.yaml", [check("fifth", 5), check("fiftieth", 50)], 2000, 100000,
                 (f"parameters.first_gap={first_gap} day", f"parameters.escalation={b}", "time.end=8000 day",
                  "parameters.most=50"),
                 f"times, gap {first_gap}, escalation {b}")


def fanatic_core(population: int, start: int, years: float) -> Model:
    """The core as a whole: c -> c + 1 at b1 (T - c) c / T, c -> c - 1 at mu c."""
    mu, b1 = 0.02, 0.1
    chain = Chain((start,), lambda s: [(b1 * (population - s[0]) * s[0] / population, (s[0] + 1,)), (mu * s[0], (s[0] - 1,))])
    pmf = chain.marginal(chain.law(years), lambda s: s[0])
    return Model("fanatic_core.yaml", law_checks("core", "core", pmf), 500, 20000,
                 (*settings(population=population, susceptible_at_first=start - 20, semi_fanatic_at_first=10,
                            fanatic_at_first=10),
                  f"time.end={years} year"), f"population {population}")


def fanatic_share() -> Model:
    """Castillo-Chavez & Song 2003: in a large population (1 - mu/b1)(1 - mu/b2 - mu/b3).

    The bias at 2,000 persons is below 0.002.
    """
    mu, b1, b2, b3 = 0.02, 0.1, 0.12, 0.2
    share = (1 - mu / b1) * (1 - mu / b2 - mu / b3)
    return Model("fanatic_core.yaml", [Limit("fanatic share", "fanatic_share", share, 0.002)], 30, 1000, (), "large population")


MODELS = [
    aimed_fire(4, 3), aimed_fire(10, 9), aimed_fire(30, 40, 1.7, 1.0, quick=5000),
    area_fire(10, 15, 0.6, 0.4), area_fire(3, 40, 0.9, 0.05),
    ambush(100, 50, 1.0, 0.01), ambush(40, 10, 1.0, 0.0125),
    terror_queue(10, 1, 1, 0.2, 0.5, 10, 40, 20, "Kaplan's example"),
    terror_queue(4 / 12, 9, 2, 0.05, 6, 2, 24, 120, "Erlang-2 plots of 9 months", *US_PLOTS),
    leaders_and_foot_soldiers(60, 120, 8), leaders_and_foot_soldiers(90, 100, 6),
    leaders_collapse(150, 350, 1.0), leaders_collapse(250, 450, 0.0),
    intelligence(0.3, 0.6, 100, 10, 40.0), intelligence(0.45, 0.6, 150, 30, 25.0), intelligence(0.1, 0.9, 60, 20, 30.0),
    intelligence_equilibrium(0.3, 0.6, 2000),
    cells(6, 0.5, 40, 2), cells(12, 1.5, 0, 3),
    jail(0, 0.4), jail(0.7, 0.4), jail(0.25, 0.9),
    progress_curve(100, 1), progress_curve(60, 0.7), progress_times(100, 1), progress_times(100, 0.5),
    fanatic_core(60, 30, 80), fanatic_share(),
]
