// What every fuzz target demands of the engine: said in one place, ending the program where it does not hold.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"

namespace strife {

// Ends the program as a crash, which libFuzzer reports with the input, where a property does not hold.
void demand(bool holds, std::string_view what, std::string_view detail = {});

// Each diagnostic has a code, a message and a place within one of the texts, and all of them together can be shown on a terminal:
// whole UTF-8 without control characters.
void demand_good_diagnostics(const Diagnostics& diagnostics, const SourceMap& sources);

// Whether the bytes are UTF-8 without control characters but line feeds.
bool is_printable(std::string_view text);

// An input that stands for several files: the first is text up to a line `#file NAME`, each further one what follows such a line.
std::vector<std::pair<std::string, std::string>> split_files(std::string_view input, std::string_view first_name);

inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast): bytes are text
}

}  // namespace strife
