// Diagnostics about what the user wrote: collected, never thrown one by one, and shown all at once.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/source.h"

namespace strife {

enum class Severity { error, warning };

// Stable codes, listed with their meaning in diagnostic_codes.def.
enum class DiagnosticCode {
#define STRIFE_DIAGNOSTIC(code, meaning) code,
#include "base/diagnostic_codes.def"
#undef STRIFE_DIAGNOSTIC
};

// "E101" for DiagnosticCode::E101.
std::string_view code_name(DiagnosticCode code);
// One sentence that says what the code means in general.
std::string_view code_meaning(DiagnosticCode code);

struct Diagnostic {
    Severity severity = Severity::error;
    DiagnosticCode code{};
    SourceSpan span;      // invalid where the problem has no place (a missing file named on the command line)
    std::string message;  // the problem and why, with the values in it
    std::string hint;     // a suggestion; empty where none exists
};

// Collects diagnostics in the order they are found; identical ones (same place, code and message) are kept once. At most
// kMaxKept errors and as many warnings are kept; the others are only counted, since nobody reads so many.
class Diagnostics {
  public:
    static constexpr std::size_t kMaxKept = 200;

    void error(DiagnosticCode code, SourceSpan span, std::string message, std::string hint = {});
    void warning(DiagnosticCode code, SourceSpan span, std::string message, std::string hint = {});

    [[nodiscard]] bool has_errors() const { return n_errors_ > 0; }
    // Errors found, those that were not kept included.
    [[nodiscard]] std::size_t error_count() const { return n_errors_; }
    // Errors and warnings that were found but not kept.
    [[nodiscard]] std::size_t dropped() const { return dropped_.size(); }
    [[nodiscard]] bool empty() const { return all_.empty(); }
    // Sorted by file in order of reading, then by place; those without a place come first.
    [[nodiscard]] std::vector<Diagnostic> sorted() const;

  private:
    void add(Diagnostic diagnostic);

    std::vector<Diagnostic> all_;
    std::size_t n_errors_ = 0;
    std::size_t n_warnings_ = 0;
    std::unordered_multimap<std::size_t, std::size_t> kept_;  // hash of a diagnostic to its index in all_
    std::unordered_set<std::size_t> dropped_;                 // hashes of those that were not kept
};

// Renders one diagnostic as people read it, ending with a newline:
//   file:line:column: error[E101]: message
//       <the source line>
//           ^~~~
//     hint: ...
std::string render(const Diagnostic& diagnostic, const SourceMap& sources);
// All of them, sorted, and "... and 12 more" where some were not kept.
std::string render_all(const Diagnostics& diagnostics, const SourceMap& sources);

// The candidates nearest to `name` by edit distance, nearest first, at most `limit`; empty if nothing is near.
std::vector<std::string> nearest_names(std::string_view name, const std::vector<std::string>& candidates, std::size_t limit = 3);
// "did you mean 'a' or 'b'?", or empty if nothing is near.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace strife
