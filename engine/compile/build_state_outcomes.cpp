// Outcomes over the state: its value at an instant, its extremes, what holds of it, and for how long; and why a run stopped.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "compile/lowering.h"
#include "compile/outcome_parts.h"

namespace strife {
namespace {

// The unit in which a value of state is stored: that of the first state in it with its dimension, so that USD stays USD.
void take_unit(Build& build, const Expr& expr, OutcomeParts& parts) {
    ModelOutcome& model = parts.model;
    parts.dimension = expr.type.dimension;
    model.unit = build.units.describe(expr.type.dimension);
    bool found = false;
    bool counts_only = true;
    const bool counts_agents = expr.kind == ExprKind::aggregate && expr.clauses[0].agent.valid() && expr.op == AggregateOp::sum &&
                               expr.args[0]->kind == ExprKind::select;
    for_each_expr(expr, [&](const Expr& part) {
        if (part.kind == ExprKind::agent_field) {
            const FieldSymbol& field = build.symbols.agents[part.args[0]->type.agents.index()].fields[part.id];
            if (found || counts_agents || !part.type.is_number() || !(part.type.dimension == expr.type.dimension)) return;
            model.unit = field.unit.text;
            model.unit_scale = field.unit.scale;
            found = true;
            counts_only = false;
        }
        if (part.kind != ExprKind::state) return;
        const StateSymbol& state = build.symbols.states[part.id];
        counts_only = counts_only && state.kind == StateSymbolKind::count;
        if (found || !(state.unit.dimension == expr.type.dimension)) return;
        model.unit = state.unit.text;
        model.unit_scale = state.unit.scale;
        found = true;
    });
    const bool plain = expr.kind == ExprKind::state || expr.kind == ExprKind::aggregate || expr.kind == ExprKind::activity_count;
    model.is_count = (found && counts_only && plain) || counts_agents;
}

void add_watch(Build& build, OutcomeParts& parts, WatchKind kind, const Expr& expr) {
    WatchGroup watch;
    watch.kind = kind;
    watch.owner = parts.number;
    watch.shape = parts.model.shape;
    watch.first_watch = build.model.watch_count;
    build.model.watch_count += watch.shape.size;
    watch.varies = reads_relaxing_level(build, expr);
    watch.program = parts.model.value;
    if (kind == WatchKind::time_true || kind == WatchKind::time_mean) {
        watch.first_integral = build.model.integral_count;
        build.model.integral_count += watch.shape.size;
    }
    if (kind == WatchKind::time_mean && watch.varies) {
        const auto alone = expr.kind == ExprKind::state ? build.model.states[expr.id].level : std::nullopt;
        watch.is_level = alone && !build.model.levels[*alone].decay.of_each && !build.model.levels[*alone].rest.of_each;
        for_each_expr(expr, [&](const Expr& part) {
            if (part.kind != ExprKind::state || !build.symbols.states[part.id].relaxing) return;
            const std::uint32_t level = *build.model.states[part.id].level;
            if (std::find(watch.levels.begin(), watch.levels.end(), level) == watch.levels.end()) watch.levels.push_back(level);
        });
    }
    build.model.watches.push_back(std::move(watch));
}

// Whether a value bends or jumps where a relaxing level passes some point: then its integral is not followed to the last digits.
const Expr* find_kink(const Build& build, const Expr& expr) {
    const auto varies = [&](const Expr& part) { return reads_relaxing_level(build, part); };
    const Expr* found = nullptr;
    for_each_expr(expr, [&](const Expr& part) {
        if (found != nullptr) return;
        bool kinked = false;
        if (part.kind == ExprKind::select) {
            kinked = varies(*part.args[0]);
        } else if (part.kind == ExprKind::aggregate) {
            const bool bends = part.op != AggregateOp::sum && varies(*part.args[0]);
            kinked = bends || (part.condition && varies(*part.condition));
        } else if (part.type.is_boolean() || part.kind == ExprKind::round || part.kind == ExprKind::floor ||
                   part.kind == ExprKind::ceil || part.kind == ExprKind::absolute || part.kind == ExprKind::minimum ||
                   part.kind == ExprKind::maximum) {
            kinked = varies(part);
        }
        if (kinked) found = &part;
    });
    return found;
}

bool build_time_mean(Build& build, OutcomeParts& parts, const Expr& expr) {
    if (const Expr* kink = find_kink(build, expr)) {
        build.diagnostics.error(DiagnosticCode::E610, kink->span,
                                "the mean over time of this cannot be followed exactly: it bends or jumps while a level relaxes",
                                "ask for the fraction_of_time of a condition, or for the mean of the level itself");
        return false;
    }
    parts.model.source = OutcomeSource::time_mean;
    parts.model.is_count = false;
    add_watch(build, parts, WatchKind::time_mean, expr);
    return true;
}

// Keys that only outcomes over events have; beside verbs that are never over events the table of keys refuses them.
void refuse_event_keys(Build& build, const OutcomeAst& ast) {
    if (!may_look_at_either(ast.verb)) return;
    const auto refuse = [&](const std::optional<TextAst>& text, std::string_view what) {
        if (text) build.diagnostics.error(DiagnosticCode::E209, text->whole(), fmt::format("{}; this outcome has none", what));
    };
    refuse(ast.where, "`where` chooses among events");
    refuse(ast.by, "`by` tells events apart");
}

// `mean: atack.deaths`: the name of an event, nearly.
bool is_misspelt_event(Build& build, const OutcomeAst& outcome, const ExprAst& ast) {
    const bool is_name = ast.kind == ExprAstKind::name && ast.children.empty() && ast.path.size() == 2;
    if (!may_look_at_either(outcome.verb) || !is_name) return false;
    if (build.symbols.find(ast.path[0]) || build.symbols.is_left_out(ast.path)) return false;
    std::vector<std::string> names;
    for (const EventSymbol& event : build.symbols.events) names.push_back(event.name);
    const std::string hint = did_you_mean(ast.path[0], names);
    if (hint.empty()) return false;
    build.diagnostics.error(DiagnosticCode::E613, ast.span,
                            "this must be an attribute of an event, or an expression over the state", hint);
    return true;
}

}  // namespace

Program lower_for(Build& build, const OutcomeParts& parts, const Expr& expr) {
    Lowering lowering(build, ScratchRange::inner);
    lowering.bind_family(parts.indices);
    return lowering.finish_value(expr);
}

bool build_state_outcome(Build& build, OutcomeParts& parts, const ExprAst& ast) {
    if (is_misspelt_event(build, parts.ast, ast)) return false;
    CheckScope scope = parts.scope;
    scope.place = "an outcome";
    ModelOutcome& model = parts.model;
    const OutcomeVerb verb = parts.ast.verb;
    const bool condition = verb == OutcomeVerb::ever || verb == OutcomeVerb::first || verb == OutcomeVerb::fraction_of_time;
    const ExprPtr expr = condition ? build.checker.check_condition(ast, scope) : build.checker.check(ast, scope);
    if (!expr) return false;
    if (!condition && !expr->type.is_number()) {
        build.diagnostics.error(DiagnosticCode::E503, ast.span, "an outcome over the state needs a number");
        return false;
    }
    refuse_event_keys(build, parts.ast);
    model.value = lower_for(build, parts, *expr);
    if (!condition) take_unit(build, *expr, parts);
    switch (verb) {
        case OutcomeVerb::ever:
            model.source = OutcomeSource::ever;
            add_watch(build, parts, WatchKind::ever, *expr);
            break;
        case OutcomeVerb::first:
            model.source = OutcomeSource::first_when;
            parts.dimension = build.units.time();
            add_watch(build, parts, WatchKind::first_time, *expr);
            break;
        case OutcomeVerb::fraction_of_time:
            model.source = OutcomeSource::time_true;
            add_watch(build, parts, WatchKind::time_true, *expr);
            break;
        case OutcomeVerb::min:
            model.source = OutcomeSource::state_min;
            add_watch(build, parts, WatchKind::minimum, *expr);
            break;
        case OutcomeVerb::max:
            model.source = OutcomeSource::state_max;
            add_watch(build, parts, WatchKind::maximum, *expr);
            break;
        case OutcomeVerb::mean:
            return build_time_mean(build, parts, *expr);
        default:
            model.source = OutcomeSource::state_end;
            break;
    }
    return true;
}

bool build_stop_outcome(Build& build, OutcomeParts& parts) {
    parts.model.source = OutcomeSource::stopped;
    if (parts.model.shape.rank > 0) {
        build.diagnostics.error(DiagnosticCode::E505, parts.ast.name.span, "why a run stopped has no index");
        return false;
    }
    const std::string& reason = parts.ast.text.text;
    if (reason == "true") return true;
    const std::vector<std::string>& reasons = build.model.stop_reasons;
    const auto found = std::find(reasons.begin(), reasons.end(), reason);
    if (found == reasons.end()) {
        std::string hint = did_you_mean(reason, reasons);
        if (hint.empty()) hint = reasons.empty() ? "nothing stops this scenario" : "of whatever reason: stopped: true";
        build.diagnostics.error(DiagnosticCode::E613, parts.ast.text.whole(),
                                fmt::format("no statement stops for the reason '{}'", reason), hint);
        return false;
    }
    parts.model.stop_reason = static_cast<std::int32_t>(found - reasons.begin());
    return true;
}

}  // namespace strife
