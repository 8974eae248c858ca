"""Checks that the tables of the Khorasan scenario hold together: 34 provinces, one connected map, known outcomes and facts.

SPDX-License-Identifier: Apache-2.0
"""
import csv
import re
import sys
from pathlib import Path

PROVINCES = 34
TARGETS = 14


def read_table(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    ragged = [i + 1 for i, row in enumerate(rows) if len(row) != len(rows[0])]
    return [dict(zip(rows[0], row)) for row in rows[1:]], [f"{path.name}: line {i} has another length" for i in ragged]


def province_faults(provinces):
    names = [row["name"] for row in provinces]
    faults = [f"{len(names)} provinces instead of {PROVINCES}"] if len(names) != PROVINCES else []
    faults += [f"'{name}' is listed twice" for name in set(names) if names.count(name) > 1]
    faults += [f"'{name}' is not in snake_case" for name in names if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name)]
    for row in provinces:
        for column in set(row) - {"name"}:
            if float(row[column]) < 0:
                faults.append(f"{column} of {row['name']} is negative")
    return faults


def adjacency_faults(names, pairs):
    faults = [f"'{end}' is no province" for pair in pairs for end in pair if end not in names]
    faults += [f"'{a}' borders itself" for a, b in pairs if a == b]
    seen = set()
    for pair in map(frozenset, pairs):
        if pair in seen:
            faults.append(f"{sorted(pair)} is listed twice")
        seen.add(pair)
    reached, frontier = set(), [names[0]]
    while frontier:
        here = frontier.pop()
        if here not in reached:
            reached.add(here)
            frontier += [b if a == here else a for a, b in pairs if here in (a, b)]
    unreached = sorted(set(names) - reached)
    if unreached:
        faults.append(f"not connected to the rest: {', '.join(unreached)}")
    return faults


def reference_faults(folder, facts):
    text = "".join((folder / name).read_text(encoding="utf-8") for name in ("scenario.yaml", "observation.yaml"))
    known = {row["id"] for row in facts} | set(re.findall(r'title: "(C\d+): ', text))
    faults = [f"the scenario cites [{key}], which no table or target has" for key in set(re.findall(r"\[([FC]\d+)\]", text)) - known]
    targets = sorted(int(key[1:]) for key in known if key.startswith("C"))
    return faults + ([] if targets == list(range(1, TARGETS + 1)) else [f"the targets are {targets}, not C1 to C{TARGETS}"])


def count_faults(counts):
    faults = [f"the count of {row['start']} ends before it starts" for row in counts if not row["start"] <= row["end"]]
    return faults + [f"the count of {row['start']} is no positive number" for row in counts if not float(row["count"]) > 0]


def check(folder):
    provinces, faults = read_table(folder / "provinces.csv")
    tables = {"provinces": provinces}
    for name in ("adjacency", "facts", "attack_counts", "rows"):
        tables[name], more = read_table(folder / f"{name}.csv")
        faults += more
    faults += province_faults(provinces)
    faults += adjacency_faults([row["name"] for row in provinces], [(row["from"], row["to"]) for row in tables["adjacency"]])
    faults += count_faults(tables["attack_counts"])
    return faults + reference_faults(folder, tables["facts"])


def self_test():
    names = ["a", "b", "c", "d"]
    assert adjacency_faults(names, [("a", "b"), ("b", "c"), ("c", "d")]) == []
    for broken in ([("a", "b"), ("c", "d")], [("a", "b"), ("b", "c"), ("c", "d"), ("d", "d")],
                   [("a", "b"), ("b", "c"), ("c", "d"), ("d", "c")], [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")]):
        assert len(adjacency_faults(names, broken)) == 1, broken
    good = {"start": "2021-09-01", "end": "2021-09-30", "count": "38"}
    assert count_faults([good]) == []
    for broken in ({"end": "2021-08-31"}, {"count": "0"}):
        assert len(count_faults([good | broken])) == 1, broken
    return []


if __name__ == "__main__":
    found = self_test() if sys.argv[1] == "--self-test" else check(Path(sys.argv[1]))
    print("\n".join(found) or "the tables hold together")
    sys.exit(bool(found))
