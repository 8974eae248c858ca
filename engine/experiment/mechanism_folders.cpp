// SPDX-License-Identifier: Apache-2.0
#include "experiment/mechanism_folders.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string_view>

namespace strife {

std::vector<std::string> mechanism_folders() {
    std::vector<std::string> folders;
    const char* given = std::getenv("STRIFE_MECHANISMS");
    for (std::string_view rest = given == nullptr ? "" : given; !rest.empty();) {
        const std::size_t end = std::min(rest.find(':'), rest.size());
        if (end > 0) folders.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    std::error_code error;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
    // As `cmake --install` lays it out; a scenario that was installed beside it finds it by its own place as well.
    const std::filesystem::path shipped = program.parent_path().parent_path() / "share/strife/scenarios/mechanisms";
    if (!error && std::filesystem::is_directory(shipped, error)) folders.push_back(shipped.generic_string());
    return folders;
}

}  // namespace strife
