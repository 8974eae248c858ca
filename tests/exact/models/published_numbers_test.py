#!/usr/bin/python3
"""The formulas of the tables give the numbers that were published, or worked out elsewhere, for the same models."""
# SPDX-License-Identifier: Apache-2.0
import math
import unittest

import numpy
import scipy.special

import clock_models
import jump_models
import moments
import queue_models


class PublishedNumbers(unittest.TestCase):
    def close(self, value, wanted, places=9):
        self.assertAlmostEqual(value, wanted, delta=2 * 10.0**-places * max(1.0, abs(wanted)))

    def moments_close(self, found, mean, sd, kurtosis):
        for value, wanted in ((found.mean, mean), (found.sd, sd), (found.kurtosis, kurtosis)):
            self.close(value, wanted, 8)

    def test_discrete_stochastic_model_test_suite(self):
        """Evans, Gillespie and Wilkinson 2008, on the last day; the kurtoses are not part of the suite."""
        self.moments_close(jump_models.birth_death_moments(100, 0.1, 0.11, 50.0), 60.65306597, 22.38677196, 3.406905854)
        self.moments_close(jump_models.birth_death_moments(10, 0.1, 0.11, 50.0), 6.065306597, 7.079318886, 7.069058537)
        self.moments_close(jump_models.immigration_death_moments(1.0, 0.1, 50.0), 9.93262053, 3.151606024, 3.100678365)
        self.moments_close(jump_models.reset_moments(1.0, 0.1, 50, 25.0, 50.0), 13.28339994, 3.598124872, 3.067079647)
        pairs = jump_models.pairing_laws(100, 0.001, 0.01)[50]
        self.moments_close(moments.from_pmf(pairs), 35.72885111, 2.394665362, 3.002950808)
        self.moments_close(jump_models.batch_moments(1.0, 5, 0.2, 50.0), 24.998865, 8.660188502, 3.200005852)

    def test_laws_agree_with_moments(self):
        law = moments.from_pmf(jump_models.birth_death_pmf(10, 0.1, 0.11, 50.0))
        self.moments_close(law, 6.065306597, 7.079318886, 7.069058537)
        critical = jump_models.birth_death_moments(15, 0.08, 0.08, 30.0)
        self.moments_close(moments.from_pmf(jump_models.birth_death_pmf(15, 0.08, 0.08, 30.0)), critical.mean, critical.sd,
                           critical.kurtosis)
        self.moments_close(moments.from_pmf(moments.poisson_pmf(7.3)), 7.3, math.sqrt(7.3), 3 + 1 / 7.3)

    def test_binding_and_stocks(self):
        free = moments.from_pmf(jump_models.bound_law(500, 500, 0.1, 1.0, 5.0), first=500, step=-1)
        self.close(free.mean, 65.67081, 7)
        self.close(free.sd, 5.53502, 6)
        self.close(jump_models.stock_pmf(5, 5.0)[0], 0.5595067, 7)
        self.close(float(numpy.sum(1 / numpy.arange(1, 100_001))), 12.0901461, 8)

    def test_epidemic(self):
        law, _, _ = jump_models.epidemic(50, 1, 1.5, 1.0)
        size = moments.from_pmf(law)
        self.close(size.mean, 10.27795934)
        self.close(size.sd, 14.18660072)
        self.close(law[0], 0.4047619, 7)

    def test_epidemic_without_spread_lasts_as_long_as_the_last_of_many(self):
        _, mean, variance = jump_models.epidemic(5, 4, 0.0, 2.0)
        self.close(mean, (1 + 1 / 2 + 1 / 3 + 1 / 4) / 2)
        self.close(variance, (1 + 1 / 4 + 1 / 9 + 1 / 16) / 4)

    def test_hawkes_process(self):
        count = clock_models.Hawkes(0.5, 0.5, 2.0).of(200.0, 0, 1)
        self.close(count.mean, 133.2222222)
        self.close(count.variance, 236.4691358)
        without = clock_models.Hawkes(0.5, 0.0, 2.0).of(20.0, 0, 1)
        self.moments_close(without, 10.0, math.sqrt(10), 3.1)

    def test_renewals(self):
        law = clock_models.counts_from_tails(lambda n: clock_models.irwin_hall(n, 1.0))
        count = moments.from_pmf(law)
        self.close(count.mean, math.e - 1)
        self.close(count.variance, 3 * math.e - math.e**2)
        self.close(law[2], 1 / 2 - 1 / 6)

    def test_zeta_law(self):
        self.close(1 / scipy.special.zeta(2.5), 0.7454412963)
        self.close(scipy.special.zeta(1.5) / scipy.special.zeta(2.5), 1.947372466)

    def test_steps_repeat(self):
        self.close(float(clock_models.integral_of_steps(2.0, 1.5, 10.0)), 20.0)
        slow = numpy.arange(0, 6.1, 1e-4) + 5e-5
        wave = numpy.take(clock_models.WAVE, (slow / 0.25).astype(int) % 20)
        self.close(float(clock_models.integral_of_steps(2.0, 1.5, 6.1)), float(numpy.sum(2.0 + 1.5 * wave) * 1e-4), 7)

    def test_queues(self):
        self.close(queue_models.erlang_b(5, 4.0), 0.1990668740)
        self.close(queue_models.erlang_c(5, 4.0), 0.5541125541)
        _, one = queue_models.queue(0.8, 1.0, 1)
        self.close(moments.from_pmf(one).mean, 4.0)
        _, five = queue_models.queue(4.0, 1.0, 5)
        self.close(float(five[5:].sum()), queue_models.erlang_c(5, 4.0))

    def test_variance_of_an_average(self):
        """M/M/infinity has the autocovariance a exp(-s), and the average over T varies by 2 a (T - 1 + exp(-T)) / T^2."""
        size = 60
        generator = moments.birth_death_generator(numpy.full(size - 1, 3.0), numpy.arange(1.0, size))
        law = numpy.cumprod(numpy.concatenate(([1.0], 3.0 / numpy.arange(1.0, size))))
        found = queue_models.variance_of_average(generator, law / law.sum(), numpy.arange(float(size)), 7.0)
        self.close(found, 2 * 3 * (7 - 1 + math.exp(-7)) / 49)


if __name__ == "__main__":
    unittest.main()
