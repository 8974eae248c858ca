#!/usr/bin/env python3
"""Plants faults in a small tree and expects check_layers and check_sizes to find them: checks_test.py [folder of the scripts].

SPDX-License-Identifier: Apache-2.0
"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPTS = pathlib.Path(__file__).resolve().parents[2] / "scripts"
TABLE = """<!-- levels -->
| level | folder | one responsibility | may include | libraries |
|---|---|---|---|---|
| 0 | `base` | ids | – | fmt |
| 1 | `low` | low | base | – |
| 2 | `high` | high | base, low | fmt, posix |
| 3 | `top` | top | all | – |
<!-- levels -->
"""
SOUND = {
    "engine/README.md": TABLE,
    "engine/base/a.h": "#include <vector>\n#include <fmt/format.h>\n",
    "engine/low/b.h": '#include "base/a.h"\n',
    "engine/high/c.cpp": '#include <unistd.h>\n#include "low/b.h"\n#include "base/a.h"\n#include "generated.h"\n',
    "engine/high/CMakeLists.txt": "strife_library(high\n  SOURCES c.cpp\n  LEVELS base low)\n",
    "engine/top/d.cpp": '#include "high/e.h"\n#include "strife/engine.h"\n',
    "engine/high/e.h": "",
    "include/strife/engine.h": "#include <string>\n",
}


def run(script, changes):
    """Exit status and output of a script for the sound tree with `changes` to its files."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {**SOUND, **changes}.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        result = subprocess.run([SCRIPTS / script, folder], capture_output=True, text=True, check=False)
        return result.returncode, result.stdout + result.stderr


def function(lines, head="int f(int a)"):
    return head + " {\n" + "    a += 1;\n" * (lines - 2) + "}\n"


class CheckLayers(unittest.TestCase):
    def finds(self, changes, expected):
        status, output = run("check_layers", changes)
        self.assertIn(expected, output)
        self.assertEqual(status, 1)

    def test_a_sound_tree_passes(self):
        self.assertEqual(run("check_layers", {})[0], 0, run("check_layers", {})[1])

    def test_an_include_of_a_higher_level(self):
        self.finds({"engine/base/a.h": '\n#include "low/b.h"\n'}, "engine/base/a.h:2: \"low/b.h\": 'base' may not include from 'low'")

    def test_an_include_of_an_unnamed_folder_on_a_lower_level(self):
        table = TABLE.replace("| base, low |", "| base |")
        self.finds({"engine/README.md": table}, "engine/high/c.cpp:2: \"low/b.h\": 'high' may not include from 'low'")

    def test_a_library_outside_its_folder(self):
        self.finds({"engine/low/b.h": "#include <fmt/format.h>\n"}, "engine/low/b.h:1: <fmt/format.h>: the library 'fmt'")
        self.finds({"engine/base/a.h": "#include <sys/stat.h>\n"}, "the library 'posix' is not among those of 'base'")
        self.finds({"engine/top/d.cpp": "  # include <hdf5.h>\n"}, "the library 'hdf5' is not among those of 'top'")

    def test_a_circle_of_files(self):
        self.finds({"engine/low/b.h": '#include "low/x.h"\n', "engine/low/x.h": '#include "low/b.h"\n'}, "low/b.h -> low/x.h -> low/b.h")

    def test_a_circle_of_one_file(self):
        self.finds({"engine/low/b.h": '#include "low/b.h"\n'}, "low/b.h -> low/b.h")

    def test_a_public_header_that_sees_the_inside(self):
        self.finds({"include/strife/engine.h": '#include "base/a.h"\n'}, "a public header may not include from 'base'")
        self.finds({"include/strife/engine.h": "#include <fmt/format.h>\n"}, "the library 'fmt' is not among those of a public header")

    def test_an_include_without_its_folder(self):
        self.finds({"engine/high/c.cpp": '#include "e.h"\n'}, 'engine/high/c.cpp:1: "e.h": name the folder too')

    def test_a_file_that_does_not_exist(self):
        self.finds({"engine/low/b.h": '#include "base/gone.h"\n'}, "there is no such file")

    def test_cmake_that_links_more_than_the_table(self):
        cmake = "strife_library(low SOURCES b.cpp LEVELS base high)\n"
        self.finds({"engine/low/CMakeLists.txt": cmake}, "engine/low/CMakeLists.txt: links 'high'")

    def test_a_folder_without_a_row(self):
        self.finds({"engine/new/CMakeLists.txt": ""}, "engine/new: has no row")

    def test_a_table_that_points_up(self):
        self.finds({"engine/README.md": TABLE.replace("| low | base |", "| low | base, high |")}, "not on a lower level")

    def test_a_missing_table(self):
        self.finds({"engine/README.md": "# Engine\n"}, "the table of levels must stand between two marks")


class CheckSizes(unittest.TestCase):
    def finds(self, name, text, expected):
        status, output = run("check_sizes", {name: text})
        self.assertIn(expected, output)
        self.assertEqual(status, 1)

    def passes(self, name, text):
        status, output = run("check_sizes", {name: text})
        self.assertEqual(status, 0, output)

    def test_a_sound_tree_passes(self):
        self.passes("engine/base/a.cpp", function(80))

    def test_a_long_file(self):
        self.passes("engine/base/a.cpp", "int a;\n" * 450)
        self.finds("engine/base/a.cpp", "int a;\n" * 451, "engine/base/a.cpp: 451 lines, more than 450")
        self.finds("scripts/do_it", "#!/usr/bin/env bash\n" * 451, "scripts/do_it: 451 lines")

    def test_a_long_function(self):
        self.finds("engine/base/a.cpp", "\n" + function(81), "engine/base/a.cpp:2: a function of 81 lines, more than 80")

    def test_long_functions_of_many_shapes(self):
        for head in ("namespace {\nvoid A::f() const noexcept", "struct B {\nint f(int a = 3)", "template <class T>\nauto f(T a) -> T",
                     'TEST(A, B)', "A::A(int a)\n    : a_{a}, b_(2)", "A::A(int a)\n    : a_{a}", "bool operator==(A a, A b)",
                     "const char* s = \"{\";\nint f(char c = '{')", "constexpr std::array<int, 2> k = {{1, 2}};\nint f()",
                     'const auto* r = R"x({{{)x";\n// {\n/* { */\nint f()', "int n = 1'000;\nint f()", "const auto f = [](int a)",
                     "class C : public D<int(int)> {\n  public:\n    void f() override"):
            status, output = run("check_sizes", {"bench/a.cpp": function(90, head)})
            self.assertIn("a function of", output, head)
            self.assertEqual(status, 1)

    def test_types_and_tables_may_be_longer_than_functions(self):
        self.passes("engine/base/a.h", function(90, "struct A final : B<int(int)>"))
        self.passes("engine/base/a.h", "constexpr std::array k = {\n" + "    f(1),\n" * 90 + "};\n")

    def test_two_short_functions_are_not_one(self):
        self.passes("engine/base/a.cpp", function(60) + function(60, "int g(char a = '}')"))

    def test_a_long_python_function(self):
        text = "def f():\n" + "    print(1)\n" * 80
        self.finds("tests/a.py", text, "tests/a.py:1: a function of 81 lines")
        self.finds("scripts/a", "#!/usr/bin/env python3\n" + text, "scripts/a:2: a function of 81 lines")


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        SCRIPTS = pathlib.Path(sys.argv.pop(1))
    unittest.main()
