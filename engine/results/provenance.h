// Where a result comes from: all that is needed to make it again, apart from what changes at every run.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace strife {

struct NamedText {
    std::string name;
    std::string text;
};

// Equal for equal runs: no date, host or thread count.
struct Provenance {
    std::vector<NamedText> sources;      // every file read (YAML, CSV) as given, the scenario first
    std::string resolved_scenario;       // the scenario with includes, overlays and overrides, as YAML
    std::vector<std::string> overlays;   // `--with` arguments, by their names in `sources`
    std::vector<std::string> overrides;  // `--set` arguments
    std::uint64_t seed = 0;
    std::uint64_t replications = 0;  // asked for
    std::string method;              // selection method in use
    std::string generator;           // random number generator, "philox4x32-10"
    std::string version;             // of strife
    std::string git_commit;
    std::string compiler;
    std::string build_flags;
    std::string cpu_features;          // that the arithmetic depends on
    std::vector<NamedText> libraries;  // name and version
};

// Facts that differ from run to run; kept in one group that comparisons leave out.
struct VolatileFacts {
    std::string started_utc;  // ISO 8601
    std::string host;
    std::string command_line;
    std::uint64_t threads = 0;
    double wall_seconds = 0.0;
};

}  // namespace strife
