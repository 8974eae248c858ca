#!/usr/bin/python3
"""Scenarios made to exhaust memory or patience: `strife check` tells what is wrong, or finds them good, in little of either."""
# SPDX-License-Identifier: Apache-2.0
import os
import subprocess
import time
import unittest

from strife_program import PROGRAM, ProgramTest

HEAD = "strife: 1\ntime: {end: 10 day}\n"
MIB = 1024 * 1024
MAX_MEMORY = 1024 * MIB
MAX_SECONDS = 60  # of a busy machine; each takes a second or two


def list_of(n, stem="m"):
    return "[" + ", ".join(f"{stem}{i}" for i in range(n)) + "]"


def actor(body):
    return HEAD + "actors:\n  a:\n    role: governing\n" + body


class Nasty(ProgramTest):
    def check(self, text, *codes, arguments=(), name="nasty.yaml"):
        """Expects the errors, or none; gives back what was said."""
        text = text if isinstance(text, bytes) else text.encode()
        self.assertLess(len(text), MIB)
        (self.folder / name).write_bytes(text)
        begun = time.monotonic()
        out = self.folder / "said"
        with out.open("wb") as said, subprocess.Popen([PROGRAM, "check", name, *arguments], cwd=self.folder, stdout=said,
                                                      stderr=subprocess.STDOUT) as running:
            _, status, usage = os.wait4(running.pid, 0)
            running.returncode = os.waitstatus_to_exitcode(status)
        said = out.read_text(encoding="utf-8")
        seconds = time.monotonic() - begun
        self.assertEqual(running.returncode, 2 if codes else 0, said[:2000])
        self.assertLess(usage.ru_maxrss * 1024, MAX_MEMORY, said[:2000])
        self.assertLess(seconds, MAX_SECONDS)
        for code in codes:
            self.assertIn(f"error[{code}]", said)
        self.assertLess(len(said), 8 * MIB)
        if os.environ.get("STRIFE_TEST_FIGURES"):
            print(f"{self.id()}: {usage.ru_maxrss / 1024:.0f} MiB, {seconds:.2f} s, status {running.returncode}: {said[:300]}")
        return said


class Text(Nasty):
    def test_aliases_that_stand_for_billions(self):
        rows = ["a: &a [x, x, x, x, x, x, x, x, x]"]
        rows += [f"{chr(97 + i)}: &{chr(97 + i)} [{', '.join(['*' + chr(96 + i)] * 9)}]" for i in range(1, 12)]
        self.check("\n".join(rows), "E105")
        self.check(HEAD + "x: &a {" + ", ".join(f"k{i}: {i}" for i in range(90)) + "}\n" +
                   "".join(f"y{i}: *a\n" for i in range(80000)), "E105")

    def test_nesting_ten_thousand_deep(self):
        for opening, closing in (("[", "]"), ("{a: ", "}"), ("- ", "y")):
            with self.subTest(opening):
                self.check(HEAD + "x:\n " + opening * 10000 + closing * (10000 if closing != "y" else 1), "E104")

    def test_a_mebibyte_of_one_sign(self):
        for sign, code in (("[", "E104"), ("{", "E104"), ("]", "E103"), ("- ", "E104"), ("? ", "E104"), (": ", "E104"), ("&a ", "E103"),
                           ("!a ", "E103"), ("'", "E103"), ("#", "E109"), ("\n", "E109"), ("\0", "E102"), ("\r", "E102")):
            with self.subTest(sign):
                self.check(sign * ((MIB - 1) // len(sign)), code)

    def test_faults_by_the_ten_thousand(self):
        self.check(HEAD + "".join(f"wrong{i}: x\n" for i in range(50000)), "E201")
        self.check(HEAD + "title: x\n" * 100000, "E106")

    def test_a_number_of_a_million_digits(self):
        self.check(HEAD + "parameters:\n  p: " + "9" * 1000000 + "\n", "E304")

    def test_a_table_of_empty_lines(self):
        (self.folder / "t.csv").write_text("a,b\n" + "\n" * 900000 + "x,y\n", encoding="utf-8")
        self.check(HEAD + "sets:\n  s: {csv: t.csv, key: a}\n", "E702")


class Sets(Nasty):
    def test_a_hundred_thousand_members_are_good(self):
        self.check(actor("    state:\n      x[s]: {count: person, initial: 1}\n    processes:\n"
                         "      p[i in s]: {rate: \"x[i] * 1/day/person\", do: \"x[i] += 1 person\"}\n") +
                   f"sets:\n  s: {list_of(100000)}\noutcomes:\n  all: {{state: sum(a.x)}}\n")

    def test_products_of_a_billion_members(self):
        sets = f"sets:\n  s: {list_of(1000)}\n"
        for what in ("    state:\n      x[s, s, s]: {count: person}\n",
                     "    state:\n      x: {count: person}\n    processes:\n"
                     "      p[i in s, j in s, k in s]: {rate: 1/day, do: x += 1 person}\n",
                     "    activities:\n      p[i in s, j in s, k in s]: {duration: 1 day}\n"):
            self.check(actor(what) + sets, "E612")
        self.check(HEAD + sets + "parameters:\n  p[s, s, s]: {value: 1, unit: 1}\n", "E612")
        self.check(HEAD + sets + "outcomes:\n  o[i in s, j in s, k in s]: {state: 1}\n", "E612")

    def test_many_products_of_a_million_members(self):
        self.check(actor("    state:\n" + "".join(f"      x{i}[s, s]: {{count: person}}\n" for i in range(1000))) +
                   f"sets:\n  s: {list_of(900)}\n", "E612")

    def test_ten_thousand_indices(self):
        indices = ", ".join(["s"] * 10000)
        self.check(actor(f"    state:\n      ? \"x[{indices}]\"\n      : {{count: person}}\n") + "sets: {s: [a, b]}\n", "E108")
        self.check(actor("    state:\n      x[" + ", ".join(["s"] * 64) + "]: {count: person}\n") + "sets: {s: [a, b]}\n", "E505")

    def test_instants_by_the_billion(self):
        self.check("strife: 1\ntime: {end: 10000 day, record: 1 second}\n", "E612")
        self.check("strife: 1\ntime: {end: 10000 day}\nevents: {e: {}}\noutcomes: {o: {count: e, per: 1 second}}\n", "E612")


class Expressions(Nasty):
    def test_definitions_that_double_forty_times(self):
        self.check(HEAD + "define:\n  d_0: 1\n" + "".join(f"  d_{i}: d_{i - 1} + d_{i - 1}\n" for i in range(1, 40)) +
                   "outcomes: {o: {state: d_39}}\n", "E306")

    def test_twenty_thousand_definitions_in_a_chain(self):
        self.check(HEAD + "define:\n  d_0: 1\n" + "".join(f"  d_{i}: d_{i - 1} + 1\n" for i in range(1, 20000)) +
                   "outcomes: {o: {state: d_19999}}\n", "E306")

    def test_definitions_of_any_size_used_by_many(self):
        chain = "".join(f"  d_{i}: d_{i - 1} + d_{i - 1}\n" for i in range(1, 15))
        uses = "".join(f"  o_{i}: {{state: d_14 + {i}}}\n" for i in range(20000))
        self.check(HEAD + "define:\n  d_0: 1\n" + chain + "outcomes:\n" + uses, "E306")

    def test_chains_of_four_hundred_thousand_operators(self):
        for sign, last in (("1+", "1"), ("1*", "1"), ("2^", "2"), ("1<2 and ", "true"), ("not ", "true"), ("(", "1"), ("a[", "a"),
                           ("-", "1")):
            with self.subTest(sign):
                text = sign * (900000 // len(sign)) + last
                self.check(HEAD + f"define:\n  what: \"{text}\"\noutcomes: {{o: {{state: what}}}}\n", "E306")

    def test_sums_within_sums(self):
        inner = "x[i] * x[j] * x[k] * x[l] / (1 person^4 day)"
        self.check(actor(f"    state:\n      x[s]: {{count: person}}\n    processes:\n      p:\n"
                         f"        rate: sum({inner} for i in s, j in s, k in s, l in s)\n        do: \"x[m0] += 1 person\"\n") +
                   f"sets:\n  s: {list_of(1000)}\n", "E612")

    def test_statements_by_the_ten_thousand(self):
        body = "    state:\n      x: {count: person}\n    processes:\n      p:\n        rate: 1/day\n        do: |\n"
        self.check(actor(body + "          x += 1 person\n" * 35000))
        self.check(actor(body + "          if true then\n" * 10000 + "          end\n" * 10000), "E306")

    def test_laws_within_laws(self):
        law = "1"
        for _ in range(40):
            law = f"lognormal(mean = {law}, sd = 1)"
        self.check(actor(f"    state:\n      x: {{level: 1}}\n    processes:\n      p:\n        rate: 1/day\n        do: x := {law}\n"),
                   "E603")

    def test_powers_of_units(self):
        self.check(HEAD + "parameters:\n  p: 1 km^999999999\n  q: 1 " + "km " * 300000 + "\n", "E301")


class Things(Nasty):
    def test_ten_thousand_alternatives(self):
        self.check(HEAD + "parameters: {p: 1}\nalternatives:\n" +
                   "".join(f"  a{i}: {{set: {{parameters.p: {i}}}}}\n" for i in range(10000)), "E612")

    def test_ten_thousand_actors(self):
        self.check(HEAD + "actors:\n" + "".join(f"  a{i}: {{role: governing, state: {{x: {{count: person}}}}}}\n" for i in range(10000)))

    def test_overrides_by_the_thousand(self):
        self.check(HEAD + "parameters: {p: 1}\n", arguments=[f"--set=parameters.p={i}" for i in range(5000)])
        self.check(HEAD + "parameters: {p: 1}\n", "E801", arguments=[f"--set=parameters.q{i}={i}" for i in range(5000)])


if __name__ == "__main__":
    unittest.main()
