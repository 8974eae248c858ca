// SPDX-License-Identifier: Apache-2.0
#include "strife/scenario.h"

#include "base/calendar.h"
#include "embed/contents.h"
#include "embed/public_values.h"
#include "experiment/mechanism_folders.h"

namespace strife {
namespace {

std::shared_ptr<const Scenario::Contents> load_contents(ScenarioOptions options, const LoadSettings& settings) {
    options.overlays = settings.overlays;
    options.overrides = settings.overrides;
    options.mechanism_folders = mechanism_folders();
    const auto sources = std::make_shared<SourceMap>();
    Diagnostics diagnostics;
    auto loaded = load_models(options, settings.alternatives, sources, diagnostics);
    if (!loaded) throw_scenario_error(diagnostics, *sources);
    RunDescriptor run = loaded->run;
    return std::make_shared<const Scenario::Contents>(
        Scenario::Contents{.loaded = std::move(*loaded), .diagnostics = std::move(diagnostics), .run = std::move(run)});
}

}  // namespace

Scenario Scenario::load(const std::string& path, const LoadSettings& settings) {
    return Scenario(load_contents({.path = path}, settings));
}

Scenario Scenario::load_texts(const std::string& path, const std::map<std::string, std::string>& texts,
                              const LoadSettings& settings) {
    const auto files = std::make_shared<MemoryFiles>();
    for (const auto& [name, text] : texts) files->add(name, text);
    return Scenario(load_contents({.path = path, .files = files}, settings));
}

Scenario::Scenario(std::shared_ptr<const Contents> contents) : contents_(std::move(contents)) {}
Scenario::Scenario(const Scenario&) = default;
Scenario::Scenario(Scenario&&) noexcept = default;
Scenario& Scenario::operator=(const Scenario&) = default;
Scenario& Scenario::operator=(Scenario&&) noexcept = default;
Scenario::~Scenario() = default;

std::string Scenario::title() const {
    return contents_->run.title;
}

std::vector<std::string> Scenario::alternatives() const {
    std::vector<std::string> names;
    for (const CompiledAlternative& alternative : contents_->loaded.alternatives) names.push_back(alternative.name);
    return names;
}

std::optional<std::string> Scenario::start_date() const {
    const std::optional<Date>& date = contents_->run.start_date;
    if (!date) return std::nullopt;
    return format_date(*date);
}

double Scenario::length_days() const {
    return contents_->run.end_days;
}

std::vector<OutcomeInfo> Scenario::outcomes() const {
    return list_outcomes(contents_->run);
}

std::vector<SeriesInfo> Scenario::series() const {
    return list_series(contents_->run);
}

std::vector<ScenarioFault> Scenario::warnings() const {
    return list_faults(contents_->diagnostics, *contents_->loaded.sources);
}

std::string Scenario::warnings_text() const {
    return render_all(contents_->diagnostics, *contents_->loaded.sources);
}

std::string Scenario::resolved_yaml() const {
    return contents_->loaded.scenario.resolved_yaml;
}

std::string Scenario::model_text() const {
    return dump_model(contents_->loaded.alternatives.front().model, *contents_->loaded.sources);
}

}  // namespace strife
