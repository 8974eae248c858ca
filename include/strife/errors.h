// What strife's public functions throw.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace strife {

/// The base of everything that the public functions throw on purpose. Beside it they may throw std::bad_alloc, and what a
/// callback of the caller throws.
class Error : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// One thing that is wrong or doubtful in a scenario or in the settings of a run. A plain value; owns its texts.
struct ScenarioFault {
    std::string code;          ///< stable, for programs: "E401"; those of warnings begin with W
    bool is_error = true;      ///< false for a warning
    std::string file;          ///< as the caller named it, `--set` for an override; empty where the fault has no place
    std::uint32_t line = 0;    ///< from 1; 0 where the fault has no place
    std::uint32_t column = 0;  ///< from 1, in code points; 0 where the fault has no place
    std::string message;       ///< the problem and why, with the values in it
    std::string hint;          ///< a suggestion; empty where there is none
};

/// A scenario, an override or the settings of a run cannot be used. what() shows all diagnostics as `strife check` prints them,
/// with source lines and carets.
class ScenarioError : public Error {
  public:
    /// @param rendered what() of the exception
    /// @param faults   errors and warnings, by file and place; at least one error
    ScenarioError(const std::string& rendered, std::vector<ScenarioFault> faults);
    ~ScenarioError() override;
    ScenarioError(const ScenarioError&) = default;
    ScenarioError& operator=(const ScenarioError&) = default;

    /// Errors and warnings by file and place, owned by the exception.
    [[nodiscard]] const std::vector<ScenarioFault>& faults() const noexcept { return faults_; }

  private:
    std::vector<ScenarioFault> faults_;
};

/// A result file cannot be written or read. what() is "<path>: <operation>: <reason>".
class FileError : public Error {
  public:
    /// @param path    the file
    /// @param message what() of the exception
    FileError(std::string path, const std::string& message);
    ~FileError() override;
    FileError(const FileError&) = default;
    FileError& operator=(const FileError&) = default;

    /// The file as the caller named it, owned by the exception.
    [[nodiscard]] const std::string& path() const noexcept { return path_; }

  private:
    std::string path_;
};

/// A replication that met a fault of the model while it ran. A plain value; owns its texts.
struct ReplicationFailure {
    std::uint64_t replication = 0;  ///< number, from 0
    std::string alternative;        ///< "baseline" for the scenario itself
    double time_days = 0.0;         ///< simulated time of the fault [days after the start]
    std::uint64_t event_count = 0;  ///< events executed before it
    std::string process;            ///< qualified name and members, "insurgents.bomb[kabul]"
    std::string message;            ///< the problem, with the values in it
    std::string place;              ///< "file:line:column" of the scenario; empty where there is none
};

/// The one replication that was asked for failed. what() tells place, process and message.
class SimulationError : public Error {
  public:
    explicit SimulationError(ReplicationFailure failure);
    ~SimulationError() override;
    SimulationError(const SimulationError&) = default;
    SimulationError& operator=(const SimulationError&) = default;

    /// What happened, owned by the exception.
    [[nodiscard]] const ReplicationFailure& failure() const noexcept { return failure_; }

  private:
    ReplicationFailure failure_;
};

/// There is no outcome, series, set member or alternative of this name, or nothing of the kind was kept.
class LookupError : public Error {
  public:
    using Error::Error;
};

}  // namespace strife
