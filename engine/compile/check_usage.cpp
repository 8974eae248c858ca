// What is declared and never matters: faults in it, and warnings that it is so.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "compile/build.h"

namespace strife {

ExprPtr check_definition(Build& build, DefineId define, Diagnostics& diagnostics) {
    const DefineSymbol& symbol = build.symbols.defines[define.index()];
    if (!symbol.body) return nullptr;
    Checker checker(build.symbols, build.units, diagnostics);
    CheckScope scope;
    scope.actor = symbol.actor;
    scope.instance = symbol.instance;
    for (std::size_t i = 0; i < symbol.sets.size() && i < symbol.variables.size(); ++i) {
        checker.bind_index(scope, symbol.variables[i], symbol.sets[i]);
    }
    return checker.check(*symbol.body, scope);
}

void check_unread_definitions(Build& build) {
    for (std::size_t i = 0; i < build.symbols.defines.size(); ++i) {
        Diagnostics found;
        check_definition(build, DefineId{i}, found);
        for (const Diagnostic& fault : found.sorted()) {
            // What may stand only in some places (a draw, the clock, an event) is judged where the definition is read.
            const bool is_name = fault.code >= DiagnosticCode::E401 && fault.code <= DiagnosticCode::E407;
            const bool is_type = fault.code >= DiagnosticCode::E501 && fault.code <= DiagnosticCode::E510;
            if (is_name || is_type) build.diagnostics.error(fault.code, fault.span, fault.message, fault.hint);
        }
    }
}

void check_usage(Build& build) {
    for (const ActorAst& actor : build.scenario.actors) {
        for (const StateAst& state : actor.states) {
            const auto ref = build.symbols.find(actor.name.text + "." + state.name.name.text);
            if (!ref || ref->kind != SymbolKind::state) continue;
            // What a mechanism keeps for outcomes need not interest every scenario that uses it.
            if (build.symbols.instance_of(state.name.name.text).valid()) continue;
            if (build.states_read.contains(static_cast<std::uint32_t>(ref->index))) continue;
            build.diagnostics.warning(DiagnosticCode::W902, state.name.name.span,
                                      fmt::format("nothing reads the state '{}'", state.name.name.text));
        }
    }
    for (const ParameterAst& parameter : build.scenario.parameters) {
        const auto ref = build.symbols.find(parameter.name.name.text);
        if (!ref || ref->kind != SymbolKind::parameter) continue;
        if (build.parameters_read.contains(static_cast<std::uint32_t>(ref->index))) continue;
        build.diagnostics.warning(DiagnosticCode::W905, parameter.name.name.span,
                                  fmt::format("nothing reads the parameter '{}'", parameter.name.name.text));
    }
    // Rates that are 0 whatever happens.
    const Model& model = build.model;
    for (const RateFamily& family : model.rates) {
        for (const Program* part : {&family.shared, &family.member}) {
            if (!part->exists() || model.code[part->begin].op != Op::halt) continue;
            const bool constant =
                part->result != kNoSlot && build.constants.contains(0.0) && part->result == build.constants.at(0.0);
            if (!constant) continue;
            build.diagnostics.warning(
                DiagnosticCode::W901, family.span,
                fmt::format("the rate of '{}' is always 0: it never fires", model.bodies[family.body].name));
        }
    }
    for (const ModelEvent& event : model.events) {
        bool emitted = false;
        for (const Instruction& instruction : model.code) {
            emitted = emitted || (instruction.op == Op::emit && model.events[instruction.a].name == event.name);
        }
        if (emitted) continue;
        for (const std::uint32_t body : event.upon) {
            build.diagnostics.warning(DiagnosticCode::W901, model.bodies[body].span,
                                      fmt::format("'{}' never fires: nothing emits {}", model.bodies[body].name, event.name));
        }
    }
}

}  // namespace strife
