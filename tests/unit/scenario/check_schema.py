"""Validates scenarios against a JSON Schema: check_schema.py SCHEMA accept|refuse FILE... Prints what is not as expected."""
# SPDX-License-Identifier: Apache-2.0
import json
import sys

import jsonschema
import yaml


class Loader(yaml.SafeLoader):
    """Reads dates as text and 150e3 as a number, as YAML 1.2 readers do."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def main():
    schema_path, expectation, *paths = sys.argv[1:]
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    for path in paths:
        with open(path, encoding="utf-8") as file:
            errors = list(validator.iter_errors(yaml.load(file, Loader)))
        if expectation == "refuse" and not errors:
            print(f"{path}: accepted")
        if expectation == "accept":
            for error in errors:
                print(f"{path}: {list(error.path)}: {error.message}")


if __name__ == "__main__":
    main()
