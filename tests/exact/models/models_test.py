#!/usr/bin/python3
"""Every model of scenarios/models gives the numbers that are known for it: models_test.py PROGRAM."""
# SPDX-License-Identifier: Apache-2.0
import os
import pathlib
import sys
import unittest

import exact_check
from registry import MODELS

PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else pathlib.Path("strife")
SMALL = os.environ.get("STRIFE_TEST_SCALE") == "small"
N_CHECKS = sum(exact_check.is_exact(q) for model in MODELS for q in model.quantities)


class Models(unittest.TestCase):
    def test_every_scenario_is_checked(self):
        scenarios = {path.name for path in exact_check.SCENARIOS.glob("*.yaml")}
        self.assertEqual(scenarios, {model.scenario for model in MODELS})

    def test_names_of_quantities_differ(self):
        names = [(model.name, quantity.name) for model in MODELS for quantity in model.quantities]
        self.assertEqual(len(names), len(set(names)))


def add_test(model):
    def test(self):
        results = exact_check.run_model(PROGRAM, model, max(model.quick // 10, 20) if SMALL else model.quick)
        for quantity in model.quantities:
            with self.subTest(quantity=quantity.name):
                found = quantity.measure(results)
                self.assertLessEqual(abs(found.z), exact_check.limit_of(quantity, N_CHECKS),
                                     f"exact {found.exact:.8g}, measured {found.value:.8g}, z {found.z:.2f}")

    name = "test_" + "".join(c if c.isalnum() else "_" for c in model.name)
    setattr(Models, name, test)


for each in MODELS:
    add_test(each)

if __name__ == "__main__":
    unittest.main()
