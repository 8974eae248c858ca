// Inputs: rows of values with the instants at which they change, and the month of the year.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/calendar.h"
#include "compile/build.h"
#include "language/parser.h"

namespace strife {
namespace {

constexpr std::size_t kMaxChanges = 1'000'000;

// The series of each member, in the order of the set; nothing if one is missing.
std::optional<std::vector<const InputAst::Series*>> series_of_members(Build& build, const InputAst& input,
                                                                      const std::vector<SetId>& sets) {
    if (sets.empty()) return std::vector<const InputAst::Series*>{&input.series.front()};
    if (sets.size() > 1) {
        build.diagnostics.error(DiagnosticCode::E505, input.name.span, "an input has at most one index");
        return std::nullopt;
    }
    std::vector<const InputAst::Series*> found;
    for (const std::string& member : build.symbols.set(sets[0]).members) {
        const auto series = std::find_if(input.series.begin(), input.series.end(), [&](const InputAst::Series& candidate) {
            return candidate.member && candidate.member->text == member;
        });
        if (series == input.series.end()) {
            build.diagnostics.error(DiagnosticCode::E703, input.name.span,
                                    fmt::format("'{}' has no column of numbers called '{}'", input.name.name.text, member));
            return std::nullopt;
        }
        found.push_back(&*series);
    }
    return found;
}

// The instants at which rows 1, 2, ... begin.
std::vector<double> read_changes(Build& build, const InputAst& input, std::size_t n_rows) {
    std::vector<double> changes;
    const auto step = build.read_step(input.step);
    if (!step || !(step->months > 0 || step->days > 0.0)) {
        build.diagnostics.error(DiagnosticCode::E501, input.step.whole(), "`step` is a step of time: 1 month, 7 day");
        return changes;
    }
    const Date start = build.model.start_date.value_or(Date{0});
    for (std::int64_t n = 1; input.repeats || static_cast<std::size_t>(n) < n_rows; ++n) {
        const double at = calendar_time(start, 0.0, *step, n);
        if (at > build.model.end_days) break;
        if (changes.size() == kMaxChanges) {
            build.diagnostics.error(DiagnosticCode::E612, input.step.whole(),
                                    fmt::format("this changes more than {} times", kMaxChanges));
            break;
        }
        changes.push_back(at);
    }
    return changes;
}

void collect_input(Build& build, const InputAst& input) {
    const NameAst& name = input.name.name;
    if (is_reserved_word(name.text) || find_law_signature(name.text) != nullptr) {
        build.diagnostics.error(DiagnosticCode::E403, name.span, fmt::format("'{}' is a word of the language", name.text));
        return;
    }
    warn_of_unit(build, name);
    const std::vector<SetId> sets = build.sets_of(input.name);
    const Unit unit = input.unit ? build.read_unit(*input.unit).value_or(Unit{}) : Unit{};
    const auto series = sets.size() == input.name.indices.size() ? series_of_members(build, input, sets) : std::nullopt;
    if (!series || series->front()->values.empty()) {
        build.symbols.left_out.insert(name.text);
        if (series) build.diagnostics.error(DiagnosticCode::E208, input.name.span, "an input needs at least one row of values");
        return;
    }
    if (!build.symbols.declare(name.text, {SymbolKind::input, build.symbols.inputs.size()})) {
        build.diagnostics.error(DiagnosticCode::E402, name.span, fmt::format("'{}' is already declared", name.text));
        return;
    }
    const std::size_t n_rows = series->front()->values.size();
    ModelInput model;
    model.name = name.text;
    model.shape = build.shape_of(sets);
    model.change_days = read_changes(build, input, n_rows);
    for (std::size_t row = 0; row <= model.change_days.size(); ++row) {
        for (const InputAst::Series* one : *series) model.values.push_back(one->values[row % n_rows].value * unit.scale);
    }
    model.first = build.allocate(model.shape.size, true);
    build.model.inputs.push_back(std::move(model));
    build.symbols.inputs.push_back({.name = name.text, .sets = sets, .unit = unit});
}

// The calendar's months, 1 to 12, whatever day the run starts on.
void add_month(Build& build) {
    if (!build.model.start_date) return;
    const Date start = *build.model.start_date;
    const CalendarMonth first = month_of(start);
    ModelInput model;
    model.name = "month_of_year()";
    model.values.push_back(first.month);
    for (std::int64_t n = 1;; ++n) {
        const Date date = add_months(first.begins, n);
        const auto at = static_cast<double>(date.days_since_epoch - start.days_since_epoch);
        if (at > build.model.end_days) break;
        model.change_days.push_back(at);
        model.values.push_back(month_of(date).month);
    }
    model.first = build.allocate(1, true);
    build.symbols.declare(model.name, {SymbolKind::input, build.symbols.inputs.size()});
    build.symbols.inputs.push_back({.name = model.name, .sets = {}, .unit = {}});
    build.model.inputs.push_back(std::move(model));
}

}  // namespace

void collect_inputs(Build& build) {
    for (const InputAst& input : build.scenario.inputs) collect_input(build, input);
    add_month(build);
}

void drop_unread_inputs(Build& build) {
    for (std::uint32_t i = 0; i < build.model.inputs.size(); ++i) {
        if (build.inputs_read.contains(i)) continue;
        ModelInput& input = build.model.inputs[i];
        input.change_days.clear();
        input.values.resize(input.shape.size);
    }
}

}  // namespace strife
