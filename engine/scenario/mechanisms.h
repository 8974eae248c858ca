// Mechanisms: reusable parts of scenarios, found by their names and written out into the actors that use them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "scenario/files.h"
#include "scenario/yaml_tree.h"

namespace strife {

// The sections of an actor in which a mechanism has entries.
inline constexpr std::array<std::string_view, 4> kOwnedSections = {"state", "perceives", "activities", "processes"};

// The files of mechanisms, each read once. `recruitment.grievance` is recruitment/grievance.yaml in the folder `mechanisms`
// beside the scenario, else beside one of the folders above it, else in one of `folders`.
class MechanismFiles {
  public:
    MechanismFiles(std::shared_ptr<const FileProvider> files, std::string scenario_path, std::vector<std::string> folders)
        : files_(std::move(files)), scenario_path_(std::move(scenario_path)), folders_(std::move(folders)) {}

    // The tree of a mechanism, which has the form of one; null after a fault, which is reported where its name stands.
    const YamlNode* find(const MappedText& name, SourceMap& sources, Diagnostics& diagnostics);
    // Every file read, by the path where it is found beside a scenario ("mechanisms/recruitment/grievance.yaml").
    [[nodiscard]] const std::vector<std::pair<std::string, SourceFileId>>& read() const { return read_; }

  private:
    [[nodiscard]] std::optional<std::string> locate(const std::string& file) const;
    void report_missing(const MappedText& name, const std::string& file, Diagnostics& diagnostics) const;
    std::optional<YamlNode> load(const MappedText& name, SourceMap& sources, Diagnostics& diagnostics);

    std::shared_ptr<const FileProvider> files_;
    std::string scenario_path_;
    std::vector<std::string> folders_;
    std::map<std::string, std::optional<YamlNode>> trees_;
    std::vector<std::pair<std::string, SourceFileId>> read_;
};

// Writes the mechanisms that actors use out into the tree: what is `heat` in the mechanism becomes `north.heat`, and an entry of
// `instances` with the requirements and their bindings stands for the entry of `uses`. What cannot be written out stays in
// `uses`, with a report unless check_fields will give one.
void expand_mechanisms(YamlNode& scenario, MechanismFiles& files, SourceMap& sources, Diagnostics& diagnostics);

// The entries of `instances` of all actors, in a tree in the form of a scenario.
std::vector<const YamlEntry*> instances_of(const YamlNode& root);

// The mechanism that an item of `uses` names and the name that its instance gets; nothing if the item is malformed.
struct MechanismUse {
    MappedText mechanism;
    MappedText name;
    const YamlNode* settings = nullptr;  // null if there are none
};
std::optional<MechanismUse> read_use(const YamlNode& item);

}  // namespace strife
