"""Tools for exact answers: duels by recursion, chains by their master equation, and moments of linear processes."""
# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence

import numpy
import scipy.linalg
import scipy.sparse
import scipy.sparse.linalg

from moments import from_law

State = tuple[int, ...]


class Duel:
    """Two sides that lose one man at a time until one of them is gone.

    `loss_a(x, y)` and `loss_b(x, y)` are the rates at which a loses one of x, and b one of y (R. H. Brown,
    doi:10.1287/opre.11.3.418): who loses next depends on the numbers alone, so the chances to come through (x, y)
    follow from those of its neighbours.
    """

    def __init__(self, n_a: int, n_b: int, loss_a: Callable[[int, int], float], loss_b: Callable[[int, int], float]):
        through = numpy.zeros((n_a + 1, n_b + 1))
        first = numpy.zeros_like(through)  # of the time until the end from (x, y): first and second moment
        second = numpy.zeros_like(through)
        through[n_a, n_b] = 1
        for x in range(n_a, 0, -1):
            for y in range(n_b, 0, -1):
                p = loss_a(x, y) / (loss_a(x, y) + loss_b(x, y))
                through[x - 1, y] += through[x, y] * p
                through[x, y - 1] += through[x, y] * (1 - p)
        for x in range(1, n_a + 1):
            for y in range(1, n_b + 1):
                rate = loss_a(x, y) + loss_b(x, y)
                p = loss_a(x, y) / rate
                rest = p * first[x - 1, y] + (1 - p) * first[x, y - 1]
                first[x, y] = 1 / rate + rest
                second[x, y] = 2 / rate**2 + 2 / rate * rest + p * second[x - 1, y] + (1 - p) * second[x, y - 1]
        self.left_a = numpy.append(through[0, 1:].sum(), through[1:, 0])  # the laws of those who are left
        self.left_b = numpy.append(through[1:, 0].sum(), through[0, 1:])
        self.a_wins = float(through[1:, 0].sum())
        self.ends = [((x, 0), through[x, 0]) for x in range(1, n_a + 1)] + [((0, y), through[0, y]) for y in range(1, n_b + 1)]
        self.duration = float(first[n_a, n_b])
        self.duration_sd = math.sqrt(second[n_a, n_b] - self.duration**2)

    def sd_at_end(self, value: Callable[[int, int], float]) -> float:
        """The standard deviation of a function of those who are left."""
        values, chances = numpy.array([value(*state) for state, _ in self.ends]), numpy.array([p for _, p in self.ends])
        return from_law(values, chances).sd


class Chain:
    """A jump process on finitely many states: all that are reached from `start` by moves(state) = [(rate, next state), ...].

    The master equation is solved by the action of the exponential of a sparse matrix.
    """

    def __init__(self, start: State, moves: Callable[[State], Sequence[tuple[float, State]]]):
        self.index: dict[State, int] = {start: 0}
        self.rates: list[tuple[int, int, float]] = []
        queue = [start]
        for state in queue:
            for rate, target in moves(state):
                if rate <= 0:
                    continue
                if target not in self.index:
                    self.index[target] = len(self.index)
                    queue.append(target)
                self.rates.append((self.index[state], self.index[target], rate))
        self.states = list(self.index)

    def _matrix(self, chosen: Callable[[State, State], bool] | None = None) -> scipy.sparse.csr_matrix:
        """Entry (to, from): the rate, of all jumps or the chosen ones; jumps from a state to itself are kept."""
        kept = [(i, j, r) for i, j, r in self.rates if chosen is None or chosen(self.states[i], self.states[j])]
        rows, columns, values = ([k[n] for k in kept] for n in (1, 0, 2))
        return scipy.sparse.csr_matrix((values, (rows, columns)), shape=(len(self.states),) * 2)

    def generator(self) -> scipy.sparse.csr_matrix:
        jumps = self._matrix()
        return (jumps - scipy.sparse.diags(numpy.asarray(jumps.sum(axis=0)).ravel())).tocsr()

    def law(self, time: float, start: numpy.ndarray | None = None) -> numpy.ndarray:
        """The probabilities of the states after this time, from the first state or a law at the start."""
        if start is None:
            start = numpy.zeros(len(self.states))
            start[0] = 1
        return scipy.sparse.linalg.expm_multiply(self.generator() * time, start)

    def marginal(self, law: numpy.ndarray, value: Callable[[State], int]) -> numpy.ndarray:
        """The probabilities of the values 0, 1, 2, ... of a function of the state."""
        values = [value(state) for state in self.states]
        return numpy.bincount(values, weights=law)

    def count(self, time: float, chosen: Callable[[State, State], bool]) -> tuple[float, float]:
        """Mean and standard deviation of how many of the chosen jumps happen until this time.

        With p the law, f = E[N; state] and s = E[N^2; state]: f' = G f + D p, s' = G s + 2 D f + D p, D the chosen jumps.
        """
        generator, jumps = self.generator(), self._matrix(chosen)
        joint = scipy.sparse.bmat([[generator, None, None], [jumps, generator, None], [jumps, 2 * jumps, generator]]).tocsr()
        start = numpy.zeros(joint.shape[0])
        start[0] = 1
        _, mean, square = numpy.split(scipy.sparse.linalg.expm_multiply(joint * time, start), 3)
        return float(mean.sum()), math.sqrt(square.sum() - mean.sum() ** 2)


Reaction = tuple[Mapping[int, float], float, State]  # coefficients of the rate by species, its constant, and what it changes


class LinearProcess:
    """Moments up to the fourth of a process whose rates are linear in its numbers: their equations are closed.

    d/dt E[x^m] is the sum over reactions of E[rate (x + change)^m - rate x^m], for all exponents m of order up to four.
    """

    def __init__(self, n_species: int, reactions: Sequence[Reaction]):
        self.exponents = [m for m in itertools.product(range(5), repeat=n_species) if sum(m) <= 4]
        self.place = {m: i for i, m in enumerate(self.exponents)}
        self.matrix = numpy.zeros((len(self.exponents),) * 2)
        for m in self.exponents:
            for coefficients, constant, change in reactions:
                for lower in itertools.product(*(range(k + 1) for k in m)):
                    if lower == m:
                        continue
                    factor = math.prod(math.comb(k, low) * c ** (k - low) for k, low, c in zip(m, lower, change))
                    if factor == 0:
                        continue
                    self.matrix[self.place[m], self.place[lower]] += factor * constant
                    for species, coefficient in coefficients.items():
                        raised = tuple(low + (i == species) for i, low in enumerate(lower))
                        self.matrix[self.place[m], self.place[raised]] += factor * coefficient

    def at(self, start: Sequence[float], time: float) -> Callable[[State], float]:
        """Central moments at a time: moment((1, 1)) is the covariance; of first order it is the mean itself."""
        origin = numpy.array([math.prod(float(x) ** k for x, k in zip(start, m)) for m in self.exponents])
        raw = scipy.linalg.expm(self.matrix * time) @ origin
        means = [raw[self.place[tuple(int(i == j) for j in range(len(start)))]] for i in range(len(start))]

        def moment(m: State) -> float:
            if sum(m) == 1:
                return float(raw[self.place[m]])
            return float(sum(math.prod(math.comb(k, low) * (-mu) ** (k - low) for k, low, mu in zip(m, lower, means))
                             * raw[self.place[lower]] for lower in itertools.product(*(range(k + 1) for k in m))))

        return moment
