#!/usr/bin/python3
"""Every scenario that ships is good: by the schema that is printed, and by `strife check` without a warning."""
# SPDX-License-Identifier: Apache-2.0
import json
import unittest

import jsonschema
import yaml

from strife_program import LANGUAGE, SOURCE, ProgramTest

SHIPPED = sorted((SOURCE / "scenarios").glob("*.yaml")) + [SOURCE / "scenarios" / "khorasan" / "scenario.yaml"]
# Over its full two years the attacks of this scenario breed more attacks than one for one; one and a half months are calm.
FIRST_WEEKS = ("time.end=2022-02-15", "alternatives.surge.from=2022-02-01", "schedule.prison_break.at=2022-02-02")


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


if __name__ == "__main__":
    unittest.main()
