#!/usr/bin/python3
"""Runs every model with many replications and writes what came out beside what is exact: report.py PROGRAM REPORT.md.

Exit status 1 if a |z| is above its bound.
"""
# SPDX-License-Identifier: Apache-2.0
import argparse
import pathlib
import platform
import subprocess
import sys
import time

import exact_check
from registry import MODELS

HEAD = """# Exact answers

What each model of `scenarios/models` gives, beside what is known exactly; `scripts/validate` writes this page.

z is the distance between the two in exact standard deviations of the estimator; of a chi-square or Kolmogorov test, whose line
gives degrees of freedom and chi-square or 0 and the distance, the |z| as rare as its tail. The {n_checks} checks are one family: none
of them exceeds {bound:.2f} but with a probability of {alarm:g}. Lines marked * are not exact: means measured by others, judged within
{published:g} standard errors of both samples. Lines marked ° hold in the limit of many alone: z is of what lies beyond a bias that
was set from such runs, so they guard against change and prove nothing.

{version}, {processor}. Seed {seed}. Largest |z| of the {n_exact} exact checks: {largest:.2f}; of those marked *: {largest_published:.2f}.

| model | quantity | replications | exact | measured | z |
|---|---|---:|---:|---:|---:|
"""


def number(value):
    return f"{value:.7g}"


def processor():
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:
            return next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("report", type=pathlib.Path)
    parser.add_argument("--divide", type=int, default=1, help="run so many times fewer replications, to try the script")
    parser.add_argument("--only", default="", help="only models whose name contains this; the report is printed, not written")
    arguments = parser.parse_args()
    program = arguments.program.resolve()
    n_checks = sum(exact_check.is_exact(q) for model in MODELS for q in model.quantities)
    version = ", ".join(subprocess.run([program, "version"], capture_output=True, text=True, check=True).stdout.splitlines()[:2])
    text = ""
    found_by_mark = {"": [0.0], " *": [0.0], " °": [0.0]}
    failed = []
    for model in MODELS:
        if arguments.only not in model.name:
            continue
        n = max(model.deep // arguments.divide, 20)
        began = time.monotonic()
        results = exact_check.run_model(program, model, n)
        rows = []
        for quantity in model.quantities:
            found = quantity.measure(results)
            mark = " °" if isinstance(quantity, exact_check.Limit) else "" if exact_check.is_exact(quantity) else " *"
            found_by_mark[mark].append(abs(found.z))
            rows.append((abs(found.z), f"| {model.name} | {quantity.name}{mark} | {n} | {number(found.exact)} | "
                                       f"{number(found.value)} | {found.z:.2f} |\n"))
            if not abs(found.z) <= exact_check.limit_of(quantity, n_checks):
                failed.append(f"{model.name}, {quantity.name}: exact {number(found.exact)}, measured {number(found.value)}, "
                              f"z {found.z:.2f}")
        # Of long lists of times those that lie farthest off are shown.
        shown = rows if len(rows) <= 12 else sorted(rows, reverse=True)[:8]
        text += "".join(row for _, row in shown)
        if len(shown) < len(rows):
            text += f"| {model.name} | the other {len(rows) - len(shown)}, each at most | {n} | | | {min(shown)[0]:.2f} |\n"
        print(f"{model.name}: {n} replications in {time.monotonic() - began:.1f} s, largest |z| {max(rows)[0]:.2f}", flush=True)
    exact = found_by_mark[""]
    text = HEAD.format(n_checks=n_checks, bound=exact_check.bound(n_checks), alarm=exact_check.FAMILY_ALARM,
                       published=exact_check.PUBLISHED_BOUND, version=version, processor=processor(), seed=exact_check.SEED,
                       n_exact=len(exact) - 1, largest=max(exact), largest_published=max(found_by_mark[" *"])) + text
    if arguments.only:
        print(text)
    else:
        arguments.report.write_text(text, encoding="utf-8")
    for line in failed:
        print(f"above its bound: {line}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
