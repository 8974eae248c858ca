// A scenario, loaded and compiled with its alternatives: what everything else starts from.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "strife/errors.h"
#include "strife/outcomes.h"

namespace strife {

/// How a scenario is loaded.
struct LoadSettings {
    /// Overlay files, as with `strife run --with`, applied before the overrides. Later ones win.
    std::vector<std::string> overlays = {};
    /// "path=value", as with `strife run --set`: "parameters.raiding=1/month". Later ones win.
    std::vector<std::string> overrides = {};
    /// Alternatives to compile beside the baseline; empty for all of them, {"none"} for none.
    std::vector<std::string> alternatives = {};
};

/// A scenario that is free of errors, compiled. Immutable: a copy shares the original's contents, and one scenario may serve any
/// number of threads at once. A moved-from scenario may only be assigned to or destroyed.
class Scenario {
  public:
    /// Reads the scenario file at `path` with the CSV files beside it, and compiles it with its alternatives. All that is wrong
    /// is found in one pass.
    /// @throws ScenarioError if there are errors, a missing file among them
    [[nodiscard]] static Scenario load(const std::string& path, const LoadSettings& settings = {});

    /// The same from memory; nothing is read from disk.
    /// @param path  the scenario's name among `texts`, by which diagnostics call it
    /// @param texts file names with their contents: the scenario (YAML) and the CSV files it names, relative to its folder
    /// @throws ScenarioError as load() does
    [[nodiscard]] static Scenario load_texts(const std::string& path, const std::map<std::string, std::string>& texts,
                                             const LoadSettings& settings = {});

    Scenario(const Scenario&);
    Scenario(Scenario&&) noexcept;
    Scenario& operator=(const Scenario&);
    Scenario& operator=(Scenario&&) noexcept;
    ~Scenario();

    [[nodiscard]] std::string title() const;
    /// Names of what can be run: "baseline" first, then the alternatives in the order of the file.
    [[nodiscard]] std::vector<std::string> alternatives() const;
    /// The date at which a run begins, "2025-01-01"; nothing where the scenario counts time by plain numbers.
    [[nodiscard]] std::optional<std::string> start_date() const;
    /// Length of a run [days].
    [[nodiscard]] double length_days() const;
    [[nodiscard]] std::vector<OutcomeInfo> outcomes() const;
    [[nodiscard]] std::vector<SeriesInfo> series() const;

    /// What is doubtful in it, by file and place.
    [[nodiscard]] std::vector<ScenarioFault> warnings() const;
    /// The warnings as people read them, with source lines and carets; empty without warnings.
    [[nodiscard]] std::string warnings_text() const;

    /// The scenario with its overrides applied, as YAML.
    [[nodiscard]] std::string resolved_yaml() const;
    /// The compiled baseline in readable form, as `strife check --model` prints it. Not a stable format.
    [[nodiscard]] std::string model_text() const;

    struct Contents;  ///< what the library keeps behind the pointer; not for callers

  private:
    friend struct EmbedAccess;
    explicit Scenario(std::shared_ptr<const Contents> contents);

    std::shared_ptr<const Contents> contents_;
};

}  // namespace strife
