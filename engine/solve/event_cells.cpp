// SPDX-License-Identifier: Apache-2.0
#include "solve/event_cells.h"

#include <algorithm>

#include "kernel/interpreter.h"
#include "solve/check_solvable.h"

namespace strife {
namespace {

bool adds_up(OutcomeSource source) {
    return source == OutcomeSource::event_count || source == OutcomeSource::event_sum || source == OutcomeSource::event_histogram;
}

}  // namespace

EventCells::EventCells(const Model& model) : model_(model) {
    for (const ModelOutcome& outcome : model.outcomes) {
        const bool by_time =
            reads_clock(model, outcome.value) || reads_clock(model, outcome.where) || reads_clock(model, outcome.by);
        first_.push_back(adds_up(outcome.source) && !by_time ? std::optional(size_) : std::nullopt);
        if (first_.back()) size_ += outcome.shape.size;
    }
}

void EventCells::observe(InstantMachine& machine, const std::function<void(std::size_t, double)>& add) const {
    for (std::size_t i = 0; i < machine.event_count(); ++i) {
        const InstantMachine::Event event = machine.event(i);
        for (const std::uint32_t outcome : model_.events[event.type].outcomes) {
            if (const auto first = first_[outcome]) observe_event(machine, outcome, *first, event, add);
        }
    }
}

void EventCells::observe_event(InstantMachine& machine, std::uint32_t id, std::size_t first, const InstantMachine::Event& event,
                               const std::function<void(std::size_t, double)>& add) const {
    const ModelOutcome& outcome = model_.outcomes[id];
    const std::size_t cells = outcome.shape.size / outcome.own.size;  // of one member: those of `by` and the classes
    const std::size_t classes = outcome.edges.empty() ? 1 : outcome.edges.size() + 1;
    for (std::uint32_t m = 0; m < outcome.own.size; ++m) {
        const auto ask = [&](const Program& program) {
            return machine.evaluate_at(0.0, program, outcome.own, m, event.fields.data());
        };
        if (outcome.where.exists() && ask(outcome.where) == 0.0) continue;
        std::size_t cell = first + m * cells;
        if (outcome.by.exists()) {
            const double member = ask(outcome.by);
            const ModelSet& set = model_.sets[outcome.by_set];
            if (!holds(set, member)) continue;
            cell += static_cast<std::size_t>(member - set.first_member) * classes;
        }
        double value = outcome.value.exists() ? ask(outcome.value) / outcome.unit_scale : 1.0;
        if (classes > 1) {
            const auto above = std::upper_bound(outcome.edges.begin(), outcome.edges.end(), value);
            cell += static_cast<std::size_t>(above - outcome.edges.begin());
            value = 1.0;
        }
        add(cell, value);
    }
}

}  // namespace strife
