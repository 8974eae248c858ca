// SPDX-License-Identifier: Apache-2.0
#include "base/build_info.h"

#include <fmt/format.h>

#include "build_facts.h"
#include "git_commit.h"

namespace strife {

std::string_view version() {
    return kBuiltVersion;
}

std::string_view git_commit() {
    return kBuiltGitCommit;
}

std::string_view compiler() {
    return kBuiltCompiler;
}

std::string_view build_flags() {
    return kBuiltFlags;
}

std::string cpu_features() {
#if defined(__x86_64__)
    std::string text = "x86-64";
    // A literal for each, because the builtin takes nothing else. These are the ones by which glibc picks its exp, log and pow.
    if (__builtin_cpu_supports("sse4.2")) text += " sse4.2";
    if (__builtin_cpu_supports("avx")) text += " avx";
    if (__builtin_cpu_supports("avx2")) text += " avx2";
    if (__builtin_cpu_supports("fma")) text += " fma";
    if (__builtin_cpu_supports("fma4")) text += " fma4";
    if (__builtin_cpu_supports("avx512f")) text += " avx512f";
    return text;
#elif defined(__aarch64__)
    return "aarch64";
#else
    return "other";
#endif
}

std::vector<std::pair<std::string, std::string>> base_libraries() {
    const std::string fmt_version = fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100);
    return {{"fmt", fmt_version}, {"udunits", kBuiltUdunits}};
}

}  // namespace strife
