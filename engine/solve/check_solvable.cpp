// SPDX-License-Identifier: Apache-2.0
#include "solve/check_solvable.h"

#include <algorithm>
#include <set>
#include <string>

#include <fmt/format.h>

#include "random/laws.h"
#include "solve/equality_check.h"
#include "solve/finite_laws.h"

namespace strife {
namespace {

constexpr DiagnosticCode kCode = DiagnosticCode::E821;
constexpr const char* kHazardsOnly = "only hazards (`rate`) and what follows from them at once can be solved";

class SolvableCheck {
  public:
    SolvableCheck(const Model& model, SolveMethod method, Diagnostics& diagnostics)
        : model_(model), method_(method), diagnostics_(diagnostics) {}

    void run() {
        check_things();
        for (const Initializer& initializer : model_.initializers) check_program(initializer.program);
        for (const RateFamily& family : model_.rates) {
            if (!family.disabled) check_body(family.body);
        }
        for (const ModelEvent& event : model_.events) {
            for (const std::uint32_t body : event.upon) check_body(body);
        }
        for (const WatchGroup& group : model_.watches) {
            if (group.kind == WatchKind::when) check_condition(group);
        }
        if (method_ == SolveMethod::mean_field) {
            check_members();
            check_equalities();
        }
    }

  private:
    void refuse(SourceSpan span, const std::string& message, const std::string& hint = {}) {
        diagnostics_.error(kCode, span, message, hint);
    }

    void check_things() {
        for (const ModelAgents& agents : model_.agents) {
            refuse(agents.span, fmt::format("'{}' are agents, which make too many states to solve", agents.name));
        }
        for (const ModelActivity& activity : model_.activities) {
            refuse(activity.span,
                   fmt::format("'{}' is an activity: how long it has been under way is not part of a state", activity.name));
        }
        for (const TimedProcess& timed : model_.timed) {
            const Body& body = model_.bodies[timed.body];
            if (body.disabled) continue;
            const std::string what =
                timed.kind == TimedKind::schedule ? "the schedule runs" : fmt::format("'{}' runs", body.name);
            refuse(body.span, what + " at set times, or after gaps that are drawn", kHazardsOnly);
        }
        for (const RelaxingLevel& level : model_.levels) {
            if (method_ == SolveMethod::mean_field) break;
            const ModelState& state = model_.states[level.state];
            refuse(state.span, fmt::format("'{}' relaxes between events, so its values cannot be counted", state.name));
        }
        for (const RecentCount& recent : model_.recents) {
            refuse(place_of_slot(recent.first), fmt::format("`recent` asks when '{}' happened, which is not part of a state",
                                                            model_.events[recent.event].name));
        }
        for (const ModelInput& input : model_.inputs) {
            if (changes(input)) refuse({}, fmt::format("the input '{}' changes during the run", input.name), kHazardsOnly);
        }
    }

    [[nodiscard]] static bool changes(const ModelInput& input) {
        const std::size_t n = input.shape.size;
        for (std::size_t i = n; i < input.values.size(); ++i) {
            if (input.values[i] != input.values[i % n]) return true;
        }
        return false;
    }

    // Where a program first reads a slot.
    [[nodiscard]] SourceSpan place_of_slot(Slot slot) const {
        for (std::size_t i = 0; i < model_.code.size(); ++i) {
            const Instruction& read = model_.code[i];
            if (read.op < Op::copy || read.op > Op::load_indexed) continue;
            if (read.a == slot || (read.op != Op::load_indexed && read.b == slot)) return model_.code_spans[i];
        }
        return {};
    }

    void check_condition(const WatchGroup& group) {
        const Body& body = model_.bodies[group.owner];
        if (body.disabled) return;
        if (method_ == SolveMethod::mean_field) {
            refuse(body.span, fmt::format("'{}' runs when a condition turns true, which has no deterministic limit", body.name));
            return;
        }
        check_program(group.program);
        check_body(group.owner);
    }

    void check_body(std::uint32_t id) {
        const Body& body = model_.bodies[id];
        if (body.disabled || !seen_.insert(id).second) return;
        check_program(body.program);
        if (body.condition.exists()) check_program(body.condition);
    }

    void check_program(const Program& program) {
        for (std::size_t i = program.begin; model_.code[i].op != Op::halt; ++i) check_instruction(i);
    }

    void check_instruction(std::size_t i) {
        const Instruction& instruction = model_.code[i];
        const SourceSpan span = model_.code_spans[i];
        switch (instruction.op) {
            case Op::load_now:
                return refuse(span, "the clock is read, which is not part of a state", "leave `now` out");
            case Op::defer:
                return refuse(span, "`after` runs something later, which is not part of a state", kHazardsOnly);
            case Op::draw:
                return check_draw(span, static_cast<Law>(model_.draws[instruction.b].law));
            case Op::stop:
                if (method_ == SolveMethod::mean_field) refuse(span, "`stop` has no deterministic limit");
                return;
            default:
                return;  // agents and activities are refused where they are declared
        }
    }

    void check_draw(SourceSpan span, Law law) {
        if (method_ == SolveMethod::mean_field || can_be_listed(law)) return;
        refuse(span,
               fmt::format("a draw from {}() has more values than can be listed, so they cannot be followed one by one",
                           law_info(law).name),
               "draw whole numbers of a law with a light tail, such as binomial or poisson, or by weight among members");
    }

    // Real numbers are equal by chance alone.
    void check_equalities() {
        const EqualityCheck equality(model_);
        const auto check = [&](const Program& program) {
            if (const auto span = equality.find(program)) {
                refuse(*span, "whether numbers that change are equal is asked, which they never are in the deterministic limit",
                       "compare by < or >, or let the rate itself fall to 0: `rate * (1 - x / (1 person))` for an x of 0 or 1");
            }
        };
        for (const RateFamily& family : model_.rates) {
            if (family.disabled) continue;
            check(family.shared);
            check(family.member);
        }
        for (const std::uint32_t body : seen_) {
            check(model_.bodies[body].program);
            check(model_.bodies[body].condition);
        }
    }

    // Members of sets have no mean.
    void check_members() {
        for (const Body& body : model_.bodies) {
            for (const std::uint32_t s : body.writes) {
                const ModelState& state = model_.states[s];
                if (body.disabled || state.kind != ModelStateKind::member) continue;
                refuse(state.span, fmt::format("'{}' is a member of a set, which has no mean", state.name));
            }
        }
    }

    const Model& model_;
    SolveMethod method_;
    Diagnostics& diagnostics_;
    std::set<std::uint32_t> seen_;  // bodies
};

}  // namespace

void check_solvable(const Model& model, SolveMethod method, Diagnostics& diagnostics) {
    SolvableCheck(model, method, diagnostics).run();
}

bool reads_clock(const Model& model, const Program& program) {
    if (!program.exists()) return false;
    for (std::size_t i = program.begin; model.code[i].op != Op::halt; ++i) {
        if (model.code[i].op == Op::load_now) return true;
    }
    return false;
}

}  // namespace strife
