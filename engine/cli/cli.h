// The command line as a function of its arguments and streams.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>

namespace strife {

enum ExitCode : int {
    kExitDone = 0,
    kExitFailures = 1,      // ended by run-time failures beyond --max-failures; the file is kept, marked incomplete
    kExitUsage = 2,         // wrong usage or an invalid scenario; nothing was written
    kExitSomeFailures = 4,  // complete, with failed replications within --max-failures
    kExitInputOutput = 6,   // a file exists already, or cannot be read or written
    kExitInternal = 70,     // a bug in strife
    kExitInterrupted = 75   // ended by a signal; what was finished is kept
};

// Runs one command. Data go to `out`, what people read to `err`. Returns the exit status.
int run_cli(int argc, const char* const* argv, std::ostream& out, std::ostream& err);

}  // namespace strife
