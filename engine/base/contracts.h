// Contracts for our own mistakes: on in dev and sanitizer builds, off in release; never for user data.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

namespace strife {

// Thrown when a contract is broken: a bug in strife, not in the scenario.
class ContractError : public std::logic_error {
  public:
    using std::logic_error::logic_error;
};

[[noreturn]] inline void contract_failed(const char* kind, const char* condition, const char* file, int line) {
    throw ContractError(std::string(kind) + " failed: " + condition + " at " + file + ":" + std::to_string(line) +
                        " (this is a bug in strife)");
}

}  // namespace strife

#ifdef STRIFE_CONTRACTS
#define STRIFE_CONTRACT_(kind, condition) \
    ((condition) ? static_cast<void>(0) : ::strife::contract_failed(kind, #condition, __FILE__, __LINE__))
#else
#define STRIFE_CONTRACT_(kind, condition) static_cast<void>(sizeof(!(condition)))
#endif

#define STRIFE_EXPECT(condition) STRIFE_CONTRACT_("precondition", condition)
#define STRIFE_ASSERT(condition) STRIFE_CONTRACT_("assertion", condition)
#define STRIFE_ENSURE(condition) STRIFE_CONTRACT_("postcondition", condition)
