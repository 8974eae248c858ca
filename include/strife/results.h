// The results of an ensemble: distributions of outcomes and series, from a run at hand or from a result file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "strife/errors.h"
#include "strife/outcomes.h"

namespace strife {

/// How a run ended.
enum class RunEnding {
    complete,     ///< every replication asked for was run
    interrupted,  ///< ended from outside; what was finished is kept
    failed        ///< ended by more failed replications than were allowed
};

/// The distribution of one number over the finished replications of one alternative. Numbers are in the units of their outcome,
/// NaN where undefined. A plain value.
struct Distribution {
    std::uint64_t n = 0;          ///< replications in which the number is defined
    std::uint64_t n_missing = 0;  ///< those in which it is not: undefined, or not happened before the end
    double mean = 0.0;
    double sd = 0.0;     ///< with n - 1
    double lower = 0.0;  ///< 95 % confidence limits of the mean (Student's t); of a probability by Wilson's method
    double upper = 0.0;
    double minimum = 0.0;
    double maximum = 0.0;
    /// At 5, 25, 50, 75 and 95 %. Of a first time over all replications, those where it did not happen counting as later.
    std::array<double, 5> quantiles{};
    double share_happened = 0.0;  ///< of a first time: share of replications in which it happened; else NaN
};

/// What one alternative took.
struct AlternativeTotals {
    std::string name;
    std::uint64_t replications = 0;  ///< finished
    std::uint64_t failed = 0;
    std::uint64_t events = 0;  ///< executed in all of them
};

/// The results of one run. Immutable: a copy shares the original's contents. A moved-from object may only be assigned to or
/// destroyed.
class Results {
  public:
    /// Reads the summaries of a result file; samples are read from it when they are asked for.
    /// @throws FileError if it is missing, damaged, no result of strife, or of a newer format
    [[nodiscard]] static Results read(const std::string& path);

    Results(const Results&);
    Results(Results&&) noexcept;
    Results& operator=(const Results&);
    Results& operator=(Results&&) noexcept;
    ~Results();

    [[nodiscard]] std::string title() const;
    /// "baseline" first.
    [[nodiscard]] std::vector<AlternativeTotals> alternatives() const;
    [[nodiscard]] std::vector<OutcomeInfo> outcomes() const;
    [[nodiscard]] std::vector<SeriesInfo> series() const;
    [[nodiscard]] std::uint64_t seed() const;
    /// Replications kept of each alternative, failed ones included.
    [[nodiscard]] std::uint64_t replications() const;
    [[nodiscard]] RunEnding ending() const;
    /// In the order of replications.
    [[nodiscard]] std::vector<ReplicationFailure> failures() const;
    /// Where the result file is; nothing for a run without one.
    [[nodiscard]] std::optional<std::string> path() const;

    /// The distribution of an outcome.
    /// @throws LookupError if there is no such number
    [[nodiscard]] Distribution outcome(const std::string& name, const NumberAddress& which = {}) const;
    /// The distributions of a series, [times].
    /// @throws LookupError if there is no such series
    [[nodiscard]] std::vector<Distribution> series(const std::string& name, const NumberAddress& which = {}) const;
    /// The values of an outcome, [replications()]; NaN where undefined and for a failed replication.
    /// @throws LookupError if there is no such number, or the run neither wrote a file nor kept samples
    /// @throws FileError   if the file cannot be read any more
    [[nodiscard]] std::vector<double> samples(const std::string& name, const NumberAddress& which = {}) const;
    /// A series of one replication, [times], from a file that keeps them.
    /// @throws LookupError if there is no such series or replication, or series were not kept
    /// @throws FileError   if the file cannot be read any more
    [[nodiscard]] std::vector<double> sample_series(const std::string& name, std::uint64_t replication,
                                                    const NumberAddress& which = {}) const;

    /// The summary as one JSON object, as `strife show --json` prints it.
    [[nodiscard]] std::string json() const;
    /// The summary as a table of UTF-8 text at most `width` columns wide, as `strife show` prints it.
    [[nodiscard]] std::string table(std::size_t width = 100) const;

    struct Contents;  ///< what the library keeps behind the pointer; not for callers

  private:
    friend struct EmbedAccess;
    explicit Results(std::shared_ptr<const Contents> contents);

    std::shared_ptr<const Contents> contents_;
};

}  // namespace strife
