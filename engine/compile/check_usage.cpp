// Warnings about what is declared and never matters.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "compile/build.h"

namespace strife {

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
