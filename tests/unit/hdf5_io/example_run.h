// A small run with everything a result file can hold, its values given by formulas, for the tests of hdf5_io.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "results/ports.h"

namespace strife {

struct ExampleOptions {
    std::uint64_t replications = 10;  // announced and delivered
    std::uint64_t kept = 10;
    std::uint64_t block_size = 10;
    Completion completion = Completion::complete;
    bool keep_series = true;
    bool keep_events = true;
    std::string host = "somewhere";
};

// Two alternatives, a set of three provinces, monthly instants and periods from 2022-01-01, four outcomes and two series.
RunHeader example_header(const ExampleOptions& options);
// Replication 2 of the second alternative fails; every replication logs two events; replication 1 stops early.
SampleBlock example_block(const ExampleOptions& options, std::uint32_t alternative, std::uint64_t first, std::uint64_t count);
RunFooter example_footer(const ExampleOptions& options);

// The value of scalar column `column` in the example: 100 alternative + 10 column + replication.
double example_scalar(std::uint32_t alternative, std::size_t column, std::uint64_t replication);

// Begins, writes all blocks in turn and finishes.
void feed_example(ResultSink& sink, const ExampleOptions& options);
// The same into a new file; the name it got.
std::string write_example(const std::string& path, const ExampleOptions& options);

}  // namespace strife
