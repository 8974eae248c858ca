// Loads a scenario, runs 100 replications and prints the mean of an outcome: mean_outcome SCENARIO OUTCOME.
// SPDX-License-Identifier: Apache-2.0
#include <strife/strife.h>

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    const strife::Scenario scenario = strife::Scenario::load(argv[1]);
    const strife::Results results = strife::run_ensemble(scenario, {.replications = 100, .seed = 7});
    std::printf("%.17g\n", results.outcome(argv[2]).mean);
}
