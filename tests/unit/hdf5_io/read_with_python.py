"""Reads the example run with h5py, netCDF4 and xarray (both engines) and checks what a user sees; checks FORMAT.md against it.

SPDX-License-Identifier: Apache-2.0
Usage: read_with_python.py <write_example_run> <FORMAT.md>
"""

import os
import re
import subprocess
import sys
import tempfile
import unittest
import warnings

import h5py
import netCDF4
import numpy as np
import xarray as xr

PROGRAM = FORMAT = None
ENGINES = ("netcdf4", "h5netcdf")
GROUPS = ("/", "/runs", "/series", "/events", "/failures", "/observed", "/provenance", "/volatile")
PROVINCES = ["kabul", "herat", "Ghōr"]


class ReadWithPython(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # How this xarray makes NaT of NaN.
        warnings.filterwarnings("ignore", "invalid value encountered in cast", RuntimeWarning)
        cls.directory = tempfile.TemporaryDirectory()
        cls.path = os.path.join(cls.directory.name, "example.h5")
        subprocess.run([PROGRAM, cls.path], check=True)

    @classmethod
    def tearDownClass(cls):
        cls.directory.cleanup()

    def each_engine(self, group):
        for engine in ENGINES:
            with self.subTest(engine=engine, group=group):
                with xr.open_dataset(self.path, engine=engine, group=group) as dataset:
                    yield dataset.load()

    def test_every_group_opens_alone_and_names_its_units(self):
        for group in GROUPS:
            for dataset in self.each_engine(group):
                for name, variable in dataset.variables.items():
                    self.assertIn("long_name", variable.attrs, name)
                    self.assertTrue("units" in variable.attrs or "units" in variable.encoding, name)

    def test_root_holds_summaries_by_name_and_date(self):
        for root in self.each_engine("/"):
            self.assertEqual(list(root.alternative.values), ["baseline", "no_sponsor"])
            self.assertEqual(list(root.province.values), PROVINCES)
            self.assertEqual(root.attrs["title"], "Ein kleines Beispiel über Städte")
            self.assertEqual(root.attrs["Conventions"], "CF-1.8")
            self.assertEqual(root.attrs["completion"], "complete")
            self.assertEqual(int(root.attrs["complete"]), 1)
            self.assertEqual(root.attacks_mean.sel(alternative="no_sponsor").item(), 104.5)
            self.assertEqual(root.attacks_quantiles.sel(alternative="baseline", quantile=0.95).item(), 8.0)
            self.assertEqual(root.deaths_mean.sel(alternative="baseline", province="herat").item(), 44.5)
            self.assertEqual(root.attacks_mean.attrs["units"], "event")
            self.assertEqual(root.first_abroad_mean.values[0], np.datetime64("2022-01-15T12:00"))
            self.assertTrue(np.isnat(root.first_abroad_quantiles.sel(alternative="baseline", quantile=0.95).values))
            self.assertEqual(root.first_abroad_sd.dtype, np.float64)
            self.assertEqual(root.first_abroad_probability.values[1], 0.8)
            self.assertEqual(list(root.attacks_bin.values), [0.0, 4.0, 5.0])
            self.assertEqual(root.attacks_bin_count.values.tolist(), [[3, 6, 0], [3, 0, 6]])
            self.assertEqual(root.strength_quantiles.dims, ("alternative", "time", "quantile"))
            self.assertEqual(root.attacks_monthly_mean.dims, ("alternative", "province", "time_per_month"))

    def test_times_are_dates_and_periods_have_bounds(self):
        days = np.array(["2022-01-01", "2022-02-01", "2022-03-01", "2022-04-01"], dtype="datetime64[D]")
        for group in ("/", "/series"):
            for dataset in self.each_engine(group):
                self.assertEqual(list(dataset.time.values), list(days))
                self.assertEqual(list(dataset.time_per_month.values), list(days[1:]))
                bounds = dataset[dataset.time_per_month.attrs["bounds"]]
                self.assertEqual(bounds.values[1].tolist(), days[1:3].astype("datetime64[ns]").tolist())
                self.assertEqual(dataset.time.attrs["axis"], "T")

    def test_runs_hold_every_replication(self):
        for runs in self.each_engine("/runs"):
            self.assertEqual(runs.attacks.dims, ("alternative", "replication"))
            self.assertEqual(runs.attacks.sel(alternative="no_sponsor", replication=7).item(), 107.0)
            self.assertTrue(np.isnan(runs.attacks.sel(alternative="no_sponsor", replication=2).item()))
            self.assertEqual(runs.finished.values.tolist(), [[1] * 10, [1, 1, 0] + [1] * 7])
            self.assertEqual(runs.deaths.sel(alternative="baseline", replication=3, province="Ghōr").item(), 53.0)
            self.assertEqual(runs.first_abroad.values[0, 0], np.datetime64("2022-01-11"))
            self.assertTrue(np.isnat(runs.first_abroad.values[0, 4]))
            self.assertEqual(runs.stop_reason.values[0, :3].tolist(), [-1, 0, -1])
            self.assertEqual(runs.end_time.values[0, 1], np.datetime64("2022-02-15T12:00"))
            self.assertEqual(runs.event_count.values[1, 9], 59)

    def test_series_hold_every_replication(self):
        for series in self.each_engine("/series"):
            self.assertEqual(series.strength.dims, ("alternative", "replication", "time"))
            self.assertEqual(series.strength.sel(alternative="baseline", replication=3, time="2022-03-01").item(), 3002.0)
            monthly = series.attacks_monthly.sel(alternative="no_sponsor", replication=9, province="herat")
            self.assertEqual(monthly.values.tolist(), [9007.0, 9008.0, 9009.0])

    def test_events_and_failures_are_text_columns(self):
        for events in self.each_engine("/events"):
            self.assertEqual(events.sizes["event"], 40)
            row = events.isel(event=3)
            self.assertEqual([row.alternative.item(), row.replication.item(), row.type.item(), row.actor.item(),
                              row["attributes"].item()], ["no_sponsor", 0, "foiled_plot", "", "place=Ghōr"])
            self.assertEqual(row.time.values, np.datetime64("2022-01-31"))
        for failures in self.each_engine("/failures"):
            row = failures.isel(failure=0)
            self.assertEqual([row.alternative.item(), row.replication.item(), row.event_count.item(), row.process.item(),
                              row.message.item(), row.place.item()],
                             ["no_sponsor", 2, 7, "insurgents.bomb[kabul]", "the rate is -1 /day", "scenario.yaml:14:9"])

    def test_provenance_is_enough_to_repeat(self):
        for provenance in self.each_engine("/provenance"):
            self.assertEqual(int(provenance.attrs["seed"]), 2**64 - 1)
            self.assertEqual(provenance.attrs["generator"], "philox4x32-10")
            self.assertEqual(provenance.resolved_scenario.item(), "strife: 1\n")
            self.assertEqual(provenance.source_text.sel(source="scenario.yaml").item(), "strife: 1\ntitle: Städte\n")
            self.assertEqual(provenance.library_version.sel(library="HDF5").item(), "1.10.8")
            self.assertEqual(list(provenance.override.values), ["parameters.x=3"])
        for volatile in self.each_engine("/volatile"):
            self.assertEqual(volatile.attrs["host"], "somewhere")
            self.assertEqual(volatile.attrs["command_line"], "strife run scenario.yaml")
            self.assertEqual(float(volatile.attrs["wall_seconds"]), 1.25)

    def test_h5py_reads_names_as_text(self):
        with h5py.File(self.path) as file:
            self.assertEqual(file["province"].asstr()[:].tolist(), PROVINCES)
            self.assertEqual(file["runs/attacks"].attrs["units"], "event")
            self.assertEqual([dim.label or dim[0].name for dim in file["runs/deaths"].dims],
                             ["/runs/alternative", "/runs/replication", "/runs/province"])
            self.assertEqual(file["runs/attacks"][0, :3].tolist(), [0.0, 1.0, 2.0])

    def test_numbers_are_compressed_with_checksums_and_no_object_has_a_time(self):
        def visit(name, item):
            if not isinstance(item, h5py.Dataset):
                return
            self.assertNotIn(item.dtype.kind, "V", name)
            self.assertIsNone(h5py.check_enum_dtype(item.dtype), name)
            if item.dtype.kind != "O":
                self.assertTrue(item.fletcher32 and item.shuffle and item.compression == "gzip", name)

        with h5py.File(self.path) as file:
            file.visititems(visit)
        listing = subprocess.run(["h5ls", "-v", "-r", self.path], capture_output=True, text=True, check=True).stdout
        self.assertIn("runs/attacks", listing)
        self.assertNotIn("Modified", listing)

    def test_netcdf_library_sees_dimensions_everywhere(self):
        with netCDF4.Dataset(self.path) as file:
            self.assertEqual(file["attacks_quantiles"].dimensions, ("alternative", "quantile"))
            self.assertEqual(file["runs/deaths"].dimensions, ("alternative", "replication", "province"))
            groups = [file] + list(file.groups.values())
            names = [name for group in groups for name in group.dimensions]
            self.assertFalse([name for name in names if name.startswith("phony")])

    def test_empty_run_opens(self):
        path = os.path.join(self.directory.name, "empty.h5")
        subprocess.run([PROGRAM, path, "0"], check=True)
        for engine in ENGINES:
            for group in GROUPS:
                with xr.open_dataset(path, engine=engine, group=group) as dataset:
                    dataset.load()
            with xr.open_dataset(path, engine=engine, group="/runs") as runs:
                self.assertEqual(runs.attacks.shape, (2, 0))

    def test_h5diff_finds_no_difference_between_block_sizes(self):
        paths = [os.path.join(self.directory.name, f"blocks{size}.h5") for size in (1, 7, 20)]
        for path, size in zip(paths, (1, 7, 20)):
            subprocess.run([PROGRAM, path, "20", str(size)], check=True)
        for path in paths[1:]:
            result = subprocess.run(["h5diff", "--exclude-path", "/volatile", paths[0], path], capture_output=True, text=True)
            self.assertEqual((result.returncode, result.stdout), (0, ""))

    def test_format_page_tells_every_variable(self):
        with open(FORMAT, encoding="utf-8") as page:
            documented = set(re.findall(r"^\| `(/[^`]*)` \|", page.read(), re.MULTILINE))
        written = set()
        with h5py.File(self.path) as file:
            file.visititems(lambda name, item: written.add(generic_name(name)) if isinstance(item, h5py.Dataset) else None)
        self.assertEqual(written, documented)


def generic_name(name):
    """'/attacks_mean' to '/<outcome>_mean' and so on, as FORMAT.md writes them."""
    group, _, variable = ("/" + name).rpartition("/")
    for pattern, placeholder in (("province", "<set>"), ("time_per_month", "<grid>"), ("time", "<grid>"),
                                 ("attacks_monthly", "<series>"), ("strength", "<series>"), ("attacks", "<outcome>"),
                                 ("first_abroad", "<outcome>"), ("overrun", "<outcome>"), ("deaths", "<outcome>")):
        if group in ("", "/runs", "/series") and (variable == pattern or variable.startswith(pattern + "_")):
            return f"{group}/{placeholder}{variable[len(pattern):]}"
    return f"{group}/{variable}"


if __name__ == "__main__":
    PROGRAM, FORMAT = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1])
