// Writes the example run to the path given; what read_with_python.py reads.
// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "example_run.h"

// write_example_run <path> [<replications> [<block size>]]
int main(int argc, char** argv) {
    try {
        strife::ExampleOptions options;
        if (argc > 2) options.replications = options.kept = std::strtoull(argv[2], nullptr, 10);
        if (argc > 3) options.block_size = std::strtoull(argv[3], nullptr, 10);
        if (argc < 2 || options.block_size == 0) return 2;
        strife::write_example(argv[1], options);
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
