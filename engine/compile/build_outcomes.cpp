// Outcomes: what is counted, summed, looked at or waited for, and the columns of the results that hold it.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "base/calendar.h"
#include "compile/bodies.h"
#include "compile/build_observed.h"
#include "compile/lowering.h"
#include "language/parser.h"

namespace strife {
namespace {

struct OutcomeParts {
    const OutcomeAst& ast;
    std::vector<IndexId> indices;
    CheckScope scope;
    ModelOutcome model;
};

Program lower(Build& build, const OutcomeParts& parts, const Expr& expr) {
    Lowering lowering(build, ScratchRange::inner);
    lowering.bind_family(parts.indices);
    return lowering.finish_value(expr);
}

// The unit in which a value of state is stored: that of the first state in it with its dimension, so that USD stays USD.
void take_unit(Build& build, const Expr& expr, ModelOutcome& model) {
    model.unit = build.units.describe(expr.type.dimension);
    bool found = false;
    bool counts_only = true;
    for_each_expr(expr, [&](const Expr& part) {
        if (part.kind != ExprKind::state) return;
        const StateSymbol& state = build.symbols.states[part.id];
        counts_only = counts_only && state.kind == StateSymbolKind::count;
        if (found || !(state.unit.dimension == expr.type.dimension)) return;
        model.unit = state.unit.text;
        model.unit_scale = state.unit.scale;
        found = true;
    });
    const bool plain = expr.kind == ExprKind::state || expr.kind == ExprKind::aggregate || expr.kind == ExprKind::activity_count;
    model.is_count = found && counts_only && plain;
}

void add_watch(Build& build, OutcomeParts& parts, WatchKind kind, const Expr& expr) {
    WatchGroup watch;
    watch.kind = kind;
    watch.owner = static_cast<std::uint32_t>(build.model.outcomes.size());
    watch.shape = parts.model.shape;
    watch.first_watch = build.model.watch_count;
    build.model.watch_count += watch.shape.size;
    watch.varies = reads_relaxing_level(build, expr);
    watch.program = parts.model.value;
    build.model.watches.push_back(watch);
}

// `attack` or `attack.deaths`; nothing if the text names no event.
struct EventField {
    std::uint32_t event = 0;
    std::optional<std::uint32_t> field;
};
std::optional<EventField> find_event_field(const Build& build, const ExprAst& ast) {
    if (ast.kind != ExprAstKind::name || !ast.children.empty() || ast.path.size() > 2) return std::nullopt;
    const auto ref = build.symbols.find(ast.path[0]);
    if (!ref || ref->kind != SymbolKind::event) return std::nullopt;
    EventField result{.event = static_cast<std::uint32_t>(ref->index), .field = {}};
    if (ast.path.size() == 1) return result;
    const auto& fields = build.symbols.events[ref->index].fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].name == ast.path[1]) result.field = static_cast<std::uint32_t>(i);
    }
    return result;
}

void unknown_event(Build& build, const ExprAst& ast, std::string_view wanted) {
    std::vector<std::string> names;
    for (const EventSymbol& event : build.symbols.events) names.push_back(event.name);
    const std::string name = ast.path.empty() ? "" : ast.path[0];
    build.diagnostics.error(DiagnosticCode::E613, ast.span, fmt::format("this must be {}", wanted), did_you_mean(name, names));
}

bool build_event_outcome(Build& build, OutcomeParts& parts, const ExprAst& ast) {
    const auto found = find_event_field(build, ast);
    const bool needs_field = parts.ast.verb == OutcomeVerb::sum || parts.ast.verb == OutcomeVerb::max;
    if (!found || needs_field != (ast.path.size() == 2)) {
        unknown_event(build, ast, needs_field ? "an attribute of an event: attack.deaths" : "a declared event");
        return false;
    }
    ModelOutcome& model = parts.model;
    model.event = found->event;
    switch (parts.ast.verb) {
        case OutcomeVerb::count:
            model.source = OutcomeSource::event_count;
            model.is_count = true;
            break;
        case OutcomeVerb::first:
            model.source = OutcomeSource::event_first;
            break;
        default:
            model.source = parts.ast.verb == OutcomeVerb::sum ? OutcomeSource::event_sum : OutcomeSource::event_max;
            break;
    }
    if (needs_field) {
        const auto& fields = build.symbols.events[found->event].fields;
        if (!found->field || !fields[*found->field].type.is_number()) {
            std::vector<std::string> names;
            for (const FieldSymbol& field : fields) {
                if (field.type.is_number()) names.push_back(field.name);
            }
            build.diagnostics.error(DiagnosticCode::E613, ast.path_spans[1],
                                    fmt::format("'{}' has no attribute '{}' that is a number", ast.path[0], ast.path[1]),
                                    did_you_mean(ast.path[1], names));
            return false;
        }
        const FieldSymbol& field = fields[*found->field];
        Expr value;
        value.kind = ExprKind::event_field;
        value.id = *found->field;
        value.type = field.type;
        value.span = ast.span;
        model.value = lower(build, parts, value);
        model.unit = field.unit.text;
        model.unit_scale = field.unit.scale;
        model.is_count = build.units.is_counting(field.unit.dimension);
    }
    if (parts.ast.where) {
        CheckScope scope = parts.scope;
        scope.place = "`where`";
        scope.event = EventTypeId{found->event};
        const ExprAstPtr where = parse_expression(*parts.ast.where, build.units, build.diagnostics);
        const ExprPtr condition = where ? build.checker.check_condition(*where, scope) : nullptr;
        if (condition) model.where = lower(build, parts, *condition);
    }
    return true;
}

bool build_state_outcome(Build& build, OutcomeParts& parts, const ExprAst& ast) {
    CheckScope scope = parts.scope;
    scope.place = "an outcome";
    ModelOutcome& model = parts.model;
    const bool condition = parts.ast.verb == OutcomeVerb::ever || parts.ast.verb == OutcomeVerb::first;
    ExprPtr expr = condition ? build.checker.check_condition(ast, scope) : build.checker.check(ast, scope);
    if (!expr) return false;
    if (!condition && !expr->type.is_number()) {
        build.diagnostics.error(DiagnosticCode::E503, ast.span, "an outcome over the state needs a number");
        return false;
    }
    if (parts.ast.where) {
        build.diagnostics.error(DiagnosticCode::E209, parts.ast.where->whole(),
                                "`where` chooses among events; this outcome has none");
    }
    model.value = lower(build, parts, *expr);
    if (!condition) take_unit(build, *expr, model);
    switch (parts.ast.verb) {
        case OutcomeVerb::ever:
            model.source = OutcomeSource::ever;
            add_watch(build, parts, WatchKind::ever, *expr);
            break;
        case OutcomeVerb::first:
            model.source = OutcomeSource::first_when;
            add_watch(build, parts, WatchKind::first_time, *expr);
            break;
        case OutcomeVerb::max:
            model.source = OutcomeSource::state_max;
            add_watch(build, parts, WatchKind::maximum, *expr);
            break;
        default:
            model.source = OutcomeSource::state_end;
            break;
    }
    return true;
}

void read_window(Build& build, OutcomeParts& parts) {
    ModelOutcome& model = parts.model;
    model.until_days = std::numeric_limits<double>::infinity();
    model.at_days = build.model.end_days;
    if (parts.ast.from) model.from_days = read_instant_in_run(build, *parts.ast.from, "`from`").value_or(0.0);
    if (parts.ast.until) {
        model.until_days = read_instant_in_run(build, *parts.ast.until, "`until`").value_or(model.until_days);
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
    const bool of_events = parts.model.source == OutcomeSource::event_count || parts.model.source == OutcomeSource::event_sum ||
                           parts.model.source == OutcomeSource::event_max;
    if (!of_events) {
        build.diagnostics.error(DiagnosticCode::E209, parts.ast.per->whole(),
                                "`per` belongs to counts, sums and maxima of events", "for a state write `series: true`");
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
    for (std::int64_t n = 1;; ++n) {
        const double at = calendar_time(start, 0.0, *step, n);
        parts.model.period_ends.push_back(std::min(at, build.model.end_days));
        if (at >= build.model.end_days) break;
    }
    parts.model.has_scalar = false;
}

}  // namespace

void build_outcomes(Build& build) {
    std::uint32_t column = 0;
    std::uint32_t series_column = 0;
    std::vector<std::string> names;
    for (const OutcomeAst& outcome : build.scenario.outcomes) {
        const std::string& name = outcome.name.name.text;
        if (std::find(names.begin(), names.end(), name) != names.end()) {
            build.diagnostics.error(DiagnosticCode::E402, outcome.name.name.span,
                                    fmt::format("the outcome '{}' is declared twice", name));
            continue;
        }
        names.push_back(name);
        OutcomeParts parts{.ast = outcome, .indices = {}, .scope = {}, .model = {}};
        const std::vector<SetId> sets = build.sets_of(outcome.name);
        parts.scope = build.scope_for(outcome.name, sets, parts.indices);
        parts.model.name = name;
        parts.model.title = outcome.title;
        parts.model.shape = build.shape_of(sets);
        parts.model.span = outcome.name.span;
        const ExprAstPtr ast = parse_expression(outcome.text, build.units, build.diagnostics);
        if (!ast) continue;
        const bool event_verb = outcome.verb == OutcomeVerb::count || outcome.verb == OutcomeVerb::sum ||
                                (outcome.verb == OutcomeVerb::first && !outcome.first_when) ||
                                (outcome.verb == OutcomeVerb::max && find_event_field(build, *ast));
        read_window(build, parts);
        if (!(event_verb ? build_event_outcome(build, parts, *ast) : build_state_outcome(build, parts, *ast))) continue;
        read_periods(build, parts);
        if (outcome.series && parts.model.source != OutcomeSource::state_end) {
            build.diagnostics.error(DiagnosticCode::E209, outcome.name.span, "`series: true` belongs to outcomes of the `state`",
                                    "for events write `per: 1 month`");
        } else if (outcome.series && build.model.record_days.empty()) {
            build.diagnostics.error(DiagnosticCode::E202, outcome.name.span, "a series needs a grid of instants",
                                    "add `record: 1 month` to `time`");
        }
        ModelOutcome& model = parts.model;
        build_observed(build, outcome, sets, model);
        if (model.has_scalar) {
            model.column = column;
            column += model.shape.size;
        }
        const std::size_t n_times =
            model.period_ends.empty() ? (outcome.series ? build.model.record_days.size() : 0) : model.period_ends.size();
        if (n_times > 0) {
            model.series = series_column;
            series_column += model.shape.size * static_cast<std::uint32_t>(n_times);
        }
        if (event_verb)
            build.model.events[model.event].outcomes.push_back(static_cast<std::uint32_t>(build.model.outcomes.size()));
        build.model.outcomes.push_back(std::move(model));
    }
}

}  // namespace strife
