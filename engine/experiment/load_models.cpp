// SPDX-License-Identifier: Apache-2.0
#include "experiment/load_models.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/calendar.h"
#include "compile/compile.h"
#include "experiment/align_outcomes.h"
#include "kernel/describe_run.h"

namespace strife {
namespace {

// States named by paths like actors.authorities.state.effort.initial.
std::vector<std::uint32_t> restarted_states(const AlternativeAst& alternative, const Model& model) {
    std::vector<std::uint32_t> result;
    for (const AlternativeSettingAst& setting : alternative.settings) {
        for (std::uint32_t s = 0; s < model.states.size(); ++s) {
            const std::string& name = model.states[s].name;
            const std::size_t dot = name.find('.');
            const std::string path = "actors." + name.substr(0, dot) + ".state." + name.substr(dot + 1) + ".initial";
            const std::string& given = setting.path.text;
            const bool same = given == path || given.starts_with(path + ".");
            if (same && std::find(result.begin(), result.end(), s) == result.end()) result.push_back(s);
        }
    }
    return result;
}

bool same_layout(const Model& a, const Model& b) {
    return a.memory.size() == b.memory.size() && a.instance_count == b.instance_count && a.channel_count == b.channel_count &&
           a.watch_count == b.watch_count && a.pool_count == b.pool_count && a.leaf_count == b.leaf_count &&
           a.rates.size() == b.rates.size() && a.timed.size() == b.timed.size() && a.recents.size() == b.recents.size() &&
           a.integral_count == b.integral_count && a.tally_count == b.tally_count && a.kept_count == b.kept_count &&
           a.agents.size() == b.agents.size() && a.agent_sums.size() == b.agent_sums.size() && a.end_days == b.end_days &&
           a.start_date == b.start_date;
}

std::optional<double> read_from(const TextAst& text, const Model& baseline, Diagnostics& diagnostics) {
    if (!baseline.start_date) {
        diagnostics.error(DiagnosticCode::E206, text.whole(),
                          "`from` of an alternative is a date, but this scenario counts time by plain numbers from its start",
                          "give `time.start` as a date, or leave `from` out and let the alternative differ from the start");
        return std::nullopt;
    }
    const auto date = parse_date(text.text);
    if (!date) {
        diagnostics.error(DiagnosticCode::E206, text.whole(),
                          fmt::format("`from` of an alternative is a date, such as {}, but '{}' is none of the calendar",
                                      format_date(Date{baseline.start_date->days_since_epoch + 31}), text.text),
                          "write year, month and day; " + run_extent(baseline));
        return std::nullopt;
    }
    const auto days = static_cast<double>(date->days_since_epoch - baseline.start_date->days_since_epoch);
    if (days <= 0.0 || days > baseline.end_days) {
        diagnostics.error(DiagnosticCode::E609, text.whole(),
                          days == 0.0 ? "this is the start of the run, from which an alternative differs without `from`"
                                      : "this date does not lie within the run",
                          run_extent(baseline));
        return std::nullopt;
    }
    return days;
}

// An alternative that begins at a date finds the agents that there are then.
bool check_no_new_agents(const AlternativeAst& alternative, Diagnostics& diagnostics) {
    for (const AlternativeSettingAst& setting : alternative.settings) {
        const std::string& path = setting.path.text;
        const std::size_t agents = path.find(".agents.");
        if (!path.starts_with("actors.") || agents == std::string::npos || path.find(".initial", agents) == std::string::npos)
            continue;
        diagnostics.error(
            DiagnosticCode::E803, setting.path.whole(),
            fmt::format("'{}' begins at a date, when the agents of the start are there already", alternative.name.text),
            "let agents come at that date by the schedule: spawn cell(size = 1 person)");
        return false;
    }
    return true;
}

// What belongs to the run as a whole cannot be another in one alternative, nor can its name be one that the run itself uses.
bool check_scope(const AlternativeAst& alternative, Diagnostics& diagnostics) {
    bool good = true;
    if (alternative.name.text == "baseline" || alternative.name.text == "none") {
        diagnostics.error(DiagnosticCode::E403, alternative.name.span,
                          fmt::format("an alternative cannot be called '{}', which says something else in runs and results",
                                      alternative.name.text));
        good = false;
    }
    for (const AlternativeSettingAst& setting : alternative.settings) {
        const std::string& path = setting.path.text;
        const std::string_view top = std::string_view(path).substr(0, path.find('.'));
        if (top != "ensemble" && top != "alternatives" && top != "time") continue;
        diagnostics.error(DiagnosticCode::E803, setting.path.whole(),
                          fmt::format("'{}' holds for the whole run, not for one of its alternatives", path),
                          "set it in the scenario, or with --set for the run");
        good = false;
    }
    return good;
}

void compile_alternative(LoadedModels& loaded, const AlternativeAst& alternative, Diagnostics& diagnostics) {
    Diagnostics own;
    const auto ast = read_alternative(loaded.scenario, alternative.name.text, *loaded.sources, own);
    std::optional<Model> model;
    if (ast && !own.has_errors()) model = compile_scenario(*ast, own);
    // What is wrong or doubtful in the baseline has been said already; the same place and words are kept once.
    for (const Diagnostic& found : own.sorted()) {
        if (found.severity != Severity::error) continue;
        // What is right in the baseline and wrong here needs to be told whose fault it is, unless it lies in the alternative's
        // text.
        const bool is_own = loaded.scenario.is_in_alternative(found.span, alternative.name.text);
        diagnostics.error(found.code, found.span,
                          is_own ? found.message : fmt::format("in alternative '{}': {}", alternative.name.text, found.message),
                          found.hint);
    }
    if (!model) return;
    const Model& baseline = loaded.alternatives.front().model;
    CompiledAlternative compiled{
        .name = alternative.name.text, .model = std::move(*model), .from_days = {}, .restarted = {}, .columns = {}};
    if (alternative.from && alternative.addition) {
        diagnostics.error(
            DiagnosticCode::E803, *alternative.addition,
            fmt::format("'{}' begins at a date, at which nothing can be added", compiled.name),
            "add it to the scenario with an `if` or a parameter that keeps it still, and set that from the date on");
        return;
    }
    if (alternative.from) {
        compiled.from_days = read_from(*alternative.from, baseline, diagnostics);
        if (!compiled.from_days) return;
        if (!same_layout(baseline, compiled.model)) {
            diagnostics.error(DiagnosticCode::E803, alternative.from->whole(),
                              fmt::format("'{}' changes which things there are, so it cannot begin at a date", compiled.name),
                              "leave `from` out, or set values and expressions that read the same kind of things");
            return;
        }
        if (!check_no_new_agents(alternative, diagnostics)) return;
        compiled.restarted = restarted_states(alternative, compiled.model);
    }
    if (const std::string other = align_with_run(loaded.run, compiled); !other.empty()) {
        diagnostics.error(
            DiagnosticCode::E803, alternative.name.span,
            fmt::format("{} of '{}' differs in members, unit or kind from the one of the other alternatives, so the "
                        "two cannot be compared",
                        other, compiled.name),
            "set what changes it with --set, in a run of its own");
        return;
    }
    loaded.alternatives.push_back(std::move(compiled));
}

}  // namespace

std::optional<LoadedModels> load_models(const ScenarioOptions& options, const std::vector<std::string>& wanted,
                                        std::shared_ptr<SourceMap> sources, Diagnostics& diagnostics) {
    LoadedModels loaded{
        .sources = std::move(sources), .scenario = {}, .overrides = options.overrides, .alternatives = {}, .run = {}};
    auto scenario = load_scenario(options, *loaded.sources, diagnostics);
    const bool read = scenario.has_value();
    if (read) {
        loaded.scenario = std::move(*scenario);
        if (auto model = compile_scenario(loaded.scenario.ast, diagnostics)) {
            loaded.run = describe_run(*model);
            loaded.alternatives.push_back(
                {.name = "baseline", .model = std::move(*model), .from_days = {}, .restarted = {}, .columns = {}});
        }
    }
    std::vector<std::string> known{"baseline", "none"};
    for (const AlternativeAst& alternative : loaded.scenario.ast.alternatives) {
        known.push_back(alternative.name.text);
        const bool is_wanted = wanted.empty() || std::find(wanted.begin(), wanted.end(), alternative.name.text) != wanted.end();
        if (!check_scope(alternative, diagnostics)) continue;
        if (is_wanted && !loaded.alternatives.empty()) compile_alternative(loaded, alternative, diagnostics);
    }
    for (const std::string& name : wanted) {
        if (!read || std::find(known.begin(), known.end(), name) != known.end()) continue;
        diagnostics.error(DiagnosticCode::E801, {}, fmt::format("there is no alternative '{}'", name), did_you_mean(name, known));
    }
    if (diagnostics.has_errors() || loaded.alternatives.empty()) return std::nullopt;
    finish_alignment(loaded.run, loaded.alternatives);
    return loaded;
}

}  // namespace strife
