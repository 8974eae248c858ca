// Why a scenario cannot be solved: it is beyond what solving is for, or it does something wrong in a state that it can reach.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

#include "base/source.h"

namespace strife {

class SolveError : public std::runtime_error {
  public:
    enum class Kind : std::uint8_t {
        refused,  // cannot be solved, though it may be run
        fault     // would fail in a run as well
    };
    SolveError(Kind error_kind, const std::string& message, SourceSpan span, std::string process_name = {},
               std::string suggestion = {})
        : std::runtime_error(message),
          kind(error_kind),
          place(span),
          process(std::move(process_name)),
          hint(std::move(suggestion)) {}

    Kind kind;
    SourceSpan place;
    std::string process;  // qualified name and members, empty where none is at work
    std::string hint;
};

}  // namespace strife
