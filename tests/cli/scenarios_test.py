#!/usr/bin/python3
"""Every scenario that ships is good: by the schema that is printed, and by `strife check` without a warning."""
# SPDX-License-Identifier: Apache-2.0
import collections
import json
import math
import unittest

import h5py
import jsonschema
import numpy
import yaml

from strife_program import LANGUAGE, SOURCE, ProgramTest

SHIPPED = sorted((SOURCE / "scenarios").glob("*.yaml")) + [SOURCE / "scenarios" / "khorasan" / "scenario.yaml"]
# Over its full two years the attacks of this scenario breed more attacks than one for one; one and a half months are calm.
FIRST_WEEKS = ("time.end=2022-02-15", "alternatives.surge.from=2022-02-01", "schedule.prison_break.at=2022-02-02")
TWO_FRONTS = SOURCE / "scenarios" / "two_fronts.yaml"


class Loader(yaml.SafeLoader):
    """Reads dates as text, as YAML 1.2 readers do."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class Shipped(ProgramTest):
    def test_each_is_valid_by_the_schema(self):
        out, _ = self.strife("schema")
        schema = json.loads(out)
        jsonschema.Draft7Validator.check_schema(schema)
        for path in SHIPPED + [LANGUAGE]:
            with self.subTest(scenario=path.name):
                text = path.read_text(encoding="utf-8")
                jsonschema.validate(yaml.load(text, Loader), schema, cls=jsonschema.Draft7Validator)

    def test_each_checks_without_a_warning(self):
        for path in SHIPPED + [LANGUAGE]:
            with self.subTest(scenario=str(path)):
                self.assertEqual(self.strife("check", "--quiet", path), ("", ""))

    def test_the_schema_finds_what_is_wrong(self):
        out, _ = self.strife("schema")
        with self.assertRaises(jsonschema.ValidationError):
            jsonschema.validate({"strife": 1, "titel": "x"}, json.loads(out), cls=jsonschema.Draft7Validator)

    def test_the_first_weeks_of_the_scenario_of_the_whole_language_run(self):
        arguments = [part for override in FIRST_WEEKS for part in ("--set", override)]
        self.strife("run", LANGUAGE, "-n", 5, *arguments, "-q")
        self.assertEqual(self.files(), ["results.h5"])


class TwoFronts(ProgramTest):
    """A second conflict from the mechanisms that ship: small, and its alternatives differ as they must."""

    def test_it_is_short_and_made_of_mechanisms(self):
        text = TWO_FRONTS.read_text(encoding="utf-8")
        self.assertLess(len(text.splitlines()), 120)
        used = collections.Counter(name for actor in yaml.load(text, Loader)["actors"].values() for use in actor["uses"] for name in use)
        self.assertGreaterEqual(len(used), 6, used)
        self.assertGreaterEqual(sum(times > 1 for times in used.values()), 3, used)

    def test_the_offer_and_its_forms_move_what_they_should(self):
        self.strife("run", TWO_FRONTS, "-n", 200, "--seed", 3, "-q", "-o", "offer.h5")
        with h5py.File(self.folder / "offer.h5") as file:
            rows = {name.decode(): row for row, name in enumerate(file["alternative"][:])}
            self.runs = {name: {row: values[number] for row, number in rows.items()}
                         for name, values in file["runs"].items() if values.ndim >= 2}
        self.assert_more("laid_down", "baseline", "no_offer")
        self.assert_more("attacks", "no_offer", "baseline")
        self.assert_more("deaths", "no_offer", "baseline")
        self.assert_more("attacks_from_2027", "early_offer", "baseline")     # what it saved came before
        self.assert_more("attacks_from_2027", "no_offer", "early_offer")
        self.assert_more("laid_down", "with_pause", "baseline")
        self.assert_more("attacks", "baseline", "with_pause")
        front, league = 0, 1
        self.assert_more("strength", "no_offer", "baseline", front)
        self.assert_more("held_by_front", "no_offer", "baseline", 1)         # river, which both contest
        self.assert_more("money", "baseline", "no_offer", league)            # the league collects where the front was

    def assert_more(self, outcome, more, less, member=0):
        """One alternative has more than another, by over five standard errors of the differences in single replications."""
        first, second = (numpy.reshape(self.runs[outcome][name], (200, -1))[:, member] for name in (more, less))
        difference = first - second
        error = numpy.std(difference, ddof=1) / math.sqrt(len(difference))
        self.assertGreater(numpy.mean(difference), 5 * error, f"{outcome}: {more} less {less} is {numpy.mean(difference):.4g} +- {error:.2g}")


if __name__ == "__main__":
    unittest.main()
