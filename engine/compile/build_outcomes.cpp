// Outcomes: each in turn is built by what it looks at; then they get their columns in the results, in the order of the file.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "base/calendar.h"
#include "compile/bodies.h"
#include "compile/build_observed.h"
#include "compile/outcome_parts.h"
#include "language/parser.h"

namespace strife {
namespace {

void read_window(Build& build, OutcomeParts& parts) {
    ModelOutcome& model = parts.model;
    model.until_days = std::numeric_limits<double>::infinity();
    model.at_days = build.model.end_days;
    if (parts.ast.from) model.from_days = read_instant_in_run(build, *parts.ast.from, "`from`").value_or(0.0);
    if (parts.ast.until) {
        model.until_days =
            read_instant_in_run(build, *parts.ast.until, "`until`", "the end of the run comes first").value_or(model.until_days);
        if (model.until_days <= model.from_days) {
            build.diagnostics.error(DiagnosticCode::E609, parts.ast.until->whole(), "`until` is not after `from`");
        }
    }
    if (parts.ast.at) {
        model.at_days = read_instant_in_run(build, *parts.ast.at, "`at`").value_or(model.at_days);
        if (parts.ast.verb != OutcomeVerb::state) {
            build.diagnostics.error(DiagnosticCode::E209, parts.ast.at->whole(), "`at` belongs to outcomes of the `state`");
        }
    }
}

void read_periods(Build& build, OutcomeParts& parts) {
    if (!parts.ast.per) return;
    if (parts.model.source >= OutcomeSource::event_first) {
        if (!may_look_at_either(parts.ast.verb)) return;  // told already: the key may not stand there
        build.diagnostics.error(DiagnosticCode::E209, parts.ast.per->whole(), "`per` belongs to outcomes over events",
                                "for a state write `series: true`");
        return;
    }
    const auto step = build.read_step(*parts.ast.per);
    if (!step || !(step->months > 0 || step->days > 0.0)) {
        build.diagnostics.error(DiagnosticCode::E501, parts.ast.per->whole(), "`per` is a step of time: 1 month, 7 day");
        return;
    }
    const Date start = build.model.start_date.value_or(Date{0});
    const double days = step->months > 0 ? 28.0 * step->months : step->days;
    if (build.model.end_days / days > 1e6) {
        build.diagnostics.error(DiagnosticCode::E612, parts.ast.per->whole(), "this makes more than a million periods");
        return;
    }
    ModelOutcome& model = parts.model;
    for (std::int64_t n = 1;; ++n) {
        const double at = calendar_time(start, 0.0, *step, n);
        model.period_ends.push_back(std::min(at, build.model.end_days));
        if (at <= build.model.end_days) ++model.whole_periods;
        if (at >= build.model.end_days) break;
    }
    model.has_scalar = false;
    parts.series_length = model.period_ends.size();
}

void read_series(Build& build, OutcomeParts& parts) {
    if (!parts.ast.series) return;
    const SourceSpan span = parts.ast.name.name.span;
    if (parts.model.source != OutcomeSource::state_end) {
        build.diagnostics.error(DiagnosticCode::E209, span, "`series: true` belongs to outcomes of the `state`",
                                "for events write `per: 1 month`");
    } else if (build.model.record_days.empty()) {
        build.diagnostics.error(DiagnosticCode::E202, span, "a series needs a grid of instants",
                                "add `record: 1 month` to `time`");
    }
    parts.series_length = build.model.record_days.size();
}

void build_outcome(Build& build, OutcomeParts& parts) {
    const OutcomeAst& outcome = parts.ast;
    const std::vector<SetId> sets = build.sets_of(outcome.name);
    parts.scope = build.scope_for(outcome.name, sets, parts.indices);
    parts.model.name = outcome.name.name.text;
    parts.model.title = outcome.title;
    parts.model.shape = parts.model.own = build.shape_of(sets);
    parts.model.span = outcome.name.name.span;
    if (is_derived(outcome.verb)) return;
    if (outcome.verb == OutcomeVerb::stopped) {
        parts.is_built = build_stop_outcome(build, parts);
        return;
    }
    const ExprAstPtr ast = parse_expression(outcome.text, build.units, build.diagnostics);
    if (!ast) return;
    read_window(build, parts);
    const bool of_events = looks_at_events(build, outcome, *ast);
    if (!(of_events ? build_event_outcome(build, parts, *ast) : build_state_outcome(build, parts, *ast))) return;
    read_periods(build, parts);
    read_series(build, parts);
    if (of_events) build.model.events[parts.model.event].outcomes.push_back(parts.number);
    parts.is_built = true;
}

// Columns of the results, and what is kept on the way to them.
void place_columns(Build& build, std::vector<OutcomeParts>& all) {
    std::uint32_t column = 0;
    std::uint32_t series_column = 0;
    for (OutcomeParts& parts : all) {
        ModelOutcome& model = parts.model;
        if (parts.is_built) build_observed(build, parts.ast, parts.dimension, model);
        if (model.has_scalar) {
            model.column = column;
            column += model.shape.size;
        }
        const auto series_size = static_cast<std::uint32_t>(model.shape.size * parts.series_length);
        if (parts.series_length > 0) {
            model.series = series_column;
            series_column += series_size;
        }
        if (model.source == OutcomeSource::event_mean || model.source == OutcomeSource::event_share) {
            model.first_tally = build.model.tally_count;
            build.model.tally_count += model.has_scalar ? model.shape.size : series_size;
        }
        if (model.source == OutcomeSource::event_quantile) model.kept_list = build.model.kept_count++;
        build.model.outcomes.push_back(std::move(model));
    }
}

}  // namespace

bool may_look_at_either(OutcomeVerb verb) {
    return verb == OutcomeVerb::mean || verb == OutcomeVerb::min || verb == OutcomeVerb::max;
}

bool looks_at_events(const Build& build, const OutcomeAst& outcome, const ExprAst& ast) {
    if (may_look_at_either(outcome.verb)) return find_event_field(build, ast).has_value();
    if (outcome.verb == OutcomeVerb::first) return !outcome.first_when;
    return outcome.verb < OutcomeVerb::state;
}

void build_outcomes(Build& build) {
    std::vector<OutcomeParts> all;
    for (const OutcomeAst& outcome : build.scenario.outcomes) {
        const NameAst& name = outcome.name.name;
        const auto same_name = [&](const OutcomeParts& other) { return other.ast.name.name.text == name.text; };
        if (std::any_of(all.begin(), all.end(), same_name)) {
            build.diagnostics.error(DiagnosticCode::E402, name.span,
                                    fmt::format("the outcome '{}' is declared twice", name.text));
            continue;
        }
        all.push_back({.ast = outcome, .number = static_cast<std::uint32_t>(all.size())});
        build_outcome(build, all.back());
    }
    build_derived_outcomes(build, all);
    place_columns(build, all);
}

}  // namespace strife
