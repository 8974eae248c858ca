// The program: everything is in cli.cpp, so that tests can run it as well.
// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "cli/cli.h"

int main(int argc, char** argv) {
    return strife::run_cli(argc, argv, std::cout, std::cerr);
}
