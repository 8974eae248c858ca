// Stores where a result comes from, texts as variables and single facts as attributes.
// SPDX-License-Identifier: Apache-2.0
#include "hdf5_io/provenance_group.h"

#include <array>

#include "hdf5_io/attributes.h"
#include "hdf5_io/netcdf_group.h"
#include "hdf5_io/stored_values.h"

namespace strife {

namespace {

constexpr std::size_t kStartedSize = 32;
constexpr std::size_t kHostSize = 256;
constexpr std::size_t kCommandLineSize = 4096;

// The facts that are attributes of /provenance.
struct TextFact {
    const char* name;
    std::string Provenance::* member;
};
constexpr auto kTextFacts = std::to_array<TextFact>({
    {"strife_version", &Provenance::version},
    {"git_commit", &Provenance::git_commit},
    {"compiler", &Provenance::compiler},
    {"build_flags", &Provenance::build_flags},
    {"cpu_features", &Provenance::cpu_features},
    {"generator", &Provenance::generator},
    {"method", &Provenance::method},
});

// A named list: coordinate `dimension` with the names and variable `variable` with the texts.
void write_named_texts(NetcdfGroup& group, const std::vector<NamedText>& list, const std::string& dimension,
                       const std::string& dimension_meaning, const std::string& variable, const std::string& variable_meaning) {
    std::vector<std::string> names;
    std::vector<std::string> texts;
    for (const NamedText& entry : list) {
        names.push_back(entry.name);
        texts.push_back(entry.text);
    }
    group.add_labels(dimension, dimension_meaning, names);
    const DatasetHandle dataset = group.add_variable(
        {.name = variable, .type = ValueType::text, .dimensions = {dimension}, .units = "1", .long_name = variable_meaning});
    write_values(dataset.id(), texts);
    write_text_checksum(dataset.id(), texts);
}

std::vector<NamedText> read_named_texts(hid_t group, const char* dimension, const char* variable) {
    const std::vector<std::string> names = read_texts(group, dimension);
    std::vector<std::string> texts = read_texts(group, variable);
    std::vector<NamedText> list;
    for (std::size_t i = 0; i < names.size() && i < texts.size(); ++i) list.push_back({names[i], std::move(texts[i])});
    return list;
}

GroupHandle open_group(hid_t file, const char* name) {
    return GroupHandle(checked_id(H5Gopen2(file, name, H5P_DEFAULT), file, std::string("opening group ") + name));
}

}  // namespace

void write_provenance(hid_t file, const Provenance& provenance, int deflate_level) {
    NetcdfGroup group(file, "provenance", deflate_level);
    for (const TextFact& fact : kTextFacts) write_attribute(group.id(), fact.name, provenance.*fact.member);
    write_attribute(group.id(), "seed", provenance.seed);
    write_attribute(group.id(), "replications", provenance.replications);
    write_named_texts(group, provenance.sources, "source", "file read, in order of reading", "source_text",
                      "text of the file as given");
    write_named_texts(group, provenance.libraries, "library", "library in use", "library_version", "version of the library");
    group.add_labels("overlay", "overlay of the scenario (--with)", provenance.overlays);
    group.add_labels("override", "override of the scenario (--set)", provenance.overrides);
    const DatasetHandle resolved = group.add_variable({.name = "resolved_scenario",
                                                       .type = ValueType::text,
                                                       .dimensions = {},
                                                       .units = "1",
                                                       .long_name = "the scenario with all that was set, as YAML"});
    write_values(resolved.id(), std::vector<std::string>{provenance.resolved_scenario});
    write_text_checksum(resolved.id(), {provenance.resolved_scenario});
    group.write_reference_lists();
}

Provenance read_provenance(hid_t file) {
    const GroupHandle group = open_group(file, "provenance");
    Provenance provenance;
    for (const TextFact& fact : kTextFacts) provenance.*fact.member = required_text(group.id(), fact.name);
    provenance.seed = required_whole(group.id(), "seed");
    provenance.replications = required_whole(group.id(), "replications");
    provenance.sources = read_named_texts(group.id(), "source", "source_text");
    provenance.libraries = read_named_texts(group.id(), "library", "library_version");
    if (has_link(group.id(), "overlay")) provenance.overlays = read_texts(group.id(), "overlay");
    provenance.overrides = read_texts(group.id(), "override");
    const std::vector<std::string> resolved = read_texts(group.id(), "resolved_scenario");
    if (!resolved.empty()) provenance.resolved_scenario = resolved[0];
    return provenance;
}

void write_volatile_facts(hid_t file, const VolatileFacts& facts) {
    const GroupHandle group = create_group(file, "volatile");
    write_fixed_text_attribute(group.id(), "started_utc", facts.started_utc, kStartedSize);
    write_fixed_text_attribute(group.id(), "host", facts.host, kHostSize);
    write_fixed_text_attribute(group.id(), "command_line", facts.command_line, kCommandLineSize);
    write_attribute(group.id(), "threads", facts.threads);
    write_attribute(group.id(), "wall_seconds", facts.wall_seconds);
}

VolatileFacts read_volatile_facts(hid_t file) {
    const GroupHandle group = open_group(file, "volatile");
    return {.started_utc = required_text(group.id(), "started_utc"),
            .host = required_text(group.id(), "host"),
            .command_line = required_text(group.id(), "command_line"),
            .threads = required_whole(group.id(), "threads"),
            .wall_seconds = required_real(group.id(), "wall_seconds")};
}

}  // namespace strife
