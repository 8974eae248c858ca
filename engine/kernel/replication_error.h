// A fault of the model while it runs: what went wrong, when, in which process and at which place of the scenario.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

#include "base/source.h"

namespace strife {

class ReplicationError : public std::runtime_error {
  public:
    ReplicationError(const std::string& message, double time_at_fault, std::uint64_t events, std::string process_name,
                     SourceSpan span)
        : std::runtime_error(message),
          time_days(time_at_fault),
          event_count(events),
          process(std::move(process_name)),
          place(span) {}

    double time_days;
    std::uint64_t event_count;
    std::string process;
    SourceSpan place;
};

}  // namespace strife
