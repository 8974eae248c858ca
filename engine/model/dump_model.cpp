// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/numbers.h"
#include "model/model.h"

namespace strife {
namespace {

const char* kind_name(ModelStateKind kind) {
    switch (kind) {
        case ModelStateKind::count:
            return "count";
        case ModelStateKind::level:
            return "level";
        case ModelStateKind::member:
            return "one";
        default:
            return "instant";
    }
}

class Dump {
  public:
    Dump(const Model& model, const SourceMap& sources) : model_(model), sources_(sources) {}

    std::string run() {
        sets();
        states();
        reductions();
        agents();
        rates();
        timed();
        watches();
        events();
        outcomes();
        programs();
        return std::move(text_);
    }

  private:
    template <class... Args>
    void line(fmt::format_string<Args...> format, Args&&... args) {
        text_ += fmt::format(format, std::forward<Args>(args)...) + "\n";
    }

    [[nodiscard]] std::string indices(const Shape& shape) const {
        std::string text;
        for (std::size_t i = 0; i < shape.rank; ++i) text += (i > 0 ? ", " : "") + model_.sets[shape.sets[i]].name;
        return text.empty() ? "" : "[" + text + "]";
    }

    [[nodiscard]] std::string place(SourceSpan span) const {
        if (!span.valid()) return "";
        const SourceLocation at = sources_.locate(span);
        return fmt::format("{}:{}", at.file, at.line);
    }

    [[nodiscard]] std::string writes(const Body& body) const {
        std::string text;
        for (const std::uint32_t state : body.writes) text += (text.empty() ? "" : ", ") + model_.states[state].name;
        return text.empty() ? "nothing" : text;
    }

    void sets() {
        line("model: {}", model_.title);
        line("  {} channels, {} states in {} slots, {} instructions, run of {} days", model_.channel_count, model_.states.size(),
             model_.memory.size() - kScratchSlots, model_.code.size(), format_number(model_.end_days));
        line("sets:");
        for (const ModelSet& set : model_.sets) line("  {}: {} members", set.name, set.members.size());
        line("parameters:");
        for (const ModelParameter& parameter : model_.parameters) {
            const bool prior = std::any_of(model_.priors.begin(), model_.priors.end(),
                                           [&](const Prior& p) { return model_.parameters[p.parameter].name == parameter.name; });
            line("  {}{} [{}]{}", parameter.name, indices(parameter.shape), parameter.unit, prior ? ", drawn from a prior" : "");
        }
    }

    void states() {
        line("state:");
        for (const ModelState& state : model_.states) {
            line("  {}{}: {} of {}, slots {}..{}{}", state.name, indices(state.shape), kind_name(state.kind), state.unit,
                 state.first, state.first + state.shape.size - 1, state.level ? ", relaxes by itself" : "");
        }
        for (const ModelActivity& activity : model_.activities) {
            line("  active({}){}: slots {}..{}", activity.name, indices(activity.shape), activity.count,
                 activity.count + activity.shape.size - 1);
        }
    }

    void reductions() {
        line("kept up by increments:");
        for (const Reduction& reduction : model_.reductions) {
            line("  {}{}: {} terms each, {}", reduction.text, indices(reduction.outer), reduction.inner.size,
                 reduction.whole ? "exact differences" : "a tree");
        }
        for (const RecentCount& recent : model_.recents) {
            line("  recent({}){}", model_.events[recent.event].name, indices(recent.shape));
        }
    }

    void agents() {
        if (model_.agents.empty()) return;
        line("agents:");
        for (const ModelAgents& kind : model_.agents) {
            std::string fields;
            for (const ModelField& field : kind.fields) {
                fields +=
                    fmt::format("{}{}{}", fields.empty() ? "" : ", ", field.name, field.is_member ? "" : " [" + field.unit + "]");
            }
            line("  {}: {}", kind.name, fields);
        }
        for (const AgentSum& sum : model_.agent_sums) {
            line("  {}: slots {}..{}, {}", sum.text, sum.first,
                 sum.first + model_.agents[sum.agents].groupings[sum.grouping].n_groups - 1,
                 sum.has_trees() ? "trees" : "exact differences");
        }
    }

    void rates() {
        line("hazards:");
        for (const RateFamily& family : model_.rates) {
            const Body& body = model_.bodies[family.body];
            line("  {}{}: {} channels, {}", body.name, indices(body.shape), family.shape.size, place(body.span));
            if (family.shared.exists()) {
                line("    shared part: {}{}", family.shared_text, family.shared_varies ? "  (changes between events)" : "");
            }
            line("    {}: {}{}{}", family.shared.exists() ? "member part" : "rate", family.member_text,
                 family.member_varies ? "  (changes between events)" : "", family.reads_own ? "  (of each item)" : "");
            line("    writes {}", writes(body));
        }
    }

    void timed() {
        line("timed:");
        for (const TimedProcess& timed : model_.timed) {
            const Body& body = model_.bodies[timed.body];
            std::string when = fmt::format("at day {}", format_number(timed.at_days));
            if (timed.kind == TimedKind::gap) when = "every drawn gap";
            if (timed.kind == TimedKind::calendar) {
                when = timed.step.months > 0 ? fmt::format("every {} months", timed.step.months)
                                             : fmt::format("every {} days", format_number(timed.step.days));
            }
            line("  {}{}: {}, writes {}", body.name, indices(body.shape), when, writes(body));
        }
    }

    void watches() {
        line("conditions watched:");
        static constexpr std::array<std::string_view, 7> kKinds = {"when", "ever", "first", "max", "min", "time", "mean"};
        for (const WatchGroup& watch : model_.watches) {
            const std::string owner = watch.kind == WatchKind::when ? model_.bodies[watch.owner].name : "outcome";
            line("  {} ({}){}{}", owner, kKinds[static_cast<std::size_t>(watch.kind)], indices(watch.shape),
                 watch.varies ? ", crossings computed" : "");
        }
    }

    void events() {
        line("events:");
        for (const ModelEvent& event : model_.events) {
            std::string upon;
            for (const std::uint32_t body : event.upon) upon += (upon.empty() ? "" : ", ") + model_.bodies[body].name;
            line("  {}: {}", event.name, upon.empty() ? "no process waits for it" : "runs " + upon);
        }
    }

    void outcomes() {
        line("outcomes:");
        for (const ModelOutcome& outcome : model_.outcomes)
            line("  {}{} [{}]", outcome.name, indices(outcome.shape), outcome.unit);
        line("dependencies (slot: who is looked at again when it changes):");
        for (Slot slot = kScratchSlots; slot < model_.memory.size(); ++slot) dependents(slot);
    }

    void dependents(Slot slot) {
        constexpr std::size_t kShown = 8;
        std::string text;
        std::size_t n = 0;
        const auto add = [&](const std::string& name) {
            if (n++ < kShown) text += (text.empty() ? "" : ", ") + name;
        };
        for (const DependencyGraph* graph : {&model_.leaf_dependents, &model_.dependents}) {
            for (std::uint32_t i = graph->starts[slot]; i < graph->starts[slot + 1]; ++i) add(name_of(graph->dependents[i]));
        }
        if (n == 0) return;
        if (n > kShown) text += fmt::format(", and {} more", n - kShown);
        line("  {}: {}", slot_name(slot), text);
    }

    [[nodiscard]] std::string name_of(const Dependent& dependent) const {
        switch (dependent.kind) {
            case DependentKind::leaf:
                return model_.reductions[dependent.owner].text;
            case DependentKind::agent_terms:
                return model_.agent_sums[dependent.owner].text + " (all terms)";
            case DependentKind::watch:
                return fmt::format("condition {}", dependent.owner);
            default: {
                const Body& body = model_.bodies[model_.rates[dependent.owner].body];
                return dependent.kind == DependentKind::shared ? body.name + " (all)"
                                                               : model_.member_name(body.name, body.shape, dependent.member);
            }
        }
    }

    [[nodiscard]] std::string slot_name(Slot slot) const {
        const std::uint32_t state = model_.slot_states[slot];
        if (state != kNoState) {
            return model_.member_name(model_.states[state].name, model_.states[state].shape, slot - model_.states[state].first);
        }
        for (const ModelActivity& activity : model_.activities) {
            if (slot >= activity.count && slot < activity.count + activity.shape.size) {
                return model_.member_name("active(" + activity.name + ")", activity.shape, slot - activity.count);
            }
        }
        for (const Reduction& reduction : model_.reductions) {
            if (slot >= reduction.first && slot < reduction.first + reduction.outer.size) return reduction.text;
        }
        for (const AgentSum& sum : model_.agent_sums) {
            const std::uint32_t n = model_.agents[sum.agents].groupings[sum.grouping].n_groups;
            if (slot >= sum.first && slot < sum.first + n)
                return n == 1 ? sum.text : fmt::format("{}[{}]", sum.text, slot - sum.first);
        }
        return fmt::format("slot {}", slot);
    }

    void programs() {
        line("programs ({} instructions; d, a, b, r as in model/program.h):", model_.code.size());
        std::string last;
        for (std::size_t i = 0; i < model_.code.size(); ++i) {
            const Instruction& instruction = model_.code[i];
            const std::string at = place(model_.code_spans[i]);
            line("  {:5} {:16} d={} a={} b={} r={}{}", i, op_name(instruction.op), instruction.d, instruction.a, instruction.b,
                 instruction.r == kNoRegister ? std::string("-") : fmt::format("{}", instruction.r),
                 at == last ? "" : "  # " + at);
            last = at;
        }
    }

    const Model& model_;
    const SourceMap& sources_;
    std::string text_;
};

}  // namespace

std::string dump_model(const Model& model, const SourceMap& sources) {
    return Dump(model, sources).run();
}

}  // namespace strife
