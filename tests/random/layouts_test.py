#!/usr/bin/python3
"""The layouts of streams that scripts/dieharder tests: each is there, repeats itself and is none of the others.

Beside it a first look at each: bytes are equally frequent and neighbouring words share no more bits than chance has them share.
"""
# SPDX-License-Identifier: Apache-2.0
import subprocess
import sys
import unittest

import numpy
import scipy.stats

PROGRAM = sys.argv.pop(1)
N_WORDS = 1 << 16
FAMILY_ALARM = 1e-4


def layouts():
    listed = subprocess.run([PROGRAM], capture_output=True, text=True, check=True).stdout
    return [line.split()[0] for line in listed.splitlines()]


def words(layout, seed=1):
    with subprocess.Popen([PROGRAM, layout, str(seed)], stdout=subprocess.PIPE) as running:
        data = running.stdout.read(8 * N_WORDS)
        running.stdout.close()
    return numpy.frombuffer(data, dtype="<u8")


def tails(sample):
    """Tail probabilities of the counts of bytes and of the bits that neighbours share."""
    counts = numpy.bincount(sample.view(numpy.uint8), minlength=256)
    different = numpy.unpackbits((sample[1:] ^ sample[:-1]).view(numpy.uint8)).reshape(-1, 64).sum(axis=1)
    shared = numpy.bincount(64 - different.astype(int), minlength=65)
    law = scipy.stats.binom.pmf(numpy.arange(65), 64, 0.5)
    middle = slice(18, 47)  # beyond it less than 5 are expected
    expected = numpy.append(law[middle], 1 - law[middle].sum()) * shared.sum()
    observed = numpy.append(shared[middle], shared.sum() - shared[middle].sum())
    return scipy.stats.chisquare(counts).pvalue, scipy.stats.chisquare(observed, expected).pvalue


class Layouts(unittest.TestCase):
    def test_there_are_those_of_the_engine(self):
        self.assertEqual(layouts(), ["clock", "clock_replications", "channel_clocks", "firings", "places", "replications", "purposes",
                                     "seeds", "within"])

    def test_repeat_themselves_and_are_none_of_the_others(self):
        seen = set()
        for layout in layouts():
            sample = words(layout)
            self.assertEqual(len(sample), N_WORDS)
            numpy.testing.assert_array_equal(sample, words(layout))
            self.assertEqual(len(numpy.unique(sample)), N_WORDS)
            # Some layouts begin with the same stream; beyond their first words none goes the way of another.
            self.assertNotIn(sample[100:200].tobytes(), seen)
            seen.add(sample[100:200].tobytes())

    def test_first_look(self):
        least = FAMILY_ALARM / (2 * len(layouts()))
        for layout in layouts():
            with self.subTest(layout=layout):
                self.assertGreater(min(tails(words(layout))), least)

    def test_first_look_sees_neighbours_that_hang_together(self):
        sample = words("clock").copy()
        sample[1::2] = sample[::2] ^ (sample[1::2] >> numpy.uint64(2))  # the upper bits of every other word come twice
        self.assertLess(min(tails(sample)), FAMILY_ALARM / 100)

    def test_an_unknown_one_is_refused(self):
        self.assertEqual(subprocess.run([PROGRAM, "nothing"], capture_output=True, check=False).returncode, 2)


if __name__ == "__main__":
    unittest.main()
