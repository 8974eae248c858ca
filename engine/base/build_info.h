// What this program was built from, by what and for what: facts that results carry so that they can be made again.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace strife {

// "0.1.0", the version of the project.
std::string_view version();
// The commit of the sources when they were compiled, 40 hexadecimal digits, with "-dirty" after it where tracked files
// differed from it; "unknown" outside a git checkout.
std::string_view git_commit();
// "GNU 12.2.0".
std::string_view compiler();
// "Release: -O3 -DNDEBUG ...": the build type and the flags that the compiler was given.
std::string_view build_flags();
// "x86-64 sse4.2 avx avx2 fma": the architecture and what of it this machine has that mathematical functions may depend on.
std::string cpu_features();
// Name and version of the libraries that this folder uses: fmt as compiled against, udunits as linked.
std::vector<std::pair<std::string, std::string>> base_libraries();

}  // namespace strife
