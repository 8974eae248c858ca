// The events of a YAML text as yaml-cpp sees them, recorded: no other file knows yaml-cpp.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/yaml_tree.h"

namespace strife {

enum class YamlEventKind { scalar, null, alias, list_begin, list_end, map_begin, map_end };

struct YamlEvent {
    YamlEventKind kind = YamlEventKind::null;
    std::uint32_t at = 0;    // byte in the text where the node begins, its anchor and tag included; unused for ends
    std::size_t anchor = 0;  // 0 for none; of an alias the anchor it stands for
    std::string value;       // of a scalar, as yaml-cpp reads it
};

enum class YamlFaultKind { syntax, depth, size, second_document };
struct YamlFault {
    YamlFaultKind kind = YamlFaultKind::syntax;
    std::uint32_t at = 0;
    std::string message;  // yaml-cpp's words, of a syntax fault
};

struct YamlRecording {
    std::vector<YamlEvent> events;
    std::optional<std::uint32_t> document_at;  // where the first document begins; nothing for an empty text
    std::optional<YamlFault> fault;            // ends the recording
};

// Never throws for any text.
YamlRecording record_yaml(std::string_view text, const YamlLimits& limits);

}  // namespace strife
