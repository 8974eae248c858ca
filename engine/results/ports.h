// Ports between running and storing: the ensemble writes to a ResultSink, reports read from a ResultSource.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "results/descriptors.h"
#include "results/exact_solution.h"
#include "results/provenance.h"
#include "results/sample_block.h"
#include "results/summary.h"

namespace strife {

// How a result came about.
enum class ResultKind {
    ensemble,    // by replications
    exact,       // from the distribution over all states
    stationary,  // the same, as if the run began in the distribution in which it comes to rest
    mean_field   // from the differential equations of the deterministic limit: means alone
};

// What a sink must know before the first block.
struct RunHeader {
    RunDescriptor run;
    std::vector<std::string> alternatives;     // "baseline" first
    std::uint64_t replications = 0;            // asked for, of each alternative
    std::uint64_t replications_per_point = 0;  // 0 unless the design is nested: then draws of priors are shared by so many
    bool keep_series = false;                  // all series of every replication are stored
    bool keep_events = false;                  // the event log is stored
    Provenance provenance;
    ResultKind kind = ResultKind::ensemble;  // no other kind has replications
};

enum class Completion {
    complete,     // every replication asked for was run
    interrupted,  // ended by a signal
    failed        // ended by too many failures
};

// What a sink gets at the end. Only replications [0, replications_kept) of every alternative are to be kept.
struct RunFooter {
    Completion completion = Completion::complete;
    std::uint64_t replications_kept = 0;
    std::vector<AlternativeSummary> summaries;  // [alternatives]
    VolatileFacts volatile_facts;
    std::vector<ExactSolution> solutions = {};  // [alternatives] of an exact or stationary result, else empty
};

// Receives the blocks of a run in order: for each block of replications all alternatives, then the next block.
class ResultSink {
  public:
    virtual ~ResultSink() = default;
    virtual void begin(const RunHeader& header) = 0;
    virtual void write(const SampleBlock& block) = 0;
    virtual void finish(const RunFooter& footer) = 0;
};

// A finished run as read back.
struct StoredRun {
    RunHeader header;
    RunFooter footer;
    std::vector<FailureRecord> failures;
    std::string format_version;
};

}  // namespace strife
