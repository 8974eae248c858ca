#!/usr/bin/python3
"""Mechanisms from outside: those that ship, where they are found, and runs repeated from a result file alone."""
# SPDX-License-Identifier: Apache-2.0
import json
import shutil
import unittest

import h5py
import jsonschema
import yaml

from strife_program import SOURCE, ProgramTest

MECHANISMS = SOURCE / "scenarios" / "mechanisms"
SCENARIO = """strife: 1
time: {start: 2025-01-01, end: 2026-01-01, record: 1 month}
sets: {province: [east, west]}
parameters:
  living[province]: 300000 person
actors:
  rebels:
    state:
      fighters[province]: {count: person, initial: 60}
    uses:
      - recruitment.grievance: {as: north, bind: {place: province, people: living, harm: raid}}
  army:
    uses:
      - warfare.raids: {bind: {place: province, targets: rebels.fighters, report: raid}}
events: {raid: {place: province, captured: person, killed: person, deaths: person}}
outcomes:
  fighters: {state: sum(rebels.fighters), series: true}
  grievance[p in province]: {state: "rebels.north.grievance[p]"}
alternatives:
  calm: {set: {parameters.north.pull: 0}}
  angry: {from: 2025-07-01, set: {actors.rebels.state.north.grievance.initial: 9}}
"""


class Mechanisms(ProgramTest):
    def setUp(self):
        super().setUp()
        self.scenario("scenario.yaml", SCENARIO)
        self.found = {"STRIFE_MECHANISMS": f"/nowhere:{MECHANISMS}"}

    def test_each_that_ships_is_valid_by_its_part_of_the_schema(self):
        schema = json.loads(self.strife("schema")[0])
        part = {"$ref": "#/definitions/mechanism", "definitions": schema["definitions"]}
        files = sorted(MECHANISMS.rglob("*.yaml"))
        self.assertGreaterEqual(len(files), 2)
        for path in files:
            with self.subTest(mechanism=str(path)):
                mechanism = yaml.safe_load(path.read_text(encoding="utf-8"))
                jsonschema.validate(mechanism, part, cls=jsonschema.Draft7Validator)
                with self.assertRaises(jsonschema.ValidationError):
                    jsonschema.validate(mechanism | {"actors": {}}, part, cls=jsonschema.Draft7Validator)
                _, said = self.strife("check", path, status=2)
                self.assertIn("error[E813]: this file holds a mechanism", said)
                self.assertEqual(said.count("error["), 1, said)

    def test_the_schema_knows_uses_and_instances(self):
        schema = json.loads(self.strife("schema")[0])
        for text in (SCENARIO, self.strife("check", "--resolved", "scenario.yaml", environment=self.found)[0]):
            loader = type("Loader", (yaml.SafeLoader,), {})
            loader.yaml_implicit_resolvers = {
                first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
                for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
            }
            jsonschema.validate(yaml.load(text, loader), schema, cls=jsonschema.Draft7Validator)

    def test_they_are_found_beside_the_scenario_or_where_the_environment_says(self):
        _, said = self.strife("check", "scenario.yaml", status=2, environment={"STRIFE_MECHANISMS": "/nowhere"})
        self.assertIn("there is no mechanism 'recruitment.grievance'", said)
        self.assertIn("/nowhere", said)
        self.strife("check", "--quiet", "scenario.yaml", environment=self.found)
        shutil.copytree(MECHANISMS, self.folder / "mechanisms")
        self.assertEqual(self.strife("check", "--quiet", "scenario.yaml"), ("", ""))

    def test_a_result_file_holds_all_that_its_run_needs(self):
        self.strife("run", "scenario.yaml", "-n", 20, "-o", "first.h5", "-q", environment=self.found)
        with h5py.File(self.folder / "first.h5") as file:
            resolved = file["provenance/resolved_scenario"][()]
            sources = [name.decode() for name in file["provenance/source"]]
        self.assertEqual(sources, ["scenario.yaml", "mechanisms/recruitment/grievance.yaml", "mechanisms/warfare/raids.yaml"])
        self.scenario("resolved.yaml", resolved.decode() if isinstance(resolved, bytes) else resolved[0].decode())
        self.strife("run", "resolved.yaml", "-n", 20, "-o", "second.h5", "-q")
        with h5py.File(self.folder / "first.h5") as first, h5py.File(self.folder / "second.h5") as second:
            for name in ("runs/fighters", "runs/grievance", "runs/event_count", "runs/end_time"):
                self.assertEqual(first[name][()].tobytes(), second[name][()].tobytes(), name)
            self.assertGreater(first["runs/event_count"][()].min(), 100)

    def test_overrides_reach_them(self):
        self.strife("run", "scenario.yaml", "-n", 20, "-o", "few.h5", "-q", environment=self.found)
        self.strife("run", "scenario.yaml", "-n", 20, "-o", "many.h5", "-q", "--set", "parameters.north.base=100", environment=self.found)
        with h5py.File(self.folder / "few.h5") as few, h5py.File(self.folder / "many.h5") as many:
            self.assertLess(few["runs/fighters"][0].mean() + 100, many["runs/fighters"][0].mean())


if __name__ == "__main__":
    unittest.main()
