#!/usr/bin/python3
"""The example at the head of every mechanism's page is true: `strife check` accepts it in a scenario that has what it binds."""
# SPDX-License-Identifier: Apache-2.0
import unittest

import yaml

from mechanism_test import MECHANISMS, MechanismTest

PAGES = sorted(MECHANISMS.glob("*/*.yaml"))
# What examples bind and their pages do not describe. The rest (events, state, parameters, relations) follows from `requires`.
SETS = {
    "affiliate": ["sahel", "levant"],
    "branch": ["sahel", "levant"],
    "community": ["hill_people", "plain_people"],
    "country": ["home", "rival", "turkey"],
    "organisation": ["north_front", "south_front"],
    "province": ["east", "west"],
}
INSTANCES = {  # by actor and name: what an example expects of a mechanism that another actor uses
    "ally.warnings": {
        "intelligence.warnings": {"bind": {"target": "country", "plots": "rebels.plots.preparing", "borne_out": "attack_abroad"}},
    },
    "rebels.plots": {"violence.plots": {"bind": {"target": "country", "attack": "attack_abroad", "foiled": "foiled_plot"}}},
}


class Loader(yaml.SafeLoader):
    """Reads everything plain as text, as strife does."""


Loader.yaml_implicit_resolvers = {}


def examples(page):
    """The indented blocks in the comment at the head of a page, each a part of a scenario."""
    blocks = [""]
    for line in page.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        if line.startswith("#   "):
            blocks[-1] += line[4:] + "\n"
        elif blocks[-1]:
            blocks.append("")
    return [yaml.load(block, Loader) for block in blocks if block]


def without_index(name):
    return name.split("[")[0]


class World:
    """A scenario to which an example belongs; what its mechanisms require is declared as their pages describe it."""

    def __init__(self, parts):
        self.scenario = {"strife": "1", "time": {"start": "2025-01-01", "end": "2026-01-01"}}
        for key in ("sets", "relations", "parameters", "actors", "events"):
            self.scenario[key] = {}
        for part in parts:
            for key, value in part.items():
                self.scenario.setdefault(key, {}).update(value)
        self.open = [(actor, use) for actor, content in self.scenario["actors"].items() for use in content.get("uses", [])]
        while self.open:
            self.satisfy(*self.open.pop())
        self.scenario["outcomes"] = dict(map(outcome_of, self.scenario.get("define", {})))  # what nothing reads is not checked

    def satisfy(self, actor, use):
        (mechanism, given), = use.items()
        page = yaml.load((MECHANISMS / (mechanism.replace(".", "/") + ".yaml")).read_text(encoding="utf-8"), Loader)
        bound = given.get("bind", {})
        for declared, requirement in page["requires"].items():
            short = without_index(declared)
            if short not in bound and "default" in requirement:
                continue
            index = declared[len(short):].strip("[]")
            places = [bound.get(place, place) for place in index.split(", ")] if index else []
            self.declare(actor, bound.get(short, short), places, requirement, bound)

    def declare(self, actor, name, places, requirement, bound):
        kind = next(key for key in requirement if key not in ("title", "default"))
        if kind == "set":
            if name not in SETS:
                raise AssertionError(f"the example binds the set '{name}', which SETS in this test does not have")
            self.scenario["sets"][name] = SETS[name]
        elif kind == "relation":
            self.scenario["relations"][name] = {"between": places, "pairs": [SETS[place][:2] for place in places[:1]]}
        elif kind == "event":
            attributes = {key: bound.get(value, value) for key, value in requirement["event"].items()}
            self.scenario["events"].setdefault(name, {}).update(attributes)
        elif name.count(".") == 2 or kind == "activity":
            self.use(name)
        elif "." in name or kind in ("count", "level"):
            owner, state = name.split(".") if "." in name else (actor, name)
            states = self.scenario["actors"].setdefault(owner, {}).setdefault("state", {})
            if state not in map(without_index, states):
                states[indexed(state, places)] = {"count" if kind == "count" else "level": requirement[kind]}
        elif not self.known(actor, name):
            self.scenario["parameters"][indexed(name, places)] = {"unit": requirement["number"], "value": "1", "source": "assumed"}

    def known(self, actor, name):
        """Whether the example itself has the number, as the state of the actor or as a definition."""
        own = self.scenario["actors"][actor].get("state", {})
        return name in map(without_index, [*own, *self.scenario.get("define", {}), *self.scenario["parameters"]])

    def use(self, name):
        """Gives another actor the instance to which a name belongs, unless it is there."""
        instance = name.rsplit(".", 1)[0]
        if instance not in INSTANCES:
            raise AssertionError(f"the example binds '{name}', and INSTANCES in this test does not have '{instance}'")
        actor = instance.split(".")[0]
        uses = self.scenario["actors"].setdefault(actor, {}).setdefault("uses", [])
        if INSTANCES[instance] not in uses:
            uses.append(INSTANCES[instance])
            self.open.append((actor, INSTANCES[instance]))


def outcome_of(definition):
    """An outcome that reads a definition `name[c in country]`."""
    name = without_index(definition)
    members = [part.split(" in ")[0] for part in definition[len(name):].strip("[]").split(", ")]
    return "read_" + definition, {"state": indexed(name, members) if name != definition else name}


def indexed(name, places):
    return f"{name}[{', '.join(places)}]" if places else name


class Examples(MechanismTest):
    def test_each_page_has_an_example_that_is_accepted(self):
        self.assertGreater(len(PAGES), 20)
        for page in PAGES:
            name = f"{page.parent.name}.{page.stem}"
            with self.subTest(mechanism=name):
                parts = examples(page)
                uses = [key for part in parts for actor in part.get("actors", {}).values() for use in actor.get("uses", []) for key in use]
                self.assertIn(name, uses, "the example does not use the mechanism of its page")
                self.scenario("example.yaml", yaml.safe_dump(World(parts).scenario, default_flow_style=False, sort_keys=False, width=1000))
                self.strife("check", "example.yaml", "--quiet", environment={"STRIFE_MECHANISMS": str(MECHANISMS)})


if __name__ == "__main__":
    unittest.main()
