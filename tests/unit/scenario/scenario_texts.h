// Loads scenarios and YAML from texts in memory, for the tests of engine/scenario.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "scenario/load.h"
#include "scenario/text_check.h"
#include "scenario/yaml_tree.h"

namespace strife {

// Sources and diagnostics of one test.
struct ScenarioTexts {
    SourceMap sources;
    Diagnostics diagnostics;

    std::optional<YamlNode> read_tree(std::string text, const YamlLimits& limits = {}) {
        const SourceFileId file = sources.add("t.yaml", std::move(text));
        if (!check_text(file, sources, diagnostics)) return std::nullopt;
        return read_yaml(file, sources, diagnostics, limits);
    }

    std::optional<LoadedScenario> load(std::string text, std::vector<std::string> overrides = {},
                                       const std::vector<std::pair<std::string, std::string>>& beside = {}) {
        auto files = std::make_shared<MemoryFiles>();
        files->add("dir/s.yaml", std::move(text));
        for (const auto& [name, content] : beside) files->add("dir/" + name, content);
        return load_scenario({.path = "dir/s.yaml", .overrides = std::move(overrides), .files = files}, sources, diagnostics);
    }

    // "E201 3:5" for each diagnostic, by place; without a place "E701".
    [[nodiscard]] std::vector<std::string> codes() const {
        std::vector<std::string> result;
        for (const Diagnostic& d : diagnostics.sorted()) {
            std::string text(code_name(d.code));
            if (d.span.valid()) {
                const SourceLocation place = sources.locate(d.span);
                text += ' ' + std::to_string(place.line) + ':' + std::to_string(place.column);
            }
            result.push_back(std::move(text));
        }
        return result;
    }
    [[nodiscard]] std::string messages() const { return render_all(diagnostics, sources); }
    // The bytes of the file that a span covers.
    [[nodiscard]] std::string_view bytes(SourceSpan span) const {
        return sources.text(span.file).substr(span.begin, span.end - span.begin);
    }
    // "line:column" of byte `at` of a text.
    [[nodiscard]] std::string place(const MappedText& text, std::size_t at) const {
        const SourceLocation place = sources.locate(text.span(at, at));
        return std::to_string(place.line) + ':' + std::to_string(place.column);
    }
};

// The smallest scenario, to which tests add what they are about.
inline std::string small_scenario(std::string_view more) {
    return "strife: 1\ntime: {end: 10 day}\n" + std::string(more);
}

}  // namespace strife
