"""What is known exactly about queues: with one and five servers, and with five places and none to wait in."""
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import math

import numpy

import moments
from exact_check import Law, Limit, Mean, Model
from moments import checks

END = 50.0
LEAST = 1e-18  # a queue is cut off where its equilibrium has less probability than this


def erlang_b(servers: int, load: float) -> float:
    """The probability of loss, by Erlang's recursion."""
    lost = 1.0
    for n in range(1, servers + 1):
        lost = load * lost / (n + load * lost)
    return lost


def erlang_c(servers: int, load: float) -> float:
    """The probability that a customer has to wait."""
    lost = erlang_b(servers, load)
    return servers * lost / (servers - load * (1 - lost))


def queue(arrival: float, service: float, servers: int) -> tuple[numpy.ndarray, numpy.ndarray]:
    """The generator of the number present, and its equilibrium."""
    size = servers + int(math.log(LEAST) / math.log(arrival / (servers * service))) + 2
    up = numpy.full(size - 1, arrival)
    down = service * numpy.minimum(numpy.arange(1, size), servers)
    law = numpy.concatenate(([1.0], numpy.cumprod(up / down)))
    return moments.birth_death_generator(up, down), law / law.sum()


def variance_of_average(generator: numpy.ndarray, law: numpy.ndarray, values: numpy.ndarray, length: float) -> float:
    """Of the average over a stretch of time of a function of a reversible chain in equilibrium.

    With the symmetric form of the generator and its eigenvalues -r, the autocovariance is a sum of c exp(-r s), and the variance
    2 / length^2 times the integral of (length - s) times it.
    """
    root = numpy.sqrt(law)
    rates, vectors = numpy.linalg.eigh(root[:, None] * generator / root[None, :])
    weights = ((values - values @ law) * root @ vectors) ** 2
    x = numpy.maximum(-rates, 1e-12) * length
    return float(weights @ (2 * (x + numpy.expm1(-x)) / x**2))


def in_equilibrium(scenario: str, label: str, settings: list[str], arrival: float, service: float, servers: int, busy: str,
                   quick: int, deep: int) -> Model:
    """At any time the number present has the law of equilibrium; averages over time have its means."""
    generator, law = queue(arrival, service, servers)
    numbers = numpy.arange(len(law), dtype=float)
    quantities = [Law("law of present", "present_at_end", law)]
    for t in (0.0, 25.0, 50.0):
        quantities += checks("present", moments.from_pmf(law), time=t)
    for outcome, values in (("mean_present", numbers), (busy, (numbers >= servers).astype(float))):
        sd = math.sqrt(variance_of_average(generator, law, values, END))
        quantities.append(Mean(f"mean of {outcome}", outcome, float(values @ law), sd))
    return Model(scenario, quantities, quick, deep, settings, label)


def from_empty(scenario: str, label: str, settings: list[str], arrival: float, service: float, servers: int, quick: int,
               deep: int) -> Model:
    """From an empty start the number present follows from the master equation."""
    times = [5.0 * k for k in range(11)]
    laws = moments.transient(queue(arrival, service, servers)[0], 0, times)
    quantities = [check for t, law in zip(times, laws) for check in checks("present", moments.from_pmf(law), time=t)]
    quantities.append(Law("law of present", "present_at_end", laws[-1]))
    return Model(scenario, quantities, quick, deep, [*settings, "parameters.equilibrium=0"], label)


def mm1(label: str, make, arrival: float, service: float, *more, quick: int, deep: int) -> Model:
    settings = [f"parameters.arrival={arrival} customer/day", f"parameters.service={service} customer/day"]
    return make("mm1.yaml", label, settings, arrival, service, 1, *more, quick, deep)


def mm5(label: str, make, arrival: float, service: float, *more, quick: int, deep: int) -> Model:
    settings = [f"parameters.arrival={arrival} customer/day", f"parameters.service={service}/day"]
    return make("mm5.yaml", label, settings, arrival, service, 5, *more, quick, deep)


def loss_system(label: str, arrival: float, service: float, spread: float, quick: int, deep: int) -> Model:
    """Sevastyanov: Poisson cut off at 5, for every law of service. How averages over time vary depends on the law, so that
    their sds are those of the sample."""
    end = 10.0
    load = arrival * service
    law = numpy.array([load**n / math.factorial(n) for n in range(6)])
    law /= law.sum()
    quantities = []
    for member, kind in enumerate(("fixed", "long-tailed", "staged")):
        quantities += [*checks("present", moments.from_pmf(law), member=member, name=f"present, {kind}"),
                       Law(f"law of present, {kind}", "present", law, member=member),
                       Limit(f"share of time that is full, {kind}", "full", erlang_b(5, load), 0.0, member=member),
                       Limit(f"lost, {kind}", "lost", arrival * end * erlang_b(5, load), 0.0, member=member)]
    settings = [f"parameters.arrival={arrival} customer/day", f"parameters.service={service} day", f"parameters.spread={spread}"]
    return Model("loss_system.yaml", quantities, quick, deep, settings, label)


MODELS = [
    mm1("in equilibrium, 0.8", in_equilibrium, 0.8, 1.0, "busy", quick=10_000, deep=500_000),
    mm1("in equilibrium, 0.5", in_equilibrium, 1.0, 2.0, "busy", quick=10_000, deep=500_000),
    mm1("from empty, 0.8", from_empty, 0.8, 1.0, quick=10_000, deep=500_000),
    mm5("in equilibrium, 4", in_equilibrium, 4.0, 1.0, "all_busy", quick=5000, deep=200_000),
    mm5("in equilibrium, 2.5", in_equilibrium, 5.0, 2.0, "all_busy", quick=5000, deep=200_000),
    mm5("from empty, 4", from_empty, 4.0, 1.0, quick=5000, deep=200_000),
    loss_system("4", 4.0, 1.0, 1.2, quick=10_000, deep=200_000),
    loss_system("3, long services", 1.5, 2.0, 0.7, quick=10_000, deep=200_000),
]
