// Finds and reads the files of mechanisms.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <map>

#include <fmt/format.h>

#include "scenario/check_fields.h"
#include "scenario/fields.h"
#include "scenario/mechanisms.h"
#include "scenario/names.h"

namespace strife {
namespace {

constexpr std::string_view kFolder = "mechanisms";

// Within an instance all names stand side by side, whatever they name.
void check_names(const YamlNode& mechanism, Diagnostics& diagnostics) {
    std::map<std::string_view, std::string_view> seen;
    for (const std::string_view section : {"requires", "parameters", "define", "state", "perceives", "activities", "processes"}) {
        const YamlEntry* found = mechanism.find(section);
        if (found == nullptr) continue;
        for (const YamlEntry& entry : found->value.entries) {
            const auto [first, is_new] = seen.emplace(name_part(entry.key.text), section);
            if (is_new || first->second == section) continue;
            diagnostics.error(DiagnosticCode::E402, entry.key.whole(),
                              fmt::format("'{}' is already a name of this mechanism, under `{}`", first->first, first->second));
        }
    }
    const YamlEntry* parameters = mechanism.find("parameters");
    if (parameters == nullptr) return;
    for (const YamlEntry& entry : parameters->value.entries) {
        if (use_settings_shape().find(name_part(entry.key.text)) == nullptr) continue;
        diagnostics.error(DiagnosticCode::E403, entry.key.whole(),
                          fmt::format("a parameter cannot be called '{}', which means something else where a mechanism is used",
                                      entry.key.text));
    }
}

}  // namespace

const YamlNode* MechanismFiles::find(const MappedText& name, SourceMap& sources, Diagnostics& diagnostics) {
    const auto known = trees_.find(name.text);
    std::optional<YamlNode>& tree =
        known != trees_.end() ? known->second : trees_.emplace(name.text, load(name, sources, diagnostics)).first->second;
    return tree ? &*tree : nullptr;
}

std::optional<std::string> MechanismFiles::locate(const std::string& file) const {
    for (const std::string& folder : files_->folders_above(scenario_path_)) {
        std::string path = (std::filesystem::path(folder) / kFolder / file).generic_string();
        if (files_->exists(path)) return path;
    }
    for (const std::string& folder : folders_) {
        std::string path = (std::filesystem::path(folder) / file).generic_string();
        if (files_->exists(path)) return path;
    }
    return std::nullopt;
}

void MechanismFiles::report_missing(const MappedText& name, const std::string& file, Diagnostics& diagnostics) const {
    std::string others;
    for (const std::string& folder : folders_) others += fmt::format(", and in '{}'", folder);
    diagnostics.error(DiagnosticCode::E811, name.whole(), fmt::format("there is no mechanism '{}'", name.text),
                      fmt::format("looked for {}/{} beside the scenario and in each folder above it{}", kFolder, file, others));
}

std::optional<YamlNode> MechanismFiles::load(const MappedText& name, SourceMap& sources, Diagnostics& diagnostics) {
    if (!is_mechanism_name(name.text)) {
        diagnostics.error(DiagnosticCode::E210, name.whole(), fmt::format("'{}' cannot name a mechanism", name.text),
                          "its file without .yaml, folders joined by '.', in small letters, digits and '_'");
        return std::nullopt;
    }
    std::string file = name.text + ".yaml";
    std::replace(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(name.text.size()), '.', '/');
    const std::optional<std::string> path = locate(file);
    if (!path) {
        report_missing(name, file, diagnostics);
        return std::nullopt;
    }
    const std::size_t n_errors = diagnostics.error_count();
    const std::optional<SourceFileId> source = read_source(*files_, *path, name.whole(), sources, diagnostics);
    if (!source) return std::nullopt;
    read_.emplace_back(fmt::format("{}/{}", kFolder, file), *source);
    std::optional<YamlNode> tree = read_yaml(*source, sources, diagnostics);
    if (!tree) return std::nullopt;
    if (tree->find("mechanism") == nullptr) {
        diagnostics.error(DiagnosticCode::E811, name.whole(), fmt::format("the file '{}' holds no mechanism", *path),
                          "a mechanism begins with `mechanism:` and its title");
        return std::nullopt;
    }
    check_fields(*tree, mechanism_shape(), diagnostics);
    check_names(*tree, diagnostics);
    return diagnostics.error_count() == n_errors ? tree : std::nullopt;
}

}  // namespace strife
