// Processes with their triggers, and the schedule.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/calendar.h"
#include "compile/bodies.h"
#include "compile/compile.h"
#include "compile/lowering.h"
#include "language/parser.h"

namespace strife {
namespace {

void collect_writes(const Block& block, std::set<std::uint32_t>& writes) {
    for (const auto& statement : block) {
        const bool stores = statement->kind == StatementKind::assign_state || statement->kind == StatementKind::scatter;
        if (stores) writes.insert(statement->id);
        for (const Branch& branch : statement->branches) collect_writes(branch.body, writes);
    }
}

// The checked pieces of a process that all triggers share.
struct ProcessParts {
    const ProcessAst& ast;
    std::string name;
    ActorId actor;
    std::vector<SetId> sets;
    std::vector<IndexId> indices;
    CheckScope scope;
    ExprPtr condition;
    LocalId agent = {};  // of a process over agents
    AgentKindId agents = {};
};

ExprPtr parse_and(Build& build, const TextAst& text, ExprPtr (Checker::*check)(const ExprAst&, CheckScope&), CheckScope& scope) {
    const ExprAstPtr ast = parse_expression(text, build.units, build.diagnostics);
    return ast ? (build.checker.*check)(*ast, scope) : nullptr;
}

std::uint32_t add_body(Build& build, const ProcessParts& parts, std::int32_t priority) {
    return add_checked_body(build, {.name = parts.name,
                                    .actor = parts.actor,
                                    .text = &parts.ast.body,
                                    .shape = build.shape_of(parts.sets),
                                    .indices = parts.indices,
                                    .scope = parts.scope,
                                    .agent = parts.agent,
                                    .agents = parts.agents,
                                    .priority = priority,
                                    .disabled = parts.ast.disabled,
                                    .span = parts.ast.name.span});
}

void build_rate(Build& build, ProcessParts& parts) {
    CheckScope scope = parts.scope;
    scope.place = "a rate";
    RateSource source;
    source.rate = parse_and(build, parts.ast.trigger_text, &Checker::check_rate, scope);
    source.condition = std::move(parts.condition);
    const std::uint32_t body = add_body(build, parts, 0);
    if (!source.rate) return;
    source.body = body;
    source.shape = build.shape_of(parts.sets);
    source.indices = parts.indices;
    source.agent = parts.agent;
    source.agents = parts.agents;
    source.span = parts.ast.trigger_text.whole();
    add_rate_family(build, std::move(source));
}

void set_condition(Build& build, std::uint32_t body, const ProcessParts& parts) {
    if (!parts.condition) return;
    Lowering lowering(build, ScratchRange::inner);
    lowering.bind_family(parts.indices);
    build.model.bodies[body].condition = lowering.finish_value(*parts.condition);
}

std::uint32_t add_process_body(Build& build, const ProcessParts& parts) {
    const std::uint32_t body = add_body(build, parts, build.read_priority(parts.ast.priority).value_or(0));
    set_condition(build, body, parts);
    return body;
}

void build_every(Build& build, ProcessParts& parts) {
    TimedProcess timed;
    timed.body = add_process_body(build, parts);
    if (set_period(build, parts.ast.trigger_text, parts.ast.first, parts.scope, parts.indices, timed)) {
        build.model.timed.push_back(timed);
    }
}

void build_at(Build& build, ProcessParts& parts) {
    TimedProcess timed;
    timed.kind = TimedKind::date;
    timed.body = add_process_body(build, parts);
    const auto at = read_instant_in_run(build, parts.ast.trigger_text, "`at`");
    if (!at) return;
    timed.at_days = *at;
    build.model.timed.push_back(timed);
}

void build_when(Build& build, ProcessParts& parts) {
    CheckScope scope = parts.scope;
    scope.place = "a condition";
    const ExprPtr condition = parse_and(build, parts.ast.trigger_text, &Checker::check_condition, scope);
    WatchGroup watch;
    watch.kind = WatchKind::when;
    watch.owner = add_process_body(build, parts);
    if (!condition) return;
    watch.shape = build.shape_of(parts.sets);
    watch.at_start = parts.ast.at_start;
    watch.varies = reads_relaxing_level(build, *condition);
    watch.first_watch = build.model.watch_count;
    build.model.watch_count += watch.shape.size;
    Lowering lowering(build, ScratchRange::inner);
    lowering.bind_family(parts.indices);
    lowering.warn_of_recomputing();
    watch.program = lowering.finish_value(*condition);
    build.model.watches.push_back(watch);
}

// `upon ... for`: the member of the family that an event is for.
void set_only(Build& build, Body& body, const ProcessParts& parts, const TextAst& text) {
    if (parts.sets.size() != 1) {
        build.diagnostics.error(DiagnosticCode::E505, text.whole(),
                                "`for` names the one member that an event is for: the process needs one index");
        return;
    }
    CheckScope scope;
    scope.place = "`for`";
    scope.actor = parts.actor;
    scope.instance = parts.scope.instance;
    scope.instance = parts.scope.instance;
    scope.event = parts.scope.event;
    const ExprAstPtr ast = parse_expression(text, build.units, build.diagnostics);
    const ExprPtr member = ast ? build.checker.check(*ast, scope) : nullptr;
    if (!member) return;
    if (!member->type.is_member() || !member->type.has_set(parts.sets[0])) {
        build.diagnostics.error(DiagnosticCode::E504, text.whole(),
                                fmt::format("`for` must be a member of {}", build.symbols.set(parts.sets[0]).name));
        return;
    }
    Lowering lowering(build, ScratchRange::inner);
    body.only = lowering.finish_value(*member);
}

void build_upon(Build& build, ProcessParts& parts) {
    const std::uint32_t body = add_process_body(build, parts);
    if (parts.ast.only) set_only(build, build.model.bodies[body], parts, *parts.ast.only);
    if (parts.scope.event) build.model.events[parts.scope.event->index()].upon.push_back(body);
}

// The agents that a process is of: `raid[c of cell]`. False after a fault.
bool bind_agents(Build& build, ProcessParts& parts) {
    const std::vector<IndexAst>& indices = parts.ast.name.indices;
    const IndexAst& index = indices.front();
    if (indices.size() > 1 || parts.ast.trigger != TriggerKind::rate) {
        const bool alone = indices.size() == 1;
        build.diagnostics.error(
            DiagnosticCode::E505, parts.ast.name.span,
            alone ? "only a process with a `rate` can be of each agent" : "a process of each agent has no other index",
            alone ? fmt::format("leave the index out and write `for {} of {} do ... end` in the body",
                                index.variable ? index.variable->text : "c", index.set.text)
                  : "an attribute can say which member of a set the agent belongs to");
        return false;
    }
    const auto ref = build.symbols.find_from(parts.actor, index.set.text);
    if (!ref || ref->kind != SymbolKind::agents) {
        if (build.symbols.left_out.contains(index.set.text)) return false;
        std::vector<std::string> names;
        for (const AgentSymbol& kind : build.symbols.agents) {
            names.push_back(kind.name);
            names.push_back(build.symbols.qualified_name(kind));
        }
        std::string hint = did_you_mean(index.set.text, names);
        if (ref && ref->kind == SymbolKind::set)
            hint = fmt::format("a set is named with `in`: {} in {}", index.variable->text, index.set.text);
        build.diagnostics.error(DiagnosticCode::E404, index.set.span, fmt::format("'{}' is not a kind of agents", index.set.text),
                                std::move(hint));
        return false;
    }
    const NameAst variable = index.variable.value_or(index.set);
    if (is_reserved_word(variable.text)) {
        build.diagnostics.error(DiagnosticCode::E403, variable.span,
                                fmt::format("'{}' is a word of the language", variable.text));
    }
    parts.agents = AgentKindId{ref->index};
    parts.agent = build.checker.bind_agent(parts.scope, variable.text, parts.agents);
    return true;
}

void build_process(Build& build, const ActorAst& actor, ActorId actor_id, const ProcessAst& process) {
    const bool of_agents =
        std::any_of(process.name.indices.begin(), process.name.indices.end(), [](const IndexAst& i) { return i.of_agents; });
    ProcessParts parts{.ast = process,
                       .name = actor.name.text + "." + process.name.name.text,
                       .actor = actor_id,
                       .sets = of_agents ? std::vector<SetId>() : build.sets_of(process.name),
                       .indices = {},
                       .scope = {},
                       .condition = nullptr};
    if (!of_agents) parts.scope = build.scope_for(process.name, parts.sets, parts.indices);
    parts.scope.actor = actor_id;
    if (of_agents && !bind_agents(build, parts)) return;
    if (process.trigger == TriggerKind::upon) {
        const std::string& name = process.trigger_text.text;
        const auto ref = build.symbols.find(build.symbols.bound_name(parts.scope.instance, {name}));
        if (build.symbols.is_left_out({name})) return;
        if (ref && ref->kind == SymbolKind::event) {
            parts.scope.event = EventTypeId{ref->index};
        } else {
            std::vector<std::string> names;
            for (const EventSymbol& event : build.symbols.events) names.push_back(event.name);
            std::string hint = build.symbols.requirement_hint({}, parts.scope.instance, name);
            if (hint.empty()) hint = did_you_mean(name, names);
            build.diagnostics.error(DiagnosticCode::E401, process.trigger_text.whole(),
                                    fmt::format("'{}' is not a declared event", name), std::move(hint));
            return;
        }
    }
    if (process.condition) {
        CheckScope scope = parts.scope;
        scope.place = "a condition";
        parts.condition = parse_and(build, *process.condition, &Checker::check_condition, scope);
    }
    switch (process.trigger) {
        case TriggerKind::rate:
            return build_rate(build, parts);
        case TriggerKind::every:
            return build_every(build, parts);
        case TriggerKind::at:
            return build_at(build, parts);
        case TriggerKind::when:
            return build_when(build, parts);
        case TriggerKind::upon:
            return build_upon(build, parts);
    }
}

void build_schedule(Build& build, const ScheduleAst& entry) {
    CheckScope scope;
    TimedProcess timed;
    timed.kind = TimedKind::schedule;
    timed.body = add_checked_body(build, {.name = "schedule." + entry.name.text,
                                          .actor = {},
                                          .text = &entry.body,
                                          .shape = {},
                                          .indices = {},
                                          .scope = scope,
                                          .priority = build.read_priority(entry.priority).value_or(0),
                                          .disabled = entry.disabled,
                                          .span = entry.name.span});
    if (entry.condition) {
        scope.place = "a condition";
        if (const ExprPtr condition = parse_and(build, *entry.condition, &Checker::check_condition, scope)) {
            Lowering lowering(build, ScratchRange::inner);
            build.model.bodies[timed.body].condition = lowering.finish_value(*condition);
        }
    }
    const auto at = read_instant_in_run(build, entry.at, "`at`");
    if (!at) return;
    timed.at_days = *at;
    build.model.timed.push_back(timed);
}

}  // namespace

std::uint32_t add_checked_body(Build& build, BodySource source) {
    const BlockAst ast = parse_statements(*source.text, build.units, build.diagnostics);
    CheckScope scope = source.scope;
    scope.place = fmt::format("the body of '{}'", source.name);
    scope.may_draw = true;
    scope.may_read_now = true;
    return add_built_body(build, source, build.checker.check_block(ast, scope));
}

std::uint32_t add_built_body(Build& build, const BodySource& source, const Block& block) {
    Lowering lowering(build, ScratchRange::body);
    lowering.bind_family(source.indices);
    Body body;
    if (source.agent.valid()) {
        body.agent = lowering.bind_agent(source.agent);
        body.agents = source.agents.value();
    }
    body.name = source.name;
    body.shape = source.shape;
    body.program = lowering.finish_block(block);
    body.n_draws = lowering.n_draws();
    body.scratch = lowering.scratch_used();
    const SetSymbol& actors = build.symbols.set(build.symbols.actor_set);
    body.actor =
        static_cast<std::uint32_t>(actors.first_member + (source.actor.valid() ? source.actor.index() : actors.members.size()));
    body.priority = source.priority;
    body.disabled = source.disabled;
    body.file_order = build.file_order++;
    body.span = source.span;
    std::set<std::uint32_t> writes;
    collect_writes(block, writes);
    body.writes.assign(writes.begin(), writes.end());
    return build.add_body(std::move(body));
}

bool set_period(Build& build, const TextAst& text, const std::optional<TextAst>& first, const CheckScope& scope,
                const std::vector<IndexId>& indices, TimedProcess& timed) {
    if (first) {
        timed.first_days = build.read_instant(*first, "`first`");
        if (timed.first_days && *timed.first_days < 0.0) {
            build.diagnostics.error(DiagnosticCode::E609, first->whole(), "the first firing is before the start of the run");
        }
    }
    if (const auto step = build.read_step(text)) {
        timed.kind = TimedKind::calendar;
        timed.step = *step;
        if (step->days > 0.0 || step->months > 0) return true;
        build.diagnostics.error(DiagnosticCode::E211, text.whole(), "a period must be greater than 0");
        return false;
    }
    timed.kind = TimedKind::gap;
    CheckScope gap_scope = scope;
    gap_scope.place = "the gap of `every`";
    gap_scope.may_draw = true;
    gap_scope.may_read_now = true;
    const ExprAstPtr ast = parse_expression(text, build.units, build.diagnostics);
    const ExprPtr gap = ast ? build.checker.check_number(*ast, gap_scope, build.units.time()) : nullptr;
    if (!gap) return false;
    Lowering lowering(build, ScratchRange::inner);
    lowering.bind_family(indices);
    timed.gap = lowering.finish_value(*gap);
    timed.first_instance = build.add_instances(build.model.bodies[timed.body].shape.size);
    return true;
}

std::optional<double> read_instant_in_run(Build& build, const TextAst& text, std::string_view what, std::string_view if_after) {
    const auto at = build.read_instant(text, what);
    if (!at) return std::nullopt;
    if (*at < 0.0) {
        build.diagnostics.error(DiagnosticCode::E609, text.whole(), fmt::format("{} is before the start of the run", what),
                                run_extent(build.model));
        return std::nullopt;
    }
    if (*at > build.model.end_days && build.model.end_days > 0.0) {
        build.diagnostics.warning(DiagnosticCode::W901, text.whole(),
                                  fmt::format("{} is after the end of the run: {}", what, if_after), run_extent(build.model));
    }
    return at;
}

void build_processes(Build& build) {
    for (std::size_t i = 0; i < build.scenario.actors.size(); ++i) {
        const ActorAst& actor = build.scenario.actors[i];
        std::set<std::string> names;
        for (const ProcessAst& process : actor.processes) {
            const std::string& name = process.name.name.text;
            const auto taken = build.symbols.find(actor.name.text + "." + name);
            if (!names.insert(name).second || taken) {
                build.diagnostics.error(DiagnosticCode::E402, process.name.name.span,
                                        fmt::format("'{}' is already declared for {}", name, actor.name.text));
            }
            build_process(build, actor, ActorId{i}, process);
        }
    }
    for (const ScheduleAst& entry : build.scenario.schedule) build_schedule(build, entry);
}

}  // namespace strife
