#!/usr/bin/python3
"""The tables of conflict models agree with the numbers that were published, to the digits that were."""
# SPDX-License-Identifier: Apache-2.0
import unittest

import conflict_models
import network_models


def exact(model, name):
    return next(quantity.exact for quantity in model.quantities if quantity.name == name)


class Tables(unittest.TestCase):
    def test_duels(self):
        self.assertAlmostEqual(exact(conflict_models.aimed_fire(4, 3), "a wins"), 233 / 315, 12)
        self.assertAlmostEqual(exact(conflict_models.aimed_fire(3, 2), "a wins"), 31 / 40, 12)
        self.assertAlmostEqual(exact(conflict_models.aimed_fire(10, 9), "a wins"), 0.653347, 6)
        self.assertAlmostEqual(exact(conflict_models.area_fire(10, 15, 0.6, 0.4), "a wins"), 0.489080, 6)
        self.assertAlmostEqual(exact(conflict_models.ambush(100, 50, 1.0, 0.01), "a wins"), 0.473826, 6)

    def test_terror_queue_in_the_long_run(self):
        model = conflict_models.terror_queue(10, 1, 1, 0.2, 0.5, 10, 40, 60, "")
        for name, published in (("mean plots under way", 4.17047), ("mean plots followed", 2.91476),
                                ("variance of plots under way", 4.31581), ("variance of plots followed", 2.24040),
                                ("under way and followed", 0.40113)):
            self.assertAlmostEqual(exact(model, name), published, 5, name)

    def test_cells_and_jail(self):
        model = conflict_models.cells(6, 0.5, 40, 2)
        self.assertAlmostEqual(exact(model, "mean cells"), 22.3006, 4)
        self.assertAlmostEqual(exact(model, "variance of cells"), 16.8872, 4)
        lam, c, d, rho, q = 20, 0.5, 0.3, 0.25, 0.4
        self.assertAlmostEqual(lam / (c + d - q * c), 33.3333, 4)
        self.assertAlmostEqual(exact(conflict_models.jail(0, q, 300), "mean members"), lam / (c + d - q * c), 4)
        self.assertAlmostEqual(exact(conflict_models.jail(0, q, 300), "mean those jailed"), c * lam / (c + d - q * c) / rho, 4)

    def test_progress_curve(self):
        self.assertAlmostEqual(exact(conflict_models.progress_times(1, 1), "time of attack 50"), 4.4992, 4)

    def test_radicalisation(self):
        for value, published in zip(network_models.radical_equilibrium(), (1.185185, 42.1875, 2.141204, 0.462963)):
            self.assertAlmostEqual(value, published, 6)

    def test_cell_network(self):
        model = network_models.cell_network()
        for k, published in enumerate((0.06667, 0.14286, 0.23077, 0.33333, 0.45188, 0.58322, 0.71686, 0.83528), 1):
            self.assertAlmostEqual(exact(model, f"broken by {k} arrests"), published, 5)

    def test_coalescence(self):
        model = network_models.many_bands(0.1)
        for size, published in ((1, 0.526316), (2, 0.065607), (3, 0.021808), (5, 0.005693)):
            self.assertAlmostEqual(exact(model, f"bands of {size} per person"), published, 6)

    def test_fanatic_core(self):
        self.assertAlmostEqual(exact(conflict_models.fanatic_share(), "fanatic share"), 0.586667, 6)


if __name__ == "__main__":
    unittest.main()
