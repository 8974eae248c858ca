// Agents: their kinds, and those that are there at the start.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "compile/lowering.h"
#include "language/parser.h"

namespace strife {
namespace {

// What each attribute is drawn from, in the order of the attributes; empty after a fault.
std::vector<ExprPtr> read_values(Build& build, const AgentInitialAst& initial, const AgentSymbol& kind) {
    std::vector<ExprPtr> values(kind.fields.size());
    std::vector<std::string> names;
    for (const FieldSymbol& field : kind.fields) names.push_back(field.name);
    bool good = true;
    for (const auto& [name, text] : initial.values) {
        const auto found = std::find(names.begin(), names.end(), name.text);
        if (found == names.end()) {
            build.diagnostics.error(DiagnosticCode::E407, name.span,
                                    fmt::format("an agent of '{}' has no attribute '{}'", kind.name, name.text),
                                    did_you_mean(name.text, names));
            good = false;
            continue;
        }
        const auto i = static_cast<std::size_t>(found - names.begin());
        CheckScope scope;
        scope.place = "an initial attribute";
        scope.actor = kind.actor;
        scope.may_draw = true;
        scope.may_read_state = false;
        const FieldSymbol& field = kind.fields[i];
        if (field.type.is_number()) scope.default_unit = field.unit;
        const ExprAstPtr ast = parse_expression(text, build.units, build.diagnostics);
        if (ast) {
            values[i] = field.type.is_member() ? build.checker.check_member_of(*ast, scope, field.type.sets)
                                               : build.checker.check_number(*ast, scope, field.type.dimension);
        }
        good = good && values[i];
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        const bool given = std::any_of(initial.values.begin(), initial.values.end(),
                                       [&](const auto& value) { return value.first.text == names[i]; });
        if (given) continue;
        build.diagnostics.error(DiagnosticCode::E506, initial.span,
                                fmt::format("an agent of '{}' needs its attribute '{}'", kind.name, names[i]));
        good = false;
    }
    if (!good) values.clear();
    return values;
}

void build_initial(Build& build, const AgentInitialAst& initial, const AgentSymbol& kind, ModelAgents& model) {
    AgentInitial result;
    result.span = initial.span;
    CheckScope scope;
    scope.place = "the number of agents";
    scope.actor = kind.actor;
    scope.may_draw = true;
    scope.may_read_state = false;
    ExprPtr number = make_constant(1.0, Type::number(), initial.span);
    if (initial.number) {
        const ExprAstPtr ast = parse_expression(*initial.number, build.units, build.diagnostics);
        number = ast ? build.checker.check_number(*ast, scope, Dimension{}) : nullptr;
    }
    if (initial.number && number && number->kind == ExprKind::constant &&
        !(number->number >= 0.0 && number->number == static_cast<double>(static_cast<long long>(number->number)))) {
        build.diagnostics.error(DiagnosticCode::E211, initial.number->whole(),
                                "the number of agents is a whole number of at least 0");
        return;
    }
    const std::vector<ExprPtr> values = read_values(build, initial, kind);
    if (!number || values.size() != kind.fields.size()) return;
    Lowering for_number(build, ScratchRange::inner);
    result.number = for_number.finish_value(*number);
    Lowering for_values(build, ScratchRange::inner);
    result.fields = for_values.finish_values(values);
    model.initial.push_back(result);
}

}  // namespace

void build_agents(Build& build) {
    for (const AgentSymbol& symbol : build.symbols.agents) {
        ModelAgents model;
        model.name = build.symbols.qualified_name(symbol);
        for (const FieldSymbol& field : symbol.fields) {
            model.fields.push_back({field.name, field.unit.text, field.unit.scale, field.type.is_member()});
        }
        model.groupings.emplace_back();
        model.readers.resize(model.fields.size());
        build.model.agents.push_back(std::move(model));
    }
    std::size_t next = 0;
    for (const ActorAst& actor : build.scenario.actors) {
        for (const AgentsAst& agents : actor.agents) {
            const auto ref = build.symbols.find(actor.name.text + "." + agents.name.text);
            const bool first = ref && ref->kind == SymbolKind::agents && ref->index == next;
            if (!first) continue;  // declared twice, which is reported
            ModelAgents& model = build.model.agents[next];
            model.span = agents.name.span;
            for (const AgentInitialAst& initial : agents.initial)
                build_initial(build, initial, build.symbols.agents[next], model);
            ++next;
        }
    }
    build.model.agents_before = build.model.initializers.size();
    build.model.agent_reductions = static_cast<std::uint32_t>(build.model.reductions.size());
}

}  // namespace strife
